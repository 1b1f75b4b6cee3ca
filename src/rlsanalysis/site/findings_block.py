"""The findings as Markdown, for the README and the first page of the site."""

from collections.abc import Iterable, Iterator
from textwrap import TextWrapper

from rlsanalysis.present import dependence, limitations, summary
from rlsanalysis.site.findings_table import findings_table
from rlsanalysis.site.markdown import markdown, with_block
from rlsanalysis.study.results import Results

START, END = "<!-- findings: written by `make pages` from results/nhanes -->", "<!-- end of findings -->"
WIDTH = 118


def with_findings(page: str, block: str) -> str:
    """Return a page with a block of findings between its two comments; a page without them stays as it is."""
    block = f"{START}\n{block}\n{END}"
    return with_block(page, block, START, END)


def findings_in_brief(results: Results) -> str:
    """Write the findings of a run as a table, then how reliable they are."""
    return _joined(
        *_opening(results),
        findings_table(results),
        _bullets(summary.caveats(results)),
        f"**Terms**\n{_bullets(_key(results))}",
        _adjustment(results),
        _reliability(results),
    )


def findings_block(results: Results) -> str:
    """Write the findings of a run in sentences, then how reliable they are; the report has the details."""
    return _joined(
        *_opening(results),
        *(f"**{group}**\n{_bullets(texts)}" for group, texts in summary.summary(results, by_class=False)),
        _filled(dependence.other_associations(results)),
        f"**Terms**\n{_bullets(_key(results))}",
        _adjustment(results),
        _reliability(results),
    )


def _opening(results: Results) -> tuple[str, str]:
    return _filled(summary.lead(results)), f"{_filled(results.study.words.association, first='**')}**"


def _key(results: Results) -> Iterator[str]:
    return (f"{term}: {meaning}." for term, meaning in summary.key(results).items())


def _adjustment(results: Results) -> str:
    return _filled(dependence.adjustment(results, exceptions=False))


def _reliability(results: Results) -> str:
    *texts, _ = filter(None, limitations.reliability_of_findings(results, details=False))
    return f"**Reliability**\n{_bullets(texts)}"


def _joined(*blocks: str) -> str:
    return "\n\n".join(filter(None, blocks))


def _bullets(texts: Iterable[str]) -> str:
    return "\n".join(_filled(text, first="- ", indent="  ") for text in texts)


def _filled(text: str, first: str = "", indent: str = "") -> str:
    whole_words = TextWrapper(
        WIDTH, initial_indent=first, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return whole_words.fill(markdown(text))
