"""Linear combinations of coefficients, such as the log odds ratio between two points of a curve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

from rlsanalysis.survey.arguments import as_numbers, check_alpha
from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.survey.firth_results import FirthResults
from rlsanalysis.survey.support import open_limits

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from rlsanalysis.survey.results import LogitResults


def linear_contrasts(fit: LogitResults, weights: ArrayLike, alpha: float = 0.05) -> pd.DataFrame:
    """Estimate contrasts c'b of the coefficients b, with t intervals.

    Parameters
    ----------
    fit : LogitResults
        After Firth's method each contrast has its own stabilized variance V.
    weights : array_like, shape (m, q)
        One row per contrast, one column per coefficient in the order of `fit.params`. A row of zeros gives 0 with
        standard error 0.
    alpha : float
        1 - confidence of the limits.

    Returns
    -------
    pandas.DataFrame
        estimate, std_error, df, conf_low, conf_high, effective_df; one row per contrast. After Firth's method lower
        limits below -8 and upper limits above 8 are infinite, as in `tidy`. `effective_df` is the k of the variance,
        missing for maximum likelihood and for a row of zeros.

    Raises
    ------
    AnalysisError
        When the number of columns is not the number of coefficients.
    """
    check_alpha(alpha)
    rows = np.atleast_2d(as_numbers(weights, "weights"))
    if rows.shape[1] != len(fit.names):
        raise AnalysisError(
            f"The contrasts have {rows.shape[1]} columns, but the model has {len(fit.names)} coefficients."
        )
    nonzero = rows.any(axis=1)
    variance, k = np.zeros(len(rows)), np.full(len(rows), np.nan)
    variance[nonzero], k[nonzero] = _variance(fit, rows[nonzero])
    std_error = np.sqrt(variance)
    estimate = rows @ fit.params.to_numpy()
    half_width = float(stats.t.ppf(1 - alpha / 2, fit.df_resid)) * std_error
    limits = np.column_stack([estimate - half_width, estimate + half_width])
    if fit.penalized:
        limits = open_limits(limits)
    return pd.DataFrame(
        {
            "estimate": estimate,
            "std_error": std_error,
            "df": fit.df_resid,
            "conf_low": limits[:, 0],
            "conf_high": limits[:, 1],
            "effective_df": k,
        }
    )


def _variance(
    fit: LogitResults, rows: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64] | float]:
    """Return the variance of each contrast and its effective degrees of freedom."""
    if isinstance(fit, FirthResults):
        components = fit.stabilize(fit.T.T @ rows.T)
        return components.V, components.k
    return fit.variances_of(rows), np.nan
