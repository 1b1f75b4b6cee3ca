"""Every public attribute of a fit and of a model works, or is refused in our words with its name."""

import inspect
import pickle
import re

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.discrete.discrete_model import Logit as StatsmodelsLogit
from statsmodels.discrete.discrete_model import LogitResults as StatsmodelsResults
from statsmodels.stats.multitest import multipletests

from rlsanalysis.survey import Logit, SurveyDesign, logit, refused
from rlsanalysis.survey.errors import AnalysisError, DesignError

FORMULA = "y ~ x + age + C(race)"
ARGUMENTS = {
    "t_test": ("x = 0",), "wald_test": ("x = 0",), "f_test": ("x = 0",), "t_test_pairwise": ("C(race)",),
    "profile_test": ("x",), "margins": ("x",), "stabilized": ("x",), "least_effective_df": ("x",),
    "stabilize": (np.eye(5),), "variances": (np.eye(5),), "variances_of": (np.eye(5),),
    "covariates": (None,), "offsets": (None,), "positions": ("x",),
    "with_outcome": (np.arange(900) % 2,),
}  # fmt: skip


@pytest.fixture(params=["ml", "firth"])
def fit(request, survey_design):
    return logit(FORMULA, survey_design).fit(method=request.param)


def public(thing):
    return {name for name in dir(thing) if not name.startswith("_")}


def use(thing, name, tmp_path):
    """Read an attribute and, if it is a method, call it."""
    value = getattr(thing, name)
    if not callable(value) or isinstance(value, type):
        return value
    arguments = (
        {"save": (tmp_path / "fit",), "load": (tmp_path / "fit",), "initialize": (thing.model, thing.params)}
        if hasattr(thing, "params")
        else {}
    )
    return value(*(arguments | ARGUMENTS).get(name, ()))


def test_every_public_attribute_of_a_fit_works_or_is_refused_by_name(fit, tmp_path):
    fit.save(tmp_path / "fit")
    # remove_data comes last, since it changes what the others can do
    names = sorted(
        public(StatsmodelsResults)
        | {n for n in type(fit).__dict__ if n[0] != "_"}
        | public(type(fit))
        | set(vars(fit)) - {"model"},
        key=lambda n: n == "remove_data",
    )
    names = [name for name in names if not name.startswith("_")]
    worked = []
    for name in names:
        if name in refused.RESULTS:
            with pytest.raises(AttributeError, match=f"^{name} is not available under a survey design: "):
                getattr(fit, name)
        else:
            use(fit, name, tmp_path)
            worked.append(name)
    assert len(worked) > 40
    assert not hasattr(fit, "aic")


def test_every_public_attribute_of_a_model_works_or_is_refused_by_name(survey_design, tmp_path):
    model = logit(FORMULA, survey_design)
    for name in sorted(public(model) | public(StatsmodelsLogit)):
        if name in refused.MODEL:
            with pytest.raises(AttributeError, match=f"^{name} is not available under a survey design: "):
                getattr(model, name)
        else:
            use(model, name, tmp_path)


def test_pairwise_comparisons(fit, survey_design):
    found = fit.t_test_pairwise("C(race)", method=["hs", "bonferroni"])
    table, b, V = found.result_frame, fit.params.to_numpy(), fit.cov_params().to_numpy()
    assert list(table.index) == ["b-a", "c-a", "c-b"]
    contrasts = np.array([[0, 0, 0, 1, 0], [0, 0, 0, 0, 1], [0, 0, 0, -1, 1]])
    np.testing.assert_allclose(table["coef"], contrasts @ b, rtol=1e-12)
    np.testing.assert_allclose(table["std err"], np.sqrt(np.diag(contrasts @ V @ contrasts.T)), rtol=1e-10)
    np.testing.assert_allclose(
        table["pvalue-bonferroni"], multipletests(table["P>|t|"], method="bonferroni")[1]
    )
    assert (found.contrasts == contrasts).all()
    labeled = fit.t_test_pairwise("C(race)", factor_labels=["A", "B", "C"])
    assert labeled.contrast_labels == ["B-A", "C-A", "C-B"]
    with pytest.raises(
        AnalysisError, match=r"factor_labels must have one label for each of the 3 levels of `C.race.`"
    ):
        fit.t_test_pairwise("C(race)", factor_labels=["A", "B"])
    with pytest.raises(
        AnalysisError, match=r"`age` is not a categorical term of the model. Its categorical terms: `C.race.`"
    ):
        fit.t_test_pairwise("age")
    sums = logit("y ~ x + age + C(race, contr.sum)", survey_design).fit(method=fit.method)
    other = sums.t_test_pairwise("C(race, contr.sum)").result_frame
    np.testing.assert_allclose(other["coef"], table["coef"], rtol=1e-6 if fit.method == "ml" else 0.2)
    if fit.method == "ml":
        np.testing.assert_allclose(other["std err"], table["std err"], rtol=1e-8)


