"""Adjusted prevalences by marginal standardization over the domain, with their differences and ratios.

For each level a of a variable every row of the domain is given that level, and the predicted probabilities are averaged
with the sampling weights (notation as in `likelihood`, sums over the rows of the domain):

    m_a = sum w p_a / sum w,   p_a = expit(x_a' b + o)

The variance of a function of the m_a with gradient c is that of R's `svypredmeans`, c' (g' V g + S) c:

    g_a = sum w p_a (1 - p_a) x_a / sum w,   V the covariance of b   (estimation of the coefficients)
    S   = linearized covariance of the sums of w (p_a - m_a) / sum w   (sampling of the covariates)

The two parts are added, because the score of a correctly specified model is uncorrelated with the covariates.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import stats
from scipy.optimize import brentq
from scipy.special import expit, logit

from rlsanalysis.survey.arguments import as_list, as_mapping, check_alpha, check_flag, described
from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.survey.linearize import covariance, psu_totals
from rlsanalysis.survey.scenarios import (
    Shift,
    check_set_once,
    levels_of,
    set_values,
    shifts_of,
    warn_of_extrapolation,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rlsanalysis.survey.inference import Inference

LARGEST_SHIFT = 50.0  # log odds by which calibration may move the constant


@dataclass(frozen=True)
class Standardized:
    """Standardized prevalences of s scenarios.

    Attributes
    ----------
    prevalence : ndarray, shape (s,)
        m_a.
    gradient : ndarray, shape (q, s)
        g_a, by the coefficients.
    sampling : ndarray, shape (s, s)
        S, the covariance that is due to the sampling of the covariates.
    """

    prevalence: NDArray[np.float64]
    gradient: NDArray[np.float64]
    sampling: NDArray[np.float64]


def margins(
    fit: Inference,
    variable: str,
    *,
    values: Sequence[Any] | None = None,
    shift: float | None = None,
    by: str | Sequence[str] = (),
    at: Mapping[str, Any] | None = None,
    reference: Any = None,
    calibrate: bool = True,
    alpha: float = 0.05,
) -> pd.DataFrame:
    """Estimate adjusted prevalences by level of a variable, and their differences and ratios.

    Each row of the domain is given each level in turn, while its other covariates stay as they are (marginal
    standardization). All prevalences therefore refer to the covariates of the whole domain.

    Parameters
    ----------
    fit : Inference
    variable : str
        A variable of the formula. For a model by arrays, a column of `exog` or a factor, whose levels are its columns
        and "reference".
    values : sequence of scalar, optional
        Levels to compare. By default all levels of a category, or both values of a variable with two; required for
        other numbers.
    shift : float, optional
        In place of levels of a number, every row keeps its own value, and is then given `shift` more; `variable` is
        "as observed" and, for a shift of 1, "+1".
    by : str or sequence of str
        Further variables with such levels, such as those that interact with `variable`. Every row is given each
        combination of levels; differences and ratios are within a combination.
    at : mapping of str to scalar, optional
        Values of other variables, set for every row.
    reference : scalar, optional
        Level with which the others are compared, by default the first.
    calibrate : bool
        After Firth's method, shift the constant so that the mean predicted probability of the rows as they are equals
        the weighted prevalence (Puhr et al. 2017). Firth's penalty otherwise adds about half a case per coefficient.
        The shift is treated as known, being of smaller order than the standard errors. Maximum likelihood with a
        constant is calibrated by construction; a model without a constant is left as it is.
    alpha : float
        1 - confidence of the limits.

    Returns
    -------
    pandas.DataFrame
        One row per combination, level and measure: the variables of `by`; `variable`; measure ("prevalence",
        "difference" or "ratio"); reference (missing for a prevalence); estimate; std_error, for a ratio that of its
        logarithm; df; conf_low; conf_high. Limits are t limits with the degrees of freedom of the fit, for a
        prevalence on the logit scale and for a ratio on the log scale.

    Raises
    ------
    AnalysisError
        For a variable or level that the model does not have, a number without `values` or `shift`, both of them, a
        level that is named twice, a shift that is 0 or of a category, or a variable that is set twice, such as by `by`
        and by `at`.

    Warns
    -----
    AnalysisWarning
        For values outside the observed range of the rows of the fit; not for a shift.

    Notes
    -----
    Standard errors equal those of R's `survey::svypredmeans`. They include the sampling of the covariates over which
    the predictions are averaged. After Firth's method the part that is due to the coefficients is the stabilized
    variance of each prevalence, difference or log ratio, as for any contrast.

    References
    ----------
    Graubard BI, Korn EL (1999). Predictive margins with survey data. Biometrics 55:652-659.
    Puhr R et al. (2017). Firth's logistic regression with rare events. Statistics in Medicine 36:2302-2317.

    Examples
    --------
    >>> fit = logit("treated ~ antidepressant * female + age_10", design).fit()  # doctest: +SKIP
    >>> fit.margins("antidepressant", by="female")  # doctest: +SKIP
    """
    check_alpha(alpha)
    check_flag("calibrate", calibrate)
    groups, fixed = as_list(by, "by"), as_mapping(at, "at")
    check_set_once(fit.model, variable, groups, fixed)
    if shift is not None:
        levels = shifts_of(fit.model, variable, shift, values, reference)
    else:
        levels = levels_of(fit.model, variable) if values is None else as_list(values, "values")
    if not levels:
        raise AnalysisError(f"values is empty. Name the levels of `{variable}` to compare.")
    if len(set(levels)) < len(levels):
        raise AnalysisError(
            f"values={described(levels)} names a level of `{variable}` twice. Name each one once."
        )
    first = levels[0] if reference is None else reference
    if shift is None and (not pd.api.types.is_scalar(first) or first not in levels):
        raise AnalysisError(
            f"The reference {described(first)} is not among the levels of `{variable}`: {', '.join(map(str, levels))}."
        )
    combinations = list(product(*(levels_of(fit.model, name, by=True) for name in groups)))
    scenarios = [
        {**fixed, **dict(zip(groups, combination, strict=True)), variable: level}
        for combination in combinations
        for level in levels
    ]
    found = standardize(fit, scenarios, calibrate=calibrate)
    if shift is None:
        warn_of_extrapolation(fit.model, scenarios)
    shown = [*groups, variable]
    rows = []
    for start in range(0, len(scenarios), len(levels)):
        base = start + levels.index(first)
        for i in range(start, start + len(levels)):
            labels = {name: _label(scenarios[i][name]) for name in shown}
            rows.append(
                {**labels, "measure": "prevalence", "reference": None, **_prevalence(fit, found, i, alpha)}
            )
            if i != base:
                compared = {"reference": _label(first), "df": fit.df_resid}
                rows.append(
                    {**labels, "measure": "difference", **compared, **_difference(fit, found, i, base, alpha)}
                )
                rows.append({**labels, "measure": "ratio", **compared, **_ratio(fit, found, i, base, alpha)})
    columns = [*shown, "measure", "reference", "estimate", "std_error", "df", "conf_low", "conf_high"]
    return pd.DataFrame(rows, columns=columns)


def _label(value: Any) -> Any:
    """Return a level as it is shown."""
    return str(value) if isinstance(value, Shift) else value


def standardize(fit: Inference, scenarios: Sequence[Mapping[str, Any]], *, calibrate: bool) -> Standardized:
    """Average predicted probabilities over the domain in each scenario, a mapping of variables to values."""
    sample, offset = fit.model.sample, fit.model.offsets(None)
    share = sample.w / sample.w.sum()
    b = fit.params.to_numpy()
    shift = _calibration(fit, share) if calibrate and fit.penalized else 0.0
    prevalence, gradient, influence = [], [], []
    for scenario in scenarios:
        X = set_values(fit.model, scenario)
        p = expit(X @ b + offset + shift)
        prevalence.append(share @ p)
        gradient.append((share * p * (1 - p)) @ X)
        influence.append(share * (p - prevalence[-1]))
    totals = psu_totals(influence, sample.psu, len(sample.psu_present))
    return Standardized(
        np.array(prevalence),
        np.column_stack(gradient),
        covariance(totals, sample.sampling, sample.psu_present),
    )


def _calibration(fit: Inference, share: NDArray[np.float64]) -> float:
    """Return the shift of the constant with which the mean predicted probability is the weighted prevalence."""
    model = fit.model
    if not (model.exog == 1).all(axis=0).any():
        return 0.0
    linear = model.covariates(None).to_numpy() @ fit.params.to_numpy() + model.offsets(None)
    observed = float(share @ model.endog)
    return float(
        brentq(
            lambda s: float(share @ expit(linear + s)) - observed, -LARGEST_SHIFT, LARGEST_SHIFT, xtol=1e-13
        )
    )


def _prevalence(fit: Inference, found: Standardized, i: int, alpha: float) -> dict[str, float]:
    m = found.prevalence[i]
    std_error = _std_error(fit, found, {i: 1.0})
    half_width = _quantile(fit, alpha) * std_error / (m * (1 - m))
    low, high = expit(logit(m) + np.array([-1, 1]) * half_width)
    return {"estimate": m, "std_error": std_error, "df": fit.df_resid, "conf_low": low, "conf_high": high}


def _difference(fit: Inference, found: Standardized, i: int, base: int, alpha: float) -> dict[str, float]:
    estimate = found.prevalence[i] - found.prevalence[base]
    std_error = _std_error(fit, found, {i: 1.0, base: -1.0})
    half_width = _quantile(fit, alpha) * std_error
    return {
        "estimate": estimate,
        "std_error": std_error,
        "conf_low": estimate - half_width,
        "conf_high": estimate + half_width,
    }


def _ratio(fit: Inference, found: Standardized, i: int, base: int, alpha: float) -> dict[str, float]:
    m = found.prevalence
    estimate = m[i] / m[base]
    std_error = _std_error(fit, found, {i: 1 / m[i], base: -1 / m[base]})
    factor = np.exp(_quantile(fit, alpha) * std_error)
    return {
        "estimate": estimate,
        "std_error": std_error,
        "conf_low": estimate / factor,
        "conf_high": estimate * factor,
    }


def _std_error(fit: Inference, found: Standardized, weights: Mapping[int, float]) -> float:
    """Return the standard error of a combination of prevalences, from its weights (the gradient c)."""
    c = np.zeros(len(found.prevalence))
    c[list(weights)] = list(weights.values())
    coefficients = fit.variances_of((found.gradient @ c)[None, :])[0]
    return float(np.sqrt(coefficients + c @ found.sampling @ c))


def _quantile(fit: Inference, alpha: float) -> float:
    return float(stats.t.ppf(1 - alpha / 2, fit.df_resid))
