"""Marginal effects of single columns of a model, as statsmodels' `get_margeff`, with design-based standard errors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from numbers import Integral, Real
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import expit

from rlsanalysis.survey.arguments import as_mapping, check_alpha, check_choice, check_flag, described
from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.survey.linearize import covariance, psu_totals
from rlsanalysis.survey.quantiles import weighted_quantiles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from rlsanalysis.survey.inference import Inference

HEADINGS = {"dydx": "dy/dx", "eyex": "d(lny)/d(lnx)", "dyex": "dy/d(lnx)", "eydx": "d(lny)/dx"}
PLACES = ("overall", "mean", "median", "zero")


@dataclass(frozen=True)
class MarginalEffects:
    """Marginal effects of the columns that are not constant, with statsmodels' names.

    Attributes
    ----------
    names : list of str
    margeff, margeff_se : ndarray, shape (effects,)
        Effects and their standard errors.
    df : int
        Degrees of freedom of tests and intervals.
    heading : str
        Such as "dy/dx".
    """

    names: list[str]
    margeff: NDArray[np.float64]
    margeff_se: NDArray[np.float64]
    df: int
    heading: str

    @cached_property
    def tvalues(self) -> NDArray[np.float64]:
        """Effects over standard errors."""
        return self.margeff / self.margeff_se

    @cached_property
    def pvalues(self) -> NDArray[np.float64]:
        """Two-sided p values."""
        return np.asarray(2 * stats.t.sf(np.abs(self.tvalues), self.df))

    def conf_int(self, alpha: float = 0.05) -> NDArray[np.float64]:
        """Return t limits of confidence 1 - alpha, shape (effects, 2)."""
        check_alpha(alpha)
        half_width = float(stats.t.ppf(1 - alpha / 2, self.df)) * self.margeff_se
        return np.column_stack([self.margeff - half_width, self.margeff + half_width])

    def summary_frame(self, alpha: float = 0.05) -> pd.DataFrame:
        """Return effects, standard errors, t, p and limits, one row per column of the model."""
        low, high = self.conf_int(alpha).T
        return pd.DataFrame(
            {
                self.heading: self.margeff,
                "Std. Err.": self.margeff_se,
                "t": self.tvalues,
                "P>|t|": self.pvalues,
                "Conf. Int. Low": low,
                "Conf. Int. Upp.": high,
            },
            index=self.names,
        )


def marginal_effects(
    fit: Inference,
    at: str = "overall",
    method: str = "dydx",
    atexog: Mapping[int, float] | None = None,
    *,
    dummy: bool = False,
    count: bool = False,
) -> MarginalEffects:
    """Estimate the effect of each column on the probability, with the other columns held fixed.

    Parameters
    ----------
    fit : Inference
    at : {"overall", "mean", "median", "zero"}
        The weighted average of the effects over the domain, or the effect at weighted means or medians of the columns,
        or at 0 (the constant stays).
    method : {"dydx", "eyex", "dyex", "eydx"}
        Derivative, elasticity d(ln p)/d(ln x), or semi-elasticities dp/d(ln x) and d(ln p)/dx.
    atexog : mapping of int to float, optional
        Values of columns by position, set for every row.
    dummy : bool
        Change 0/1 columns from 0 to 1 instead of taking their derivative; "dydx" only.
    count : bool
        Take half the difference between one more and one less of columns of whole numbers; "dydx" only.

    Raises
    ------
    AnalysisError
        For an unknown option, and when a variable of the formula occurs in several terms, such as an interaction or a
        square: its columns cannot change one at a time. `margins` is for such models.

    Notes
    -----
    For "overall" the variance includes the sampling of the covariates, as in `margins`; elsewhere the columns are
    treated as fixed. After Firth's method the part that is due to the coefficients is the stabilized variance of each
    effect, which `cov_params` does not reproduce.

    After Firth's method the effects are not calibrated: they derive from probabilities that are too high on average
    when cases are few. Prefer `margins`, which is calibrated. After maximum likelihood with a constant,
    `get_margeff(dummy=True)` and the rows "difference" of `margins` agree for a 0/1 variable.
    """
    check_choice("at", at, PLACES)
    check_choice("method", method, tuple(HEADINGS))
    check_flag("dummy", dummy)
    check_flag("count", count)
    if (dummy or count) and method != "dydx":
        raise AnalysisError(f"dummy and count have no meaning for method={method!r}. Use method='dydx'.")
    _check_terms(fit)
    X, offset, share = _rows(fit, at, atexog)
    b = fit.params.to_numpy()
    original = fit.model.exog
    varying = [int(j) for j in np.flatnonzero(np.ptp(original, axis=0) > 0)]
    effects, gradients, influences = [], [], []
    for j in varying:
        step = _is_discrete(original[:, j], dummy=dummy, count=count)
        value, slope = _difference(X, b, offset, j, step) if step else _derivative(X, b, offset, j, method)
        effects.append(share @ value)
        gradients.append(share @ slope)
        influences.append(share * (value - effects[-1]))
    variance = fit.variances_of(np.array(gradients))
    if at == "overall":
        sample = fit.model.sample
        totals = psu_totals(influences, sample.psu, len(sample.psu_present))
        variance = variance + np.diag(covariance(totals, sample.sampling, sample.psu_present))
    names = [fit.names[j] for j in varying]
    return MarginalEffects(names, np.array(effects), np.sqrt(variance), fit.df_resid, HEADINGS[method])


def _check_terms(fit: Inference) -> None:
    spec = fit.model.spec
    if spec is None:
        return
    for variable, terms in spec.variable_terms.items():
        if len(terms) > 1 and str(variable) in spec.required_variables:
            raise AnalysisError(
                f"`{variable}` occurs in several terms ({', '.join(sorted(map(str, terms)))}), whose columns cannot "
                f"change one at a time. Use margins({str(variable)!r})."
            )


def _rows(
    fit: Inference, at: str, atexog: Mapping[int, float] | None
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the rows at which effects are taken, their offsets, and their shares in the average."""
    X, w, offset = fit.model.exog.copy(), fit.model.sample.w, fit.model.offsets(None)
    share = w / w.sum()
    if at != "overall":
        if at == "mean":
            point = share @ X
        elif at == "median":
            point = np.array([weighted_quantiles(column, w, [0.5])[0] for column in X.T])
        else:
            point = np.where(np.ptp(X, axis=0) == 0, X[0], 0.0)
        X, offset, share = point[None, :], np.array([share @ offset]), np.ones(1)
    for column, value in as_mapping(atexog, "atexog").items():
        known = isinstance(column, Integral) and int(column) in range(X.shape[1])
        if not known or not isinstance(value, Real) or np.isnan(float(value)):
            raise AnalysisError(
                f"atexog has the entry {described(column)}: {described(value)}. Give numbers by the position of their "
                f"column, from 0 to {X.shape[1] - 1}."
            )
        X[:, column] = value
    return X, offset, share


