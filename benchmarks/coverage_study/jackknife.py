"""The jackknife of the maximum-likelihood estimate over PSUs."""

from dataclasses import replace

import numpy as np
from coverage_study.fits import NEWTON_ITERATIONS, Fit
from numpy.typing import NDArray

from rlsanalysis.survey.errors import ConvergenceError
from rlsanalysis.survey.firth import Sample
from rlsanalysis.survey.likelihood import maximize

MOST_PSUS, MOST_PATTERNS = 200, 1000  # beyond these a sample takes seconds, and the jackknife is not computed


def jackknife(fit: Fit | None, sample: Sample) -> NDArray[np.float64] | None:
    """Return the variance of each coefficient by the jackknife JKn, missing where a replicate has no finite estimate.

    The variance is sum_h (n_h - 1)/n_h sum_g (b_hg - b)^2, where b_hg is the estimate without PSU g of stratum h, the
    other PSUs of which weigh n_h/(n_h - 1) more (R's `as.svrepdesign(type = "JKn")` with mse = TRUE). A stratum with a
    single PSU contributes nothing.

    Parameters
    ----------
    fit : Fit or None
        By maximum likelihood.
    sample : Sample

    Returns
    -------
    ndarray, shape (q,), or None
        None if the jackknife is not computed because the sample has too many PSUs or patterns.
    """
    if len(sample.psu_present) > MOST_PSUS:
        return None
    if fit is None:
        return np.array([])
    data, sampling = fit.data, sample.sampling
    if len(data.w) > MOST_PATTERNS:
        return None
    variance = np.zeros(len(fit.b))
    for g in np.flatnonzero(sample.psu_present):
        stratum = sampling.stratum[g]
        n = sampling.n_psu[stratum]
        if n == 1:
            continue
        factor = np.where(sampling.stratum == stratum, n / (n - 1), 1.0)
        factor[g] = 0.0
        w = sample.w * factor[sample.psu]
        total, cases = (np.bincount(data.row, v, minlength=len(data.w)) for v in (w, w * sample.y))
        try:
            without = maximize(
                replace(data, w=total, wy=cases),
                fit.best.b,
                penalized=False,
                tolerance=1e-12,
                max_iterations=NEWTON_ITERATIONS,
            )
        except ConvergenceError:
            return np.full(len(fit.b), np.nan)
        variance += (n - 1) / n * (fit.data.T @ (without.b - fit.best.b)) ** 2
    return variance
