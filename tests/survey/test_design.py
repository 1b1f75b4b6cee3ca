"""Specify a design and its domains: what is accepted, what is refused, and the words of the errors."""

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.survey import SurveyDesign, logit
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
    assert design.psu.tolist() == [0, 0, 1, 4, 2, 3]
    assert design.sampling.stratum.tolist() == [0, 0, 1, 1, 1]
    assert design.sampling.n_psu.tolist() == [2, 3]
    assert (design.n, design.n_psu, design.n_strata, design.df) == (5, 4, 2, 2)


def test_rows_of_weight_zero_are_units_of_the_design_and_no_members(frame):
    frame.loc["x", "stratum"] = "without weight"
    design = SurveyDesign(frame, weights="wt", strata="stratum", psu="psu", singleton="adjust")
    assert design.sampling.labels == ("n", "without weight", "s")
    assert design.sampling.n_psu.tolist() == [2, 1, 2]
    everyone = design.domain(np.ones(6, bool))
    assert everyone.in_domain.all()
    assert everyone.member.tolist() == [True, True, True, False, True, True]
    assert (everyone.n, everyone.n_psu, everyone.n_strata, everyone.df) == (5, 4, 2, 2)
    assert everyone.psu_in_domain.tolist() == [True, True, True, True, True]
    assert everyone.psu_present.tolist() == [True, True, False, True, True]


def test_a_model_counts_no_row_of_weight_zero():
    """The estimates do not depend on the row, its standard error does: 10 units or 8 (R: test_descriptive.py)."""
    frame = pd.DataFrame(
        {"y": [0, 1, 0, 1, 1, 0, 1, 0, 1, 0], "x": range(10), "w": [1, 2, 0, 1, 3, 1, 0, 1, 2, 1]}
    )
    whole, without = SurveyDesign(frame, "w"), SurveyDesign(frame[frame["w"] > 0], "w")
    for method in ("ml", "firth"):
        with_zero, alone = (logit("y ~ x", design).fit(method) for design in (whole, without))
        assert with_zero.nobs == alone.nobs == 8
        assert with_zero.df_resid == alone.df_resid
        np.testing.assert_allclose(with_zero.params, alone.params, rtol=1e-12)
    assert logit("y ~ x", whole).fit().bse["x"] == pytest.approx(
        logit("y ~ x", without).fit().bse["x"] * (10 / 9 / (8 / 7)) ** 0.5, rel=1e-10
    )


def test_without_psu_each_row_is_a_unit_and_without_strata_there_is_one(frame):
    design = SurveyDesign(frame, weights="wt")
    assert (len(design.sampling.stratum), design.n_psu, design.n_strata, design.df) == (6, 5, 1, 4)


@pytest.mark.parametrize("weights", [{}, {"weights": None}])
def test_without_weights_the_design_is_a_simple_random_sample(frame, weights):
    row = SurveyDesign(frame, **weights).mean("age").iloc[0]
    ages = frame["age"].dropna()
    assert SurveyDesign(frame, **weights).weights.tolist() == [1.0] * 6
    assert (row["estimate"], row["df"], row["n"]) == (pytest.approx(ages.mean()), 4, 5)
    in_domain = np.append(ages - ages.mean(), 0) / 5  # the row without an age is outside the domain
    assert row["std_error"] == pytest.approx((6 / 5 * (in_domain**2).sum()) ** 0.5, rel=1e-12)


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
    assert first.assign(two=np.arange(6)).frame["two"].tolist() == list(range(6))
    with pytest.raises(
        DesignError, match="decades: the index of the series differs from that of the data frame"
    ):
        first.assign(decades=frame["age"].reset_index(drop=True))


@pytest.mark.parametrize("dtype", ["boolean", "object", "bool[pyarrow]"])
def test_a_missing_mask_is_outside(frame, dtype):
    design = SurveyDesign(frame, weights="wt")
    mask = pd.Series([True, None, True, True, False, True], index=frame.index, dtype=dtype)
    for given in (mask, list(mask.astype(object).where(mask.notna(), None))):
        domain = design.domain(given)
        assert domain.in_domain.tolist() == [True, False, True, True, False, True]
        assert domain.member.tolist() == [True, False, True, False, False, True]


