"""Provide the standard derivations, such as cutoffs, categories and scaling, for use in declarations.

A derivation is a function of the decoded columns, one row per person. Its source is the name of a column, or a function
that computes a quantity (such as eGFR).
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from rlsanalysis.variables.columns import Column

Derivation = Callable[[pd.DataFrame], "pd.Series[float]"]
Source = str | Derivation


def column(people: pd.DataFrame, name: str) -> "pd.Series[float]":
    """Return a decoded column; all missing where the survey cycle does not have it."""
    return people[name] if name in people else pd.Series(np.nan, people.index)


def _of(source: Source) -> Derivation:
    return (lambda people: column(people, source)) if isinstance(source, str) else source


def known(values: "pd.Series[bool]", *sources: "pd.Series[float]") -> "pd.Series[float]":
    """Return true and false as 1 and 0, missing where any source is missing."""
    result = values.astype(float)
    for source in sources:
        result = result.where(source.notna())
    return result


def recoded(name: str, values: Mapping[float, float]) -> Derivation:
    """Map codes to values (0 or 1, or the position of a level); other codes are missing."""
    return lambda people: column(people, name).map(values)


def yes(name: str) -> Derivation:
    """Derive 1 for yes (code 1) and 0 for no (code 2)."""
    return recoded(name, {1: 1, 2: 0})


def any_yes(*columns: Column) -> Derivation:
    """Derive 1 if any answer is yes (code 1), 0 if every question asked in the survey cycle is no (code 2)."""

    def derive(people: pd.DataFrame) -> "pd.Series[float]":
        any_is = pd.Series(data=False, index=people.index)
        all_are_no = ~any_is
        for question in columns:
            answer = column(people, question.name)
            any_is |= answer == 1
            all_are_no &= (answer == 2) | ~people["release"].isin(list(question.source))
        return pd.Series(np.select([any_is, all_are_no], [1, 0], np.nan), index=people.index)

    return derive


def settled(name: str, values: Mapping[float, float], otherwise: Derivation) -> Derivation:
    """Derive the value implied by a screening question, otherwise the value of the follow-up question.

    Parameters
    ----------
    name : column of the screening question.
    values : answers that settle the value, and the value.
    otherwise : derivation for the other answers.

    Missing if the screening answer is missing.
    """

    def derive(people: pd.DataFrame) -> "pd.Series[float]":
        earlier = column(people, name)
        later = otherwise(people).where(earlier.notna() & ~earlier.isin(list(values)))
        return earlier.map(values).fillna(later)

    return derive


def below(source: Source, cut: float) -> Derivation:
    """Derive 1 below the cutoff, 0 at or above it."""
    measure = _of(source)
    return lambda people: known((values := measure(people)) < cut, values)


def at_least(source: Source, cut: float) -> Derivation:
    """Derive 1 at or above the cutoff, 0 below it."""
    measure = _of(source)
    return lambda people: known((values := measure(people)) >= cut, values)


def banded(source: Source, cuts: Sequence[float], *, highest_first: bool = False) -> Derivation:
    """Derive the position of the category between ascending cutoffs; a value on a cutoff is in the upper one."""
    measure = _of(source)

    def derive(people: pd.DataFrame) -> "pd.Series[float]":
        values = measure(people)
        band = pd.Series(np.searchsorted(cuts, values, side="right"), values.index, dtype=float)
        return (len(cuts) - band if highest_first else band).where(values.notna())

    return derive


def as_measured(source: Source) -> Derivation:
    """Derive the quantity itself."""
    return _of(source)


def scaled(source: Source, per: float) -> Derivation:
    """Derive the quantity in units of `per`; a negative `per` reverses the direction."""
    measure = _of(source)
    return lambda people: measure(people) / per


def doublings(source: Source) -> Derivation:
    """Derive the binary logarithm, so that one unit is a doubling."""
    measure = _of(source)
    return lambda people: pd.Series(np.log2(measure(people)), index=people.index)


def halvings(source: Source) -> Derivation:
    """Derive the negative binary logarithm, so that one unit is a halving."""
    measure = _of(source)
    return lambda people: pd.Series(-np.log2(measure(people)), index=people.index)


def converted(source: Source, by_release: Mapping[str, tuple[float, float]]) -> Derivation:
    """Convert an assay to one scale by a line (slope, intercept) per survey cycle; other cycles stay as measured."""
    measure = _of(source)
    slope = {release: line[0] for release, line in by_release.items()}
    intercept = {release: line[1] for release, line in by_release.items()}

    def derive(people: pd.DataFrame) -> "pd.Series[float]":
        release = people["release"].astype(str)
        return measure(people) * release.map(slope).fillna(1.0) + release.map(intercept).fillna(0.0)

    return derive
