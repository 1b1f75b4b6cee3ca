"""What has no estimate is refused by name, with the way out; what has one is not."""

import numpy as np
import pytest

from rlsanalysis.survey import Logit, SurveyDesign, estimable, likelihood, logit, profile
from rlsanalysis.survey.errors import ConvergenceError, NotEstimableError


def refit(frame, formula, method="ml", inside=None):
    design = SurveyDesign(frame, weights="wt", strata="stratum", psu="psu")
    return logit(formula, design if inside is None else design.domain(inside)).fit(method=method)


@pytest.mark.parametrize("method", ["ml", "firth"])
@pytest.mark.parametrize(
    ("change", "formula", "words"),
    [
        ({"y": 0.0}, "y ~ x", "`y` does not vary: there are no cases among the 900 rows of the domain"),
        ({"y": 1.0}, "y ~ x", "`y` does not vary: there are only cases among the 900 rows"),
        (
            {"age": np.nan},
            "y ~ x + age",
            "^No rows are left to fit `y ~ x [+] age`: every row .* has a missing value in `y` or `x` or `age`. Check",
        ),
        ({"x": 1.0}, "y ~ x + age", "^`x` has the same value .1. in all rows of the domain. Drop it"),
        ({"x": 0.0}, "y ~ x + age", "^`x` has the same value .0. in all rows"),
        (
            {},
            "y ~ age + I(3 - 2 * age)",
            r"^`I\(3 - 2 \* age\)` is a linear combination of the preceding columns",
        ),
        ({"z": 0.0}, "y ~ 0 + age + z", "^`z` has the same value"),
    ],
)
def test_models_without_an_estimate(survey_frame, change, formula, words, method):
    with pytest.raises(NotEstimableError, match=words):
        refit(survey_frame.assign(**change), formula, method)


def test_nearly_collinear_columns_have_an_estimate(survey_frame):
    near = survey_frame["age"] + 1e-5 * survey_frame["x"]
    fit = refit(survey_frame.assign(near=near), "y ~ age + near")
    direct = refit(survey_frame, "y ~ age + x")
    assert fit.params["near"] * 1e-5 == pytest.approx(direct.params["x"], rel=1e-6)
    with pytest.raises(NotEstimableError, match=r"^`near` is a linear combination"):
        refit(survey_frame.assign(near=survey_frame["age"] + 1e-9 * survey_frame["x"]), "y ~ age + near")


def test_degrees_of_freedom_run_out(survey_frame):
    inside = survey_frame["stratum"] < 4
    formula = "y ~ x + age + I(age**2) + C(race)"
    words = "`y` has 6 coefficients for 8 PSUs in 4 strata, which leaves -1 degrees of freedom. Drop"
    with pytest.raises(NotEstimableError, match=words):
        refit(survey_frame, formula, inside=inside)
    assert refit(survey_frame, formula, "firth", inside).df_resid == 4
    assert refit(survey_frame, "y ~ x + age + I(age**2)", inside=inside).df_resid == 1
    one_psu = (survey_frame["stratum"] == 1) & (survey_frame["psu"] == 1)
    with pytest.raises(NotEstimableError, match="leaves 0 degrees of freedom"):
        refit(survey_frame, "y ~ age", "firth", one_psu)


@pytest.mark.parametrize(
    ("y", "formula", "words"),
    [
        (
            lambda f: f["y"] * (1 - f["x"]),
            "y ~ x + age",
            "^There are no cases among the {x} rows with x = 1. Use method='firth'",
        ),
        (lambda f: f["y"] * f["x"], "y ~ x + age", "^There are no cases among the {nx} rows with x = 0. "),
        (
            lambda f: f["y"].where(f["x"] == 0, 1),
            "y ~ x + age",
            "^There are only cases among the {x} rows with x = 1",
        ),
        (
            lambda f: f["y"].where(f["x"] == 1, 1),
            "y ~ x + age",
            "^There are only cases among the {nx} rows with x = 0",
        ),
        (lambda f: f["y"] * (f["race"] != "b"), "y ~ C(race)", r"rows with C\(race\)\[T.b\] = 1"),
        (
            lambda f: f["y"] * (f["race"] != "a"),
            "y ~ C(race)",
            r"rows with the reference level of C\(race\). Use",
        ),
    ],
)
def test_levels_in_which_nobody_or_everybody_is_a_case(survey_frame, y, formula, words):
    x = int(survey_frame["x"].sum())
    frame = survey_frame.assign(y=y(survey_frame))
    with pytest.raises(NotEstimableError, match=words.replace("{x}", str(x)).replace("{nx}", str(900 - x))):
        refit(frame, formula)
    assert np.isfinite(refit(frame, formula, "firth").tidy()[["estimate", "std_error", "p_value"]]).all(
        axis=None
    )


