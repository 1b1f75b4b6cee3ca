"""Setting up a logistic regression and using its results: inputs, missing values, statsmodels' conventions."""

import pickle

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats
from scipy.special import expit
from statsmodels.base.model import LikelihoodModelResults

from rlsanalysis.survey import Logit, SurveyDesign, inference, logit
from rlsanalysis.survey.errors import AnalysisError, AnalysisWarning


@pytest.fixture(scope="module")
def fit(survey_design):
    return logit("y ~ x + age + C(race)", survey_design).fit()


def redesign(frame, **arguments):
    return SurveyDesign(frame, weights="wt", strata="stratum", psu="psu", **arguments)


def test_arrays_frames_and_formulas_are_the_same_model(fit, survey_frame, survey_design):
    race = survey_frame["race"]
    columns = {"const": 1.0, "x": survey_frame["x"], "age": survey_frame["age"]}
    exog = pd.DataFrame(columns | {"b": race == "b", "c": race == "c"})
    named = Logit(survey_frame["y"] == 1, exog, survey_design, factors={"race": ["b", "c"]}).fit()
    bare = Logit(survey_frame["y"].to_numpy(), exog.to_numpy(dtype=float), survey_design).fit()
    np.testing.assert_allclose(named.params, fit.params, rtol=1e-12)
    np.testing.assert_allclose(bare.cov_params(), fit.cov_params(), rtol=1e-10)
    assert list(bare.params.index) == ["x0", "x1", "x2", "x3", "x4"]
    assert (named.model.endog_names, bare.model.endog_names, fit.model.endog_names) == ("y", "y", "y")
    pd.testing.assert_frame_equal(
        named.tidy(terms="race").drop(columns="term"),
        fit.tidy(terms="C(race)").drop(columns="term"),
        rtol=1e-9,
    )


def test_results_have_statsmodels_names(fit, survey_frame):
    assert isinstance(fit, LikelihoodModelResults)
    assert (fit.nobs, fit.n_events, fit.df_resid) == (900, survey_frame["y"].sum(), 24 - 12 + 1 - 5)
    assert fit.converged
    np.testing.assert_allclose(fit.bse**2, np.diag(fit.cov_params()), rtol=1e-13)
    np.testing.assert_allclose(fit.tvalues, fit.params / fit.bse, rtol=1e-13)
    test = fit.t_test("x = 0.5")
    assert test.effect.item() == pytest.approx(fit.params["x"], rel=1e-13)
    assert test.tvalue.item() == pytest.approx((fit.params["x"] - 0.5) / fit.bse["x"], rel=1e-12)
    assert test.df_denom == fit.df_resid
    np.testing.assert_allclose(fit.cov_params(r_matrix=[0, 1, 0, 0, 0]), fit.bse["x"] ** 2, rtol=1e-13)


def test_a_test_for_every_term(fit):
    table = fit.wald_test_terms().table
    assert list(table.index) == ["Intercept", "x", "age", "C(race)"]
    V = fit.cov_params().to_numpy()[3:, 3:]
    b = fit.params.to_numpy()[3:]
    joint = fit.wald_test(np.eye(5)[3:])
    assert joint.statistic == pytest.approx(b @ np.linalg.solve(V, b) / 2, rel=1e-10)
    assert (joint.df_num, joint.df_denom) == (2, fit.df_resid)
    assert table["statistic"].tolist() == pytest.approx([*(fit.tvalues**2)[:3], joint.statistic], rel=1e-10)


def test_statistics_without_meaning_are_absent(fit):
    for name in ("llf", "aic", "bic"):
        assert not hasattr(fit, name)
    with pytest.raises(
        AttributeError,
        match="aic is not available under a survey design: rows of a survey sample are not independent",
    ):
        fit.aic  # noqa: B018


