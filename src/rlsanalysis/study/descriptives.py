"""Describe every variable among cases, non-cases and all: weighted means or percentages, counts and missing values."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.records import OUTCOMES, Variable
from rlsanalysis.study.records.missing import MISSING_KINDS, NOT_ELIGIBLE
from rlsanalysis.survey import SurveyDesign
from rlsanalysis.survey.linearize import covariance, psu_totals

Array = NDArray[np.float64]
Row = dict[str, Any]

KINDS = ("", *MISSING_KINDS)
"""Kinds of missing values; empty where the value is known."""
PEOPLE = {"cases": (1,), "others": (0,), "all": (0, 1)}


def descriptive_rows(cohort: Cohort, outcome: str, variables: Sequence[Variable]) -> Iterator[Row]:
    """Yield the rows of `descriptives` for an outcome: for the pooled releases, then for each release alone."""
    for releases in (cohort.releases, *((r,) for r in cohort.sampling.releases)):
        frame = cohort.pool(releases)
        kinds = cohort.missing.loc[frame.index]
        for component, together, design in described(cohort, outcome, releases, variables):
            weighted = (frame[f"w_{component}"] > 0).to_numpy()
            codes = {v.id: pd.Categorical(kinds[v.id], categories=KINDS).codes for v in together}
            unweighted = {v.id: frame[v.id].notna().to_numpy() & ~weighted for v in together}
            for people, values in PEOPLE.items():
                inside = frame[outcome].isin(values).to_numpy()
                missing = {id_: _missing(codes[id_][inside], unweighted[id_][inside]) for id_ in codes}
                rows = (
                    [r for v in together for r in _empty(v)]
                    if design is None
                    else _rows(design.domain(inside), together)
                )
                for row in rows:
                    key = {"outcome": outcome, "people": people, "releases": " ".join(releases)}
                    yield key | row | missing[row["variable"]]


def described(
    cohort: Cohort, outcome: str, releases: tuple[str, ...], variables: Iterable[Variable]
) -> Iterator[tuple[str, list[Variable], SurveyDesign | None]]:
    """Group those of some variables that the releases measured by the survey component whose weight they require.

    Yields
    ------
    component, variables and the survey design of all participants of the releases under its weight; the design is None
    if no participant has a weight.
    """
    by_component: dict[str, list[Variable]] = {}
    for variable in variables:
        here = variable.known_in(releases)
        if here and variable.group != OUTCOMES:
            by_component.setdefault(cohort.component([outcome, variable.id], here), []).append(variable)
    frame = cohort.pool(releases)
    for component, together in by_component.items():
        weighted = (frame[f"w_{component}"] > 0).any()
        yield component, together, cohort.design_of(component, releases) if weighted else None


def _rows(domain: SurveyDesign, variables: list[Variable]) -> Iterator[Row]:
    """Yield one row per mean or level, over the participants of the domain with a value."""
    frame = domain.frame.loc[domain.member]
    rows = [row for variable in variables for row in _empty(variable)]
    matrix = np.column_stack([column for v in variables for column in _columns(v, frame[v.id])])
    means, errors = weighted_means(matrix, domain)
    for row, column, mean, error in zip(rows, matrix.T, means, errors, strict=True):
        share = row["statistic"] == "percent"
        yield row | {
            "n": int(np.isfinite(column).sum()),
            "n_level": int(np.nansum(column)) if share else None,
            "value": mean * (100 if share else 1),
            "std_error": error * (100 if share else 1),
        }


def _empty(variable: Variable) -> Iterator[Row]:
    """Yield the rows of a variable without values: a mean, or a percentage per level (binary: of the second)."""
    if variable.kind == "continuous":
        yield {"variable": variable.id, "level": "", "statistic": "mean", "n": 0}
        return
    levels = variable.levels[1:] if variable.kind == "binary" else variable.levels
    for level in levels:
        yield {"variable": variable.id, "level": level, "statistic": "percent", "n": 0, "n_level": 0}


def _columns(variable: Variable, values: pd.Series) -> Iterator[Array]:
    """Yield the columns whose means are the rows of a variable: the variable itself, or an indicator per level."""
    if variable.kind != "categorical":
        yield np.asarray(values, dtype=np.float64)
        return
    for level in variable.levels:
        yield np.where(values.notna(), values == level, np.nan)


def weighted_means(values: Array, domain: SurveyDesign) -> tuple[Array, Array]:
    """Return the weighted mean of each column and its linearized standard error.

    Missing values of a column are excluded from its domain. The result is that of `survey.means.mean` for each column,
    computed in one pass. The standard error is missing if there are no degrees of freedom.

    Parameters
    ----------
    values : (domain.n, m)
    """
    known = np.isfinite(values)
    weight = domain.weights[domain.member][:, None] * known
    filled = np.where(known, values, 0.0)
    psu, stratum = domain.psu[domain.member], domain.sampling.stratum
    with np.errstate(invalid="ignore"):
        total = weight.sum(axis=0)
        means = (weight * filled).sum(axis=0) / total
        influence = np.nan_to_num(weight * (filled - means) / total)
    totals = psu_totals(influence.T, psu, len(stratum))
    variance = np.diag(covariance(totals, domain.sampling, domain.psu_present))
    psus = psu_totals(known.T.astype(float), psu, len(stratum)) > 0
    strata = np.stack([np.bincount(stratum, column) > 0 for column in psus.T], axis=1)
    df = psus.sum(axis=0) - strata.sum(axis=0)
    return means, np.where(df >= 1, np.sqrt(variance), np.nan)


def _missing(codes: NDArray[np.int8], unweighted: NDArray[np.bool_]) -> Row:
    """Count missing values by kind; `no_weight` counts participants with a value but without the weight it requires.

    Parameters
    ----------
    codes : kind of missing of each participant, as a position in `KINDS`.
    unweighted : whether a participant has a value and no weight.
    """
    counted = dict(zip(KINDS, np.bincount(codes, minlength=len(KINDS)).tolist(), strict=True))
    del counted[""], counted[NOT_ELIGIBLE]
    return counted | {"no_weight": int(unweighted.sum())}
