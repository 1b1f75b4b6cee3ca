"""The stabilized variance of coefficients that are estimated from few exposed cases.

The estimator is not ours: bias-corrected weighted estimating equations for stratified cluster samples were proposed by
Rader et al. (2017). New is their combination with a profile of the penalized likelihood over a design effect, and with
the variance of this module.

The linearized variance of a coefficient depends on the exposed cases that happened to be observed, and is too small
when they are few. It is therefore shrunk toward the variance that the model implies, which does not depend on the
observed exposed cases. The weight of the model-based variance grows as the effective degrees of freedom k of the
linearized variance fall.

Notation (i rows of the domain, g PSUs, h strata of the full design; w has mean 1; c is a contrast of the q
coefficients, e_j for coefficient j):

    p_i fitted probabilities,  pq = p_i (1 - p_i),  I = sum_i w_i pq x_i x_i',  z_i = x_i' I^-1 c
    V_lin = c' I^-1 G I^-1 c,  G = sum_h n_h/(n_h-1) sum_g (s_hg - mean_h)(s_hg - mean_h)',
                               s_hg = sum_i w_i (y_i - p_i) x_i over the PSU    (without the penalty)
    V_mod = c' I^-1 B I^-1 c,  B = sum_i w_i^2 pq x_i x_i'
    D     = max(1, tr(G B^-1) / q)
    a_g   = sum_i w_i^2 pq z_i^2 over the PSU
    q_h   = sum_g a_g^2 + [(sum_g a_g)^2 - sum_g a_g^2] / (n_h-1)^2
    k     = (sum_g a_g)^2 / {sum_h q_h + 1/2 max(0, sum_i (w_i z_i)^4 pq (1 - 6 pq))}
    V     = max(V_lin, (k V_lin + 4 D V_mod) / (k + 4)),  delta = V / c' I^-1 c

A stratum with a single PSU enters k as it enters V_lin: with its total under "adjust", and not at all under policies
by which it contributes nothing.

References
----------
Firth D (1993). Bias reduction of maximum likelihood estimates. Biometrika 80:27-38.
Rader KA, Lipsitz SR, Fitzmaurice GM, Harrington DP, Parzen M, Sinha D (2017). Bias-corrected estimates for logistic
    regression models for complex surveys with application to the United States' Nationwide Inpatient Sample.
    Statistical Methods in Medical Research 26:2257-2269.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rlsanalysis.survey.linearize import Sampling, covariance, psu_totals, stratum_scales

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rlsanalysis.survey.likelihood import Point
    from rlsanalysis.survey.patterns import Patterns

PRIOR_DF = 4.0  # degrees of freedom that the model-based variance counts for in V


@dataclass(frozen=True)
class Sample:
    """The rows of a fit and the design by which they were drawn.

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


@dataclass(frozen=True)
class StabilizedVariance:
    """Variances of m contrasts and their components, arrays of shape (m,) except D; notation as above."""

    V_lin: NDArray[np.float64]
    V_mod: NDArray[np.float64]
    D: float
    k: NDArray[np.float64]
    V: NDArray[np.float64]
    delta: NDArray[np.float64]


def score_covariance(sample: Sample, data: Patterns, point: Point) -> NDArray[np.float64]:
    """Return G, shape (q, q): the linearized covariance of the score, the sum of w (y - p) x."""
    residual = sample.w * (sample.y - point.p[data.row])
    totals = psu_totals((x[data.row] * residual for x in data.X), sample.psu, len(sample.psu_present))
    return covariance(totals, sample.sampling, sample.psu_present)


def stabilized_variance(
    sample: Sample, data: Patterns, point: Point, G: NDArray[np.float64], contrasts: NDArray[np.float64]
) -> StabilizedVariance:
    """Compute the stabilized variance V of contrasts of the coefficients, with its components.

    Parameters
    ----------
    sample : Sample
    data : Patterns
    point : Point
        At the estimate.
    G : ndarray, shape (q, q)
        From `score_covariance`.
    contrasts : ndarray, shape (q, m)
        One column per contrast.
    """
    B = (data.X * (data.w2 * point.pq)) @ data.X.T
    D = max(1.0, float(np.trace(np.linalg.solve(B, G))) / len(B))
    Ic = np.linalg.solve(point.information, contrasts)
    V_lin = np.einsum("jm,jk,km->m", Ic, G, Ic)
    V_mod = np.einsum("jm,jk,km->m", Ic, B, Ic)
    pq = point.pq[data.row]
    k = np.array([effective_df(sample, (column @ data.X)[data.row], pq) for column in Ic.T])
    V = np.maximum(V_lin, (k * V_lin + PRIOR_DF * D * V_mod) / (k + PRIOR_DF))
    return StabilizedVariance(V_lin, V_mod, D, k, V, V / np.einsum("jm,jm->m", contrasts, Ic))


def effective_df(sample: Sample, z: NDArray[np.float64], pq: NDArray[np.float64]) -> float:
    """Return the effective degrees of freedom k of V_lin for one contrast.

    Parameters
    ----------
    sample : Sample
    z, pq : ndarray, shape (n,)
        Influence x'I^-1 c and variance p(1 - p) of each row.
    """
    sampling, n_psu = sample.sampling, len(sample.psu_present)
    n_h = sampling.n_psu
    scale, centered = stratum_scales(sampling, sample.psu_present)
    # 1, except for strata with a single PSU and for policies that rescale the others
    share = np.where(centered, scale * (n_h - 1) / n_h, scale)[sampling.stratum]
    wz2 = (sample.w * z) ** 2
    a = share * np.bincount(sample.psu, wz2 * pq, minlength=n_psu)
    fourth = share**2 @ np.bincount(sample.psu, wz2**2 * pq * (1 - 6 * pq), minlength=n_psu)
    sum_a = np.bincount(sampling.stratum, a)
    sum_a2 = np.bincount(sampling.stratum, a**2)
    q = sum_a2 + (sum_a**2 - sum_a2) / np.maximum(n_h - 1, 1) ** 2
    return float(a.sum() ** 2 / (q.sum() + max(0.0, float(fourth)) / 2))
