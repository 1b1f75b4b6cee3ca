"""Estimate the prevalence of an outcome: overall and by sex, age, race/ethnicity and release."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from rlsanalysis.study.cohort import Cohort
from rlsanalysis.survey import SurveyDesign


def people_groups(cohort: Cohort, frame: pd.DataFrame) -> Iterator[tuple[str, str, "pd.Series[bool]"]]:
    """Yield the groups in which prevalence is estimated: grouping, name of the group, mask of its participants."""
    yield "all", "all", pd.Series(data=True, index=frame.index)
    for by, grouping in cohort.study.groupings.items():
        for level, (youngest, oldest) in grouping.bands.items():
            yield by, level, frame["age"].between(youngest, oldest)
        if grouping.variable:
            declared, values = cohort.variable(grouping.variable), frame[grouping.variable]
            for code, level in enumerate(declared.levels):
                yield by, level, values == (code if declared.kind == "binary" else level)
    for release in cohort.releases:
        yield "release", release, frame["release"] == release


def prevalence_rows(cohort: Cohort, outcome: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of `prevalence` for an outcome, in percent, with Korn-Graubard intervals and the NCHS flag."""
    design = cohort.design([outcome, *(g.variable for g in cohort.study.groupings.values() if g.variable)])
    for by, level, group in people_groups(cohort, design.frame):
        releases = level if by == "release" else " ".join(cohort.releases)
        domain = design.domain(group & design.frame[outcome].notna())
        yield {"outcome": outcome, "by": by, "level": level, "releases": releases} | _row(domain, outcome)


def _row(domain: SurveyDesign, outcome: str) -> dict[str, Any]:
    if domain.n == 0:
        return {"n": 0, "cases": 0, "flag": "nobody"}
    share = domain.proportion(outcome).iloc[0]
    return {
        "n": share["n"], "cases": share["cases"], "percent": 100 * share["estimate"],
        "std_error": 100 * share["std_error"], "conf_low": 100 * share["conf_low"],
        "conf_high": 100 * share["conf_high"], "df": share["df"], "flag": share["flag"],
    }  # fmt: skip
