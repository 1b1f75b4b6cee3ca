"""Two folders of results, compared by key."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.study.diff import compare
from rlsanalysis.study.tables import read, schema, write
from rlsanalysis.survey.errors import AnalysisError

KEY = "treated/ckd/{}/full/firth/all"


@pytest.fixture
def folders(demonstration, tmp_path) -> tuple[Path, Path]:
    """The results of the demonstration, twice."""
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
        for file in schema():
            shutil.copy(demonstration.results / f"{file}.csv", tmp_path / name)
    return tmp_path / "before", tmp_path / "after"


def changed(folder: Path, name: str, change) -> None:
    write(change(read(name, folder)), folder / f"{name}.csv")


def test_equal_results_have_no_difference(folders):
    assert compare(*folders).empty


def test_what_moved_is_named_with_both_values(folders):
    def move(frame: pd.DataFrame) -> pd.DataFrame:
        row = frame.index[
            (frame["outcome"] == "treated") & (frame["exposure"] == "ckd") & (frame["headline"] == "yes")
        ]
        frame.loc[row, ["n", "status", "conf_high"]] = [7, "odd", np.inf]
        return frame

    before = read("estimates", folders[0])
    row = before[
        (before["outcome"] == "treated") & (before["exposure"] == "ckd") & (before["headline"] == "yes")
    ].iloc[0]
    changed(folders[1], "estimates", move)
    found = compare(*folders).set_index("column")
    assert set(found["key"]) == {KEY.format(row["level"])}
    assert set(found["change"]) == {"moved"}
    assert set(found["file"]) == {"estimates"}
    assert found.loc["n", ["before", "after"]].tolist() == [str(row["n"]), "7"]
    assert found.loc["status", ["before", "after"]].tolist() == [row["status"], "odd"]
    assert found.loc["conf_high", "after"] == "inf"
    assert len(found) == 3


@pytest.mark.parametrize(("factor", "moved"), [(1 + 1e-7, 0), (1 + 1e-5, 1)])
def test_a_number_has_moved_from_one_part_in_a_million(folders, factor, moved):
    def scale(frame: pd.DataFrame) -> pd.DataFrame:
        frame.loc[3, "percent"] *= factor
        return frame

    changed(folders[1], "prevalence", scale)
    assert len(compare(*folders)) == moved


def test_a_number_that_came_or_went_has_moved(folders):
    def lose(frame: pd.DataFrame) -> pd.DataFrame:
        frame.loc[3, "percent"] = np.nan
        return frame

    changed(folders[1], "prevalence", lose)
    assert compare(*folders)["change"].tolist() == ["moved"]
    assert compare(*folders[::-1])["change"].tolist() == ["moved"]


def test_rows_that_came_or_went_are_new_or_gone(folders):
    changed(folders[1], "tests", lambda frame: frame.drop(index=[0, 5]))
    found = compare(*folders)
    assert found["change"].tolist() == ["gone", "gone"]
    assert set(found["file"]) == {"tests"}
    assert compare(*folders[::-1])["change"].tolist() == ["new", "new"]


def test_order_does_not_matter(folders):
    changed(folders[1], "flow", lambda frame: frame.iloc[::-1])
    assert compare(*folders).empty


def test_a_folder_without_results_is_refused(folders, tmp_path):
    with pytest.raises(AnalysisError, match="does not exist"):
        compare(folders[0], tmp_path)


def test_a_column_that_an_older_folder_lacks_is_read_as_missing_and_not_compared(folders):
    later = [c.name for c in schema()["estimates"] if c.since > 1]
    path = folders[0] / "estimates.csv"
    pd.read_csv(path, dtype=str, keep_default_na=False).drop(columns=later).to_csv(path, index=False)
    frame = read("estimates", folders[0])
    assert list(frame) == [c.name for c in schema()["estimates"]]
    assert {"difference", "e_value"} <= {*later}
    assert frame[later].isna().all(axis=None)
    assert compare(*folders).empty
    pd.read_csv(path, dtype=str).drop(columns="odds_ratio").to_csv(path, index=False)
    with pytest.raises(
        AnalysisError, match=r"does not have the columns of this version .different: odds_ratio"
    ):
        read("estimates", folders[0])


def test_rows_of_a_table_that_an_older_version_lacks_are_new(folders):
    before, after = folders
    rows = read("indications", after)
    (before / "indications.csv").unlink()
    found = compare(before, after)
    assert set(found["change"]) == {"new"}
    assert found["key"].tolist() == [f"{row.outcome}/{row.drug}" for row in rows.itertuples()]
    assert set(compare(after, before)["change"]) == {"gone"}
