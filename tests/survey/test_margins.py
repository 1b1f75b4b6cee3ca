"""Adjusted prevalences, predictions and offsets against R's svypredmeans and predict, and the delta method by hand."""

import ast
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats
from scipy.special import expit
from scipy.special import logit as log_odds

import rlsanalysis
from rlsanalysis.survey import Logit, SurveyDesign, logit
from rlsanalysis.survey.errors import AnalysisError, AnalysisWarning

REPOSITORY = Path(__file__).resolve().parents[2]
RTOL = 2e-7  # R's standard errors use the weights before its last step
DESIGNS = ["strat", "strat fpc", "strat domain", "clus"]


@pytest.fixture(scope="module")
def designs(api):
    """The designs that margins.R calls by these names."""
    frames = {
        name: frame.assign(
            y=1.0 * (frame["api00"] > 650),
            large=1.0 * (frame["mobility"] > 15),
            poor=1.0 * (frame["meals"] > 40),
            exposure=frame["mobility"] / 20,
        )
        for name, frame in api.items()
    }
    strat = SurveyDesign(frames["strat"], weights="pw", strata="stype")
    return {
        "strat": strat,
        "strat fpc": SurveyDesign(frames["strat"], weights="pw", strata="stype", fpc="fpc"),
        "strat domain": strat.domain((frames["strat"]["mobility"] > 5) & (frames["strat"]["stype"] != "M")),
        "clus": SurveyDesign(frames["clus"], weights="pw", psu="dnum"),
    }


def check_margins(table, numbers, level_of):
    """Hold a table of margins to R's numbers; `level_of` gives R's name of a row's level."""
    for _, row in table.iterrows():
        level = level_of(row)
        np.testing.assert_allclose(row["estimate"], numbers[row["measure"], level], rtol=1e-8)
        np.testing.assert_allclose(row["std_error"], numbers[row["measure"] + "_se", level], rtol=RTOL)
    return len(table)


@pytest.mark.filterwarnings("ignore::rlsanalysis.survey.errors.AnalysisWarning")
@pytest.mark.parametrize("case", DESIGNS)
def test_margins_of_r(case, designs, reference):
    numbers, design = reference("margins"), designs[case]
    binary = logit("y ~ ell + mobility + large", design).fit().margins("large")
    assert check_margins(binary, numbers[f"{case} binary"], lambda row: f"{row['large']:.0f}") == 4
    crossed = logit("y ~ ell * mobility + stype", design).fit().margins("stype")
    levels = 2 if case == "strat domain" else 3
    assert check_margins(crossed, numbers[f"{case} factor"], lambda row: row["stype"]) == 3 * levels - 2
    cells = logit("y ~ ell + large * poor", design).fit()
    table = cells.margins("large", by="poor")
    level_of = lambda row: f"{row['large']:.0f}.{row['poor']:.0f}"  # noqa: E731
    assert check_margins(table, numbers[f"{case} cells"], level_of) == 8


@pytest.mark.filterwarnings("ignore::rlsanalysis.survey.errors.AnalysisWarning")
@pytest.mark.parametrize("case", DESIGNS)
def test_predictions_of_r(case, designs, reference):
    numbers = reference("margins")[case]
    fit = logit("y ~ large * poor + stype", designs[case]).fit()
    new = pd.DataFrame({"large": [0, 1, 1], "poor": [1, 0, 1], "stype": "E"})
    for which, name in (("linear", "linear"), ("mean", "probability")):
        frame = fit.get_prediction(new, which=which).summary_frame()
        np.testing.assert_allclose(frame["predicted"], numbers[name], rtol=1e-8)
        np.testing.assert_allclose(frame["se"], numbers[f"{name}_se"], rtol=RTOL)


@pytest.mark.parametrize("case", DESIGNS)
def test_offset_of_r(case, designs, reference):
    numbers, design = reference("margins")[case], designs[case]
    fit = logit("y ~ ell + mobility", design, offset="exposure").fit()
    np.testing.assert_allclose(fit.params, numbers["offset_params"], rtol=1e-8)
    np.testing.assert_allclose(fit.bse, numbers["offset_bse"], rtol=RTOL)
    assert fit.predict().iloc[0] == pytest.approx(numbers["offset_fitted"].item(), rel=1e-8)