@pytest.mark.parametrize(
    ("mask", "words"),
    [
        (pd.Series([True] * 6), "mask: the index of the series differs from that of the data frame. Derive"),
        ([True] * 5, r"mask: one value per row is needed, 6 in total; found values of shape \(5,\)"),
        ([[True]] * 6, r"mask: one value per row is needed, 6 in total; found values of shape \(6, 1\)"),
        (True, r"mask: one value per row is needed, 6 in total; found values of shape \(\)"),
        (
            "age >= 20",
            r"^mask: a query is not accepted here\. .* boolean Series, such as design\.frame\['age'\] >= 20\.$",
        ),
        (
            [1, 0, 1, 1, 0, 1],
            r"mask: booleans are needed, not int64. Compare columns, as in frame\['age'\] >= 20",
        ),
    ],
)
def test_a_mask_that_does_not_fit_is_refused(frame, mask, words):
    with pytest.raises(DesignError, match=words):
        SurveyDesign(frame, weights="wt").domain(mask)


FPC = "fpc: a positive number that is the same in all rows of a stratum is needed"


@pytest.mark.parametrize(
    ("change", "arguments", "words"),
    [
        (
            {"wt": [1.0, np.nan, 1, 1, 1, 1]},
            {},
            r"weights: 1 value is missing, the first in row 1 \(counted from 0\)",
        ),
        ({"wt": [1.0, 1, -1, 1, 1, -1]}, {}, "weights: 2 values are negative, the first in row 2"),
        ({"wt": [1.0, 1, 1, np.inf, 1, 1]}, {}, "weights: 1 value is infinite, the first in row 3"),
        ({"wt": [0.0] * 6}, {}, "weights: no row has a positive weight"),
        ({"wt": list("abcdef")}, {}, "weights: `wt` contains text, but numbers are needed"),
        ({}, {"weights": list("abcdef")}, "weights: `weights` contains text, but numbers are needed"),
        ({}, {"weights": [1.0, 2.0]}, "weights: one value per row is needed, 6 in total"),
        ({}, {"weights": pd.Series([1.0] * 6)}, "weights: the index of the series differs"),
        ({}, {"strata": "strat"}, "strata: `strat` is not a column of the data frame. .* similar: `stratum`"),
        (
            {"stratum": ["n", None, "n", None, "s", "s"]},
            {"strata": "stratum"},
            "strata: 2 values are missing, the first in row 1 .* Rows of weight 0 are units of the design too",
        ),
        ({"psu": [1, 2, 2, np.nan, 3, 2]}, {"psu": "psu"}, "psu: 1 value is missing, the first in row 3"),
        ({"psu": [[1]] * 6}, {"psu": "psu"}, "psu: the labels must be text, numbers or categories"),
        ({}, {"singleton": "ignore"}, "singleton='ignore' does not exist. Choose 'adjust', "),
        (
            {},
            {"strata": "stratum", "psu": "psu", "nest": False},
            "psu: the label 1 occurs in several strata, as do 1 other labels. Use nest=True",
        ),
        ({}, {"fpc": [9, 9, 9, 9, 9, 8]}, FPC),
        ({}, {"fpc": [9, 9, 9, 9, 9, np.nan]}, FPC),
        ({}, {"fpc": [-1] * 6}, FPC),
        ({}, {"fpc": [0.0] * 6}, FPC),
        ({}, {"fpc": [5.0] * 6}, "fpc: a stratum has more PSUs in the sample than in the population"),
        ({}, {"fpc": [np.inf] * 6, "weights": None}, "weights: 6 values are infinite"),
    ],
)
def test_a_design_that_cannot_be_used_is_refused(frame, change, arguments, words):
    with pytest.raises(DesignError, match=words):
        SurveyDesign(frame.assign(**change), **({"weights": "wt"} | arguments))


def test_a_frame_without_rows_is_refused(frame):
    with pytest.raises(DesignError, match="The data frame has no rows"):
        SurveyDesign(frame.iloc[:0], weights="wt")


def test_labels_that_differ_between_strata_need_no_nesting(frame):
    frame["psu"] = [1, 1, 2, 3, 4, 5]
    nested = SurveyDesign(frame, weights="wt", strata="stratum", psu="psu")
    flat = SurveyDesign(frame, weights="wt", strata="stratum", psu="psu", nest=False)
    assert flat.psu.tolist() == nested.psu.tolist()


def test_rows_of_weight_zero_count_in_the_sampled_fraction(frame):
    fpc = [6.0, 6, 6, 8, 8, 8]
    design = SurveyDesign(frame, weights="wt", strata="stratum", psu="psu", fpc=fpc)
    assert design.sampling.unsampled.tolist() == [1 - 2 / 6, 1 - 3 / 8]
    without_weights = SurveyDesign(frame, strata="stratum", psu="psu", fpc=fpc)
    np.testing.assert_allclose(without_weights.weights, [3, 3, 3, 8 / 3, 8 / 3, 8 / 3], rtol=1e-14)


