"""Published NHANES numbers: their recipes are complete, are computed as they say, and reproduce what they should.

The numbers in `RECOMPUTED` were computed from the same tables by another program (`../shared/evidence`).
"""

import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import rlsanalysis as rls
from rlsanalysis.cli import main
from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.replication import derived
from rlsanalysis.nhanes.replication.estimate import estimate
from rlsanalysis.nhanes.replication.people import read_people
from rlsanalysis.nhanes.replication.recipes import (
    Recipe,
    needed,
    published,
    raw_columns,
    recipes,
    standards,
    table_names,
)
from rlsanalysis.nhanes.replication.run import FILE, replicate
from rlsanalysis.study.replication import EQUAL, FURTHER, NEAR, VERDICTS, summary
from rlsanalysis.survey.errors import AnalysisError

RESULTS = Path(__file__).parents[2] / "results" / "nhanes" / FILE
RECOMPUTED = {
    "R001": 4.20, "R002": 1.22, "R003": 0.43, "R004": 47.9, "R005": 26.5, "R006": 26.1, "R007": 25.0, "R008": 18.6,
    "R075": 24.0, "R076": 5.6, "R077": 37.1, "R088": 8.8, "R094": 10.6, "R095": 22.4, "R096": 13.4, "R097": 3.8,
    "R098": 2.7, "R099": 13.09, "R102": 23.9, "R106": 2.8, "R107": 13.4, "R108": 33.76, "R109": 32.20, "R110": 35.46,
    "R111": 68.02, "R112": 72.24, "R113": 64.10, "R142": 6.71, "R143": 7.75, "R144": 16.8, "R173": 33.34, "R174": 35.33,
    "R175": 28.1, "R176": 39.7, "R177": 32.2, "R178": 30.5, "R179": 41.1,
}  # fmt: skip
"""By id; each with the digits that the other program gave."""


def recipe(**fields: str) -> Recipe:
    empty = dict.fromkeys(("reading", "people", "known", "standard", "model", "weight"), "")
    return Recipe(
        **({"id": "X", "releases": "D", "estimator": "percent", "value": "SLQ050 == 1"} | empty | fields)
    )


def test_every_published_number_is_there_once_with_its_kind():
    ids = [one.id for one in published()]
    assert len(set(ids)) == len(ids) == 171
    assert Counter(one.kind for one in published()) == {"count": 61, "estimate": 110}


def test_a_number_has_one_recipe_that_is_used_or_a_reason():
    mains = Counter(r.id for r in recipes() if not r.reading)
    assert max(mains.values()) == 1
    assert all(one.reason for one in published() if one.id not in mains)
    assert {r.id for r in recipes()} == set(mains)


def test_a_definition_that_was_found_by_trial_says_what_else_was_tried():
    tried = {r.id for r in recipes() if r.reading}
    crude_by_age = {"R078", "R079", "R080"}
    assert {one.id for one in published() if one.chosen == "trial"} <= tried | crude_by_age


def test_every_column_and_table_is_used_and_known():
    used = set().union(*(r.names for r in recipes()))
    raw = {column for columns in needed(frozenset(used)).values() for column in columns}
    assert raw == set(raw_columns())
    assert set(table_names()) <= set(catalog.tables())


@pytest.mark.parametrize("year", ["us2000"])
def test_a_standard_population_covers_its_ages_once(year):
    groups = standards()[year].groups
    assert all(after.first == before.last + 1 for before, after in pairwise(groups))
    assert standards()[year].in_words().endswith("20–39 0.3966, 40–59 0.3718, ≥60 0.2316")


