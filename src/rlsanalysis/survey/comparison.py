"""Test whether groups of a survey differ: the Rao-Scott test of independence, and the difference of two means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats
from scipy.linalg import eigh

from rlsanalysis.survey import columns
from rlsanalysis.survey.design_base import domain_covariance
from rlsanalysis.survey.domains import check_finite, check_members
from rlsanalysis.survey.errors import AnalysisError, NotEstimableError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rlsanalysis.survey.design_base import Design

NO_VARIANCE = (
    1e-10  # a design effect, or a standard error relative to the values, that is rounding error only
)


@dataclass(frozen=True)
class IndependenceTest:
    """Rao-Scott F statistic, its fractional degrees of freedom and p value; `n` is unweighted."""

    statistic: float
    df_num: float
    df_den: float
    p_value: float
    n: int


@dataclass(frozen=True)
class DifferenceTest:
    """t test of the mean of the second group minus that of the first, in the variable's unit; `n` is unweighted."""

    difference: float
    std_error: float
    statistic: float
    df: int
    p_value: float
    n: int


def independence(design: Design, first: str, second: str) -> IndependenceTest:
    """Test whether two categorical variables are independent, by Pearson's X2 of the weighted proportions.

    F = X2 / sum(d) with (k, k x design degrees of freedom), k = sum(d)^2 / sum(d^2), where d are the generalized
    design effects of the contrasts of independence: the second-order correction of Rao & Scott (1984) in the F form
    of Thomas & Rao (1987), as R's `svychisq(statistic="F")`. As in R, design effects are evaluated at the observed
    proportions, and an empty cell contributes nothing to their variance. The design degrees of freedom
    are `SurveyDesign.df`; R's `svychisq` (survey 4.1) also counts PSUs that contain only rows of weight 0.

    Parameters
    ----------
    design : Design
    first, second : str
        Columns of categories. Rows with a missing value in either are excluded from the domain; levels without
        members are excluded from the table.

    Raises
    ------
    AnalysisError
        If a column is unknown or not unique.
    NotEstimableError
        If no row has both values, a variable has a single level, empty cells leave no contrast, there are no degrees
        of freedom, or the proportions do not vary between PSUs.
    """
    domain = _known(design, first, second)
    codes = [_levels(domain, name)[0] for name in (first, second)]
    shape = tuple(int(c.max()) + 1 for c in codes)
    for name, levels in zip((first, second), shape, strict=True):
        if levels == 1:
            raise NotEstimableError(
                f"`{name}` has the same value in all {domain.n} rows of the domain, so there is nothing to compare. "
                "Widen the domain."
            )
    cell = np.ravel_multi_index(codes, shape)
    w = domain.weights[domain.member] / domain.weights[domain.member].sum()
    p = np.asarray(np.bincount(cell, w, minlength=shape[0] * shape[1]), dtype=np.float64)
    contrasts = np.kron(_contrasts(shape[0]), _contrasts(shape[1]))
    if np.linalg.matrix_rank(contrasts[p > 0]) < contrasts.shape[1]:
        raise NotEstimableError(
            f"Too many cells of `{first}` by `{second}` are empty for a test of independence. Merge levels."
        )
    scaled = contrasts * np.divide(1, p, out=np.zeros_like(p), where=p > 0)[:, None]
    between = domain_covariance(w[:, None] * (scaled[cell] - p @ scaled), domain)
    effects = eigh(between, contrasts.T @ scaled, eigvals_only=True)
    total = float(effects.sum())
    if domain.n * total <= NO_VARIANCE * len(effects):
        raise NotEstimableError(
            f"The proportions of `{first}` by `{second}` do not vary between PSUs, so there is no test. "
            "Check the PSUs of the design."
        )
    F = _pearson(p.reshape(shape)) / total
    k = total**2 / float((effects**2).sum())
    return IndependenceTest(F, k, k * domain.df, float(stats.f.sf(F, k, k * domain.df)), domain.n)


def difference(design: Design, variable: str, by: str) -> DifferenceTest:
    """Test whether the means of two groups differ, by linearization of their difference (Binder 1983).

    As R's `svyttest`, with one degree of freedom less than the design has.

    Parameters
    ----------
    design : Design
    variable : str
        Column of numbers.
    by : str
        Column of two levels, the groups. Rows with a missing value in either column are excluded from the domain.

    Raises
    ------
    AnalysisError
        If a column is unknown or not unique, or the variable does not contain finite numbers.
    NotEstimableError
        If no row has both values, the number of groups is not two, all members of a group are in one PSU (their mean
        has no variance), the design has fewer than two degrees of freedom, or neither mean varies.
    """
    values = columns.numbers(columns.column(design.frame, variable), variable)
    domain = _known(design, variable, by)
    group, names = _levels(domain, by)
    if len(names) != 2:
        raise NotEstimableError(
            f"Two groups are needed, but `{by}` has {len(names)} in the domain ({', '.join(names)})."
        )
    psu = domain.psu[domain.member]
    for code, name in enumerate(names):
        if len(np.unique(psu[group == code])) == 1:
            raise NotEstimableError(
                f"The mean of `{variable}` for `{by}` = {name} has no variance: all {int((group == code).sum())} rows "
                "of this group are in one PSU."
            )
    df = domain.df - 1
    if df < 1:
        raise NotEstimableError(
            f"A comparison of `{variable}` by `{by}` needs at least 2 design degrees of freedom; the domain has "
            f"{domain.df}. Widen it."
        )
    x, w = values[domain.member], domain.weights[domain.member]
    check_finite(x, variable)
    totals = np.bincount(group, w)
    means = np.bincount(group, w * x) / totals
    sign = np.where(group == 1, 1.0, -1.0)
    influence = sign * w * (x - means[group]) / totals[group]
    error = float(domain_covariance(influence[:, None], domain)[0, 0]) ** 0.5
    if error <= NO_VARIANCE * float(np.abs(x).max()):
        raise NotEstimableError(
            f"The means of `{variable}` by `{by}` do not vary between PSUs, so there is no test."
        )
    found = float(means[1] - means[0])
    return DifferenceTest(
        found, error, found / error, df, 2 * float(stats.t.sf(abs(found / error), df)), domain.n
    )


def _known(design: Design, *names: str) -> Design:
    """Return the domain of rows without missing values in these columns."""
    check_members(design)
    known = design.domain(np.all([columns.column(design.frame, name).notna() for name in names], axis=0))
    listed = " and ".join(f"`{name}`" for name in names)
    if known.n == 0:
        raise NotEstimableError(f"No member of the domain has a known value of {listed}. Widen the domain.")
    if known.df < 1:
        raise NotEstimableError(
            f"The rows of the domain with known {listed} leave no design degrees of freedom. Widen the domain."
        )
    return known


def _levels(domain: Design, name: str) -> tuple[NDArray[np.intp], list[str]]:
    """Return codes 0, 1, ... of the members' levels, and the names of the levels that occur, in order."""
    try:
        codes, labels = pd.factorize(columns.column(domain.frame, name)[domain.member], sort=True)
    except TypeError as error:
        raise AnalysisError(f"`{name}` cannot define groups ({error}).") from error
    return codes, [f"{label}" for label in labels]


def _contrasts(levels: int) -> NDArray[np.float64]:
    """Return contrasts between levels: columns that span all vectors with sum 0, shape (levels, levels - 1)."""
    return np.eye(levels)[:, 1:] - 1 / levels


def _pearson(p: NDArray[np.float64]) -> float:
    """Return Pearson's X2 of a table of proportions, for one person."""
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    return float(((p - expected) ** 2 / expected).sum())
