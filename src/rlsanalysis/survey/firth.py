"""Inference for rare outcomes: Firth's estimate with a design effect from a stabilised variance.

The method of the project, not published elsewhere; see docs and the coverage study. The linearised variance of a
coefficient depends on the exposed cases that happened to be observed, and is small just when they are few. It is
therefore drawn towards the variance that the model expects (which needs no exposed case), the more so the fewer
effective degrees of freedom k it has itself.

Letters (sums over the domain, g PSUs, h strata of the full design; w has mean 1):

    p_i fitted probabilities, pq = p_i (1 - p_i), I = sum w_i pq x_i x_i', z_i = x_i' I^-1 c for the contrast c (e_j for coefficient j)
    V_lin = c' I^-1 G I^-1 c     G = sum_h n_h/(n_h-1) sum_g (s_hg - mean_h)(s_hg - mean_h)',  s_hg = sum_i w_i (y_i - p_i) x_i
    V_mod = c' I^-1 B I^-1 c     B = sum_i w_i^2 pq x_i x_i'
    D     = max(1, tr(G B^-1) / q)
    a_g   = sum_i w_i^2 pq z_i^2 over PSU g
    q_h   = sum_g a_g^2 + [(sum_g a_g)^2 - sum_g a_g^2] / (n_h-1)^2
    k     = (sum_g a_g)^2 / {sum_h q_h + 1/2 max(0, sum_i (w_i z_i)^4 pq (1 - 6 pq))}
    V     = max(V_lin, (k V_lin + 4 D V_mod) / (k + 4)),   delta = V / c' I^-1 c
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import eigh

from rlsanalysis.survey.linearize import Sampling, covariance, psu_totals, stratum_scales

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rlsanalysis.survey.likelihood import Patterns, Point

PRIOR_DF = 4.0  # weight of the model's variance in V
OPEN_BEYOND = 8.0  # log odds
SUPPORT = {"ok": (10.0, 3.0), "caution": (5.0, 1.5), "sparse": (2.0, 0.6)}
"""Least E0, and least k of a column that is not 0/1, of each status; below the last: "too_few"."""


@dataclass(frozen=True)
class StabilisedVariance:
    """The variances of contrasts c_1 ... c_m, each an array of shape (m,) but `D`; letters as in the module's text."""

    V_lin: NDArray[np.float64]
    V_mod: NDArray[np.float64]
    D: float
    k: NDArray[np.float64]
    V: NDArray[np.float64]
    delta: NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """The people of a fit, row by row, and the design they were drawn by.

    Attributes
    ----------
    y, w : ndarray, shape (n,)
        Outcome (0, 1) and weight (mean 1).
    psu : ndarray of int, shape (n,)
    psu_present : ndarray of bool, shape (G,)
    sampling : Sampling
    """

    y: NDArray[np.float64]
    w: NDArray[np.float64]
    psu: NDArray[np.intp]
    psu_present: NDArray[np.bool_]
    sampling: Sampling


def score_covariance(sample: Sample, data: Patterns, point: Point) -> NDArray[np.float64]:
    """G, shape (q, q): the linearised covariance of the score sum w (y - p) x, without the penalty's term."""
    residual = sample.w * (sample.y - point.p[data.row])
    totals = psu_totals((x[data.row] * residual for x in data.X), sample.psu, len(sample.psu_present))
    return covariance(totals, sample.sampling, sample.psu_present)


def stabilised_variance(
    sample: Sample, data: Patterns, point: Point, G: NDArray[np.float64], contrasts: NDArray[np.float64]
) -> StabilisedVariance:
    """The stabilised variance V of contrasts of the coefficients, and the pieces that it is made of.

    Parameters
    ----------
    sample : Sample
    data : Patterns
    point : Point
        At the estimate.
    G : ndarray, shape (q, q)
        From `score_covariance`.
    contrasts : ndarray, shape (q, m)
        One column a contrast.
    """
    inverse = np.linalg.inv(point.information)
    B = (data.X * (data.w2 * point.pq)) @ data.X.T
    D = max(1.0, float(np.trace(G @ np.linalg.inv(B))) / len(G))
    IC = inverse @ contrasts
    V_lin = np.einsum("jm,jk,km->m", IC, G, IC)
    V_mod = np.einsum("jm,jk,km->m", IC, B, IC)
    k = np.array(
        [_effective_df(sample, (IC[:, m] @ data.X)[data.row], point.pq[data.row]) for m in range(IC.shape[1])]
    )
    V = np.maximum(V_lin, (k * V_lin + PRIOR_DF * D * V_mod) / (k + PRIOR_DF))
    return StabilisedVariance(V_lin, V_mod, D, k, V, V / np.einsum("jm,jm->m", contrasts, IC))


def _effective_df(sample: Sample, z: NDArray[np.float64], pq: NDArray[np.float64]) -> float:
    """k of one contrast; `z` and `pq` by person."""
    sampling, G = sample.sampling, len(sample.psu_present)
    n_h = sampling.n_psu
    scale, centred = stratum_scales(sampling, sample.psu_present)
    included = np.where(centred, scale * (n_h - 1) / n_h, scale)  # 1, but for strata with one PSU by policy
    wz2 = (sample.w * z) ** 2
    a = np.bincount(sample.psu, wz2 * pq, minlength=G) * included[sampling.stratum]
    fourth = (
        np.bincount(sample.psu, wz2**2 * pq * (1 - 6 * pq), minlength=G) * included[sampling.stratum] ** 2
    )
    sum_a = np.bincount(sampling.stratum, a, minlength=len(n_h))
    sum_a2 = np.bincount(sampling.stratum, a**2, minlength=len(n_h))
    q = sum_a2 + (sum_a**2 - sum_a2) / np.maximum(n_h - 1, 1) ** 2
    return float(sum_a.sum() ** 2 / (q.sum() + max(0.0, fourth.sum()) / 2))


def generalised_directions(
    inverse: NDArray[np.float64], G: NDArray[np.float64], tested: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """The contrasts, shape (q, m), whose design effects are the generalised ones of the tested coefficients.

    They are the eigenvectors of [I^-1 G I^-1] against [I^-1] of the m tested coefficients (Rao & Scott 1984), so that
    a joint test does not depend on how the levels of a factor are coded.
    """
    block = np.ix_(tested, tested)
    _, vectors = eigh((inverse @ G @ inverse)[block], inverse[block])
    contrasts = np.zeros((len(tested), int(tested.sum())))
    contrasts[tested] = vectors
    return contrasts


def expected_cases(
    p0: NDArray[np.float64],
    people: NDArray[np.float64],
    exposed: NDArray[np.bool_],
    reference: NDArray[np.bool_],
) -> float:
    """E0 = min of sum p_i(0) over the exposed and over the reference people: cases to expect without association.

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
    """How far to believe an estimate: "ok", "caution", "sparse" or "too_few", by E0 or, where it is missing, by k."""
    for status, (least_E0, least_k) in SUPPORT.items():
        if (k >= least_k) if np.isnan(E0) else (E0 >= least_E0):
            return status
    return "too_few"


def open_limits(limits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Limits of log odds, of any shape, with those beyond 8 replaced by infinity: open."""
    return np.where(np.abs(limits) > OPEN_BEYOND, np.copysign(np.inf, limits), limits)
