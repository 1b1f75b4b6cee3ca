"""A variable that decides the weight of a design and is then not used in the model is named in a warning."""

import warnings

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.survey import SurveyDesign
from rlsanalysis.survey.errors import AnalysisWarning
from rlsanalysis.survey.logit import logit


@pytest.fixture
def design() -> SurveyDesign:
    rng = np.random.default_rng(5)
    frame = pd.DataFrame({"y": rng.integers(0, 2, 80), "x": rng.normal(size=80), "lab": rng.normal(size=80)})
    return SurveyDesign(frame, weights=np.ones(80), weight_label="laboratory weight", weight_deciders=["lab"])


def test_a_model_without_the_variable_that_decides_the_weight_gets_a_warning(design):
    with pytest.warns(AnalysisWarning, match="has the laboratory weight, but `y ~ x` does not use lab"):
        logit("y ~ x", design)
    with pytest.warns(AnalysisWarning, match="does not use lab"):
        logit("y ~ x", design.domain(design.frame["x"] > -1))


@pytest.mark.parametrize("formula", ["y ~ lab", "y ~ x + I(lab ** 2)", "y ~ x * lab"])
def test_a_model_that_uses_it_gets_none(design, formula):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        logit(formula, design)


def test_a_variable_derived_from_it_may_stand_for_it(design):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        logit("y ~ high", design.assign(high=(design.frame["lab"] > 0).astype(float)))


def test_a_design_without_deciders_never_warns(design):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        logit("y ~ x", SurveyDesign(design.frame, weights=np.ones(80)))
