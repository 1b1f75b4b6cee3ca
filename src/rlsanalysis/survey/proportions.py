"""Weighted proportions with Korn-Graubard intervals and the NCHS presentation standards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.survey.means import groups, linearised_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rlsanalysis.survey.design import SurveyDesign

LEAST_N = 30
LEAST_DF = 8
NARROW, WIDE, RELATIVELY_WIDE = 0.05, 0.30, 1.30


def effective_n(p: float, variance: float, n: int, df: int, alpha: float = 0.05) -> float:
    """Return the effective sample size of a proportion, adjusted for the degrees of freedom.

    min(n, p (1 - p) / variance x [t_{n-1} / t_df]^2)   (Korn & Graubard 1998; the cap: NCHS 2017);
    n where nobody, or everybody, is a case; missing where the variance is.
    """
    if variance == 0:
        return float(n)
    ratio = stats.t.ppf(alpha / 2, n - 1) / stats.t.ppf(alpha / 2, df)
    return float(np.minimum(n, p * (1 - p) / variance * ratio**2))


def korn_graubard(p: float, n_eff: float, alpha: float = 0.05) -> tuple[float, float]:
    """Return Korn-Graubard limits: those of Clopper and Pearson for n_eff p cases among n_eff people."""
    cases, others = n_eff * p, n_eff * (1 - p)
    low = 0.0 if cases == 0 else float(stats.beta.ppf(alpha / 2, cases, others + 1))
    high = 1.0 if others == 0 else float(stats.beta.ppf(1 - alpha / 2, cases + 1, others))
    return low, high


def presentation_flag(p: float, low: float, high: float, n_eff: float, df: int) -> str:
    """Apply the NCHS data presentation standards for proportions (Parker et al. 2017).

    Returns
    -------
    str
        "suppress" with fewer than 30 people or effective people, an interval 0.30 wide or wider, or one wider
        than 0.05 and than 130 % of the proportion; else "review" (by a statistician) with fewer than 8 degrees
        of freedom, or with nobody or everybody a case; else "present".
    """
    width = high - low
    if not n_eff >= LEAST_N or width >= WIDE or (width > NARROW and width > RELATIVELY_WIDE * p):
        return "suppress"
    return "review" if df < LEAST_DF or p in (0, 1) else "present"


def proportion(design: SurveyDesign, variable: str, by: str | Sequence[str] | None = None) -> pd.DataFrame:
    """Estimate the weighted proportion of a 0/1 variable in a domain, or in its groups.

    Parameters
    ----------
    design : SurveyDesign
    variable : str
        Column of 0 and 1 or booleans; missing values leave the domain.
    by : str or sequence of str, optional
        Columns that make groups; each group is a domain.

    Returns
    -------
    pandas.DataFrame
        One row a group: the columns `by`, estimate, std_error, conf_low, conf_high (Korn & Graubard 1998,
        95 %), df, n, cases (unweighted), flag (`presentation_flag`). Standard error and limits are missing
        without degrees of freedom.

    Raises
    ------
    AnalysisError
        For an unknown column, or values other than 0 and 1.
    """
    rows = []
    for labels, domain, values in groups(design, variable, by):
        if not np.isin(values, (0, 1)).all():
            raise AnalysisError(f"{variable}: a proportion needs 0 and 1; for numbers use mean().")
        p, variance = linearised_mean(values, domain)
        n, df = domain.n, domain.df
        n_eff = effective_n(p, variance, n, df)
        low, high = korn_graubard(p, n_eff)
        flag = presentation_flag(p, low, high, n_eff, df)
        rows.append(
            {
                **labels,
                "estimate": p,
                "std_error": variance**0.5,
                "conf_low": low,
                "conf_high": high,
                "df": df,
                "n": n,
                "cases": int(values.sum()),
                "flag": flag,
            }
        )
    return pd.DataFrame(rows)
