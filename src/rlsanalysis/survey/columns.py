"""Read columns of a data frame by name, and refuse those that a statistic cannot use.

Every function returns all rows of the frame. Missing values stay missing; excluding them is left to the caller.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rlsanalysis.survey.arguments import described, type_name
from rlsanalysis.survey.errors import AnalysisError, DesignError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

MOST_SUGGESTIONS = 5
SIMILARITY = 0.6  # of difflib, from 0 to 1

NUMERIC = frozenset({"boolean", "decimal", "empty", "floating", "integer", "mixed-integer-float"})
CATEGORICAL = frozenset({"categorical", "string"})
_DATES = ("dates or times", "Convert them to numbers first, such as a year or an age.")
UNUSABLE = {  # by `infer_dtype`: what the column contains, and what to do about it
    "categorical": ("categories", "Convert them to numbers, or use proportion() for their shares."),
    "string": (
        "text",
        "Convert the column with pandas.to_numeric, or use proportion() for shares of categories.",
    ),
    "bytes": ("text (bytes)", "Decode the column first."),
    "complex": ("complex numbers", "Use their real part or their modulus."),
    "timedelta": ("durations", "Convert them to numbers first, such as days."),
    "timedelta64": ("durations", "Convert them to numbers first, such as days."),
    **dict.fromkeys(("date", "datetime", "datetime64", "period", "time"), _DATES),
}


def as_frame(data: Any) -> pd.DataFrame:
    """Return a pandas data frame, converting other tables by their own `to_pandas()`.

    Parameters
    ----------
    data : pandas.DataFrame, or a table with a method `to_pandas` such as those of polars and Arrow

    Raises
    ------
    DesignError
        If the object is not a table, or its own conversion needs a package that is not installed.
    """
    if isinstance(data, pd.DataFrame):
        return data
    convert = getattr(data, "to_pandas", None)
    try:
        converted = convert() if callable(convert) else None
    except ImportError as error:
        raise DesignError(f"A {type_name(data)} could not be converted to pandas: {error}") from error
    if not isinstance(converted, pd.DataFrame):
        raise DesignError(
            f"A pandas DataFrame is needed, not a {type_name(data)}. Convert it first; a table with a method "
            "`to_pandas()`, such as a polars DataFrame or an Arrow table, is converted automatically."
        )
    return converted


def column(frame: pd.DataFrame, name: Any) -> pd.Series:
    """Return the column of that name, usually a str.

    Raises
    ------
    AnalysisError
        If the name is not a scalar, if there is no such column, suggesting similar names, or if several columns have
        this name.
    """
    if not pd.api.types.is_scalar(name) or isinstance(name, bytes):
        raise AnalysisError(f"The name of one column is needed, not {described(name)}.")
    positions = np.flatnonzero(frame.columns == name)
    if len(positions) == 0:
        raise AnalysisError(
            f"`{name}` is not a column of the data frame. {similar_names(name, frame.columns)}"
        )
    if len(positions) > 1:
        raise AnalysisError(
            f"`{name}` is the name of {len(positions)} columns of the data frame. Rename or drop all but one."
        )
    found: pd.Series = frame.iloc[:, positions[0]]
    return found


def numbers(values: pd.Series, name: str) -> NDArray[np.float64]:
    """Return numbers and booleans as floats, shape (len(values),), with NaN for missing values.

    Categories called 0 and 1 count as numbers.

    Raises
    ------
    AnalysisError
        If the values are text, other categories, dates, complex numbers or otherwise not real numbers.
    """
    kind = content(values)
    if kind not in NUMERIC:
        mixed = (
            f"values of mixed or unsupported type ({values.dtype})",
            "Convert the column to numbers first.",
        )
        found, advice = UNUSABLE.get(kind, mixed)
        raise AnalysisError(f"`{name}` contains {found}, but numbers are needed. {advice}")
    return np.asarray(values.to_numpy(dtype=float, na_value=np.nan), dtype=np.float64)


def content(values: pd.Series) -> str:
    """Return what the known values are, in the words of `pandas.api.types.infer_dtype`.

    Categories called 0 and 1 (or False and True) are "integer".
    """
    if isinstance(values.dtype, pd.CategoricalDtype) and values.cat.categories.isin([0, 1]).all():
        return "integer"
    return pd.api.types.infer_dtype(values, skipna=True)


def is_categorical(values: pd.Series) -> bool:
    """Return whether a column contains categories or text, other than categories called 0 and 1."""
    return content(values) in CATEGORICAL


def levels(values: pd.Series, member: NDArray[np.bool_]) -> tuple[list[Any], NDArray[np.intp]]:
    """Return the levels of a categorical column and each row's position among them, -1 if it has none.

    Levels are the categories in order, or the sorted texts of the members, shape (len(values),).
    """
    if isinstance(values.dtype, pd.CategoricalDtype):
        return list(values.cat.categories), np.asarray(values.cat.codes, dtype=np.intp)
    codes, found = pd.factorize(values.where(member), sort=True)
    return list(found), codes


def similar_names(name: str, columns: Iterable[Any]) -> str:
    """Return the columns that look similar to a name, the most similar first, in a sentence; all if none does."""
    names = [str(known) for known in columns]
    similar = [known for known in names if _similarity(str(name), known) >= SIMILARITY]
    if similar:
        ranked = sorted(similar, key=lambda known: -_similarity(str(name), known))
        return f"Columns that look similar: {_listed(ranked)}."
    return f"The columns are: {_listed(names)}." if names else "The data frame has no columns."


def _similarity(wanted: str, known: str) -> float:
    """Return the similarity of two names from 0 to 1.

    It is at least `SIMILARITY` if one name contains the other, or the first word of one starts that of the other.
    """
    wanted, known = wanted.lower(), known.lower()
    short, long = sorted((wanted, known), key=len)
    first, second = sorted((wanted.split("_")[0], known.split("_")[0]), key=len)
    related = (len(short) > 1 and short in long) or (first and second.startswith(first))
    ratio = difflib.SequenceMatcher(None, wanted, known).ratio()
    return max(ratio, SIMILARITY + 0.1 * ratio) if related else ratio


def _listed(names: list[str]) -> str:
    more = len(names) - MOST_SUGGESTIONS
    shown = ", ".join(f"`{name}`" for name in names[:MOST_SUGGESTIONS])
    return f"{shown} and {more} more" if more > 0 else shown
