"""Who is left after each step: people only leave, and the last ones are those of the model."""

import pandas as pd
import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.flow import flow_rows
from rlsanalysis.study.model import Assembler
from rlsanalysis.study.plan import fits
from rlsanalysis.study.records import ALL, SYNTHETIC
from rlsanalysis.study.tables import read, table

SAMPLES = (ALL, *nhanes_study().samples)
SETS = ("crude", "minimal", "full")
"""Adjustment sets of the flow; those of sensitivity analyses have no step."""


def flow(cohort, study, outcome, exposure) -> pd.DataFrame:
    return table(
        "flow", flow_rows(cohort, study, study.outcomes[outcome], study.exposures[exposure]), SYNTHETIC
    )


def test_people_and_cases_only_leave(demonstration):
    found = read("flow", demonstration.results)
    steps = found.groupby(["outcome", "exposure", "sample"])
    assert (steps["step"].diff().dropna() == 1).all()
    assert (steps["n"].diff().dropna() <= 0).all()
    assert (steps["cases"].diff().dropna() <= 0).all()
    assert (found["cases"] <= found["n"]).all()


def test_the_last_steps_are_the_people_of_the_models(demonstration):
    steps = read("flow", demonstration.results)
    steps["set"] = steps["left"].str.extract(r"^in the (\w+) model")[0]
    estimates = read("estimates", demonstration.results)
    pooled = estimates[estimates["sample"].isin(SAMPLES) & estimates["set"].isin(SETS)]
    joined = pooled.merge(
        steps[steps["set"].notna()],
        on=["outcome", "exposure", "sample", "set"],
        suffixes=("", "_left"),
        how="left",
    )
    assert len(joined) == len(pooled) > 3000
    pd.testing.assert_series_equal(joined["n"], joined["n_left"], check_names=False)
    pd.testing.assert_series_equal(joined["cases"], joined["cases_left"], check_names=False)


@pytest.mark.parametrize(
    "exposure", ["ckd", "rx_ssri", "caffeine_100", "glucose_fasting", "parity", "age_10"]
)
def test_the_last_steps_are_the_people_of_models_of_invented_people(invented, study, exposure):
    cohort = invented["2013-2020"]
    steps = flow(cohort, study, "treated", exposure)
    for fit in fits(study, outcome="treated", exposure=exposure):
        if fit.sample in SAMPLES and fit.set in SETS:
            model = Assembler(cohort, study).model(fit)
            row = steps[
                (steps["sample"] == fit.sample) & steps["left"].str.startswith(f"in the {fit.set} model")
            ]
            assert list(row["n"]) == [model.counts(model.terms[0])["n"]]
            assert list(row["cases"]) == [model.counts(model.terms[0])["cases"]]


def test_every_pooled_model_has_its_flow_and_no_other(demonstration):
    keys = ["outcome", "exposure", "sample"]
    estimates, steps = read("estimates", demonstration.results), read("flow", demonstration.results)
    pooled = estimates[estimates["sample"].isin(SAMPLES)]
    assert set(map(tuple, steps[keys].to_numpy())) == set(map(tuple, pooled[keys].to_numpy()))


def test_steps_of_a_drug_among_users(invented, study):
    found = flow(invented["2013-2020"], study, "treated", "rx_ssri")
    assert list(found["sample"].unique()) == ["users", "all", "before"]
    assert list(found.loc[found["sample"] == "users", "left"]) == [
        "interviewed in 2013-2014, 2015-2016, 2017-March 2020",
        "adults 20+", "outcome known", "takes a prescription drug", "exposure known",
        "in the crude model: adjusters known, interview weight above 0",
        "in the minimal model: adjusters known, interview weight above 0",
        "in the full model: adjusters known, exam weight above 0",
    ]  # fmt: skip
    assert "takes a prescription drug" not in set(found.loc[found["sample"] == "all", "left"])
    before = found.loc[found["sample"] == "before", "left"]
    assert list(before) == list(found.loc[found["sample"] == "users", "left"])


def test_a_sample_of_a_sensitivity_analysis_starts_with_the_releases_that_know_it(invented, study):
    found = flow(invented["2005-2008"], study, "diagnosed", "ferritin_lt50")
    first = found.groupby("sample")["left"].first()
    both = "interviewed in 2005-2006, 2007-2008"
    assert dict(first) == {"all": both, "crp_le5": both, "no_iron": "interviewed in 2007-2008"}
    assert "takes no iron supplement" in set(found.loc[found["sample"] == "no_iron", "left"])
    people = invented["2005-2008"].everyone
    assert found.loc[found["sample"] == "no_iron", "n"].iloc[0] == (people["release"] == "E").sum()


def test_the_population_is_a_step_where_it_is_not_all_adults(invented, study):
    found = flow(invented["2005-2008"], study, "diagnosed", "ferritin_lt50")
    found = found[found["sample"] == "all"].set_index("left")["n"]
    people = invented["2005-2008"].everyone
    women = (people["sex"] == 2) & people["age"].between(20, 49)
    assert found["women 20-49"] == women.sum()
    assert found["adults 20+"] == (people["age"] >= 20).sum()
    assert found["interviewed in 2005-2006, 2007-2008"] == len(people)


@pytest.mark.parametrize(("outcome", "exposure"), [("diagnosed", "ckd"), ("leg_jerks", "caffeine_100")])
def test_everybody_interviewed_stands_first(invented, study, outcome, exposure):
    cohort = invented["2005-2008"]
    first = flow(cohort, study, outcome, exposure).iloc[0]
    assert first["n"] == len(cohort.everyone)
    assert first["cases"] == (cohort.everyone[outcome] == 1).sum()
