"""The heading of a panel: an outcome, its years, and what else is particular to the panel."""

from collections.abc import Sequence

from rlsanalysis.present import labels
from rlsanalysis.present.figures.page import Page, line_height
from rlsanalysis.present.figures.text import wrapped
from rlsanalysis.present.figures.theme import Theme
from rlsanalysis.study.records import Outcome, Study


def years(study: Study, outcome: str) -> str:
    """Years of the cohort of a planned outcome; empty for any other."""
    planned = study.outcomes.get(outcome)
    return study.cohorts[planned.cohort].years if planned else ""


def years_and_people(study: Study, variable: str, outcome: Outcome, releases: Sequence[str]) -> str:
    """Name the years in which a variable is known among the pooled `releases`, and its population if not all adults."""
    people, cycles = labels.restricted(study, variable, releases, study.cohorts[outcome.cohort].together)
    return ", ".join(filter(None, (cycles or years(study, outcome.id), people)))


def heading_height(study: Study, theme: Theme, width: float, outcome: str, details: list[str]) -> float:
    """Height in inches that a heading takes."""
    name, rest = _lines(study, theme, width, outcome, details)
    return len(name) * line_height(theme.normal) + len(rest) * line_height(theme.small) + 0.06


def draw_heading(
    study: Study, page: Page, left: float, top: float, width: float, outcome: str, details: list[str]
) -> None:
    """Write the heading of a panel."""
    name, rest = _lines(study, page.theme, width, outcome, details)
    below = page.lines(left, top, name, size=page.theme.normal, weight="bold")
    page.lines(left, below, rest)


def _lines(
    study: Study, theme: Theme, width: float, outcome: str, details: list[str]
) -> tuple[list[str], list[str]]:
    """Break the name, and the years with the details, into lines."""
    name = wrapped(labels.typeset(labels.name(study, outcome)), width, theme.normal, "bold")
    rest = [line for detail in filter(None, details) for line in wrapped(detail, width, theme.small)]
    return name, rest
