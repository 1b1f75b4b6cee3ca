"""Tables for manuscripts, of tidy results: Table 1, estimates, prevalence; as HTML, CSV, LaTeX and Word.

A view (`view_*`) turns results into a `Table` of text; a renderer (`as_*`) turns that into a format.
"""

from great_tables import GT

from rlsanalysis.present.labels import ROLE_WORDS
from rlsanalysis.present.tables import view_estimates, view_prevalence, view_table_one
from rlsanalysis.present.tables.as_gt import as_gt
from rlsanalysis.present.tables.write import write_all
from rlsanalysis.study.plan import load_plan
from rlsanalysis.study.results import Results
from rlsanalysis.variables.names import known_name

__all__ = ["estimates", "prevalence", "table_one", "write_all"]


def table_one(results: Results, outcome: str) -> GT:
    """Table 1: cases of an outcome, the others and all adults; weighted, with unweighted counts beside.

    Parameters
    ----------
    results : Results
    outcome : id of an outcome of the plan.

    Raises
    ------
    AnalysisError
        The plan has no such outcome.
    """
    outcomes = load_plan().outcomes
    known_name("outcome", outcome, outcomes)
    return as_gt(view_table_one.table_one(results, outcomes[outcome]))


def estimates(results: Results, outcome: str, *roles: str) -> GT:
    """Odds ratios of an outcome, crude and adjusted side by side.

    Parameters
    ----------
    results : Results
    outcome : id of an outcome of the plan.
    roles : roles of the exposures in the plan; the headline ones if none is named.

    Raises
    ------
    AnalysisError
        The plan has no such outcome, or no such role.
    """
    outcomes = load_plan().outcomes
    known_name("outcome", outcome, outcomes)
    for role in roles:
        known_name("role", role, ROLE_WORDS)
    return as_gt(view_estimates.estimates(results, outcomes[outcome], *roles))


def prevalence(results: Results) -> GT:
    """Prevalence of every outcome of a run, overall and by sex, age, race and release."""
    return as_gt(view_prevalence.prevalence(results))
