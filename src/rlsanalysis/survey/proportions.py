"""Weighted proportions with Korn-Graubard confidence intervals and the NCHS presentation standards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import stats

from rlsanalysis.survey.arguments import check_alpha
from rlsanalysis.survey.domains import groups, indicators
from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.survey.means import linearized_mean

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rlsanalysis.survey.design_base import Design
    from rlsanalysis.survey.domains import By

LEAST_N = 30
LEAST_DF = 8
NARROW, WIDE, RELATIVELY_WIDE = 0.05, 0.30, 1.30


def proportion(design: Design, variable: str, by: By = None) -> pd.DataFrame:
    """Estimate weighted proportions of a 0/1 variable, or of each level of a categorical one.

    Estimates and standard errors are those of R's `svymean`; confidence limits are those of
    `svyciprop(method="beta")`, with the effective sample size capped at n as NCHS requires.

    Parameters
    ----------
    design : Design
    variable : str
        Column of 0 and 1 or booleans; or of categories or text. Rows with missing values are excluded from the
        domain.
    by : str or sequence of str, optional
        Columns that define groups, by all combinations of their values. Each group is a domain.

    Returns
    -------
    pandas.DataFrame
        One row per group, and per level of a categorical variable: the columns of `by`, level (categorical variables
        only), estimate (from 0 to 1), std_error, conf_low and conf_high (95% CI, Korn & Graubard 1998), df (design
        degrees of freedom), n and cases (unweighted; cases are the people with 1, or in the level), flag
        (`presentation_flag`). Standard error and CI are missing if there are no degrees of freedom.
        Levels are all categories of a categorical variable, or the texts that occur in the domain.

    Raises
    ------
    AnalysisError
        If a column is unknown or not unique, a numeric variable has other values than 0 and 1, or no row has all
        values.
    """
    rows = []
    levels, known = indicators(design, variable)
    for labels, domain in groups(design, {variable: known}, by):
        for level, values in levels:
            inside = values[domain.member]
            check_binary(inside, variable)
            p, variance = linearized_mean(inside, domain)
            rows.append(labels | level | proportion_row(p, variance, inside, domain))
    return pd.DataFrame(rows)


def check_binary(values: NDArray[np.float64], variable: str) -> None:
    """Refuse values other than 0 and 1."""
    other = values[~np.isin(values, (0, 1))]
    if other.size:
        raise AnalysisError(
            f"`{variable}` has values other than 0 and 1, such as {other[0]:g}. For numbers use mean(); for codes "
            'of categories convert the column first: frame[name].astype("category").'
        )


def proportion_row(p: float, variance: float, values: NDArray[np.float64], domain: Design) -> dict[str, Any]:
    """Return a proportion with its Korn-Graubard limits, counts and flag.

    Parameters
    ----------
    p, variance : the estimated proportion and its variance.
    values : ndarray of 0 and 1, shape (domain.n,)
    domain : Design
    """
    n, df = domain.n, domain.df
    n_eff = effective_n(p, variance, n, df)
    low, high = korn_graubard(p, n_eff)
    return {
        "estimate": p,
        "std_error": variance**0.5,
        "conf_low": low,
        "conf_high": high,
        "df": df,
        "n": n,
        "cases": int(values.sum()),
        "flag": presentation_flag(p, low, high, n_eff, df),
    }


def effective_n(p: float, variance: float, n: int, df: int, alpha: float = 0.05) -> float:
    """Return the effective sample size of a proportion, adjusted for the degrees of freedom.

    min(n, p (1 - p) / variance x [t_{n-1} / t_df]^2)   (Korn & Graubard 1998; capped at n: NCHS, Parker et al. 2017)

    It is n if the proportion is 0 or 1, and missing if the variance is.
    """
    check_alpha(alpha)
    if variance == 0:
        return float(n)
    ratio = stats.t.ppf(alpha / 2, n - 1) / stats.t.ppf(alpha / 2, df)
    return float(np.minimum(n, p * (1 - p) / variance * ratio**2))


def korn_graubard(p: float, n_eff: float, alpha: float = 0.05) -> tuple[float, float]:
    """Return Korn-Graubard limits: those of Clopper and Pearson for n_eff p cases among n_eff people."""
    check_alpha(alpha)
    cases, others = n_eff * p, n_eff * (1 - p)
    low = 0.0 if cases == 0 else float(stats.beta.ppf(alpha / 2, cases, others + 1))
    high = 1.0 if others == 0 else float(stats.beta.ppf(1 - alpha / 2, cases + 1, others))
    return low, high


def presentation_flag(p: float, low: float, high: float, n_eff: float, df: int) -> str:
    """Apply the NCHS data presentation standards for proportions (Parker et al. 2017).

    Returns
    -------
    str
        "suppress" if people or effective people are fewer than 30, or the CI is at least 0.30 wide, or it is wider
        than 0.05 and than 130% of the proportion; otherwise "review" (by a statistician) if degrees of freedom
        are fewer than 8 or the proportion is 0 or 1; otherwise "present".
    """
    width = high - low
    if not n_eff >= LEAST_N or width >= WIDE or (width > NARROW and width > RELATIVELY_WIDE * p):
        return "suppress"
    return "review" if df < LEAST_DF or p in (0, 1) else "present"
