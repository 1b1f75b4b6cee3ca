"""Hypotheses and terms of a fit that cannot be tested, and results that no fit made."""

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.survey import FirthResults, LogitResults, logit, wald
from rlsanalysis.survey.contrasts import linear_contrasts
from rlsanalysis.survey.errors import AnalysisError


@pytest.fixture(scope="module", params=["ml", "firth"])
def fit(request, survey_design):
    return logit("y ~ x + age + C(race)", survey_design).fit(method=request.param)


@pytest.mark.filterwarnings("ignore")  # of statsmodels, about the rank
@pytest.mark.parametrize("test", ["t_test", "f_test", "wald_test"])
@pytest.mark.parametrize("hypothesis", [np.zeros(5), np.zeros((2, 5)), np.eye(5) * 0], ids=str)
def test_a_hypothesis_without_a_coefficient_has_no_p_value(fit, test, hypothesis):
    with pytest.raises(AnalysisError, match=r"^The hypothesis cannot be evaluated: it has no standard error"):
        getattr(fit, test)(hypothesis)


def test_t_tests_say_in_print_that_they_are_approximate_after_firth(fit):
    note = "(approximate after Firth's method)"
    assert (note in str(fit.t_test("x = 0"))) == (fit.method == "firth")
    assert note not in str(fit.t_test("x = 0", cov_p=np.eye(5)))
    assert "My title" in str(fit.t_test("x = 0").summary(title="My title"))


@pytest.mark.parametrize("test", ["f_test", "wald_test"])
def test_joint_wald_tests_say_in_print_that_they_are_approximate_after_firth(fit, test):
    note = "(approximate after Firth's method)"
    joint = getattr(fit, test)("x = 0, age = 0")
    assert str(joint).endswith(f" {note}" if fit.method == "firth" else ">")
    for other in ({"cov_p": fit.cov_params().to_numpy()}, {"invcov": np.eye(2)}):
        assert note not in str(getattr(fit, test)("x = 0, age = 0", **other))
    V, b = fit.cov_params().to_numpy()[1:3, 1:3], fit.params.to_numpy()[1:3]
    assert joint.statistic == pytest.approx(b @ np.linalg.solve(V, b) / 2, rel=1e-10)


@pytest.mark.parametrize("error", [AssertionError, RuntimeError, AttributeError])
def test_errors_of_this_package_are_not_taken_for_a_hypothesis_that_cannot_be_read(fit, monkeypatch, error):
    def broken(*_: object) -> None:
        raise error("a fault")

    monkeypatch.setattr(wald, "unnamed", broken)
    for test in (fit.t_test, fit.wald_test, fit.f_test):
        with pytest.raises(error, match="a fault"):
            test("x = 0")


def test_a_contrast_of_firths_coefficients_has_a_variance_that_cov_params_does_not_reproduce(fit):
    c = np.array([0, 0, 0, -1, 1])
    std_error = linear_contrasts(fit, c)["std_error"][0]
    by_covariance = np.sqrt(c @ fit.cov_params().to_numpy() @ c)
    assert np.isclose(std_error, by_covariance, rtol=1e-8) == (fit.method == "ml")
    if fit.method == "firth":
        assert std_error == pytest.approx(np.sqrt(fit.stabilize(fit.T.T @ c[:, None]).V[0]), rel=1e-12)


def test_several_corrections_for_multiple_testing(fit):
    listed = fit.t_test_pairwise("C(race)", method=["hs", "holm"]).result_frame
    pd.testing.assert_frame_equal(fit.t_test_pairwise("C(race)", method=("hs", "holm")).result_frame, listed)


@pytest.mark.parametrize("term", [pd.NA, 3, ("x", "nope")], ids=str)
def test_terms_that_the_model_does_not_have(fit, term):
    with pytest.raises(AnalysisError, match=r"^The model has no term `.*`\. Its terms are Intercept, x, age"):
        fit.conf_int(terms=term)


@pytest.mark.parametrize("cls", [LogitResults, FirthResults])
def test_results_are_made_by_a_fit(cls, fit):
    with pytest.raises(
        AnalysisError, match=r"^Results are made by a fit\. Use logit\(formula, design\)\.fit"
    ):
        cls(fit.model, None, 3)
