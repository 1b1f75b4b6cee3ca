"""Checks of arguments that several functions share, so that a wrong one gets the same error everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rlsanalysis.survey.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

LONGEST_SHOWN = 40  # characters of a value that a message shows; of a longer one it names the type
# NumPy would convert these kinds in silence: complex, durations, dates, text, records.
NO_NUMBERS = {"c", "m", "M", "S", "U", "V"}


def described(value: object) -> str:
    """Return a short value as Python writes it, and the type of any other, for messages."""
    text = repr(value)
    return text if len(text) <= LONGEST_SHOWN and "\n" not in text else f"a {type_name(value)}"


def type_name(value: object) -> str:
    """Return the package and the name of a type, such as "pandas.DataFrame"."""
    found = f"{type(value).__module__.partition('.')[0]}.{type(value).__qualname__}"
    return found.removeprefix("builtins.")


def check_alpha(alpha: object) -> None:
    """Refuse everything but a number between 0 and 1."""
    if not isinstance(alpha, float | np.floating) or not 0 < alpha < 1:
        raise AnalysisError(
            f"alpha={described(alpha)} is not a number between 0 and 1. Give 1 - confidence: 0.05 for a 95% CI."
        )


def check_tolerance(tolerance: object) -> None:
    """Refuse everything but a number between 0 and 1."""
    if not isinstance(tolerance, float | np.floating) or not 0 < tolerance < 1:
        raise AnalysisError(
            f"tolerance={described(tolerance)} is not a number between 0 and 1. Leave it out for an exact fit."
        )


def check_choice(
    role: str, value: object, choices: Sequence[str], error: type[AnalysisError] = AnalysisError
) -> None:
    """Refuse everything but one of the choices."""
    if not isinstance(value, str) or value not in choices:
        *first, last = map(repr, choices)
        raise error(f"{role}={described(value)} does not exist. Choose {', '.join(first)} or {last}.")


def check_flag(role: str, value: object, error: type[AnalysisError] = AnalysisError) -> None:
    """Refuse everything but True and False."""
    if not isinstance(value, bool | np.bool_):
        raise error(f"{role} must be True or False, not {described(value)}.")


def check_type(role: str, value: object, accepted: type, wanted: str) -> None:
    """Refuse values of another type, except None."""
    if value is not None and not isinstance(value, accepted):
        raise AnalysisError(f"{role} must be {wanted}, not {described(value)}.")


def as_list(values: Any, role: str) -> list[Any]:
    """Return one scalar, or several, as a list.

    Raises
    ------
    AnalysisError
        For a mapping, a data frame, and anything that is not a scalar or does not contain scalars.
    """
    if pd.api.types.is_scalar(values):
        return [values]
    listed = list(values) if isinstance(values, Iterable) else [values]
    if isinstance(values, Mapping | pd.DataFrame) or not all(map(pd.api.types.is_scalar, listed)):
        raise AnalysisError(f"{role} must be one value or a list of values, not {described(values)}.")
    return listed


def as_mapping(values: Any, role: str) -> Mapping[Any, Any]:
    """Return a mapping, empty for None.

    Raises
    ------
    AnalysisError
        For everything else.
    """
    check_type(role, values, Mapping, "a dict")
    return {} if values is None else values


def as_numbers(values: ArrayLike, role: str) -> NDArray[np.float64]:
    """Return numbers as an array of float64.

    Raises
    ------
    AnalysisError
        For text, dates, masked arrays, rows of unequal length, and everything else that is not an array of numbers.
    """
    try:
        given = np.asarray(values)
        if not _converts_in_silence(values, given):
            return np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise _no_numbers(role, values) from error
    raise _no_numbers(role, values)


def _converts_in_silence(values: ArrayLike, given: NDArray[Any]) -> bool:
    """Return whether NumPy would make numbers of what is none: text, dates, and the filler of masked values."""
    kinds = {np.asarray(v).dtype.kind for v in given.ravel()} if given.dtype == object else {given.dtype.kind}
    return isinstance(values, np.ma.MaskedArray) or not kinds.isdisjoint(NO_NUMBERS)


def _no_numbers(role: str, values: object) -> AnalysisError:
    return AnalysisError(f"{role} must be numbers, in rows of equal length, not {described(values)}.")