class ByHand:
    """Predictive margins in plain NumPy, row by row, for the formula y ~ x * b + age of `survey_frame`."""

    def __init__(self, frame, fit):
        self.frame, self.fit = frame, fit
        self.w = (frame["wt"] / frame["wt"].sum()).to_numpy()

    def X(self, **values):  # noqa: N802
        frame = self.frame.assign(**values)
        x, b = frame["x"].to_numpy(float), frame["b"].to_numpy(float)
        return np.column_stack([np.ones(len(frame)), x, b, frame["age"], x * b])

    def parts(self, params, scenarios):
        """Prevalence, gradient and residual influence of each scenario."""
        parts = []
        for values in scenarios:
            X = self.X(**values)
            p = expit(X @ params)
            parts.append((self.w @ p, (self.w * p * (1 - p)) @ X, self.w * (p - self.w @ p)))
        return [np.array(part) for part in zip(*parts, strict=True)]

    def sampling(self, u):
        """Between-PSU variance of the totals of u within strata."""
        totals = pd.Series(u).groupby([self.frame["stratum"], self.frame["psu"]]).sum()
        return sum(len(t) / (len(t) - 1) * ((t - t.mean()) ** 2).sum() for _, t in totals.groupby(level=0))


FORMULA = "y ~ x * b + age"
SCENARIOS = [{"x": 0.0, "b": 1.0}, {"x": 1.0, "b": 1.0}]


@pytest.fixture(scope="module")
def crossed(survey_frame):
    frame = survey_frame.assign(b=1.0 * (survey_frame["race"] == "b"))
    return frame, SurveyDesign(frame, weights="wt", strata="stratum", psu="psu")


@pytest.fixture(scope="module", params=["ml", "firth"])
def fit(request, crossed):
    return logit(FORMULA, crossed[1]).fit(method=request.param)


def variance(fit, c):
    """The variance of a contrast: V of the method, by statsmodels' t_test or the stabilized pieces."""
    centered = fit.model.patterns.T.T @ c[:, None]
    return fit.stabilize(centered).V[0] if fit.method == "firth" else c @ fit.cov_params().to_numpy() @ c


def test_margins_by_the_delta_method(fit, crossed):
    hand = ByHand(crossed[0], fit)
    m, g, u = hand.parts(fit.params.to_numpy(), SCENARIOS)
    rows = fit.margins("x", by="b", calibrate=False, alpha=0.1)
    rows = rows[(rows["b"] == 1)].reset_index(drop=True)
    assert rows["measure"].tolist() == ["prevalence", "prevalence", "difference", "ratio"]
    assert rows["x"].tolist() == [0, 1, 1, 1]
    assert rows["reference"].fillna(-1).tolist() == [-1, -1, 0, 0]
    assert (rows["df"] == fit.df_resid).all()
    t = stats.t.ppf(0.95, fit.df_resid)

    def std_error(weights):
        return np.sqrt(variance(fit, g.T @ weights) + hand.sampling(u.T @ weights))

    for i, weights in enumerate(np.eye(2)):
        se = std_error(weights)
        limits = expit(log_odds(m[i]) + np.array([-1, 1]) * t * se / (m[i] * (1 - m[i])))
        expected = [m[i], se, *limits]
        np.testing.assert_allclose(
            rows.loc[i, ["estimate", "std_error", "conf_low", "conf_high"]].astype(float), expected, rtol=1e-9
        )
    se = std_error(np.array([-1.0, 1.0]))
    difference = m[1] - m[0]
    np.testing.assert_allclose(
        rows.loc[2, ["estimate", "std_error", "conf_low", "conf_high"]].astype(float),
        [difference, se, difference - t * se, difference + t * se], rtol=1e-9,
    )  # fmt: skip
    se = std_error(np.array([-1 / m[0], 1 / m[1]]))
    ratio = np.array([1, np.exp(-t * se), np.exp(t * se)]) * m[1] / m[0]
    np.testing.assert_allclose(
        rows.loc[3, ["estimate", "std_error", "conf_low", "conf_high"]].astype(float),
        [ratio[0], se, ratio[1], ratio[2]], rtol=1e-9,
    )  # fmt: skip


