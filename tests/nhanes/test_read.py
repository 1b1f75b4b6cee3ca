import numpy as np
import pandas as pd
import pytest

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.read import ReadError, read_table

PEOPLE = pd.DataFrame(
    {
        "SEQN": [11.0, 12.0, 13.0],
        "WTMEC2YR": [0.0, 25000.5, 1.0],
        "MCQ160a": [1.0, np.nan, 9.0],
        "DRUG": ["  CAFE ", "   ", "IRON"],
    }
)


@pytest.fixture
def people(tmp_path, write_xport):
    return write_xport(tmp_path / "DEMO_D.xpt", PEOPLE)


def test_zero_of_the_transport_format_is_zero(people):
    """pandas keeps it as 5.4e-79, so that `weight > 0` would keep people who were not examined."""
    assert (pd.read_sas(people, format="xport", encoding="latin-1")["WTMEC2YR"] > 0).all()
    assert read_table(people, ["WTMEC2YR"])["WTMEC2YR"].tolist() == [0.0, 25000.5, 1.0]


def test_zero_that_another_reader_wrote_back_is_zero(tmp_path, write_xport):
    frame = pd.DataFrame(
        {"SEQN": [1.0, 2.0, 3.0], "W": [5.397605346934028e-79, -5.397605346934028e-79, 1e-60]}
    )
    values = read_table(write_xport(tmp_path / "DEMO_D.xpt", frame), ["W"])["W"]
    assert values.tolist()[:2] == [0.0, 0.0]
    assert values[2] == pytest.approx(1e-60)


def test_columns_are_matched_without_case_and_named_as_asked(people):
    frame = read_table(people, ["wtmec2yr", "MCQ160A", "SEQN"])
    assert list(frame) == ["wtmec2yr", "MCQ160A", "SEQN"]
    assert frame["SEQN"].tolist() == [11, 12, 13]
    assert frame["SEQN"].dtype == np.int64
    assert frame["MCQ160A"].isna().tolist() == [False, True, False]


def test_person_number_comes_along_for_people(people):
    assert list(read_table(people, ["DRUG"])) == ["SEQN", "DRUG"]
    assert list(read_table(people, ["DRUG"], persons=False)) == ["DRUG"]


def test_text_is_latin_1_stripped_and_missing_when_empty(people):
    people.write_bytes(people.read_bytes().replace(b"CAFE", b"CAF\xc9"))
    text = read_table(people, ["DRUG"])["DRUG"]
    assert text[0] == "CAFÉ"
    assert text.isna().tolist() == [False, True, False]


def test_absent_columns_are_all_named(people):
    with pytest.raises(ReadError, match=r"DEMO_D\.xpt has no column LBXFER, LBXTFR"):
        read_table(people, ["LBXFER", "DRUG", "LBXTFR"])


def test_repeated_person_is_refused_in_a_person_file_only(tmp_path, write_xport):
    path = write_xport(tmp_path / "DEMO_D.xpt", pd.DataFrame({"SEQN": [7.0, 8.0, 7.0, 7.0], "X": 1.0}))
    with pytest.raises(ReadError, match=r"DEMO_D\.xpt has 1 people with more than one row \(SEQN 7"):
        read_table(path, ["X"])
    assert read_table(path, ["SEQN", "X"], persons=False)["SEQN"].tolist() == [7, 8, 7, 7]


@pytest.mark.parametrize("number", [np.nan, 8.5])
def test_person_without_a_whole_number_is_refused(tmp_path, write_xport, number):
    path = write_xport(tmp_path / "DEMO_D.xpt", pd.DataFrame({"SEQN": [7.0, number], "X": 1.0}))
    with pytest.raises(ReadError, match="without a valid SEQN"):
        read_table(path, ["X"])


def test_absent_file_says_to_fetch_it(tmp_path):
    with pytest.raises(ReadError, match=r"DEMO_D\.xpt is not in .*Fetch it first"):
        read_table(tmp_path / "DEMO_D.xpt", ["X"])


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda _: b"<!DOCTYPE html><html>moved</html>", "is an HTML page, not a SAS transport file"),
        (lambda _: b"\n<HTML><body>moved", "is an HTML page"),
        (lambda _: b"SEQN,X\n1,2\n", "is not a SAS transport file"),
        (lambda _: b"", "is not a SAS transport file"),
        (lambda whole: whole[:-30], "is truncated: .* not a whole number of records"),
        (lambda whole: whole[:400], "is damaged"),
        (lambda whole: whole.replace(b"DEMO_D  ", b"DEMO_E  "), "contains another table, DEMO_E"),
    ],
)
def test_what_is_not_the_whole_table_is_refused_in_one_line(people, spoil, message):
    people.write_bytes(spoil(people.read_bytes()))
    with pytest.raises(ReadError, match=rf"DEMO_D\.xpt {message}.* Delete it") as caught:
        read_table(people, ["WTMEC2YR"])
    assert "\n" not in str(caught.value)


def test_unexamined_people_of_the_real_tables_have_weight_zero(real_tables):
    path = real_tables / catalog.table("DEMO", "D").relative_path
    weights = read_table(path, ["WTMEC2YR"])["WTMEC2YR"]
    assert (weights == 0).sum() == 398
    assert weights[weights > 0].min() > 100


def test_drugs_of_the_real_tables_are_read_as_text(real_tables):
    path = real_tables / catalog.table("RXQ_DRUG", "D").relative_path
    drugs = read_table(path, ["RXDDRGID", "RXDDRUG", "RXDDCI1A"], persons=False)
    assert drugs["RXDDRGID"].is_unique
    assert not drugs["RXDDRUG"].isna().any()
    assert drugs["RXDDRUG"].tolist() == drugs["RXDDRUG"].str.strip().tolist()
    assert "METFORMIN" in set(drugs["RXDDRUG"])
