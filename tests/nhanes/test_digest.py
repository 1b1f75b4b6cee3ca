import hashlib
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.nhanes import catalog, digest
from rlsanalysis.nhanes.digest import check, column_digest, frame_digests, write_digests
from rlsanalysis.nhanes.read import ReadError, read_table
from rlsanalysis.survey.errors import AnalysisError

KEY = pd.Series([3, 1, 2])
VALUES = pd.Series([0.1, np.nan, 120000.0])


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def test_digest_is_of_lines_of_text_in_the_order_of_the_key():
    assert column_digest(VALUES, KEY) == sha("\n120000\n0.1")
    assert column_digest(pd.Series(["é ", None, "b"]), KEY) == sha("\nb\né")


def test_digest_survives_another_row_order_and_the_last_bits_of_a_number():
    shuffled = [1, 2, 0]
    assert column_digest(VALUES[shuffled], KEY[shuffled]) == column_digest(VALUES, KEY)
    assert column_digest(VALUES.map(lambda x: np.nextafter(x, 1e9)), KEY) == column_digest(VALUES, KEY)


def test_records_of_a_person_stay_in_the_order_of_the_file():
    person = pd.Series([2, 1] * 500)
    record = pd.Series(range(1000))
    lines = [str(number) for number in (*range(1, 1000, 2), *range(0, 1000, 2))]
    assert column_digest(record, person) == sha("\n".join(lines))


@pytest.mark.parametrize("value", [0.1000001, np.nan, -0.1, 0.0])
def test_digest_notices_one_changed_value(value):
    assert column_digest(VALUES.where(KEY != 3, value), KEY) != column_digest(VALUES, KEY)


def test_digest_notices_values_exchanged_between_people_and_between_records():
    values = pd.Series(["x", "y", "z"])
    assert column_digest(values, KEY) != column_digest(values[::-1], KEY[::-1][::-1])
    same = pd.Series([1, 1, 2])
    assert column_digest(values, same) != column_digest(pd.Series(["y", "x", "z"]), same)


@pytest.fixture
def catalogued(monkeypatch):
    """FERTIN_D as a table of three people with known digests, and those people."""
    frame = pd.DataFrame({"SEQN": [1, 2, 3], "LBXFER": [20.0, 50.0, 75.0]})
    digests = {"FERTIN_D": frame_digests(frame, "SEQN")}
    monkeypatch.setattr(catalog, "digests", lambda: digests)
    return replace(catalog.table("FERTIN", "D"), rows=3), frame


def test_catalogued_values_pass_without_a_notice(catalogued):
    table, frame = catalogued
    result = check(table, frame.rename(columns=str.lower).rename(columns={"seqn": "SEQN"}), strict=True)
    assert not result.revised
    assert result.notice is None
    assert result.rows == 3
    assert result.digests["LBXFER"] == sha("20\n50\n75")


def test_changed_value_is_named_and_an_error_only_if_strict(catalogued):
    table, frame = catalogued
    frame.loc[1, "LBXFER"] = 51.0
    assert check(table, frame).notice == (
        "FERTIN_D: not the catalogued version (3 rows instead of 3; the values of LBXFER differ)"
    )
    with pytest.raises(AnalysisError, match=r"FERTIN_D.*LBXFER differ.*make catalog"):
        check(table, frame, strict=True)


def test_more_rows_are_a_revision(catalogued):
    table, frame = catalogued
    result = check(table, pd.concat([frame, pd.DataFrame({"SEQN": [4], "LBXFER": [9.0]})]))
    assert result.revised
    assert "(4 rows instead of 3; the values of SEQN, LBXFER differ)" in result.notice


def test_fewer_rows_are_an_incomplete_file_and_always_refused(catalogued):
    table, frame = catalogued
    with pytest.raises(ReadError, match="FERTIN_D is truncated: it has 2 of 3 catalogued rows"):
        check(table, frame[:2])


def test_column_without_a_digest_is_named_in_the_notice(catalogued):
    table, frame = catalogued
    result = check(table, frame.assign(LBDFERSI=1.0))
    assert not result.revised
    assert result.notice == "FERTIN_D: no digest of LBDFERSI in the catalog"


def test_digests_are_written_for_the_columns_asked_and_the_key(tmp_path, write_xport, monkeypatch):
    table = replace(catalog.table("FERTIN", "D"), rows=2)
    monkeypatch.setattr(catalog, "tables", lambda: {"FERTIN_D": table})
    write_xport(tmp_path / table.relative_path, pd.DataFrame({"SEQN": [1.0, 2.0], "LBXFER": [5.5, np.nan]}))
    target = tmp_path / "digests.csv"
    write_digests(tmp_path, {"FERTIN_D": ["lbxfer"]}, target)
    values, key = sha("5.5\n"), sha("1\n2")
    expected = ["table,column,digest", f"FERTIN_D,LBXFER,{values}", f"FERTIN_D,SEQN,{key}"]
    assert target.read_text().splitlines() == expected

    monkeypatch.setattr(catalog, "tables", lambda: {"FERTIN_D": replace(table, rows=1)})
    with pytest.raises(AnalysisError, match=r"FERTIN_D has 2 rows, but data/tables\.csv has 1"):
        write_digests(tmp_path, {"FERTIN_D": ["LBXFER"]}, target)
    with pytest.raises(AnalysisError, match="FERTIN_Z is not in the catalog"):
        write_digests(tmp_path, {"FERTIN_Z": ["LBXFER"]}, target)


def test_catalogued_digests_are_those_of_the_real_tables_in_another_encoding(shared):
    for name, digests in catalog.digests().items():
        revised = shared / "nhanes" / "current" / f"{name}.parquet"
        path = revised if revised.exists() else shared / "nhanes" / "tables" / f"{name}.parquet"
        if not path.is_file():
            pytest.skip("the real tables are not beside the repository (../shared/nhanes)")
        table = catalog.tables()[name]
        frame = pd.read_parquet(path).rename(columns=str.upper)[list(digests)]
        assert frame[table.key].is_unique == (table.unit != "record"), name
        assert digest.check(table, frame).notice is None


def test_catalogued_digests_are_those_of_the_real_transport_files(real_tables):
    for name in ("DEMO_D", "FERTIN_D", "VITB12_H", "PAQIAF_D", "P_FETIB", "RXQ_DRUG"):
        table = catalog.tables()[name]
        frame = read_table(
            real_tables / table.relative_path, list(catalog.digests()[name]), persons=table.persons
        )
        assert check(table, frame, strict=True).notice is None
