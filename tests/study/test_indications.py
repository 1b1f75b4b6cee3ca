"""Drugs that define treated outcomes: counts and weighted percentages of the raw prescriptions, by hand."""

import pandas as pd
import pytest

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.read import read_table
from rlsanalysis.study.indications import indication_rows
from rlsanalysis.study.records import SYNTHETIC
from rlsanalysis.study.tables import read, table

CODES = {
    "treated": "G25.81",
    "insomnia_treated": ("G47.0", "G47.9"),
    "allergy_treated": "J30",
    "glaucoma_treated": "H40",
}
YEARS = {"H": 2, "I": 2, "P": 3.2}


@pytest.mark.parametrize("outcome", CODES)
def test_counts_and_percentages_by_hand(invented, outcome):
    cohort = invented["2013-2020"]
    cases = cohort.frame[cohort.frame[outcome] == 1]
    people = zip(cases["release"], cases["seqn"], strict=True)
    weights = dict(zip(people, cases["w_interview"] * cases["release"].map(YEARS), strict=True))
    users: dict[str, set[tuple[str, int]]] = {}
    for row in cohort.indications[cohort.indications["outcome"] == outcome].itertuples():
        if (row.release, row.seqn) in weights:
            users.setdefault(row.drug, set()).add((row.release, row.seqn))
    expected: dict[str, set[tuple[str, int]]] = {}
    for drug, people in users.items():
        expected.setdefault(drug if len(people) >= 5 else "other", set()).update(people)
    found = table("indications", indication_rows(cohort, outcome), SYNTHETIC).set_index("drug")
    assert found["n"].to_dict() == {drug: len(people) for drug, people in expected.items()}
    assert set(found["cases"]) == {len(cases)}
    for drug, people in expected.items():
        percent = 100 * sum(weights[p] for p in people) / sum(weights.values())
        assert found.loc[drug, "percent"] == pytest.approx(percent)


def test_the_most_frequent_drug_is_first_and_other_drugs_are_last(invented):
    cohort = invented["2013-2020"]
    rows = pd.DataFrame(indication_rows(cohort, "treated"))
    *drugs, last = rows["drug"]
    assert last == "other"
    assert {"rotigotine", "levodopa"}.isdisjoint(drugs)
    assert rows["n"].iloc[:-1].is_monotonic_decreasing


def test_an_outcome_that_no_prescription_defines_has_no_drugs(invented):
    assert not list(indication_rows(invented["2005-2008"], "diagnosed"))


@pytest.mark.parametrize("outcome", CODES)
def test_drugs_of_the_demonstration_are_those_of_its_raw_tables(demonstration, demo_cohorts, outcome):
    frame = demo_cohorts["2013-2020"].frame
    cases = set(map(tuple, frame.loc[frame[outcome] == 1, ["release", "seqn"]].to_numpy()))
    users: dict[str, set[tuple[str, int]]] = {}
    for release in YEARS:
        path = demonstration.raw / catalog.table("RXQ_RX", release).relative_path
        columns = ["SEQN", "RXDUSE", "RXDDRUG", "RXDDRGID", "RXDRSC1", "RXDRSC2", "RXDRSC3"]
        for row in read_table(path, columns, persons=False).itertuples():
            reasons = [str(r) for r in (row.RXDRSC1, row.RXDRSC2, row.RXDRSC3)]
            for_rls = any(r.startswith(CODES["treated"]) for r in reasons)
            counts = for_rls if outcome == "treated" else any(r.startswith(CODES[outcome]) for r in reasons)
            if row.RXDUSE == 1 and counts and not (for_rls and outcome != "treated"):
                assert row.RXDDRGID
                if (release, row.SEQN) in cases:
                    users.setdefault(row.RXDDRUG.lower(), set()).add((release, row.SEQN))
    found = read("indications", demonstration.results)
    found = found[found["outcome"] == outcome].set_index("drug")
    assert set().union(*users.values()) == cases
    assert set(found["cases"]) == {len(cases)}
    named = found[found.index != "other"]["n"].to_dict()
    assert named == {drug: len(people) for drug, people in users.items() if len(people) >= 5}
    rest = set().union(*(people for people in users.values() if len(people) < 5))
    assert found["n"].get("other", 0) == len(rest)
