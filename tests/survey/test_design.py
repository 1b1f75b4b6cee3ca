"""Declaring a design and its domains: what is accepted, what is refused and in which words."""

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.survey import SurveyDesign
from rlsanalysis.survey.errors import DesignError


@pytest.fixture
def frame():
    return pd.DataFrame(
        {
            "wt": [2.0, 1.0, 3.0, 0.0, 1.5, 2.5],
            "stratum": ["n", "n", "n", "s", "s", "s"],
            "psu": [1, 1, 2, 9, 1, 2],
            "age": [20.0, 30, 40, 50, 60, np.nan],
        },
        index=list("uvwxyz"),
    )


def test_psus_are_numbered_within_strata(frame):
    design = SurveyDesign(frame, weights="wt", strata="stratum", psu="psu")
    assert design.psu.tolist() == [0, 0, 1, -1, 2, 3]
    assert design.sampling.stratum.tolist() == [0, 0, 1, 1]
    assert design.sampling.n_psu.tolist() == [2, 2]
    assert (design.n, design.n_psu, design.n_strata, design.df) == (5, 4, 2, 2)
    assert repr(design) == "SurveyDesign: 5 of 6 people, 4 PSUs in 2 strata, 2 degrees of freedom"


def test_people_of_weight_zero_leave_with_their_psu_and_stratum(frame):
    frame.loc["x", "stratum"] = "gone"
    design = SurveyDesign(frame, weights="wt", strata="stratum", psu="psu")
    assert design.sampling.labels == ("n", "s")
    assert not design.member[3]
    assert design.domain(np.ones(6, bool)).n == 5


def test_without_psu_each_person_is_a_unit_and_without_strata_there_is_one(frame):
    design = SurveyDesign(frame, weights="wt")
    assert (design.n_psu, design.n_strata, design.df) == (5, 1, 4)


def test_columns_may_be_arrays(frame):
    named = SurveyDesign(frame, weights="wt", strata="stratum", psu="psu")
    arrays = SurveyDesign(
        frame, weights=frame["wt"].to_numpy(), strata=list(frame["stratum"]), psu=frame["psu"].to_numpy()
    )
    assert arrays.psu.tolist() == named.psu.tolist()
    assert arrays.weights.tolist() == named.weights.tolist()


def test_domains_intersect_and_leave_the_first_design_alone(frame):
    design = SurveyDesign(frame, weights="wt", strata="stratum", psu="psu")
    young = design.domain(frame["age"] < 50)
    assert young.domain(frame["age"] > 25).member.tolist() == [False, True, True, False, False, False]
    assert design.n == 5
    assert (young.n_psu, young.n_strata, young.df) == (2, 1, 1)
    assert young.sampling is design.sampling


def test_a_derived_variable_is_added_to_a_new_design_with_the_same_domain(frame):
    first = SurveyDesign(frame, weights="wt", strata="stratum", psu="psu").domain(frame["age"] > 25)
    wider = first.assign(decades=frame["age"] / 10)
    assert wider.frame["decades"].tolist()[:5] == [2, 3, 4, 5, 6]
    assert "decades" not in first.frame
    assert "decades" not in frame
    assert (wider.member == first.member).all()
    assert wider.sampling is first.sampling
    with pytest.raises(DesignError, match="decades has another index than the frame"):
        first.assign(decades=frame["age"].reset_index(drop=True))


def test_a_missing_mask_is_outside(frame):
    design = SurveyDesign(frame, weights="wt")
    mask = pd.Series([True, None, True, True, False, True], index=frame.index, dtype="boolean")
    assert design.domain(mask).member.tolist() == [True, False, True, False, False, True]


@pytest.mark.parametrize(
    ("mask", "words"),
    [
        (pd.Series([True] * 6), "another index"),
        ([True] * 5, "6 booleans"),
        ([1, 0, 1, 1, 0, 1], "6 booleans"),
    ],
)
def test_a_mask_that_does_not_fit_is_refused(frame, mask, words):
    with pytest.raises(DesignError, match=words):
        SurveyDesign(frame, weights="wt").domain(mask)


@pytest.mark.parametrize(
    ("change", "arguments", "words"),
    [
        ({"wt": [1.0, np.nan, 1, 1, 1, 1]}, {}, "weights: 1 missing, the first at row 1"),
        ({"wt": [1.0, 1, -1, 1, 1, -1]}, {}, "weights: 2 negative, the first at row 2"),
        ({"wt": [1.0, 1, 1, np.inf, 1, 1]}, {}, "weights: 1 infinite, the first at row 3"),
        ({"wt": [0.0] * 6}, {}, "No row has a positive weight"),
        ({"wt": list("abcdef")}, {}, "weights: numbers are needed"),
        ({}, {"weights": [1.0, 2.0]}, "weights: 2 values for 6 rows"),
        ({}, {"strata": "region"}, "strata: the frame has no column 'region'"),
        (
            {"stratum": ["n", None, "n", None, "s", "s"]},
            {"strata": "stratum"},
            "strata: 1 rows with a positive",
        ),
        ({"psu": [1, np.nan, 2, 9, np.nan, 2]}, {"psu": "psu"}, "psu: 2 rows with a positive weight"),
        ({}, {"singleton": "ignore"}, "singleton='ignore': choose one of adjust"),
        (
            {},
            {"strata": "stratum", "psu": "psu", "nest": False},
            r"psu: label 1 occurs in several strata \(as do 1",
        ),
        ({}, {"fpc": [9, 9, 9, 9, 9, 8]}, "fpc: a positive number, the same"),
        ({}, {"fpc": [9, 9, 9, 9, 9, np.nan]}, "fpc: a positive number, the same"),
        ({}, {"fpc": [-1] * 6}, "fpc: a positive number, the same"),
        ({}, {"fpc": [4.0] * 6}, "fpc: a stratum has more sampled PSUs than PSUs"),
    ],
)
def test_a_design_that_cannot_be_used_is_refused(frame, change, arguments, words):
    with pytest.raises(DesignError, match=words):
        SurveyDesign(frame.assign(**change), **({"weights": "wt"} | arguments))


def test_labels_that_differ_between_strata_need_no_nesting(frame):
    frame["psu"] = [1, 1, 2, 3, 4, 5]
    nested = SurveyDesign(frame, weights="wt", strata="stratum", psu="psu")
    flat = SurveyDesign(frame, weights="wt", strata="stratum", psu="psu", nest=False)
    assert flat.psu.tolist() == nested.psu.tolist()


def test_the_finite_population_of_people_with_weight_zero_is_not_asked(frame):
    fpc = [6.0, 6, 6, np.nan, 8, 8]
    design = SurveyDesign(frame, weights="wt", strata="stratum", psu="psu", fpc=fpc)
    assert design.sampling.unsampled.tolist() == [1 - 2 / 6, 1 - 2 / 8]


def test_a_fraction_of_one_is_a_census(frame):
    design = SurveyDesign(frame, weights="wt", fpc=[1.0] * 6)
    assert design.sampling.unsampled.tolist() == [0.0]