def test_firth_s_margins_are_calibrated_to_the_weighted_prevalence(fit, crossed):
    frame = crossed[0]
    hand = ByHand(frame, fit)
    observed = hand.w @ frame["y"].to_numpy()
    b = fit.params.to_numpy()
    linear = hand.X() @ b
    shift = optimize.brentq(lambda s: hand.w @ expit(linear + s) - observed, -5, 5, xtol=1e-13)
    assert (shift < -0.01) == (fit.method == "firth")
    m, g, u = hand.parts(b + shift * np.eye(5)[0], SCENARIOS)
    found = fit.margins("x", at={"b": 1.0})
    prevalence = found[found["measure"] == "prevalence"]
    np.testing.assert_allclose(prevalence["estimate"], m, rtol=1e-9)
    expected = [np.sqrt(variance(fit, g[i]) + hand.sampling(u[i])) for i in range(2)]
    np.testing.assert_allclose(prevalence["std_error"], expected, rtol=1e-8)


def test_margins_of_arrays_equal_those_of_a_formula(survey_frame, survey_design):
    by_formula = logit("y ~ x + age + race", survey_design).fit()
    race = survey_frame["race"]
    columns = {
        "const": 1.0,
        "x": survey_frame["x"],
        "age": survey_frame["age"],
        "b": race == "b",
        "c": race == "c",
    }
    by_arrays = Logit(
        survey_frame["y"], pd.DataFrame(columns), survey_design, factors={"race": ["b", "c"]}
    ).fit()
    numbers = ["estimate", "std_error", "conf_low", "conf_high"]
    theirs = by_arrays.margins("race", by="x")
    assert theirs["race"].unique().tolist() == ["reference", "b", "c"]
    np.testing.assert_allclose(theirs[numbers], by_formula.margins("race", by=["x"])[numbers], rtol=1e-9)
    one = by_arrays.margins("race", values=["c", "b"], reference="b", at={"age": 5.0})
    other = by_formula.margins("race", values=["c", "b"], reference="b", at={"age": 5.0})
    np.testing.assert_allclose(one[numbers], other[numbers], rtol=1e-9)
    assert other["reference"].dropna().unique().tolist() == ["b"]
    assert other[other["measure"] == "ratio"]["race"].tolist() == ["c"]
    ages = by_formula.margins("age", values=[4, 6.0])
    assert ages[ages["measure"] == "prevalence"]["age"].tolist() == [4, 6]


def test_a_shift_moves_every_row_from_its_own_value(fit, crossed):
    """The ages of all rows, and those ages plus 1.5, by the delta method; and the same model by arrays."""
    frame = crossed[0]
    hand = ByHand(frame, fit)
    m, g, u = hand.parts(fit.params.to_numpy(), [{}, {"age": frame["age"] + 1.5}])
    table = fit.margins("age", shift=1.5, calibrate=False)
    assert table["age"].tolist() == ["as observed", "+1.5", "+1.5", "+1.5"]
    assert table["reference"].tolist()[2:] == ["as observed", "as observed"]
    weights = np.array([-1.0, 1.0])
    se = np.sqrt(variance(fit, g.T @ weights) + hand.sampling(u.T @ weights))
    row = table[table["measure"] == "difference"].iloc[0]
    np.testing.assert_allclose([row["estimate"], row["std_error"]], [m[1] - m[0], se], rtol=1e-9)
    columns = pd.DataFrame(hand.X(), columns=["const", "x", "b", "age", "xb"], index=frame.index)
    by_arrays = Logit(frame["y"], columns, crossed[1]).fit(method=fit.method)
    other = by_arrays.margins("age", shift=1.5, calibrate=False)
    numbers = ["estimate", "std_error", "conf_low", "conf_high"]
    np.testing.assert_allclose(other[numbers], table[numbers], rtol=1e-8)


