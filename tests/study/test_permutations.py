"""A permutation exchanges the outcomes of PSUs within strata; ranks and bands of p values are those of NumPy."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.study.associate import associate
from rlsanalysis.study.model import Assembler
from rlsanalysis.study.permutations import permutations_of, permuted_cases, permuted_p_values
from rlsanalysis.study.plan import fits
from rlsanalysis.study.records import Robustness
from rlsanalysis.study.robustness import p_value_rows, primary_fit
from rlsanalysis.study.tables import table
from rlsanalysis.survey import Logit, SurveyDesign

STRATUM = np.array([0, 0, 1, 1, 1])
SIZES = (4, 9, 6, 6, 2)
PSU = np.repeat(np.arange(5), SIZES)
CASE = np.concatenate([[i < n for i in range(size)] for size, n in zip(SIZES, (1, 3, 2, 0, 1), strict=True)])
EVERYONE = np.ones(len(PSU), dtype=bool)


def permuted(seed, case=CASE, inside=EVERYONE):
    return permuted_cases(case, PSU, STRATUM, np.random.default_rng(seed), inside)


def test_psus_exchange_their_numbers_of_cases_within_strata():
    seen = Counter(tuple(np.bincount(PSU[permuted(seed)], minlength=5)) for seed in range(600))
    first = [(1, 3), (3, 1)]
    second = [(a, b, 3 - a - b) for a, b in ((2, 0), (2, 1), (0, 2), (0, 1), (1, 2), (1, 0))]
    assert set(seen) == {(*one, *two) for one in first for two in second}
    assert min(seen.values()) > 600 / 12 / 2


def test_every_person_of_a_psu_is_equally_often_a_case():
    times = np.sum([permuted(seed) for seed in range(3000)], axis=0)
    for psu, expected in enumerate((2 / 4, 2 / 9, 1 / 6, 1 / 6, 1 / 2)):
        np.testing.assert_allclose(times[psu == PSU] / 3000, expected, atol=0.05)


def test_a_vector_that_is_too_long_for_its_psu_loses_noncases_only():
    case = np.concatenate(
        [[i < n for i in range(size)] for size, n in zip(SIZES, (4, 0, 0, 2, 0), strict=True)]
    )
    for seed in range(50):
        np.testing.assert_array_equal(np.bincount(STRATUM[PSU[permuted(seed, case)]]), [4, 2])


def test_people_outside_take_no_part_and_both_samples_share_the_exchange_and_the_order():
    inside = np.arange(len(PSU)) % 3 != 2
    inside |= CASE | (PSU > 2)
    for seed in range(50):
        every, part = permuted(seed), permuted(seed, inside=inside)
        assert not (part & ~inside).any()
        np.testing.assert_array_equal(
            np.bincount(PSU[every], minlength=5), np.bincount(PSU[part], minlength=5)
        )
        assert (part | ~(every & inside)).all()


@pytest.fixture(scope="module")
def assembler(invented, study):
    own = replace(study, robustness=Robustness((), 40, 7))
    return Assembler(replace(invented["2013-2020"], study=own), own)


def test_permutations_of_a_cohort_keep_cases_of_each_stratum_and_are_those_of_the_seed(assembler):
    cohort = assembler.cohort
    everyone = cohort.everyone
    users = permutations_of(cohort, "treated", "users")
    adult = cohort.sampling.population.mask(everyone) & everyone["treated"].notna()
    case = adult & (everyone["treated"] == 1) & (everyone["rx_user"] == 1)
    where = [everyone["release"], everyone["strata"]]
    expected = case.groupby(where).sum()
    assert users.shape == (40, len(everyone))
    for found in users[:5]:
        pd.testing.assert_series_equal(pd.Series(found).groupby(where).sum(), expected, check_names=False)
        assert (everyone.loc[found, "rx_user"] == 1).all()
        assert adult[found].all()
    np.testing.assert_array_equal(users, permutations_of(cohort, "treated", "users"))
    assert len({found.tobytes() for found in users}) == 40


def test_p_values_are_those_of_models_of_the_permuted_outcomes(assembler, study):
    fit = primary_fit(study, study.outcomes["treated"], study.exposures["smoking"])
    found = permuted_p_values(assembler, fit)
    assert len(found) == 40
    everyone = assembler.cohort.everyone
    cases = permutations_of(assembler.cohort, "treated", "all")
    for number in (0, 17):
        outcome = everyone["treated"].where(everyone["treated"].isna(), cases[number].astype(float))
        cohort = replace(assembler.cohort, everyone=everyone.assign(treated=outcome))
        model = Assembler(cohort, study).model(fit)
        columns = [term.column for term in model.terms]
        expected = Logit(model.outcome, model.exog, model.design, {"smoking": columns}).fit("firth")
        assert found[number] == pytest.approx(expected.profile_test("smoking").p_value, abs=2e-4)
    assert 0.2 < np.mean(found) < 0.8


def test_a_level_with_too_few_cases_has_no_permuted_p_values(assembler, study, invented):
    everyone = invented["2013-2020"].everyone
    rare = everyone["ckd"].where(everyone["ckd"].isna(), (everyone.index % 400 == 0).astype(float))
    own = replace(assembler.cohort, everyone=everyone.assign(ckd=rare))
    fit = primary_fit(study, study.outcomes["treated"], study.exposures["ckd"])
    assert permuted_p_values(Assembler(own, assembler.study), fit) == []


def test_a_permutation_without_cases_in_the_people_of_a_model_has_no_p_value(assembler, study):
    everyone = assembler.cohort.everyone
    few = everyone["ckd"].where(everyone.index < 900)
    own = replace(assembler.cohort, everyone=everyone.assign(ckd=few))
    other = Assembler(own, assembler.study)
    fit = primary_fit(study, study.outcomes["treated"], study.exposures["ckd"])
    cases = permutations_of(own, "treated", "all")
    cases[:3] = False
    other._permuted["treated", "all"] = cases
    found = permuted_p_values(other, fit)
    assert np.isnan(found[:3]).all()
    assert not np.isnan(found[3:]).all()


def test_ranks_and_bands_are_those_of_the_ordered_p_values(study, invented):
    cohort = invented["2013-2020"]
    rows = pd.concat([associate(cohort, "treated", e, "full") for e in ("ckd", "obesity", "smoking")])
    rows = rows.assign(p_value=np.where(rows["exposure"] == "ckd", 0.3, 0.01), status="ok")
    tests = table(
        "tests",
        [{"outcome": "treated", "exposure": "smoking", "set": "full", "method": "firth", "sample": "all",
          "status": "sparse", "p_value": 0.2}],
    )  # fmt: skip
    rng = np.random.default_rng(3)
    chance = {e: rng.random(41).tolist() for e in ("smoking", "ckd", "obesity")}
    chance["ckd"][4] = float("nan")
    permuted = [{"outcome": "treated", "exposure": e, "p_values": p} for e, p in chance.items()]
    found = table(
        "p_values", p_value_rows(study, table("estimates", rows.to_dict("records")), tests, permuted)
    )
    assert list(found["exposure"]) == ["obesity", "smoking", "ckd"]
    assert list(found["p_value"]) == [0.01, 0.2, 0.3]
    assert list(found["status"]) == ["ok", "sparse", "ok"]
    np.testing.assert_allclose(found["expected"], [0.25, 0.5, 0.75])
    ordered = np.sort([np.nan_to_num(p, nan=1.0) for p in chance.values()], axis=0)
    for column, percentile in (("low", 2.5), ("median", 50), ("high", 97.5)):
        np.testing.assert_allclose(found[column], np.percentile(ordered, percentile, axis=1))
    assert set(found["permutations"]) == {41}


def test_another_outcome_of_the_same_rows_is_the_model_of_that_outcome():
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"x": rng.integers(0, 3, 300) * 1.0, "one": 1.0, "w": rng.uniform(1, 3, 300)})
    design = SurveyDesign(frame, weights="w", psu=np.arange(300) // 10)
    y, other = ((rng.random(300) < 0.3) * 1.0 for _ in range(2))
    swapped = Logit(y, frame[["x", "one"]], design).with_outcome(other)
    fresh = Logit(other, frame[["x", "one"]], design)
    for method in ("ml", "firth"):
        found, expected = swapped.fit(method), fresh.fit(method)
        pd.testing.assert_frame_equal(found.tidy(), expected.tidy(), rtol=1e-10)
        loose = swapped.fit(method, tolerance=1e-4).profile_test("x", tolerance=1e-4).p_value
        assert loose == pytest.approx(expected.profile_test("x").p_value, abs=1e-3)


def test_the_primary_fit_is_the_planned_one(study):
    planned = fits(study, outcome="treated", exposure="ckd")
    assert primary_fit(study, study.outcomes["treated"], study.exposures["ckd"]) in planned
