"""The weight of a model, and the weights of pooled releases: in NHANES, and in a design with other components."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from rlsanalysis.nhanes.cohorts import COMPONENTS, cohorts
from rlsanalysis.study.records import CohortDesign, Component, Release, Variable
from rlsanalysis.study.weights import component_of, most_restrictive, pooled_weight, pooled_years
from rlsanalysis.survey.errors import AnalysisError

EARLY, LATE = cohorts().values()
CLINIC = CohortDesign(
    "1–6",
    {
        "one": Release("year 1", 1),
        "two": Release("years 2-3", 2, ("both",)),
        "both": Release("years 2-6", 3, ("two",)),
    },
    ("one", "two"),
    {
        "visit": Component("visit weight"),
        "blood": Component("blood sample weight", covers=("visit",)),
        "scan": Component("scan weight", covers=("visit",)),
    },
)


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
    assert most_restrictive(COMPONENTS, components) == weight


@pytest.mark.parametrize(
    ("components", "weight"),
    [(["visit"], "visit"), (["visit", "scan"], "scan"), (["blood", "visit"], "blood"), (["blood"], "blood")],
)
def test_the_weight_follows_the_components_of_the_design(components, weight):
    assert most_restrictive(CLINIC.components, components) == weight


@pytest.mark.parametrize(
    ("components", "message"),
    [
        (["fasting", "diet1"], "no weight for variables of the components fasting and diet1 together"),
        (
            ["interview", "diet2", "fasting"],
            "no weight for variables of the components fasting and diet2 together. Put them into separate models",
        ),
        (["mec"], "no survey component mec. Choose from interview, exam, fasting, diet1, diet2"),
        ([], "at least one survey component"),
    ],
)
def test_components_without_a_weight_are_refused(components, message):
    with pytest.raises(AnalysisError, match=message):
        most_restrictive(COMPONENTS, components)


@pytest.mark.parametrize(
    ("components", "message"),
    [
        (["visit", "blood", "scan"], "components blood and scan together"),
        (["interview"], "no survey component interview. Choose from visit, blood, scan"),
    ],
)
def test_components_of_another_design_without_a_weight_are_refused(components, message):
    with pytest.raises(AnalysisError, match=message):
        most_restrictive(CLINIC.components, components)


def test_the_component_of_variables_is_that_of_the_pooled_releases():
    """A variable may be part of another component in another release, and of none where it is unknown."""
    answered = Variable("answered", "", "", "binary", "", component={"one": "visit", "two": "visit"})
    sampled = Variable("sampled", "", "", "binary", "", component={"one": "visit", "two": "blood"})
    scanned = Variable("scanned", "", "", "binary", "", component={"two": "scan"})
    assert component_of(CLINIC, [answered, sampled], ["one"]) == "visit"
    assert component_of(CLINIC, [answered, sampled], ["one", "two"]) == "blood"
    assert component_of(CLINIC, [answered, scanned], iter(["one", "two"])) == "scan"
    with pytest.raises(AnalysisError, match="components blood and scan together"):
        component_of(CLINIC, [answered, sampled, scanned], ["two"])
    with pytest.raises(AnalysisError, match="at least one survey component"):
        component_of(CLINIC, [scanned], ["one"])


def test_two_releases_of_two_years_share_equally():
    weights = pooled_weight(EARLY, [100.0, 60.0, 8.0], ["D", "E", "E"], ["D", "E"])
    assert_allclose(weights, [50, 30, 4], rtol=1e-15)


def test_prepandemic_release_counts_for_its_longer_time():
    weights = pooled_weight(LATE, [7200.0, 7200.0, 7200.0], ["P", "H", "I"], ["H", "I", "P"])
    assert_allclose(weights, [3200, 2000, 2000], rtol=1e-14)
    assert weights.sum() == pytest.approx(7200)


def test_releases_share_weights_by_the_years_of_the_design():
    assert pooled_years(CLINIC, ["one", "two"]) == 3
    assert_allclose(pooled_weight(CLINIC, [9.0, 9.0], ["two", "one"], ["one", "two"]), [6, 3], rtol=1e-15)


def test_one_release_keeps_its_weight():
    assert_allclose(pooled_weight(LATE, [12.5, 3.0], ["P", "P"], ["P"]), [12.5, 3.0], rtol=0)


def test_a_release_nobody_is_of_still_takes_its_share():
    assert_allclose(pooled_weight(EARLY, [10.0], ["D"], ["D", "E"]), [5.0])


def test_zero_and_missing_weights_stay_what_they_are():
    weights = pooled_weight(EARLY, [0.0, np.nan, 4.0], ["D", "D", "D"], ["D", "E"])
    assert weights[0] == 0
    assert np.isnan(weights[1])
    assert weights[2] == 2


@pytest.mark.parametrize(
    ("design", "letters", "message"),
    [
        (LATE, ["J", "P"], "J and P contain the same people"),
        (LATE, ["P", "H", "J"], "P and J contain the same people"),
        (CLINIC, ["one", "both", "two"], "both and two contain the same people"),
        (EARLY, ["D", "Z"], "There is no release Z. Choose from D, E"),
        (EARLY, ["D", "H"], "There is no release H. Choose from D, E"),
        (EARLY, ["D", "D"], "pooled twice"),
        (EARLY, [], "at least one"),
    ],
)
def test_releases_that_cannot_be_pooled_are_refused(design, letters, message):
    with pytest.raises(AnalysisError, match=message):
        pooled_years(design, letters)


def test_people_of_another_release_are_refused():
    with pytest.raises(AnalysisError, match="people of release H, but only D, E are pooled"):
        pooled_weight(EARLY, [1.0, 1.0], ["D", "H"], ["D", "E"])


def test_every_person_needs_a_release():
    with pytest.raises(AnalysisError, match=r"shapes are \(2,\) and \(1,\)"):
        pooled_weight(EARLY, [1.0, 1.0], ["D"], ["D"])
