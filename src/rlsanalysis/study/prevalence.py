"""Estimate the prevalence of an outcome: overall, by the groupings of the study, and by release."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.records import Grouping
from rlsanalysis.survey import SurveyDesign


def prevalence_rows(cohort: Cohort, outcome: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of `prevalence` for an outcome, in percent, with Korn-Graubard intervals and the NCHS flag.

    The weight of a row is that of the outcome and of the variable by which people are grouped.
    """
    pooled = " ".join(cohort.releases)
    design = cohort.design([outcome])
    everyone = pd.Series(data=True, index=design.frame.index)
    yield _row(design, outcome, everyone, by="all", level="all", releases=pooled)
    for by, grouping in cohort.study.groupings.items():
        grouped = cohort.design([outcome, grouping.variable]) if grouping.variable else design
        for level, group in _groups(cohort, grouping, grouped.frame):
            yield _row(grouped, outcome, group, by=by, level=level, releases=pooled)
    for release in cohort.releases:
        group = design.frame["release"] == release
        yield _row(design, outcome, group, by="release", level=release, releases=release)


def _groups(
    cohort: Cohort, grouping: Grouping, frame: pd.DataFrame
) -> Iterator[tuple[str, "pd.Series[bool]"]]:
    """Yield the groups of a grouping: name, mask of the people."""
    for level, (youngest, oldest) in grouping.bands.items():
        yield level, frame["age"].between(youngest, oldest + 1, inclusive="left")
    if grouping.variable:
        for level, value in cohort.variable(grouping.variable).level_values.items():
            yield level, frame[grouping.variable] == value


def _row(design: SurveyDesign, outcome: str, group: "pd.Series[bool]", **named: str) -> dict[str, Any]:
    domain = design.domain(group & design.frame[outcome].notna())
    return {"outcome": outcome, **named, **_share(domain, outcome)}


def _share(domain: SurveyDesign, outcome: str) -> dict[str, Any]:
    if domain.n == 0:
        return {"n": 0, "cases": 0, "flag": "nobody"}
    share = domain.proportion(outcome).iloc[0]
    return {
        "n": share["n"], "cases": share["cases"], "percent": 100 * share["estimate"],
        "std_error": 100 * share["std_error"], "conf_low": 100 * share["conf_low"],
        "conf_high": 100 * share["conf_high"], "df": share["df"], "flag": share["flag"],
    }  # fmt: skip
