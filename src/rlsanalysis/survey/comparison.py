"""Are groups of a survey alike: the Rao-Scott test of independence, and the difference of two domain means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats
from scipy.linalg import eigh

from rlsanalysis.survey.errors import AnalysisError, NotEstimableError
from rlsanalysis.survey.linearize import covariance, psu_totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rlsanalysis.survey.design import SurveyDesign

NO_VARIANCE = 1e-10  # a design effect, or a standard error relative to the values, that is rounding only


@dataclass(frozen=True)
class IndependenceTest:
    """Rao-Scott F with its degrees of freedom, neither of them whole; `n` people, unweighted."""

    statistic: float
    df_num: float
    df_den: float
    p_value: float
    n: int


@dataclass(frozen=True)
class DifferenceTest:
    """t test of the mean of the second group less that of the first; `n` people, unweighted."""

    difference: float
    std_error: float
    statistic: float
    df: int
    p_value: float
    n: int


def independence(design: SurveyDesign, first: str, second: str) -> IndependenceTest:
    """Test whether two categorical variables are independent, by Pearson's X2 of the weighted shares.

    F = X2 / sum(d) with (k, k x design degrees of freedom), k = sum(d)^2 / sum(d^2), where d are the generalised
    design effects of the contrasts of independence: the second-order correction of Rao & Scott (1984) in the F form
    of Thomas & Rao (1987), as R's `svychisq(statistic="F")`. As there, shares are those observed, and an empty cell
    adds nothing to their variance.

    Parameters
    ----------
    design : SurveyDesign
    first, second : str
        Columns of categories; people without one of them leave the domain, levels without people the table.

    Raises
    ------
    AnalysisError
        For an unknown column.
    NotEstimableError
        When nobody has both, one has a single level, the empty cells leave no contrast, the design has no degrees of
        freedom, or the shares do not vary between PSUs.
    """
    domain = _known(design, first, second)
    codes = [_levels(domain, name)[0] for name in (first, second)]
    shape = tuple(int(c.max()) + 1 for c in codes)
    for name, levels in zip((first, second), shape, strict=True):
        if levels == 1:
            raise NotEstimableError(
                f"{name} has one level only among the {domain.n} people; widen the domain."
            )
    cell = np.ravel_multi_index(codes, shape)
    w = domain.weights[domain.member] / domain.weights[domain.member].sum()
    p = np.asarray(np.bincount(cell, w, minlength=shape[0] * shape[1]), dtype=np.float64)
    contrasts = np.kron(_contrasts(shape[0]), _contrasts(shape[1]))
    if np.linalg.matrix_rank(contrasts[p > 0]) < contrasts.shape[1]:
        raise NotEstimableError(f"{first} by {second}: too many cells are empty; merge levels.")
    scaled = contrasts * np.divide(1, p, out=np.zeros_like(p), where=p > 0)[:, None]
    between = _covariance(w[:, None] * (scaled[cell] - p @ scaled), domain)
    effects = eigh(between, contrasts.T @ scaled, eigvals_only=True)
    total = float(effects.sum())
    if domain.n * total <= NO_VARIANCE * len(effects):
        raise NotEstimableError(f"{first} by {second}: the shares have no variance between PSUs.")
    F = _pearson(p.reshape(shape)) / total
    k = total**2 / float((effects**2).sum())
    return IndependenceTest(F, k, k * domain.df, float(stats.f.sf(F, k, k * domain.df)), domain.n)


def difference(design: SurveyDesign, variable: str, by: str) -> DifferenceTest:
    """Test whether the means of two groups differ, by linearisation of their difference (Binder 1983).

    As R's `svyttest`, with one degree of freedom less than the design has.

    Parameters
    ----------
    design : SurveyDesign
    variable : str
        Column of numbers.
    by : str
        Column of two levels, the groups; people without one of the columns leave the domain.

    Raises
    ------
    AnalysisError
        For an unknown column, or a variable that is not numbers.
    NotEstimableError
        When nobody has both, the groups are not two, all people of one are in one PSU (their mean has no variance),
        the design has too few degrees of freedom, or neither mean varies.
    """
    domain = _known(design, variable, by)
    group, names = _levels(domain, by)
    if len(names) != 2:
        raise NotEstimableError(
            f"{by}: two groups are needed; the {domain.n} people are of {len(names)} ({', '.join(names)})."
        )
    values = _numbers(domain, variable)
    psu = domain.psu[domain.member]
    for code, name in enumerate(names):
        if len(np.unique(psu[group == code])) == 1:
            people = int((group == code).sum())
            raise NotEstimableError(
                f"{variable}: the mean of {by} = {name} has no variance, {people} people in one PSU."
            )
    df = domain.df - 1
    if df < 1:
        raise NotEstimableError(f"{variable} by {by}: {domain.df} design degrees of freedom, 2 are needed.")
    w = domain.weights[domain.member]
    totals = np.bincount(group, w)
    means = np.bincount(group, w * values) / totals
    sign = np.where(group == 1, 1.0, -1.0)
    influence = sign * w * (values - means[group]) / totals[group]
    error = float(_covariance(influence[:, None], domain)[0, 0]) ** 0.5
    if error <= NO_VARIANCE * float(np.abs(values).max()):
        raise NotEstimableError(f"{variable} by {by}: the means have no variance between PSUs.")
    found = float(means[1] - means[0])
    return DifferenceTest(
        found, error, found / error, df, 2 * float(stats.t.sf(abs(found / error), df)), domain.n
    )


def _known(design: SurveyDesign, *columns: str) -> SurveyDesign:
    """The domain of people with all columns known."""
    for name in columns:
        if name not in design.frame.columns:
            raise AnalysisError(f"The frame has no column {name!r}.")
    known = design.domain(design.frame[list(columns)].notna().all(axis=1))
    if known.n == 0:
        raise NotEstimableError(f"{' by '.join(columns)}: nobody in the domain has both; widen it.")
    if known.df < 1:
        raise NotEstimableError(f"{' by '.join(columns)}: no design degrees of freedom; widen the domain.")
    return known


def _levels(domain: SurveyDesign, column: str) -> tuple[NDArray[np.intp], list[str]]:
    """Codes 0, 1, ... of the members' levels, and the levels in order; levels without members are none."""
    codes, labels = pd.factorize(domain.frame.loc[domain.member, column], sort=True)
    return codes, [f"{label}" for label in labels]


def _numbers(domain: SurveyDesign, column: str) -> NDArray[np.float64]:
    try:
        return domain.frame.loc[domain.member, column].to_numpy(dtype=float)
    except (TypeError, ValueError) as error:
        raise AnalysisError(f"{column}: a mean needs numbers; for categories use independence().") from error


def _contrasts(levels: int) -> NDArray[np.float64]:
    """Contrasts between levels: columns that span all vectors of sum 0, shape (levels, levels - 1)."""
    return np.eye(levels)[:, 1:] - 1 / levels


def _pearson(p: NDArray[np.float64]) -> float:
    """Pearson's X2 of a table of shares, for one person."""
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    return float(((p - expected) ** 2 / expected).sum())


def _covariance(influence: NDArray[np.float64], domain: SurveyDesign) -> NDArray[np.float64]:
    """Covariance of the sum of influence values, shape (domain.n, m)."""
    totals = psu_totals(influence.T, domain.psu[domain.member], len(domain.sampling.stratum))
    return covariance(totals, domain.sampling, domain.psu_present)
