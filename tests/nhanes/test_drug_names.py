"""The drug names by which a reader may search are those that the variables count in the prescription files."""

import csv
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.definitions.groups import definitions
from rlsanalysis.nhanes.sources.prescriptions import COLUMNS, LOOKUP, prepare
from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.search import search_words

STUDY, DECLARED = nhanes_study(), definitions()

TABLES = Path(__file__).parents[3] / "shared" / "nhanes" / "tables"
PRESCRIPTIONS = ("RXQ_RX_D", "RXQ_RX_E", "RXQ_RX_H", "RXQ_RX_I", "RXQ_RX_J", "P_RXQ_RX")
LISTED = {
    row["variable"]: row["names"].split("; ")
    for row in csv.DictReader((files("rlsanalysis.nhanes") / "plan/drug_names.csv").read_text().splitlines())
}


def test_drug_names_are_of_variables_declared_by_class():
    for id_, names in LISTED.items():
        assert DECLARED[id_].drugs.classes
        assert set(names) <= set(search_words(STUDY, STUDY.variables[id_]))


def test_the_drugs_that_a_variable_declares_are_those_that_it_counts():
    declared = [variable for variable in DECLARED.values() if variable.drugs]
    assert {*LISTED} <= {variable.id for variable in declared}
    assert all(variable.derive == variable.drugs.derive for variable in declared)


@pytest.fixture(scope="module")
def drugs_taken() -> pd.DataFrame:
    """Drugs in the prescription files that were reported at least twice, with their Multum classes."""
    if not TABLES.is_dir():
        pytest.skip("the real tables are not beside the repository (../shared/nhanes/tables)")

    def read(name: str) -> pd.DataFrame:
        return pd.read_parquet(TABLES / f"{name}.parquet").rename(columns=str.upper)

    table = read("RXQ_DRUG")
    lookup = pd.DataFrame({name: table[c.source["D"].split(".")[1]] for name, c in LOOKUP.items()})
    ids = pd.concat([read(name)["RXDDRGID"] for name in PRESCRIPTIONS]).value_counts()
    rows = pd.DataFrame({"drug_id": ids.index[(ids >= 2) & (ids.index != "")]})
    rows["drug_name"] = rows["drug_id"].map(dict(zip(table["RXDDRGID"], table["RXDDRUG"], strict=True)))
    reasons = {name: "" for name in COLUMNS if name.startswith("reason")}
    return prepare(rows.assign(rx_use=1, days=np.nan, seqn=range(len(rows)), **reasons), lookup)


def test_the_drug_list_has_gabapentin_and_no_drug_of_the_name_of_gabapentin_enacarbil():
    if not TABLES.is_dir():
        pytest.skip("the real tables are not beside the repository (../shared/nhanes/tables)")
    names = pd.read_parquet(TABLES / "RXQ_DRUG.parquet").rename(columns=str.upper)["RXDDRUG"]
    assert "GABAPENTIN" in set(names)
    assert not names.str.contains("ENACARBIL", na=False).any()


@pytest.mark.parametrize("id_", sorted(LISTED))
def test_listed_drug_names_are_those_of_the_class_in_the_prescription_files(id_, drugs_taken):
    counted = set(drugs_taken.loc[DECLARED[id_].drugs.taken(drugs_taken), "drug_name"])
    listed = {name.upper() for name in LISTED[id_]}
    assert not {name for name in counted if "UNSPECIFIED" not in name and listed.isdisjoint(name.split("; "))}
    elsewhere = set(drugs_taken["drug_name"]) - counted
    assert not listed & elsewhere
