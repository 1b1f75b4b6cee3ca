"""When to believe an estimate of a rare outcome: the exposed cases to expect, and what follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST = {"ok": (10.0, 3.0), "caution": (5.0, 1.5), "sparse": (2.0, 0.6)}
"""Least E0, and least k for a column that is not 0/1, of each status; with less it is "too_few"."""

OPEN_BEYOND = 8.0  # log odds


def expected_cases(
    p0: NDArray[np.float64],
    people: NDArray[np.float64],
    exposed: NDArray[np.bool_],
    reference: NDArray[np.bool_],
) -> float:
    """Return E0 = min(sum p_i(0) over the exposed, over the reference people): cases without association.

    Parameters
    ----------
    p0 : ndarray, shape (m,)
        Probabilities fitted with b_j = 0, by covariate pattern.
    people : ndarray, shape (m,)
        People of each pattern (unweighted).
    exposed, reference : ndarray of bool, shape (m,)
    """
    cases = people * p0
    return float(min(cases[exposed].sum(), cases[reference].sum()))


def support_status(E0: float, k: float) -> str:
    """Say how far to believe an estimate, by E0 or, where that is missing, by the effective df k.

    Returns
    -------
    str
        "ok"; "caution" (all is shown, marked); "sparse" (the point estimate is not interpreted); "too_few" (counts
        only).
    """
    found, column = (k, 1) if np.isnan(E0) else (E0, 0)
    return next((status for status, least in LEAST.items() if found >= least[column]), "too_few")


def open_limits(limits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Replace limits of log odds beyond 8 by infinity: they are open."""
    return np.where(np.abs(limits) > OPEN_BEYOND, np.copysign(np.inf, limits), limits)
