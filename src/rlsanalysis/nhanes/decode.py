"""Decode raw values: account for every code, and keep the kinds of missing separate."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from rlsanalysis.nhanes.columns import Column
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

_NOISE = 1e-12  # relative; some files store 259.21 as 259.21000000000004
KINDS = ("", UNDETERMINED, BLANK, NO_RECORD, DONT_KNOW, REFUSED, NOT_ELIGIBLE, NOT_MEASURED)
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}


class Decoded(NamedTuple):
    """Raw values of a column, decoded.

    Attributes
    ----------
    known : (n,) float, NaN where missing (free columns are returned as they are).
    missing : (n,) kind of missing as its position in `KINDS`, 0 where the value is known.
    outside : a sentence about measured values outside the documented range, which are kept; empty if there are none.
    """

    known: pd.Series
    missing: "pd.Series[int]"
    outside: tuple[str, ...] = ()


def decode(column: Column, raw: pd.Series, cell: str) -> Decoded:
    """Separate raw values into known values and kinds of missing.

    Parameters
    ----------
    column : declaration of the column.
    raw : (n,) raw values.
    cell : table and name of the raw column (`FERTIN_D.LBXFER`), for messages.

    Raises
    ------
    AnalysisError
        A column of codes has a code that is not declared. A measured value outside the documented range is kept.
    """
    missing: pd.Series[int] = pd.Series(np.where(raw.isna(), _RANK[BLANK], 0), index=raw.index, dtype="int8")
    if column.free:
        return Decoded(raw, missing)
    for code, kind in column.missing.items():
        missing[raw == code] = _RANK[kind]
    others = raw[raw.notna() & ~raw.isin([*column.codes, *column.missing])]
    values = raw.where(missing == 0)
    if column.limits is not None:
        return Decoded(values, missing, tuple(_outside(others, *column.limits, cell)))
    if not others.empty:
        counts = others.value_counts().sort_index()
        found = ", ".join(f"{value:g} ({count} rows)" for value, count in counts.head(5).items())
        raise AnalysisError(
            f"{cell} contains codes that are not declared for the column {column.name}: {found}"
            f"{' and more' if len(counts) > 5 else ''}. Look them up in the codebook and declare their meaning."
        )
    return Decoded(values, missing)


def _outside(values: "pd.Series[float]", low: float, high: float, cell: str) -> Iterator[str]:
    """Describe the values outside the documented range, if there are any."""
    inside = values.between(low - abs(low) * _NOISE, high + abs(high) * _NOISE)
    found = values[~inside]
    if not found.empty:
        counted = "1 value" if len(found) == 1 else f"{len(found):,} values"
        least, most = found.min(), found.max()
        extent = f"{least:g}" if least == most else f"{least:g} to {most:g}"
        yield f"{cell}: {counted} outside the documented range {low:g} to {high:g} ({extent}), kept as measured."


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
