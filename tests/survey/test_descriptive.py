"""Totals, ratios, quantiles and proportions of categories, by groups and with rows of weight 0, against R survey 4.1.1.

| case                                       | what is compared                                              |
|--------------------------------------------|---------------------------------------------------------------|
| api: stratified, clustered, fpc, no design | mean total ratio quantile level: estimate se CI df n; groups  |
| api: fpc without weights                   | the same, under weights that follow from the fpc              |
| units: weight 0 x 4 policies x domain      | the same, a model, svychisq, svyttest, PSUs, strata           |
| units: policy "fail"                       | for which domains R ends in an error                          |
| units: to_frame()                          | R's mean and standard error from the exported frame           |
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from rlsanalysis.survey import SurveyDesign, logit
from rlsanalysis.survey.errors import AnalysisError, DesignError, NotEstimableError

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
RTOL = 1e-8
COLUMNS = {
    "": "estimate", "_se": "std_error", "_low": "conf_low", "_high": "conf_high", "_df": "df", "_n": "n"
}  # fmt: skip
SHARES = (0.1, 0.5, 0.75)

API_CASES = ("strat", "strat fpc", "fpc without weights", "clus", "simple random sample", "strat domain")
POLICIES = ("adjust", "average", "certainty", "remove")
ZERO_CASES = (*POLICIES, *(f"{policy} domain" for policy in POLICIES), "rows as units", "no strata")


@pytest.fixture(scope="session")
def units():
    """The made-up sample with rows of weight 0."""
    return pd.read_csv(REFERENCE / "units.csv")


@pytest.fixture(scope="module")
def numbers(reference):
    return reference("descriptive")


def api_design(case, api):
    frames = {
        name: frame.assign(poor=np.where(frame["meals"] > 40, "poor", "rich")) for name, frame in api.items()
    }
    strata = {"strata": "stype"}
    designs = {
        "strat": lambda: SurveyDesign(frames["strat"], "pw", **strata),
        "strat fpc": lambda: SurveyDesign(frames["strat"], "pw", **strata, fpc="fpc"),
        "fpc without weights": lambda: SurveyDesign(frames["strat"], **strata, fpc="fpc"),
        "clus": lambda: SurveyDesign(frames["clus"], "pw", psu="dnum"),
        "simple random sample": lambda: SurveyDesign(frames["clus"]),
        "strat domain": lambda: SurveyDesign(frames["strat"], "pw", **strata).domain(
            (frames["strat"]["ell"] > 20) & (frames["strat"]["stype"] != "H")
        ),
    }
    return designs[case]()


def zero_design(case, units):
    if case == "rows as units":
        return SurveyDesign(units, "wt", "stratum")
    if case == "no strata":
        return SurveyDesign(units, "wt")
    design = SurveyDesign(units, "wt", "stratum", "psu", singleton=case.split()[0])
    return design.domain(units["inside"] == 1) if "domain" in case else design


def estimates(design, y, x, group, by):
    """All rows of all statistics by quantity and the term that R's script gives them."""
    tables = {
        "mean": design.mean(y, by=by),
        "total": design.total(y, by=by),
        "ratio": design.ratio(y, x, by=by),
        "quantile": design.quantile(y, SHARES, by=by),
        "proportion": design.proportion(group, by=by),
        "level_total": design.total(group, by=by),
    }
    for quantity, table in tables.items():
        for _, row in table.iterrows():
            label = " ".join(str(row[key]) for key in by or ()) or "all"
            part = row["probability"] if quantity == "quantile" else row.get("level", "")
            yield quantity, f"{label} {part}".strip(), row


def check_statistics(design, numbers, y, x, group, by):
    """Hold every row to R, and see that R has no row more."""
    groups = by is not None and any(
        term.split()[0] != "all" for quantity, term in numbers.index if quantity == "mean"
    )
    found = list(estimates(design, y, x, group, None))
    found += list(estimates(design, y, x, group, by)) if groups else []
    for quantity, term, row in found:
        for suffix, column in COLUMNS.items():
            expected = numbers[quantity + suffix, term]
            np.testing.assert_allclose(
                row[column], expected, rtol=RTOL, atol=1e-12, err_msg=f"{quantity}{suffix} {term}"
            )
    known = {(quantity, term) for quantity, term in numbers.index if quantity in {q for q, _, _ in found}}
    assert {(quantity, term) for quantity, term, _ in found} == known
    return len(found)


