"""How common each outcome is: overall and by sex, age, race and release."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from rlsanalysis.survey import SurveyDesign
from rlsanalysis.variables.cohort import Cohort

AGES = {"20-39": (20, 39), "40-59": (40, 59), "60+": (60, 200)}


def people_groups(cohort: Cohort, frame: pd.DataFrame) -> Iterator[tuple[str, str, "pd.Series[bool]"]]:
    """Groups by which prevalence is given: kind of group, its name, who belongs to it."""
    yield "all", "all", pd.Series(data=True, index=frame.index)
    women = cohort.variable("female")
    for value, level in enumerate(women.levels):
        yield "sex", level, frame["female"] == value
    for level, (youngest, oldest) in AGES.items():
        yield "age", level, frame["age"].between(youngest, oldest)
    for level in cohort.variable("race").levels:
        yield "race", level, frame["race"] == level
    for release in cohort.releases:
        yield "release", release, frame["release"] == release


def prevalence_rows(cohort: Cohort, outcome: str) -> Iterator[dict[str, Any]]:
    """Rows of `prevalence` for one outcome, in percent, with Korn-Graubard intervals and the NCHS flag."""
    design = cohort.design([outcome, "female", "race"])
    for by, level, group in people_groups(cohort, design.frame):
        releases = level if by == "release" else " ".join(cohort.releases)
        domain = design.domain(group & design.frame[outcome].notna())
        yield {"outcome": outcome, "by": by, "level": level, "releases": releases} | _row(domain, outcome)


def _row(domain: SurveyDesign, outcome: str) -> dict[str, Any]:
    if domain.n == 0:
        return {"n": 0, "cases": 0, "flag": "nobody"}
    found = domain.proportion(outcome).iloc[0]
    return {
        "n": found["n"], "cases": found["cases"], "percent": 100 * found["estimate"],
        "std_error": 100 * found["std_error"], "conf_low": 100 * found["conf_low"],
        "conf_high": 100 * found["conf_high"], "df": found["df"], "flag": found["flag"],
    }  # fmt: skip
