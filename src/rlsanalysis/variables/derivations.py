"""The standard kinds of derivation: what most factors need, so that their declaration is enough.

A kind takes the name of a decoded column, or a function of people that computes a quantity (an eGFR, say).
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from rlsanalysis.variables.declare import Column

Derivation = Callable[[pd.DataFrame], "pd.Series[float]"]
Source = str | Derivation


def column(people: pd.DataFrame, name: str) -> "pd.Series[float]":
    """Return a decoded column; missing throughout where the release does not have it."""
    return people[name] if name in people else pd.Series(np.nan, people.index)


def _of(source: Source) -> Derivation:
    return (lambda people: column(people, source)) if isinstance(source, str) else source


def known(values: "pd.Series[bool]", *sources: "pd.Series[float]") -> "pd.Series[float]":
    """True/False as 1/0, missing where any source is missing."""
    result = values.astype(float)
    for source in sources:
        result = result.where(source.notna())
    return result


def recoded(name: str, values: Mapping[float, float]) -> Derivation:
    """Give each code its value (0/1, or the position of a level); codes not listed are missing."""
    return lambda people: column(people, name).map(values)


def yes(name: str) -> Derivation:
    """1 where the answer is yes (code 1), 0 where it is no (code 2)."""
    return recoded(name, {1: 1, 2: 0})


def any_yes(*columns: Column) -> Derivation:
    """1 where any answer is yes (code 1); 0 where every one that the release asks is no (code 2)."""

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
    """Give the value that an earlier answer implies; where the answer implies none, that of a later question.

    Missing where the earlier answer is missing, whatever was answered later.
    """

    def derive(people: pd.DataFrame) -> "pd.Series[float]":
        earlier = column(people, name)
        later = otherwise(people).where(earlier.notna() & ~earlier.isin(list(values)))
        return earlier.map(values).fillna(later)

    return derive


def below(source: Source, cut: float) -> Derivation:
    """1 below the cut-point, 0 at or above it."""
    measure = _of(source)
    return lambda people: known((values := measure(people)) < cut, values)


def at_least(source: Source, cut: float) -> Derivation:
    """1 at or above the cut-point, 0 below it."""
    measure = _of(source)
    return lambda people: known((values := measure(people)) >= cut, values)


def banded(source: Source, cuts: Sequence[float], *, highest_first: bool = False) -> Derivation:
    """Position of the band between ascending cut-points; a value on a cut-point is in the upper band."""
    measure = _of(source)

    def derive(people: pd.DataFrame) -> "pd.Series[float]":
        values = measure(people)
        band = pd.Series(np.searchsorted(cuts, values, side="right"), values.index, dtype=float)
        return (len(cuts) - band if highest_first else band).where(values.notna())

    return derive


def as_measured(source: Source) -> Derivation:
    """Return the quantity itself."""
    return _of(source)


def scaled(source: Source, per: float) -> Derivation:
    """Return the quantity in steps of `per`; negative `per` counts downwards."""
    measure = _of(source)
    return lambda people: measure(people) / per


def doublings(source: Source) -> Derivation:
    """Binary logarithm: one more is twice as much."""
    measure = _of(source)
    return lambda people: pd.Series(np.log2(measure(people)), index=people.index)


def halvings(source: Source) -> Derivation:
    """Negative binary logarithm: one more is half as much."""
    measure = _of(source)
    return lambda people: pd.Series(-np.log2(measure(people)), index=people.index)


def converted(source: Source, by_release: Mapping[str, tuple[float, float]]) -> Derivation:
    """Bring assays to one scale by a line a release (slope, intercept); other releases stay as measured."""
    measure = _of(source)
    slope = {release: line[0] for release, line in by_release.items()}
    intercept = {release: line[1] for release, line in by_release.items()}

    def derive(people: pd.DataFrame) -> "pd.Series[float]":
        release = people["release"].astype(str)
        return measure(people) * release.map(slope).fillna(1.0) + release.map(intercept).fillna(0.0)

    return derive
