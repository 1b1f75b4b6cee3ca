"""The variance engine against the formula written out in plain NumPy, stratum by stratum."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.survey import SurveyDesign
from rlsanalysis.survey.errors import AnalysisWarning, DesignError
from rlsanalysis.survey.linearize import covariance, psu_totals


def covariance_by_hand(frame, influence, fpc=None):
    """Binder's formula: one loop over strata, one over PSUs; at least two PSUs in each stratum."""
    total = np.zeros((influence.shape[1],) * 2)
    for stratum, people in frame.groupby("stratum"):
        sums = np.array(
            [influence[people.index[rows]].sum(axis=0) for rows in people.groupby("psu").indices.values()]
        )
        n_h = len(sums)
        deviations = sums - sums.mean(axis=0)
        unsampled = 1.0 if fpc is None else 1 - n_h / fpc[stratum]
        total += unsampled * n_h / (n_h - 1) * deviations.T @ deviations
    return total


def engine(design, influence):
    rows = design.member
    totals = psu_totals(influence[rows].T, design.psu[rows], len(design.sampling.stratum))
    return covariance(totals, design.sampling, design.psu_in_domain)


@pytest.fixture
def influence(survey_frame):
    return np.random.default_rng(5).normal(loc=[1.0, 0.0, -2.0], size=(len(survey_frame), 3))


def test_stratified_clusters(survey_frame, survey_design, influence):
    expected = covariance_by_hand(survey_frame, influence)
    np.testing.assert_allclose(engine(survey_design, influence), expected, rtol=1e-12)


def test_finite_population(survey_frame, influence):
    size = {stratum: 4.0 + stratum for stratum in range(12)}
    expected = covariance_by_hand(survey_frame, influence, size)
    for column in (
        survey_frame["stratum"].map(size),
        2 / survey_frame["stratum"].map(size),
    ):
        design = SurveyDesign(survey_frame, weights="wt", strata="stratum", psu="psu", fpc=column)
        np.testing.assert_allclose(engine(design, influence), expected, rtol=1e-12)


def test_people_outside_the_domain_add_zeros_and_not_fewer_psus(survey_frame, survey_design, influence):
    stratum, psu = survey_frame["stratum"].to_numpy(), survey_frame["psu"].to_numpy()
    inside = ((stratum != 3) | (psu == 1)) & (stratum != 4)
    expected = covariance_by_hand(survey_frame, influence * inside[:, None])
    domain = survey_design.domain(inside)
    np.testing.assert_allclose(engine(domain, influence), expected, rtol=1e-12)
    assert (domain.n_psu, domain.n_strata, domain.df) == (21, 11, 10)


@pytest.fixture
def lonely_frame():
    """Strata a (PSUs 1, 2), b (PSU 1 alone), c (PSUs 1, 2)."""
    return pd.DataFrame(
        {
            "stratum": list("aaaabbcccc"),
            "psu": [1, 1, 2, 2, 1, 1, 1, 1, 2, 2],
            "wt": [1.0] * 10,
            "value": [1.0, 2, 4, 4, 3, -1, 0, 5, 2, 2],
        }
    )


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("adjust", 25.0 + 4.0 + 1.0),  # totals a 3, 8; b 2; c 5, 4: 2 x 2.5^2 x 2, 2^2, 2 x 0.5^2 x 2
        ("certainty", 26.0),
        ("remove", 26.0),
        ("average", 26.0 * 3 / 2),
    ],
)
def test_policies_for_a_stratum_with_one_psu(lonely_frame, policy, expected):
    design = SurveyDesign(lonely_frame, weights="wt", strata="stratum", psu="psu", singleton=policy)
    influence = lonely_frame[["value"]].to_numpy()
    assert engine(design, influence).item() == pytest.approx(expected, rel=1e-14)
    without_b = design.domain(lonely_frame["stratum"] != "b")
    assert engine(without_b, influence).item() == pytest.approx(26.0, rel=1e-14)


def test_a_frame_that_was_filtered_before_the_design_is_warned_of_and_adjusted(lonely_frame):
    columns = {"weights": "wt", "strata": "stratum", "psu": "psu"}
    with pytest.warns(
        AnalysisWarning,
        match=r"1 of 3 strata have a single PSU.* If rows were removed .*design\.domain\(mask\)",
    ) as found:
        design = SurveyDesign(lonely_frame, **columns)
    assert [Path(warning.filename).name for warning in found] == [Path(__file__).name]
    adjusted = SurveyDesign(lonely_frame, **columns, singleton="adjust")
    influence = lonely_frame[["value"]].to_numpy()
    assert engine(design, influence).item() == engine(adjusted, influence).item()
    fpc = lonely_frame["stratum"].map({"a": 8.0, "b": 1.0, "c": 4.0})
    SurveyDesign(lonely_frame, **columns, fpc=fpc)  # a stratum whose only PSU was sampled


def test_policy_average_counts_inhabited_strata(lonely_frame):
    """Of a and b only b is alone: it adds as much as a."""
    design = SurveyDesign(lonely_frame, weights="wt", strata="stratum", psu="psu", singleton="average")
    domain = design.domain(lonely_frame["stratum"] != "c")
    assert engine(domain, lonely_frame[["value"]].to_numpy()).item() == pytest.approx(2 * 25.0, rel=1e-14)


def test_policy_fail_names_the_stratum_if_it_has_members(lonely_frame):
    design = SurveyDesign(lonely_frame, weights="wt", strata="stratum", psu="psu", singleton="fail")
    influence = lonely_frame[["value"]].to_numpy()
    with pytest.raises(
        DesignError,
        match=r"Only one PSU was sampled in stratum b, .*design\.domain\(mask\)\. Otherwise merge it",
    ):
        engine(design, influence)
    without_b = design.domain(lonely_frame["stratum"] != "b")
    assert engine(without_b, influence).item() == pytest.approx(26.0, rel=1e-14)


def test_policy_fail_accepts_a_certainty_unit(lonely_frame):
    fpc = lonely_frame["stratum"].map({"a": 8.0, "b": 1.0, "c": 4.0})
    design = SurveyDesign(lonely_frame, weights="wt", strata="stratum", psu="psu", fpc=fpc, singleton="fail")
    expected = 25.0 * (1 - 2 / 8) + 1.0 * (1 - 2 / 4)
    assert engine(design, lonely_frame[["value"]].to_numpy()).item() == pytest.approx(expected, rel=1e-14)


def test_policy_average_needs_a_stratum_to_average(lonely_frame):
    design = SurveyDesign(lonely_frame, weights="wt", strata="stratum", psu="psu", singleton="average")
    with pytest.raises(
        DesignError, match=r"Every stratum of the domain has a single PSU.*design\.domain\(mask\)"
    ):
        engine(design.domain(lonely_frame["stratum"] == "b"), lonely_frame[["value"]].to_numpy())
