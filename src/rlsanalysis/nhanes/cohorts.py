"""The cohorts of the study: which survey cycles belong together, and which weight belongs to which component."""

from collections.abc import Mapping
from functools import cache

from rlsanalysis.nhanes import catalog
from rlsanalysis.study.records import CohortDesign, Component, Release, Unit

COMPONENTS: Mapping[str, Component] = {
    "interview": Component("interview weight", "participants interviewed at home"),
    "exam": Component(
        "examination weight", "participants examined at the mobile examination center", ("interview",)
    ),
    "fasting": Component(
        "fasting subsample weight",
        "participants examined in the morning after fasting",
        ("interview", "exam"),
    ),
    "diet1": Component(
        "day 1 dietary weight", "participants with a first 24-hour dietary recall", ("interview", "exam")
    ),
    "diet2": Component(
        "two-day dietary weight", "participants with both dietary recalls", ("interview", "exam", "diet1")
    ),
}

UNIT = Unit("participant", "participants", "adults", "interviewed", "survey cycle", "survey cycles")


def _design(years: str, together: str, overlapping: str = "") -> CohortDesign:
    letters = {*together.split(), *overlapping.split()}
    cycles = {letter: cycle for letter, cycle in catalog.releases().items() if letter in letters}
    releases = {
        letter: Release(cycle.label, cycle.years, tuple(sorted(cycle.overlaps)))
        for letter, cycle in cycles.items()
    }
    return CohortDesign(years, releases, tuple(together.split()), COMPONENTS, unit=UNIT)


@cache
def cohorts() -> Mapping[str, CohortDesign]:
    """Return the designs of the cohorts, by name."""
    return {
        "2005-2008": _design("2005–2008", "D E"),
        "2013-2020": _design("2013–March 2020", "H I P", overlapping="J"),
    }
