"""Joint test of several coefficients: likelihood ratio over a design effect (Rao & Scott 1984, first order).

The generalized design effects of m coefficients are the variances of those m contrasts of them that are uncorrelated
under the design, each relative to its variance by I^-1. The correction is their mean. It does not depend on the coding
of a factor, and equals delta for a single coefficient.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats
from scipy.linalg import eigh

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rlsanalysis.survey.likelihood import Point


@dataclass(frozen=True)
class JointTest:
    """An F test of the hypothesis `null`, that several coefficients are all 0."""

    null: str
    statistic: float
    df_num: int
    df_den: int
    p_value: float


def generalized_directions(
    point: Point, G: NDArray[np.float64], contrasts: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return contrasts C, shape (q, m), that span the given ones, with C'I^-1 C = 1 and C'I^-1 G I^-1 C diagonal.

    Parameters
    ----------
    point : Point
        At the estimate.
    G : ndarray, shape (q, q)
        Covariance of the score.
    contrasts : ndarray, shape (q, m)
    """
    spread = np.linalg.solve(point.information, contrasts)
    _, directions = eigh(spread.T @ G @ spread, contrasts.T @ spread)
    return np.asarray(contrasts @ directions)


def ratio_test(null: str, best: Point, constrained: Point, delta: NDArray[np.float64], df: int) -> JointTest:
    """Return F = 2 [l(b-hat) - l(null)] / (m x mean design effect), with (m, df) degrees of freedom.

    Parameters
    ----------
    null : str
        The hypothesis in words.
    best, constrained : Point
        The maxima without and under the hypothesis.
    delta : ndarray, shape (m,)
        Generalized design effects.
    df : int
    """
    m = len(delta)
    F = max(0.0, 2 * (best.loglik - constrained.loglik)) / float(delta.sum())
    return JointTest(null, F, m, df, float(stats.f.sf(F, m, df)))
