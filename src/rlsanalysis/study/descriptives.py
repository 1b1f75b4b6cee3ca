"""Every variable among cases, others and all: weighted mean or percents beside unweighted counts, and who is missing why."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from rlsanalysis.survey import SurveyDesign
from rlsanalysis.survey.linearize import covariance, psu_totals
from rlsanalysis.variables.cohort import COHORTS, Cohort
from rlsanalysis.variables.declare import MISSING_KINDS, NOT_ELIGIBLE, Variable

Array = np.ndarray[Any, np.dtype[np.float64]]
PEOPLE = {"cases": (1,), "others": (0,), "all": (0, 1)}


def descriptive_rows(cohort: Cohort, outcome: str) -> Iterator[dict[str, Any]]:
    """Rows of `descriptives` for one outcome: the pooled releases, then each release alone."""
    described = [v for v in cohort.variables.values() if v.group != "outcomes"]
    for releases in (cohort.releases, *((r,) for r in COHORTS[cohort.name].releases)):
        for component, variables in _by_component(cohort, outcome, described, releases).items():
            design = cohort.design_of(component, releases)
            for people, values in PEOPLE.items():
                inside = design.frame[outcome].isin(values)
                domain = design.domain(inside)
                if domain.n == 0:
                    continue
                said = {"outcome": outcome, "people": people, "releases": " ".join(releases)}
                kinds = {
                    v.id: cohort.missing.loc[inside.index[inside], v.id].value_counts() for v in variables
                }
                for row in _rows(domain, variables):
                    yield said | row | _missing(kinds[row["variable"]])


def _by_component(
    cohort: Cohort, outcome: str, variables: list[Variable], releases: tuple[str, ...]
) -> dict[str, list[Variable]]:
    """Variables that some of the releases measured, by the component whose weight they need beside the outcome."""
    found: dict[str, list[Variable]] = {}
    for variable in variables:
        here = [r for r in releases if r in variable.releases]
        if here:
            found.setdefault(cohort.component([outcome, variable.id], here), []).append(variable)
    return found


def _rows(domain: SurveyDesign, variables: list[Variable]) -> Iterator[dict[str, Any]]:
    frame = domain.frame.loc[domain.member]
    indicators: dict[tuple[str, str], pd.Series] = {}
    for variable in variables:
        values = frame[variable.id]
        if variable.kind == "continuous":
            indicators[variable.id, ""] = values
        elif variable.kind == "binary":
            indicators[variable.id, variable.levels[1]] = values
        else:
            codes = values.cat.codes
            for position, level in enumerate(variable.levels):
                indicators[variable.id, level] = (codes == position).astype(float).where(codes >= 0)
    matrix = np.column_stack([values.to_numpy(float) for values in indicators.values()])
    means, errors = weighted_means(matrix, domain)
    kinds = {v.id: v.kind for v in variables}
    for (name, level), column, mean, error in zip(indicators, matrix.T, means, errors, strict=True):
        n = int(np.isfinite(column).sum())
        share = kinds[name] != "continuous"
        yield {
            "variable": name, "level": level, "statistic": "percent" if share else "mean", "n": n,
            "n_level": int(np.nansum(column)) if share else None,
            "value": mean * (100 if share else 1), "std_error": error * (100 if share else 1),
        }  # fmt: skip


def weighted_means(values: Array, domain: SurveyDesign) -> tuple[Array, Array]:
    """Weighted mean of each column and its linearised standard error; a column's missing values leave its domain.

    Parameters
    ----------
    values : (domain.n, m)
    """
    known = np.isfinite(values)
    weight = domain.weights[domain.member][:, None] * known
    filled = np.where(known, values, 0.0)
    with np.errstate(invalid="ignore"):
        total = weight.sum(axis=0)
        means = (weight * filled).sum(axis=0) / total
        influence = weight * (filled - means) / total
    totals = psu_totals(np.nan_to_num(influence).T, domain.psu[domain.member], len(domain.sampling.stratum))
    variance = np.diag(covariance(totals, domain.sampling, domain.psu_present))
    return means, np.where(np.isfinite(means), np.sqrt(variance), np.nan)


def _missing(kinds: "pd.Series[int]") -> dict[str, int]:
    return {kind: int(kinds.get(kind, 0)) for kind in MISSING_KINDS if kind != NOT_ELIGIBLE}
