"""New rows and set values of a model by arrays, whose columns are found by name."""

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.survey import Logit
from rlsanalysis.survey.errors import AnalysisError


@pytest.fixture(scope="module")
def exog(survey_frame):
    return survey_frame[["x", "age"]].assign(
        constant=1.0, b=1.0 * (survey_frame["race"] == "b"), c=1.0 * (survey_frame["race"] == "c")
    )


@pytest.fixture(scope="module")
def fit(survey_frame, survey_design, exog):
    return Logit(survey_frame["y"], exog, survey_design, factors={"race": ["b", "c"]}).fit()


def test_a_column_that_occurs_twice_in_new_rows_is_named(fit, exog):
    twice = pd.concat([exog, exog[["x"]]], axis=1)
    with pytest.raises(
        AnalysisError, match=r"^exog has several columns of the name `x`\. Rename or drop all"
    ):
        fit.predict(twice)


def test_columns_named_by_numbers_are_found_in_new_rows(survey_frame, survey_design, exog, fit):
    numbered = exog.set_axis(range(5), axis=1)
    same = Logit(survey_frame["y"], numbered, survey_design).fit()
    np.testing.assert_allclose(same.predict(numbered[[4, 3, 2, 1, 0]]), fit.predict(exog), rtol=1e-12)


@pytest.mark.parametrize("value", [None, np.nan, pd.NA])
def test_missing_values_that_are_set_are_refused(fit, value):
    for call in (
        lambda: fit.margins("x", at={"age": value}),
        lambda: fit.margins("age", values=[1.0, value]),
        lambda: fit.margins("x", at={"race": value}),
        lambda: fit.get_margeff(atexog={1: value}),
    ):
        with pytest.raises(
            AnalysisError, match=r"(are undefined at|must be numbers|has no level|atexog has the entry)"
        ):
            call()


@pytest.mark.parametrize("position", [5, -1, "age", 1.5, pd.NA])
def test_positions_that_no_column_has(fit, position):
    with pytest.raises(
        AnalysisError, match=r"^atexog has the entry .* position of their column, from 0 to 4"
    ):
        fit.get_margeff(atexog={position: 1.0})
