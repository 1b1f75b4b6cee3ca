"""Tables for manuscripts, of tidy results: Table 1, estimates, prevalence; as HTML, CSV, LaTeX and Word.

A view (`view_*`) turns results into a `Table` of text; a renderer (`as_*`) turns that into a format.
"""

from pathlib import Path

import pandas as pd
from great_tables import GT

from rlsanalysis.present.own_rows import estimate_rows_of, results_of
from rlsanalysis.present.tables import (
    view_cases,
    view_control_differences,
    view_drugs,
    view_estimates,
    view_prevalence,
    view_replication,
    view_rows,
    view_size,
    view_specifications,
    view_table_one,
)
from rlsanalysis.present.tables.as_gt import as_gt
from rlsanalysis.present.tables.table import Table
from rlsanalysis.present.tables.write import write, write_all
from rlsanalysis.study.attached import study_of
from rlsanalysis.study.names import known_name
from rlsanalysis.study.records import Outcome
from rlsanalysis.study.results import Results
from rlsanalysis.survey.errors import AnalysisError

__all__ = [
    "cases",
    "control_differences",
    "drugs",
    "estimates",
    "prevalence",
    "replication",
    "replication_summary",
    "save",
    "sizes",
    "specifications",
    "table_one",
    "write_all",
]


def table_one(results: Results, outcome: str, *, p_values: bool = False) -> GT:
    """Tabulate cases of an outcome, non-cases and all adults: weighted, with unweighted counts.

    Parameters
    ----------
    results : Results
    outcome : id of an outcome of the plan.
    p_values : whether to add tests between cases and non-cases.

    Raises
    ------
    AnalysisError
        These are no results of a run, or the plan has no such outcome.
    """
    run = results_of(results, "Table 1")
    return as_gt(view_table_one.table_one(run, _outcome(run, outcome), p_values=p_values))


def cases(results: Results) -> GT:
    """Tabulate how few cases each primary outcome of a run has, and what its headline comparisons can detect."""
    return as_gt(view_cases.cases(results_of(results, "The table of cases")))


def drugs(results: Results, outcome: str) -> GT:
    """Tabulate the drugs prescribed for the condition that defines an outcome: the cases who take each.

    Parameters
    ----------
    results : Results
    outcome : id of an outcome that a prescription defines, such as `treated`.

    Raises
    ------
    AnalysisError
        The plan has no such outcome.
    """
    run = results_of(results, "The table of drugs")
    return as_gt(view_drugs.drugs(run, _outcome(run, outcome)))


def estimates(rows: Results | pd.DataFrame, outcome: str = "", *roles: str, across: str = "") -> GT:
    """Tabulate odds ratios: of one outcome of a run in every adjustment set, or of any tidy rows.

    Parameters
    ----------
    rows : a run, or rows with the columns of `estimates.csv`: part of `Results.estimates`, or what `associate` returns,
        several of them concatenated.
    outcome : id of an outcome of the plan; needed for a run.
    roles : roles of the exposures in the plan, for a run only. If none is named, the headline ones, or those that the
        run has if none of its exposures is a headline one.
    across : `outcome`, `sample`, `set` or `method`: for tidy rows, show their odds ratios side by side by this column.

    Raises
    ------
    AnalysisError
        The plan has no such outcome or role; rows are not valid; there is no such column to go across, or two rows
        would share a cell.
    """
    if not isinstance(rows, Results):
        if outcome or roles:
            raise AnalysisError(
                "Tidy rows are shown as they are. Choose the rows of an outcome or role before they are passed."
            )
        return as_gt(_of_rows(rows, across))
    for role in roles:
        known_name("role", role, rows.study.words.roles)
    return as_gt(view_estimates.estimates(rows, _outcome(rows, outcome), *roles))


def sizes(results: Results, outcome: str) -> GT:
    """Tabulate the absolute size of the headline associations of an outcome, and the bias that would explain each.

    Parameters
    ----------
    results : Results
    outcome : id of an outcome of the plan.

    Raises
    ------
    AnalysisError
        These are no results of a run, or the plan has no such outcome.
    """
    run = results_of(results, "The table of sizes")
    return as_gt(view_size.sizes(run, _outcome(run, outcome)))


def specifications(results: Results, outcome: str) -> GT:
    """Tabulate how the headline associations of an outcome depend on the choice of adjusters.

    Parameters
    ----------
    results : Results
        Of a run with its robustness analyses.
    outcome : id of a primary outcome of the plan.

    Raises
    ------
    AnalysisError
        These are no results of a run, or the plan has no such outcome.
    """
    run = results_of(results, "The table of specifications")
    return as_gt(view_specifications.specifications(run, _outcome(run, outcome)))


def control_differences(results: Results, outcome: str) -> GT:
    """Tabulate the headline associations of an outcome against those with the control outcomes, in the same people.

    Parameters
    ----------
    results : Results
        Of a run with its robustness analyses.
    outcome : id of a primary outcome of the plan.

    Raises
    ------
    AnalysisError
        These are no results of a run, or the plan has no such outcome.
    """
    run = results_of(results, "The table of differences from control outcomes")
    return as_gt(view_control_differences.control_differences(run, _outcome(run, outcome)))


def save(
    rows: pd.DataFrame, folder: Path | str, name: str, *, across: str = "", title: str = "", caption: str = ""
) -> list[Path]:  # fmt: skip
    """Write tidy rows as the table `<name>.html`, `.csv`, `.tex` (LaTeX) and `.docx` (Word).

    Parameters
    ----------
    rows, across : as in `estimates`.
    folder : made if it does not exist.
    name : without ending.
    title : instead of the title that names outcome, sample, adjustment and method.
    caption : text of your own, the first of the notes.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    AnalysisError
        Rows are not valid; there is no such column to go across, or two rows would share a cell.
    """
    return list(write(_of_rows(rows, across, title, caption), Path(folder), name))


def _of_rows(rows: pd.DataFrame, across: str, title: str = "", caption: str = "") -> Table:
    rows = estimate_rows_of(rows)
    study = study_of(rows)
    if across:
        return view_rows.side_by_side(study, rows, across, title, caption)
    return view_rows.listed(study, rows, title, caption)


def _outcome(results: Results, id_: str) -> Outcome:
    outcomes = results.study.outcomes
    return outcomes[known_name("outcome", id_, outcomes)]


def prevalence(results: Results) -> GT:
    """Tabulate the prevalence of every outcome of a run, overall and by sex, age, race and survey cycle."""
    return as_gt(view_prevalence.prevalence(results_of(results, "The table of prevalence")))


def replication(table: pd.DataFrame) -> GT:
    """Tabulate published numbers next to those computed from the same people, grouped by source.

    Parameters
    ----------
    table : from `replicate`, or rows of it.

    Raises
    ------
    AnalysisError
        The rows do not know their study.
    """
    return as_gt(view_replication.replication(table))


def replication_summary(table: pd.DataFrame) -> GT:
    """Tabulate how many published numbers were reproduced to the printed digit, counts apart from estimates.

    Parameters and errors are those of `replication`.
    """
    return as_gt(view_replication.replication_summary(table))
