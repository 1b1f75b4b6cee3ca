"""Wrong arguments of every public function and method end in an AnalysisError, never in an error of another library."""

import contextlib
import inspect

import numpy as np
import pandas as pd
import pytest

from rlsanalysis import survey
from rlsanalysis.survey import FirthResults, Logit, LogitResults, SurveyDesign, logit
from rlsanalysis.survey.contrasts import linear_contrasts
from rlsanalysis.survey.errors import AnalysisError, DesignError, NotEstimableError
from rlsanalysis.survey.proportions import effective_n, korn_graubard
from rlsanalysis.survey.refused import RemovedData
from rlsanalysis.survey.spline import restricted_cubic_spline

WRONG = {
    "None": None,
    "text": "nonsense",
    "bytes": b"x",
    "frame": pd.DataFrame({"q": [1.0, 2.0]}),
    "number": 3.5,
    "missing": float("nan"),
    "empty list": [],
    "dict": {"q": 1},
    "object": object(),
    "date": pd.Timestamp("2020-01-01"),
    "cube": np.ones((2, 2, 2)),
}
OWN = (SurveyDesign, Logit, LogitResults, FirthResults)
OTHERS = {"save", "load", "initialize"}  # statsmodels' own, about files and construction
ALPHAS = {
    "percentage": 95,
    "0": 0,
    "1": 1,
    "negative": -0.05,
    "NaN": float("nan"),
    "text": "0.05",
    "None": None,
}


def methods(cls):
    return [
        name
        for name, member in inspect.getmembers(cls, inspect.isfunction)
        if name[0] != "_" and name not in OTHERS and len(inspect.signature(member).parameters) > 1
    ]


@pytest.fixture(scope="module")
def things(survey_frame, survey_design):
    """An instance of each class, and correct values of the arguments that have no default."""
    model = logit("y ~ x + age + C(race)", survey_design)
    instances = {
        SurveyDesign: survey_design, Logit: model, LogitResults: model.fit(), FirthResults: model.fit("firth"),
    }  # fmt: skip
    right = {
        "frame": survey_frame, "formula": "y ~ x", "design": survey_design, "endog": survey_frame["y"],
        "exog": survey_frame[["x"]].assign(constant=1.0), "mask": survey_frame["x"] == 1, "variable": "x", "by": "x",
        "numerator": "x", "denominator": "age", "first": "x", "second": "race", "r_matrix": "x = 0", "terms": "x",
        "term_name": "C(race)", "term": "x", "contrasts": np.eye(5), "weights": np.eye(5),
    }  # fmt: skip
    return instances, right


CALLS = [
    *((None, "logit"), (None, "SurveyDesign"), (None, "Logit")),
    *((cls, name) for cls in OWN for name in methods(cls)),
]


def test_the_walk_covers_every_public_name():
    assert set(survey.__all__) == {cls.__name__ for cls in OWN} | {"logit"}
    assert len(CALLS) > 50


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize(("cls", "name"), CALLS, ids=[f"{c.__name__ if c else ''}.{n}" for c, n in CALLS])
def test_a_wrong_argument_ends_in_an_error_of_ours(things, cls, name, wrong):
    instances, right = things
    function = getattr(survey if cls is None else instances[cls], name)
    parameters = inspect.signature(function).parameters.values()
    required = [p.name for p in parameters if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD]
    for parameter in parameters:
        changed = "new" if parameter.kind is parameter.VAR_KEYWORD else parameter.name
        arguments = {key: right.get(key) for key in required} | {changed: WRONG[wrong]}
        with contextlib.suppress(AnalysisError):
            function(**arguments)


