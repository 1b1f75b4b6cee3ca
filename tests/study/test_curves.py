"""Curves: the numbers of a fit by hand, 1 at the reference, knots of the plan, and told no further than supported."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import rlsanalysis as rls
from rlsanalysis.study import curves as module
from rlsanalysis.study import estimate
from rlsanalysis.study.associate import OF_CURVE, associate, dose_response
from rlsanalysis.study.curves import TESTS, curve_fit, curve_rows, curves_of, supported
from rlsanalysis.study.model import Assembler
from rlsanalysis.study.records import SYNTHETIC, Curve
from rlsanalysis.study.spline import Spline
from rlsanalysis.study.tables import read, table
from rlsanalysis.survey import FirthResults, Logit
from rlsanalysis.survey.contrasts import linear_contrasts
from rlsanalysis.survey.errors import AnalysisError, ConvergenceError
from rlsanalysis.survey.spline import restricted_cubic_spline

LINEAR = Curve("egfr", "egfr_10_lower", 1.0, "mL/min/1.73 m2", "linear", 3.0, "the middle of invented people")
NUMBERS = ["estimate", "std_error", "odds_ratio", "conf_low", "conf_high"]


def with_values(cohort, **columns):
    return replace(cohort, everyone=cohort.everyone.assign(**columns))


def assembled(cohort, study, curve=LINEAR, outcome="treated"):
    return Assembler(cohort, study).model(curve_fit(study, study.outcomes[outcome], curve))


def rows(cohort, study, curve=LINEAR, outcome="treated"):
    points, tests = curve_rows(assembled(cohort, study, curve, outcome), curve, study)
    return table("curves", points, SYNTHETIC), table("curve_tests", tests, SYNTHETIC)


def quantile(x, w, share):
    """The first value up to which the share of the weight lies, one person after the other."""
    order = np.argsort(x)
    return x[order][np.flatnonzero(np.cumsum(w[order]) >= share * w.sum())[0]]


def by_hand(model, percentiles, reference, transform=lambda x: x):
    """Harrell's own columns beside the adjusters of the model: the regression, its contrasts, values and knots."""
    x = model.exog[model.exposure.id].to_numpy(float)
    inside = model.design.member
    w = model.design.weights[inside]
    knots = transform(np.array([quantile(x[inside], w, p / 100) for p in percentiles]))
    values = np.unique([quantile(x[inside], w, p / 100) for p in range(2, 99, 2)] + [reference])
    columns = restricted_cubic_spline(transform(np.where(inside, x, np.nan)), knots)
    names = [f"s{j}" for j in range(columns.shape[1])]
    spline = pd.DataFrame(columns, columns=names, index=model.exog.index)
    exog = pd.concat([spline, model.exog.drop(columns=model.exposure.id)], axis=1)
    contrasts = np.zeros((len(values), exog.shape[1]))
    contrasts[:, : len(names)] = restricted_cubic_spline(transform(values), knots) - restricted_cubic_spline(
        transform(np.array([reference])), knots
    )
    return Logit(model.outcome, exog, model.design), contrasts, values, knots, names


def with_cases_beyond(model, values, reference):
    """Values at which, and beyond which, two cases are to be expected."""
    inside = model.design.member
    x, cases = model.exog[model.exposure.id].to_numpy(float)[inside], model.outcome.to_numpy()[inside].sum()
    beyond = [np.mean(x <= v) if v < reference else np.mean(x >= v) for v in values]
    return cases * np.array(beyond) >= 2