@pytest.mark.parametrize(
    ("person", "mdrd", "ckd_epi"),
    [
        # creatinine, age, sex (2 woman), race (4 Black); worked out by hand from the published equations
        ((1.0, 50, 1, 3), 175 * 50**-0.203, 141 * (1 / 0.9) ** -1.209 * 0.993**50),
        ((0.7, 30, 2, 3), 175 * 0.7**-1.154 * 30**-0.203 * 0.742, 141 * 0.993**30 * 1.018),
        (
            (0.5, 30, 2, 4), 175 * 0.5**-1.154 * 30**-0.203 * 0.742 * 1.212,
            141 * (5 / 7) ** -0.329 * 0.993**30 * 1.018 * 1.159,
        ),
    ],
)  # fmt: skip
def test_filtration_is_that_of_the_equations_of_the_time(person, mdrd, ckd_epi):
    columns = ["LBXSCR", "RIDAGEYR", "RIAGENDR", "RIDRETH1"]
    people = pd.DataFrame([person], columns=columns).assign(release="E")
    assert derived.mdrd(people).item() == pytest.approx(mdrd)
    assert derived.ckd_epi_2009(people).item() == pytest.approx(ckd_epi)
    early = people.assign(release="D")
    assert derived.creatinine(early).item() == pytest.approx(0.978 * person[0] - 0.016)


def test_body_mass_index_is_rounded_half_up():
    people = pd.DataFrame({"BMXBMI": [29.95, 29.94, 29.949, 30.0, np.nan]})
    np.testing.assert_array_equal(derived.rounded_bmi(people), [30.0, 29.9, 29.9, 30.0, np.nan])


def test_conditions_of_health_are_missing_where_answers_are():
    people = pd.DataFrame(
        {
            **{f"MCQ160{letter}": [2.0, 2, 2] for letter in "BCDEF"},
            "ALQ101": [2.0, 1, 2], "ALQ110": [2.0, np.nan, 1], "ALQ120Q": [np.nan, 0, 777],
        }
    )  # fmt: skip
    people.loc[0, "MCQ160E"], people.loc[1, "MCQ160F"] = 1, 9
    np.testing.assert_array_equal(derived.cardiovascular_disease(people), [1, np.nan, 0])
    np.testing.assert_array_equal(derived.drinker(people), [0, 0, np.nan])


