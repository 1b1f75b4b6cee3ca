"""Splines, weighted quantiles and contrasts: against SciPy, formulaic and R; what a restricted cubic spline must be."""

import numpy as np
import pandas as pd
import pytest
from formulaic import model_matrix
from scipy.interpolate import CubicSpline

from rlsanalysis.survey import Logit, SurveyDesign
from rlsanalysis.survey.contrasts import linear_contrasts
from rlsanalysis.survey.errors import AnalysisError, NotEstimableError
from rlsanalysis.survey.quantiles import weighted_quantiles
from rlsanalysis.survey.spline import restricted_cubic_spline

KNOTS = np.array([1.0, 2.5, 4.0, 7.0, 7.5])
INSIDE = np.linspace(KNOTS[0], KNOTS[-1], 401)


@pytest.mark.parametrize("k", [3, 4, 5])
def test_between_the_knots_each_column_is_the_natural_cubic_spline_of_its_values_there(k):
    knots = KNOTS[:k]
    inside = np.linspace(knots[0], knots[-1], 301)
    columns = restricted_cubic_spline(inside, knots)
    natural = CubicSpline(knots, restricted_cubic_spline(knots, knots), bc_type="natural")
    assert columns.shape == (301, k - 1)
    np.testing.assert_allclose(columns, natural(inside), atol=1e-12)


def test_with_a_constant_it_spans_what_the_natural_splines_of_formulaic_span():
    theirs = model_matrix(
        "1 + cr(x, knots=[2.5, 4.0, 7.0], lower_bound=1.0, upper_bound=7.5, constraints='center')",
        pd.DataFrame({"x": INSIDE}),
    ).to_numpy(float)
    ours = np.column_stack([np.ones_like(INSIDE), restricted_cubic_spline(INSIDE, KNOTS)])
    assert theirs.shape == ours.shape
    projections = [X @ np.linalg.pinv(X) for X in (theirs, ours)]
    np.testing.assert_allclose(projections[0], projections[1], atol=1e-9)


@pytest.mark.parametrize("outside", [np.linspace(-5, 1, 30), np.linspace(7.5, 30, 30)])
def test_beyond_the_outer_knots_it_is_a_straight_line(outside):
    columns = restricted_cubic_spline(outside, KNOTS)
    straight = np.column_stack([np.ones_like(outside), outside])
    rest = columns - straight @ np.linalg.lstsq(straight, columns)[0]
    np.testing.assert_allclose(rest, 0, atol=1e-10)


def test_below_the_first_knot_only_the_straight_line_is_left():
    columns = restricted_cubic_spline([-3.0, 0.5, 1.0], KNOTS)
    np.testing.assert_array_equal(columns, [[-3, 0, 0, 0], [0.5, 0, 0, 0], [1, 0, 0, 0]])


def test_columns_change_with_the_unit_of_x_as_x_does():
    np.testing.assert_allclose(
        restricted_cubic_spline(INSIDE * 1000, KNOTS * 1000), restricted_cubic_spline(INSIDE, KNOTS) * 1000
    )


def test_a_missing_value_stays_missing():
    assert np.isnan(restricted_cubic_spline([np.nan], KNOTS)).all()


@pytest.mark.parametrize(
    ("knots", "error", "words"),
    [
        ([1, 2], NotEstimableError, "needs at least 3 knots, but the knots are 1, 2"),
        ([0, 0, 5], NotEstimableError, "must differ, but are 0, 0, 5. Keep the distinct ones"),
        ([1, 3, 2], AnalysisError, "must be known and increasing, but are 1, 3, 2"),
        ([1, np.nan, 2], AnalysisError, "must be known"),
    ],
)
def test_knots_of_which_no_curve_can_be_made_are_refused(knots, error, words):
    with pytest.raises(error, match=words):
        restricted_cubic_spline([1.0], knots)


def api_design(case, api):
    """The design that curves.R calls by this name."""
    if case.startswith("clus"):
        return SurveyDesign(api["clus"], weights="pw", psu="dnum")
    design = SurveyDesign(api["strat"], weights="pw", strata="stype")
    frame = design.frame
    return design.domain((frame["ell"] > 20) & (frame["stype"] != "H")) if case == "domain" else design


@pytest.mark.parametrize("case", ["strat", "domain", "clus"])
@pytest.mark.parametrize("variable", ["api00", "meals", "ell"])
def test_quantiles_are_those_of_r(case, variable, api, reference):
    expected = reference("curves")[case][f"quantile {variable}"]
    design = api_design(case, api)
    inside = design.member
    found = weighted_quantiles(
        design.frame.loc[inside, variable], design.weights[inside], expected.index.astype(float)
    )
    assert len(expected) == 9
    np.testing.assert_array_equal(found, expected)


def test_a_quantile_is_the_first_value_up_to_which_the_share_lies():
    values, weights = [30.0, 10.0, 20.0, 99.0], [1.0, 1.0, 2.0, 0.0]
    found = weighted_quantiles(values, weights, [0.01, 0.25, 0.26, 0.75, 0.76, 1.0])
    np.testing.assert_array_equal(found, [10, 10, 20, 20, 30, 30])