def test_margins_without_a_constant_are_not_calibrated(survey_design, survey_frame):
    fit = logit("y ~ 0 + age + x", survey_design).fit(method="firth")
    pd.testing.assert_frame_equal(fit.margins("x"), fit.margins("x", calibrate=False))
    w = survey_frame["wt"] / survey_frame["wt"].sum()
    expected = w @ expit(fit.params["age"] * survey_frame["age"] + fit.params["x"])
    assert fit.margins("x")["estimate"].iloc[1] == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"variable": "bmi"}, "`bmi` is not a variable of the model. Its variables are `age`, `b`, `x`"),
        ({"variable": "x", "at": {"bmi": 1}}, "`bmi` is not a variable of the model"),
        ({"variable": "age"}, r"^`age` has 61 values\. Choose those to compare by values=\[\.\.\.\]\.$"),
        (
            {"variable": "x", "by": "age"},
            r"^`age` has 61 values\. .*once per value, with at={'age': 3\.5}, then at={'age': 6\.5}, or group",
        ),
        ({"variable": "x", "reference": 2}, "The reference 2 is not among the levels of `x`: 0, 1[.]$"),
        (
            {"variable": "x", "at": {"x": 1}},
            r"^`x` \(variable\) and `x` \(at\) set the same covariate\. Drop one",
        ),
        ({"variable": "x", "by": "b", "at": {"b": 1}}, r"^`b` \(by\) and `b` \(at\) set the same covariate"),
        ({"variable": "b", "by": "b"}, r"^`b` \(variable\) and `b` \(by\) set the same covariate"),
        ({"variable": "x", "by": ["b", "b"]}, r"^`b` \(by\) and `b` \(by\) set the same covariate"),
        (
            {"variable": "x", "values": [1, 1]},
            r"^values=\[1, 1\] names a level of `x` twice[.] Name each one once[.]$",
        ),
        ({"variable": "x", "values": [0, 1, 0.0]}, r"^values=\[0, 1, 0.0\] names a level of `x` twice"),
        ({"variable": "bmi", "shift": 1}, "`bmi` is not a variable of the model"),
        (
            {"variable": "age", "shift": 1, "values": [4, 5]},
            "shift compares every row with itself[.] Leave out",
        ),
        ({"variable": "x", "shift": 1, "reference": 0}, "shift compares every row with itself[.] Leave out"),
        (
            {"variable": "race", "shift": 1},
            "`race` is no number, so it cannot be shifted[.] Compare its levels",
        ),
        ({"variable": "age", "shift": 0}, "shift=0 must be a number other than 0"),
        ({"variable": "age", "shift": np.inf}, "shift=inf must be a number other than 0"),
        ({"variable": "x", "at": {"age": np.nan}}, "The covariates are undefined at age = nan, x = 0[.]$"),
    ],
)
def test_margins_that_cannot_be_made(crossed, arguments, words):
    formula = "y ~ x + race" if arguments["variable"] == "race" else FORMULA
    with pytest.raises(AnalysisError, match=words):
        logit(formula, crossed[1]).fit().margins(**arguments)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            {"variable": "x", "values": [0, 2, -1]},
            r"^`x` is set to 2, -1, outside its .* of the fit, 0 to 1[.] The",
        ),
        (
            {"variable": "x", "at": {"age": 50}},
            r"^`age` is set to 50, outside its .*, 2 to 8[.] .* unit of `age`[.]$",
        ),
    ],
)
def test_values_that_no_row_of_the_fit_reaches_are_warned_of(survey_frame, arguments, words):
    """A row outside the domain, aged 500 years, does not widen the range."""
    frame = survey_frame.assign(age=survey_frame["age"].where(survey_frame.index > 0, 50.0))
    inside = SurveyDesign(frame, "wt", "stratum", "psu").domain(frame["age"] < 20)
    by_formula = logit("y ~ x + age + race", inside).fit()
    exog = frame[["x", "age"]].assign(const=1.0, b=frame["race"] == "b", c=frame["race"] == "c")
    by_arrays = Logit(frame["y"], exog, inside, factors={"race": ["b", "c"]}).fit()
    for fit, category in ((by_formula, "a"), (by_arrays, "reference")):
        assert len(fit.margins("x", values=[0, 0.5, 1], at={"age": 8.0, "race": category})) == 7
        with pytest.warns(AnalysisWarning, match=words) as found:
            fit.margins(**arguments)
        assert [Path(warning.filename) for warning in found] == [Path(__file__)]


def test_a_category_of_another_type_has_no_range(survey_frame):
    frame = survey_frame.assign(site=pd.Series(survey_frame["race"] == "b").map({True: "in", False: "out"}))
    fit = logit("y ~ x + I(site == 'in')", SurveyDesign(frame, "wt", "stratum", "psu")).fit()
    assert len(fit.margins("x", at={"site": "in"})) == 4


def test_a_factor_of_arrays_and_one_of_its_columns_are_not_set_together(survey_frame, survey_design):
    exog = pd.DataFrame({"const": 1.0, "b": survey_frame["race"] == "b", "c": survey_frame["race"] == "c"})
    fit = Logit(survey_frame["y"], exog, survey_design, factors={"race": ["b", "c"]}).fit()
    with pytest.raises(AnalysisError, match=r"`b` \(variable\) and `race` \(at\) set the same covariate"):
        fit.margins("b", at={"race": "c"})
    assert len(fit.margins("b", at={"c": 0})) == 4