def test_table_of_coefficients(fit):
    table = fit.tidy()
    columns = ["term", "estimate", "std_error", "statistic", "df", "p_value", "conf_low", "conf_high"]
    assert list(table.columns) == columns
    np.testing.assert_allclose(table["statistic"], fit.tvalues, rtol=1e-12)
    np.testing.assert_allclose(table["p_value"], fit.pvalues, rtol=1e-12)
    np.testing.assert_allclose(table[["conf_low", "conf_high"]], fit.conf_int(), rtol=1e-12)
    ratios = fit.tidy(exponentiate=True, terms=["age"], alpha=0.5).iloc[0]
    assert ratios["estimate"] == pytest.approx(np.exp(fit.params["age"]), rel=1e-13)
    assert ratios["std_error"] == pytest.approx(fit.bse["age"], rel=1e-13)
    half = np.exp(fit.conf_int(alpha=0.5, terms="age"))
    np.testing.assert_allclose(ratios[["conf_low", "conf_high"]].astype(float), half.iloc[0], rtol=1e-12)


def test_profile_interval_of_maximum_likelihood(fit, survey_frame):
    """The limits are where the profile, from fits with an offset, has fallen by t^2 delta / 2."""
    low, high = fit.conf_int(method="profile", terms="x").iloc[0]
    X = np.column_stack([fit.model.exog[:, [0, 2, 3, 4]], fit.model.exog[:, 1]])
    w = (survey_frame["wt"] / survey_frame["wt"].mean()).to_numpy()
    y = survey_frame["y"].to_numpy()

    def minus_loglik(b):
        eta = X @ b
        return -(w * (y * eta - np.logaddexp(0, eta))).sum()

    def gradient(b):
        return -X.T @ (w * (y - expit(X @ b)))

    def profile(t):
        start = fit.params.to_numpy()[[0, 2, 3, 4]]
        found = optimize.minimize(
            lambda b: minus_loglik([*b, t]), start, jac=lambda b: gradient(np.array([*b, t]))[:4], tol=1e-10
        )
        return found.fun

    p = expit(fit.model.exog @ fit.params.to_numpy())
    inverse = np.linalg.inv(fit.model.exog.T @ (fit.model.exog * (w * p * (1 - p))[:, None]))
    delta = fit.bse["x"] ** 2 / inverse[1, 1]
    fall = stats.t.ppf(0.975, fit.df_resid) ** 2 * delta / 2
    best = profile(fit.params["x"])
    assert profile(low) - best == pytest.approx(fall, rel=1e-6)
    assert profile(high) - best == pytest.approx(fall, rel=1e-6)
    assert low < fit.params["x"] < high
    assert fit.conf_int(method="profile", terms="x").iloc[0].tolist() == [low, high]


def test_profile_test_of_maximum_likelihood_has_the_mean_design_effect(fit, survey_frame):
    w = (survey_frame["wt"] / survey_frame["wt"].mean()).to_numpy()
    X = fit.model.exog
    p = expit(X @ fit.params.to_numpy())
    inverse = np.linalg.inv(X.T @ (X * (w * p * (1 - p))[:, None]))[3:, 3:]
    delta = np.trace(np.linalg.solve(inverse, fit.cov_params().to_numpy()[3:, 3:])) / 2
    without = logit("y ~ x + age", fit.model.design).fit()
    F = 2 * (fit.best.loglik - without.best.loglik) / (2 * delta)
    assert fit.profile_test("C(race)").statistic == pytest.approx(F, rel=1e-7)


def test_missing_values_leave_the_domain_and_not_the_design(survey_frame):
    frame = survey_frame.copy()
    frame.loc[frame["stratum"] == 5, "race"] = None
    frame.loc[10:20, "age"] = np.nan
    frame.loc[30:33, "y"] = np.nan
    known = frame.notna().all(axis=1)
    fit = logit("y ~ x + age + C(race)", redesign(frame)).fit()
    same = logit("y ~ x + age + C(race)", redesign(survey_frame).domain(known)).fit()
    np.testing.assert_allclose(fit.cov_params(), same.cov_params(), rtol=1e-10)
    assert (fit.nobs, fit.df_resid) == (known.sum(), 22 - 11 + 1 - 5)
    exog = frame[["x", "age"]].assign(const=1)
    arrays = Logit(frame["y"].astype("Float64"), exog.astype("Float64"), redesign(frame)).fit()
    assert arrays.nobs == frame[["y", "x", "age"]].notna().all(axis=1).sum()


def test_strata_that_missing_values_empty_are_not_averaged_over(survey_frame):
    frame = survey_frame[(survey_frame["stratum"] != 3) | (survey_frame["psu"] == 1)].copy()
    frame.loc[frame["stratum"] == 5, "age"] = np.nan
    fit = logit("y ~ x + age", redesign(frame, singleton="average")).fit()
    same = logit("y ~ x + age", redesign(frame, singleton="remove")).fit()
    np.testing.assert_allclose(fit.cov_params(), same.cov_params() * 11 / 10, rtol=1e-10)


