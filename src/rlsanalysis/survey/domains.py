"""Divide a domain into groups, each a domain of the same full design."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rlsanalysis.survey import columns
from rlsanalysis.survey.arguments import as_list
from rlsanalysis.survey.errors import AnalysisError, NotEstimableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from rlsanalysis.survey.design_base import Design

    By = str | Sequence[str] | None

RESULT_COLUMNS = frozenset(
    {"estimate", "std_error", "conf_low", "conf_high", "df", "n", "cases", "flag", "level", "probability"}
)


def groups(
    design: Design, variables: Mapping[str, NDArray[np.float64]], by: By
) -> Iterator[tuple[dict[str, Any], Design]]:
    """Yield each group's labels and its domain.

    Rows with a missing value in one of the variables or of the columns of `by` are excluded from the domain.
    Groups without rows of positive weight are skipped.

    Parameters
    ----------
    design : Design
    variables : mapping of str to ndarray of float, shape (n rows,)
        Values of the variables to be analyzed by their names, NaN if missing.
    by : str or sequence of str, optional
        Columns that define the groups, by all combinations of their values. None yields the whole domain.

    Raises
    ------
    AnalysisError
        If a column of `by` is unknown, named twice, cannot define groups or has the name of a result column; if
        a value is infinite; if no row of the domain has all values.
    NotEstimableError
        If the domain has no rows of positive weight.
    """
    check_members(design)
    keys = [] if by is None else as_list(by, "by")
    for key in keys:
        if key in RESULT_COLUMNS or keys.count(key) > 1:
            problem = "is the name of a column of the result" if key in RESULT_COLUMNS else "is named twice"
            raise AnalysisError(f"by: `{key}` {problem}. Rename or drop it.")
    for name, values in variables.items():
        check_finite(values[design.member], name)
    present = [~np.isnan(values) for values in variables.values()]
    present += [columns.column(design.frame, key).notna().to_numpy() for key in keys]
    known = with_members(design.domain(np.all(present, axis=0)), (*variables, *keys))
    if not keys:
        yield {}, known
        return
    rows = np.flatnonzero(known.in_domain)
    try:
        positions = design.frame[keys].iloc[rows].groupby(keys, observed=True).indices
    except TypeError as error:
        raise AnalysisError(f"by: {', '.join(keys)} cannot define groups ({error}).") from error
    for label, chosen in positions.items():
        inside = np.zeros(len(design.frame), dtype=bool)
        inside[rows[chosen]] = True
        domain = known.domain(inside)
        if domain.n > 0:
            yield dict(zip(keys, label if isinstance(label, tuple) else (label,), strict=True)), domain


def check_finite(values: NDArray[np.float64], name: str) -> None:
    """Refuse infinite values of the members of a domain."""
    if np.isinf(values).any():
        raise AnalysisError(
            f"`{name}` has infinite values in the domain. Correct them, or set them to missing."
        )


def check_members(design: Design) -> None:
    """Refuse a domain without rows of positive weight."""
    if design.n == 0:
        problem = (
            "All rows of the domain have weight 0" if design.in_domain.any() else "The domain has no rows"
        )
        raise NotEstimableError(
            f"{problem}. Check the condition that defines it, and the unit of its variables."
        )


def with_members(domain: Design, names: Sequence[str]) -> Design:
    """Return the domain if it has members.

    Raises
    ------
    AnalysisError
        If no row of positive weight is left once rows with missing values in these columns are excluded.
    """
    if domain.n == 0:
        listed = " or ".join(f"`{name}`" for name in names)
        raise AnalysisError(
            f"No rows are left to analyze: every row of the domain has weight 0 or a missing value in {listed}. "
            "Check the domain and the missing values."
        )
    return domain


def indicators(
    design: Design, variable: str
) -> tuple[list[tuple[dict[str, Any], NDArray[np.float64]]], NDArray[np.float64]]:
    """Return a variable as numbers: itself, or one column of 0 and 1 for each of its levels.

    The levels of a categorical variable are its categories, whether they occur or not; those of text are the texts
    that occur in the domain.

    Returns
    -------
    parts : list of (labels, values)
        Labels are {"level": level} or, for numbers and booleans, empty; values have shape (n rows,), NaN if missing.
    known : ndarray of float, shape (n rows,)
        NaN where the variable is missing.
    """
    values = columns.column(design.frame, variable)
    if not columns.is_categorical(values):
        numbers = columns.numbers(values, variable)
        return [({}, numbers)], numbers
    levels, codes = columns.levels(values, design.member)
    known = np.where(values.isna(), np.nan, 0.0)
    return [({"level": level}, known + (codes == code)) for code, level in enumerate(levels)], known