def _is_discrete(column: NDArray[np.float64], *, dummy: bool, count: bool) -> str:
    """Return "dummy" or "count" if a column changes by a step, else an empty string."""
    if np.isin(column, (0, 1)).all():
        return "dummy" if dummy else ""
    return "count" if count and (column % 1 == 0).all() else ""


def _difference(
    X: NDArray[np.float64], b: NDArray[np.float64], offset: NDArray[np.float64], j: int, step: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the change of each probability per unit of column j, and its gradient by b."""
    low, high = X.copy(), X.copy()
    low[:, j], high[:, j] = (0, 1) if step == "dummy" else (X[:, j] - 1, X[:, j] + 1)
    units = 1 if step == "dummy" else 2
    p_low, p_high = expit(low @ b + offset), expit(high @ b + offset)
    gradient = (p_high * (1 - p_high))[:, None] * high - (p_low * (1 - p_low))[:, None] * low
    return (p_high - p_low) / units, gradient / units


def _derivative(
    X: NDArray[np.float64], b: NDArray[np.float64], offset: NDArray[np.float64], j: int, method: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the derivative of each probability by column j, and its gradient by b."""
    p = expit(X @ b + offset)
    unit = np.eye(len(b))[j]
    if method.startswith("ey"):
        factor, slope = 1 - p, -(p * (1 - p))
    else:
        factor, slope = p * (1 - p), p * (1 - p) * (1 - 2 * p)
    scale = X[:, j] if method.endswith("ex") else np.ones(len(X))
    return scale * factor * b[j], scale[:, None] * (slope[:, None] * X * b[j] + factor[:, None] * unit)