@pytest.mark.parametrize("method", ["firth", "ml"])
@pytest.mark.parametrize("scale", ["linear", "log2"])
def test_a_curve_and_its_tests_are_those_of_harrells_columns(invented, study, scale, method):
    cohort = invented["2013-2020"]
    if scale == "log2":
        cohort = with_values(cohort, egfr=np.exp2(cohort.everyone["egfr"]))
    curve = replace(LINEAR, scale=scale, reference=8.0 if scale == "log2" else 3.0)
    transform = np.log2 if scale == "log2" else lambda x: x
    model = assembled(cohort, study, curve)
    logit, contrasts, values, knots, names = by_hand(model, (5, 35, 65, 95), curve.reference, transform)
    fitted = logit.fit(method=method)
    told = with_cases_beyond(model, values, curve.reference)
    contrasts, values = contrasts[told], values[told]
    expected = linear_contrasts(fitted, contrasts)
    points, tests = (frame[frame["method"] == method] for frame in rows(cohort, study, curve))
    assert 45 < len(points) == told.sum()
    np.testing.assert_array_equal(points["value"], values)
    np.testing.assert_allclose(points["estimate"], expected["estimate"], rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(points["std_error"], expected["std_error"], rtol=1e-6)
    np.testing.assert_allclose(np.log(points["conf_low"]), expected["conf_low"], rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(np.log(points["conf_high"]), expected["conf_high"], rtol=1e-6, atol=1e-9)
    for test, tested in zip(TESTS, (names, names[1:]), strict=True):
        row = tests[tests["test"] == test].iloc[0]
        if method == "firth":
            joint = fitted.profile_test(tested)
            F, p, df = joint.statistic, joint.p_value, joint.df_den
        else:
            wald = fitted.f_test(", ".join(f"{name} = 0" for name in tested))
            F, p, df = wald.fvalue, wald.pvalue, wald.df_denom
        assert (row["statistic"], row["p_value"], row["df_den"]) == pytest.approx((F, p, df), rel=1e-5)
        assert row["df_num"] == len(tested)
        places = knots if scale == "linear" else np.exp2(knots)
        np.testing.assert_allclose(np.array(row["knots"].split(), float), places, rtol=1e-5)
    least = min(
        np.nanmin(linear_contrasts(logit.fit(method="firth"), contrasts)["effective_df"]),
        *(logit.fit(method="firth").least_effective_df(t) for t in (names, names[1:])),
    )
    status = "ok" if least >= 3 else "caution" if least >= 1.5 else "sparse"
    assert set(tests["status"]) == set(points["status"]) == {status}
    marks = ["" if status == "ok" else f"{least:.2f} effective degrees of freedom"]
    if not told.all():
        marks.append(
            f"shown from {values[0]:.4g} to {values[-1]:.4g} {LINEAR.unit} only: too few cases beyond"
        )
    assert (tests["reason"] == "; ".join(filter(None, marks))).all()


def test_the_odds_ratio_is_1_without_width_at_the_reference_and_there_only(invented, study):
    points, tests = rows(invented["2013-2020"], study)
    at = points[points["value"] == 3.0]
    assert list(at["method"]) == ["firth", "ml"]
    assert (at[["odds_ratio", "conf_low", "conf_high"]] == 1).all(axis=None)
    assert (at[["estimate", "std_error"]] == 0).all(axis=None)
    others = points.drop(at.index)
    assert (others["conf_low"] < others["odds_ratio"]).all()
    assert (others["odds_ratio"] < others["conf_high"]).all()
    assert set(tests["reference"]) == {3.0}


def test_another_reference_moves_the_curve_and_leaves_shape_and_tests(invented, study):
    points, tests = rows(invented["2013-2020"], study)
    moved, same = rows(invented["2013-2020"], study, replace(LINEAR, reference=2.0))
    pd.testing.assert_series_equal(tests["p_value"], same["p_value"])
    both = points.merge(moved, on=["method", "value"])
    shift = both["estimate_x"] - both["estimate_y"]
    assert len(both) > 90
    assert shift.groupby(both["method"]).std().max() < 1e-10
    assert shift.abs().min() > 1e-3


def test_curvature_of_three_knots_is_the_test_of_one_coefficient(invented, study):
    model = assembled(invented["2005-2008"], study, outcome="diagnosed")
    logit, _, _, _, names = by_hand(model, (10, 50, 90), 3.0)
    assert len(names) == 2
    _, tests = rows(invented["2005-2008"], study, outcome="diagnosed")
    for method in ("firth", "ml"):
        row = tests[(tests["method"] == method) & (tests["test"] == "curvature")].iloc[0]
        fitted = logit.fit(method=method)
        assert row["df_num"] == 1
        assert row["p_value"] == pytest.approx(fitted.pvalues[names[1]], rel=1e-5)
        assert row["statistic"] == pytest.approx(fitted.tvalues[names[1]] ** 2, rel=1e-5)


def test_values_are_in_the_unit_of_the_curve(invented, study):
    cohort = invented["2013-2020"]
    tens = replace(LINEAR, variable="waist_10", exposure="waist_10", step=10.0, reference=30.0)
    lower = replace(tens, step=-10.0, reference=-30.0)
    up, down = (rows(cohort, study, curve)[0] for curve in (tens, lower))
    assert up["value"].median() == pytest.approx(30, abs=3)
    assert down["value"].median() == pytest.approx(-30, abs=3)


def test_a_variable_that_is_a_logarithm_is_drawn_over_what_it_is_the_logarithm_of(invented, study):
    plain, _ = rows(invented["2013-2020"], study)
    powers, _ = rows(invented["2013-2020"], study, replace(LINEAR, step=None, scale="log2", reference=8.0))
    np.testing.assert_allclose(powers["value"], 2 ** plain["value"])
    np.testing.assert_allclose(powers["estimate"], plain["estimate"], rtol=1e-6, atol=1e-9)


def test_the_model_is_that_which_the_text_quotes(study):
    egfr = curve_fit(study, study.outcomes["treated"], study.curves["egfr"])
    assert (egfr.exposure, egfr.set, egfr.sample, egfr.headline) == ("egfr", "full", "all", False)
    assert curve_fit(study, study.outcomes["diagnosed"], study.curves["egfr"]).set == "minimal"
    assert "bmi" not in curve_fit(study, study.outcomes["treated"], study.curves["bmi"]).adjusters
    caffeine = curve_fit(study, study.outcomes["treated"], study.curves["caffeine_mg"])
    assert caffeine.adjusters[-1] == "energy"
    assert caffeine.releases == ("H", "I", "P")


def test_controls_have_no_curves(study):
    assert not curves_of(study, study.outcomes["insomnia_treated"], "egfr_10_lower")
    assert [c.variable for c in curves_of(study, study.outcomes["treated"], "egfr_10_lower")] == ["egfr"]
    assert not curves_of(study, study.outcomes["treated"], "ckd")


def test_knots_that_coincide_are_one_and_it_is_told(invented, study):
    cohort = invented["2013-2020"]
    tied = with_values(cohort, egfr=cohort.everyone["egfr"].clip(lower=2.8))  # 35 % and 5 % at 2.8
    points, tests = rows(tied, study)
    knots = {tuple(map(float, k.split())) for k in tests["knots"]}
    assert {len(k) for k in knots} == {3}
    assert {k[0] for k in knots} == {2.8}
    assert tests["reason"].str.contains("3 knots because percentiles coincide").all()
    lowest = points[points["value"] == 2.8]
    assert list(lowest["percentile"]) == [2, 2]


def test_fewer_than_three_knots_are_no_curve_but_a_row_with_the_reason(invented, study):
    cohort = invented["2013-2020"]
    tied = with_values(cohort, egfr=cohort.everyone["egfr"].clip(lower=3.9))
    points, tests = rows(tied, study, replace(LINEAR, reference=3.9))
    assert points.empty
    assert len(tests) == 4
    assert set(tests["status"]) == {"not_estimable"}
    assert (
        tests["reason"]
        .str.match(
            r"egfr: a spline needs 3 distinct knots, but the percentiles 5, 35, 65, 95 have only the values 3.9, "
        )
        .all()
    )
    assert tests["n"].gt(0).all()
    assert tests["p_value"].isna().all()


@pytest.mark.parametrize(
    ("curve", "told"),
    [
        (replace(LINEAR, reference=90.0), "egfr: the reference 90 is outside the observed range"),
        (
            replace(LINEAR, scale="log2"),
            "egfr: a log2 scale needs values above 0; the smallest is -.* mL/min/1.73 m2",
        ),
    ],
)
def test_a_curve_that_cannot_be_drawn_has_the_reason(invented, study, curve, told):
    points, tests = rows(invented["2013-2020"], study, curve)
    assert points.empty
    assert set(tests["status"]) == {"not_estimable"}
    assert tests["reason"].str.match(told).all()


def test_nobody_in_the_model_is_a_reason(invented, study):
    _, tests = rows(with_values(invented["2013-2020"], egfr=np.nan), study)
    assert tests["reason"].str.startswith("egfr: no participant of release H, I, P").all()


@pytest.mark.parametrize("reference", [3.0, 2.5])
def test_values_are_told_up_to_the_first_that_too_few_support_on_either_side(reference):
    values, many = np.arange(7.0), np.full(7, 99.0)
    k = np.array([9.0, 0.5, 0.6, np.nan, 2.0, 0.59, 4.0])
    np.testing.assert_array_equal(supported(values, reference, k, many), [0, 0, 1, 1, 1, 0, 0])
    cases = np.array([5.0, 1.9, 2.0, 0.0, 2.1, 1.0, 2.0])
    enough = np.where(np.isnan(k), np.nan, 9.0)
    np.testing.assert_array_equal(supported(values, reference, enough, cases), [0, 0, 1, 1, 1, 0, 0])


def test_values_on_one_side_of_the_reference_are_told_from_it():
    k, many = np.array([9.0, 0.5, 0.6, 9.0, 2.0, 0.59, 4.0]), np.full(7, 99.0)
    np.testing.assert_array_equal(supported(np.arange(7.0), -1.0, k, many), [1, 0, 0, 0, 0, 0, 0])
    np.testing.assert_array_equal(supported(np.arange(7.0), 9.0, k, many), [0, 0, 0, 0, 0, 0, 1])


def test_people_beyond_a_value_are_counted_with_those_at_it_away_from_the_reference(invented, study):
    spline = Spline(assembled(invented["2013-2020"], study), LINEAR, (5, 35, 65, 95))
    x = spline.known[0]
    for value, share in zip(spline.grid, spline.share_beyond, strict=True):
        assert share == pytest.approx((x <= value).mean() if value < 3.0 else (x >= value).mean())


def test_a_curve_of_few_cases_is_told_where_two_are_to_be_expected_beyond(invented, study):
    cohort = invented["2013-2020"]
    cases = cohort.everyone.index[cohort.everyone["treated"] == 1]
    few = with_values(
        cohort, treated=cohort.everyone["treated"].mask(cohort.everyone.index.isin(cases[::3]), 0.0)
    )
    model = assembled(few, study)
    points, tests = rows(few, study)
    values = points.loc[points["method"] == "firth", "value"]
    assert with_cases_beyond(model, values, 3.0).all()
    assert points["percentile"].min() > 2
    assert tests["reason"].str.contains("too few cases beyond").all()


def test_a_curve_ends_where_support_ends_and_says_so(invented, study, monkeypatch):
    plain, _ = rows(invented["2013-2020"], study)

    def short(values, reference, k, beyond):
        assert reference == 3.0
        assert len(values) == len(k) == len(beyond)
        return (values >= 2.5) & (values <= plain["value"].max())

    monkeypatch.setattr(module, "supported", short)
    points, tests = rows(invented["2013-2020"], study)
    kept = plain[plain["value"] >= 2.5].reset_index(drop=True)
    pd.testing.assert_frame_equal(points, kept)
    low, high = kept["value"].min(), kept["value"].max()
    told = f"shown from {low:.4g} to {high:.4g} mL/min/1.73 m2 only: too few cases beyond"
    assert tests["reason"].str.endswith(told).all()


def test_a_curve_of_too_few_has_tests_and_the_reason_but_no_points(invented, study):
    cohort = invented["2013-2020"]
    values = cohort.everyone["egfr"].clip(1, 5)
    values[values.index[::800]] = 20.0  # a few people far away hold the straight line
    points, tests = rows(with_values(cohort, egfr=values), study)
    firth = tests[tests["method"] == "firth"]
    assert points.empty
    assert set(tests["status"]) == {"too_few"}
    assert tests["reason"].str.contains(r"0\.\d\d effective degrees of freedom").all()
    assert firth["p_value"].notna().all()


@pytest.mark.parametrize(
    ("association", "curvature", "expected"), [(99.0, 99.0, None), (0.7, 99.0, 0.7), (99.0, 0.8, 0.8)]
)
def test_the_status_is_that_of_the_weakest_value_or_direction(
    invented, study, monkeypatch, association, curvature, expected
):
    model = assembled(invented["2013-2020"], study)
    logit, contrasts, values, *_ = by_hand(model, (5, 35, 65, 95), 3.0)
    contrasts = contrasts[with_cases_beyond(model, values, 3.0)]
    weakest = np.nanmin(linear_contrasts(logit.fit(method="firth"), contrasts)["effective_df"])
    asked = []

    def status(E0, k):
        assert np.isnan(E0)
        asked.append(k)
        return "sparse"

    monkeypatch.setattr(estimate, "support_status", status)
    directions = {3: association, 2: curvature}
    monkeypatch.setattr(FirthResults, "least_effective_df", lambda _, terms: directions[len(terms)])
    _, tests = rows(invented["2013-2020"], study)
    assert asked == pytest.approx([expected or weakest], rel=1e-5)
    assert set(tests["status"]) == {"sparse"}


def test_without_firths_estimate_there_is_no_curve_by_the_other_method(invented, study, monkeypatch):
    real = Logit.fit

    def fit(self, method="ml", start_params=None):
        if method == "firth":
            raise ConvergenceError("no maximum")
        return real(self, method, start_params)

    monkeypatch.setattr(Logit, "fit", fit)
    points, tests = rows(invented["2013-2020"], study)
    assert points.empty
    assert set(tests["status"]) == {"not_estimable"}
    reasons = tests.set_index(["method", "test"])["reason"]
    assert reasons["firth", "curvature"] == "no maximum"
    assert reasons["ml", "curvature"].startswith("The Firth estimate")


def test_the_other_method_has_its_own_reason(invented, study):
    cohort = invented["2005-2008"]
    white = cohort.everyone["race"] == "non-Hispanic white"
    nobody = cohort.everyone["diagnosed"].where(white | cohort.everyone["diagnosed"].isna(), 0.0)
    points, tests = rows(with_values(cohort, diagnosed=nobody), study, outcome="diagnosed")
    assert set(points["method"]) == {"firth"}
    ml = tests[tests["method"] == "ml"]
    assert set(ml["status"]) == {"not_estimable"}
    assert ml["reason"].str.startswith("There are no cases among the").all()
    assert (ml["knots"] != "").all()


def test_few_cases_and_a_release_left_out_are_marked(invented, study):
    cohort = invented["2005-2008"]
    one = with_values(cohort, egfr=cohort.everyone["egfr"].where(cohort.everyone["release"] == "D"))
    _, tests = rows(one, study, outcome="diagnosed")
    assert tests["reason"].str.contains("no data in release E").all()
    assert set(tests["releases"]) == {"D"}
    cases = tests["cases"].iloc[0]
    assert (f"{cases} cases in total" in tests["reason"].iloc[0]) == (cases < study.fewest_cases)


def test_columns_are_uncorrelated_and_the_first_is_the_straight_line(invented, study):
    spline = Spline(assembled(invented["2013-2020"], study), LINEAR, (5, 35, 65, 95))
    inside = spline.logit.exog[:, :3]
    np.testing.assert_allclose(np.cov(inside.T, bias=True), np.eye(3), atol=1e-9)
    assert abs(np.corrcoef(inside[:, 0], spline.known[0])[0, 1]) == pytest.approx(1)


def test_a_run_has_every_planned_curve(demonstration, study):
    points, tests = read("curves", demonstration.results), read("curve_tests", demonstration.results)
    planned = {
        (o.id, v, test, m)
        for o in study.outcomes.values()
        if o.role != "control"
        for v, curve in study.curves.items()
        if study.exposures[curve.exposure].releases[o.cohort]
        for test in TESTS
        for m in study.methods
    }
    assert set(map(tuple, tests[["outcome", "exposure", "test", "method"]].to_numpy())) == planned
    told = tests["status"].isin(["ok", "caution", "sparse"])
    drawn = set(map(tuple, points[["outcome", "exposure", "method"]].to_numpy()))
    assert drawn == set(map(tuple, tests.loc[told, ["outcome", "exposure", "method"]].to_numpy()))
    assert (tests.loc[~told & (tests["status"] != "too_few"), "reason"] != "").all()
    assert points[NUMBERS].notna().all(axis=None)
    assert len(drawn) > 60


def test_the_public_name_gives_the_curve_of_a_run(demonstration, demo_cohorts):
    run = read("curves", demonstration.results)
    run = run[(run["outcome"] == "leg_cramps") & (run["exposure"] == "bmi")].reset_index(drop=True)
    asked = rls.dose_response(demo_cohorts["2005-2008"], "leg_cramps", "bmi_5")
    assert len(run) > 50
    pd.testing.assert_frame_equal(asked[list(run)], run, rtol=1e-6, atol=1e-9)
    tests = read("curve_tests", demonstration.results)
    tests = tests[(tests["outcome"] == "leg_cramps") & (tests["exposure"] == "bmi")]
    tests = tests[tests["test"] == "association"].reset_index(drop=True)
    about = asked[["method", *OF_CURVE]].drop_duplicates(ignore_index=True)
    pd.testing.assert_frame_equal(about, tests[["method", *OF_CURVE]], rtol=1e-6)


def test_a_variable_without_a_planned_curve_is_drawn_from_its_median(invented):
    cohort = invented["2013-2020"]
    found = dose_response(cohort, "treated", "energy")
    at = found.loc[(found["method"] == "firth") & (found["estimate"] == 0), "percentile"]
    assert list(at) == [50]
    assert set(found["set"]) == {"full"}
    moved = dose_response(cohort, "treated", "energy", reference=2000.0)
    assert moved.loc[moved["estimate"] == 0, "value"].tolist() == [2000, 2000]


def test_adjusters_of_a_single_curve_are_those_of_the_plan(invented):
    cohort = invented["2013-2020"]
    assert set(dose_response(cohort, "treated", "age_10")["set"]) == {"minimal"}
    people = dose_response(cohort, "treated", "bmi", reference=3.0)
    single = associate(cohort, "treated", "bmi_5")
    assert len(people) > 50
    assert "bmi" not in single["exposure"].tolist()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("treated", "ckd"), "ckd is binary. A dose-response curve needs a continuous variable"),
        (("treated", "energi"), "no variable 'energi'.*energy"),
        (("diagnosed", "energy"), "diagnosed was measured in cohort 2005-2008"),
        (("treatd", "energy"), "no outcome 'treatd'.*treated"),
        (
            ("treated", "energy", 99_000.0),
            r"The curve of treated along energy is not shown: not_estimable .*reference 99000 is outside.*[^.]\)\.$",
        ),
    ],
)
def test_a_curve_that_cannot_be_asked_for_is_told(invented, asked, told):
    with pytest.raises(AnalysisError, match=told):
        dose_response(invented["2013-2020"], *asked)
