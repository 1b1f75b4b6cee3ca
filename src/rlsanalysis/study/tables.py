"""Build, write and read the tables of results; `schema.csv` defines their columns, types and keys."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from rlsanalysis.survey.errors import AnalysisError

RUN = "rlsanalysis run"
FIRST = 1
"""The first format of a results folder."""
Type = Literal["text", "integer", "number"]
_DTYPES: Mapping[Type, Literal["str", "Int64", "float64"]] = {
    "text": "str",
    "integer": "Int64",
    "number": "float64",
}


@dataclass(frozen=True)
class ResultColumn:
    """A column of a table of results; `since` is the format of a results folder that first had it."""

    name: str
    type: Type
    key: bool
    since: int
    meaning: str


@cache
def schema() -> Mapping[str, tuple[ResultColumn, ...]]:
    """Return the columns of every table of results, by the name of the table."""
    found: dict[str, list[ResultColumn]] = {}
    text = (files(__package__) / "schema.csv").read_text(encoding="utf-8")
    for line in csv.DictReader(text.splitlines()):
        column = ResultColumn(
            line["column"],
            line["type"],  # type: ignore[arg-type]
            line["key"] == "yes",
            int(line["since"] or FIRST),
            line["meaning"],
        )
        found.setdefault(line["file"], []).append(column)
    return {name: tuple(columns) for name, columns in found.items()}


def keys(name: str) -> list[str]:
    """Return the names of the columns that identify a row of a table."""
    return [c.name for c in schema()[name] if c.key]


def is_later(name: str) -> bool:
    """Return whether a folder of the first format lacks a table."""
    return all(column.since > FIRST for column in schema()[name])


def table(name: str, rows: Iterable[Mapping[str, Any]], source: str = "") -> pd.DataFrame:
    """Return rows as a data frame with all columns of the schema; values that a row lacks are missing.

    Parameters
    ----------
    name : name of the table.
    rows : mappings of columns to values.
    source : name of the data (`Study.label`), which stands in every row.

    Raises
    ------
    AnalysisError
        A row has a column that is not in the schema, or two rows have the same key.
    """
    columns = schema()[name]
    frame = pd.DataFrame(list(rows))
    unknown = [str(c) for c in frame if c not in {column.name for column in columns}]
    if unknown:
        raise AnalysisError(
            f"The schema of {name} has no column {', '.join(unknown)}. Declare it in study/schema.csv."
        )
    frame = frame.reindex(columns=[c.name for c in columns]).assign(source=source)
    for column in columns:
        values = frame[column.name]
        frame[column.name] = (
            values.astype(object).fillna("").astype(str)
            if column.type == "text"
            else values.astype(_DTYPES[column.type])
        )
    if frame.duplicated(keys(name)).any():
        first = frame.loc[frame.duplicated(keys(name)), keys(name)].iloc[0]
        raise AnalysisError(
            f"{name} has two rows with the key {', '.join(map(str, first))}; a key must be unique."
        )
    return frame


def write(frame: pd.DataFrame, path: Path) -> None:
    """Write a data frame as CSV with ten significant digits; an old file is replaced once the new one is complete."""
    write_text(frame.to_csv(index=False, float_format="%.10g", lineterminator="\n"), path)


def write_text(text: str, path: Path) -> None:
    """Write a text file; an old file is replaced once the new one is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)


def check_folder(folder: Path) -> None:
    """Check that a folder can be written to, which need not exist.

    Raises
    ------
    AnalysisError
        It, or a folder that contains it, is a file.
    """
    for path in (folder, *folder.parents):
        if path.exists():
            if not path.is_dir():
                raise AnalysisError(f"{path} is a file, but a folder is needed. Name another one.")
            return


def existing(path: Path) -> Path:
    """Return the path of a file that a run writes.

    Raises
    ------
    AnalysisError
        The file does not exist.
    """
    if not path.exists():
        raise AnalysisError(
            f"{path} does not exist. Run the study first: {RUN}. Or name another folder of results."
        )
    return path


def read(name: str, folder: Path) -> pd.DataFrame:
    """Read a table of results with the types of the schema; a column that is later than the file is missing.

    Raises
    ------
    AnalysisError
        The file does not exist or does not match the schema.
    """
    path = existing(folder / f"{name}.csv")
    columns = schema()[name]
    dtypes = {c.name: _DTYPES[c.type] for c in columns}
    try:
        frame = pd.read_csv(
            path,
            dtype=dtypes,
            keep_default_na=False,
            na_values={c.name: [""] for c in columns if c.type != "text"},
        )
    except ValueError as error:
        raise AnalysisError(
            f"{path} cannot be read as a table of results of this version ({error}). Run the study again: {RUN}."
        ) from error
    earlier = {c.name for c in columns if c.since == FIRST}
    there = set(map(str, frame))
    different = sorted((earlier - there) | (there - set(dtypes)))
    if different:
        raise AnalysisError(
            f"{path} does not have the columns of this version (different: {', '.join(different)}). "
            f"Run the study again: {RUN}."
        )
    return frame.reindex(columns=list(dtypes)).astype(dtypes)
