"""Identify the version of a table by digests of its columns, and detect when a file was revised.

The digest of a column is the SHA-256, cut to 16 hexadecimal digits, of its values as lines of UTF-8 text in the order
of persons (of drugs in ``RXQ_DRUG``; several records of a person in the order of the file). Numbers have 12 significant
digits, text is stripped, and a missing value is an empty line.
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
    """Comparison of a table as read with the catalog.

    Attributes
    ----------
    table
        The catalogued table.
    rows
        Rows read.
    digests
        Digest of each column read, by name in capitals.
    changed
        Columns whose values differ from the catalogued ones.
    unknown
        Columns without a digest in the catalog, which cannot be compared.
    """

    table: Table
    rows: int
    digests: Mapping[str, str]
    changed: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def revised(self) -> bool:
        """Return whether rows or values differ from the catalogued ones."""
        return bool(self.changed) or self.rows != self.table.rows

    @property
    def notice(self) -> str | None:
        """Return one line that says how the table differs from the catalogued version, or None."""
        parts = []
        if self.revised:
            columns = f"; the values of {', '.join(self.changed)} differ" if self.changed else ""
            parts.append(
                f"not the catalogued version ({self.rows} rows instead of {self.table.rows}{columns})"
            )
        if self.unknown:
            parts.append(f"no digest of {', '.join(self.unknown)} in the catalog")
        return f"{self.table.name}: {'; '.join(parts)}" if parts else None


def column_digest(values: pd.Series, key: pd.Series) -> str:
    """Return the digest of the values of a column.

    Parameters
    ----------
    values, key
        (n,) each; rows are ordered by `key`, and keep their order where keys are equal.
    """
    codes, distinct = pd.factorize(values)
    lines = np.array([_line(value) for value in distinct] + [""], dtype=object)
    order = np.argsort(key.to_numpy(), kind="stable")
    text = "\n".join(lines[codes[order]])
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def frame_digests(frame: pd.DataFrame, key: str) -> dict[str, str]:
    """Return the digests of all columns of a frame, by name in capitals; rows are ordered by the column `key`."""
    return {str(name).upper(): column_digest(frame[name], frame[key]) for name in frame}


def check(table: Table, frame: pd.DataFrame, *, strict: bool = False) -> TableCheck:
    """Compare a table as read with the catalog.

    Parameters
    ----------
    frame
        Columns of the table as `read_table` returns them, including its key.
    strict
        Whether a revised table is an error. Otherwise it may be used, and `TableCheck.notice` must be displayed.

    Raises
    ------
    ReadError
        There are fewer rows than catalogued, as in an incomplete file; or, if `strict`, there is any difference.
    """
    file = Path(table.relative_path).name
    assert_whole(table, len(frame), f" Delete {file} from the raw folder and fetch it again.")
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
        raise ReadError(
            f"{result.notice}. Fetch the catalogued version, or renew the catalog (`make catalog`)."
        )
    return result


def assert_whole(table: Table, rows: int, advice: str = "") -> None:
    """Check that a table has at least the catalogued number of rows; `advice` ends the error message.

    Raises
    ------
    ReadError
        There are fewer rows. Revisions add rows or change values, so that a shorter file is incomplete.
    """
    if rows < table.rows:
        raise ReadError(
            f"{table.name} is truncated: it has {rows} of {table.rows} catalogued rows. If rows were withdrawn, "
            f"correct the number in data/tables.csv.{advice}"
        )


def write_digests(
    raw_dir: Path, columns_by_table: Mapping[str, Iterable[str]], target: Path = PACKAGED
) -> None:
    """Write the digests of the catalog from raw tables, after columns were added or a table was revised.

    Parameters
    ----------
    raw_dir
        Raw folder with all tables, laid out as at CDC.
    columns_by_table
        Columns that the study reads, by table; the key is added.
    target
        File to write.

    Raises
    ------
    AnalysisError
        A table is unknown or unreadable, or its number of rows differs from ``data/tables.csv``.
    """
    lines = []
    for name in sorted(columns_by_table):
        if name not in catalog.tables():
            raise ReadError(f"{name} is not in the catalog. Add it to data/tables.csv first.")
        table = catalog.tables()[name]
        columns = sorted({table.key, *(column.upper() for column in columns_by_table[name])})
        frame = read_table(raw_dir / table.relative_path, columns, persons=table.persons)
        if len(frame) != table.rows:
            raise ReadError(
                f"{name} has {len(frame)} rows, but data/tables.csv has {table.rows}. Correct data/tables.csv."
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
