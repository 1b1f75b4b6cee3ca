"""Weighted percents in the bins of the plan: by hand in pandas, 100 in all, and no bin without a place."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.distributions import distribution_rows
from rlsanalysis.study.records import SYNTHETIC
from rlsanalysis.study.tables import read, table

KEY = ["variable", "people"]


@pytest.fixture(scope="module")
def cohort(invented) -> Cohort:
    """Ferritin and BMI as spread as in people, some of them exactly at an edge."""
    cohort = invented["2013-2020"]
    rng = np.random.default_rng(5)
    everyone = cohort.everyone
    ferritin = pd.Series(np.exp(rng.normal(4, 1.5, len(everyone))), everyone.index).mask(
        everyone.index % 50 == 0, 30
    )
    bmi = pd.Series(rng.normal(28, 7, len(everyone)), everyone.index)
    return replace(
        cohort,
        everyone=everyone.assign(
            ferritin=ferritin.where(everyone["ferritin"].notna()), bmi=bmi.where(everyone["bmi"].notna())
        ),
    )


def distributed(cohort: Cohort) -> list[dict[str, object]]:
    return list(distribution_rows(cohort, "treated", list(cohort.variables.values())))


@pytest.fixture(scope="module")
def found(cohort) -> pd.DataFrame:
    return table("distributions", distributed(cohort), SYNTHETIC).set_index(KEY).sort_index()


@pytest.mark.parametrize(
    ("variable", "releases"), [("ferritin", {"P": 3.2}), ("bmi", {"H": 2, "I": 2, "P": 3.2})]
)
@pytest.mark.parametrize(("people", "case"), [("cases", 1), ("others", 0)])
def test_percents_and_counts_by_hand(cohort, study, found, variable, releases, people, case):
    frame = cohort.frame
    inside = frame[(frame["treated"] == case) & frame[variable].notna() & (frame["w_exam"] > 0)]
    assert set(inside["release"]) == set(releases)
    weight = inside["w_exam"] * inside["release"].map(releases)
    rows = found.loc[(variable, people)].sort_values("bin")
    assert rows["high"].tolist() == [*study.bins[variable].edges, np.inf]
    assert rows["low"].tolist() == [-np.inf, *study.bins[variable].edges]
    for row in rows.itertuples():
        here = (inside[variable] >= row.low) & (inside[variable] < row.high)
        assert row.n == here.sum()
        assert row.percent == pytest.approx(100 * weight[here].sum() / weight.sum())
    assert rows["n"].sum() == len(inside)


def test_an_edge_belongs_to_the_bin_above_it(cohort):
    assert (cohort.frame["ferritin"] == 30).any()
    moved = cohort.everyone.assign(
        ferritin=cohort.everyone["ferritin"].where(cohort.everyone["ferritin"] == 30)
    )
    rows = pd.DataFrame(distributed(replace(cohort, everyone=moved)))
    others = rows[(rows["variable"] == "ferritin") & (rows["people"] == "others")].set_index("low")
    assert others.loc[30.0, "percent"] == pytest.approx(100)


def test_where_nobody_has_a_value_counts_are_0_and_percents_empty(cohort, study):
    gone = cohort.everyone.assign(
        w_diet1=np.nan, bmi=cohort.everyone["bmi"].mask(cohort.everyone["treated"] == 1)
    )
    found = table("distributions", distributed(replace(cohort, everyone=gone)), SYNTHETIC)
    found = found.set_index(KEY)
    for key in (("caffeine_mg", "cases"), ("caffeine_mg", "others"), ("bmi", "cases")):
        rows = found.loc[[key]]
        assert len(rows) == len(study.bins[key[0]].edges) + 1
        assert (rows["n"] == 0).all()
        assert rows["percent"].isna().all()
    assert found.loc[[("bmi", "others")], "percent"].sum() == pytest.approx(100)


def test_every_distribution_of_a_full_run_adds_up_to_100(demonstration, study):
    found = read("distributions", demonstration.results)
    assert set(found["outcome"]) == set(study.outcomes)
    assert set(found["variable"]) == set(study.bins)
    groups = found.groupby(["outcome", "variable", "people"])
    total, n = groups["percent"].sum(), groups["n"].sum()
    assert (n > 0).any()
    np.testing.assert_allclose(total[n > 0], 100)


def test_people_of_a_full_run_are_those_of_descriptives(demonstration):
    key = ["outcome", "variable", "people"]
    total = read("distributions", demonstration.results).groupby(key)["n"].sum()
    told = read("descriptives", demonstration.results)
    pooled = told["releases"].isin(["D E", "H I P"]) & (told["statistic"] == "mean")
    told = told[pooled].set_index(key)["n"]
    assert len(total) > 100
    assert (told.loc[total.index] == total).all()
