"""The difference from a control outcome: that of two separate fits, with the variance of their joint influence."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.study.control_differences import (
    APART,
    control_fits,
    control_rows,
    difference_rows,
    failed_differences,
    pair_of,
)
from rlsanalysis.study.model import Assembler, Model, Term
from rlsanalysis.study.plan import fits
from rlsanalysis.study.stacked import OF_CONTROL, Pair, correlation, stacked
from rlsanalysis.survey import Logit, SurveyDesign

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
OUTCOMES = ("y", "control")


def api_pair(name):
    """The two models of `control_differences.R`."""
    frame = pd.read_csv(REFERENCE / f"api_{name}.csv").assign(
        y=lambda f: (f["api00"] > 650) * 1.0, control=lambda f: (f["meals"] > 40) * 1.0
    )
    design = SurveyDesign(
        frame, weights="pw", **({"strata": "stype"} if name == "strat" else {"psu": "dnum"})
    )
    exog = pd.DataFrame({"large": (frame["mobility"] > 15) * 1.0, "ell": frame["ell"] * 1.0, "const": 1.0})
    term = Term("large", "yes", "no")
    return Pair(
        *(Model(None, None, "exam", (term,), design, frame[y], exog, ()) for y in OUTCOMES), apart=False
    )


@pytest.mark.parametrize("name", ["strat", "clus"])
def test_difference_and_its_standard_error_are_those_of_the_influence_values_in_r(name):
    table = pd.read_csv(REFERENCE / "control_differences.csv", comment="#")
    expected = table[table["case"] == name].set_index("quantity")["value"]
    results = stacked(api_pair(name)).fit()
    found = results.tidy(terms=["difference large"]).iloc[0]
    assert found["estimate"] == pytest.approx(expected["difference"], rel=1e-8)
    assert found["std_error"] == pytest.approx(expected["std_error"], rel=1e-8)
    assert correlation(results, "difference large", f"{OF_CONTROL}large") == pytest.approx(
        expected["correlation"], rel=1e-7
    )


@pytest.fixture(scope="module")
def smoking(invented, study):
    """Treated RLS and treated insomnia by smoking, a factor of three levels, in the same people."""
    assembler = Assembler(invented["2013-2020"], study)
    outcome, exposure = study.outcomes["treated"], study.exposures["smoking"]
    fit, control = next(control_fits(study, outcome, exposure))
    assert (fit.outcome, control.outcome) == ("treated", "insomnia_treated")
    return pair_of(assembler, fit, control)


def one_by_one(pair):
    return [
        Logit(model.outcome, model.exog, model.design).fit(method="firth")
        for model in (pair.outcome, pair.control)
    ]


def influence(results, column):
    """PSU totals of the influence values of a coefficient, by stratum: plain NumPy on the rows of a fit."""
    model = results.model
    X, y, w = model.exog, model.endog, model.design.weights[model.design.member]
    w = w / w.mean()
    p = results.predict().to_numpy()
    h = (X * (w * (y - p))[:, None]) @ np.linalg.inv((X * (w * p * (1 - p))[:, None]).T @ X)
    return np.bincount(
        model.design.psu[model.design.member],
        h[:, model.exog_names.index(column)],
        minlength=len(model.design.sampling.stratum),
    )


def covariance(one, other, sampling):
    """Binder's covariance of two sums."""
    total = 0.0
    for stratum, n in enumerate(sampling.n_psu):
        a, b = (totals[sampling.stratum == stratum] for totals in (one, other))
        total += n / (n - 1) * ((a - a.mean()) * (b - b.mean())).sum()
    return total


def test_firth_s_difference_is_that_of_two_fits_with_their_joint_influence(smoking, study):
    separate, together = one_by_one(smoking), stacked(smoking).fit(method="firth")
    sampling = smoking.outcome.design.sampling
    for term, name in zip(smoking.outcome.terms, smoking.columns, strict=True):
        each = [results.params[term.column] for results in separate]
        assert together.params[name] == pytest.approx(each[0] - each[1], abs=1e-9)
        a, b = (influence(results, term.column) for results in separate)
        linear = covariance(a - b, a - b, sampling)
        components = together.stabilized(name)
        assert components.V_lin[0] == pytest.approx(linear, rel=1e-8)
        own = [results.stabilized(term.column) for results in separate]
        assert components.V_mod[0] == pytest.approx(sum(c.V_mod[0] for c in own), rel=1e-8)
        assert components.V[0] >= linear
        rho = covariance(a, b, sampling) / np.sqrt(covariance(a, a, sampling) * covariance(b, b, sampling))
        assert correlation(together, name, f"{OF_CONTROL}{term.column}") == pytest.approx(rho, abs=1e-9)
    rows = difference_rows(smoking, study)
    assert [(r["level"], r["method"]) for r in rows] == [
        (t.level, m) for m in study.methods for t in smoking.outcome.terms
    ]
    first = rows[0]
    assert first["ratio"] == pytest.approx(np.exp(first["difference"]))
    assert first["estimate"] - first["control_estimate"] == pytest.approx(first["difference"])
    assert first["conf_low"] < first["ratio"] < first["conf_high"]