def test_levels_of_factors_in_arrays(survey_frame, survey_design):
    exog = pd.DataFrame({"const": 1.0, "b": survey_frame["race"] == "b", "age": survey_frame["age"]})
    fit = Logit(survey_frame["y"], exog, survey_design, factors={"race": ["b"]}).fit()
    with pytest.raises(AnalysisError, match=r"`race` has no level 'z'. Its levels are reference, b"):
        fit.margins("age", values=[4, 5], at={"race": "z"})
    with pytest.raises(AnalysisError, match="`age` has 61 values"):
        fit.margins("age")


@pytest.mark.parametrize("which", ["mean", "linear"])
def test_predictions_with_intervals(fit, which):
    new = pd.DataFrame({"x": [1, np.nan, 0, 1], "b": [1, 0, 0, 1], "age": [5.0, 4, 6, 5]}, index=list("pqrp"))
    frame = fit.get_prediction(new, which=which).summary_frame(alpha=0.1)
    assert frame.index.tolist() == list("pqrp")
    assert frame.iloc[1].isna().all()
    pd.testing.assert_series_equal(frame["predicted"], fit.predict(new, which=which), check_names=False)
    t = stats.t.ppf(0.95, fit.df_resid)
    for row, x in ((0, np.array([1, 1, 1, 5.0, 1])), (2, np.array([1, 0, 0, 6.0, 0]))):
        linear, se = x @ fit.params, np.sqrt(variance(fit, x))
        limits = linear + np.array([-1, 1]) * t * se
        p = expit(linear)
        expected = [p, p * (1 - p) * se, *expit(limits)] if which == "mean" else [linear, se, *limits]
        np.testing.assert_allclose(frame.iloc[row], expected, rtol=1e-9)


def test_predictions_of_the_rows_of_the_fit(fit, crossed):
    frame = fit.get_prediction().summary_frame()
    pd.testing.assert_series_equal(frame["predicted"], fit.predict(), check_names=False)
    assert frame["se"].notna().all()
    nothing = crossed[0].head(2).assign(age=np.nan)
    assert fit.get_prediction(nothing).summary_frame().isna().all(axis=None)
    with pytest.raises(AnalysisError, match=r"which='median' does not exist. Choose 'mean' or 'linear'"):
        fit.get_prediction(which="median")
    with pytest.raises(AnalysisError, match="which='odds' does not exist"):
        fit.predict(which="odds")


@pytest.mark.parametrize("method", ["ml", "firth"])
def test_an_offset_is_a_coefficient_that_is_known(survey_frame, survey_design, method):
    """The maximum with an offset is the maximum of the likelihood that is written out."""
    o = np.log(survey_frame["age"])
    fit = logit("y ~ x + race", survey_design, offset=o).fit(method=method)
    X, w = fit.model.exog, (survey_frame["wt"] / survey_frame["wt"].mean()).to_numpy()
    y = survey_frame["y"].to_numpy()

    def score(b):
        p = expit(X @ b + o.to_numpy())
        information = X.T @ (X * (w * p * (1 - p))[:, None])
        h = w * p * (1 - p) * np.einsum("ij,jk,ik->i", X, np.linalg.inv(information), X)
        return X.T @ (w * (y - p) + (method == "firth") * h * (0.5 - p))

    np.testing.assert_allclose(score(fit.params.to_numpy()), 0, atol=1e-8)
    np.testing.assert_allclose(fit.predict(), expit(X @ fit.params.to_numpy() + o), rtol=1e-12)
    assert fit.fittedvalues.to_numpy() == pytest.approx(log_odds(fit.predict()).to_numpy(), rel=1e-9)
    assert fit.resid_response.to_numpy() == pytest.approx(y - fit.predict().to_numpy(), rel=1e-12)
    shifted = Logit(survey_frame["y"], X, survey_design, offset=o.to_numpy() + 3).fit(method=method)
    np.testing.assert_allclose(shifted.params.iloc[0], fit.params.iloc[0] - 3, rtol=1e-9)
    np.testing.assert_allclose(shifted.params.iloc[1:], fit.params.iloc[1:], rtol=1e-8)
    np.testing.assert_allclose(
        shifted.margins("x1", calibrate=False)["estimate"],
        fit.margins("x", calibrate=False)["estimate"],
        rtol=1e-8,
    )
    np.testing.assert_allclose(shifted.margins("x1")["std_error"], fit.margins("x")["std_error"], rtol=1e-7)


