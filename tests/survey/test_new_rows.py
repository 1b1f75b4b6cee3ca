"""New rows and set values of a model by arrays, whose columns are found by name."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from rlsanalysis.survey import Logit, logit
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


def test_new_rows_may_be_a_table_of_another_library(survey_frame, survey_design, exog, fit):
    design = survey_design.assign(o=np.log(survey_frame["age"]))
    by_formula = logit("y ~ x + C(race)", design, offset="o").fit()
    new = design.frame.head(5)
    for results, rows in ((by_formula, new), (fit, exog.head(5))):
        expected = results.get_prediction(rows).summary_frame()
        found = results.get_prediction(pa.Table.from_pandas(rows, preserve_index=False)).summary_frame()
        pd.testing.assert_frame_equal(found, expected)
    same = Logit(survey_frame["y"], pa.Table.from_pandas(exog), survey_design).fit()
    pd.testing.assert_series_equal(same.params, fit.params)


def test_new_rows_for_a_formula_must_be_a_table(survey_design):
    with pytest.raises(
        AnalysisError, match="Predictions need a data frame with the variables of the formula"
    ):
        logit("y ~ x", survey_design).fit().predict([[1.0]])