def test_a_missing_category_is_not_the_reference(survey_frame):
    frame = survey_frame.assign(race=pd.Categorical(survey_frame["race"]))
    frame.loc[::4, "race"] = None
    fit = logit("y ~ race", redesign(frame)).fit()
    assert fit.nobs == frame["race"].notna().sum()


def test_levels_of_people_who_leave_are_no_levels(survey_frame):
    frame = survey_frame.copy()
    frame.loc[[1, 2, 3], "race"] = "d"
    frame.loc[[1, 2, 3], "age"] = np.nan
    with pytest.warns(
        AnalysisWarning, match="`race`: no row of the domain .* has the category 'd', which is left out"
    ):
        fit = logit("y ~ age + C(race)", redesign(frame)).fit()
    assert list(fit.params.index) == ["Intercept", "age", "C(race)[T.b]", "C(race)[T.c]"]
    assert fit.model.factors == {"C(race)": ("C(race)[T.b]", "C(race)[T.c]")}


def test_booleans_and_nullable_numbers_are_numbers(survey_frame):
    frame = survey_frame.assign(
        x=(survey_frame["x"] == 1).astype("boolean"),
        y=survey_frame["y"] == 1,
        age=survey_frame["age"].astype("Float64"),
    )
    frame.loc[4, "x"] = pd.NA
    fit = logit("y ~ x + age", redesign(frame)).fit()
    same = logit("y ~ x + age", redesign(survey_frame).domain(survey_frame.index != 4)).fit()
    assert list(fit.params.index) == ["Intercept", "x", "age"]
    np.testing.assert_allclose(fit.params, same.params, rtol=1e-12)


def test_interactions_of_numbers_and_categories_are_no_factors(survey_design):
    model = logit("y ~ age + C(race):age", survey_design)
    assert model.factors == {}


@pytest.mark.parametrize("dtype", ["object", "category"])
def test_predictions(survey_frame, dtype):
    frame = survey_frame.astype({"race": dtype})
    fit = logit("y ~ x + age + C(race)", redesign(frame)).fit()
    new = pd.DataFrame(
        {"x": [1, 0, np.nan], "age": [5.0, 6.0, 7.0], "race": ["c", None, "a"]}, index=list("pqp")
    )
    predicted = fit.predict(new)
    expected = expit(
        fit.params["Intercept"] + fit.params["x"] + 5 * fit.params["age"] + fit.params["C(race)[T.c]"]
    )
    assert predicted.index.tolist() == ["p", "q", "p"]
    assert predicted.iloc[0] == pytest.approx(expected, rel=1e-12)
    assert predicted.iloc[1:].isna().all()
    everybody = fit.predict()
    assert everybody.index.equals(survey_frame.index)
    weights = survey_frame["wt"]
    assert np.average(everybody, weights=weights) == pytest.approx(
        np.average(survey_frame["y"], weights=weights)
    )


def test_predictions_from_coded_covariates(survey_frame, survey_design):
    exog = survey_frame[["x", "age"]].assign(const=1.0)
    fit = Logit(survey_frame["y"], exog, survey_design).fit()
    shuffled = exog.loc[[5, 3], ["const", "x", "age"]].assign(other="text")
    np.testing.assert_allclose(fit.predict(shuffled), fit.predict().loc[[5, 3]], rtol=1e-14)
    bare = Logit(survey_frame["y"], exog.to_numpy(), survey_design).fit()
    np.testing.assert_allclose(bare.predict(exog.to_numpy()[:2]), fit.predict().iloc[:2], rtol=1e-12)
    with pytest.raises(AnalysisError, match="lack `age`, a column of the fit"):
        fit.predict(exog[["x", "const"]])


@pytest.mark.parametrize(
    ("exog", "words"),
    [
        (pd.DataFrame({"x": [1.0], "age": [5.0]}), "`race` is not a column of the data frame"),
        (
            pd.DataFrame({"x": [1.0], "age": [5.0], "race": ["z"]}),
            "`race` has the category 'z', which no row of the fit had. Its categories are a, b, c",
        ),
        (np.ones((1, 5)), "need a data frame"),
    ],
)
def test_predictions_that_cannot_be_made(fit, exog, words):
    with pytest.raises(AnalysisError, match=words):
        fit.predict(exog)