@pytest.mark.parametrize("case", API_CASES)
def test_api(case, api, numbers):
    checked = check_statistics(api_design(case, api), numbers[case], "api00", "meals", "stype", ["poor", "y"])
    assert checked == {"strat": 60, "clus": 60, "strat domain": 10}.get(case, 12)


@pytest.mark.parametrize("case", ZERO_CASES)
def test_rows_of_weight_zero(case, units, numbers):
    design = zero_design(case, units)
    check_statistics(design, numbers[case], "y", "x", "group", ["sex", "case"])
    expected = numbers[case]
    assert (design.n_psu, design.n_strata) == (expected["n_psu", ""], expected["n_strata", ""])
    fit = logit("case ~ x + sex", design).fit()
    for ours, theirs in (("x", "x"), ("sex[T.m]", "sexm")):
        for quantity in ("params", "bse", "tvalues", "pvalues"):
            value = getattr(fit, quantity)[ours]
            np.testing.assert_allclose(value, expected[quantity, theirs], rtol=RTOL, err_msg=quantity)
    assert (fit.df_resid, fit.nobs) == (expected["df_resid", ""], expected["nobs", ""])
    known = design.domain(units["group"].notna() & units["y"].notna())
    independence, difference = known.independence("group", "case"), known.difference("y", "sex")
    np.testing.assert_allclose(independence.statistic, expected["independence_F", "group by case"], rtol=RTOL)
    np.testing.assert_allclose(
        independence.df_num, expected["independence_df_num", "group by case"], rtol=RTOL
    )
    np.testing.assert_allclose(difference.std_error, expected["difference_se", "y by sex"], rtol=RTOL)
    assert difference.df == expected["difference_df", "y by sex"]


def test_every_case_is_compared(numbers):
    assert set(numbers.index.unique("case")) == {*API_CASES, *ZERO_CASES, "ten rows", "fail", "exported"}


def test_rs_test_of_independence_alone_counts_psus_without_weight(units, numbers):
    """R's `degf` does not; its `svychisq` does. Ours takes the degrees of freedom of the design in both."""
    expected = numbers["adjust"]
    found = zero_design("adjust", units).domain(units["group"].notna() & units["y"].notna())
    test = found.independence("group", "case")
    df_of_r = (
        expected["independence_df_den", "group by case"] / expected["independence_df_num", "group by case"]
    )
    assert df_of_r == pytest.approx(found.psu_in_domain.sum() - len(np.unique(units["stratum"])), rel=1e-12)
    assert test.df_den / test.df_num == pytest.approx(found.df, rel=1e-12)
    assert test.p_value == pytest.approx(stats.f.sf(test.statistic, test.df_num, test.df_den), rel=1e-12)
    assert found.df < df_of_r


def test_ten_rows_two_of_weight_zero(numbers):
    frame = pd.DataFrame({"y": range(1, 11), "w": [1, 0, 2, 1, 3, 1, 0, 2, 1, 1]})
    row = SurveyDesign(frame, "w").mean("y").iloc[0]
    expected = numbers["ten rows"]
    np.testing.assert_allclose(
        row[["estimate", "std_error"]].astype(float), expected[["mean", "mean_se"]], rtol=RTOL
    )
    assert (row["df"], row["n"]) == (expected["mean_df", "all"], 8)
    dropped = SurveyDesign(frame[frame["w"] > 0], "w").mean("y").iloc[0]
    assert dropped["std_error"] > 1.01 * row["std_error"]


def test_where_r_fails_for_a_single_psu_so_do_we(units, numbers):
    design = SurveyDesign(units, "wt", "stratum", "psu", singleton="fail")
    expected = numbers["fail"]["failed"]
    assert expected.to_dict() == {"nothing": 1, "alone": 1, "last": 1, "alone last": 0}
    for left_out, failed in expected.items():
        domain = design.domain(~units["stratum"].isin(left_out.split()))
        if failed:
            with pytest.raises(DesignError, match=r"Only one PSU was sampled in stratum (alone|last)"):
                domain.mean("y")
        else:
            assert domain.mean("y")["std_error"].item() > 0