def test_pairwise_comparisons_of_arrays_and_interactions(survey_frame, survey_design, fit):
    race = survey_frame["race"]
    exog = pd.DataFrame(
        {"const": 1.0, "x": survey_frame["x"], "age": survey_frame["age"], "b": race == "b", "c": race == "c"}
    )
    model = Logit(survey_frame["y"], exog, survey_design, factors={"race": ["b", "c"]})
    found = model.fit(method=fit.method).t_test_pairwise("race").result_frame
    assert list(found.index) == ["b-reference", "c-reference", "c-b"]
    np.testing.assert_allclose(found["coef"], fit.t_test_pairwise("C(race)").result_frame["coef"], rtol=1e-9)
    cells = logit("y ~ 0 + C(race)", survey_design).fit(method=fit.method)
    assert cells.t_test_pairwise("C(race)").result_frame["coef"].iloc[0] == pytest.approx(
        cells.params.iloc[1] - cells.params.iloc[0]
    )
    crossed = survey_frame.assign(old=np.where(survey_frame["age"] > 5, "old", "young"))
    design = SurveyDesign(crossed, weights="wt", strata="stratum", psu="psu")
    fitted = logit("y ~ old * race", design).fit(method="firth")
    with pytest.raises(
        AnalysisError, match=r"`old:race` is an interaction. Pairwise comparisons are made of main effects"
    ):
        fitted.t_test_pairwise("old:race")


def test_a_fit_without_its_data(fit, survey_frame, survey_design, tmp_path):
    whole, new = fit.tidy(), survey_frame.head(3)
    predicted, summary = fit.predict(new), str(fit.summary())
    model = fit.model
    fit.save(tmp_path / "light", remove_data=True)
    assert (tmp_path / "light").stat().st_size < len(pickle.dumps(model)) / 3
    light = pickle.loads((tmp_path / "light").read_bytes())  # noqa: S301 - our own
    for kept in (fit, light):
        pd.testing.assert_frame_equal(kept.tidy(), whole)
        pd.testing.assert_series_equal(kept.predict(new), predicted)
        assert str(kept.summary()) == summary
        assert kept.wald_test("x = 0").df_denom == fit.df_resid
        for call in (
            lambda kept=kept: kept.predict(),
            lambda kept=kept: kept.profile_test("x"),
            lambda kept=kept: kept.margins("x"),
            lambda kept=kept: kept.support(),
            lambda kept=kept: kept.conf_int(0.2, method="profile"),
        ):
            with pytest.raises(AnalysisError, match="The data of this fit were removed by remove_data"):
                call()
    assert model.fit().nobs == 900
    shifted = logit(FORMULA, survey_design.assign(o=survey_frame["age"]), offset="o").fit()
    shifted.remove_data()
    assert shifted.predict(new.assign(o=1.0)).notna().all()


def test_support_of_maximum_likelihood_is_that_of_firth_s_fit(survey_design):
    model = logit(FORMULA, survey_design)
    ml, firth = model.fit(), model.fit(method="firth")
    pd.testing.assert_frame_equal(ml.support(["x", "age"]), firth.support(["x", "age"]))
    pd.testing.assert_series_equal(
        ml.expected_exposed_cases("C(race)"), firth.expected_exposed_cases("C(race)")
    )
    finite = SurveyDesign(survey_design.frame, "wt", "stratum", "psu", fpc=[0.1] * 900)
    with pytest.raises(
        DesignError, match=r"Firth's method and support\(\) are not defined under a finite population"
    ):
        logit("y ~ x", finite).fit().support()


def test_display(fit):
    text, table = repr(fit), fit.tidy(exponentiate=True).set_index("term")
    first, *rest = text.splitlines()
    assert (
        first == f"{FORMULA} (method '{fit.method}'): 900 rows, 38 cases, {fit.df_resid} degrees of freedom"
    )
    row = table.loc["x"]
    assert f"{row['estimate']:.2f}" in rest[2]
    assert f"{row['conf_low']:.2f} to {row['conf_high']:.2f}" in rest[2]
    assert "<0.001" in rest[1]
    assert f"{row['p_value']:.3f}" in rest[2]
    html = fit._repr_html_()
    assert f"<td>{row['estimate']:.2f}</td>" in html
    assert html.startswith("<p>y ~ x + age")
    assert repr(fit.model) == f"Logit: {FORMULA}, 900 rows, 38 cases"
    bare = Logit(fit.model.endog, fit.model.exog, fit.model.design)
    assert repr(bare) == "Logit: y on 5 columns, 900 rows, 38 cases"