@pytest.fixture(scope="module")
def people():
    """Twenty-four people of four strata and eight PSUs; every second one told a doctor of trouble sleeping."""
    n = 24
    return pd.DataFrame(
        {
            "release": "D", "SDMVSTRA": np.repeat([1.0, 2.0, 3.0, 4.0], n // 4), "SDMVPSU": np.tile([1.0, 2.0], n // 2),
            "w_interview": np.tile([1.0, 2.0, 3.0], n // 3), "RIDAGEYR": np.tile([15.0, 25, 45, 65], n // 4),
            "SLQ050": np.tile([1.0, 2, 2, 1, 1, 9], n // 6), "SLD010H": np.resize([6.0, 7, 8, 9, 5], n), "IN_SLQ": True,
        }
    )  # fmt: skip


def test_a_count_is_of_people_and_has_no_interval(people):
    found = estimate(recipe(estimator="count", value="SLQ050 == 9"), people)
    assert (found.value, np.isnan(found.low)) == (4, True)


def test_a_percentage_is_weighted_in_the_domain_where_it_is_known(people):
    made = recipe(weight="interview", people="RIDAGEYR >= 20", known="SLQ050 in [1, 2]")
    found = estimate(made, people)
    kept = people[(people["RIDAGEYR"] >= 20) & (people["SLQ050"] <= 2)]
    expected = 100 * np.average(kept["SLQ050"] == 1, weights=kept["w_interview"])
    assert found.value == pytest.approx(expected)
    assert found.n == len(kept)
    assert found.low < found.value < found.high
    assert found.reading == (
        "percent of SLQ050 == 1; among RIDAGEYR >= 20; known if SLQ050 in [1, 2]; interview weight"
    )


def test_a_standardized_percentage_has_the_shares_of_the_standard_population(people):
    found = estimate(recipe(weight="interview", known="SLQ050 in [1, 2]", standard="us2000"), people)
    known = people[people["SLQ050"] <= 2]
    ages = {25: 77670, 45: 72816, 65: 45364}
    means = [np.average(g["SLQ050"] == 1, weights=g["w_interview"]) for _, g in known.groupby("RIDAGEYR")][1:]
    assert found.value == pytest.approx(100 * np.average(means, weights=list(ages.values())))
    assert found.n == known["RIDAGEYR"].gt(20).sum()
    assert found.standard == standards()["us2000"].in_words()


def test_a_mean_keeps_its_unit_and_an_odds_ratio_is_that_of_its_first_term(people):
    mean = estimate(recipe(estimator="mean", weight="interview", value="SLD010H"), people)
    assert mean.value == pytest.approx(np.average(people["SLD010H"], weights=people["w_interview"]))
    made = recipe(
        estimator="odds ratio", weight="interview", known="SLQ050 in [1, 2]", model="SLD010H + RIDAGEYR"
    )
    known = people[people["SLQ050"] <= 2].assign(y=lambda d: (d["SLQ050"] == 1).astype(float))
    design = rls.SurveyDesign(known, "w_interview", "SDMVSTRA", "SDMVPSU")
    expected = np.exp(rls.logit("y ~ SLD010H + RIDAGEYR", design).fit().params["SLD010H"])
    assert estimate(made, people).value == pytest.approx(expected)


@pytest.fixture
def folder(tmp_path, write_xport):
    """A raw folder with four people of 2005–2006, two of them with the answers to one questionnaire."""

    def write(base: str, columns: dict[str, list[float]]) -> None:
        write_xport(tmp_path / catalog.table(base, "D").relative_path, pd.DataFrame(columns))

    demo = {
        "RIDAGEYR": [3.0, 17, 40, 70],
        "RIAGENDR": [1.0, 2, 1, 2],
        "RIDRETH1": [3.0, 4, 1, 3],
        "RIDEXPRG": [np.nan] * 4,
    }
    write("DEMO", {
        "SEQN": [1.0, 2, 3, 4], **demo, "SDMVSTRA": [1.0, 1, 2, 2], "SDMVPSU": [1.0, 2, 1, 2],
        "WTINT2YR": [10.0, 20, 30, 40], "WTMEC2YR": [0.0, 21, 31, 41],
    })  # fmt: skip
    write("SLQ", {"SEQN": [2.0, 4], "SLQ050": [1.0, 2]})
    write("BIOPRO", {"SEQN": [4.0], "LBXSCR": [1.0]})
    write("GLU", {"SEQN": [4.0], "LBXGLU": [110.0], "WTSAF2YR": [90.0]})
    return tmp_path


def test_everyone_is_read_whatever_their_age(folder):
    names = frozenset({"RIDAGEYR", "SLQ050", "IN_SLQ", "EGFR_2009", "LBXGLU"})
    found = read_people("D", names, folder)
    assert found["RIDAGEYR"].tolist() == [3, 17, 40, 70]
    assert found["IN_SLQ"].tolist() == [False, True, False, True]
    assert found["w_interview"].tolist() == [10, 20, 30, 40]
    assert found["w_fasting"].fillna(0).tolist() == [0, 0, 0, 90]
    assert found["EGFR_2009"].notna().tolist() == [False, False, False, True]
    assert set(found["release"]) == {"D"}
    with pytest.raises(AnalysisError, match=r"KIQ_U_D\.xpt is not in"):
        read_people("D", frozenset({"KIQ480"}), folder)


def test_nothing_is_computed_from_synthetic_people():
    table = replicate("demo")
    assert len(table) == len(published())
    assert table["computed"].isna().all()
    assert not table["verdict"].any()
    assert table["reason"].str.contains("the people are synthetic").all()


def test_files_of_the_demonstration_are_refused(monkeypatch, folder):
    monkeypatch.setattr("rlsanalysis.nhanes.home.assert_fetched", lambda *_: None)
    monkeypatch.setattr("rlsanalysis.nhanes.replication.run.is_synthetic", lambda _: True)
    with pytest.raises(
        AnalysisError, match="is synthetic, and published numbers are compared with CDC's files only"
    ):
        replicate(raw=folder)


def test_a_folder_without_files_is_refused(tmp_path):
    with pytest.raises(AnalysisError, match="There are no complete NHANES files"):
        replicate(raw=tmp_path)


def write_real_tables(shared, folder, *names):
    """Write tables as CDC's files; the test is skipped where they are not next to the repository."""
    script = shared / "nhanes" / "mirror.py"
    if not script.is_file():
        pytest.skip("the real tables are not next to the repository (../shared/nhanes)")
    subprocess.run([sys.executable, script, folder, *names], check=True)


@pytest.fixture(scope="session")
def table(shared, kept, code_digest, tmp_path_factory):
    """The replication by id, computed once from the real tables."""

    def make(folder):
        raw = tmp_path_factory.mktemp("raw")
        write_real_tables(shared, raw, *table_names())
        replicate(raw=raw).to_parquet(folder / "replication.parquet")

    with kept("replication", code_digest(), make) as folder:
        return pd.read_parquet(folder / "replication.parquet").set_index("id")


def test_counts_of_codes_are_equal_to_the_person(table):
    counts = table[table["kind"] == "count"]
    assert len(counts) == 61
    assert (counts["computed"] == counts["published"].astype(int)).all()
    assert set(counts["verdict"]) == {EQUAL}


def test_as_many_are_recomputed_as_the_catalog_allows(table):
    counts, estimates = summary(table).to_dict("records")
    assert counts["computed"] + estimates["computed"] >= 120
    assert estimates["computed"] >= 80


@pytest.mark.parametrize("id_", RECOMPUTED)
def test_a_number_is_that_of_another_program(id_, table):
    digits = len(str(RECOMPUTED[id_]).partition(".")[2])
    assert table.loc[id_, "computed"] == pytest.approx(RECOMPUTED[id_], abs=0.5 * 10**-digits + 1e-9)


@pytest.mark.parametrize("id_", ["R108", "R109", "R110", "R111", "R112", "R113"])
def test_unrounded_body_mass_index_is_tried_and_gives_another_number(id_, table):
    unrounded = {"R108": 33.56, "R109": 32.02, "R110": 35.23, "R111": 67.78, "R112": 71.91, "R113": 63.95}
    assert table.loc[id_, "tried"].startswith(f"Body mass index not rounded: {unrounded[id_]:.2f}, ")


def test_what_does_not_reproduce_has_a_reason(table):
    assert set(table["verdict"]) == {*VERDICTS, ""}
    assert table.loc[table["verdict"].isin([NEAR, FURTHER, ""]), "reason"].str.len().gt(0).all()
    assert not table.loc[table["verdict"] == EQUAL, "reason"].any()


def test_the_committed_table_is_the_one_that_is_computed(table):
    committed = pd.read_csv(RESULTS, keep_default_na=False, na_values={"computed": [""], "difference": [""]})
    committed = committed.set_index("id")
    assert committed.index.tolist() == table.index.tolist()
    np.testing.assert_allclose(committed["computed"], table["computed"], rtol=1e-8)
    texts = [
        "source",
        "definition",
        "chosen",
        "verdict",
        "reason",
        "tried",
        "reading",
        "standard",
        "limits_verdict",
    ]
    for name in texts:
        assert committed[name].astype(str).tolist() == table[name].astype(str).tolist(), name


def test_an_absent_table_is_a_reason_and_the_command_writes_the_others(shared, tmp_path, monkeypatch, capsys):
    asked, some = [], tuple(r for r in recipes() if r.id in ("R075", "R121"))
    monkeypatch.setattr("rlsanalysis.cli.commands._fetch_tables", lambda _, names: asked.extend(names))
    monkeypatch.setattr("rlsanalysis.nhanes.replication.run.recipes", lambda: some)
    write_real_tables(
        shared, tmp_path, "DEMO_D", "SLQ_D", "DEMO_E", "SLQ_E", "DEMO_H", "BIOPRO_H", "ALB_CR_H"
    )
    assert main(["replicate", "--raw", str(tmp_path), "--out", str(tmp_path)]) == 0
    assert asked == table_names()
    written = pd.read_csv(tmp_path / FILE).set_index("id")
    assert written.loc["R121", "reason"].startswith("SLQ_H has not been fetched")
    assert written.loc["R075", "verdict"] == EQUAL
    assert "estimate" in capsys.readouterr().out
