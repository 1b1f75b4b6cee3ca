"""Check tidy rows that a user passes to a figure, a caption or a table."""

from collections.abc import Sequence

import pandas as pd

from rlsanalysis.study.estimate import STATUSES
from rlsanalysis.survey.errors import AnalysisError

TEXT = (
    "outcome", "exposure", "level", "reference", "set", "method", "sample", "releases", "group", "role", "headline",
    "weight", "status", "reason", "source", "knots",
)  # fmt: skip
NUMBERS = (
    "odds_ratio",
    "conf_low",
    "conf_high",
    "value",
    "p_value",
    "n",
    "cases",
    "n_exposed",
    "cases_exposed",
)


def checked(rows: pd.DataFrame, needed: Sequence[str], function: str) -> pd.DataFrame:
    """Return rows with empty texts where a file had empty cells.

    Parameters
    ----------
    rows : as `associate` or `dose_response` returns them, or read from a file that they were written to.
    needed : columns that the figure or table needs; `source`, which says whether people are synthetic, always is.
    function : the function whose rows are needed, for the message.

    Raises
    ------
    AnalysisError
        A column is missing, a column of numbers has other values, or a status is unknown.
    """
    if missing := [column for column in (*needed, "source") if column not in rows]:
        raise AnalysisError(
            f"The rows lack the columns {', '.join(missing)}. Pass rows as `{function}` returns them."
        )
    texts = [column for column in TEXT if column in rows]
    rows = rows.assign(**{column: rows[column].astype(object).fillna("").astype(str) for column in texts})
    if unknown := sorted({*rows["status"]} - {*STATUSES}):
        raise AnalysisError(
            f"The rows have the status {', '.join(unknown)}. It must be one of {', '.join(STATUSES)}."
        )
    for column in NUMBERS:
        if column in rows and not pd.api.types.is_numeric_dtype(rows[column]):
            try:
                rows = rows.assign(**{column: pd.to_numeric(rows[column])})
            except (TypeError, ValueError) as error:
                raise AnalysisError(f"The column {column} of the rows must have numbers: {error}.") from error
    return rows