def test_headings_of_the_summary_name_the_statistic(fit):
    text = str(fit.summary())
    assert ("signed root" in text) == (fit.method == "firth")
    assert ("P>|t|" in text) == (fit.method == "ml")
    assert "bias-corrected" in text if fit.method == "firth" else "maximum pseudo-likelihood" in text


@pytest.fixture(scope="module")
def unweighted(survey_frame):
    """A simple random sample, for which statsmodels has the same coefficients."""
    frame = survey_frame.assign(visits=survey_frame.index % 4)
    exog = pd.DataFrame({"const": 1.0, "x": frame["x"], "age": frame["age"], "visits": frame["visits"]})
    ours = Logit(frame["y"], exog, SurveyDesign(frame, weights=np.ones(900))).fit()
    theirs = sm.Logit(frame["y"], exog).fit(disp=False, tol=1e-13)
    return ours, theirs


STEPS = [{"dummy": True}, {"count": True}, {"dummy": True, "count": True}]
MARGEFF = [
    *(
        (at, {"method": method})
        for at in ("overall", "mean", "zero")
        for method in ("dydx", "eyex", "dyex", "eydx")
    ),
    *((at, steps) for at in ("overall", "mean") for steps in STEPS),  # statsmodels takes no steps from 0
    ("overall", {"atexog": {1: 1.0}}),  # and elsewhere averages before it sets atexog
]


@pytest.mark.parametrize(("at", "options"), MARGEFF)
def test_marginal_effects_are_statsmodels_with_a_survey_s_standard_errors(unweighted, at, options):
    ours, theirs = unweighted
    found = ours.get_margeff(at=at, **options)
    np.testing.assert_allclose(
        found.margeff, theirs.get_margeff(at=at, **options).margeff, rtol=1e-7, atol=1e-12
    )

    def effects(params):
        theirs_at = sm.Logit(theirs.model.endog, theirs.model.exog).fit(disp=False)
        theirs_at._results.params = params
        return theirs_at.get_margeff(at=at, **options).margeff

    if at == "overall":
        return  # the variance has a second part: see the test below
    b, V = ours.params.to_numpy(), ours.cov_params().to_numpy()
    J = np.column_stack([(effects(b + h) - effects(b - h)) / 2e-5 for h in np.eye(4) * 1e-5])
    np.testing.assert_allclose(found.margeff_se, np.sqrt(np.diag(J @ V @ J.T)), rtol=1e-5, atol=1e-12)


def test_marginal_effects_of_steps_at_chosen_values(unweighted):
    ours, _ = unweighted
    found = ours.get_margeff(at="zero", atexog={2: 5.0}, dummy=True)
    new = pd.DataFrame({"const": 1.0, "x": [0.0, 1.0], "age": 5.0, "visits": 0.0})
    p = ours.predict(new)
    assert found.margeff[0] == pytest.approx(p[1] - p[0], rel=1e-12)
    assert found.margeff[1] == pytest.approx(p[0] * (1 - p[0]) * ours.params["age"], rel=1e-12)


def test_average_marginal_effects_include_the_sampling_of_covariates(fit, survey_frame):
    found = fit.get_margeff()
    assert found.names == ["x", "age", "C(race)[T.b]", "C(race)[T.c]"]
    w = (survey_frame["wt"] / survey_frame["wt"].sum()).to_numpy()
    X, b = fit.model.exog, fit.params.to_numpy()
    p = fit.predict().to_numpy()
    effect = p * (1 - p) * b[2]
    slope = w @ ((p * (1 - p) * (1 - 2 * p) * b[2])[:, None] * X) + w @ (p * (1 - p)) * np.eye(5)[2]
    V = fit.variances_of(slope[None, :])[0]
    totals = (
        pd.Series(w * (effect - w @ effect)).groupby([survey_frame["stratum"], survey_frame["psu"]]).sum()
    )
    S = sum(2 * ((t - t.mean()) ** 2).sum() for _, t in totals.groupby(level=0))
    assert found.margeff[1] == pytest.approx(w @ effect, rel=1e-10)
    assert found.margeff_se[1] == pytest.approx(np.sqrt(V + S), rel=1e-9)
    if fit.method == "ml":
        assert pytest.approx(slope @ fit.cov_params().to_numpy() @ slope, rel=1e-9) == V
    frame = found.summary_frame(alpha=0.1)
    assert list(frame.columns) == ["dy/dx", "Std. Err.", "t", "P>|t|", "Conf. Int. Low", "Conf. Int. Upp."]
    row = frame.loc["age"]
    t = row["dy/dx"] / row["Std. Err."]
    half_width = stats.t.ppf(0.95, fit.df_resid) * row["Std. Err."]
    assert row["t"] == pytest.approx(t)
    assert row["P>|t|"] == pytest.approx(2 * stats.t.sf(abs(t), fit.df_resid))
    assert row["Conf. Int. Low"] == pytest.approx(row["dy/dx"] - half_width)
    assert row["Conf. Int. Upp."] == pytest.approx(row["dy/dx"] + half_width)