@pytest.mark.parametrize("alpha", ALPHAS.values(), ids=ALPHAS.keys())
def test_alpha_outside_0_to_1_is_refused_everywhere(things, alpha):
    instances, _ = things
    calls = [
        lambda: linear_contrasts(instances[LogitResults], np.eye(5), alpha),
        lambda: effective_n(0.1, 0.01, 50, 10, alpha),
        lambda: korn_graubard(0.1, 50, alpha),
    ]
    for fit in (instances[LogitResults], instances[FirthResults]):
        mean, linear = fit.get_prediction(), fit.get_prediction(which="linear")
        calls += [
            lambda fit=fit: fit.conf_int(alpha),
            lambda fit=fit: fit.conf_int(alpha, method="wald"),
            lambda fit=fit: fit.tidy(alpha=alpha),
            lambda fit=fit: fit.summary(alpha),
            lambda fit=fit: fit.margins("x", alpha=alpha),
            lambda fit=fit: fit.t_test_pairwise("C(race)", alpha=alpha),
            lambda fit=fit: fit.get_margeff().conf_int(alpha),
            lambda fit=fit: fit.get_margeff().summary_frame(alpha),
            lambda fit=fit: fit.t_test("x = 0").conf_int(alpha),
            lambda fit=fit: fit.t_test("x = 0").summary(alpha=alpha),
            lambda fit=fit: fit.t_test("x = 0").summary_frame(alpha=alpha),
            lambda mean=mean: mean.conf_int(alpha=alpha),
            lambda mean=mean: mean.summary_frame(alpha),
            lambda linear=linear: linear.conf_int(alpha=alpha),
            lambda linear=linear: linear.summary_frame(alpha),
        ]
    for call in calls:
        with pytest.raises(
            AnalysisError,
            match=r"^alpha=.+ is not a number between 0 and 1\. Give 1 - confidence: 0\.05 for a 95% CI\.$",
        ):
            call()


def test_alpha_of_numpy_is_accepted(things):
    fit = things[0][LogitResults]
    pd.testing.assert_frame_equal(fit.conf_int(np.float64(0.05)), fit.conf_int())
    linear = fit.get_prediction(which="linear")
    reach = (linear.conf_int(alpha=0.1)[:, 1] - linear.predicted) / linear.se
    assert reach == pytest.approx(np.full(900, fit.t_test("x = 0").dist.ppf(0.95, fit.df_resid)))
    low, high = fit.t_test("x = 0").conf_int(0.1)[0]
    assert [low, high] == pytest.approx(fit.conf_int(0.1).loc["x"].tolist())


def test_a_design_is_needed(survey_frame, survey_design):
    with pytest.raises(
        AnalysisError,
        match=r"^logit\(formula, design\) needs a SurveyDesign, not a pandas.DataFrame\. Set it up by",
    ):
        logit("y ~ x", survey_frame)
    with pytest.raises(
        AnalysisError, match=r"^The arguments are swapped\. Write logit\(formula, design\)\.$"
    ):
        logit(survey_design, "y ~ x")
    with pytest.raises(AnalysisError, match=r"^Logit\(endog, exog, design\) needs a SurveyDesign, not None"):
        Logit(survey_frame["y"], survey_frame[["x"]], None)
    with pytest.raises(
        AnalysisError, match=r"^The formula must be a text such as 'outcome ~ terms', not None"
    ):
        logit(None, survey_design)


@pytest.mark.parametrize(
    "hypothesis", ["nope = 0", "x = = 0", "x = ", "", [1, 2], np.eye(3), [np.nan] * 5, ["x = 0", 3]], ids=str
)
@pytest.mark.parametrize("test", ["t_test", "f_test", "wald_test"])
def test_hypotheses_that_cannot_be_read(things, test, hypothesis):
    with pytest.raises(
        AnalysisError,
        match=r"(?s)^The hypothesis cannot be evaluated: .+\. They are Intercept, x, age, C\(race\)",
    ):
        getattr(things[0][LogitResults], test)(hypothesis)


def test_pairwise_comparisons_that_do_not_exist(things):
    fit = things[0][LogitResults]
    with pytest.raises(AnalysisError, match=r"^method='nonsense' does not exist\. Choose 'b', "):
        fit.t_test_pairwise("C(race)", method=["hs", "nonsense"])
    with pytest.raises(AnalysisError, match=r"^`race` is not a categorical term of the model"):
        fit.t_test_pairwise("race")


@pytest.mark.parametrize("start", [[1.0, 2.0], 3.5, [np.nan] * 5, np.ones((5, 1))], ids=str)
def test_start_parameters_of_another_length(things, start):
    with pytest.raises(
        AnalysisError, match=r"^start_params must be 5 finite numbers, one for each of Intercept, x"
    ):
        things[0][Logit].fit(start_params=start)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (["a", "b"], "`x` is not numeric. Code its categories as columns of 0 and 1"),
        (pd.Series(["a", 1], dtype=object), "`x` contains values of mixed or unsupported type"),
        (pd.date_range("2020-01-01", periods=2), "`x` contains dates or times"),
        (pd.to_timedelta([1, 2], unit="D"), "`x` contains durations"),
        ([1j, 2j], "`x` contains complex numbers"),
    ],
    ids=["text", "object", "dates", "durations", "complex"],
)
def test_new_covariates_that_are_no_numbers(survey_frame, survey_design, values, words):
    model = Logit(survey_frame["y"], survey_frame[["x"]].assign(constant=1.0), survey_design)
    with pytest.raises(AnalysisError, match=words):
        model.fit().predict(pd.DataFrame({"x": values, "constant": 1.0}))
    nullable = pd.DataFrame({"x": pd.array([1, None], dtype="Int64"), "constant": 1.0})
    assert model.covariates(nullable)["x"].isna().tolist() == [False, True]


