"""Weighted totals and ratios of totals with linearized standard errors (Särndal, Swensson & Wretman 1992)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from rlsanalysis.survey import columns
from rlsanalysis.survey.domains import groups, indicators
from rlsanalysis.survey.errors import NotEstimableError
from rlsanalysis.survey.means import t_interval, variance_of_sum

if TYPE_CHECKING:
    from rlsanalysis.survey.design_base import Design
    from rlsanalysis.survey.domains import By


def total(design: Design, variable: str, by: By = None) -> pd.DataFrame:
    """Estimate the population total of a variable, as R's `svytotal`: sum w y, with influence values w y.

    A total needs weights that add up to the population; those of a mean may have any scale.

    Parameters
    ----------
    design : Design
    variable : str
        Column of numbers or booleans; of categories or text, whose totals are the numbers of people in each level.
        Rows with missing values are excluded from the domain.
    by : str or sequence of str, optional
        Columns that define groups, by all combinations of their values. Each group is a domain.

    Returns
    -------
    pandas.DataFrame
        One row per group, and per level of a categorical variable (column level), with the columns of `mean`.

    Raises
    ------
    AnalysisError
        As `mean`.
    """
    rows = []
    levels, known = indicators(design, variable)
    for labels, domain in groups(design, {variable: known}, by):
        w = domain.weights[domain.member]
        for level, values in levels:
            contributions = w * values[domain.member]
            variance = variance_of_sum(contributions, domain)
            rows.append(labels | level | t_interval(float(contributions.sum()), variance, domain))
    return pd.DataFrame(rows)


def ratio(design: Design, numerator: str, denominator: str, by: By = None) -> pd.DataFrame:
    """Estimate the ratio of two population totals, as R's `svyratio`.

    R = sum w y / sum w x, with influence values w (y - R x) / sum w x.

    Parameters
    ----------
    design : Design
    numerator, denominator : str
        Columns of numbers or booleans, y and x. Rows with missing values in either are excluded from the domain.
    by : str or sequence of str, optional
        Columns that define groups, by all combinations of their values. Each group is a domain.

    Returns
    -------
    pandas.DataFrame
        One row per group, with the columns of `mean`.

    Raises
    ------
    AnalysisError
        As `mean`.
    NotEstimableError
        If the total of the denominator is 0.
    """
    y, x = (columns.numbers(columns.column(design.frame, name), name) for name in (numerator, denominator))
    rows = []
    for labels, domain in groups(design, {numerator: y, denominator: x}, by):
        w, inside = domain.weights[domain.member], domain.member
        size = float((w * x[inside]).sum())
        if size == 0:
            where = "".join(f", {name} = {label}" for name, label in labels.items())
            raise NotEstimableError(f"The ratio is undefined: the total of `{denominator}` is 0{where}.")
        estimate = float((w * y[inside]).sum()) / size
        variance = variance_of_sum(w * (y[inside] - estimate * x[inside]) / size, domain)
        rows.append(labels | t_interval(estimate, variance, domain))
    return pd.DataFrame(rows)
