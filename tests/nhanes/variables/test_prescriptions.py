"""Prescriptions: what a row is, which drugs a declaration means, and that Multum Lexicon knows them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from rlsanalysis.definitions import drug_groups, medications
from rlsanalysis.definitions.drugs import Drugs
from rlsanalysis.definitions.prescriptions import at_least_rows, reason_starts
from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.bind import registry
from rlsanalysis.nhanes.build import read_release
from rlsanalysis.nhanes.sources.prescriptions import prepare

TABLES = Path(__file__).parents[4] / "shared" / "nhanes" / "tables"
DECLARED = [
    *(v.drugs for v in medications.DEFINITIONS if v.drugs),
    *(group for group in vars(drug_groups).values() if isinstance(group, Drugs)),
]


def real(name: str, columns: list[str] | None = None) -> pd.DataFrame:
    if not TABLES.is_dir():
        pytest.skip("the real tables are not beside the repository (../shared/nhanes/tables)")
    return pd.read_parquet(TABLES / f"{name}.parquet", columns=columns)


@pytest.fixture
def taken(multum):
    """Rows of one person who takes four drugs, two of unknown name, and of one who takes none."""
    rows = pd.DataFrame(
        {
            "seqn": [1, 1, 1, 1, 2],
            "rx_use": [1.0, 1.0, 1.0, 1.0, 2.0],
            "drug_name": ["BUPROPION", "99999", np.nan, "ROPINIROLE", np.nan],
            "drug_id": ["d00181", np.nan, np.nan, "d04215", np.nan],
            "days": [400.0, 30.0, np.nan, 365.0, np.nan],
            "reason1": ["F32", "F32", np.nan, "G20", np.nan],
            "reason2": ["E11.4", np.nan, np.nan, "M79.2", np.nan],
            "reason3": ["G43.P", np.nan, np.nan, "G25.81P", np.nan],
        }
    )
    return prepare(rows, multum)


def test_a_row_is_a_drug_taken(taken):
    assert taken["drug_name"].fillna("").tolist() == ["BUPROPION", "99999", "", "ROPINIROLE"]


def test_classes_are_found_at_any_position_and_level_and_an_unknown_drug_has_none(taken):
    assert taken["classes"].tolist() == [{105, 320, 242, 249, 76}, set(), set(), {57, 66, 276}]


def test_restless_legs_are_found_in_any_reason(taken):
    assert taken["for_rls"].tolist() == [False, False, False, True]


def test_the_days_that_a_drug_has_been_taken_are_kept(taken):
    assert taken["days"].fillna(0).tolist() == [400, 30, 0, 365]


def test_any_reason_counts_but_not_on_a_row_for_restless_legs(taken):
    assert reason_starts(taken, "F32").tolist() == [True, True, False, False]
    assert reason_starts(taken, "M79.2", "E11.4").tolist() == [True, False, False, False]
    assert reason_starts(taken, "G43").tolist() == [True, False, False, False]


def test_a_drug_without_name_is_never_the_one_asked_for(taken):
    anything = Drugs(tuple(range(600)), names=("99999", ""))
    assert anything.taken(taken).tolist() == [True, False, False, False]


def test_a_reason_is_matched_from_its_start(taken):
    assert not reason_starts(taken, "1.4", "32", "P").any()


def test_rows_without_reasons_are_for_nothing(multum):
    rows = pd.DataFrame({"seqn": [1], "rx_use": [1.0], "drug_name": ["LITHIUM"], "drug_id": ["d00061"]})
    rows["days"] = 30.0
    assert not prepare(rows, multum)["for_rls"].any()


def test_without_the_file_of_drugs_reasons_are_known_and_drugs_are_not_measured(tmp_path):
    demo = pd.DataFrame(
        {"SEQN": [1.0], "RIDAGEYR": [50.0], "RIAGENDR": [1.0], "SDMVSTRA": [1.0], "SDMVPSU": [1.0]}
    )
    rows = {"SEQN": 1.0, "RXDUSE": 1.0, "RXDDRUG": "ROPINIROLE", "RXDDRGID": "d04215", "RXDDAYS": 30.0}
    rows |= {"RXDRSC1": "G25.81", "RXDRSC2": "", "RXDRSC3": ""}
    for name, frame in {
        "DEMO_H": demo.assign(WTINT2YR=1.0, WTMEC2YR=1.0),
        "RXQ_RX_H": pd.DataFrame([rows]),
    }.items():
        path = tmp_path / catalog.tables()[name].relative_path
        path.parent.mkdir(parents=True, exist_ok=True)
        pyreadstat.write_xport(frame, path, table_name=name, file_format_version=5)
    asked = {name: registry()[name] for name in ("treated", "rx_ssri", "neuropathy_other_drug")}
    built = read_release("H", tmp_path, asked, catalogued=False)
    assert "RXQ_DRUG" in built.absent
    assert built.frame["treated"].tolist() == [1]
    assert built.missing[["rx_ssri", "neuropathy_other_drug"]].to_numpy().tolist() == [["not_measured"] * 2]


def test_those_who_did_not_answer_have_no_count(taken):
    people = pd.DataFrame({"seqn": [1, 2, 3], "rx_use": [1.0, 2.0, np.nan]})
    assert at_least_rows(people, taken, 3).tolist()[:2] == [1, 0]
    assert at_least_rows(people, taken, 4).tolist()[:2] == [0, 0]
    assert np.isnan(at_least_rows(people, taken, 3)[2])


@pytest.mark.parametrize(
    ("drugs", "words"),
    [
        (Drugs((249,), ingredients_too=True), "class 249, including combination products"),
        (Drugs((60, 191)), "classes 60, 191"),
        (Drugs((347,), names=("GABAPENTIN", "PREGABALIN")), "class 347; gabapentin, pregabalin"),
        (Drugs(containing=("METFORMIN",)), "any product containing metformin"),
        (Drugs((123,), without=("CETIRIZINE",)), "class 123, excluding cetirizine"),
    ],
)
def test_a_declaration_is_described_in_words(drugs, words):
    assert str(drugs) == words


@pytest.mark.real
def test_classes_of_test_drugs_are_those_of_multum(multum):
    theirs = real("RXQ_DRUG").rename(columns=str.lower).set_index("rxddrgid").loc[multum["drug_number"]]
    assert theirs["rxddrug"].tolist() == multum["drug_name"].tolist()
    for prefix in ("rxddci", "rxdici"):
        for (_, ours), (_, drug) in zip(
            multum.filter(like=prefix).iterrows(), theirs.filter(like=prefix).iterrows(), strict=True
        ):
            assert set(ours.dropna()) == set(drug.dropna())


@pytest.mark.real
def test_multum_knows_every_class_and_name_declared():
    theirs = real("RXQ_DRUG")
    classes = set(np.unique(theirs.filter(regex="RXD[DI]CI")).tolist())
    names = set(theirs["RXDDRUG"])
    ingredients = set(theirs["RXDDRUG"].str.split("; ").explode())
    for drugs in DECLARED:
        assert set(drugs.classes) <= classes
        assert set(drugs.names) <= names
        assert {*drugs.containing, *drugs.without} <= ingredients


@pytest.mark.real
@pytest.mark.parametrize("table", ["RXQ_RX_D", "RXQ_RX_I", "P_RXQ_RX"])
def test_cdc_counts_every_row_as_a_drug_also_one_of_unknown_name(table):
    rows = real(table, ["SEQN", "RXDUSE", "RXDDRUG", "RXDCOUNT"])
    taken = rows[rows["RXDUSE"] == 1]
    assert taken["RXDDRUG"].isin(["55555", "77777", "99999"]).any()
    counted = taken.groupby("SEQN")["RXDCOUNT"].agg(["size", "first"])
    assert (counted["size"] == counted["first"]).all()
