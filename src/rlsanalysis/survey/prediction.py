"""Predicted probabilities of single rows, with design-based standard errors and confidence intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.special import expit
from statsmodels.base._prediction_inference import PredictionResultsBase, PredictionResultsMonotonic

from rlsanalysis.survey.arguments import check_alpha, check_choice

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from rlsanalysis.survey.inference import Inference


SCALES = ("mean", "linear")


class LinearPrediction(PredictionResultsBase):  # type: ignore[misc]
    """Predicted log odds, with statsmodels' methods."""

    def conf_int(self, *, alpha: float = 0.05) -> NDArray[np.float64]:
        """Return t limits of confidence 1 - alpha, shape (rows, 2)."""
        check_alpha(alpha)
        return np.asarray(super().conf_int(alpha=alpha))


class MeanPrediction(PredictionResultsMonotonic):  # type: ignore[misc]
    """Predicted probabilities, with statsmodels' methods."""

    def conf_int(
        self, method: Literal["endpoint", "delta"] = "endpoint", alpha: float = 0.05
    ) -> NDArray[np.float64]:
        """Return limits of confidence 1 - alpha, shape (rows, 2): t limits of the log odds, transformed.

        With method "delta" they are t limits of the probability, which may lie outside 0 to 1.
        """
        check_choice("method", method, ("endpoint", "delta"))
        check_alpha(alpha)
        return np.asarray(super().conf_int(method, alpha))


def predict(
    fit: Inference,
    exog: pd.DataFrame | ArrayLike | None = None,
    which: Literal["mean", "linear"] = "mean",
    offset: ArrayLike | None = None,
) -> PredictionResultsBase:
    """Predict rows with standard errors and confidence intervals, as statsmodels' `get_prediction`.

    Parameters
    ----------
    fit : Inference
    exog : pandas.DataFrame or array_like, optional
        New rows: a frame with the variables of the formula, or coded covariates as in the fit. A table of polars or
        Arrow is converted by its own `to_pandas()`. By default the rows of the fit.
    which : {"mean", "linear"}
        Probabilities or log odds.
    offset : array_like, optional
        Offset of the new rows, by default the column of that name in `exog`.

    Returns
    -------
    statsmodels PredictionResults
        `summary_frame(alpha=0.05)` has the columns predicted, se, ci_lower and ci_upper, by the index of `exog`. A row
        is missing where a variable is missing. The interval is a t interval for the log odds with the degrees of
        freedom of the fit. Limits of probabilities are those limits transformed.

    Notes
    -----
    The variance of the log odds x'b + o is x'Vx, with V the covariance of the coefficients. After Firth's method each
    x'b has its own stabilized variance, which `cov_params` does not reproduce. The covariates are treated as fixed.
    Firth's probabilities are not calibrated: they are too high on average when cases are few, by about half a case per
    coefficient. Prefer `margins` with `at`, which corrects this.
    """
    check_choice("which", which, SCALES)
    coded, shift = fit.model.covariates(exog), fit.model.offsets(exog, offset)
    X = coded.to_numpy(dtype=float)
    linear = X @ fit.params.to_numpy() + shift
    variance = _variances(fit, X)
    common = {"df": fit.df_resid, "dist": "t", "row_labels": coded.index}
    if which == "linear":
        return LinearPrediction(linear, variance, **common)
    p = expit(linear)
    return MeanPrediction(
        p, (p * (1 - p)) ** 2 * variance, linpred=linear, linpred_se=np.sqrt(variance), func=expit, **common
    )


def _variances(fit: Inference, X: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the variance of x'b for each row, computed once for equal rows; missing where x is."""
    variance = np.full(len(X), np.nan)
    known = ~np.isnan(X).any(axis=1)
    if known.any():
        distinct, row = np.unique(X[known], axis=0, return_inverse=True)
        variance[known] = fit.variances_of(distinct)[row.ravel()]
    return variance
