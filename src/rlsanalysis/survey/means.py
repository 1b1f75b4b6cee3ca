"""Weighted means of domains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import stats

from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.survey.linearize import covariance, psu_totals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from rlsanalysis.survey.design import SurveyDesign


def groups(
    design: SurveyDesign, variable: str, by: str | Sequence[str] | None
) -> Iterator[tuple[dict[str, Any], SurveyDesign, NDArray[np.float64]]]:
    """Yield the domains of an analysis of `variable`: labels of the group, domain, values of its members.

    People for whom the variable or a column of `by` is missing leave the domain.
    """
    keys = [] if by is None else [by] if isinstance(by, str) else list(by)
    frame = design.frame
    for column in (variable, *keys):
        if column not in frame.columns:
            raise AnalysisError(f"The frame has no column {column!r}.")
    values = frame[variable].to_numpy(dtype=float, na_value=np.nan)
    known = design.domain(np.isfinite(values) & frame[keys].notna().all(axis=1).to_numpy())
    if known.n == 0:
        raise AnalysisError(f"{variable}: nobody in the domain has a known value; widen the domain.")
    if not keys:
        yield {}, known, values[known.member]
        return
    members = frame.loc[known.member, keys].reset_index(drop=True)
    rows = np.flatnonzero(known.member)
    for labels, positions in members.groupby(keys, observed=True).indices.items():
        inside = np.zeros(len(frame), dtype=bool)
        inside[rows[positions]] = True
        label = labels if isinstance(labels, tuple) else (labels,)
        yield dict(zip(keys, label, strict=True)), known.domain(inside), values[inside]


def linearised_mean(values: NDArray[np.float64], domain: SurveyDesign) -> tuple[float, float]:
    """Return the weighted mean and its variance, by the influence values w (y - mean) / sum w (Binder 1983).

    The variance is missing without degrees of freedom.

    Parameters
    ----------
    values : ndarray, shape (domain.n,)
    domain : SurveyDesign
    """
    w = domain.weights[domain.member]
    mean = float((w * values).sum() / w.sum())  # exactly 0 or 1 where all values are
    influence = w * (values - mean) / w.sum()
    totals = psu_totals([influence], domain.psu[domain.member], len(domain.sampling.stratum))
    variance = float(covariance(totals, domain.sampling, domain.psu_present)[0, 0])
    return mean, variance if domain.df >= 1 else np.nan


def mean(design: SurveyDesign, variable: str, by: str | Sequence[str] | None = None) -> pd.DataFrame:
    """Estimate the weighted mean of a variable in a domain, or in its groups.

    Parameters
    ----------
    design : SurveyDesign
    variable : str
        Column of numbers; missing values leave the domain.
    by : str or sequence of str, optional
        Columns that make groups; each group is a domain.

    Returns
    -------
    pandas.DataFrame
        One row a group: the columns `by`, estimate, std_error, conf_low, conf_high (t, 95 %), df, n
        (unweighted). Standard error and limits are missing without degrees of freedom.

    Raises
    ------
    AnalysisError
        For an unknown column, or when no value is known.
    """
    rows = []
    for labels, domain, values in groups(design, variable, by):
        estimate, variance = linearised_mean(values, domain)
        reach = float(stats.t.ppf(0.975, domain.df)) * variance**0.5
        rows.append(
            {
                **labels,
                "estimate": estimate,
                "std_error": variance**0.5,
                "conf_low": estimate - reach,
                "conf_high": estimate + reach,
                "df": domain.df,
                "n": domain.n,
            }
        )
    return pd.DataFrame(rows)
