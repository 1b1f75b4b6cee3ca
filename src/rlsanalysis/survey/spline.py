"""Restricted cubic splines: smooth curves that are linear beyond the outer knots.

Harrell's truncated power basis (Regression Modeling Strategies, 2nd edition 2015, section 2.4.5). With knots
t_1 < ... < t_k and (u)+ = max(u, 0), the columns are x and, for j = 1, ..., k - 2,

    { (x - t_j)+^3 - (x - t_{k-1})+^3 (t_k - t_j) / (t_k - t_{k-1})
                   + (x - t_k)+^3 (t_{k-1} - t_j) / (t_k - t_{k-1}) } / (t_k - t_1)^2

The curve is a straight line if the coefficients of all columns but the first are 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rlsanalysis.survey.arguments import as_numbers
from rlsanalysis.survey.errors import AnalysisError, NotEstimableError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

FEWEST_KNOTS = 3


def restricted_cubic_spline(x: ArrayLike, knots: ArrayLike) -> NDArray[np.float64]:
    """Return the basis of a restricted cubic spline: x itself, then k - 2 nonlinear columns.

    Parameters
    ----------
    x : array_like, shape (n,)
        Missing values are missing in every column.
    knots : array_like, shape (k,)
        At least 3, strictly increasing, in the unit of x.

    Returns
    -------
    ndarray, shape (n, k - 1)
        In the unit of x: the cubes are divided by (t_k - t_1)^2.

    Raises
    ------
    NotEstimableError
        For fewer than 3 knots, or tied knots.
    AnalysisError
        For knots that are missing or not increasing.
    """
    x, t = as_numbers(x, "x"), as_numbers(knots, "knots")
    if x.ndim != 1 or t.ndim != 1:
        raise AnalysisError(f"x and knots must have one dimension, but have {x.ndim} and {t.ndim}.")
    listed = ", ".join(f"{knot:g}" for knot in t)
    if len(t) < FEWEST_KNOTS:
        raise NotEstimableError(
            f"A restricted cubic spline needs at least {FEWEST_KNOTS} knots, but the knots are {listed}."
        )
    if len(np.unique(t)) < len(t):
        raise NotEstimableError(
            f"The knots of a spline must differ, but are {listed}. Keep the distinct ones."
        )
    if not (np.diff(t) > 0).all():
        raise AnalysisError(f"The knots of a spline must be known and increasing, but are {listed}.")
    cubes = np.maximum(x[:, None] - t, 0) ** 3
    before, last = t[-2], t[-1]
    nonlinear = (
        cubes[:, :-2]
        - cubes[:, [-2]] * (last - t[:-2]) / (last - before)
        + cubes[:, [-1]] * (before - t[:-2]) / (last - before)
    )
    return np.column_stack([x, nonlinear / (last - t[0]) ** 2])