@pytest.mark.parametrize(
    ("values", "weights", "share", "words"),
    [
        ([1.0], [0.0], 0.5, "at least one positive weight"),
        ([1.0, np.nan], [1.0, 1.0], 0.5, "values without missing ones"),
        ([1.0], [1.0], 0.0, "above 0 and at most 1"),
        ([1.0], [1.0], 1.5, "above 0 and at most 1"),
        ([1.0], [1.0], np.nan, "above 0 and at most 1"),
    ],
)
def test_quantiles_that_do_not_exist_are_refused(values, weights, share, words):
    with pytest.raises(AnalysisError, match=words):
        weighted_quantiles(values, weights, [share])


def curve_by_hand(case, api, numbers):
    """The fit of curves.R: a spline of meals, adjusted for mobility, and its knots."""
    design = api_design(case, api)
    knots = numbers["knot"].to_numpy()
    columns = restricted_cubic_spline(design.frame["meals"], knots)
    names = [f"s{j}" for j in range(columns.shape[1])]
    exog = pd.DataFrame(columns, columns=names).assign(mobility=design.frame["mobility"], const=1.0)
    return Logit(design.frame["y"], exog, design), names, knots


CURVES = {"strat 3": 30, "strat 4": 30, "clus 4": 40}


@pytest.mark.parametrize("case", CURVES)
def test_odds_along_a_curve_and_its_tests_are_those_of_r(case, api, reference):
    numbers = reference("curves")[case]
    model, names, knots = curve_by_hand(case, api, numbers)
    fit = model.fit()
    values = numbers["estimate"].index.astype(float)
    contrasts = np.zeros((len(values), len(names) + 2))
    contrasts[:, : len(names)] = restricted_cubic_spline(values, knots) - restricted_cubic_spline(
        [CURVES[case]], knots
    )
    found = linear_contrasts(fit, contrasts)
    for column in ("estimate", "std_error", "conf_low", "conf_high"):
        np.testing.assert_allclose(found[column], numbers[column], rtol=1e-7, err_msg=column)
    assert found["effective_df"].isna().all()
    for test, tested in (("association", names), ("curvature", names[1:])):
        wald = fit.f_test(", ".join(f"{name} = 0" for name in tested))
        expected = numbers[test]
        np.testing.assert_allclose(
            [wald.fvalue, wald.pvalue, wald.df_num, wald.df_denom],
            [expected[q] for q in ("F", "p", "df_num", "df_den")],
            rtol=1e-7,
        )


@pytest.mark.parametrize("method", ["firth", "ml"])
def test_a_contrast_of_one_coefficient_is_that_coefficient(method, survey_frame, survey_design):
    exog = survey_frame[["x", "age"]].assign(const=1.0)
    fit = Logit(survey_frame["y"], exog, survey_design).fit(method=method)
    found = linear_contrasts(fit, np.eye(3), alpha=0.1)
    np.testing.assert_allclose(found["estimate"], fit.params, rtol=1e-12)
    np.testing.assert_allclose(found["std_error"], fit.bse, rtol=1e-10)
    limits = fit.conf_int(alpha=0.1, method="wald")
    np.testing.assert_allclose(found[["conf_low", "conf_high"]], limits, rtol=1e-10)
    assert set(found["df"]) == {fit.df_resid}
    if method == "firth":
        np.testing.assert_allclose(found["effective_df"], fit.effective_df, rtol=1e-10)
        assert fit.least_effective_df("age") == pytest.approx(fit.effective_df["age"], rel=1e-10)


def test_the_variance_of_a_contrast_is_that_of_the_coefficient_which_it_becomes_in_another_coding(
    survey_frame, survey_design
):
    x, age = survey_frame["x"], survey_frame["age"]
    plain = pd.DataFrame({"x": x, "age": age, "const": 1.0})
    turned = pd.DataFrame(
        {"x": x, "age": age - 2 * x, "const": 1.0}
    )  # b_x + 2 b_age is the first coefficient
    fit, other = (Logit(survey_frame["y"], e, survey_design).fit(method="firth") for e in (plain, turned))
    found = linear_contrasts(fit, [1, 2, 0]).iloc[0]
    assert found["estimate"] == pytest.approx(other.params["x"], rel=1e-6)
    assert found["std_error"] == pytest.approx(other.bse["x"], rel=1e-6)
    assert found["effective_df"] == pytest.approx(other.effective_df["x"], rel=1e-6)
    assert fit.least_effective_df(["x", "age"]) == pytest.approx(
        other.least_effective_df(["x", "age"]), rel=1e-6
    )


def test_no_difference_is_0_without_an_error_and_a_wide_limit_is_open(survey_frame, survey_design):
    exog = survey_frame[["x", "age"]].assign(const=1.0)
    fit = Logit(survey_frame["y"], exog, survey_design).fit(method="firth")
    nothing, wide = linear_contrasts(fit, [[0, 0, 0], [40, 0, 0]]).to_dict("records")
    assert [nothing[name] for name in ("estimate", "std_error", "conf_low", "conf_high")] == [0, 0, 0, 0]
    assert wide["conf_high"] == np.inf


def test_contrasts_of_other_coefficients_are_refused(survey_frame, survey_design):
    fit = Logit(survey_frame["y"], survey_frame[["x"]].assign(const=1.0), survey_design).fit()
    with pytest.raises(AnalysisError, match="have 3 columns, but the model has 2 coefficients"):
        linear_contrasts(fit, [[1, 0, 0]])
