"""Specifications are all subsets of the adjusters, in the same people, each the model that `associate` fits."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from rlsanalysis.study.associate import associate
from rlsanalysis.study.model import Assembler
from rlsanalysis.study.records import Robustness
from rlsanalysis.study.specifications import (
    OWN,
    SAME,
    failed_specifications,
    fullest,
    restricted,
    specification_rows,
    subsets,
)
from rlsanalysis.study.tables import table

NUMBERS = [
    "estimate", "std_error", "df", "odds_ratio", "conf_low", "conf_high", "expected_exposed_cases", "n", "cases",
    "n_exposed", "cases_exposed",
]  # fmt: skip
FEW = ("age", "female", "race", "education", "poverty")
"""Adjusters that every specification of these tests keeps, so that only smoking and body mass index vary."""


def with_always(cohort, study, *always):
    own = replace(study, robustness=Robustness(always))
    return Assembler(replace(cohort, study=own), own)


@pytest.fixture(scope="module")
def ckd(invented, study):
    """Specifications of chronic kidney disease and treated RLS: 4 of them, with and without smoking and BMI."""
    assembler = with_always(invented["2013-2020"], study, *FEW)
    return table(
        "specifications", specification_rows(assembler, study.outcomes["treated"], study.exposures["ckd"])
    )


def test_all_subsets_that_keep_age_are_specifications(study):
    treated = study.outcomes["treated"]
    counts = {
        exposure: len(set(subsets(study, fullest(study, treated, study.exposures[exposure]))))
        for exposure in ("ckd", "smoking", "obesity", "caffeine_100", "parity")
    }
    assert counts == {"ckd": 64, "smoking": 32, "obesity": 32, "caffeine_100": 128, "parity": 16}
    of_ckd = list(subsets(study, fullest(study, treated, study.exposures["ckd"])))
    assert of_ckd[0] == ("age",)
    assert of_ckd[-1] == study.sets["full"]
    assert all(adjusters[0] == "age" for adjusters in of_ckd)


def test_each_specification_has_both_methods_in_the_same_people_and_one_in_its_own(ckd):
    assert len(ckd) == 4 * 3
    assert set(zip(ckd["people"], ckd["method"], strict=True)) == {
        (SAME, "firth"),
        (SAME, "ml"),
        (OWN, "firth"),
    }
    people = {who: set(rows["n"]) for who, rows in ckd.groupby("people")}
    assert len(people[SAME]) == 1
    assert len(people[OWN]) > 1
    assert set(ckd.loc[ckd["people"] == SAME, "weight"]) == {"exam"}


def test_the_primary_specification_is_the_primary_estimate(ckd, invented):
    [primary] = ckd[ckd["primary"] == "yes"].to_dict("records")
    expected = associate(invented["2013-2020"], "treated", "ckd", "full").iloc[0]
    assert primary["adjusters"] == "age female race education poverty smoking bmi"
    np.testing.assert_allclose([primary[c] for c in NUMBERS], expected[NUMBERS].astype(float), rtol=1e-9)
    assert primary["status"] == expected["status"]


def test_own_people_are_those_of_a_study_with_these_adjusters(ckd, invented):
    own = ckd[(ckd["people"] == OWN) & (ckd["adjusters"] == " ".join(FEW))].iloc[0]
    adjust = ["age_10", "female", "race", "education", "poverty_or_unknown"]
    expected = associate(invented["2013-2020"], "treated", "ckd", adjust).iloc[0]
    np.testing.assert_allclose(own[NUMBERS].astype(float), expected[NUMBERS].astype(float), rtol=1e-9)


def test_a_smaller_set_in_the_same_people_is_a_weighted_regression_on_them(ckd, invented, study):
    assembler = with_always(invented["2013-2020"], study, *FEW)
    full = fullest(study, study.outcomes["treated"], study.exposures["ckd"])
    whole = assembler.model(full)
    model = restricted(whole, study, replace(full, adjusters=FEW))
    inside = whole.design.member
    people = assembler.cohort.everyone.loc[whole.design.frame.index[inside]]
    X = pd.get_dummies(
        people[["race", "education", "poverty_or_unknown", "release"]], drop_first=True, dtype=float
    )
    X = X.assign(
        ckd=people["ckd"], age=people["age_10"], age2=people["age_10"] ** 2, female=people["female"], one=1.0
    )
    assert model.exog.shape[1] == X.shape[1]
    w = whole.design.weights[inside]
    fit = sm.GLM(people["treated"], X, family=sm.families.Binomial(), freq_weights=w / w.mean()).fit(
        tol=1e-12
    )
    row = ckd[(ckd["method"] == "ml") & (ckd["adjusters"] == " ".join(FEW))].iloc[0]
    assert row["estimate"] == pytest.approx(fit.params["ckd"], rel=1e-7)


def test_what_cannot_be_fitted_is_a_row_with_its_reason(invented, study):
    cohort = invented["2013-2020"]
    nobody = replace(cohort, everyone=cohort.everyone.assign(treated=0.0))
    rows = specification_rows(
        with_always(nobody, study, *FEW), study.outcomes["treated"], study.exposures["ckd"]
    )
    assert len(rows) == 4 * 3
    assert {row["status"] for row in rows} == {"not_estimable"}
    assert all("does not vary" in row["reason"] for row in rows)
    failed = failed_specifications(study, study.outcomes["treated"], study.exposures["smoking"], "why")
    assert [(row["level"], row["reason"]) for row in failed] == [("former", "why"), ("current", "why")]


def test_maximum_likelihood_without_an_exposed_case_is_not_estimable_beside_firth(invented, study):
    cohort = invented["2013-2020"]
    spared = cohort.everyone["treated"].mask(cohort.everyone["ckd"] == 1, 0.0)
    assembler = with_always(replace(cohort, everyone=cohort.everyone.assign(treated=spared)), study, *FEW)
    rows = pd.DataFrame(specification_rows(assembler, study.outcomes["treated"], study.exposures["ckd"]))
    statuses = rows.groupby("method")["status"].agg(set)
    assert statuses["ml"] == {"not_estimable"}
    assert "not_estimable" not in statuses["firth"]
    assert (rows.loc[rows["method"] == "firth", "cases_exposed"] == 0).all()