def test_the_exported_frame_gives_the_same_result_in_r(units, numbers):
    whole = SurveyDesign(units, "wt", "stratum", "psu", singleton="adjust")
    design = whole.domain(units["inside"] == 1)
    written = pd.read_csv(REFERENCE / "units_frame.csv")
    pd.testing.assert_frame_equal(design.to_frame(), written)
    row = design.mean("y").iloc[0]
    expected = numbers["exported"]
    np.testing.assert_allclose(
        row[["estimate", "std_error"]].astype(float), expected[["mean", "mean_se"]], rtol=RTOL
    )
    assert row["df"] == expected["mean_df", "all"]


@pytest.fixture
def levels():
    """Two PSUs in each of four strata; a categorical variable with a category that nobody is in, and its text."""
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"stratum": np.repeat(range(4), 20), "psu": np.tile(np.repeat([1, 2], 10), 4)})
    text = rng.choice(["mild", "severe", "none"], 80)
    order = ["none", "mild", "severe", "fatal"]
    return frame.assign(
        text=text, category=pd.Categorical(text, order), wt=rng.uniform(1, 3, 80), sex=rng.choice(["f", "m"], 80),
        old=rng.random(80) < 0.3,
    )  # fmt: skip


def test_levels_are_categories_in_order_or_texts_that_occur(levels):
    design = SurveyDesign(levels, "wt", "stratum", "psu")
    category, text = design.proportion("category"), design.proportion("text")
    assert list(text.columns) == [
        "level", "estimate", "std_error", "conf_low", "conf_high", "df", "n", "cases", "flag"
    ]  # fmt: skip
    assert category["level"].tolist() == ["none", "mild", "severe", "fatal"]
    assert text["level"].tolist() == ["mild", "none", "severe"]
    nobody = category.set_index("level").loc["fatal"]
    assert (nobody["estimate"], nobody["std_error"], nobody["cases"], nobody["n"]) == (0, 0, 0, 80)
    assert text["estimate"].sum() == pytest.approx(1, rel=1e-12)
    assert text["cases"].sum() == 80
    without = design.domain(levels["text"] != "none")
    assert without.proportion("text")["level"].tolist() == ["mild", "severe"]
    assert without.proportion("category")["level"].tolist() == ["none", "mild", "severe", "fatal"]


@pytest.mark.parametrize("dtype", [object, "str", "string", "string[pyarrow]", "category"])
def test_a_level_is_a_proportion_of_its_0_1_variable(levels, dtype):
    frame = levels.assign(text=levels["text"].astype(dtype).where(levels.index != 5))
    design = SurveyDesign(frame, "wt", "stratum", "psu")
    for by in (None, ["sex", "old"]):
        table = design.proportion("text", by=by)
        for level in ("mild", "severe"):
            indicator = (levels["text"] == level).astype(float).where(levels.index != 5)
            alone = design.assign(indicator=indicator)
            rows = table[table["level"] == level].drop(columns="level").reset_index(drop=True)
            pd.testing.assert_frame_equal(rows, alone.proportion("indicator", by=by))
            totals = design.total("text", by=by)
            rows = totals[totals["level"] == level].drop(columns="level").reset_index(drop=True)
            pd.testing.assert_frame_equal(rows, alone.total("indicator", by=by))


def test_levels_may_be_intervals(levels):
    design = SurveyDesign(levels.assign(third=pd.cut(levels["wt"], 3)), "wt")
    assert (
        design.proportion("third")["cases"].tolist()
        == levels["wt"].pipe(pd.cut, 3).value_counts(sort=False).tolist()
    )


@pytest.mark.parametrize("dtype", [bool, int, "Int8", "boolean", "category", object])
def test_a_0_1_variable_of_any_dtype_has_one_row_and_no_level(levels, dtype):
    expected = SurveyDesign(
        levels.assign(old=levels["old"].astype(float)), "wt", "stratum", "psu"
    ).proportion("old")
    found = SurveyDesign(levels.assign(old=levels["old"].astype(dtype)), "wt", "stratum", "psu").proportion(
        "old"
    )
    pd.testing.assert_frame_equal(found, expected)
    assert "level" not in found


