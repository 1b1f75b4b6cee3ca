"""Identities that hold whatever the numbers: equal estimators, weight scale, row order, units, patterns."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from rlsanalysis.survey import Logit, SurveyDesign, likelihood, logit
from rlsanalysis.survey.patterns import collapse

FORMULA = "y ~ x + age + C(race)"
COLUMNS = ["estimate", "std_error", "statistic", "df", "p_value", "conf_low", "conf_high"]


def fitted(frame, method, formula=FORMULA):
    design = SurveyDesign(frame, weights="wt", strata="stratum", psu="psu")
    return logit(formula, design.domain(frame["age"] > 3)).fit(method=method)


def numbers(fit):
    return fit.tidy()[COLUMNS].to_numpy(dtype=float)


@pytest.mark.parametrize("method", ["ml", "firth"])
def test_weight_scale_is_irrelevant(survey_frame, method):
    scaled = survey_frame.assign(wt=survey_frame["wt"] * 1e7)
    np.testing.assert_allclose(
        numbers(fitted(scaled, method)), numbers(fitted(survey_frame, method)), rtol=1e-8
    )


@pytest.mark.parametrize("method", ["ml", "firth"])
def test_row_order_is_irrelevant(survey_frame, method):
    shuffled = survey_frame.sample(frac=1, random_state=8)
    np.testing.assert_allclose(
        numbers(fitted(shuffled, method)), numbers(fitted(survey_frame, method)), rtol=1e-8
    )


@pytest.mark.parametrize("method", ["ml", "firth"])
def test_units_and_origins_are_irrelevant(survey_frame, method):
    """Years since 1900 instead of decades: the coefficient scales, its test and the others stay."""
    other = survey_frame.assign(born=2010 - 10 * survey_frame["age"])
    ours = fitted(survey_frame, method).tidy().set_index("term")
    theirs = fitted(other, method, "y ~ x + born + C(race)").tidy().set_index("term")
    kept = ["x", "C(race)[T.b]", "C(race)[T.c]"]
    np.testing.assert_allclose(theirs.loc[kept, COLUMNS], ours.loc[kept, COLUMNS], rtol=1e-7)
    scale = theirs.loc["born", ["estimate", "std_error", "conf_high"]].astype(float) * -10
    expected = ours.loc["age", ["estimate", "std_error", "conf_low"]].astype(float) * [1, -1, 1]
    np.testing.assert_allclose(scale, expected, rtol=1e-7)


@pytest.mark.parametrize("method", ["ml", "firth"])
def test_collapsing_to_patterns_changes_nothing(survey_frame, survey_design, method):
    """A fifth of the people get their own value of age: with it they are not collapsed, without they are."""
    exog = survey_frame[["x"]].assign(age=survey_frame["age"].round(), const=1.0)
    jitter = exog.assign(age=exog["age"] + 1e-12 * np.arange(len(exog)))
    together = Logit(survey_frame["y"], exog, survey_design)
    apart = Logit(survey_frame["y"], jitter, survey_design)
    assert together.patterns.X.shape[1] < 20
    assert apart.patterns.X.shape[1] == 900
    np.testing.assert_allclose(
        numbers(together.fit(method=method)), numbers(apart.fit(method=method)), rtol=1e-7
    )


def test_patterns_that_happen_to_share_a_key_stay_apart():
    """sqrt(2) sqrt(3) is sqrt(3) sqrt(2): the keys of these two patterns are equal, the patterns are not."""
    covariates = np.array([[3**0.5, 0.0], [0.0, 2**0.5]] * 4)
    patterns = collapse(covariates, np.array([0.0, 1] * 4), np.ones(8))
    np.testing.assert_array_equal(patterns.raw[:, patterns.row].T, covariates)


@pytest.mark.parametrize("method", ["ml", "firth"])
def test_the_constant_may_have_any_value(survey_frame, survey_design, method):
    exog = survey_frame[["x", "age"]].assign(const=1.0)
    one = Logit(survey_frame["y"], exog, survey_design).fit(method=method)
    four = Logit(survey_frame["y"], exog.assign(const=-4.0), survey_design).fit(method=method)
    np.testing.assert_allclose(four.params, one.params * [1, 1, -0.25], rtol=1e-9)
    np.testing.assert_allclose(four.bse, one.bse * [1, 1, 0.25], rtol=1e-9)
    assert four.model.patterns.X[1].mean() == pytest.approx(0, abs=1e-12)


def test_blocks_of_patterns_change_nothing(survey_frame, monkeypatch):
    whole = numbers(fitted(survey_frame, "firth"))
    monkeypatch.setattr(likelihood, "BLOCK", 17)
    np.testing.assert_allclose(numbers(fitted(survey_frame, "firth")), whole, rtol=1e-8)


def test_a_thousand_people_or_a_domain_of_two_thousand(survey_frame):
    """The same people, with as many others who do not belong to the domain but to its PSUs."""
    others = survey_frame.assign(age=1.0, y=1.0, wt=5.0)
    both = pd.concat([survey_frame, others], ignore_index=True)
    for method in ("ml", "firth"):
        np.testing.assert_allclose(
            numbers(fitted(both, method)), numbers(fitted(survey_frame, method)), rtol=1e-8
        )


def test_domain_mean_is_a_regression_and_a_ratio(survey_frame, survey_design):
    """Mean of y in x = 1: by domain, by a logistic regression on x, and as the ratio of two totals."""
    exposed = survey_design.domain(survey_frame["x"] == 1).proportion("y").iloc[0]
    fit = logit("y ~ x", survey_design).fit()
    p = expit(fit.params.sum())
    assert exposed["estimate"] == pytest.approx(p, rel=1e-12)
    contrast = np.ones(2)
    assert exposed["std_error"] == pytest.approx(
        p * (1 - p) * np.sqrt(contrast @ fit.cov_params().to_numpy() @ contrast), rel=1e-10
    )
    w, x, y = (survey_frame[name].to_numpy() for name in ("wt", "x", "y"))
    ratio = (w * x * y).sum() / (w * x).sum()
    influence = survey_frame.assign(u=w * x * (y - ratio) / (w * x).sum())
    totals = influence.pivot_table(index="stratum", columns="psu", values="u", aggfunc="sum")
    variance = (2 * totals.sub(totals.mean(axis=1), axis=0) ** 2).to_numpy().sum()
    assert exposed["std_error"] == pytest.approx(variance**0.5, rel=1e-10)


def test_mean_and_proportion_of_a_0_1_variable_agree(survey_design):
    mean, proportion = survey_design.mean("y").iloc[0], survey_design.proportion("y").iloc[0]
    shared = ["estimate", "std_error", "df", "n"]
    assert mean[shared].tolist() == proportion[shared].tolist()


def test_a_model_of_the_constant_alone_is_the_proportion(survey_design):
    fit = logit("y ~ 1", survey_design).fit()
    row = survey_design.proportion("y").iloc[0]
    assert expit(fit.params.item()) == pytest.approx(row["estimate"], rel=1e-12)
    assert fit.df_resid == row["df"]


@pytest.mark.parametrize("method", ["ml", "firth"])
def test_swapping_cases_and_others_turns_the_signs(survey_frame, method):
    swapped = survey_frame.assign(y=1 - survey_frame["y"])
    ours, theirs = fitted(survey_frame, method).tidy(), fitted(swapped, method).tidy()
    np.testing.assert_allclose(theirs["estimate"], -ours["estimate"], rtol=1e-8)
    np.testing.assert_allclose(theirs["conf_low"], -ours["conf_high"], rtol=1e-7)
    np.testing.assert_allclose(theirs["std_error"], ours["std_error"], rtol=1e-8)


@pytest.mark.parametrize("method", ["ml", "firth"])
def test_no_association_at_all(method):
    """The same shares of cases with and without x: the estimate is 0, the test says so and is no missing value."""
    cell = pd.DataFrame({"y": [1.0, 0, 0, 0, 0, 1, 0, 0, 0, 0], "psu": [1, 2, 3, 4, 5, 5, 4, 3, 1, 2]})
    frame = pd.concat([cell.assign(x=0.0), cell.assign(x=1.0, psu=[1, 1, 2, 2, 3, 3, 4, 4, 5, 5])])
    design = SurveyDesign(frame, weights=np.ones(20), psu="psu")
    fit = logit("y ~ x", design).fit(method=method)
    assert fit.params["x"] == pytest.approx(0, abs=1e-10)
    assert fit.pvalues["x"] == pytest.approx(1, abs=1e-6)
    assert fit.profile_test("x").p_value == pytest.approx(1, abs=1e-6)
