"""Provide the standard derivations, such as cutoffs, categories and scaling, for use in declarations.

A derivation is a function of a frame with one row per person. Its source is the name of a column, or a function that
computes a quantity (such as eGFR). A column that is absent is an error and never counts as missing values.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

Derivation = Callable[[pd.DataFrame], "pd.Series[float]"]
Source = str | Derivation


def _of(source: Source) -> Derivation:
    return (lambda people: people[source]) if isinstance(source, str) else source


def known(values: "pd.Series[bool]", *sources: "pd.Series[float]") -> "pd.Series[float]":
    """Return true and false as 1 and 0, missing where any source is missing."""
    result = values.astype(float)
    for source in sources:
        result = result.where(source.notna())
    return result


def recoded(name: str, values: Mapping[float, float]) -> Derivation:
    """Map codes to values (0 or 1, or the position of a level); other codes are missing."""
    return lambda people: people[name].map(values)


def any_yes(*names: str) -> Derivation:
    """Derive 1 if any of the columns is 1, 0 if all of them are 0, and missing otherwise."""

    def derive(people: pd.DataFrame) -> "pd.Series[float]":
        answers = people[list(names)]
        any_is, none_is = (answers == 1).any(axis=1), (answers == 0).all(axis=1)
        return pd.Series(np.select([any_is, none_is], [1, 0], np.nan), index=people.index)

    return derive


def settled(name: str, values: Mapping[float, float], otherwise: Derivation) -> Derivation:
    """Derive the value implied by a screening column, otherwise the value of a follow-up column.

    Parameters
    ----------
    name : screening column.
    values : values of the screening column that settle the result, and the result.
    otherwise : derivation for its other values.

    Missing if the screening column is missing.
    """

    def derive(people: pd.DataFrame) -> "pd.Series[float]":
        earlier = people[name]
        later = otherwise(people).where(earlier.notna() & ~earlier.isin(list(values)))
        return earlier.map(values).fillna(later)

    return derive


def below(source: Source, cut: float) -> Derivation:
    """Derive 1 below the cutoff, 0 at or above it."""
    measure = _of(source)
    return lambda people: known((values := measure(people)) < cut, values)


def at_most(source: Source, cut: float) -> Derivation:
    """Derive 1 at or below the cutoff, 0 above it."""
    measure = _of(source)
    return lambda people: known((values := measure(people)) <= cut, values)


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
    """Derive the quantity, or the code, itself."""
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