def test_both_models_have_the_same_people_and_every_headline_exposure_its_control_outcomes(smoking, study):
    np.testing.assert_array_equal(smoking.outcome.design.member, smoking.control.design.member)
    treated, diagnosed = study.outcomes["treated"], study.outcomes["diagnosed"]
    of = {
        (o.id, e): {(c.outcome, c.exposure) for _, c in control_fits(study, o, study.exposures[e])}
        for o, e in (
            (treated, "rx_ssri"),
            (diagnosed, "rx_ssri"),
            (diagnosed, "smoking"),
            (treated, "rx_statin"),
        )
    }
    other = "rx_ssri_other_reason"
    assert of["treated", "rx_ssri"] == {
        (o, other) for o in ("insomnia_treated", "allergy_treated", "glaucoma_treated")
    }
    assert of["diagnosed", "rx_ssri"] == {("other_sleep_disorder", "rx_ssri"), ("cataract", "rx_ssri")}
    assert of["diagnosed", "smoking"] == {("other_sleep_disorder", "smoking")}
    assert of["treated", "rx_statin"] == set()


def test_cases_in_whom_the_control_outcome_is_not_defined_stay_in_the_model_of_the_outcome(invented, study):
    cohort = invented["2005-2008"]
    case = cohort.everyone["diagnosed"] == 1
    everyone = cohort.everyone.assign(other_sleep_disorder=cohort.everyone["other_sleep_disorder"].mask(case))
    assembler = Assembler(replace(cohort, everyone=everyone), study)
    outcome, exposure = study.outcomes["diagnosed"], study.exposures["smoking"]
    pair = pair_of(assembler, *next(control_fits(study, outcome, exposure)))
    assert pair.apart
    inside = [model.design.member for model in (pair.outcome, pair.control)]
    only = pair.outcome.design.frame.index[inside[0] & ~inside[1]]
    assert len(only) == (pair.outcome.outcome[inside[0]] == 1).sum() > 0
    assert (everyone.loc[only, "diagnosed"] == 1).all()
    assert not (inside[1] & ~inside[0]).any()
    rows = list(control_rows(assembler, outcome, exposure))
    assert all(APART in row["reason"] for row in rows)


def test_a_pair_without_a_level_is_a_row_with_its_reason(smoking, study):
    nobody = replace(smoking.outcome, outcome=smoking.outcome.outcome * 0)
    rows = difference_rows(replace(smoking, outcome=nobody), study)
    assert {row["status"] for row in rows} == {"not_estimable"}
    assert all("does not vary" in row["reason"] for row in rows)
    failed = failed_differences(study, study.outcomes["treated"], study.exposures["smoking"], "why")
    assert {(r["control"], r["level"], r["reason"]) for r in failed} == {
        (c, level, "why")
        for c in ("insomnia_treated", "allergy_treated", "glaucoma_treated")
        for level in ("former", "current")
    }


def test_different_weights_are_no_pair(smoking, study):
    rows = difference_rows(replace(smoking, control=replace(smoking.control, component="interview")), study)
    assert {row["status"] for row in rows} == {"not_estimable"}
    assert all("different weights" in row["reason"] for row in rows)


def test_the_plan_has_primary_models_for_each_difference(study):
    planned = {(f.outcome, f.exposure, f.set, f.sample) for f in fits(study)}
    for outcome in ("diagnosed", "treated"):
        for exposure in study.exposures.values():
            if exposure.role == "headline" and not exposure.stands_for:
                for pair in control_fits(study, study.outcomes[outcome], exposure):
                    assert all((f.outcome, f.exposure, f.set, f.sample) in planned for f in pair)
