"""Prescriptions that make their users cases, counted on the real tables without the package."""

import numpy as np
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


def test_antidepressants_are_taken_longer_than_the_drug_for_rls_by_35_of_68_cases(real_releases, shared):
    tables = shared / "nhanes" / "tables"
    drugs = pd.read_parquet(tables / "RXQ_DRUG.parquet")
    antidepressants = drugs.loc[drugs.filter(regex="RXD[DI]CI").eq(249).any(axis=1), "RXDDRGID"]
    orders, exposed = [], {}
    for release in ("H", "I", "P"):
        raw = pd.read_parquet(tables / f"{TABLES[release]}.parquet").replace(
            {"RXDDAYS": {77777: None, 99999: None}}
        )
        for_rls = raw[REASONS].apply(lambda codes: codes.str.startswith("G25.81")).any(axis=1)
        taken = raw["RXDDRGID"].isin(antidepressants) & ~for_rls
        longest = pd.DataFrame(
            {
                name: raw[rows].groupby("SEQN")["RXDDAYS"].max()
                for name, rows in (("rls", for_rls), ("own", taken))
            }
        )
        people = real_releases[release].frame.set_index("seqn")
        cases = people[(people["treated"] == 1) & (people["rx_antidepressant"] == 1)]
        longest = longest.loc[cases.index]
        orders += [np.sign(longest["own"] - longest["rls"])]
        exposed |= cases["rx_antidepressant_before"].to_dict()
    order = pd.concat(orders)
    assert order.value_counts().to_dict() == {1: 35, -1: 22, 0: 11}
    assert {seqn for seqn, value in exposed.items() if value} == set(order.index[order == 1])


@pytest.mark.parametrize("release", ["D", "E"])
def test_without_reasons_no_prescription_defines_a_case(real_releases, release):
    assert real_releases[release].indications.empty
