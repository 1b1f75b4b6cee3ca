"""How common an outcome is: weighted, by groups, with the counts that belong to it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.prevalence import prevalence_rows
from rlsanalysis.study.records import SYNTHETIC
from rlsanalysis.study.tables import table

YEARS = {"H": 2.0, "I": 2.0, "P": 3.2}


@pytest.fixture(scope="module")
def cohort(invented) -> Cohort:
    """The invented people; the sex of some is unknown."""
    cohort = invented["2013-2020"]
    everyone = cohort.everyone
    return replace(cohort, everyone=everyone.assign(female=everyone["female"].mask(everyone.index % 30 == 0)))


@pytest.fixture(scope="module")
def found(cohort) -> pd.DataFrame:
    return table("prevalence", prevalence_rows(cohort, "treated"), SYNTHETIC).set_index(["by", "level"])


def people(cohort) -> pd.DataFrame:
    everyone = cohort.everyone
    inside = everyone["release"].isin(list(YEARS)) & everyone["treated"].notna()
    return everyone[inside].assign(weight=lambda x: x["w_interview"] * x["release"].map(YEARS) / 7.2)


GROUPS = {
    ("all", "all"): lambda x: x["age"] > 0,
    ("sex", "men"): lambda x: x["sex"] == 1,
    ("sex", "women"): lambda x: x["sex"] == 2,
    ("age", "20-39"): lambda x: x["age"].between(20, 39),
    ("age", "40-59"): lambda x: x["age"].between(40, 59),
    ("age", "60+"): lambda x: x["age"] >= 60,
    ("race", "Hispanic"): lambda x: x["race"] == "Hispanic",
    ("release", "P"): lambda x: x["release"] == "P",
}


@pytest.mark.parametrize("group", GROUPS)
def test_percent_and_counts_are_those_of_the_group(cohort, found, group):
    everyone = people(cohort)
    if group[0] == "sex":
        everyone = everyone[everyone["female"].notna()]
    inside = everyone[GROUPS[group](everyone)]
    row = found.loc[group]
    assert (row["n"], row["cases"]) == (len(inside), inside["treated"].sum())
    assert row["percent"] == pytest.approx(100 * np.average(inside["treated"], weights=inside["weight"]))


def test_interval_and_flag_are_those_of_a_survey_proportion_in_percent(cohort, found):
    design = cohort.design(["treated", "female"])
    for group, mask in (("all", True), ("women", design.frame["female"] == 1)):
        inside = design.domain(
            pd.Series(mask, design.frame.index) & design.frame["female"].notna() | (group == "all")
        )
        expected = inside.proportion("treated").iloc[0]
        row = found.xs(group, level="level").iloc[0]
        for ours, theirs in (
            ("percent", "estimate"),
            ("std_error",) * 2,
            ("conf_low",) * 2,
            ("conf_high",) * 2,
        ):
            assert row[ours] == pytest.approx(100 * expected[theirs])
        assert (row["df"], row["flag"]) == (expected["df"], expected["flag"])


def test_groups_of_a_kind_hold_everybody(found):
    for by in ("age", "release"):
        assert found.loc[by, "n"].sum() == found.loc[("all", "all"), "n"]
    assert list(found.loc["race"].index) == ["non-Hispanic white", "non-Hispanic black", "Hispanic", "other"]


def test_a_release_says_which_it_is(found):
    assert found.loc[("release", "H"), "releases"] == "H"
    assert found.loc[("all", "all"), "releases"] == "H I P"
    assert list(found.loc["release"].index) == ["H", "I", "P"]


def test_a_group_without_people_has_counts_and_no_number(cohort):
    everyone = cohort.everyone.assign(
        treated=cohort.everyone["treated"].mask(cohort.everyone["release"] == "I")
    )
    rows = table("prevalence", prevalence_rows(replace(cohort, everyone=everyone), "treated"), SYNTHETIC)
    row = rows.set_index("level").loc["I"]
    assert (row["n"], row["cases"], row["flag"]) == (0, 0, "nobody")
    assert row[["percent", "std_error", "conf_low", "conf_high"]].isna().all()
