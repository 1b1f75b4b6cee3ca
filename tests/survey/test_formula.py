"""Formulas: types of columns, empty categories, and one clear message for what cannot be used."""

import numpy as np
import pandas as pd
import pytest
from formulaic import model_matrix

from rlsanalysis.survey import Logit, SurveyDesign, logit
from rlsanalysis.survey.errors import AnalysisError, AnalysisWarning, NotEstimableError

INTEGERS = [f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)]
NULLABLE = [f"{sign}Int{bits}" for sign in ("", "U") for bits in (8, 16, 32, 64)]
TYPES = [*INTEGERS, *NULLABLE, "float16", "float32", "Float32", "Float64", "object"]


def designed(frame):
    return SurveyDesign(frame, weights="wt", strata="stratum", psu="psu")


@pytest.fixture(scope="module")
def whole(survey_frame):
    """`survey_frame` with the age in whole decades, whose cube does not fit into eight bits."""
    return survey_frame.assign(b=np.floor(survey_frame["age"]) + 2)


@pytest.mark.parametrize("dtype", TYPES)
def test_every_type_of_number_gives_the_same_fit_as_float64(whole, dtype):
    formula = "y ~ x + I(b**3) + b:x"
    expected = logit(formula, designed(whole)).fit()
    narrow = whole.assign(b=whole["b"].astype(int).astype(dtype))
    fit = logit(formula, designed(narrow)).fit()
    pd.testing.assert_frame_equal(fit.tidy(), expected.tidy())
    assert np.ptp(fit.model.exog[:, 2]) == 10.0**3 - 4.0**3
    new = narrow.head(3)[["x", "b"]]
    np.testing.assert_allclose(fit.predict(new), expected.predict().iloc[:3], rtol=1e-12)
    given = Logit(narrow["y"], narrow[["x", "b"]].assign(const=1), designed(narrow)).fit()
    assert given.model.exog[:, 1].tolist() == whole["b"].tolist()


def test_booleans_are_added_as_numbers(whole):
    frame = whole.assign(p=whole["x"] == 1, q=pd.array(whole["race"] == "b", dtype="boolean"))
    fit = logit("y ~ I(p + q)", designed(frame)).fit()
    assert sorted(np.unique(fit.model.exog[:, 1])) == [0, 1, 2]
    mixed = frame.assign(p=frame["p"].astype(object).where(frame.index > 3, None))
    assert logit("y ~ p", designed(mixed)).fit().nobs == 896


@pytest.mark.parametrize("dtype", ["int8", "Int16", "object"])
def test_categories_of_whole_numbers_keep_their_labels(whole, dtype):
    frame = whole.assign(code=whole["race"].map({"a": 1, "b": 2, "c": 3}).astype(dtype))
    fit = logit("y ~ age + C(code)", designed(frame)).fit()
    assert list(fit.params.index) == ["Intercept", "age", "C(code)[T.2]", "C(code)[T.3]"]
    new = frame.head(5)
    np.testing.assert_allclose(fit.predict(new), fit.predict().iloc[:5], rtol=1e-12)
    np.testing.assert_allclose(fit.predict(new.astype({"code": float})), fit.predict().iloc[:5], rtol=1e-12)
    assert fit.margins("code")["code"].unique().tolist() == [1, 2, 3]


def test_categories_of_booleans_keep_their_labels(whole):
    frame = whole.assign(flag=whole["x"] == 1)
    fit = logit("y ~ C(flag)", designed(frame)).fit()
    assert list(fit.params.index) == ["Intercept", "C(flag)[T.True]"]
    np.testing.assert_allclose(fit.predict(frame.head(4)), fit.predict().iloc[:4], rtol=1e-12)
    np.testing.assert_allclose(
        fit.predict(frame.head(4).astype({"flag": int})), fit.predict().iloc[:4], rtol=1e-12
    )
    prevalences = fit.margins("flag").query("measure == 'prevalence'")
    assert prevalences["flag"].tolist() == [False, True]
    half = logit("y ~ C(b // 4)", designed(whole.astype({"b": "int8"}))).fit()
    assert list(half.params.index) == ["Intercept", "C(b // 4)[T.2]"]


@pytest.mark.parametrize("dtype", ["category", "str"])
def test_a_category_without_rows_is_left_out_with_a_notice(survey_frame, dtype):
    frame = survey_frame.astype({"race": dtype})
    design = designed(frame).domain(frame["race"] != "b")
    with pytest.warns(AnalysisWarning) as caught:
        fit = logit("y ~ age + race", design).fit()
    (notice,) = caught
    assert str(notice.message) == (
        "`race`: no row of the domain with all variables known has the category 'b', which is left out of the model."
    )
    assert notice.filename == __file__
    assert list(fit.params.index) == ["Intercept", "age", "race[T.c]"]
    same = designed(frame.assign(c=1.0 * (frame["race"] == "c"))).domain(frame["race"] != "b")
    np.testing.assert_allclose(fit.params, logit("y ~ age + c", same).fit().params, rtol=1e-10)
    with pytest.raises(
        AnalysisError,
        match=r"`race` has the category 'b', which no row of the fit had. Its categories are a, c",
    ):
        fit.predict(frame)
    with pytest.raises(AnalysisError, match="`race` has the category 'b'"):
        fit.margins("race", values=["a", "b"])


