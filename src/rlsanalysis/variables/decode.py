"""From CDC's codes to values: every code is accounted for, and each kind of missing is kept apart."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.variables.declare import (
    BLANK,
    DONT_KNOW,
    NO_RECORD,
    NOT_ELIGIBLE,
    NOT_MEASURED,
    REFUSED,
    UNDETERMINED,
    Column,
    Variable,
)  # fmt: skip

_NOISE = 1e-12  # relative: files written by other hands hold 259.21 as 259.21000000000004
KINDS = ("", UNDETERMINED, BLANK, NO_RECORD, DONT_KNOW, REFUSED, NOT_ELIGIBLE, NOT_MEASURED)
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}


def decode(column: Column, raw: pd.Series, table: str) -> tuple[pd.Series, "pd.Series[int]"]:
    """Split raw values into known values and kinds of missing.

    Returns
    -------
    values : float, NaN where missing (free columns: as they are).
    missing : kind of missing as its position in `KINDS`, 0 where the value is known.

    Raises
    ------
    AnalysisError
        A value is neither a declared code nor within the documented limits.
    """
    missing: pd.Series[int] = pd.Series(np.where(raw.isna(), _RANK[BLANK], 0), index=raw.index, dtype="int8")
    if column.free:
        return raw, missing
    for code, kind in column.missing.items():
        missing[raw == code] = _RANK[kind]
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
    return raw.where(missing == 0), missing


def kind_of_missing(
    values: "pd.Series[float]", missing: Iterable["pd.Series[int]"], eligible: "pd.Series[bool]"
) -> "pd.Categorical[str]":
    """Why a derived value is missing: the first of refused, don't know, no record, blank among its columns.

    Parameters
    ----------
    values : derived values.
    missing : kinds of missing of each of its columns, as positions in `KINDS`.
    eligible : who is in the population.

    Returns
    -------
    Categorical of `KINDS`, "" where the value is known.
    """
    rank = np.full(len(values), _RANK[UNDETERMINED], dtype=np.int8)
    for column in missing:
        rank = np.maximum(rank, column.to_numpy(np.int8))
    rank[values.notna()] = 0
    rank[~eligible.to_numpy()] = _RANK[NOT_ELIGIBLE]
    return pd.Categorical.from_codes(rank, pd.Index(KINDS))


def not_measured(people: int) -> "pd.Categorical[str]":
    """The kind of missing of people whose release has no such variable, or whose file is absent."""
    return pd.Categorical.from_codes(np.full(people, _RANK[NOT_MEASURED]), pd.Index(KINDS))


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
