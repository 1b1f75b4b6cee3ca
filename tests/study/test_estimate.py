"""Rows of estimates: the numbers of a fit made by hand, their status, or the reason why there is none."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study import estimate
from rlsanalysis.study.estimate import detectable_odds_ratio, failed_rows, fitted_rows, reliability
from rlsanalysis.study.model import Assembler
from rlsanalysis.study.plan import fits
from rlsanalysis.study.records import SYNTHETIC
from rlsanalysis.study.tables import schema, table
from rlsanalysis.survey import Logit, SurveyDesign
from rlsanalysis.survey.errors import ConvergenceError

STUDY = nhanes_study()

YEARS = {"H": 2.0, "I": 2.0, "P": 3.2}
NUMBERS = ["estimate", "std_error", "odds_ratio", "conf_low", "conf_high", "statistic", "p_value"]


def fit(study, outcome, exposure, set_, sample="all"):
    return next(f for f in fits(study, None, outcome, exposure) if (f.set, f.sample) == (set_, sample))


def rows(cohort, study, *asked):
    estimates, tests = fitted_rows(Assembler(cohort, study).model(fit(study, *asked)), study)
    return table("estimates", estimates, SYNTHETIC), table("tests", tests, SYNTHETIC)


def with_values(cohort, **columns):
    """The cohort with other values of some variables; a function is given the frame."""
    return replace(cohort, everyone=cohort.everyone.assign(**columns))


def by_hand(
    people: pd.DataFrame, exposed: list[np.ndarray], weight: str
) -> tuple[np.ndarray, SurveyDesign, np.ndarray]:
    """Design matrix and design of the minimal model, from the raw columns of the frame."""
    level = [(people["race"] == name).to_numpy(float) for name in STUDY.variables["race"].levels[1:]]
    X = np.column_stack(
        [
            *exposed, people["age"] / 10, (people["age"] / 10) ** 2, people["sex"] == 2, *level,
            people["release"] == "I", people["release"] == "P", np.ones(len(people)),
        ]
    )  # fmt: skip
    used = ["treated", "age_10", "female", "race"]
    inside = (people[used].notna().all(axis=1) & (people[weight] > 0)).to_numpy() & ~np.isnan(X).any(axis=1)
    design = SurveyDesign(
        people,
        weights=people[weight].fillna(0) * people["release"].map(YEARS),
        strata=people["release"].map(ord) * 1000 + people["strata"],
        psu="psu",
    )
    return X.astype(float), design.domain(inside), (people["treated"] == 1).to_numpy(float)


@pytest.mark.parametrize(
    ("exposure", "weight"), [("ckd", "w_exam"), ("acr_doubling", "w_exam"), ("stroke", "w_interview")]
)
@pytest.mark.parametrize("method", ["firth", "ml"])
def test_numbers_are_those_of_a_fit_by_hand(invented, study, exposure, weight, method):
    cohort = invented["2013-2020"]
    found, tests = rows(cohort, study, "treated", exposure, "minimal")
    people = cohort.everyone[cohort.everyone["release"].isin(list(YEARS))]
    X, design, y = by_hand(people, [people[exposure].to_numpy(float)], weight)
    expected = Logit(y, X, design).fit(method=method).tidy(exponentiate=True).iloc[0]
    ours = found[found["method"] == method].iloc[0]
    assert ours["estimate"] == pytest.approx(np.log(expected["estimate"]), rel=1e-7)
    for column, name in (
        ("odds_ratio", "estimate"), ("std_error",) * 2, ("conf_low",) * 2, ("conf_high",) * 2,
        ("statistic",) * 2, ("p_value",) * 2, ("df",) * 2,
    ):  # fmt: skip
        assert ours[column] == pytest.approx(expected[name], rel=1e-6), column
    assert tests.empty
    assert ours["n"] == design.n
    assert ours["cases"] == y[design.member].sum()


def test_levels_and_joint_test_of_a_categorical_exposure_are_those_of_a_fit_by_hand(invented, study):
    cohort = invented["2013-2020"]
    found, tests = rows(cohort, study, "treated", "egfr_stage", "minimal")
    people = cohort.everyone[cohort.everyone["release"].isin(list(YEARS))]
    levels = STUDY.variables["egfr_stage"].levels[1:]
    known = people["egfr_stage"].notna()
    exposed = [np.where(known, people["egfr_stage"] == level, np.nan) for level in levels]
    X, design, y = by_hand(people, exposed, "w_exam")
    names = [f"x{i}" for i in range(len(levels))]
    for method in ("firth", "ml"):
        fitted = Logit(y, X, design, {"stage": names}).fit(method=method)
        ours = found[found["method"] == method]
        assert list(ours["level"]) == list(levels)
        np.testing.assert_allclose(ours["estimate"], fitted.params[names], rtol=1e-6)
        joint = tests[tests["method"] == method].iloc[0]
        assert joint["df_num"] == len(levels)
        if method == "firth":
            expected = fitted.profile_test(names)
            assert (joint["statistic"], joint["p_value"]) == pytest.approx(
                (expected.statistic, expected.p_value)
            )
            np.testing.assert_allclose(
                ours["expected_exposed_cases"], fitted.expected_exposed_cases(names), rtol=1e-6
            )
        else:  # F of the Wald statistic, as R's regTermTest
            b, V = fitted.params[names].to_numpy(), fitted.cov_params().loc[names, names].to_numpy()
            F = b @ np.linalg.solve(V, b) / len(b)
            assert joint["statistic"] == pytest.approx(F, rel=1e-6)
            assert joint["p_value"] == pytest.approx(stats.f.sf(F, len(b), fitted.df_resid), rel=1e-6)


def test_the_status_of_both_methods_is_that_of_the_expected_exposed_cases(invented, study):
    cohort = invented["2013-2020"]
    for exposure in ("ckd", "ferritin_lt50", "egfr_stage"):
        found, _ = rows(cohort, study, "treated", exposure, "crude")
        firth, ml = (found[found["method"] == m].reset_index() for m in ("firth", "ml"))
        assert list(firth["status"]) == list(ml["status"])
        assert list(firth["expected_exposed_cases"]) == list(ml["expected_exposed_cases"])
        for row in firth.to_dict("records"):
            expected = row["expected_exposed_cases"]
            right = next(
                s
                for s, least in (("ok", 10), ("caution", 5), ("sparse", 2), ("too_few", 0))
                if expected >= least
            )
            assert row["status"] == right


def test_an_empty_cell_has_no_number_under_maximum_likelihood_but_a_reason(invented, study):
    cohort = invented["2013-2020"]
    none = cohort.everyone["ckd"].mask(cohort.everyone["treated"] == 1, cohort.everyone["ckd"] * 0)
    found, _ = rows(with_values(cohort, ckd=none), study, "treated", "ckd", "minimal")
    firth, ml = (found[found["method"] == m].iloc[0] for m in ("firth", "ml"))
    assert ml["status"] == "not_estimable"
    assert "There are no cases among the" in ml["reason"]
    assert "ckd" in ml["reason"]
    assert ml[NUMBERS].isna().all()
    assert (ml["n"], ml["cases_exposed"]) == (firth["n"], 0)
    assert firth[["estimate", "std_error", "conf_high"]].notna().all()


def test_a_collinear_exposure_is_not_estimable_under_both_methods(invented, study):
    cohort = invented["2013-2020"]
    found, _ = rows(with_values(cohort, ckd=cohort.everyone["female"]), study, "treated", "ckd", "minimal")
    assert list(found["status"]) == ["not_estimable"] * 2
    assert found["reason"].str.contains("`female` is a linear combination of the preceding columns").all()
    assert found[NUMBERS].isna().all(axis=None)


def test_an_exposure_that_nobody_has_known_is_not_estimable(invented, study):
    cohort = invented["2013-2020"]
    found, _ = rows(with_values(cohort, ckd=np.nan), study, "treated", "ckd", "minimal")
    assert list(found["status"]) == ["not_estimable"] * 2
    assert found["reason"].str.contains("ckd: no participant of release H, I, P has .* known").all()
    assert list(found["n"]) == [0, 0]


def test_where_the_headline_method_fails_the_other_is_not_shown_either(invented, study, monkeypatch):
    real = Logit.fit

    def fit_ml_only(self, method="ml", **rest):
        if method == "firth":
            raise ConvergenceError("No maximum.")
        return real(self, method, **rest)

    monkeypatch.setattr(estimate.Logit, "fit", fit_ml_only)
    found, _ = rows(invented["2013-2020"], study, "treated", "ckd", "minimal")
    assert list(found["status"]) == ["not_estimable"] * 2
    assert list(found["reason"]) == [
        "No maximum.", "The Firth estimate, from which the reliability of this one follows, does not exist.",
    ]  # fmt: skip


def test_few_cases_and_an_empty_release_are_marked(invented, study):
    cohort = invented["2013-2020"]
    everyone = cohort.everyone
    cases = everyone.index[(everyone["treated"] == 1) & everyone["release"].isin(list("HP"))]
    few = everyone["treated"].mask(everyone.index.isin(cases[30:]), 0.0)
    gone = everyone["ckd"].mask(everyone["release"] == "I")
    found, _ = rows(with_values(cohort, treated=few, ckd=gone), study, "treated", "ckd", "crude")
    row = found.iloc[0]
    assert row["cases"] < 40
    assert f"{row['cases']} cases in total (fewer than 40)" in row["reason"]
    assert row["reason"].endswith("no data in release I")
    assert row["releases"] == "H P"


def test_a_row_that_needs_no_mark_has_none(invented, study):
    found, _ = rows(invented["2013-2020"], study, "treated", "ckd", "crude")
    assert list(found["status"]) == ["ok", "ok"]
    assert list(found["reason"]) == ["", ""]


def test_few_degrees_of_freedom_are_marked(invented, study):
    found, _ = rows(invented["2013-2020"], study, "treated", "ckd", "minimal", "H")
    firth = found.iloc[0]
    assert firth["df"] == 12
    assert "12 design degrees of freedom (fewer than 15)" in firth["reason"]


def test_a_continuous_exposure_is_believed_by_its_effective_degrees_of_freedom(invented, study):
    cohort = invented["2013-2020"]
    found, _ = rows(cohort, study, "treated", "acr_doubling", "crude")
    assert found["expected_exposed_cases"].isna().all()
    assert found["n_exposed"].isna().all()
    assert list(found["status"]) == ["ok", "ok"]
    case = cohort.everyone["treated"] == 1
    fewer = cohort.everyone["treated"].mask(case & (case.cumsum() % 16 > 0), 0.0)
    few, _ = rows(with_values(cohort, treated=fewer), study, "treated", "acr_doubling", "crude")
    effective = few["reason"].str.extract(r"^(\d\.\d\d) effective degrees of freedom; ")[0].astype(float)
    assert (effective < 0.6).all()
    assert set(few["status"]) == {"too_few"}


def test_an_open_limit_is_zero_or_infinite(invented, study, monkeypatch):
    real = estimate.FirthResults.tidy

    def opened(self, **asked):
        return real(self, **asked).assign(conf_low=-np.inf, conf_high=np.inf)

    monkeypatch.setattr(estimate.FirthResults, "tidy", opened)
    row = rows(invented["2013-2020"], study, "treated", "ckd", "crude")[0].iloc[0]
    assert (row["conf_low"], row["conf_high"]) == (0, np.inf)


def test_only_the_headline_method_of_the_quoted_model_is_headline(invented, study):
    cohort = invented["2013-2020"]
    full, _ = rows(cohort, study, "treated", "ckd", "full")
    assert list(zip(full["method"], full["headline"], strict=True)) == [("firth", "yes"), ("ml", "")]
    assert list(rows(cohort, study, "treated", "ckd", "minimal")[0]["headline"]) == ["", ""]
    assert list(rows(cohort, study, "treated", "egfr_stage", "full")[0]["headline"].unique()) == [""]


@pytest.mark.parametrize(("kept", "worst"), [(3, "caution"), (20, "too_few")])
def test_a_test_has_the_worst_status_of_its_levels(invented, study, kept, worst):
    cohort = invented["2013-2020"]
    stage = STUDY.variables["egfr_stage"].levels[2]
    rare = cohort.everyone["egfr_stage"].mask(
        (cohort.everyone["egfr_stage"] == stage) & (cohort.everyone.index % kept > 0)
    )
    found, tests = rows(with_values(cohort, egfr_stage=rare), study, "treated", "egfr_stage", "crude")
    firth = found[found["method"] == "firth"]
    assert set(firth["status"]) == {"ok", worst}
    assert tests["status"].iloc[0] == worst


def test_a_model_that_cannot_be_assembled_becomes_rows_of_the_same_keys(invented, study):
    planned = fit(study, "treated", "egfr_stage", "minimal")
    estimates, tests = failed_rows(STUDY.variables["egfr_stage"], study, planned, "because")
    found, joint = table("estimates", estimates, SYNTHETIC), table("tests", tests, SYNTHETIC)
    real, real_joint = rows(invented["2013-2020"], study, "treated", "egfr_stage", "minimal")
    keys = [c.name for c in schema()["estimates"] if c.key] + ["reference", "role", "group", "releases"]
    pd.testing.assert_frame_equal(found[keys], real[keys])
    assert list(joint["method"]) == list(real_joint["method"])
    assert set(found["reason"]) == set(joint["reason"]) == {"because"}
    assert set(found["status"]) == set(joint["status"]) == {"not_estimable"}
    assert failed_rows(STUDY.variables["ckd"], study, planned, "because")[1] == []


@pytest.mark.parametrize(("std_error", "df"), [(0.3, 31), (0.5, 55), (0.2, 15)])
def test_the_detectable_odds_ratio_is_found_in_eighty_of_a_hundred_samples(std_error, df):
    found = detectable_odds_ratio(std_error, df, 0.8, 0.05)
    truth = np.log(found) / std_error
    power = stats.nct.sf(stats.t.ppf(0.975, df), df, truth)
    assert power == pytest.approx(0.8, abs=0.01)


def test_the_detectable_odds_ratio_of_many_degrees_of_freedom_is_the_normal_one():
    expected = np.exp((1.959963984540054 + 0.8416212335729143) * 0.4)
    assert detectable_odds_ratio(0.4, 10**7, 0.8, 0.05) == pytest.approx(expected, rel=1e-5)


def test_every_estimate_has_its_own_detectable_odds_ratio(invented, study):
    found, _ = rows(invented["2013-2020"], study, "treated", "ckd", "minimal")
    for row in found.to_dict("records"):
        t = stats.t.ppf([0.975, 0.8], row["df"]).sum()
        assert row["detectable_or"] == pytest.approx(np.exp(t * row["std_error"]))


@pytest.mark.parametrize(
    ("E0", "cases", "shown", "status"),
    [(6.4, 7, 3.5, "sparse"), (6.4, 13, 6.4, "caution"), (12.0, 22, 11.0, "ok"), (2.4, 2, 1.0, "too_few")],
)
def test_exposed_cases_to_expect_are_never_more_than_half_of_the_cases(
    invented, study, E0, cases, shown, status
):
    model = Assembler(invented["2013-2020"], study).model(fits(study, None, "treated", "ckd")[0])
    found = reliability(E0, 9.0, cases, model, study)
    assert (found["expected_exposed_cases"], found["status"]) == (shown, status)


def test_effective_degrees_of_freedom_stand_for_them_where_nobody_is_exposed(invented, study):
    model = Assembler(invented["2013-2020"], study).model(fits(study, None, "treated", "ckd")[0])
    found = reliability(float("nan"), 1.4, 139, model, study)
    assert found["status"] == "sparse"
    assert found["reason"] == "1.40 effective degrees of freedom"
