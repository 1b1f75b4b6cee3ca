"""Comparisons of groups: by hand in plain NumPy, identities, and a clear error where there is no test.

R's numbers are in `test_against_r.py`.
"""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.linalg import null_space

from rlsanalysis.survey import SurveyDesign
from rlsanalysis.survey.errors import AnalysisError, NotEstimableError


@pytest.fixture(scope="module")
def frame(survey_frame):
    return survey_frame.assign(sex=np.where(survey_frame["age"].mul(10).round() % 2, "f", "m"))


def design_of(frame, **rest):
    return SurveyDesign(frame, weights="wt", strata="stratum", psu="psu", **rest)


def variance_by_hand(frame, influence):
    """Binder's sum over strata, PSU by PSU."""
    total = np.zeros((influence.shape[1],) * 2)
    for _, stratum in frame.groupby("stratum"):
        sums = np.array([influence[rows.index].sum(axis=0) for _, rows in stratum.groupby("psu")])
        total += len(sums) * np.cov(sums, rowvar=False, ddof=1)
    return total


def test_independence_by_hand(frame):
    """The covariance of all cells, projected on what is orthogonal to rows and columns (Rao & Scott 1984)."""
    cells = pd.get_dummies(frame["race"] + frame["sex"], dtype=float)
    w = frame["wt"].to_numpy() / frame["wt"].sum()
    p = w @ cells.to_numpy()
    V = variance_by_hand(frame, w[:, None] * (cells.to_numpy() - p))
    race, sex = (np.array([name[k] for name in cells]) for k in (0, 1))
    main = np.column_stack([*(race == level for level in "abc"), *(sex == level for level in "fm")])
    C = null_space(main.T.astype(float))
    scaled = C / p[:, None]
    delta = np.linalg.solve(C.T @ scaled, scaled.T @ V @ scaled)
    table = pd.crosstab(frame["race"], frame["sex"], values=frame["wt"], aggfunc="sum").to_numpy()
    chi2 = stats.chi2_contingency(table / table.sum(), correction=False).statistic
    k = np.trace(delta) ** 2 / np.trace(delta @ delta)
    df = frame.groupby("stratum")["psu"].nunique().sub(1).sum()

    found = design_of(frame).independence("race", "sex")
    assert found.statistic == pytest.approx(chi2 / np.trace(delta), rel=1e-10)
    assert (found.df_num, found.df_den) == pytest.approx((k, k * df), rel=1e-10)
    assert found.p_value == pytest.approx(1 - stats.f.cdf(found.statistic, k, k * df), rel=1e-8)
    assert found.n == len(frame)


def test_difference_by_hand(frame):
    """Ordinary weighted least squares of the variable on the group, with the sandwich of its residuals."""
    w = frame["wt"].to_numpy()
    X = np.column_stack([np.ones(len(frame)), frame["sex"] == "m"]).astype(float)
    bread = np.linalg.inv(X.T @ (w[:, None] * X))
    b = bread @ X.T @ (w * frame["age"])
    influence = (w * (frame["age"] - X @ b)).to_numpy()[:, None] * (X @ bread)
    error = variance_by_hand(frame, influence)[1, 1] ** 0.5
    df = frame.groupby("stratum")["psu"].nunique().sub(1).sum() - 1

    found = design_of(frame).difference("age", by="sex")
    assert (found.difference, found.std_error) == pytest.approx((b[1], error), rel=1e-10)
    assert (found.statistic, found.df) == (pytest.approx(b[1] / error, rel=1e-10), df)
    assert found.p_value == pytest.approx(2 * stats.t.cdf(-abs(b[1] / error), df), rel=1e-8)
    assert found.n == len(frame)


def test_the_difference_is_that_of_the_two_means(frame):
    design = design_of(frame)
    means = design.mean("age", by="y").set_index("y")["estimate"]
    assert design.difference("age", by="y").difference == pytest.approx(means[1] - means[0])


def numbers(test):
    return [test.statistic, test.df_num, test.df_den, test.p_value]


def test_which_variable_comes_first_and_how_levels_are_called_is_irrelevant(frame):
    renamed = frame.assign(
        race=pd.Categorical(frame["race"].map({"a": "z", "b": "x", "c": "y"}), list("nzyx")),
        sex=frame["sex"] == "f",
    )
    expected = numbers(design_of(frame).independence("race", "sex"))
    assert numbers(design_of(frame).independence("sex", "race")) == pytest.approx(expected, rel=1e-9)
    assert numbers(design_of(renamed).independence("race", "sex")) == pytest.approx(expected, rel=1e-9)


