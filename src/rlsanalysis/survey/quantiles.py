"""Weighted quantiles, with confidence intervals by inversion of the distribution function (Woodruff 1952)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

from rlsanalysis.survey import columns
from rlsanalysis.survey.arguments import as_numbers
from rlsanalysis.survey.domains import groups
from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.survey.means import linearized_mean

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from rlsanalysis.survey.design_base import Design
    from rlsanalysis.survey.domains import By

QUARTILES = (0.25, 0.5, 0.75)


def quantile(
    design: Design, variable: str, probabilities: ArrayLike = QUARTILES, by: By = None
) -> pd.DataFrame:
    """Estimate weighted quantiles, as R's `svyquantile(interval.type="mean", qrule="math")`.

    A quantile is the smallest observed value at which the weighted distribution function reaches the probability
    (see `weighted_quantiles`). Its limits are the quantiles at the limits of the 95% CI of the proportion of people
    with at most this value, a t interval (Woodruff 1952). The standard error is the width of the CI divided by
    twice the t quantile.

    Parameters
    ----------
    design : Design
    variable : str
        Column of numbers. Rows with missing values are excluded from the domain.
    probabilities : float or array_like of float, shape (m,)
        Above 0 and at most 1; 0.5 is the median.
    by : str or sequence of str, optional
        Columns that define groups, by all combinations of their values. Each group is a domain.

    Returns
    -------
    pandas.DataFrame
        One row per group and probability, in the unit of the variable: the columns of `by`, probability, estimate,
        std_error, conf_low, conf_high, df, n. A limit is missing where that of the proportion is below 0 or above 1,
        and without degrees of freedom; the standard error is missing where a limit is.

    Raises
    ------
    AnalysisError
        As `mean`, and for a probability outside 0 to 1.
    """
    values = columns.numbers(columns.column(design.frame, variable), variable)
    shares = as_numbers(probabilities, "probabilities").ravel()
    rows = []
    for labels, domain in groups(design, {variable: values}, by):
        x, w = values[domain.member], domain.weights[domain.member]
        for share, estimate in zip(shares, weighted_quantiles(x, w, shares), strict=True):
            low, high = _woodruff(x, float(estimate), domain)
            rows.append(
                {
                    **labels,
                    "probability": float(share),
                    "estimate": float(estimate),
                    "std_error": (high - low) / (2 * float(stats.t.ppf(0.975, domain.df))),
                    "conf_low": low,
                    "conf_high": high,
                    "df": domain.df,
                    "n": domain.n,
                }
            )
    return pd.DataFrame(rows)


def _woodruff(values: NDArray[np.float64], estimate: float, domain: Design) -> tuple[float, float]:
    """Return the 95% limits of a quantile; values have shape (domain.n,)."""
    share, variance = linearized_mean((values <= estimate).astype(float), domain)
    reach = float(stats.t.ppf(0.975, domain.df)) * variance**0.5
    low, high = (
        float(weighted_quantiles(values, domain.weights[domain.member], [limit])[0])
        if 0 < limit <= 1
        else np.nan
        for limit in (share - reach, share + reach)
    )
    return low, high


def weighted_quantiles(
    values: ArrayLike, weights: ArrayLike, probabilities: ArrayLike
) -> NDArray[np.float64]:
    """Return the smallest observed values at which the weighted distribution function reaches the probabilities.

    This is the left-continuous inverse of the distribution function, without interpolation: each quantile is an
    observed value. It equals R's `qrule = "math"` (Lumley, survey 4.1), except for a probability below the first
    value's share of the weight, where that release of R returns the second value.

    Parameters
    ----------
    values, weights : array_like, shape (n,)
        Without missing values. Rows of weight 0 are ignored.
    probabilities : array_like, shape (m,)
        Above 0 and at most 1.

    Returns
    -------
    ndarray, shape (m,)

    Raises
    ------
    AnalysisError
        If no weight is positive, a value is missing, or a probability is out of range.
    """
    x, w = as_numbers(values, "values"), as_numbers(weights, "weights")
    p = as_numbers(probabilities, "probabilities")
    if not ((p > 0) & (p <= 1)).all():
        raise AnalysisError("Quantiles: each probability must be above 0 and at most 1.")
    x, w = x[w > 0], w[w > 0]
    if x.size == 0 or np.isnan(x).any():
        raise AnalysisError(
            "Quantiles: values without missing ones and at least one positive weight are needed."
        )
    order = np.argsort(x, kind="stable")
    cumulative = np.cumsum(w[order])
    positions = np.searchsorted(cumulative, p * cumulative[-1])
    return np.asarray(x[order][positions])
