"""The standard kinds of derivation: what most factors need, so that their declaration is enough."""

from collections.abc import Callable, Mapping

import pandas as pd

Derivation = Callable[[pd.DataFrame], "pd.Series[float]"]


def known(values: "pd.Series[bool]", *sources: "pd.Series[float]") -> "pd.Series[float]":
    """True/False as 1/0, missing where any source is missing."""
    result = values.astype(float)
    for source in sources:
        result = result.where(source.notna())
    return result


def recoded(column: str, values: Mapping[float, float]) -> Derivation:
    """Give each code its value (0/1, or the position of a level); codes not listed are missing."""
    return lambda people: people[column].map(values)


def yes(column: str) -> Derivation:
    """1 where the answer is yes (code 1), 0 where it is no (code 2)."""
    return recoded(column, {1: 1, 2: 0})


def below(column: str, cut: float) -> Derivation:
    """1 below the cut-point, 0 at or above it."""
    return lambda people: known(people[column] < cut, people[column])


def at_least(column: str, cut: float) -> Derivation:
    """1 at or above the cut-point, 0 below it."""
    return lambda people: known(people[column] >= cut, people[column])


def scaled(column: str, per: float) -> Derivation:
    """The measurement in steps of `per`; negative `per` counts downwards."""
    return lambda people: people[column] / per