def test_marginal_effects_at_weighted_medians(survey_frame, survey_design):
    fit = logit("y ~ x + age", survey_design).fit()
    order = survey_frame.sort_values("age")
    median = order["age"][order["wt"].cumsum() >= order["wt"].sum() / 2].iloc[0]
    p = fit.predict(pd.DataFrame({"x": [0.0], "age": [median]})).item()
    assert fit.get_margeff(at="median").margeff[1] == pytest.approx(
        p * (1 - p) * fit.params["age"], rel=1e-10
    )


def test_marginal_effects_that_cannot_be_computed(fit, survey_design):
    for options, words in (
        ({"at": "all"}, "at='all' does not exist. Choose 'overall', 'mean', 'median' or 'zero'"),
        ({"method": "dxdy"}, "method='dxdy' does not exist. Choose 'dydx', 'eyex', 'dyex' or 'eydx'"),
        ({"method": "eyex", "dummy": True}, "dummy and count have no meaning for method='eyex'"),
        ({"method": "eydx", "count": True}, "dummy and count have no meaning for method='eydx'"),
    ):
        with pytest.raises(AnalysisError, match=words):
            fit.get_margeff(**options)
    squared = logit("y ~ age + I(age**2)", survey_design).fit()
    with pytest.raises(
        AnalysisError, match=r"`age` occurs in several terms \(I\(age \*\* 2\), age\).* Use margins\('age'\)"
    ):
        squared.get_margeff()


@pytest.mark.parametrize(
    ("call", "wrong", "answer"),
    [
        ("fit", {"cov_type": "HC1"}, "fit has no argument cov_type: standard errors are design-based"),
        ("fit", {"disp": 0}, "fit has no argument disp: the iterations run to convergence"),
        ("logit", {"data": None}, r"logit has no argument data: .*Write logit\(formula, SurveyDesign\(frame"),
        ("logit", {"weights": "wt"}, "logit has no argument weights: it belongs to the design"),
        ("SurveyDesign", {"weight": "wt"}, "SurveyDesign has no argument weight: write weights="),
        ("SurveyDesign", {"ids": "psu"}, "SurveyDesign has no argument ids: write psu="),
        ("fit", {"methd": "firth"}, r"^fit has no argument methd: write method=\.$"),
        ("logit", {"desing": None}, r"^logit has no argument desing: write design=\.$"),
        ("SurveyDesign", {"strate": "x"}, r"^SurveyDesign has no argument strate: write strata=\.$"),
        (
            "fit",
            {"nonsense": 1},
            r"^fit has no argument nonsense: its arguments are method, start_params, tolerance\.$",
        ),
    ],
)
def test_a_keyword_of_other_software_is_answered_with_what_to_write(
    survey_frame, survey_design, call, wrong, answer
):
    model = logit(FORMULA, survey_design)
    calls = {
        "fit": model.fit, "logit": lambda **k: logit(FORMULA, survey_design, **k),
        "SurveyDesign": lambda **k: SurveyDesign(survey_frame, **k),
    }  # fmt: skip
    with pytest.raises(AnalysisError, match=answer):
        calls[call](**wrong)


def test_no_refused_keyword_is_an_argument_and_no_answer_names_one_that_does_not_exist():
    for function, answers in (
        (Logit.fit, refused.FIT), (logit, refused.LOGIT), (SurveyDesign, refused.DESIGN)
    ):  # fmt: skip
        assert not answers.keys() & inspect.signature(function).parameters.keys()
    named = {name for answer in refused.DESIGN.values() for name in re.findall(r"(\w+)=", answer)}
    assert named <= inspect.signature(SurveyDesign).parameters.keys()
