"""Which exposures report, figures and tables of a run show first, by their roles in the analysis plan."""

from typing import Any

import pandas as pd

from rlsanalysis.study.attached import with_study
from rlsanalysis.study.records import MEDICATIONS, Outcome, Study
from rlsanalysis.study.results import Results

SUSPECTED = ("headline",)
BESIDE_DRUGS = ("comparator", "negative_control")
"""Roles of the drugs with which others are compared: active comparators and control drugs."""


def roles_shown(results: Results) -> tuple[str, ...]:
    """Return the role of headline exposures; of a run that has none of them, the roles that it has."""
    there = {*results.estimates["role"]}
    return (
        SUSPECTED
        if {*SUSPECTED} & there
        else tuple(role for role in results.study.words.roles if role in there)
    )


def beside(study: Study, row: Any) -> str:
    """Name the role of a comparator or control drug, which stands among other drugs; empty for any other exposure."""
    return study.words.roles[row.role] if row.role in BESIDE_DRUGS and row.group == MEDICATIONS else ""


def estimates_shown(results: Results, outcome: Outcome) -> pd.DataFrame:
    """Return the primary estimates of an outcome that are shown first.

    Active comparators and control drugs follow the headline drugs, which are read against them.
    """
    roles = roles_shown(results)
    rows = results.primary_estimates(outcome, *roles)
    drugs = (rows["group"] == MEDICATIONS).to_numpy().nonzero()[0]
    if roles != SUSPECTED or not drugs.size:
        return rows
    compared = results.primary_estimates(outcome, *BESIDE_DRUGS)
    compared = compared[compared["group"] == MEDICATIONS]
    in_order = compared.sort_values("role", key=lambda role: role.map(BESIDE_DRUGS.index), kind="stable")
    last = drugs[-1] + 1
    found = pd.concat([rows[:last], in_order, rows[last:]], ignore_index=True)
    return with_study(found, results.study)
