"""Compare two folders of results by key: changed, new and removed rows."""

from collections.abc import Collection
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rlsanalysis.study.tables import keys, read, schema, table

RELATIVE = 1e-6


def compare(before: Path, after: Path) -> pd.DataFrame:
    """List the differences between two folders of results.

    Returns
    -------
    DataFrame
        One row per difference: `file`, `key` (its parts separated by `/`), `change` (moved, new or gone) and, for a
        moved value, `column`, `before` and `after`. Numbers that agree to one part in a million have not moved. All
        rows of a table that one of the folders lacks, as one of an older version does, are new or gone. A column that
        one of them lacks is not compared.

    Raises
    ------
    AnalysisError
        A folder has no estimates, and so is not a folder of results.
    """
    differences = [
        _differences(name, _rows(name, before), _rows(name, after), _columns(name, before, after))
        for name in schema()
    ]
    return pd.concat(differences, ignore_index=True)


def _rows(name: str, folder: Path) -> pd.DataFrame:
    """Read a table; it is empty if the folder has estimates but lacks this table."""
    if name != "estimates" and not (folder / f"{name}.csv").exists():
        return table(name, ())
    return read(name, folder)


def _columns(name: str, *folders: Path) -> set[str]:
    """Return the columns of a table that all of the folders with this table have."""
    paths = [folder / f"{name}.csv" for folder in folders]
    of_each = [{*map(str, pd.read_csv(path, nrows=0))} for path in paths if path.exists()]
    return set.intersection(*of_each) if of_each else set()


def _differences(
    name: str, before: pd.DataFrame, after: pd.DataFrame, compared: Collection[str]
) -> pd.DataFrame:
    left, right = (frame.set_index(_key(name, frame)).drop(columns=keys(name)) for frame in (before, after))
    gone, new = left.index.difference(right.index, sort=False), right.index.difference(left.index, sort=False)
    parts = [pd.DataFrame({"key": gone, "change": "gone"}), pd.DataFrame({"key": new, "change": "new"})]
    common = left.index.intersection(right.index, sort=False)
    for column in schema()[name]:
        if column.key or column.name not in compared:
            continue
        a, b = left.loc[common, column.name], right.loc[common, column.name]
        moved = (a != b) if column.type == "text" else pd.Series(~_close(a, b), index=common)
        parts.append(
            pd.DataFrame(
                {
                    "key": common[moved],
                    "change": "moved",
                    "column": column.name,
                    "before": a[moved].astype(str),
                    "after": b[moved].astype(str),
                }
            )
        )
    return (
        pd.concat(parts, ignore_index=True)
        .assign(file=name)
        .reindex(columns=["file", "key", "change", "column", "before", "after"])
    )


def _key(name: str, frame: pd.DataFrame) -> pd.Index:
    parts = (frame[key].astype(str) for key in keys(name))
    return pd.Index(["/".join(cells) for cells in zip(*parts, strict=True)], name="key")


def _close(a: pd.Series, b: pd.Series) -> NDArray[np.bool_]:
    left, right = (values.to_numpy(float, na_value=np.nan) for values in (a, b))
    return np.asarray(np.isclose(left, right, rtol=RELATIVE, atol=0, equal_nan=True))
