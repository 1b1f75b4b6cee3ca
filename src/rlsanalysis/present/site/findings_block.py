"""The findings as Markdown, for the README and the first page of the site."""

import re
from collections.abc import Iterable
from textwrap import TextWrapper

from rlsanalysis.present import dependence, limitations, summary
from rlsanalysis.present.about import about
from rlsanalysis.present.site.markdown import markdown
from rlsanalysis.study.results import Results

START, END = "<!-- findings: written by `make pages` from results/nhanes -->", "<!-- end of findings -->"
WIDTH = 118


def with_findings(page: str, results: Results) -> str:
    """Return a page with the findings of a run between its two comments; a page without them stays as it is."""
    block = f"{START}\n{findings_block(results)}\n{END}"
    return re.sub(f"{re.escape(START)}.*?{re.escape(END)}", lambda _: block, page, flags=re.DOTALL)


def findings_block(results: Results) -> str:
    """Write the findings of a run, then how reliable they are; the report has the details."""
    *reliability, _ = filter(None, limitations.reliability_of_findings(results, details=False))
    blocks = [
        _filled(markdown(summary.lead(results))),
        _filled(f"**{markdown(about().association)}**"),
        _filled(markdown(summary.key(results))),
        *(f"**{group}**\n{_bullets(texts)}" for group, texts in summary.summary(results, by_class=False)),
        _filled(markdown(dependence.other_associations(results))),
        _filled(markdown(dependence.adjustment(results, exceptions=False))),
        f"**Reliability**\n{_bullets(reliability)}",
    ]
    return "\n\n".join(filter(None, blocks))


def _bullets(texts: Iterable[str]) -> str:
    return "\n".join(_filled(f"- {markdown(text)}", indent="  ") for text in texts)


def _filled(text: str, indent: str = "") -> str:
    whole_words = TextWrapper(WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return whole_words.fill(text)
