"""Which exposures report, figures and tables of a run show first, by their roles in the analysis plan."""

from rlsanalysis.study.results import Results

SUSPECTED = ("headline",)


def roles_shown(results: Results) -> tuple[str, ...]:
    """Return the role of headline exposures; of a run that has none of them, the roles that it has."""
    there = {*results.estimates["role"]}
    return (
        SUSPECTED
        if {*SUSPECTED} & there
        else tuple(role for role in results.study.words.roles if role in there)
    )
