"""Weighted means with linearized standard errors, in domains and their groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import stats

from rlsanalysis.survey import columns
from rlsanalysis.survey.design_base import domain_covariance
from rlsanalysis.survey.domains import groups

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rlsanalysis.survey.design_base import Design
    from rlsanalysis.survey.domains import By


def mean(design: Design, variable: str, by: By = None) -> pd.DataFrame:
    """Estimate the weighted mean of a variable, as R's `svymean`.

    Parameters
    ----------
    design : Design
    variable : str
        Column of numbers or booleans. Rows with missing values are excluded from the domain.
    by : str or sequence of str, optional
        Columns that define groups, by all combinations of their values. Each group is a domain.

    Returns
    -------
    pandas.DataFrame
        One row per group, in the unit of the variable: the columns of `by`, estimate, std_error, conf_low and
        conf_high (95% CI from the t distribution), df (design degrees of freedom), n (unweighted). Standard error
        and CI are missing if there are no degrees of freedom.

    Raises
    ------
    AnalysisError
        If a column is unknown or not unique, the variable does not contain finite numbers, or no row has all
        values.
    """
    values = columns.numbers(columns.column(design.frame, variable), variable)
    rows = []
    for labels, domain in groups(design, {variable: values}, by):
        estimate, variance = linearized_mean(values[domain.member], domain)
        rows.append(labels | t_interval(estimate, variance, domain))
    return pd.DataFrame(rows)


def linearized_mean(values: NDArray[np.float64], domain: Design) -> tuple[float, float]:
    """Return the weighted mean and its variance from the influence values w (y - mean) / sum w (Binder 1983).

    The variance is missing if there are no degrees of freedom.

    Parameters
    ----------
    values : ndarray, shape (domain.n,)
        Without missing values.
    domain : Design
    """
    w = domain.weights[domain.member]
    estimate = float((w * values).sum() / w.sum())  # exactly 0 or 1 if all values are
    return estimate, variance_of_sum(w * (values - estimate) / w.sum(), domain)


def variance_of_sum(influence: NDArray[np.float64], domain: Design) -> float:
    """Return the variance of a sum of influence values, shape (domain.n,); NaN without degrees of freedom."""
    variance = float(domain_covariance(influence[:, None], domain)[0, 0])
    return variance if domain.df >= 1 else np.nan


def t_interval(estimate: float, variance: float, domain: Design) -> dict[str, Any]:
    """Return estimate, standard error, 95% CI from the t distribution, degrees of freedom and unweighted n."""
    reach = float(stats.t.ppf(0.975, domain.df)) * variance**0.5
    return {
        "estimate": estimate,
        "std_error": variance**0.5,
        "conf_low": estimate - reach,
        "conf_high": estimate + reach,
        "df": domain.df,
        "n": domain.n,
    }
