"""Check that the tables of a results folder are those that its record describes."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from rlsanalysis.study.tables import RUN, existing, read
from rlsanalysis.survey.errors import AnalysisError


def digest(path: Path) -> str:
    """Return the SHA-256 of a text file, whatever its line ends."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def check_digests(record: Path, digests: Mapping[str, str]) -> None:
    """Check that no table was changed after the run.

    Parameters
    ----------
    record : path of `provenance.json`, next to the tables.
    digests : recorded digests, by the name of the table.

    Raises
    ------
    AnalysisError
        A table is missing or differs from the one that the run wrote.
    """
    for name, recorded in digests.items():
        path = existing(record.with_name(f"{name}.csv"))
        if digest(path) != recorded:
            raise AnalysisError(
                f"{path} is not the file that the run wrote: its digest differs from that in {record.name}. Restore "
                f"it, or run the study again: {RUN}."
            )


def recorded_table(name: str, record: Path, source: str, rows: int | None) -> pd.DataFrame:
    """Read a table and check that it belongs to the run.

    Parameters
    ----------
    name : name of the table.
    record : path of `provenance.json`, next to the table.
    source : name of the data in every row.
    rows : recorded number of rows; None if there is no record of this table.

    Raises
    ------
    AnalysisError
        The table is missing or does not match the schema, or its number of rows or its source is not the recorded one.
    """
    frame, path = read(name, record.parent), record.with_name(f"{name}.csv")
    if len(frame) != rows:
        raise AnalysisError(
            f"{path} has {len(frame):,} rows, but {record.name} lists {rows}. Run the study again: {RUN}."
        )
    if other := sorted(set(frame["source"]) - {source}):
        raise AnalysisError(
            f"{path} has the source {', '.join(other)}, but the study has {source}. "
            f"Run the study again: {RUN}."
        )
    return frame
