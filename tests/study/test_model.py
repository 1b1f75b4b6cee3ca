"""Who is in a model, with which columns, design and weight."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.model import Assembler, terms_of
from rlsanalysis.study.plan import fits
from rlsanalysis.study.weights import pooled_weight

STUDY = nhanes_study()

AGES, FULL = (
    ["age_10", "age_10^2"],
    ["age_10", "female", "race", "education", "poverty_or_unknown", "smoking", "bmi_5"],
)


def fit(study, outcome, exposure, set_, sample="all"):
    return next(f for f in fits(study, None, outcome, exposure) if (f.set, f.sample) == (set_, sample))


def without(cohort: Cohort, variable: str, people: pd.Series) -> Cohort:
    """The cohort with a variable unknown for some people."""
    everyone = cohort.everyone.copy()
    everyone.loc[people, variable] = np.nan
    return replace(cohort, everyone=everyone)


@pytest.mark.parametrize("set_", ["crude", "minimal", "full"])
def test_the_domain_is_who_has_outcome_exposure_and_adjusters(invented, study, set_):
    cohort = invented["2013-2020"]
    model = Assembler(cohort, study).model(fit(study, "treated", "ckd", set_))
    people = cohort.everyone[cohort.everyone["release"].isin(["H", "I", "P"])]
    used = ["treated", "ckd", *{"crude": [], "minimal": FULL[:3], "full": FULL}[set_]]
    expected = people[used].notna().all(axis=1) & (people["w_exam"] > 0)
    assert 0 < expected.sum() < len(people)
    assert set(model.design.frame.index[model.design.member]) == set(people.index[expected])
    assert (people.loc[expected, "age"] >= 20).all()
    assert model.counts(model.terms[0]) == {
        "n": expected.sum(),
        "cases": (people.loc[expected, "treated"] == 1).sum(),
        "n_exposed": (people.loc[expected, "ckd"] == 1).sum(),
        "cases_exposed": ((people["ckd"] == 1) & (people["treated"] == 1) & expected).sum(),
    }


@pytest.mark.parametrize("adjuster", FULL)
def test_a_person_without_one_adjuster_leaves(invented, study, adjuster):
    cohort = invented["2013-2020"]
    full = fit(study, "treated", "ckd", "full")
    before = Assembler(cohort, study).model(full).design
    chosen = pd.Series(data=False, index=cohort.everyone.index)
    chosen[before.frame.index[before.member][:50]] = True
    after = Assembler(without(cohort, adjuster, chosen), study).model(full).design
    assert after.n == before.n - 50


def test_users_are_people_with_a_prescription(invented, study):
    cohort = invented["2013-2020"]
    users = Assembler(cohort, study).model(fit(study, "treated", "rx_ssri", "crude", "users"))
    everybody = Assembler(cohort, study).model(fit(study, "treated", "rx_ssri", "crude"))
    inside = cohort.everyone.loc[users.design.frame.index[users.design.member]]
    assert (inside["rx_user"] == 1).all()
    of_all = cohort.everyone.loc[everybody.design.frame.index[everybody.design.member]]
    assert len(inside) == (of_all["rx_user"] == 1).sum() < len(of_all)


@pytest.mark.parametrize(
    ("exposure", "set_", "component", "releases"),
    [
        ("diabetes_told", "minimal", "interview", "HIP"),
        ("diabetes_told", "full", "exam", "HIP"),
        ("caffeine_100", "crude", "diet1", "HIP"),
        ("caffeine_100_two_day", "minimal", "diet2", "HIP"),
        ("glucose_fasting", "full", "fasting", "HIP"),
    ],
)
def test_the_weight_is_the_pooled_one_of_the_most_restrictive_component(
    invented, study, exposure, set_, component, releases
):
    cohort = invented["2013-2020"]
    model = Assembler(cohort, study).model(fit(study, "treated", exposure, set_))
    people = cohort.everyone[cohort.everyone["release"].isin(list(releases))]
    expected = pooled_weight(cohort.sampling, people[f"w_{component}"], people["release"], releases)
    assert model.component == component
    np.testing.assert_array_equal(model.design.weights, expected)


def test_the_design_keeps_the_psus_without_members_of_the_domain(invented, study):
    cohort = invented["2013-2020"]
    empty = (cohort.everyone["release"] == "P") & (cohort.everyone["strata"] == 1)
    model = Assembler(without(cohort, "ckd", empty), study).model(fit(study, "treated", "ckd", "crude"))
    whole = cohort.everyone[
        cohort.everyone["release"].isin(["H", "I", "P"]) & (cohort.everyone["w_exam"] > 0)
    ]
    psus = whole.groupby(["release", "strata", "psu"]).ngroups
    assert len(model.design.sampling.stratum) == psus
    assert model.design.n_psu == psus - 2


def test_strata_of_two_releases_are_different_strata(invented, study):
    design = Assembler(invented["2013-2020"], study).model(fit(study, "treated", "ckd", "crude")).design
    assert len(design.sampling.n_psu) == 3 * 12


def test_an_adjuster_level_without_people_is_left_out(invented, study):
    cohort = invented["2013-2020"]
    asians = cohort.everyone["race"] == "other"
    model = Assembler(without(cohort, "race", asians), study).model(fit(study, "treated", "ckd", "minimal"))
    assert "race[other]" not in model.exog
    assert list(model.exog) == [
        "ckd", *AGES, "female", "race[non-Hispanic black]", "race[Hispanic]", "release[I]", "release[P]", "const",
    ]  # fmt: skip


def test_an_exposure_level_without_people_stays_so_that_it_is_told(invented, study):
    cohort = invented["2013-2020"]
    current = cohort.everyone["smoking"] == STUDY.variables["smoking"].levels[2]
    model = Assembler(without(cohort, "smoking", current), study).model(
        fit(study, "treated", "smoking", "crude")
    )
    assert [t.column for t in model.terms] == [c for c in model.exog if c.startswith("smoking")]
    assert model.counts(model.terms[1])["n_exposed"] == 0


def test_a_release_of_which_nobody_is_in_the_model_is_not_pooled(invented, study):
    cohort = invented["2013-2020"]
    gone = without(cohort, "ckd", cohort.everyone["release"] == "I")
    model = Assembler(gone, study).model(fit(study, "treated", "ckd", "crude"))
    assert model.releases_without_data == ("I",)
    assert model.planned.releases == ("H", "P")
    assert [c for c in model.exog if c.startswith("release")] == ["release[P]"]
    shares = cohort.everyone.loc[model.design.frame.index].groupby("release")["w_exam"].sum()
    pooled = (
        pd.Series(model.design.weights, model.design.frame.index).groupby(model.design.frame["release"]).sum()
    )
    assert pooled["H"] / pooled["P"] == pytest.approx(2 / 3.2 * shares["H"] / shares["P"])
    assert Assembler(cohort, study).model(fit(study, "treated", "ckd", "crude")).releases_without_data == ()


def test_a_model_of_which_one_release_is_left_has_no_release_term(invented, study):
    cohort = invented["2005-2008"]
    gone = without(cohort, "kidney_told", cohort.everyone["release"] == "D")
    model = Assembler(gone, study).model(fit(study, "leg_cramps", "kidney_told", "minimal"))
    assert model.planned.releases == ("E",)
    assert not [c for c in model.exog if c.startswith("release")]


def test_rows_of_an_exposure_by_its_kind():
    declared = STUDY.variables
    assert [(t.level, t.reference) for t in terms_of(declared["age_10"])] == [("10 years", "")]
    assert [(t.level, t.reference) for t in terms_of(declared["female"])] == [("women", "men")]
    levels = declared["race"].levels
    assert [(t.level, t.reference) for t in terms_of(declared["race"])] == [
        (x, levels[0]) for x in levels[1:]
    ]


def test_a_continuous_exposure_has_no_exposed(invented, study):
    model = Assembler(invented["2013-2020"], study).model(fit(study, "treated", "ferritin_halving", "crude"))
    counts = model.counts(model.terms[0])
    assert (counts["n_exposed"], counts["cases_exposed"]) == (None, None)
    assert counts["n"] > counts["cases"] > 0
