"""Columns of a data frame as they enter a formula: numbers of every type as float64, categories unchanged.

NumPy keeps the type of small integers, so the cube of an `int8` column, the type of Stata's bytes, would overflow at
6 without a warning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from pandas.api import types

from rlsanalysis.survey.columns import column, content, numbers

if TYPE_CHECKING:
    from collections.abc import Iterable


def widened(frame: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
    """Return the named columns, with numbers and booleans as float64 and missing values as NaN.

    Raises
    ------
    AnalysisError
        For a column that is absent or not unique, and for one that is neither numeric nor categorical.
    """
    return pd.DataFrame({name: _widen(column(frame, name)) for name in names}, index=frame.index)


def is_whole(values: pd.Series) -> bool:
    """Return whether a column contains integers, whatever its type, so that its categories are labeled without ".0"."""
    return types.is_integer_dtype(values.dtype) or (
        types.is_object_dtype(values.dtype) and content(values) == "integer"
    )


def is_boolean(values: pd.Series) -> bool:
    """Return whether a column contains booleans, whatever its type."""
    return types.is_bool_dtype(values.dtype) or (
        types.is_object_dtype(values.dtype) and content(values) == "boolean"
    )


def _widen(values: pd.Series) -> pd.Series:
    if isinstance(values.dtype, pd.CategoricalDtype) or content(values) == "string":
        return values
    return pd.Series(numbers(values, str(values.name)), values.index, name=values.name)
