"""Hypotheses and terms of a fit that cannot be tested, and results that no fit made."""

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.survey import FirthResults, LogitResults, logit
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
