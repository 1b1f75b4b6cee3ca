"""Estimate the distribution of continuous variables among cases and non-cases, in the bins of the plan."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.descriptives import PEOPLE, described
from rlsanalysis.study.records import Bins, Variable
from rlsanalysis.survey import SurveyDesign

Row = dict[str, Any]


def distribution_rows(cohort: Cohort, outcome: str, variables: Sequence[Variable]) -> Iterator[Row]:
    """Yield the rows of `distributions` for an outcome, over the pooled releases.

    Samples and weights are those of `descriptives`. The denominator of a percentage is the cases (or non-cases) with a
    value; it is missing if there are none. No individual value is disclosed.
    """
    study = cohort.study
    for _, together, design in described(cohort, outcome, cohort.releases, variables):
        for variable in (v for v in together if v.id in study.bins):
            for people in ("cases", "others"):
                domain = design and design.domain(design.frame[outcome].isin(PEOPLE[people]))
                releases = " ".join(variable.known_in(cohort.releases))
                key = {"outcome": outcome, "people": people, "releases": releases}
                yield from (key | row for row in _rows(domain, study.bins[variable.id]))


def _rows(domain: SurveyDesign | None, bins: Bins) -> Iterator[Row]:
    """Yield one row per bin, for the participants of the domain with a value."""
    limits = [-np.inf, *bins.edges, np.inf]
    values, weight = np.empty(0), np.empty(0)
    if domain is not None:
        values = domain.frame.loc[domain.member, bins.variable].to_numpy(dtype=float)
        known = np.isfinite(values)
        values, weight = values[known], domain.weights[domain.member][known]
    counts, _ = np.histogram(values, limits)
    weights, _ = np.histogram(values, limits, weights=weight)
    total = weights.sum()
    for k, (low, high) in enumerate(pairwise(limits)):
        yield {
            "variable": bins.variable,
            "bin": k + 1,
            "low": low,
            "high": high,
            "n": int(counts[k]),
            "percent": 100 * weights[k] / total if total > 0 else None,
        }