STATISTICS = {
    "mean": lambda design, by: design.mean("wt", by=by),
    "total": lambda design, by: design.total("wt", by=by),
    "ratio": lambda design, by: design.ratio("wt", "stratum", by=by),
    "quantile": lambda design, by: design.quantile("wt", by=by),
    "proportion": lambda design, by: design.proportion("old", by=by),
    "levels": lambda design, by: design.proportion("category", by=by),
}


@pytest.mark.parametrize("statistic", STATISTICS)
def test_a_group_is_a_domain(levels, statistic):
    """Each group by two variables gives the numbers of its domain, first variable first."""
    levels["stratum"] += 1
    design = SurveyDesign(levels, "wt", "stratum", "psu")
    table = STATISTICS[statistic](design, ("sex", "old"))
    assert list(table.columns[:2]) == ["sex", "old"]
    parts = []
    for sex in ("f", "m"):
        for old in (False, True):
            alone = STATISTICS[statistic](
                design.domain((levels["sex"] == sex) & (levels["old"] == old)), None
            )
            parts.append(alone.assign(sex=sex, old=old)[table.columns])
    pd.testing.assert_frame_equal(table, pd.concat(parts, ignore_index=True), check_dtype=False)


@pytest.mark.parametrize(
    ("by", "words"),
    [
        (["sex", "sex"], "by: `sex` is named twice. Rename or drop it"),
        ("n", "by: `n` is the name of a column of the result"),
        (["sex", "race"], "`race` is not a column of the data frame"),
        ("lists", "by: lists cannot define groups"),
    ],
)
@pytest.mark.parametrize("statistic", STATISTICS)
def test_groups_that_cannot_be_formed(levels, statistic, by, words):
    design = SurveyDesign(levels.assign(n=1, lists=[[1]] * 80), "wt", "stratum", "psu")
    with pytest.raises(AnalysisError, match=words):
        STATISTICS[statistic](design, by)


def test_infinite_values_of_members_are_refused(levels):
    frame = levels.assign(x=np.where(levels["sex"] == "m", np.inf, 1.0))
    design = SurveyDesign(frame, "wt", "stratum", "psu")
    for use in (
        lambda: design.mean("x"), lambda: design.total("x"), lambda: design.quantile("x"),
        lambda: design.ratio("wt", "x"), lambda: design.ratio("x", "wt"),
    ):  # fmt: skip
        with pytest.raises(AnalysisError, match="`x` has infinite values in the domain"):
            use()
    assert design.domain(frame["sex"] == "f").mean("x")["estimate"].item() == 1


def test_a_ratio_to_a_total_of_zero_is_undefined(levels):
    design = SurveyDesign(levels.assign(zero=np.where(levels["sex"] == "m", 0, 1)), "wt", "stratum", "psu")
    with pytest.raises(
        NotEstimableError, match=r"The ratio is undefined: the total of `zero` is 0, sex = m\.$"
    ):
        design.ratio("wt", "zero", by="sex")
    with pytest.raises(NotEstimableError, match=r"the total of `zero` is 0\.$"):
        design.domain(levels["sex"] == "m").ratio("wt", "zero")


def test_quantiles_at_the_ends_have_no_limit_beyond_them(levels):
    design = SurveyDesign(levels, "wt", "stratum", "psu")
    low, high = (design.quantile("wt", share).iloc[0] for share in (0.005, 1))
    assert (low["estimate"], high["estimate"]) == (levels["wt"].min(), levels["wt"].max())
    assert np.isnan(low["conf_low"])
    assert np.isnan(low["std_error"])
    assert low["conf_high"] > low["estimate"]
    assert (high["conf_low"], high["conf_high"], high["std_error"]) == (high["estimate"], high["estimate"], 0)
    with pytest.raises(AnalysisError, match="each probability must be above 0 and at most 1"):
        design.quantile("wt", [0.5, 0])


def test_without_degrees_of_freedom_there_is_an_estimate_without_limits(levels):
    one = SurveyDesign(levels, "wt", "stratum", "psu").domain((levels["stratum"] == 1) & (levels["psu"] == 1))
    rows = [
        one.total("wt"), one.ratio("wt", "stratum"), one.quantile("wt"), one.proportion("category")
    ]  # fmt: skip
    for table in rows:
        assert table["estimate"].notna().all()
        assert table[["std_error", "conf_low", "conf_high"]].isna().all(axis=None)
        assert (table["df"] == 0).all()
