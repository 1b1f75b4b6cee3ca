"""Directly standardized means and proportions: R's svystandardize, the formula, and what is refused."""

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.survey import SurveyDesign
from rlsanalysis.survey.errors import AnalysisError, NotEstimableError

AGES = {"0-19": 55901, "20-39": 77670, "40-59": 72816, "60+": 45364}
ADULTS = {age: size for age, size in AGES.items() if age != "0-19"}
TYPES = {"E": 4421, "H": 755, "M": 1018}
COLUMNS = {
    "": "estimate", "_se": "std_error", "_low": "conf_low", "_high": "conf_high", "_df": "df", "_n": "n"
}  # fmt: skip


@pytest.fixture(scope="module")
def numbers(reference):
    return reference("standardised")


def of_nhanes(frame):
    """The cases of R's nhanes data: design, variable, groups, population and `over`."""
    design = SurveyDesign(frame, "WTMEC2YR", "SDMVSTRA", "SDMVPSU")
    adults = design.domain(frame["agecat"] != "0-19")
    few = adults.domain((frame["race"] == 4) & (frame["SDMVSTRA"] < 84) & (frame["SDMVPSU"] < 3))
    return {
        "nhanes": (design, AGES, None),
        "nhanes by race and sex": (design, AGES, ["race", "RIAGENDR"]),
        "nhanes adults": (adults, ADULTS, None),
        "nhanes adults by race": (adults, ADULTS, "race"),
        "nhanes few": (few, ADULTS, None),
    }


def of_api(api):
    frames = {name: f.assign(poor=np.where(f["meals"] > 40, "poor", "rich")) for name, f in api.items()}
    strat = SurveyDesign(frames["strat"], "pw", strata="stype")
    designs = {
        "strat": strat,
        "strat fpc": SurveyDesign(frames["strat"], "pw", strata="stype", fpc="fpc"),
        "clus": SurveyDesign(frames["clus"], "pw", psu="dnum"),
    }
    cases = {name: (design, TYPES, None) for name, design in designs.items()}
    cases |= {f"{name} by poor": (design, TYPES, "poor") for name, design in designs.items()}
    return cases | {"strat domain": (strat.domain(frames["strat"]["ell"] > 20), TYPES, None)}


def label(row, over):
    return " ".join(str(row[name]) for name in ([over] if isinstance(over, str) else over or ())) or "all"


def check(table, over, expected):
    found = {label(row, over): row for row in table.to_dict("records")}
    assert set(found) == set(expected.index.unique("term"))
    for term, row in found.items():
        for suffix, name in COLUMNS.items():
            value = expected["mean" + suffix, term]
            np.testing.assert_allclose(row[name], value, rtol=1e-8, atol=1e-12, err_msg=f"{term} {name}")


@pytest.mark.parametrize(
    "case", ["nhanes", "nhanes by race and sex", "nhanes adults", "nhanes adults by race", "nhanes few"]
)
def test_proportions_are_those_of_r(case, nhanes, numbers):
    design, population, over = of_nhanes(nhanes)[case]
    standard = design.standardised("agecat", population, over)
    check(standard.mean("HI_CHOL"), over, numbers[case])
    both = [
        t[["estimate", "std_error", "df", "n"]]
        for t in (standard.mean("HI_CHOL"), standard.proportion("HI_CHOL"))
    ]
    pd.testing.assert_frame_equal(*both)


@pytest.mark.parametrize(
    "case",
    ["strat", "strat fpc", "clus", "strat by poor", "strat fpc by poor", "clus by poor", "strat domain"],
)
def test_means_are_those_of_r(case, api, numbers):
    design, population, over = of_api(api)[case]
    check(design.standardised("stype", population, over).mean("api00"), over, numbers[case])


def test_every_case_of_r_is_compared(nhanes, api, numbers):
    assert set(numbers.index.unique("case")) == {*of_nhanes(nhanes), *of_api(api)}


def test_shares_of_the_sample_itself_give_its_mean(survey_design, survey_frame):
    own = survey_frame.groupby("race")["wt"].sum()
    standard = survey_design.standardised("race", own).mean("y")
    np.testing.assert_allclose(standard["estimate"], survey_design.mean("y")["estimate"], rtol=1e-12)


def test_only_the_proportions_of_the_population_matter(survey_design):
    one = survey_design.standardised("race", {"a": 1, "b": 2, "c": 3}).proportion("y")
    thousand = survey_design.standardised("race", {"c": 3e6, "a": 1e6, "b": 2e6}).proportion("y")
    pd.testing.assert_frame_equal(one, thousand, rtol=1e-12)


def test_rows_outside_the_groups_and_without_the_variable_are_excluded(survey_frame):
    frame = survey_frame.assign(x=survey_frame["x"].mask(survey_frame["age"] > 7))
    found = SurveyDesign(frame, "wt", "stratum", "psu").standardised("race", {"a": 1, "b": 1}).mean("x")
    kept = frame["x"].notna() & frame["race"].isin(["a", "b"])
    assert found["n"].item() == kept.sum()
    means = [np.average(g["x"], weights=g["wt"]) for _, g in frame[kept].groupby("race")]
    np.testing.assert_allclose(found["estimate"], np.mean(means), rtol=1e-12)


def test_levels_of_a_category_add_up_to_1(survey_frame):
    frame = survey_frame.assign(old=np.where(survey_frame["age"] > 5, "old", "young"))
    found = (
        SurveyDesign(frame, "wt", "stratum", "psu")
        .standardised("race", dict.fromkeys("abc", 1))
        .proportion("old")
    )
    assert found["level"].tolist() == ["old", "young"]
    np.testing.assert_allclose(found["estimate"].sum(), 1, rtol=1e-12)
    assert ((found["conf_low"] < found["estimate"]) & (found["estimate"] < found["conf_high"])).all()
    assert found["cases"].sum() == found["n"].iloc[0]


def test_an_empty_group_is_named_with_the_place_where_it_is_empty(survey_frame):
    frame = survey_frame.assign(
        y=survey_frame["y"].mask((survey_frame["race"] == "c") & (survey_frame["x"] == 1))
    )
    standard = SurveyDesign(frame, "wt", "stratum", "psu").standardised(
        "race", dict.fromkeys("abc", 1), over="x"
    )
    with pytest.raises(NotEstimableError, match=r"value of `y` and race = c where x = 1\.0, so"):
        standard.mean("y")
    with pytest.raises(NotEstimableError, match="race = d, so"):
        SurveyDesign(frame, "wt").standardised("race", {"a": 1, "d": 1}).proportion("y")


@pytest.mark.parametrize(
    ("population", "message"),
    [
        ({}, "mapping from each group of `race` to its size"),
        ([1, 2, 3], "mapping from each group of `race` to its size"),
        ({"a": "many"}, "sizes of the groups must be numbers"),
        ({"a": 1, "b": 0}, "positive finite"),
        ({"a": 1, "b": np.inf}, "positive finite"),
        (pd.Series([1, 2], ["a", "a"]), "occurs twice"),
    ],
)
def test_a_population_that_is_none_is_refused(population, message, survey_design):
    with pytest.raises(AnalysisError, match=message):
        survey_design.standardised("race", population)


def test_a_column_that_is_none_is_refused(survey_design):
    with pytest.raises(AnalysisError, match="`rase` is not a column"):
        survey_design.standardised("rase", {"a": 1})
    with pytest.raises(AnalysisError, match="values other than 0 and 1"):
        survey_design.standardised("race", {"a": 1}).proportion("age")
