"""Linear combinations of the coefficients of a fit, such as the log odds ratio between two values on a curve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.survey.firth_results import FirthResults
from rlsanalysis.survey.support import open_limits

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from rlsanalysis.survey.results import LogitResults


def linear_contrasts(fit: LogitResults, weights: ArrayLike, alpha: float = 0.05) -> pd.DataFrame:
    """Estimate c'b for some contrasts c of the coefficients b, with Wald intervals by t.

    Parameters
    ----------
    fit : LogitResults
        Under Firth's method each contrast has the stabilised variance V of its own.
    weights : array_like, shape (m, q)
        One row a contrast, one column a coefficient, in the order of `fit.params`. A row of zeros is 0 without
        an error.
    alpha : float
        1 - confidence of the limits.

    Returns
    -------
    pandas.DataFrame
        estimate, std_error, df, conf_low, conf_high, effective_df: one row a contrast. Under Firth's method a limit
        of log odds beyond 8 is open (infinite), as everywhere. `effective_df` is the k of its variance, missing under
        maximum likelihood and for a row of zeros.

    Raises
    ------
    AnalysisError
        For another number of columns than there are coefficients.
    """
    rows = np.atleast_2d(np.asarray(weights, dtype=float))
    if rows.shape[1] != len(fit.names):
        raise AnalysisError(f"Contrasts have {rows.shape[1]} columns for {len(fit.names)} coefficients.")
    some = rows.any(axis=1)
    variance, k = np.zeros(len(rows)), np.full(len(rows), np.nan)
    variance[some], k[some] = _variance(fit, rows[some])
    std_error = np.sqrt(variance)
    estimate = rows @ fit.params.to_numpy()
    reach = float(stats.t.ppf(1 - alpha / 2, fit.df_resid)) * std_error
    limits = np.column_stack([estimate - reach, estimate + reach])
    if fit.penalised:
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
    """Return the variances of contrasts, and the effective degrees of freedom of each."""
    centred = fit.model.patterns.T.T @ rows.T
    if isinstance(fit, FirthResults):
        pieces = fit.stabilise(centred)
        return pieces.V, pieces.k
    return fit.variances(centred), np.nan