def test_an_empty_reference_is_replaced_by_the_next_category(survey_frame):
    levels = pd.CategoricalDtype(["none", "a", "b", "c"])
    frame = survey_frame.astype({"race": levels})
    with pytest.warns(
        AnalysisWarning, match="the category 'none', which is left out of the model. The reference is now 'a'"
    ):
        fit = logit("y ~ race", designed(frame)).fit()
    plain = logit("y ~ race", designed(survey_frame)).fit()
    assert fit.model.factors == {"race": ("race[T.b]", "race[T.c]")}
    np.testing.assert_allclose(fit.params, plain.params, rtol=1e-12)


def test_rows_for_which_a_term_is_undefined_are_reported(survey_frame):
    frame = survey_frame.assign(low=survey_frame["age"] - 3)
    with pytest.warns(
        AnalysisWarning, match=r"^\d+ rows with all variables known are excluded from `y ~ log\(low\)`"
    ):
        fit = logit("y ~ log(low)", designed(frame.assign(low=frame["low"].where(frame["low"] != 0)))).fit()
    assert fit.nobs == (frame["low"] > 0).sum()


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("y ~ agee", "`agee` is not a column of the data frame. Columns that look similar: `age`"),
        (
            "y ~ foo(x)",
            "calls the unknown function `foo`. Known functions are log, .*, and those of NumPy as np.<name>",
        ),
        ("y ~ zz.foo(x)", "`zz` is not a column"),
        (
            "y ~ x +* age",
            r"^The formula `y ~ x \+\* age` cannot be read. Operator `\+\*` is incorrectly used\.$",
        ),
        ("y ~ I(x +)", r"^The formula `y ~ I[(]x [+][)]` cannot be read. invalid syntax"),
        ("y ~ (x", "^The formula `y ~ [(]x` cannot be read. Could not find matching context marker.$"),
        (
            "y ~ x | age",
            r"^The formula `y ~ x \| age` has several parts, separated by `\|`, but a model has one",
        ),
        ("y | x ~ age", "has several parts"),
        ("", "^The formula `` has no outcome. Write it as 'outcome ~ terms'"),
        ("y ~ 0", "`y ~ 0` has no terms"),
        ("y ~ x.bar", "^The formula `y ~ x.bar` cannot be evaluated. Unable to evaluate factor"),
        ("y ~ C(race, contr.treatment('z'))", "cannot be evaluated. .*'z'"),
        (
            "y ~ C(race, levels=['a', 'b'])",
            "cannot be evaluated. Data has categories outside of the nominated levels",
        ),
        ("y ~ day", "`day` contains dates or times"),
        ("y ~ C(day)", "`day` contains dates or times"),
        ("y ~ z", "`z` contains complex numbers"),
        ("y ~ mixed", "`mixed` contains values of mixed or unsupported type"),
        ("y ~ length", "`length` contains durations"),
        ("y ~ twice", "`twice` is the name of 2 columns of the data frame. Rename or drop all but one"),
        ("y + age ~ x", "has the outcomes y, age"),
        ("race ~ x", r"^The outcome `race` of `race ~ x` contains text .*map\({'a': 0, 'b': 1, 'c': 1}\)"),
    ],
)
def test_what_cannot_be_used_in_a_formula(survey_frame, formula, words):
    frame = survey_frame.assign(
        day=pd.date_range("2020-01-01", periods=900),
        z=survey_frame["x"] + 1j,
        mixed=pd.Series(["a", 1] * 450, dtype=object),
        length=pd.to_timedelta(survey_frame["age"], unit="D"),
        twice=1.0,
    )
    frame.insert(0, "twice", 2.0, allow_duplicates=True)
    with pytest.raises(AnalysisError, match=words):
        logit(formula, designed(frame))


@pytest.mark.parametrize("column", ["day", "mixed", "race", "length"])
def test_what_cannot_be_used_in_arrays(survey_frame, column):
    frame = survey_frame.assign(
        day=pd.date_range("2020-01-01", periods=900),
        mixed=pd.Series(["a", 1] * 450, dtype=object),
        length=pd.to_timedelta(survey_frame["age"], unit="D"),
    )
    with pytest.raises(AnalysisError, match=f"`{column}` (contains|is not numeric)"):
        Logit(frame["y"], frame[["x", column]], designed(frame))
    with pytest.raises(AnalysisError, match=f"`{column}` (contains|is not numeric)"):
        Logit(frame[column], frame[["x"]], designed(frame))


