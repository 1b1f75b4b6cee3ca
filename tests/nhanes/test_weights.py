import numpy as np
import pytest
from numpy.testing import assert_allclose

from rlsanalysis.study.weights import most_restrictive, pooled_weight, pooled_years
from rlsanalysis.survey.errors import AnalysisError


@pytest.mark.parametrize(
    ("components", "weight"),
    [
        (["interview"], "interview"),
        (["exam", "interview", "interview"], "exam"),
        (["diet1", "exam"], "diet1"),
        (["diet2", "diet1", "interview"], "diet2"),
        (["fasting"], "fasting"),
        (["interview", "fasting", "exam"], "fasting"),
    ],
)
def test_weight_is_of_the_component_with_the_fewest_people(components, weight):
    assert most_restrictive(components) == weight


@pytest.mark.parametrize(
    ("components", "message"),
    [
        (["fasting", "diet1"], "no weight for fasting and dietary"),
        (["interview", "diet2", "fasting"], "no weight for fasting and dietary"),
        (["mec"], "no survey component mec"),
        ([], "at least one survey component"),
    ],
)
def test_components_without_a_weight_are_refused(components, message):
    with pytest.raises(AnalysisError, match=message):
        most_restrictive(components)


def test_two_releases_of_two_years_share_equally():
    assert_allclose(pooled_weight([100.0, 60.0, 8.0], ["D", "E", "E"], ["D", "E"]), [50, 30, 4], rtol=1e-15)


def test_prepandemic_release_counts_for_its_longer_time():
    weights = pooled_weight([7200.0, 7200.0, 7200.0], ["P", "H", "I"], ["H", "I", "P"])
    assert_allclose(weights, [3200, 2000, 2000], rtol=1e-14)
    assert weights.sum() == pytest.approx(7200)


def test_one_release_keeps_its_weight():
    assert_allclose(pooled_weight([12.5, 3.0], ["P", "P"], ["P"]), [12.5, 3.0], rtol=0)


def test_a_release_nobody_is_of_still_takes_its_share():
    assert_allclose(pooled_weight([10.0], ["D"], ["D", "E"]), [5.0])


def test_zero_and_missing_weights_stay_what_they_are():
    weights = pooled_weight([0.0, np.nan, 4.0], ["D", "D", "D"], ["D", "E"])
    assert weights[0] == 0
    assert np.isnan(weights[1])
    assert weights[2] == 2


@pytest.mark.parametrize(
    ("letters", "message"),
    [
        (["J", "P"], "J and P contain the same people"),
        (["P", "H", "J"], "P and J contain the same people"),
        (["D", "Z"], "Survey cycle 'Z' is not in the catalog"),
        (["D", "D"], "pooled twice"),
        ([], "at least one"),
    ],
)
def test_releases_that_cannot_be_pooled_are_refused(letters, message):
    with pytest.raises(AnalysisError, match=message):
        pooled_years(letters)


def test_people_of_another_release_are_refused():
    with pytest.raises(AnalysisError, match="people of survey cycle H, but only D, E are pooled"):
        pooled_weight([1.0, 1.0], ["D", "H"], ["D", "E"])


def test_every_person_needs_a_release():
    with pytest.raises(AnalysisError, match=r"shapes are \(2,\) and \(1,\)"):
        pooled_weight([1.0, 1.0], ["D"], ["D"])
