"""Proportions and means: cap of the effective sample size, extremes, flags, missing values, errors.

R's numbers are in `test_against_r.py` and `test_descriptive.py`.
"""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from rlsanalysis.survey import Logit, SurveyDesign, logit
from rlsanalysis.survey.errors import AnalysisError, NotEstimableError
from rlsanalysis.survey.proportions import effective_n, korn_graubard, presentation_flag


def test_effective_sample_size():
    ratio = stats.t.ppf(0.975, 999) / stats.t.ppf(0.975, 30)
    assert effective_n(0.2, 0.0004, 1000, 30) == pytest.approx(0.2 * 0.8 / 0.0004 * ratio**2, rel=1e-13)
    assert effective_n(0.2, 0.0001, 1000, 30) == 1000
    assert effective_n(0.0, 0.0, 50, 30) == 50
    assert np.isnan(effective_n(0.2, np.nan, 50, 0))


def test_limits_are_clopper_and_pearsons_for_whole_numbers():
    exact = stats.binomtest(7, 60).proportion_ci(method="exact")
    np.testing.assert_allclose(korn_graubard(7 / 60, 60), [exact.low, exact.high], rtol=1e-10)


def test_limits_when_nobody_or_everybody_is_a_case():
    none, everyone = korn_graubard(0.0, 40), korn_graubard(1.0, 40)
    np.testing.assert_allclose(none, [0.0, 1 - 0.025 ** (1 / 40)], rtol=1e-12)
    np.testing.assert_allclose(everyone, [0.025 ** (1 / 40), 1.0], rtol=1e-12)


@pytest.mark.parametrize(
    ("p", "low", "high", "n_eff", "df", "flag"),
    [
        (0.10, 0.08, 0.12, 500, 30, "present"),
        (0.10, 0.08, 0.12, 29.9, 30, "suppress"),
        (0.10, 0.08, 0.12, 30, 30, "present"),
        (0.50, 0.35, 0.65, 100, 30, "suppress"),  # 0.30 wide
        (0.50, 0.36, 0.65, 100, 30, "present"),
        (0.04, 0.02, 0.08, 100, 30, "suppress"),  # 0.06 wide, 150 %
        (0.05, 0.02, 0.08, 100, 30, "present"),  # 120 %
        (0.01, 0.001, 0.049, 100, 30, "present"),  # 480 %, but narrow
        (0.10, 0.08, 0.12, 500, 7, "review"),
        (0.10, 0.08, 0.12, 500, 8, "present"),
        (0.0, 0.0, 0.01, 500, 30, "review"),
        (1.0, 0.99, 1.0, 500, 30, "review"),
        (0.10, np.nan, np.nan, np.nan, 0, "suppress"),
    ],
)
def test_presentation_standards(p, low, high, n_eff, df, flag):
    assert presentation_flag(p, low, high, n_eff, df) == flag


def test_by_two_columns_with_missing_values(survey_frame):
    frame = survey_frame.assign(
        sex=np.where(np.arange(len(survey_frame)) % 2, "m", "f"),
        y=survey_frame["y"].mask(survey_frame.index < 20),
    )
    frame.loc[20:29, "race"] = None
    design = SurveyDesign(frame, weights="wt", strata="stratum", psu="psu")
    table = design.proportion("y", by=["race", "sex"])
    columns = ["race", "sex", "estimate", "std_error", "conf_low", "conf_high", "df", "n", "cases", "flag"]
    assert list(table.columns) == columns
    assert table["n"].sum() == len(frame) - 30
    assert table["cases"].sum() == frame.loc[30:, "y"].sum()
    for row in table.itertuples():
        chosen = frame[(frame["race"] == row.race) & (frame["sex"] == row.sex)].dropna()
        assert row.estimate == pytest.approx(np.average(chosen["y"], weights=chosen["wt"]), rel=1e-13)
        alone = design.domain((frame["race"] == row.race) & (frame["sex"] == row.sex)).proportion("y").iloc[0]
        assert row.std_error == pytest.approx(alone["std_error"], rel=1e-13)


