"""Restrict an analysis to a domain: a subpopulation of a cohort, given as a query or as a mask.

The participants outside a domain stay in the survey design, so that standard errors are those of a subpopulation.
"""

import ast
import hashlib
from dataclasses import dataclass

import pandas as pd

from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.names import known_name
from rlsanalysis.survey.arguments import type_name
from rlsanalysis.survey.errors import AnalysisError

_MOST_VALUES = 4
_DIGITS = 8


@dataclass(frozen=True)
class Domain:
    """A subpopulation.

    Attributes
    ----------
    label : description for the results: the query, with uniform spaces; or of a mask its own name if it has one, how
        many of the eligible people it selects, and a digest of who they are.
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
        with the index of `cohort.frame` or `cohort.everyone`. The name of a Series describes it in the results, except
        that of a column: `cohort.frame["female"] == 0` inherits the name `female`, which says nothing about whom it
        selects.
    releases : letters of the pooled releases.

    Raises
    ------
    AnalysisError
        The query is not valid or is not a condition; the mask is not boolean, has missing values, or does not cover
        the participants of the releases; no participant belongs to the domain.
    """
    people = cohort.pool(releases)
    found = _queried(cohort, domain, people) if isinstance(domain, str) else _masked(cohort, domain, people)
    if not found.inside.any():
        raise AnalysisError(
            f"The domain {found.label!r} has no participants in release {', '.join(releases)}."
        )
    return found


def _queried(cohort: Cohort, query: str, people: pd.DataFrame) -> Domain:
    query = query.strip()
    try:
        condition = ast.parse(query, mode="eval")
        names = _check_columns(condition, cohort, people)
        _check_values(condition, cohort, people)
        inside = people.eval(query)
    except Exception as error:
        reason = str(error).rstrip(".")
        raise AnalysisError(
            f"The domain {query!r} cannot be evaluated: {reason}. It must be a condition on columns of "
            "cohort.everyone, as in pandas.DataFrame.query: 'age >= 50 and female == 1'."
        ) from error
    used = tuple(name for name in cohort.variables if name in names)
    known = people[list(used)].notna().all(axis=1)
    return Domain(ast.unparse(condition), _boolean(query, inside, people) & known, used)


def _check_columns(condition: ast.Expression, cohort: Cohort, people: pd.DataFrame) -> set[str]:
    """Return the columns that a condition names; functions such as `abs` are none."""
    functions = {id(node.func) for node in ast.walk(condition) if isinstance(node, ast.Call)}
    named = {n.id for n in ast.walk(condition) if isinstance(n, ast.Name) and id(n) not in functions}
    return {known_name("column", name, map(str, people), cohort.study) for name in sorted(named)}


def _check_values(condition: ast.Expression, cohort: Cohort, people: pd.DataFrame) -> None:
    """Check that a condition compares categorical variables with their levels, and numbers with numbers."""
    for comparison in (node for node in ast.walk(condition) if isinstance(node, ast.Compare)):
        sides = [comparison.left, *comparison.comparators]
        constants = [
            part.value
            for side in sides
            for part in (side.elts if isinstance(side, ast.List | ast.Tuple | ast.Set) else [side])
            if isinstance(part, ast.Constant)
        ]
        for name in (side.id for side in sides if isinstance(side, ast.Name)):
            for value in constants:
                _check_value(name, value, cohort, people[name])


def _check_value(name: str, value: object, cohort: Cohort, column: pd.Series) -> None:
    levels = cohort.variables[name].levels if name in cohort.variables else ()
    if isinstance(column.dtype, pd.CategoricalDtype) and value not in levels:
        choices = ", ".join(map(repr, levels))
        raise AnalysisError(f"{value!r} is not a level of {name}. Its levels are {choices}")
    if isinstance(value, str) and pd.api.types.is_numeric_dtype(column):
        coded = [f"{code} ({level})" for code, level in enumerate(levels)]
        found = coded or [f"{number:g}" for number in sorted(column.dropna().unique())]
        values = f". Its values are {' and '.join(found)}" if len(found) <= _MOST_VALUES else ""
        raise AnalysisError(f"{name} is a number, so that it cannot be compared with {value!r}{values}")


def _masked(cohort: Cohort, mask: "pd.Series[bool]", people: pd.DataFrame) -> Domain:
    if not isinstance(mask, pd.Series):
        raise AnalysisError(
            f"The domain is of type {type_name(mask)}. Give a query such as 'age >= 50', or a boolean pandas Series "
            "with the index of cohort.frame. For one value per row of cohort.frame, in its order, this is "
            "pd.Series(list(mask), index=cohort.frame.index)."
        )
    name = "" if mask.name is None or mask.name in people else str(mask.name).replace(";", ",")
    label = f"mask {name}".strip()
    missing = people.index.difference(mask.index)
    if len(missing) or not mask.index.is_unique:
        raise AnalysisError(
            f"The index of the domain ({label}) must be that of cohort.frame: {len(missing):,} participants are not "
            "in it or occur more than once."
        )
    inside = _boolean(label, mask.loc[people.index], people)
    return Domain(_described(cohort, name, inside, people), inside)


def _described(cohort: Cohort, name: str, inside: "pd.Series[bool]", people: pd.DataFrame) -> str:
    """Describe a mask: `mask over 80 [120 of 4,500 adults, 3f2a9c1b]`, with a digest of those whom it selects."""
    eligible = cohort.sampling.population.mask(people)
    selected = people.loc[inside & eligible, ["release", "seqn"]].astype({"seqn": int})
    rows = selected.sort_values(["release", "seqn"]).to_csv(index=False)
    digest = hashlib.sha256(rows.encode()).hexdigest()[:_DIGITS]
    counted = f"[{len(selected):,} of {eligible.sum():,} {cohort.study.unit.people}, {digest}]"
    return " ".join(filter(None, ("mask", name, counted)))


def _boolean(label: str, values: object, people: pd.DataFrame) -> "pd.Series[bool]":
    if not isinstance(values, pd.Series) or not pd.api.types.is_bool_dtype(values) or values.isna().any():
        raise AnalysisError(
            f"The domain {label!r} must be True or False for every participant, without missing values."
        )
    return pd.Series(values.to_numpy(dtype=bool), index=people.index)