def test_separation_by_a_number(survey_frame):
    frame = survey_frame.assign(y=(survey_frame["age"] > 6.5).astype(float))
    with pytest.raises(
        NotEstimableError,
        match=r"^Cases and non-cases are separated by `age`: there is no finite estimate. Use",
    ):
        refit(frame, "y ~ age")


def test_separation_that_no_single_column_shows(survey_frame):
    """Nobody with x = 1 of race b is a case: their interaction is infinite, each main effect is not."""
    cell = (survey_frame["x"] == 1) & (survey_frame["race"] == "b")
    frame = survey_frame.assign(y=survey_frame["y"].where(~cell, 0), b=(survey_frame["race"] == "b") * 1.0)
    frame = frame.assign(both=frame["x"] * (1 + frame["b"]))
    with pytest.raises(
        NotEstimableError, match=r"separated by `x`, (`b`, )?`both`: there is no finite estimate"
    ):
        refit(frame, "y ~ x + b + both")
    assert refit(frame, "y ~ x + b").nobs == 900


def test_overlapping_cases_and_others_are_not_separated(survey_design):
    """Patterns that hold cases and others alike bar every direction."""
    for formula in ("y ~ x", "y ~ x + age"):
        model = logit(formula, survey_design)
        estimable.check_separation(model.patterns, model.exog_names)


def test_without_a_constant_and_with_other_contrasts(survey_frame):
    """Columns that are not 0 and 1 are no levels: nothing is refused for them, and the fit is the same."""
    plain = refit(survey_frame, "y ~ age + C(race)")
    cells = refit(survey_frame, "y ~ 0 + C(race) + age")
    sums = refit(survey_frame, "y ~ age + C(race, contr.sum)")
    np.testing.assert_allclose(cells.predict(), plain.predict(), rtol=1e-10)
    np.testing.assert_allclose(sums.predict(), plain.predict(), rtol=1e-10)
    assert cells.bse["age"] == pytest.approx(plain.bse["age"], rel=1e-9)
    assert refit(survey_frame, "y ~ 0 + C(race)", "firth").expected_exposed_cases().isna().all()


def test_iterations_that_start_too_far_away(survey_frame):
    design = SurveyDesign(survey_frame, weights="wt")
    model = Logit(survey_frame["y"], survey_frame[["age"]].assign(const=1.0), design)
    with pytest.raises(ConvergenceError, match="cannot start where every fitted probability is 0 or 1"):
        model.fit(start_params=[500.0, 0.0])


def test_a_census_has_no_standard_errors(survey_frame):
    design = SurveyDesign(survey_frame, weights="wt", strata="stratum", psu="psu", fpc=np.ones(900))
    with pytest.raises(
        NotEstimableError,
        match=r"^`Intercept` has no standard error, because the PSUs within each stratum do not differ",
    ):
        logit("y ~ x", design).fit().tidy()


def test_nobody_moves_far_in_one_step(survey_frame, monkeypatch):
    """From a start far away Newton's full steps would move log odds by hundreds."""
    model = logit("y ~ x + age", SurveyDesign(survey_frame, weights="wt"))
    visited = []
    evaluate = likelihood.evaluate
    monkeypatch.setattr(
        likelihood, "evaluate", lambda b, *rest, **how: visited.append(b) or evaluate(b, *rest, **how)
    )
    fit = model.fit(start_params=[4.0, 0.0, 0.3])
    moves = np.abs(np.diff(np.array(visited), axis=0) @ model.patterns.X).max(axis=1)
    assert 4.9 < moves.max() < 5.0 + 1e-9
    assert fit.params["x"] == pytest.approx(model.fit().params["x"], rel=1e-10)


def test_iterations_that_run_out_are_no_result(survey_frame, monkeypatch):
    design = SurveyDesign(survey_frame, weights="wt", strata="stratum", psu="psu")
    model = logit("y ~ x + age", design)
    fit = model.fit(method="firth")
    with pytest.raises(ConvergenceError, match="has no maximum after 2 iterations"):
        likelihood.maximize(model.patterns, np.zeros(3), penalized=True, max_iterations=2)
    monkeypatch.setattr(profile, "MAX_EVALUATIONS", 1)
    with pytest.raises(ConvergenceError, match="search for a profile limit did not converge"):
        fit.conf_int(terms="x")
    monkeypatch.setattr(likelihood, "MAX_HALVINGS", 0)
    with pytest.raises(ConvergenceError, match="No step increases the log-likelihood"):
        model.fit(method="firth")
