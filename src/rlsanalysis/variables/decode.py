"""Decode raw values: account for every code, keep the kinds of missing separate, and apply the derivations."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from rlsanalysis.study.records.missing import (
    BLANK,
    DONT_KNOW,
    NO_RECORD,
    NOT_ELIGIBLE,
    NOT_MEASURED,
    REFUSED,
    UNDETERMINED,
)
from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.variables.columns import Column
from rlsanalysis.variables.declare import Variable

_NOISE = 1e-12  # relative; some files store 259.21 as 259.21000000000004
KINDS = ("", UNDETERMINED, BLANK, NO_RECORD, DONT_KNOW, REFUSED, NOT_ELIGIBLE, NOT_MEASURED)
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}


def decode(column: Column, raw: pd.Series, table: str) -> tuple[pd.Series, "pd.Series[int]"]:
    """Separate raw values into known values and kinds of missing.

    Parameters
    ----------
    column : declaration of the column.
    raw : (n,) raw values.
    table : name of the raw table, for the error message.

    Returns
    -------
    values : float, NaN where missing (free columns are returned as they are).
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
            f"{table}: the column {column.name} contains undeclared values: {found}"
            f"{' and more' if len(odd) > 5 else ''}. Look them up in the codebook and declare their meaning."
        )
    return raw.where(missing == 0), missing


def kind_of_missing(
    values: "pd.Series[float]", missing: Iterable["pd.Series[int]"], eligible: "pd.Series[bool]"
) -> "pd.Categorical[str]":
    """Return why derived values are missing: the first of refused, don't know, no record, blank among the columns.

    Parameters
    ----------
    values : (n,) derived values.
    missing : (n,) kinds of missing of each source column, as positions in `KINDS`.
    eligible : (n,) who is in the population of the variable.

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
    """Return the kind of missing for people of a survey cycle without the variable or its file."""
    return pd.Categorical.from_codes(np.full(people, _RANK[NOT_MEASURED]), pd.Index(KINDS))


def derive(variable: Variable, people: pd.DataFrame, rows: pd.DataFrame | None = None) -> "pd.Series[float]":
    """Derive a variable.

    Parameters
    ----------
    variable : its declaration.
    people : decoded columns, one row per person.
    rows : prepared rows of the variable's table with several rows per person, if it has one.

    Returns
    -------
    (n,) float: 0 or 1 for a binary variable, the position of the level for a categorical one; NaN outside the
    population.

    Raises
    ------
    AnalysisError
        The derivation returns a value that is not one of the declared levels.
    """
    values = variable.derive(people) if variable.rows is None else variable.derive(people, rows)
    values = pd.Series(values, index=people.index, dtype=float)
    allowed: Iterable[int] = range(2 if variable.kind == "binary" else len(variable.levels))
    if variable.kind != "continuous" and not values.dropna().isin(list(allowed)).all():
        raise AnalysisError(
            f"{variable.id}: the derivation returns a value that is not one of the levels. Correct its `derive`."
        )
    eligible = pd.Series(data=False, index=people.index)
    for release, group in people.groupby("release", observed=True):
        population = variable.eligible(str(release))
        if population is not None:
            eligible[group.index] = population.mask(group)
    return values.where(eligible)
