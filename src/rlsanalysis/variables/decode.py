"""From CDC's codes to values: every code is accounted for, and each kind of missing is kept apart."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.variables.declare import (
    BLANK, DONT_KNOW, NO_RECORD, NOT_ELIGIBLE, REFUSED, UNDETERMINED, Column, Variable,
)  # fmt: skip

KNOWN = ""
_NOISE = 1e-12  # relative: files written by other hands hold 259.21 as 259.21000000000004
_FIRST_OF = (REFUSED, DONT_KNOW, NO_RECORD, BLANK)


def decode(column: Column, raw: pd.Series, table: str) -> tuple[pd.Series, pd.Series]:
    """Split raw values into known values and kinds of missing.

    Returns
    -------
    values : float, NaN where missing (free columns: as they are).
    missing : kind of missing, "" where the value is known.

    Raises
    ------
    AnalysisError
        A value is neither a declared code nor within the documented limits.
    """
    missing = pd.Series(np.where(raw.isna(), BLANK, KNOWN), index=raw.index, dtype=object)
    if column.free:
        return raw, missing
    for code, kind in column.missing.items():
        missing[raw == code] = kind
    accounted = raw.isna() | raw.isin([*column.codes, *column.missing])
    if column.limits is not None:
        low, high = column.limits
        accounted |= raw.between(low - abs(low) * _NOISE, high + abs(high) * _NOISE)
    if not accounted.all():
        odd = raw[~accounted].value_counts().sort_index()
        found = ", ".join(f"{value:g} ({count} rows)" for value, count in odd.head(5).items())
        raise AnalysisError(
            f"{table}: {column.name} holds undeclared values: {found}{' and more' if len(odd) > 5 else ''}. "
            "Look them up in CDC's codebook and declare what they mean."
        )
    return raw.where(missing == KNOWN), missing


def kind_of_missing(
    variable: Variable, release: str, values: pd.Series, missing: pd.DataFrame, eligible: "pd.Series[bool]"
) -> pd.Series:
    """Why a derived value is missing: the first of refused, don't know, no record, blank among its columns.

    `missing` has the kinds of its columns; returns "" where the value is known.
    """
    kind = pd.Series(np.where(values.isna(), UNDETERMINED, KNOWN), index=values.index, dtype=object)
    names = [c.name for c in variable.columns_in(release) if c.name in missing]
    for candidate in reversed(_FIRST_OF):
        kind[values.isna() & (missing[names] == candidate).any(axis=1)] = candidate
    kind[~eligible] = NOT_ELIGIBLE
    return kind


def derive(variable: Variable, people: pd.DataFrame, rows: pd.DataFrame | None = None) -> "pd.Series[float]":
    """Derived values of people, NaN outside the population (float; binary 0/1, categorical the level's position).

    Raises
    ------
    AnalysisError
        The derivation gives a value that is none of the declared levels.
    """
    values = variable.derive(people) if variable.rows is None else variable.derive(people, rows)
    values = pd.Series(values, index=people.index, dtype=float)
    allowed: Iterable[int] = range(2 if variable.kind == "binary" else len(variable.levels))
    if variable.kind != "continuous" and not values.dropna().isin(list(allowed)).all():
        raise AnalysisError(
            f"{variable.id}: the derivation gives a value that is none of its levels. Mend derive()."
        )
    eligible = pd.Series(data=False, index=people.index)
    for release, group in people.groupby("release", observed=True):
        population = variable.eligible(str(release))
        if population is not None:
            eligible[group.index] = population.mask(group)
    return values.where(eligible)