def test_new_rows_that_cannot_be_coded(survey_frame):
    fit = logit("y ~ C(x + age > 5) + race", designed(survey_frame)).fit()
    assert fit.predict(survey_frame.head(3)).notna().all()
    crossed = logit("y ~ C(x * 2)", designed(survey_frame)).fit()
    with pytest.raises(
        AnalysisError,
        match=r"^The new rows cannot be coded as those of the fit were\. Data has categories outside",
    ):
        crossed.predict(survey_frame.assign(x=7.0))
    with pytest.raises(AnalysisError, match="`race` is not a column of the data frame"):
        fit.predict(survey_frame[["x", "age"]])


def test_names_that_are_no_identifiers(survey_frame):
    frame = survey_frame.assign(**{"my group": survey_frame["race"]})
    fit = logit("y ~ `my group` + x", designed(frame)).fit()
    assert fit.margins("my group")["my group"].unique().tolist() == ["a", "b", "c"]


def test_columns_with_the_name_of_a_function(survey_frame):
    frame = survey_frame.assign(scale=survey_frame["age"], lag=survey_frame["x"])
    expected = logit("y ~ age + x", designed(frame)).fit()
    fit = logit("y ~ scale + lag", designed(frame)).fit()
    np.testing.assert_allclose(fit.params, expected.params, rtol=1e-12)
    np.testing.assert_allclose(fit.predict(frame.head(5)), expected.predict().iloc[:5], rtol=1e-12)


def test_missing_values_of_every_kind_leave_no_rows(survey_frame):
    frame = survey_frame.assign(
        nothing=pd.Series([None] * 900, dtype=object), race=pd.Series(pd.NA, range(900), dtype="category")
    )
    for term in ("nothing", "race"):
        with pytest.raises(
            NotEstimableError,
            match=f"No rows are left to fit `y ~ {term}`: every row .* has a missing value in `y` or `{term}`",
        ):
            logit(f"y ~ {term}", designed(frame))
    with pytest.raises(
        NotEstimableError, match="No rows are left to fit `y`: every row of the domain has a missing value"
    ):
        Logit(frame["y"], frame[["x"]] * np.nan, designed(frame))


def test_categories_that_are_computed_keep_their_fractions(whole):
    fit = logit("y ~ C((b // 4) / 2)", designed(whole.astype({"b": "int8"}))).fit()
    assert fit.params.index.tolist()[1].endswith("[T.1.0]")


@pytest.mark.parametrize(
    "term",
    [
        "bs(age, df=4)",
        "cr(age, df=4, constraints='center')",
        "cc(age, df=4, constraints='center')",
        "poly(age, degree=2)",
        "center(age)",
        "scale(age)",
        "standardize(age)",
        "center(np.log(age))",
    ],
)
def test_terms_computed_from_all_rows_are_those_of_formulaic(survey_frame, term):
    frame = survey_frame.assign(
        age=survey_frame["age"].where(survey_frame.index % 9 != 0),
        x=survey_frame["x"].where(survey_frame.index % 7 != 0),
    )
    fit = logit(f"y ~ x + {term}", designed(frame)).fit(method="firth")
    complete = frame.dropna()
    expected = model_matrix(f"x + {term}", complete)
    np.testing.assert_allclose(fit.model.exog, expected.to_numpy(dtype=float), rtol=1e-12)
    assert fit.model.exog_names == list(expected.columns)
    new = frame.head(8)
    predicted = fit.predict(new)
    np.testing.assert_allclose(
        predicted[new.notna().all(axis=1)], fit.predict().reindex(new.dropna().index), rtol=1e-10
    )
    assert predicted[new.isna().any(axis=1)].isna().all()
    one = fit.margins("x")
    assert one["estimate"].notna().all()


def test_new_rows_beyond_the_boundary_knots_or_with_text(survey_frame):
    fit = logit("y ~ bs(age, df=4)", designed(survey_frame)).fit()
    with pytest.raises(AnalysisError, match=r"^The new rows cannot be coded as those of the fit were\."):
        fit.predict(pd.DataFrame({"age": [500.0]}))
    plain = logit("y ~ age", designed(survey_frame)).fit()
    with pytest.raises(AnalysisError, match=r"^The new rows cannot be coded .* Not numeric are: `age`\."):
        plain.get_prediction(pd.DataFrame({"age": ["old"]}))
    with_categories = logit("y ~ age + race", designed(survey_frame)).fit()
    with pytest.raises(AnalysisError, match=r"^The new rows cannot be coded .* Not numeric are: `age`\."):
        with_categories.predict(pd.DataFrame({"age": ["u", "v", "w"], "race": "a"}))


def test_one_undefined_row_is_named_in_the_singular(survey_frame):
    frame = survey_frame.assign(low=survey_frame["age"].where(survey_frame.index != 3, -1.0))
    with pytest.warns(AnalysisWarning, match=r"^1 row with all variables known is excluded from"):
        logit("y ~ log(low)", designed(frame))
