"""The results schema, and frames that obey it."""

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.records import SYNTHETIC
from rlsanalysis.study.tables import keys, read, schema, table, write
from rlsanalysis.survey.errors import AnalysisError

ROW = {
    "outcome": "treated", "exposure": "ckd", "level": "yes", "set": "full", "method": "firth", "sample": "all",
    "n": 10, "cases": np.int64(2), "estimate": 0.1234567890123, "conf_high": np.inf, "conf_low": 0.0,
    "reason": "a, \"b\"\nc",
}  # fmt: skip

ESTIMATES = """
    outcome exposure level reference group role set method sample releases weight n cases n_exposed cases_exposed
    estimate std_error df odds_ratio conf_low conf_high statistic p_value q_value expected_exposed_cases detectable_or
    prevalence_without prevalence_with difference difference_low difference_high detection_ratio e_value e_value_limit
    status reason headline source
"""


def test_the_plan_s_columns_of_estimates_are_in_its_order():
    assert [c.name for c in schema()["estimates"]] == ESTIMATES.split()
    assert list(schema()) == [
        *("estimates", "tests", "prevalence", "descriptives", "flow"),
        *("curves", "curve_tests", "comparisons", "distributions", "indications"),
        *("specifications", "control_differences", "p_values"),
    ]


def test_every_column_says_what_it_means():
    assert all(c.meaning and c.type in ("text", "integer", "number") for cs in schema().values() for c in cs)
    assert all(keys(name) for name in schema())


def test_what_a_row_does_not_hold_is_empty():
    found = table("estimates", [ROW], SYNTHETIC)
    assert list(found) == [c.name for c in schema()["estimates"]]
    assert found.loc[0, ["n", "cases", "level", "group", "status"]].tolist() == [10, 2, "yes", "", ""]
    assert found[["n_exposed", "p_value", "q_value"]].isna().all(axis=None)
    assert found["n"].dtype == "Int64"


def test_every_row_says_whether_its_people_are_synthetic():
    assert {
        s: table("estimates", [ROW], nhanes_study(s).label)["source"].item() for s in ("demo", "nhanes")
    } == {
        "demo": "SYNTHETIC",
        "nhanes": "NHANES",
    }


def test_a_frame_without_rows_has_the_columns():
    found = table("tests", [], SYNTHETIC)
    assert list(found) == [c.name for c in schema()["tests"]]
    assert found.empty


def test_a_column_that_nobody_declared_is_refused():
    with pytest.raises(AnalysisError, match="The schema of estimates has no column weights"):
        table("estimates", [ROW | {"weights": 1}], SYNTHETIC)


def test_a_repeated_key_is_refused():
    with pytest.raises(AnalysisError, match="two rows with the key treated, ckd, yes, full, firth, all"):
        table("estimates", [ROW, ROW | {"n": 3}], SYNTHETIC)
    assert len(table("estimates", [ROW, ROW | {"level": "no"}], SYNTHETIC)) == 2


def test_what_was_written_is_read_again(tmp_path):
    frame = table("estimates", [ROW, ROW | {"level": "NA", "conf_high": np.nan, "n": None}], SYNTHETIC)
    write(frame, tmp_path / "new" / "estimates.csv")
    found = read("estimates", tmp_path / "new")
    assert found["estimate"].iloc[0] == pytest.approx(ROW["estimate"], rel=1e-9)
    pd.testing.assert_frame_equal(found.drop(columns="estimate"), frame.drop(columns="estimate"))


def test_reading_and_writing_again_changes_no_byte(tmp_path):
    write(table("estimates", [ROW], SYNTHETIC), tmp_path / "estimates.csv")
    before = (tmp_path / "estimates.csv").read_bytes()
    write(read("estimates", tmp_path), tmp_path / "estimates.csv")
    assert (tmp_path / "estimates.csv").read_bytes() == before
    assert list(tmp_path.iterdir()) == [tmp_path / "estimates.csv"]


def test_an_old_file_stays_when_the_new_one_cannot_be_written(tmp_path, monkeypatch):
    write(table("estimates", [ROW], SYNTHETIC), tmp_path / "estimates.csv")
    before = (tmp_path / "estimates.csv").read_bytes()

    def full_disk(path, text, **_):
        path.write_bytes(text[:10].encode())
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_text", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write(table("estimates", [ROW | {"n": 3}], SYNTHETIC), tmp_path / "estimates.csv")
    assert (tmp_path / "estimates.csv").read_bytes() == before


def test_an_absent_file_says_what_to_do(tmp_path):
    with pytest.raises(AnalysisError, match=r"estimates\.csv does not exist\. Run the study first"):
        read("estimates", tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("q_value", "fdr", r"does not have the columns of this version \(different: fdr, q_value\)"),
        (",10,2,", ",ten,2,", "cannot be read as a table of results of this version"),
    ],
)
def test_a_file_of_another_version_is_refused(tmp_path, old, new, told):
    write(table("estimates", [ROW], SYNTHETIC), tmp_path / "estimates.csv")
    text = (tmp_path / "estimates.csv").read_text()
    assert old in text
    (tmp_path / "estimates.csv").write_text(text.replace(old, new))
    with pytest.raises(AnalysisError, match=told):
        read("estimates", tmp_path)
