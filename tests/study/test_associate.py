"""One question to the study: the rows of a run, and a clear word where there is no answer."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import rlsanalysis as rls
from rlsanalysis.study.associate import associate
from rlsanalysis.study.tables import read
from rlsanalysis.survey.errors import AnalysisError

SAME_QUESTION = ["outcome", "exposure", "set", "sample"]


@pytest.mark.parametrize(
    ("cohort", "outcome", "exposure", "adjust"),
    [
        ("2013-2020", "treated", "ferritin_lt50", "full"),
        ("2013-2020", "treated", "smoking", "minimal"),
        ("2005-2008", "diagnosed", "caffeine_100", "crude"),
        ("2005-2008", "leg_jerks", "parity", "full"),
    ],
)
def test_rows_are_those_of_a_run(demonstration, demo_cohorts, cohort, outcome, exposure, adjust):
    asked = associate(demo_cohorts[cohort], outcome, exposure, adjust)
    run = read("estimates", demonstration.results)
    run = run[(run[SAME_QUESTION] == [outcome, exposure, adjust, "all"]).all(axis=1)].reset_index(drop=True)
    assert len(asked) == len(run) >= 2
    pd.testing.assert_frame_equal(asked.drop(columns="q_value"), run.drop(columns="q_value"), rtol=1e-7)
    assert asked["q_value"].isna().all()


def test_the_public_name_asks_with_the_full_set(demo_cohorts):
    found = rls.associate(demo_cohorts["2013-2020"], outcome="treated", exposure="diabetes_told")
    assert set(found["set"]) == {"full"}
    assert list(found["method"]) == ["firth", "ml"]


def test_drugs_are_compared_among_users_unless_all_are_asked_for(invented):
    cohort = invented["2013-2020"]
    users, everybody = (associate(cohort, "treated", "rx_ssri", "crude", sample=s) for s in (None, "all"))
    assert set(users["sample"]) == {"users"}
    assert set(everybody["sample"]) == {"all"}
    assert (users["n"] < everybody["n"]).all()
    assert set(associate(cohort, "treated", "ckd", "crude", sample="users")["sample"]) == {"users"}


def test_releases_may_be_chosen_and_stand_in_order_of_time(invented):
    cohort = invented["2013-2020"]
    found = associate(cohort, "treated", "ckd", "minimal", releases=["P", "H"])
    inside = cohort.everyone["release"].isin(["H", "P"]) & (cohort.everyone["w_exam"] > 0)
    known = cohort.everyone[["treated", "ckd", "age_10", "female", "race"]].notna().all(axis=1)
    assert set(found["releases"]) == {"H P"}
    assert set(found["n"]) == {(inside & known).sum()}
    assert set(found["headline"]) == {""}


def test_a_pool_of_women_only_is_not_adjusted_for_sex(invented):
    cohort = invented["2005-2008"]
    found = associate(cohort, "diagnosed", "ferritin_lt50", "minimal", releases=["D"])
    assert set(found["reason"].str.contains("not_estimable")) == {False}
    assert (found["status"] != "not_estimable").any()


def test_a_declared_variable_that_is_not_planned_is_a_secondary_exposure(invented):
    found = associate(invented["2013-2020"], "treated", "bmi", "minimal")
    assert set(found["role"]) == {"secondary"}
    assert set(found["releases"]) == {"H I P"}
    assert found["estimate"].notna().all()


@pytest.mark.parametrize(
    ("cohort", "asked", "told"),
    [
        ("2013-2020", ("diagnosed", "ckd"), "diagnosed was measured in cohort 2005-2008, not in 2013-2020"),
        ("2013-2020", ("treatd", "ckd"), "no outcome 'treatd'.*treated"),
        ("2013-2020", ("treated", "ferritin_lt5"), "no variable 'ferritin_lt5'.*ferritin_lt"),
        ("2013-2020", ("treated", "ckd", "maximal"), "no adjustment set 'maximal'.*minimal"),
        ("2013-2020", ("treated", "sleep_apnoea"), "sleep_apnoea was not measured in cohort 2013-2020"),
        ("2013-2020", ("treated", "insomnia_treated"), "insomnia_treated is an outcome of the study"),
        ("2005-2008", ("diagnosed", "diagnosed"), "diagnosed is an outcome of the study"),
    ],
)
def test_what_cannot_be_asked_is_told(invented, cohort, asked, told):
    with pytest.raises(AnalysisError, match=told):
        associate(invented[cohort], *asked)


@pytest.mark.parametrize(
    ("exposure", "asked", "told"),
    [
        ("ckd", {"releases": ["J", "P"]}, "J and P hold the same people"),
        ("ckd", {"releases": ["D"]}, "cohort 2013-2020 has no release D"),
        ("ckd", {"releases": ["H", "H"]}, "a release is pooled twice"),
        ("ckd", {"releases": []}, "no release to pool"),
        ("caffeine_100", {"releases": ["H", "P"]}, "caffeine_100 was not measured in release P"),
        ("rx_ssri", {"sample": "user"}, "no sample 'user'.*users"),
    ],
)
def test_people_that_cannot_be_compared_are_told(invented, exposure, asked, told):
    with pytest.raises(AnalysisError, match=told):
        associate(invented["2013-2020"], "treated", exposure, "crude", **asked)


def test_an_exposure_without_people_is_a_row_with_the_reason(invented):
    cohort = invented["2013-2020"]
    nobody = replace(cohort, everyone=cohort.everyone.assign(ckd=np.nan))
    found = associate(nobody, "treated", "ckd", "crude")
    assert set(found["status"]) == {"not_estimable"}
    assert found["reason"].str.contains("nobody").all()
