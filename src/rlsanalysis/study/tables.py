"""The results schema (`schema.csv`), and frames that obey it: columns in order, types, one row a key."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from rlsanalysis.survey.errors import AnalysisError

Type = Literal["text", "integer", "number"]
SAID = {"demo": "SYNTHETIC", "nhanes": "NHANES"}
_DTYPES: Mapping[Type, Literal["str", "Int64", "float64"]] = {
    "text": "str",
    "integer": "Int64",
    "number": "float64",
}


@dataclass(frozen=True)
class ResultColumn:
    """One column of one file of results."""

    name: str
    type: Type
    key: bool
    meaning: str


@cache
def schema() -> Mapping[str, tuple[ResultColumn, ...]]:
    """Columns of every file of results, by the file's name without ending."""
    found: dict[str, list[ResultColumn]] = {}
    text = (files(__package__) / "schema.csv").read_text(encoding="utf-8")
    for line in csv.DictReader(text.splitlines()):
        column = ResultColumn(line["column"], line["type"], line["key"] == "yes", line["meaning"])  # type: ignore[arg-type]
        found.setdefault(line["file"], []).append(column)
    return {name: tuple(columns) for name, columns in found.items()}


def keys(name: str) -> list[str]:
    """Columns that identify a row of a file."""
    return [c.name for c in schema()[name] if c.key]


def table(name: str, rows: Iterable[Mapping[str, Any]], source: str) -> pd.DataFrame:
    """Rows as a frame of the schema; what a row does not hold is empty, and each row says what people it is of.

    Parameters
    ----------
    name : file of results.
    rows : mappings of columns to values.
    source : `demo` (synthetic people) or `nhanes`.

    Raises
    ------
    AnalysisError
        A column that the schema does not know, or two rows with the same key.
    """
    columns = schema()[name]
    frame = pd.DataFrame(list(rows))
    strange = [str(c) for c in frame if c not in {column.name for column in columns}]
    if strange:
        raise AnalysisError(
            f"{name}: the schema has no column {', '.join(strange)}. Declare it in study/schema.csv."
        )
    frame = frame.reindex(columns=[c.name for c in columns]).assign(source=SAID[source])
    for column in columns:
        values = frame[column.name]
        frame[column.name] = (
            values.astype(object).fillna("").astype(str)
            if column.type == "text"
            else values.astype(_DTYPES[column.type])
        )
    if frame.duplicated(keys(name)).any():
        first = frame.loc[frame.duplicated(keys(name)), keys(name)].iloc[0]
        raise AnalysisError(f"{name}: two rows for {', '.join(map(str, first))}. A key must be unique.")
    return frame


def write(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame as CSV, numbers with ten significant digits; the old file stays until the new one is whole."""
    write_text(frame.to_csv(index=False, float_format="%.10g", lineterminator="\n"), path)


def write_text(text: str, path: Path) -> None:
    """Write a text; the old file stays until the new one is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)


def existing(path: Path) -> Path:
    """A file of results, which a run must have written."""
    if not path.exists():
        raise AnalysisError(
            f"{path} is not there. Run the study first: rlsanalysis run --source demo (or nhanes)."
        )
    return path


def read(name: str, folder: Path) -> pd.DataFrame:
    """Read a file of results with the types of the schema.

    Raises
    ------
    AnalysisError
        The file is not there, or is not of this schema.
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
            f"{path} is not a file of results of this version: {error}. Run the study again."
        ) from error
    odd = sorted(set(map(str, frame)) ^ set(dtypes))
    if odd:
        raise AnalysisError(
            f"{path} has other columns than this version writes ({', '.join(odd)}): run the study again."
        )
    return frame[list(dtypes)]