def test_offsets_of_new_rows(survey_frame, survey_design):
    design = survey_design.assign(o=np.log(survey_frame["age"]))
    named = logit("y ~ x", design, offset="o").fit()
    new = pd.DataFrame({"x": [0.0, 1.0], "o": [1.0, 2.0]})
    b = named.params.to_numpy()
    expected = expit(b[0] + b[1] * new["x"] + new["o"])
    np.testing.assert_allclose(named.predict(new), expected, rtol=1e-12)
    np.testing.assert_allclose(named.get_prediction(new).predicted, expected, rtol=1e-12)
    np.testing.assert_allclose(named.predict(new, offset=0), expit(b[0] + b[1] * new["x"]), rtol=1e-12)
    np.testing.assert_allclose(
        named.predict(offset=1).iloc[:2], expit(named.model.exog[:2] @ b + 1), rtol=1e-12
    )
    given = logit("y ~ x", design, offset=design.frame["o"].to_numpy()).fit()
    np.testing.assert_allclose(given.predict(new, offset=[1.0, 2.0]), expected, rtol=1e-12)
    with pytest.raises(AnalysisError, match=r"The model has an offset. Give offset= for the new rows"):
        given.predict(new)
    with pytest.raises(AnalysisError, match="offset must be one number, or one for each of the 2 rows"):
        given.predict(new, offset=[1.0, 2.0, 3.0])
    with pytest.raises(AnalysisError, match="`o` is not a column of the data frame"):
        named.predict(new[["x"]])
    without = logit("y ~ x", design).fit()
    np.testing.assert_allclose(
        without.predict(new, offset=[1, 2]), expit(without.model.covariates(new) @ without.params + [1, 2])
    )


def test_offsets_that_cannot_be_used(survey_frame, survey_design):
    o = survey_frame["age"].where(survey_frame.index > 9)
    assert logit("y ~ x", survey_design, offset=o).fit().nobs == 890
    assert logit("y ~ x", survey_design, offset=o).offset.tolist() == o.iloc[10:].tolist()
    for offset, words in (
        (np.where(survey_frame["x"] == 1, np.inf, 0.0), "The offset has infinite values"),
        (survey_frame["age"].iloc[1:], "offset must have one value for each of the 900 rows"),
        ("race", "`race` is not numeric"),
        ("agee", "`agee` is not a column of the data frame. Columns that look similar: `age`"),
    ):
        with pytest.raises(AnalysisError, match=words):
            logit("y ~ age", survey_design, offset=offset)


def test_the_example_of_the_documentation(survey_frame):
    """Its code runs as printed, and its comments are true."""
    text = (REPOSITORY / "docs" / "api" / "survey.md").read_text()
    (code,) = re.findall(r"```python\n(model = .*?)```", text, flags=re.DOTALL)
    odd = survey_frame.index % 2 * 1.0
    years = {"age": 10 * survey_frame["age"]}
    frame = survey_frame.assign(antidepressant=survey_frame["x"], female=odd, rls=survey_frame["y"], **years)
    names = {"rls": rlsanalysis, "pd": pd, "adults": SurveyDesign(frame, "wt", "stratum", "psu")}
    shown = []
    for statement in ast.parse(code).body:
        if isinstance(statement, ast.Expr):
            shown.append(eval(compile(ast.Expression(statement.value), "survey.md", "eval"), names))  # noqa: S307
        else:
            exec(compile(ast.Module([statement], []), "survey.md", "exec"), names)  # noqa: S102
    one, by_sex, by_age, people = shown
    assert one["measure"].tolist() == ["prevalence", "prevalence", "difference", "ratio"]
    assert by_sex["female"].tolist() == [0] * 4 + [1] * 4
    assert by_age.query("measure == 'prevalence'")["age"].tolist() == [40, 60, 80]
    assert list(people.columns) == ["predicted", "se", "ci_lower", "ci_upper"]


def test_iterations_start_near_the_prevalence_whatever_the_offset(survey_design):
    """At an offset of 800 every probability is 1 unless the constant makes up for it."""
    far = logit("y ~ x", survey_design, offset=np.full(900, 800.0)).fit()
    near = logit("y ~ x", survey_design).fit()
    np.testing.assert_allclose(far.params, near.params - [800, 0], rtol=1e-9)
