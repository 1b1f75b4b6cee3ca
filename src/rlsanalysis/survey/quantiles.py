"""Weighted quantiles of a sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rlsanalysis.survey.errors import AnalysisError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def weighted_quantiles(
    values: ArrayLike, weights: ArrayLike, probabilities: ArrayLike
) -> NDArray[np.float64]:
    """Return the smallest observed values up to which the given shares of the weight lie.

    The left-continuous inverse of the weighted distribution function: no interpolation, so that each quantile is a
    value that somebody has. Equal to R's `svyquantile(..., qrule = "math")` (Lumley, survey 4.1) with the people
    of a domain and their weights.

    Parameters
    ----------
    values, weights : array_like, shape (n,)
        Without missing values; people of weight 0 do not count.
    probabilities : array_like, shape (m,)
        Shares above 0, at most 1.

    Returns
    -------
    ndarray, shape (m,)

    Raises
    ------
    AnalysisError
        When nobody has a weight, a value is missing, or a probability is not one.
    """
    x, w = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    p = np.asarray(probabilities, dtype=float)
    if ((p <= 0) | (p > 1)).any():
        raise AnalysisError("Quantiles: each probability must be above 0 and at most 1.")
    x, w = x[w > 0], w[w > 0]
    if x.size == 0 or np.isnan(x).any():
        raise AnalysisError("Quantiles: values that are all known, and somebody with a weight, are needed.")
    order = np.argsort(x, kind="stable")
    below = np.cumsum(w[order])
    positions = np.searchsorted(below, p * below[-1])
    return np.asarray(x[order][positions])
