"""Which exposures report, figures and tables of a run show first, by their roles in the analysis plan."""

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
