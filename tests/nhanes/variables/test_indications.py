"""Prescriptions that make their users cases, counted on the real tables without the package."""

import pandas as pd
import pytest

REASONS = ["RXDRSC1", "RXDRSC2", "RXDRSC3"]
TABLES = {"H": "RXQ_RX_H", "I": "RXQ_RX_I", "J": "RXQ_RX_J", "P": "P_RXQ_RX"}


@pytest.mark.parametrize("release", TABLES)
def test_drugs_for_rls_are_the_rows_of_the_raw_table_with_its_code(real_releases, shared, release):
    raw = pd.read_parquet(shared / "nhanes" / "tables" / f"{TABLES[release]}.parquet")
    for_rls = raw[REASONS].apply(lambda codes: codes.str.startswith("G25.81")).any(axis=1)
    built = real_releases[release].indications
    drugs = built.loc[built["outcome"] == "treated", "drug"].value_counts()
    assert drugs.to_dict() == raw.loc[for_rls, "RXDDRUG"].str.lower().value_counts().to_dict()


def test_cases_by_drug_are_those_of_the_raw_tables(real_releases):
    built = pd.concat(real_releases[r].indications for r in ("H", "I", "P"))
    frame = pd.concat(real_releases[r].frame for r in ("H", "I", "P"))
    cases = frame.loc[frame["treated"] == 1, ["release", "seqn"]]
    taken = built[built["outcome"] == "treated"].merge(cases).drop_duplicates(["release", "seqn", "drug"])
    assert len(cases) == 139
    assert taken["drug"].value_counts()[:4].to_dict() == {
        "ropinirole": 58, "gabapentin": 35, "pramipexole": 30, "clonazepam": 8,
    }  # fmt: skip
    assert set(taken["seqn"]) == set(cases["seqn"])


@pytest.mark.parametrize("release", ["D", "E"])
def test_without_reasons_no_prescription_defines_a_case(real_releases, release):
    assert real_releases[release].indications.empty
