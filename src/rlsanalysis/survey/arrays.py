"""Arrays, series and data frames that a user passes to a model, checked and converted to float64."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rlsanalysis.survey import columns
from rlsanalysis.survey.columns import column, is_categorical, numbers
from rlsanalysis.survey.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray


def as_floats(values: pd.Series, name: str) -> NDArray[np.float64]:
    """Return numbers and booleans as float64, and missing values as NaN.

    Raises
    ------
    AnalysisError
        For text, categories, dates and other values that are not numbers.
    """
    if is_categorical(values):
        raise AnalysisError(
            f"`{name}` is not numeric. Code its categories as columns of 0 and 1, or use a formula."
        )
    return numbers(values, name)


def as_matrix(frame: pd.DataFrame) -> NDArray[np.float64]:
    """Return the columns of a data frame as float64, shape (rows, columns).

    Raises
    ------
    AnalysisError
        As `as_floats`.
    """
    floats = [as_floats(values, str(name)) for name, values in frame.items()]
    return np.column_stack(floats) if floats else np.empty((len(frame), 0))


def as_frame(exog: pd.DataFrame | ArrayLike) -> pd.DataFrame:
    """Return covariates as a frame: a table as `columns.as_frame` does, an array with the columns x0, x1, ...

    Raises
    ------
    AnalysisError
        When an array has not two dimensions, shape (rows, q).
    """
    if is_table(exog):
        return columns.as_frame(exog)
    try:
        array = np.asarray(exog)
    except ValueError as error:
        raise AnalysisError(
            "exog must have rows of equal length, with one column per coefficient."
        ) from error
    if array.ndim != 2:
        raise AnalysisError(
            f"exog must have two dimensions, with one column per coefficient, but has {array.ndim}."
        )
    return pd.DataFrame(array).add_prefix("x")


def is_table(exog: object) -> bool:
    """Return whether covariates are a data frame of pandas, or convert themselves to one."""
    return isinstance(exog, pd.DataFrame) or hasattr(exog, "to_pandas")


def as_series(values: ArrayLike, role: str) -> pd.Series:
    """Return values, shape (rows,), as a series.

    Raises
    ------
    AnalysisError
        When the values have not one dimension.
    """
    if isinstance(values, pd.Series):
        return values
    try:
        return pd.Series(np.atleast_1d(np.asarray(values)))
    except ValueError as error:
        raise AnalysisError(f"{role} must have one dimension, with one value per row.") from error


def check_rows(role: str, given: object, values: pd.Series | pd.DataFrame, frame: pd.DataFrame) -> None:
    """Refuse values that do not have one row for each row of the design's frame, in the same order."""
    labeled = isinstance(given, pd.Series | pd.DataFrame)
    if len(values) != len(frame) or (labeled and not values.index.equals(frame.index)):
        raise AnalysisError(
            f"{role} must have one value for each of the {len(frame)} rows of the design's frame, and its index."
        )


def offset_values(offset: str | ArrayLike, frame: pd.DataFrame) -> NDArray[np.float64]:
    """Return the offset of each row of a frame, from a column's name or from values."""
    if isinstance(offset, str):
        return as_floats(column(frame, offset), offset)
    values = as_series(offset, "offset")
    check_rows("offset", offset, values, frame)
    return as_floats(values, "offset")


def check_names(columns: Sequence[str], factors: Mapping[str, Sequence[str]]) -> None:
    """Refuse columns of the same name, and factors that name no columns or unknown ones."""
    names = pd.Index(columns)
    if names.has_duplicates:
        raise AnalysisError(
            f"exog has several columns of the name `{names[names.duplicated()][0]}`. Rename or drop all but one."
        )
    for factor, levels in factors.items():
        unknown = [level for level in levels if level not in names]
        if unknown or not levels:
            raise AnalysisError(
                f"factors: `{factor}` must name columns of exog. Unknown are: {', '.join(map(str, unknown)) or 'all'}."
            )


def check_values(
    endog: NDArray[np.float64],
    outcome: str,
    exog: NDArray[np.float64],
    names: Sequence[str],
    offset: NDArray[np.float64] | None,
) -> None:
    """Refuse outcomes other than 0 and 1, and infinite covariates or offsets."""
    invalid = ~np.isin(endog, (0, 1))
    if invalid.any():
        raise AnalysisError(
            f"The outcome `{outcome}` must be 0 or 1, but has the value {endog[invalid][0]:g}."
        )
    infinite = np.isinf(exog).any(axis=0)
    if infinite.any():
        raise AnalysisError(
            f"`{names[int(infinite.argmax())]}` has infinite values. Correct them or set them to missing."
        )
    if offset is not None and np.isinf(offset).any():
        raise AnalysisError("The offset has infinite values. Correct them or set them to missing.")