def test_profile_limits_are_computed_once(fit, monkeypatch):
    first = fit.conf_int(method="profile", terms="age")
    monkeypatch.setattr(inference, "limit", None)
    pd.testing.assert_frame_equal(fit.conf_int(method="profile", terms=["age"]), first)


def test_pickling(fit, tmp_path):
    fit.save(tmp_path / "fit.pickle")
    again = pickle.loads((tmp_path / "fit.pickle").read_bytes())  # noqa: S301 - our own
    pd.testing.assert_frame_equal(again.tidy(), fit.tidy())
    new = pd.DataFrame({"x": [1.0], "age": [5.0], "race": ["c"]})
    assert again.predict(new).item() == fit.predict(new).item()


def test_summary(fit):
    text = str(fit.summary(alpha=0.1))
    low = fit.conf_int(alpha=0.1).loc["age", 0]
    for words in (
        "maximum pseudo-likelihood",
        "Degrees of freedom",
        "C(race)[T.b]",
        f"{low:.4f}",
        "[0.05",
        "0.95]",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("x + age", "`x [+] age` has no outcome. Write it as"),
        ("y ~ nowhere", "`nowhere` is not a column of the data frame"),
        ("y + age ~ x", "has the outcomes y, age. One outcome of 0 and 1 is needed"),
        ("y ~ x +* age", r"`y ~ x \+\* age` cannot be read. Operator `\+\*` is incorrectly used.$"),
        ("age ~ x", "The outcome `age` must be 0 or 1, but has the value"),
        ("y ~ I(1 / x)", r"`I\(1 / x\)` has infinite values. Correct them"),
    ],
)
def test_formulas_that_cannot_be_used(survey_design, formula, words):
    with pytest.raises(AnalysisError, match=words):
        logit(formula, survey_design)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"endog": lambda y: y[:-1].to_numpy()}, "endog must have one value for each of the 900 rows"),
        (
            {"endog": lambda y: y.set_axis(y.index + 1)},
            "endog must have one value for each of the 900 rows of the design's frame, and its index",
        ),
        ({"endog": lambda y: y.map({0: "no", 1: "yes"})}, "`y` is not numeric. Code its categories"),
        ({"exog": lambda X: X.iloc[1:]}, "exog must have one value for each of the 900 rows"),
        (
            {"exog": lambda X: X.assign(race="a")},
            "`race` is not numeric. Code its categories as columns of 0 and 1",
        ),
        ({"exog": lambda X: X["x"].to_numpy()}, "exog must have two dimensions"),
        ({"exog": lambda X: X.to_numpy()[1:]}, "exog must have one value"),
        (
            {"exog": lambda X: X.set_axis(["x", "x", "const"], axis=1)},
            "exog has several columns of the name `x`. Rename",
        ),
        ({"factors": lambda _: {"race": ["b"]}}, "factors: `race` must name columns of exog. Unknown are: b"),
        ({"factors": lambda _: {"race": []}}, "factors: `race` must name columns of exog. Unknown are: all"),
    ],
)
def test_arrays_that_cannot_be_used(survey_frame, survey_design, change, words):
    arguments = {
        "endog": survey_frame["y"],
        "exog": survey_frame[["x", "age"]].assign(const=1.0),
        "factors": None,
    }
    ((name, altered),) = change.items()
    arguments[name] = altered(arguments[name])
    with pytest.raises(AnalysisError, match=words):
        Logit(design=survey_design, **arguments)


def test_methods_and_terms_that_do_not_exist(fit):
    with pytest.raises(AnalysisError, match=r"method='reml' does not exist. Choose 'ml' or 'firth'"):
        fit.model.fit(method="reml")
    with pytest.raises(AnalysisError, match=r"method='score' does not exist. Choose 'wald' or 'profile'"):
        fit.conf_int(method="score")
    with pytest.raises(
        AnalysisError, match=r"no term `bmi`. Its terms are Intercept, x, age, .* C\(race\)\."
    ):
        fit.tidy(terms="bmi")
