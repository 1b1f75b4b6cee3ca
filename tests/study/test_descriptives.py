"""Every variable among cases and others: weighted, beside counts that add up to everybody."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.descriptives import descriptive_rows
from rlsanalysis.study.records import SYNTHETIC
from rlsanalysis.study.records.missing import MISSING_KINDS
from rlsanalysis.study.tables import table

STUDY = nhanes_study()

KEY = ["people", "releases", "variable", "level"]
COUNTED = [*(k for k in MISSING_KINDS if k != "not_eligible"), "no_weight"]


@pytest.fixture(scope="module")
def cohort(invented) -> Cohort:
    return invented["2013-2020"]


def described(cohort: Cohort) -> list[dict[str, object]]:
    return list(descriptive_rows(cohort, "treated", list(cohort.variables.values())))


@pytest.fixture(scope="module")
def found(cohort) -> pd.DataFrame:
    return table("descriptives", described(cohort), SYNTHETIC).set_index(KEY).sort_index()


@pytest.mark.parametrize(("people", "cases"), [("cases", [1]), ("others", [0]), ("all", [0, 1])])
def test_a_mean_is_that_of_the_survey(cohort, found, people, cases):
    design = cohort.design(["treated", "acr_doubling"])
    expected = design.domain(design.frame["treated"].isin(cases)).mean("acr_doubling").iloc[0]
    row = found.loc[people, "H I P", "acr_doubling", ""]
    assert row["statistic"] == "mean"
    assert row[["value", "std_error", "n"]].tolist() == pytest.approx(
        expected[["estimate", "std_error", "n"]].tolist()
    )
    assert pd.isna(row["n_level"])


def test_a_percent_is_a_proportion_of_the_survey(cohort, found):
    design = cohort.design(["treated", "ckd"], ["H"])
    expected = design.domain(design.frame["treated"] == 0).proportion("ckd").iloc[0]
    row = found.loc["others", "H", "ckd", STUDY.variables["ckd"].levels[1]]
    assert row["statistic"] == "percent"
    assert (row["value"], row["std_error"]) == pytest.approx(
        (100 * expected["estimate"], 100 * expected["std_error"])
    )
    assert (row["n"], row["n_level"]) == (expected["n"], expected["cases"])


def test_each_level_of_a_categorical_variable_is_weighted_by_hand(cohort, found):
    frame = cohort.frame
    inside = frame[frame["treated"].notna() & frame["smoking"].notna()]
    weight = inside["w_interview"] * inside["release"].map({"H": 2, "I": 2, "P": 3.2})
    for level in STUDY.variables["smoking"].levels:
        row = found.loc["all", "H I P", "smoking", level]
        assert row["value"] == pytest.approx(100 * np.average(inside["smoking"] == level, weights=weight))
        assert row["n_level"] == (inside["smoking"] == level).sum()


def test_counts_add_up_to_everybody_whose_outcome_is_known(cohort, found):
    everyone = cohort.everyone
    for releases in ("H I P", "J"):
        inside = everyone["release"].isin(releases.split()) & everyone["treated"].notna()
        rows = found.loc["all", releases].groupby(level="variable").first()
        not_eligible = (cohort.missing.loc[inside, rows.index] == "not_eligible").sum()
        total = rows["n"] + rows[COUNTED].sum(axis=1) + not_eligible
        assert len(rows) > 80
        assert (total == inside.sum()).all()
        assert (rows["no_weight"] > 0).any()


def test_missing_is_counted_by_kind(cohort, found):
    inside = (cohort.everyone["release"] == "H") & (cohort.everyone["treated"] == 1)
    kinds = cohort.missing.loc[inside, "smoking"].value_counts()
    row = found.loc["cases", "H", "smoking"].iloc[0]
    assert [row[k] for k in ("refused", "dont_know", "blank")] == [
        kinds.get(k, 0) for k in ("refused", "dont_know", "blank")
    ]


def test_people_of_releases_without_the_variable_are_not_measured(cohort, found):
    of_p = (cohort.everyone["release"] == "P") & cohort.everyone["treated"].notna()
    assert found.loc["all", "H I P", "memory_trouble", "yes"]["not_measured"] == of_p.sum()
    assert ("all", "P", "memory_trouble", "yes") not in found.index


def test_a_mean_of_one_case_has_no_standard_error(cohort):
    everyone = cohort.everyone.copy()
    cases = everyone.index[
        (everyone["treated"] == 1) & everyone["acr_doubling"].notna() & (everyone["w_exam"] > 0)
    ]
    everyone.loc[cases[1:], "acr_doubling"] = np.nan
    rows = table("descriptives", described(replace(cohort, everyone=everyone)), SYNTHETIC).set_index(KEY)
    row = rows.loc["cases", "H I P", "acr_doubling", ""]
    assert row["n"] == 1
    assert row["value"] == pytest.approx(everyone.loc[cases[0], "acr_doubling"])
    assert pd.isna(row["std_error"])


def test_variables_whose_weight_is_absent_here_are_still_told(cohort):
    everyone = cohort.everyone.assign(w_diet1=np.nan, energy=np.nan)
    missing = cohort.missing.assign(energy="not_measured")
    rows = described(replace(cohort, everyone=everyone, missing=missing))
    row = table("descriptives", rows, SYNTHETIC).set_index(KEY).loc["all", "H", "energy", ""]
    inside = (everyone["release"] == "H") & everyone["treated"].notna()
    assert (row["n"], row["not_measured"]) == (0, inside.sum())
    assert pd.isna(row["value"])


def test_outcomes_are_not_described_by_themselves(found):
    described = set(found.index.get_level_values("variable"))
    assert not described & {v.id for v in STUDY.variables.values() if v.group == "outcomes"}
    assert described >= {
        v.id for v in STUDY.variables.values() if v.group != "outcomes" and set(v.releases) & set("HIPJ")
    }