def test_weight_scale_is_irrelevant(frame):
    scaled = design_of(frame.assign(wt=frame["wt"] * 1e7))
    expected = numbers(design_of(frame).independence("race", "sex"))
    assert numbers(scaled.independence("race", "sex")) == pytest.approx(expected, rel=1e-9)
    assert scaled.difference("age", "sex").p_value == pytest.approx(
        design_of(frame).difference("age", "sex").p_value, rel=1e-9
    )


def test_people_without_a_value_leave_the_domain_and_not_the_design(frame):
    gaps = frame.assign(
        sex=frame["sex"].where(frame["stratum"] != 3), age=frame["age"].where(frame["psu"] == 1)
    )
    known = design_of(frame).domain(frame["stratum"] != 3)
    assert design_of(gaps).independence("race", "sex") == known.independence("race", "sex")
    both = design_of(frame).domain((frame["stratum"] != 3) & ((frame["psu"] == 1) | (frame["stratum"] < 6)))
    gaps["age"] = frame["age"].where((frame["psu"] == 1) | (frame["stratum"] < 6))
    assert design_of(gaps).difference("age", "sex") == both.difference("age", "sex")


def test_a_level_without_people_in_the_domain_is_no_level(frame):
    domain = design_of(frame).domain(frame["race"] != "b")
    two = design_of(frame.assign(race=pd.Categorical(frame["race"]))).domain(frame["race"] != "b")
    assert domain.independence("race", "sex").df_num == 1
    assert two.independence("race", "sex") == domain.independence("race", "sex")


def test_a_single_psu_stratum_enters_by_the_policy_of_the_design(frame):
    lonely = frame[(frame["stratum"] != 0) | (frame["psu"] == 1)]
    adjusted, removed = (design_of(lonely, singleton=policy) for policy in ("adjust", "remove"))
    assert adjusted.difference("age", "sex").std_error > removed.difference("age", "sex").std_error
    assert adjusted.independence("race", "sex").statistic < removed.independence("race", "sex").statistic
    with pytest.raises(AnalysisError, match="Only one PSU was sampled in stratum 0"):
        design_of(lonely, singleton="fail").independence("race", "sex")


def grid(*, strata=4, psus=2, **columns):
    """Every PSU with one person for each position of the columns."""
    people = pd.DataFrame(columns)
    parts = [people.assign(stratum=h, psu=g, wt=1.0) for h in range(strata) for g in range(psus)]
    return pd.concat(parts, ignore_index=True)


def test_independence_without_a_number_says_why():
    same = grid(a=[0, 0, 1, 1, 1], b=[0, 1, 0, 1, 1], nothing=np.nan, one="x").assign(lists=[[1]] * 40)
    design = design_of(same)
    for first, second, words in (
        ("a", "c", "`c` is not a column of the data frame"),
        ("a", "nothing", "No member of the domain has a known value of `a` and `nothing`"),
        ("a", "lists", "`lists` cannot define groups"),
        ("a", "one", "`one` has the same value in all 40 rows of the domain"),
        ("a", "b", "The proportions of `a` by `b` do not vary between PSUs"),
    ):
        with pytest.raises(AnalysisError, match=words):
            design.independence(first, second)
    with pytest.raises(
        NotEstimableError,
        match="known `a` and `b` leave no design degrees of freedom",
    ):
        design.domain(same["psu"] == 1).independence("a", "b")


def test_a_table_with_an_empty_block_has_no_test():
    holes = grid(a=[0, 0, 0, 1, 2], b=[0, 1, 2, 0, 0])
    with pytest.raises(
        NotEstimableError,
        match="Too many cells of `a` by `b` are empty",
    ):
        design_of(holes).independence("a", "b")


def test_a_difference_without_a_number_says_why(frame):
    design = design_of(frame)
    early = frame["stratum"].eq(1) & frame["psu"].eq(1)
    one = design_of(frame.assign(one=early.map({True: "yes", False: "no"}), flat=0.1, endless=np.inf))
    for tested, variable, by, words in (
        (design, "age", "nothing", "`nothing` is not a column of the data frame"),
        (design, "race", "sex", "`race` contains text, but numbers are needed"),
        (design, "age", "race", r"Two groups are needed, but `race` has 3 in the domain \(a, b, c\)"),
        (one, "age", "one", rf"The mean of `age` for `one` = yes has no variance: all {early.sum()} rows"),
        (one, "endless", "sex", "`endless` has infinite values in the domain"),
        (one, "flat", "sex", "The means of `flat` by `sex` do not vary between PSUs"),
        (
            design.domain(frame["stratum"] == 1),
            "age",
            "sex",
            "A comparison of `age` by `sex` needs at least 2 design degrees of freedom; the domain has 1",
        ),
    ):
        with pytest.raises(AnalysisError, match=words):
            tested.difference(variable, by)
