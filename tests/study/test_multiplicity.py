"""False discovery rate over the headline exposures: one p each, those that are believed, whole families only."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.multitest import multipletests

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.model import terms_of
from rlsanalysis.study.multiplicity import with_q_values
from rlsanalysis.study.plan import fits
from rlsanalysis.study.records import SYNTHETIC
from rlsanalysis.study.tables import table

STUDY = nhanes_study()


@pytest.fixture
def run(study) -> SimpleNamespace:
    """A run with a p for every model and joint test of `treated`; levels have tiny p that must not count."""
    rng = np.random.default_rng(4)
    estimates, tests = [], []
    for f in fits(study, outcome="treated"):
        variable = STUDY.variables[f.exposure]
        for method in study.methods:
            said = {
                "outcome": f.outcome,
                "exposure": f.exposure,
                "set": f.set,
                "method": method,
                "sample": f.sample,
            }
            quoted = f.headline and method == "firth"
            categorical = variable.kind == "categorical"
            for term in terms_of(variable):
                p = 1e-12 if categorical else rng.random() ** 3
                row = {"level": term.level, "headline": "yes" if quoted else "", "status": "ok", "reason": ""}
                estimates.append(said | row | {"role": f.role, "p_value": p})
            if categorical:
                tests.append(said | {"p_value": rng.random() ** 3, "status": "caution", "reason": ""})
    return SimpleNamespace(
        estimates=table("estimates", estimates, SYNTHETIC), tests=table("tests", tests, SYNTHETIC)
    )


def family(study, run) -> pd.Series:
    """The p of each headline exposure: that of its row, or of its joint test."""
    found = {}
    for f in fits(study, outcome="treated"):
        if f.headline:
            of = run.tests if STUDY.variables[f.exposure].kind == "categorical" else run.estimates
            row = of[
                (of["exposure"] == f.exposure)
                & (of["set"] == f.set)
                & (of["sample"] == f.sample)
                & (of["method"] == "firth")
            ]
            found[f.exposure] = float(row["p_value"].iloc[0])
    return pd.Series(found)


def quoted_q(estimates: pd.DataFrame) -> pd.Series:
    return estimates[estimates["headline"] == "yes"].groupby("exposure", sort=False)["q_value"].first()


def test_q_is_that_of_benjamini_and_hochberg_with_one_p_an_exposure(study, run):
    estimates, tests = with_q_values(study, run.estimates, run.tests)
    p = family(study, run)
    expected = pd.Series(multipletests(p, method="fdr_bh")[1], index=p.index)
    pd.testing.assert_series_equal(quoted_q(estimates)[p.index], expected, check_names=False)
    joint = tests[tests["q_value"].notna()].set_index("exposure")["q_value"]
    categorical = [e for e in p.index if STUDY.variables[e].kind == "categorical"]
    assert len(categorical) > 1
    pd.testing.assert_series_equal(joint[categorical], expected[categorical], check_names=False)


def test_only_quoted_rows_and_their_joint_tests_have_a_q(study, run):
    estimates, tests = with_q_values(study, run.estimates, run.tests)
    assert ((estimates["headline"] == "yes") == estimates["q_value"].notna()).all()
    assert (estimates.loc[estimates["q_value"].notna(), "method"] == "firth").all()
    assert set(tests.loc[tests["q_value"].notna(), "set"]) == {"full"}
    assert not tests.duplicated(["exposure", "q_value"])[tests["q_value"].notna()].any()


def test_nothing_else_changes(study, run):
    estimates, tests = with_q_values(study, run.estimates, run.tests)
    pd.testing.assert_frame_equal(estimates.drop(columns="q_value"), run.estimates.drop(columns="q_value"))
    pd.testing.assert_frame_equal(tests.drop(columns="q_value"), run.tests.drop(columns="q_value"))


@pytest.mark.parametrize("status", ["too_few", "not_estimable"])
def test_what_is_not_believed_stays_out_of_the_family(study, run, status):
    p = family(study, run)
    unbelieved = ["ckd", "smoking"]
    for frame in (run.estimates, run.tests):
        frame.loc[frame["exposure"].isin(unbelieved), "status"] = status
    q = quoted_q(with_q_values(study, run.estimates, run.tests)[0])
    assert q[unbelieved].isna().all()
    rest = p.drop(unbelieved)
    np.testing.assert_allclose(q[rest.index], multipletests(rest, method="fdr_bh")[1])


def test_a_run_that_lacks_a_headline_exposure_has_no_q(study, run):
    part = run.estimates[run.estimates["exposure"] != "ckd"]
    estimates, tests = with_q_values(study, part, run.tests)
    assert estimates["q_value"].isna().all()
    assert tests["q_value"].isna().all()
    assert list(estimates["exposure"]) == list(part["exposure"])


def test_a_secondary_exposure_may_be_absent(study, run):
    part = run.estimates[run.estimates["role"] == "headline"]
    estimates, _ = with_q_values(study, part, run.tests)
    whole, _ = with_q_values(study, run.estimates, run.tests)
    pd.testing.assert_series_equal(quoted_q(estimates), quoted_q(whole))


def test_families_are_of_one_outcome(study, run):
    other = run.estimates.assign(outcome="leg_jerks", p_value=0.9)
    both = pd.concat([run.estimates, other], ignore_index=True)
    estimates, _ = with_q_values(study, both, run.tests)
    alone, _ = with_q_values(study, run.estimates, run.tests)
    pd.testing.assert_series_equal(quoted_q(estimates[estimates["outcome"] == "treated"]), quoted_q(alone))


def test_a_family_of_which_nothing_is_believed_has_no_q(study, run):
    for frame in (run.estimates, run.tests):
        frame["status"] = "too_few"
    estimates, _ = with_q_values(study, run.estimates, run.tests)
    assert estimates["q_value"].isna().all()
