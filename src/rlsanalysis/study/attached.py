"""Attach a study to tidy rows, so that figures and tables can label them without the results that they come from."""

from typing import Any

import pandas as pd

from rlsanalysis.study.names import enumeration
from rlsanalysis.study.records import Study
from rlsanalysis.survey.columns import as_frame
from rlsanalysis.survey.errors import AnalysisError

KEY = "study"
NAMED = ("outcome", "exposure")
"""Columns of rows that name variables of the study."""


class _Attached(dict[str, Any]):
    """A study among the attributes of a data frame.

    It is an empty dictionary for those who write the attributes to a file, such as `DataFrame.to_parquet`.
    """

    def __init__(self, study: Study) -> None:
        super().__init__()
        self.study = study

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Attached) and self.study == other.study

    __hash__ = None

    def __deepcopy__(self, memo: dict[int, Any]) -> "_Attached":
        return self


def with_study(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return rows of estimates or curves with the study whose variables, outcomes and words label them.

    Parameters
    ----------
    rows : data frame with the columns of `estimates.csv` or `curves.csv`, or a table with `to_pandas()`.
    study : `Results.study` or `Cohort.study`.

    Returns
    -------
    DataFrame
        The same rows and columns; the study is in its `attrs`, and remains there when rows or columns are selected.

    Raises
    ------
    AnalysisError
        The rows are no table, the study is no study, or it lacks an exposure or outcome of the rows.
    """
    if not isinstance(study, Study):
        raise AnalysisError(
            f"A study is needed, not an object of the type {type(study).__name__}. Pass `results.study` or "
            "`cohort.study`."
        )
    found = as_frame(rows).copy(deep=False)
    for what in NAMED:
        ids = found[what].dropna().astype(str).unique() if what in found else ()
        if strange := [id_ for id_ in ids if id_ not in study.variables]:
            raise AnalysisError(
                f"The study has no {what} {enumeration(strange)}, which the rows have. Attach the study that the rows "
                "are of: `results.study` or `cohort.study`."
            )
    found.attrs[KEY] = _Attached(study)
    return found


def study_of(rows: object) -> Study:
    """Return the study of rows.

    Raises
    ------
    AnalysisError
        The rows have none: they were read from a file, or are of several studies.
    """
    attached = getattr(rows, "attrs", {}).get(KEY)
    if isinstance(attached, _Attached):
        return attached.study
    raise AnalysisError(
        "The rows do not know their study, because they were read from a file, built by hand or combined from several "
        "studies. Attach it with `rls.with_study(rows, results.study)`, or `cohort.study`."
    )