def test_arrays_that_are_no_numbers(survey_frame, survey_design):
    dates = np.tile(np.array(["2020-01-01", "2021-01-01"], dtype="datetime64[D]"), (900, 1))
    for exog, words in (
        (dates, "`x0` contains dates or times"),
        (np.full((900, 2), "a"), "`x0` is not numeric"),
        ([[1, 2], [3]], "exog must have rows of equal length, with one column per coefficient"),
        (np.full((900, 2), 1j), "`x0` contains complex numbers"),
    ):
        with pytest.raises(AnalysisError, match=words):
            Logit(survey_frame["y"], exog, survey_design)
    with pytest.raises(AnalysisError, match=r"^x and knots must have one dimension, but have 1 and 0"):
        restricted_cubic_spline([1.0, 2.0], 3.0)


def test_values_that_are_no_scalars_or_no_real_numbers(things):
    instances, _ = things
    with pytest.raises(AnalysisError, match=r"^`age` must be set to one value, not \[1, 2\]\.$"):
        instances[LogitResults].margins("x", at={"age": [1, 2]})
    with pytest.raises(
        AnalysisError, match=r"^probabilities must be numbers, in rows of equal length, not 1j\.$"
    ):
        instances[SurveyDesign].quantile("age", 1j)


@pytest.mark.parametrize(
    "values",
    [
        ["0.5", "0.9"],
        [b"0.5"],
        np.ma.masked_array([0.5, 0.9], mask=[False, True]),
        np.array([np.timedelta64(1, "D")], dtype=object),
        np.zeros(2, dtype=[("a", float)]),
    ],
)
def test_what_numpy_would_make_numbers_of_in_silence_is_refused(values, things):
    instances, _ = things
    with pytest.raises(AnalysisError, match=r"^probabilities must be numbers"):
        instances[SurveyDesign].quantile("age", values)


def test_an_error_of_ours_keeps_its_message_in_a_test(survey_design):
    fit = logit("y ~ x", survey_design).fit(method="firth")
    fit.best = RemovedData()
    with pytest.raises(AnalysisError, match=r"^The data of this fit were removed"):
        fit.cov_params(np.eye(2))


def test_flags_are_not_texts(survey_frame):
    with pytest.raises(DesignError, match=r"^nest must be True or False, not 'no'\.$"):
        SurveyDesign(survey_frame, nest="no")


@pytest.mark.parametrize("basis", ["cr", "cs", "cc"])
def test_a_cubic_basis_next_to_a_constant(survey_design, basis):
    term = f"{basis}(age, df=4)"
    with pytest.raises(NotEstimableError) as caught:
        logit(f"y ~ x + {term}", survey_design)
    assert str(caught.value) == (
        f"The columns of `{term}` add up to 1, as the constant of `y ~ x + {term}` does. Write "
        f"`{basis}(age, df=4, constraints='center')`, or leave out the constant by '0 +'."
    )
    assert logit(f"y ~ 0 + x + {term}", survey_design).fit(method="firth").nobs == 900


def test_the_preceding_row_is_no_variable(survey_design):
    with pytest.raises(AnalysisError, match=r"calls lag\(\), .* but the rows of a survey have no order"):
        logit("y ~ x + lag(age, 2)", survey_design)


def test_the_model_without_its_data_says_so(things):
    fit = things[0][Logit].fit()
    fit.remove_data()
    assert repr(fit.model) == "Logit: y ~ x + age + C(race), without its data"
    for use in (len, list, np.asarray, np.sum, lambda endog: endog[0]):
        with pytest.raises(
            AnalysisError, match=r"removed by remove_data\. .*Wald tests remain\. Fit the model again"
        ):
            use(fit.model.endog)
