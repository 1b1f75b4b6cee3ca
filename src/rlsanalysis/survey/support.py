"""Reliability of estimates from few cases: expected exposed cases, and the status that follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST = {"ok": (10.0, 3.0), "caution": (5.0, 1.5), "sparse": (2.0, 0.6)}
"""Least E0, and least k for a column that is not 0/1, of each status. Below "sparse" the status is "too_few"."""

OPEN_BEYOND = 8.0  # log odds ratio beyond which a lower limit counts as -inf, an upper limit as inf


def expected_cases(
    p0: NDArray[np.float64],
    people: NDArray[np.float64],
    exposed: NDArray[np.bool_],
    reference: NDArray[np.bool_],
) -> float:
    """Return the cases expected in the smaller group, E0: the smaller sum of p_i(0), over exposed or reference rows.

    Parameters
    ----------
    p0 : ndarray, shape (m,)
        Fitted probabilities under b_j = 0, by covariate pattern.
    people : ndarray, shape (m,)
        Unweighted number of rows of each pattern.
    exposed, reference : ndarray of bool, shape (m,)
    """
    cases = people * p0
    return float(min(cases[exposed].sum(), cases[reference].sum()))


def support_status(E0: float, k: float) -> str:
    """Return the status of an estimate, by E0 or, where that is missing, by the effective degrees of freedom k.

    Returns
    -------
    str
        "ok"; "caution" (reported with a remark); "sparse" (interval and p value are reported, the point estimate is
        not interpreted); "too_few" (only counts are reported).
    """
    value, column = (k, 1) if np.isnan(E0) else (E0, 0)
    return next((status for status, least in LEAST.items() if value >= least[column]), "too_few")


def open_limits(limits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Replace lower limits of log odds ratios below -8 by -inf and upper limits above 8 by inf.

    A limit that is far out on the side of the estimate, such as a lower limit of 9, stays as computed.

    Parameters
    ----------
    limits : ndarray, shape (m, 2)
        Lower and upper limits.
    """
    low, high = limits.T
    return np.column_stack(
        [np.where(low < -OPEN_BEYOND, -np.inf, low), np.where(high > OPEN_BEYOND, np.inf, high)]
    )
