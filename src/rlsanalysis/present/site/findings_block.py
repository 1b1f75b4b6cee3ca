"""The findings as Markdown, for the README and the first page of the site."""

import re
from textwrap import TextWrapper

from rlsanalysis.present import summary
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
    """Write the findings of a run, then how reliable they are."""
    paragraphs = [
        summary.lead(results),
        f"**{about().association}**",
        summary.adjustment(results),
        *(f"**{group}.** {' '.join(sentences)}" for group, sentences in summary.summary(results)),
        *summary.comments(results),
        "**Reliability**",
    ]
    *reliability, _ = filter(None, summary.reliability_of_findings(results))
    bullets = [_filled(f"- {markdown(text)}", indent="  ") for text in reliability]
    return "\n\n".join([*map(_wrapped, paragraphs), "\n".join(bullets)])


def _wrapped(text: str) -> str:
    """Escape a paragraph, keep what is bold at its beginning, and wrap its lines."""
    escaped = re.sub(r"^\\\*\\\*(.*?)\\\*\\\*", r"**\1**", markdown(text))
    return _filled(escaped)


def _filled(text: str, indent: str = "") -> str:
    whole_words = TextWrapper(WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return whole_words.fill(text)