def test_a_category_without_people_has_no_row(survey_frame):
    frame = survey_frame.assign(race=pd.Categorical(survey_frame["race"], categories=list("zcab")))
    table = SurveyDesign(frame, weights="wt").mean("age", by="race")
    assert table["race"].tolist() == ["c", "a", "b"]


def test_nobody_a_case(survey_frame):
    frame = survey_frame.assign(y=0.0)
    design = SurveyDesign(frame, weights="wt", strata="stratum", psu="psu")
    row = design.proportion("y").iloc[0]
    assert (row["estimate"], row["std_error"], row["conf_low"], row["cases"]) == (0.0, 0.0, 0.0, 0)
    assert row["conf_high"] == pytest.approx(1 - 0.025 ** (1 / 900), rel=1e-12)
    assert row["flag"] == "review"
    assert design.proportion("y").equals(SurveyDesign(frame, "wt", "stratum", "psu").proportion("y"))


def test_everybody_a_case_is_exactly_one(survey_frame):
    frame = survey_frame.assign(y=True)
    row = SurveyDesign(frame, weights="wt", strata="stratum", psu="psu").proportion("y").iloc[0]
    assert (row["estimate"], row["conf_high"], row["cases"], row["flag"]) == (1.0, 1.0, 900, "review")


def test_without_degrees_of_freedom_there_is_an_estimate_and_no_error(survey_frame, survey_design):
    one_psu = survey_design.domain((survey_frame["stratum"] == 2) & (survey_frame["psu"] == 1))
    share, age = one_psu.proportion("y").iloc[0], one_psu.mean("age").iloc[0]
    inside = (survey_frame["stratum"] == 2) & (survey_frame["psu"] == 1)
    chosen = survey_frame[inside]
    assert age["estimate"] == pytest.approx(np.average(chosen["age"], weights=chosen["wt"]), rel=1e-13)
    assert age[["std_error", "conf_low", "conf_high"]].isna().all()
    assert share[["std_error", "conf_low", "conf_high"]].isna().all()
    assert (share["df"], share["n"], share["flag"]) == (0, inside.sum(), "suppress")


def test_errors_name_the_column(survey_design):
    with pytest.raises(
        AnalysisError, match=r"`age` has values other than 0 and 1, such as .* For numbers use mean"
    ):
        survey_design.proportion("age")
    with pytest.raises(AnalysisError, match="`sex` is not a column of the data frame"):
        survey_design.mean("age", by="sex")
    without_race = SurveyDesign(survey_design.frame.assign(race=None), weights="wt")
    for statistic in (without_race.proportion, without_race.mean, without_race.total, without_race.quantile):
        with pytest.raises(
            AnalysisError, match=r"weight 0 or a missing value in `y` or `race`. Check the domain"
        ):
            statistic("y", by="race")
    with pytest.raises(AnalysisError, match="a missing value in `y` or `age` or `race`"):
        without_race.ratio("y", "age", by="race")


def test_a_domain_without_rows_is_named_by_every_statistic(survey_frame, survey_design):
    nobody = survey_design.domain(survey_frame["age"] > 500)
    without_weight = SurveyDesign(
        survey_frame,
        weights=survey_frame["wt"].where(survey_frame["age"] < 7, 0.0),
        strata="stratum",
        psu="psu",
    ).domain(survey_frame["age"] >= 7)
    for empty, words in (
        (nobody, r"^The domain has no rows\. Check the condition that defines it"),
        (without_weight, r"^All rows of the domain have weight 0\. Check the condition"),
    ):
        for call in (
            lambda empty=empty: empty.mean("age"),
            lambda empty=empty: empty.proportion("race", by="x"),
            lambda empty=empty: empty.independence("x", "race"),
            lambda empty=empty: logit("y ~ x", empty),
            lambda empty=empty: Logit(survey_frame["y"], survey_frame[["x"]], empty),
        ):
            with pytest.raises(NotEstimableError, match=words):
                call()
