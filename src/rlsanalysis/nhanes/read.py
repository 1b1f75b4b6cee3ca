"""Read columns from SAS transport files, and refuse files that are incomplete or damaged."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyreadstat

from rlsanalysis.survey.errors import AnalysisError

RECORD = 80
MAGIC = b"HEADER RECORD*******LIB"
XPORT_ZERO = 1e-70


class ReadError(AnalysisError):
    """A raw file is absent, incomplete, or not the table that its name says."""


def read_table(path: Path | str, columns: Sequence[str], *, persons: bool = True) -> pd.DataFrame:
    """Read columns of a table.

    Numbers below 1e-70 in magnitude are the zero of the transport format and become 0. Text is Latin-1 and stripped;
    empty text is missing.

    Parameters
    ----------
    path
        SAS transport file named after its table, such as ``.../DEMO_D.xpt``.
    columns
        Names of the columns, matched without case; the result has the names as given here.
    persons
        Whether each row is a person. Then SEQN must be unique, and is always read, as the first column.

    Returns
    -------
    DataFrame
        Columns in the order of `columns`, rows in the order of the file; SEQN as int64.

    Raises
    ------
    ReadError
        The file is absent, damaged or another table; a column is absent; SEQN is missing or repeated.
    """
    path = Path(path)
    wanted = list(columns)
    if persons and "SEQN" not in wanted:
        wanted.insert(0, "SEQN")
    if not path.is_file():
        raise ReadError(f"{path.name} is not in {path.parent}. Fetch it first with `rlsanalysis fetch`.")
    try:
        present = {name.upper(): name for name in inspect(path)}
    except ReadError as error:
        raise ReadError(f"{error} Delete it from {path.parent} and fetch it again.") from error
    absent = [name for name in wanted if name.upper() not in present]
    if absent:
        raise ReadError(
            f"{path.name} has no column {', '.join(absent)}. Check that it is the published table."
        )
    used = [present[name.upper()] for name in wanted]
    frame, _ = pyreadstat.read_xport(path, usecols=used, encoding="LATIN1")
    frame = pd.DataFrame({name: _clean(frame[source]) for name, source in zip(wanted, used, strict=True)})
    if "SEQN" in frame:
        frame["SEQN"] = _person_number(frame["SEQN"], path.name)
    if persons:
        _assert_one_row_a_person(frame["SEQN"], path.name)
    return frame


def inspect(path: Path) -> list[str]:
    """Check that a file is the complete table that it is named after, and return the names of its columns.

    Raises
    ------
    ReadError
        The file is not a SAS transport file, is truncated or damaged, or is another table.
    """
    with path.open("rb") as handle:
        start = handle.read(1024)
    if not start.startswith(MAGIC):
        page = b"<html" in start.lower() or start.lstrip().lower().startswith(b"<!doctype")
        kind = "an HTML page, not a SAS transport file" if page else "not a SAS transport file"
        raise ReadError(f"{path.name} is {kind}. The address of the table may have changed.")
    if path.stat().st_size % RECORD:
        raise ReadError(
            f"{path.name} is truncated: {path.stat().st_size} bytes are not a whole number of records."
        )
    try:
        _, header = pyreadstat.read_xport(path, metadataonly=True)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as error:
        raise ReadError(f"{path.name} is damaged ({error}).") from error
    if (header.table_name or "").upper() != path.stem.upper():
        raise ReadError(f"{path.name} contains another table, {header.table_name}.")
    return list(header.column_names)


def _clean(column: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column.dtype):
        values = column.to_numpy(dtype=np.float64, copy=True)
        values[np.abs(values) < XPORT_ZERO] = 0.0
        return pd.Series(values, index=column.index)
    text = column.astype("str").str.strip()
    return text.mask(text == "")


def _person_number(column: pd.Series, where: str) -> npt.NDArray[np.int64]:
    values = column.to_numpy(dtype=np.float64)
    if not np.all(values == np.floor(values)):
        raise ReadError(f"{where} has rows without a valid SEQN. Delete it and fetch it again.")
    return values.astype(np.int64)


def _assert_one_row_a_person(number: pd.Series, where: str) -> None:
    repeated = number[number.duplicated()]
    if len(repeated):
        raise ReadError(
            f"{where} has {repeated.nunique()} people with more than one row (SEQN {repeated.iloc[0]}, ...), "
            "but one row per person is required."
        )
