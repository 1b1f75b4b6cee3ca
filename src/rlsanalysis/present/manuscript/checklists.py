"""Reporting checklists, STROBE for cross-sectional studies and PRICSSA, filled from a run.

The items are in `strobe.csv` and `pricssa.csv`: their numbers as published, their topics in words of our own, and the
functions that answer them. An item that a run does not answer is named as empty, with who must fill it.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import ModuleType

from rlsanalysis.present.manuscript import (
    answers,
    answers_results,
    covariates,
    data,
    further,
    models,
    robustness,
    software,
    variables,
)
from rlsanalysis.present.manuscript.bibliography import without_citations
from rlsanalysis.present.manuscript.sections import SECTIONS, Paragraph
from rlsanalysis.study.results import Results

NAMES: Mapping[str, str] = {
    "STROBE": "Strengthening the Reporting of Observational Studies in Epidemiology, items for cross-sectional studies "
    "(von Elm et al. 2007)",
    "PRICSSA": "Preferred Reporting Items for Complex Sample Survey Analysis (Seidenberg, Moser and West 2023)",
}
MODULES: tuple[ModuleType, ...] = (
    answers,
    answers_results,
    covariates,
    data,
    further,
    models,
    robustness,
    software,
    variables,
)
OF_THE_AUTHORS: Mapping[str, str] = {
    "background": "the background",
    "response": "response rates and reasons for nonparticipation",
    "experiments": "experiments within the survey",
    "funding": "funding",
}
"""What only words of a study can answer, by the name of these words; the others are functions of a run."""
IN_METHODS = ("Methods", "Survey", "Analysis")
"""Sections of a checklist that belong to the Methods section of a manuscript."""


@dataclass(frozen=True)
class Item:
    """An item of a checklist.

    Attributes
    ----------
    number, section, topic : number as published; section of the checklist; what is to be reported.
    answers : names of the functions that answer it from a run.
    files : files of the results folder in which more of it is found.
    who : who must fill it where a run does not.
    """

    number: str
    section: str
    topic: str
    answers: tuple[str, ...]
    files: tuple[str, ...]
    who: str

    @property
    def methods(self) -> bool:
        """Whether the item belongs to the Methods section of a manuscript."""
        return self.section in IN_METHODS


@dataclass(frozen=True)
class Filled:
    """An item, its answer, which is empty where the run has none, and the headings of `methods.md` that answer it.

    `lacking` names what the study would have to say for a complete answer and does not.
    """

    item: Item
    text: tuple[str, ...]
    headings: tuple[str, ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class Checklist:
    """A checklist with its items."""

    name: str
    title: str
    items: tuple[Filled, ...]

    @property
    def empty(self) -> tuple[Filled, ...]:
        """Items without an answer."""
        return tuple(filled for filled in self.items if not filled.text)

    @property
    def partial(self) -> tuple[Filled, ...]:
        """Items whose answer lacks a part."""
        return tuple(filled for filled in self.items if filled.text and filled.lacking)


@cache
def items_of(name: str) -> tuple[Item, ...]:
    """Read the items of a checklist, `STROBE` or `PRICSSA`."""
    text = (files(__package__) / f"{name.lower()}.csv").read_text(encoding="utf-8")
    return tuple(
        Item(row["number"], row["section"], row["topic"], tuple(row["answers"].split()),
             tuple(row["files"].split()), row["who"])
        for row in csv.DictReader(text.splitlines())
    )  # fmt: skip


def checklists(results: Results) -> list[Checklist]:
    """Fill both checklists from a run."""
    return [
        Checklist(name, title, tuple(_filled(results, item) for item in items_of(name)))
        for name, title in NAMES.items()
    ]


def _filled(results: Results, item: Item) -> Filled:
    texts = {function: text for name in item.answers if (text := (function := answer(name))(results))}
    headings = [heading for heading, paragraphs in SECTIONS.items() if {*paragraphs} & {*texts}]
    lacking = [
        topic for name, topic in OF_THE_AUTHORS.items() if name in item.answers and not answer(name)(results)
    ]
    return Filled(item, tuple(map(without_citations, texts.values())), tuple(headings), tuple(lacking))


def answer(name: str) -> Paragraph:
    """Return the function of this name that answers an item, or one that returns these words of the study."""
    for module in MODULES:
        if hasattr(module, name):
            function: Paragraph = getattr(module, name)
            return function
    return lambda results: str(getattr(results.study.words.manuscript, name))
