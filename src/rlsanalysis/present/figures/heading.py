"""The heading of a panel: an outcome, its years, and what else is particular to the panel."""

from collections.abc import Sequence

from rlsanalysis.present import labels
from rlsanalysis.present.about import about
from rlsanalysis.present.figures.page import Page, line_height
from rlsanalysis.present.figures.text import wrapped
from rlsanalysis.present.figures.theme import Theme
from rlsanalysis.study.plan import load_plan
from rlsanalysis.study.records import Outcome
from rlsanalysis.variables import registry
from rlsanalysis.variables.cohort import COHORTS


def years(outcome: str) -> str:
    """Years of the cohort of a planned outcome; empty for any other."""
    planned = load_plan().outcomes.get(outcome)
    return about().years.get(planned.cohort, planned.cohort) if planned else ""


def years_and_people(variable: str, outcome: Outcome, releases: Sequence[str]) -> str:
    """Name the years in which a variable is known among the pooled `releases`, and its population if not all adults."""
    known = " ".join(registry()[variable].known_in(releases))
    people, cycles = labels.restricted(variable, known, COHORTS[outcome.cohort].together)
    return ", ".join(filter(None, (cycles or years(outcome.id), people)))


def heading_height(theme: Theme, width: float, outcome: str, details: list[str]) -> float:
    """Height in inches that a heading takes."""
    name, rest = _lines(theme, width, outcome, details)
    return len(name) * line_height(theme.normal) + len(rest) * line_height(theme.small) + 0.06


def draw_heading(page: Page, left: float, top: float, width: float, outcome: str, details: list[str]) -> None:
    """Write the heading of a panel."""
    name, rest = _lines(page.theme, width, outcome, details)
    below = page.lines(left, top, name, size=page.theme.normal, weight="bold")
    page.lines(left, below, rest)


def _lines(theme: Theme, width: float, outcome: str, details: list[str]) -> tuple[list[str], list[str]]:
    """Break the name, and the years with the details, into lines."""
    name = wrapped(labels.typeset(labels.name(outcome)), width, theme.normal, "bold")
    rest = [line for detail in filter(None, details) for line in wrapped(detail, width, theme.small)]
    return name, rest
