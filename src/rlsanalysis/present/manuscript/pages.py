"""The filled checklists as a page and as Markdown."""

from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import groupby
from typing import Any

from markupsafe import Markup

from rlsanalysis.present.manuscript.checklists import Checklist, Filled, checklists
from rlsanalysis.present.template import environment
from rlsanalysis.present.titles import title_of
from rlsanalysis.present.words import listed
from rlsanalysis.study.records import SYNTHETIC
from rlsanalysis.study.results import Results

INTRODUCTION = (
    "Both checklists are filled from the tables of the results folder. Item numbers are those of the published "
    "checklists; topics are given in other words. The paragraphs on methods are those of methods.md. An item that the "
    "run does not know is named as empty, with who must fill it. Journals also ask for the page of the manuscript."
)


def checklists_html(results: Results, filled: Sequence[Checklist] = ()) -> str:
    """Return the filled checklists as one page without external resources: equal results give an equal page.

    `filled`: the checklists, if they have been filled.
    """
    return _render(results, filled, "strobe.html.j2")


def checklists_markdown(results: Results, filled: Sequence[Checklist] = ()) -> str:
    """Return the filled checklists as Markdown, as `checklists_html`."""
    return _render(results, filled, "strobe.md.j2")


def _render(results: Results, filled: Sequence[Checklist], template: str) -> str:
    style = (files(__package__) / "templates" / "strobe.css").read_text(encoding="utf-8")
    context: dict[str, Any] = {
        "study": results.study,
        "SYNTHETIC": SYNTHETIC,
        "title": title_of(results),
        "introduction": INTRODUCTION,
        "checklists": filled or checklists(results),
        "sections": _sections,
        "filled": _filled,
        "empty": _empty,
        "lacking": _lacking,
        "where": _where,
        "style": Markup(style),  # noqa: S704
    }
    return environment("rlsanalysis.present.manuscript").get_template(template).render(context)


def _sections(checklist: Checklist) -> Iterator[tuple[str, list[Filled]]]:
    """Yield the sections of a checklist with their items."""
    for section, items in groupby(checklist.items, lambda filled: filled.item.section):
        yield section, list(items)


def _filled(checklist: Checklist) -> str:
    """Say how many items are filled, and which are not."""
    total = len(checklist.items)
    lacking, partial = ([f.item.number for f in found] for found in (checklist.empty, checklist.partial))
    if not lacking and not partial:
        return f"All {total} items are filled."
    counts = [f"empty: {listed(lacking)}"] if lacking else []
    counts += [f"filled in part: {listed(partial)}"] if partial else []
    return f"{total - len(lacking)} of {total} items are filled; {'; '.join(counts)}."


def _empty(filled: Filled) -> str:
    """Say that an item is empty, and who must fill it."""
    return f"Empty: this run does not know it. To be filled by the {filled.item.who}."


def _lacking(filled: Filled) -> str:
    """Name the part of an item that the run does not know, and who must add it; empty if the item has its answer."""
    if not filled.text or not filled.lacking:
        return ""
    return f"Not known to this run: {listed(filled.lacking)}. To be added by the {filled.item.who}."


def _where(filled: Filled) -> str:
    """Name the headings of the methods and the files where more is found."""
    if not filled.text:
        return ""
    places = [f"Methods, {heading}" for heading in filled.headings] + list(filled.item.files)
    return f"See: {'; '.join(places)}." if places else ""