def test_a_fraction_of_one_is_a_census(frame):
    design = SurveyDesign(frame, weights="wt", fpc=[1.0] * 6)
    assert design.sampling.unsampled.tolist() == [0.0]


def test_an_infinite_population_needs_no_correction(frame):
    design = SurveyDesign(frame, weights="wt", fpc=[np.inf] * 6)
    assert design.sampling.unsampled.tolist() == [1.0]


def test_the_exported_frame_has_the_labels_that_were_given(frame):
    frame["stratum"] = frame["stratum"].astype("category")
    design = SurveyDesign(frame, weights="wt", strata="stratum", psu=list("aabcab"), fpc=[9.0] * 6)
    given = design.domain(frame["age"] >= 30).to_frame()
    assert list(given.columns) == ["weight", "strata", "psu", "fpc", "domain"]
    assert given.index.tolist() == list("uvwxyz")
    assert given["strata"].tolist() == list("nnnsss")
    assert given["strata"].dtype == "category"
    assert given["psu"].tolist() == list("aabcab")
    assert given["weight"].tolist() == [2.0, 1.0, 3.0, 0.0, 1.5, 2.5]
    assert given["domain"].tolist() == [False, True, True, True, True, False]
    assert given["fpc"].tolist() == [9.0] * 6


def test_the_exported_frame_of_a_simple_random_sample_says_so(frame):
    given = SurveyDesign(frame.set_axis([1, 1, 2, 2, 3, 3])).to_frame()
    assert given.index.tolist() == [1, 1, 2, 2, 3, 3]
    assert given.to_dict("list") == {
        "weight": [1.0] * 6, "strata": [1] * 6, "psu": [1, 2, 3, 4, 5, 6], "domain": [True] * 6
    }  # fmt: skip


def test_rows_may_share_their_index(frame):
    """Positions count, not labels: a duplicated index changes no number."""
    twice = frame.set_axis(["a", "a", "b", "b", "c", "c"])
    ours, theirs = (SurveyDesign(f, "wt", "stratum", "psu").domain(f["age"] > 20) for f in (twice, frame))
    assert ours.mean("age", by="psu").equals(theirs.mean("age", by="psu"))
    assert ours.quantile("age").equals(theirs.quantile("age"))


def test_a_design_says_its_size_its_degrees_of_freedom_and_its_weight(frame):
    design = SurveyDesign(
        frame,
        "wt",
        "stratum",
        "psu",
        weight_label="exam weight (needed by <ferritin>), rescaled over 3 cycles",
    )
    assert repr(design.domain(frame["stratum"] == "n")).splitlines() == [
        "Survey design",
        "  Rows (n)            3 of 6 in the domain (1 of 6 with weight 0)",
        "  PSUs                2 of 5 in the domain",
        "  Strata              1 of 2 in the domain",
        "  Degrees of freedom  1",
        "  Weight              exam weight (needed by <ferritin>), rescaled over 3 cycles",
    ]
    page = design._repr_html_()
    assert "(needed by &lt;ferritin&gt;)" in page
    assert page.count('<th scope="row"') == 5
    assert "5 of 6 in the domain" in page


def test_a_design_says_how_single_psus_and_finite_populations_are_treated(frame):
    lonely = SurveyDesign(
        frame.iloc[:5], strata="stratum", psu=[1, 1, 2, 1, 1], fpc=[6.0] * 5, singleton="remove"
    )
    assert repr(lonely).splitlines()[-3:] == [
        "  Weight              inverse of the sampling fraction (fpc)",
        "  Finite population   correction applied (fpc)",
        "  Single-PSU strata   1, treated by singleton='remove'",
    ]
    assert "weight 0" not in repr(lonely)


@pytest.mark.parametrize(
    ("weights", "label"),
    [
        (None, "1 for each row"),
        ("wt", "`wt`"),
        ([1.0] * 6, "values without a name"),
        (pd.Series([1.0] * 6, index=list("uvwxyz"), name="w2"), "`w2`"),
        (pd.Series([1.0] * 6, index=list("uvwxyz")), "values without a name"),
        (pd.Series([1.0] * 6, index=list("uvwxyz"), name=""), "values without a name"),
    ],
)
def test_the_weight_is_named_by_its_column(frame, weights, label):
    assert SurveyDesign(frame, weights).weight_label == label
    assert SurveyDesign(frame, weights, weight_label="own").domain(frame["age"] > 1).weight_label == "own"
