"""Sensitivity analyses of a plan: further sets and samples, other forms of an exposure, and exposures left out."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.associate import associate
from rlsanalysis.study.estimate import fitted_rows
from rlsanalysis.study.flow import flow_rows
from rlsanalysis.study.model import Assembler
from rlsanalysis.study.plan import Fit, exposures_of, fits
from rlsanalysis.study.records import Sample, Study
from rlsanalysis.survey.errors import AnalysisError

BASE = nhanes_study()
LATE = "2013-2020"


def changed(study: Study = BASE, **of: dict[str, object]) -> Study:
    """The study with some exposures changed: their fields by id."""
    exposures = {id_: replace(e, **of.get(id_, {})) for id_, e in study.exposures.items()}
    return replace(study, exposures=exposures)


def with_samples(**samples: Sample) -> Study:
    return replace(BASE, samples={**BASE.samples, **samples})


def sample(variable: str, *levels: str, form: str = "") -> Sample:
    return Sample(variable, levels, "label", "having", "step", "exposures", "reason", form=form)


def planned(study: Study, outcome: str, exposure: str) -> list[Fit]:
    return fits(study, outcome=outcome, exposure=exposure)


@pytest.fixture(scope="module")
def with_sets() -> Study:
    sets = {**BASE.sets, "more": (*BASE.sets["full"], "energy"), "fewer": (*BASE.sets["minimal"], "energy")}
    study = replace(BASE, sets=sets, sensitivity={"full": ("more",), "minimal": ("fewer",)})
    return changed(study, ckd={"more_sets": ("more", "fewer")})


@pytest.mark.parametrize(("outcome", "set_"), [("treated", "more"), ("diagnosed", "fewer")])
def test_a_set_of_a_sensitivity_analysis_follows_the_headline_set_of_the_outcome(with_sets, outcome, set_):
    found = planned(with_sets, outcome, "ckd")
    assert [f.set for f in found if f.set in ("more", "fewer")] == [set_]
    assert {f.set for f in found if f.headline} == {BASE.outcomes[outcome].headline_set}
    assert {f.set for f in planned(with_sets, outcome, "smoking")} <= {*BASE.sets}
    assert with_sets.main_sets == tuple(BASE.sets)


def test_control_outcomes_have_no_sensitivity_analyses(with_sets):
    assert {f.set for f in planned(with_sets, "insomnia_treated", "ckd")} == {"crude", "minimal", "full"}


def test_a_sample_pools_the_releases_that_know_it():
    study = changed(with_samples(lean=sample("crp_ge3", "<3 mg/L")), anaemia={"more_samples": ("lean",)})
    found = {f.sample: f.releases for f in planned(study, "treated", "anaemia") if len(f.releases) > 1}
    assert found == {"all": ("H", "I", "P"), "lean": ("I", "P")}
    assert [f.set for f in planned(study, "treated", "anaemia") if f.sample == "lean"] == [
        "crude",
        "minimal",
        "full",
    ]


def test_a_sample_that_no_release_knows_has_no_model():
    study = changed(with_samples(asked=sample("sleep_apnoea", "no")), anaemia={"more_samples": ("asked",)})
    assert "asked" not in {f.sample for f in planned(study, "treated", "anaemia")}
    assert "asked" in {f.sample for f in planned(study, "diagnosed", "anaemia")}


@pytest.fixture(scope="module")
def other_form(invented) -> tuple[Study, pd.DataFrame, list[dict[str, object]]]:
    """`rx_ssri` in a sample where `rx_ssri_other` stands in its place: half of the users of SSRIs."""
    variable = replace(BASE.variables["rx_ssri"], id="rx_ssri_other")
    study = replace(
        with_samples(other=sample("rx_user", "yes", form="{exposure}_other")),
        variables={**BASE.variables, "rx_ssri_other": variable},
    )
    study = changed(study, rx_ssri={"more_samples": ("other",)})
    cohort = invented[LATE]
    some = cohort.everyone["rx_ssri"] * (cohort.everyone["seqn"] % 2)
    own = replace(cohort, study=study, everyone=cohort.everyone.assign(rx_ssri_other=some),
                  missing=cohort.missing.assign(rx_ssri_other=cohort.missing["rx_ssri"]))  # fmt: skip
    fit = next(f for f in planned(study, "treated", "rx_ssri") if f.sample == "other" and f.set == "minimal")
    return own, fit, fitted_rows(Assembler(own, study).model(fit), study)[0]


def test_another_form_of_an_exposure_is_what_its_sample_compares(other_form):
    cohort, fit, rows = other_form
    assert (fit.exposure, fit.variable) == ("rx_ssri", "rx_ssri_other")
    plain = associate(cohort, "treated", "rx_ssri_other", "minimal", sample="users")
    assert {row["exposure"] for row in rows} == {"rx_ssri"}
    assert [row["n_exposed"] for row in rows] == plain["n_exposed"].tolist()
    np.testing.assert_allclose([row["estimate"] for row in rows], plain["estimate"], rtol=1e-12)


def test_the_flow_of_another_form_counts_the_people_who_know_it(other_form):
    cohort, _, rows = other_form
    study = cohort.study
    flow = pd.DataFrame(flow_rows(cohort, study, study.outcomes["treated"], study.exposures["rx_ssri"]))
    assert set(flow["sample"]) == {"users", "all", "other"}
    last = flow[(flow["sample"] == "other") & flow["left"].str.startswith("in the minimal")]
    assert last["n"].item() == rows[0]["n"]


def test_a_sample_of_another_form_is_refused_for_an_exposure_without_one(other_form):
    with pytest.raises(AnalysisError, match=r"ckd has none: there is no variable ckd_other\. Choose another"):
        associate(other_form[0], "treated", "ckd", sample="other")


def test_an_exposure_that_stands_for_another_takes_its_place_for_control_outcomes():
    study = changed(rx_trazodone={"stands_for": "rx_antidepressant", "role": "headline"})
    of_control, of_interest = (
        {e.id for e in exposures_of(study, study.outcomes[o])} for o in ("insomnia_treated", "treated")
    )
    assert "rx_trazodone" in of_control - of_interest
    assert "rx_antidepressant" in of_interest - of_control


def test_it_takes_it_only_where_its_cohort_has_it():
    study = changed(
        rx_trazodone={
            "stands_for": "rx_antidepressant",
            "role": "headline",
            "releases": {"2005-2008": (), LATE: ("H", "I", "P")},
        }
    )
    found = {e.id for e in exposures_of(study, study.outcomes["other_sleep_disorder"])}
    assert "rx_antidepressant" in found
    assert "rx_trazodone" not in found


def test_an_exposure_is_never_compared_for_an_outcome_that_leaves_it_out():
    outcomes = {**BASE.outcomes, "treated": replace(BASE.outcomes["treated"], without=("ckd",))}
    study = replace(BASE, outcomes=outcomes)
    assert "ckd" not in {e.id for e in exposures_of(study, study.outcomes["treated"])}
    assert "ckd" in {e.id for e in exposures_of(study, study.outcomes["diagnosed"])}
    with pytest.raises(AnalysisError, match="The plan has no model for the combination treated, ckd"):
        planned(study, "treated", "ckd")
