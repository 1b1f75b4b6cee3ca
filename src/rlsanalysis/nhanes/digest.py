"""Recognise a table by the values of its columns, whatever it was encoded in, and notice when CDC revised it.

A column's digest is the SHA-256, cut to 16 hexadecimal digits, of its values as lines of UTF-8 text, ordered
by person (by drug in ``RXQ_DRUG``; a person's records in the order of the file): numbers with 12 significant
digits, text stripped, missing as an empty line.
"""

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.catalog import Table
from rlsanalysis.nhanes.read import ReadError, read_table

DIGITS = 16
PACKAGED = Path(__file__).parent / "data" / "digests.csv"


@dataclass(frozen=True)
class TableCheck:
    """What was read of a table, beside what the catalog says of it.

    Attributes
    ----------
    table
        The catalogued table.
    rows
        Rows read.
    digests
        Digest of each column read, by its name in capitals.
    changed
        Columns whose values are not the catalogued ones.
    unknown
        Columns of which the catalog holds no digest, so that nothing vouches for them.
    """

    table: Table
    rows: int
    digests: Mapping[str, str]
    changed: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def revised(self) -> bool:
        """Whether rows or values differ from the catalogued ones."""
        return bool(self.changed) or self.rows != self.table.rows

    @property
    def notice(self) -> str | None:
        """One line for people if the table is not the catalogued one, else None."""
        parts = []
        if self.revised:
            columns = f"; values of {', '.join(self.changed)} differ" if self.changed else ""
            parts.append(
                f"not the version catalogued: {self.rows} rows, catalogued {self.table.rows}{columns}"
            )
        if self.unknown:
            parts.append(f"no catalogued digest of {', '.join(self.unknown)}")
        return f"{self.table.name}: {'; '.join(parts)}" if parts else None


def column_digest(values: pd.Series, key: pd.Series) -> str:
    """Digest of a column's values.

    Parameters
    ----------
    values, key
        Same length; rows are ordered by `key`, equal keys as they stand.
    """
    codes, distinct = pd.factorize(values)
    lines = np.array([_line(value) for value in distinct] + [""], dtype=object)
    order = np.argsort(key.to_numpy(), kind="stable")
    text = "\n".join(lines[codes[order]])
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def frame_digests(frame: pd.DataFrame, key: str) -> dict[str, str]:
    """Digests of all columns of a frame, by name in capitals, ordered by its column `key`."""
    return {str(name).upper(): column_digest(frame[name], frame[key]) for name in frame}


def check(table: Table, frame: pd.DataFrame, *, strict: bool = False) -> TableCheck:
    """Compare what was read of a table with the catalog.

    Parameters
    ----------
    frame
        Columns of the table as `read_table` returns them, its key among them.
    strict
        Whether a revised table is an error. Otherwise it may be used, and `TableCheck.notice` must be shown.

    Raises
    ------
    ReadError
        Fewer rows than catalogued, which is how half a file looks; or, if `strict`, any difference.
    """
    file = Path(table.relative_path).name
    assert_whole(table, len(frame), f": delete {file} in the raw folder and fetch it again")
    expected = catalog.digests().get(table.name, {})
    found = frame_digests(frame, table.key)
    result = TableCheck(
        table,
        len(frame),
        found,
        changed=tuple(name for name in found if name in expected and found[name] != expected[name]),
        unknown=tuple(name for name in found if name not in expected),
    )
    if strict and result.notice:
        raise ReadError(f"{result.notice}; fetch the catalogued version or renew the catalog (make catalog)")
    return result


def assert_whole(table: Table, rows: int, advice: str = "") -> None:
    """Refuse a table with fewer rows than catalogued; the message ends with the advice.

    Raises
    ------
    ReadError
        CDC's corrections add rows or change values; a file that lost rows broke off on its way.
    """
    if rows < table.rows:
        raise ReadError(
            f"{table.name} is truncated: {rows} of the {table.rows} rows that the catalog expects "
            f"(if CDC withdrew rows, the catalog's data/tables.csv needs the new number){advice}"
        )


def write_digests(
    raw_dir: Path, columns_by_table: Mapping[str, Iterable[str]], target: Path = PACKAGED
) -> None:
    """Write the catalog's digests anew from raw tables, after columns were added or CDC revised a table.

    Parameters
    ----------
    raw_dir
        Raw folder in CDC's layout, with all the tables.
    columns_by_table
        Names of the columns that the study reads, by table; the key is added to each.
    target
        The file to write.

    Raises
    ------
    AnalysisError
        A table is unknown or unreadable, or has another number of rows than ``data/tables.csv`` says.
    """
    lines = []
    for name in sorted(columns_by_table):
        if name not in catalog.tables():
            raise ReadError(f"{name} is not in the catalog: add it to data/tables.csv first")
        table = catalog.tables()[name]
        columns = sorted({table.key, *(column.upper() for column in columns_by_table[name])})
        frame = read_table(raw_dir / table.relative_path, columns, persons=table.persons)
        if len(frame) != table.rows:
            raise ReadError(
                f"{name} has {len(frame)} rows: put that number into data/tables.csv ({table.rows})"
            )
        lines += [(name, column, digest) for column, digest in frame_digests(frame, table.key).items()]
    with target.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["table", "column", "digest"])
        writer.writerows(lines)


def _line(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    return f"{value:.12g}"
