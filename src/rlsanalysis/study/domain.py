"""Restrict an analysis to a domain: a subpopulation of a cohort, given as a query or as a mask.

The participants outside a domain stay in the survey design, so that standard errors are those of a subpopulation.
"""

import ast
from dataclasses import dataclass

import pandas as pd

from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.variables.cohort import Cohort


@dataclass(frozen=True)
class Domain:
    """A subpopulation.

    Attributes
    ----------
    label : description for the results: the query, or the name of the mask.
    inside : whether a participant belongs to it, indexed as the cohort's `everyone`.
    variables : ids of the declared variables that define it; they count for the survey weight.
    """

    label: str
    inside: "pd.Series[bool]"
    variables: tuple[str, ...] = ()


def domain_of(cohort: Cohort, domain: "str | pd.Series[bool]", releases: tuple[str, ...]) -> Domain:
    """Evaluate a domain on the releases that are pooled.

    Parameters
    ----------
    cohort : from `load_cohort`.
    domain : a query in the syntax of `pandas.DataFrame.query` on the columns of `cohort.everyone`, or a boolean Series
        with the index of `cohort.frame` or `cohort.everyone`.
    releases : letters of the pooled releases.

    Raises
    ------
    AnalysisError
        The query is not valid or is not a condition; the mask is not boolean, has missing values, or does not cover
        the participants of the releases; no participant belongs to the domain.
    """
    people = cohort.pool(releases)
    found = _queried(cohort, domain, people) if isinstance(domain, str) else _masked(domain, people)
    if not found.inside.any():
        raise AnalysisError(
            f"The domain {found.label!r} has no participants in release {', '.join(releases)}."
        )
    return found


def _queried(cohort: Cohort, query: str, people: pd.DataFrame) -> Domain:
    try:
        names = {node.id for node in ast.walk(ast.parse(query, mode="eval")) if isinstance(node, ast.Name)}
        inside = people.eval(query)
    except Exception as error:
        raise AnalysisError(
            f"The domain {query!r} cannot be evaluated: {error}. It must be a condition on columns of cohort.everyone, "
            "as in pandas.DataFrame.query: 'age >= 50 and female == 1'."
        ) from error
    used = tuple(name for name in cohort.variables if name in names)
    known = people[list(used)].notna().all(axis=1)
    return Domain(query, _boolean(query, inside, people) & known, used)


def _masked(mask: "pd.Series[bool]", people: pd.DataFrame) -> Domain:
    if not isinstance(mask, pd.Series):
        raise AnalysisError(
            f"The domain is of type {type(mask).__name__}. Give a query, or a boolean Series with the index of "
            "cohort.frame."
        )
    label = f"mask {mask.name}" if mask.name is not None else "mask"
    missing = people.index.difference(mask.index)
    if len(missing) or not mask.index.is_unique:
        raise AnalysisError(
            f"The index of the domain ({label}) must be that of cohort.frame: {len(missing):,} participants are not "
            "in it or occur more than once."
        )
    return Domain(label, _boolean(label, mask.loc[people.index], people))


def _boolean(label: str, values: object, people: pd.DataFrame) -> "pd.Series[bool]":
    if not isinstance(values, pd.Series) or not pd.api.types.is_bool_dtype(values) or values.isna().any():
        raise AnalysisError(
            f"The domain {label!r} must be True or False for every participant, without missing values."
        )
    return pd.Series(values.to_numpy(dtype=bool), index=people.index)
