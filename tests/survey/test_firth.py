"""Firth's estimate and stabilized variance against the page's cases, a rebuild of its formulas, and firthmodels."""

import pickle
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from firthmodels import FirthLogisticRegression
from scipy import optimize, stats
from scipy.special import expit

from rlsanalysis.survey import Logit, SurveyDesign, logit
from rlsanalysis.survey.errors import DesignError
from rlsanalysis.survey.joint import ratio_test
from rlsanalysis.survey.profile import Profile, signed_root
from rlsanalysis.survey.support import open_limits, support_status


class ByHand:
    """The page's formulas in plain NumPy, person by person; design: lists of row positions by stratum and PSU."""

    def __init__(self, X, y, w, strata, j):
        self.X, self.y, self.w, self.strata, self.j = X, y, w / w.mean(), strata, j
        self.b = optimize.root(self.score, self.start(), tol=1e-14).x
        p = expit(X @ self.b)
        pq = p * (1 - p)
        inverse = np.linalg.inv(self.information(self.b))
        z = X @ inverse[:, j]
        s = (self.w * (y - p))[:, None] * X
        G, numerator, denominator = 0.0, 0.0, 0.0
        for psus in strata:
            totals = np.array([s[rows].sum(axis=0) for rows in psus])
            a = np.array([(self.w[rows] ** 2 * pq[rows] * z[rows] ** 2).sum() for rows in psus])
            n_h = len(psus)
            if n_h == 1:
                G = G + np.outer(totals[0], totals[0])
                denominator += a[0] ** 2
            else:
                deviations = totals - totals.mean(axis=0)
                G = G + n_h / (n_h - 1) * deviations.T @ deviations
                denominator += (a**2).sum() + (a.sum() ** 2 - (a**2).sum()) / (n_h - 1) ** 2
            numerator += a.sum()
        B = X.T @ (X * (self.w**2 * pq)[:, None])
        self.V_lin = (inverse @ G @ inverse)[j, j]
        self.V_mod = (inverse @ B @ inverse)[j, j]
        self.D = max(1.0, np.trace(G @ np.linalg.inv(B)) / len(G))
        self.moments = (self.w * z) ** 4 * pq * (1 - 6 * pq)
        self.fourth = self.moments.sum()
        self.numerator, self.denominator = numerator, denominator
        self.k = self.k_of(np.arange(len(y)))
        self.V = max(self.V_lin, (self.k * self.V_lin + 4 * self.D * self.V_mod) / (self.k + 4))
        self.delta = self.V / inverse[j, j]
        self.G, self.inverse = G, inverse

    def k_of(self, people):
        """The effective degrees of freedom with the fourth moments of these people only."""
        return self.numerator**2 / (self.denominator + max(0.0, self.moments[people].sum()) / 2)

    def start(self):
        start = np.zeros(self.X.shape[1])
        start[0] = np.log(self.y.mean() / (1 - self.y.mean()))
        return start

    def information(self, b):
        p = expit(self.X @ b)
        return self.X.T @ (self.X * (self.w * p * (1 - p))[:, None])

    def score(self, b):
        p = expit(self.X @ b)
        h = (
            self.w
            * p
            * (1 - p)
            * np.einsum("ij,jk,ik->i", self.X, np.linalg.inv(self.information(b)), self.X)
        )
        return self.X.T @ (self.w * (self.y - p) + h * (0.5 - p))

    def loglik(self, b):
        eta = self.X @ b
        ordinary = (self.w * (self.y * eta - np.logaddexp(0, eta))).sum()
        return ordinary + 0.5 * np.linalg.slogdet(self.information(b))[1]

    def constrained(self, fixed, t):
        """The maximum where the coefficients `fixed` are t."""
        free = np.setdiff1d(np.arange(len(self.b)), fixed)

        def insert(others):
            b = np.full(len(self.b), float(t))
            b[free] = others
            return b

        information = self.information(self.b)
        along = np.linalg.solve(information[np.ix_(free, free)], information[np.ix_(free, fixed)])
        start = self.b[free] - along @ (t - self.b[fixed])
        found = optimize.root(lambda others: self.score(insert(others))[free], start, tol=1e-14)
        assert np.abs(found.fun).max() < 1e-6
        return insert(found.x)

    def r(self, t):
        fall = self.loglik(self.b) - self.loglik(self.constrained([self.j], t))
        return np.sign(self.b[self.j] - t) * np.sqrt(2 * max(0.0, fall) / self.delta)


def rows_by_design(frame):
    return [
        [people.index[rows].to_numpy() for rows in people.groupby("psu").indices.values()]
        for _, people in frame.groupby("stratum")
    ]


@pytest.mark.parametrize("outcome", ["y", "y_separated"])
def test_the_page_s_reference_case(page, outcome):
    frame, expected = page[0], page[1][outcome]
    design = SurveyDesign(frame, weights="w", strata="strata", psu="psu")
    fit = logit(f"{outcome} ~ x + age", design).fit(method="firth")
    np.testing.assert_allclose(fit.params, expected["beta"], atol=1e-6)  # the page stops at U' I^-1 U < 1e-10
    pieces = fit.stabilized("x")
    for letter in ("V_lin", "V_mod", "k", "V", "delta"):
        np.testing.assert_allclose(getattr(pieces, letter), expected[letter], rtol=1e-6, err_msg=letter)
    np.testing.assert_allclose(pieces.D, expected["D"], rtol=1e-6)
    np.testing.assert_allclose(fit.bse["x"], expected["se"], rtol=1e-6)
    np.testing.assert_allclose(fit.design_effect["x"], expected["delta"], rtol=1e-6)
    np.testing.assert_allclose(fit.effective_df["x"], expected["k"], rtol=1e-6)
    np.testing.assert_allclose(fit.tvalues["x"], expected["t0"], rtol=1e-6)
    np.testing.assert_allclose(fit.pvalues["x"], expected["p"], rtol=1e-6)
    np.testing.assert_allclose(fit.conf_int(terms="x").iloc[0], expected["ci"], rtol=1e-6)
    assert fit.df_resid == expected["df"]


def test_a_limit_beyond_8_is_shown_as_open_and_computed_as_it_is(page):
    frame, expected = page[0], page[1]["y_separated"]
    design = SurveyDesign(frame, weights="w", strata="strata", psu="psu")
    fit = logit("y_separated ~ x + age", design).fit(method="firth")
    row = fit.tidy(terms=["x"]).iloc[0]
    assert row["conf_low"] == -np.inf
    assert row["conf_high"] == fit.conf_int().loc["x", 1]
    assert fit.tidy(terms=["x"], exponentiate=True)["conf_low"].item() == 0.0
    assert fit.conf_int(terms="x")[0].item() == pytest.approx(expected["ci"][0], rel=1e-6)
    limits = np.array([[-8.01, 8.01], [-8.0, 8.0], [9.0, 15.0], [-15.0, -9.0]])
    shown = [[-np.inf, np.inf], [-8.0, 8.0], [9.0, np.inf], [-np.inf, -9.0]]
    assert open_limits(limits).tolist() == shown


@pytest.fixture(scope="module")
def fit(survey_design):
    return logit("y ~ x + age + race", survey_design).fit(method="firth")


@pytest.fixture(scope="module")
def coded(survey_frame):
    race = survey_frame["race"]
    columns = {"x": survey_frame["x"], "age": survey_frame["age"], "b": race == "b", "c": race == "c"}
    return pd.DataFrame({"const": 1.0} | columns).astype(float)


@pytest.fixture(scope="module")
def by_hand(survey_frame, coded):
    """The formulas for a 0/1 column, for a continuous one and for one level of a factor."""
    y, w = survey_frame["y"].to_numpy(), survey_frame["wt"].to_numpy()
    strata = rows_by_design(survey_frame)
    return {
        name: ByHand(coded.to_numpy(), y, w, strata, j) for j, name in enumerate(["const", "x", "age", "b"])
    }


OURS = {"const": "Intercept", "x": "x", "age": "age", "b": "race[T.b]"}


@pytest.mark.parametrize("name", OURS)
def test_every_letter_of_the_page(fit, by_hand, name):
    hand, term = by_hand[name], OURS[name]
    np.testing.assert_allclose(fit.params, hand.b, rtol=1e-9)
    pieces = fit.stabilized(term)
    for letter in ("V_lin", "V_mod", "D", "k", "V", "delta"):
        np.testing.assert_allclose(getattr(pieces, letter), getattr(hand, letter), rtol=1e-9, err_msg=letter)
    assert fit.bse[term] == pytest.approx(hand.V**0.5, rel=1e-9)
    assert fit.cov_params().loc[term, term] == pytest.approx(hand.V, rel=1e-9)
    assert fit.tvalues[term] == pytest.approx(hand.r(0.0), rel=1e-7)
    assert fit.pvalues[term] == pytest.approx(2 * stats.t.sf(abs(hand.r(0.0)), 12), rel=1e-6)
    quantile = stats.t.ppf(0.95, 12)
    half_width = 3 * hand.V**0.5
    limits = [
        optimize.brentq(
            lambda t: hand.r(t) - quantile, hand.b[hand.j] - half_width, hand.b[hand.j], xtol=1e-12
        ),
        optimize.brentq(
            lambda t: hand.r(t) + quantile, hand.b[hand.j], hand.b[hand.j] + half_width, xtol=1e-12
        ),
    ]
    np.testing.assert_allclose(fit.conf_int(alpha=0.1, terms=term).iloc[0], limits, rtol=1e-7)


def test_wald_limits_and_the_table(fit):
    half_width = stats.t.ppf(0.975, 12) * fit.bse
    wald = fit.conf_int(method="wald")
    np.testing.assert_allclose(wald[0], fit.params - half_width, rtol=1e-12)
    np.testing.assert_allclose(wald[1], fit.params + half_width, rtol=1e-12)
    table = fit.tidy(terms=["x", "race"])
    assert table["term"].tolist() == ["x", "race[T.b]", "race[T.c]"]
    limits = fit.conf_int(terms=["x", "race"])
    expected = {
        "estimate": fit.params[table["term"]],
        "std_error": fit.bse[table["term"]],
        "statistic": fit.tvalues[table["term"]],
        "p_value": fit.pvalues[table["term"]],
        "conf_low": limits[0],
        "conf_high": limits[1],
    }
    for column, values in expected.items():
        np.testing.assert_allclose(table[column], values, rtol=1e-12, err_msg=column)
    assert table["df"].tolist() == [12, 12, 12]


def test_off_the_diagonal_are_the_correlations_of_the_inverse_information(fit, by_hand):
    inverse = by_hand["x"].inverse
    scale = np.sqrt(np.diag(inverse))
    correlation = fit.cov_params().to_numpy() / np.outer(fit.bse, fit.bse)
    np.testing.assert_allclose(correlation, inverse / np.outer(scale, scale), rtol=1e-8)


def test_a_stratum_with_one_psu_enters_by_its_total(survey_frame, coded):
    frame = survey_frame[(survey_frame["stratum"] != 3) | (survey_frame["psu"] == 1)].reset_index(drop=True)
    rows = coded[(survey_frame["stratum"] != 3) | (survey_frame["psu"] == 1)].reset_index(drop=True)
    hand = ByHand(rows.to_numpy(), frame["y"].to_numpy(), frame["wt"].to_numpy(), rows_by_design(frame), 1)
    design = SurveyDesign(frame, weights="wt", strata="stratum", psu="psu", singleton="adjust")
    pieces = Logit(frame["y"], rows, design).fit(method="firth").stabilized("x")
    for letter in ("V_lin", "k", "V"):
        np.testing.assert_allclose(getattr(pieces, letter), getattr(hand, letter), rtol=1e-9, err_msg=letter)
    without = [psus for psus in rows_by_design(frame) if len(psus) > 1]
    same = ByHand(rows.to_numpy(), frame["y"].to_numpy(), frame["wt"].to_numpy(), without, 1)
    k = []
    for policy, share in (("certainty", 1.0), ("average", 12 / 11)):
        left_out = SurveyDesign(frame, weights="wt", strata="stratum", psu="psu", singleton=policy)
        pieces = Logit(frame["y"], rows, left_out).fit(method="firth").stabilized("x")
        np.testing.assert_allclose(pieces.V_lin, share * same.V_lin, rtol=1e-9)
        k.append(pieces.k.item())
    assert k[0] == pytest.approx(
        k[1], rel=1e-12
    )  # a factor common to all strata changes no degrees of freedom
    fewer = np.concatenate([people for psus in without for people in psus])
    assert k[0] == pytest.approx(same.k_of(fewer), rel=1e-9)


@pytest.mark.parametrize("common", [False, True])
def test_more_than_two_psus_in_a_stratum_and_a_common_outcome(survey_frame, coded, common):
    """Strata of two to four PSUs; for a common outcome the fourth moments are below a normal's and drop out."""
    frame = survey_frame.assign(
        psu=survey_frame["psu"] + 2 * (survey_frame.index % 2 * (survey_frame["stratum"] < 5))
    )
    if common:
        frame = frame.assign(y=(frame.index % 7 < 3) * 1.0)
    hand = ByHand(coded.to_numpy(), frame["y"].to_numpy(), frame["wt"].to_numpy(), rows_by_design(frame), 1)
    assert (hand.fourth < 0) == common
    design = SurveyDesign(frame, weights="wt", strata="stratum", psu="psu")
    fit = Logit(frame["y"], coded, design).fit(method="firth")
    assert fit.df_resid == 5 * 4 + 7 * 2 - 12
    for letter in ("V_lin", "V_mod", "D", "k", "V", "delta"):
        np.testing.assert_allclose(
            getattr(fit.stabilized("x"), letter), getattr(hand, letter), rtol=1e-9, err_msg=letter
        )


def test_joint_test_by_hand(fit, by_hand):
    hand = by_hand["b"]
    S = [3, 4]
    block = np.ix_(S, S)
    root = np.linalg.cholesky(np.linalg.inv(hand.inverse[block]))
    V_lin = (hand.inverse @ hand.G @ hand.inverse)[block]
    _, turn = np.linalg.eigh(root.T @ V_lin @ root)
    contrasts = np.zeros((5, 2))
    contrasts[S] = root @ turn
    # each contrast is a coefficient of the same model in turned covariates
    deltas = []
    for m in range(2):
        basis = np.eye(5)
        basis[S] = 0.0
        basis[np.ix_(S, S)] = np.linalg.inv((root @ turn).T)
        turned = ByHand(hand.X @ basis, hand.y, hand.w, hand.strata, S[m])
        deltas.append(turned.delta)
    fall = hand.loglik(hand.b) - hand.loglik(hand.constrained(S, 0.0))
    F = 2 * fall / 2 / np.mean(deltas)
    found = fit.profile_test("race")
    assert found.statistic == pytest.approx(F, rel=1e-7)
    assert found.p_value == pytest.approx(stats.f.sf(F, 2, 12), rel=1e-7)
    assert (found.df_num, found.df_den, found.null) == (2, 12, "race[T.b] = race[T.c] = 0")


def test_joint_test_does_not_depend_on_the_reference_level(fit, survey_design):
    other = logit("y ~ x + age + C(race, contr.treatment('c'))", survey_design).fit(method="firth")
    factor = next(iter(other.model.factors))
    assert other.profile_test(factor).statistic == pytest.approx(fit.profile_test("race").statistic, rel=1e-8)


def test_joint_test_of_one_coefficient_is_its_own(fit):
    one = fit.profile_test("x")
    assert one.statistic == pytest.approx(fit.tvalues["x"] ** 2, rel=1e-10)
    assert one.p_value == pytest.approx(fit.pvalues["x"], rel=1e-10)


def test_expected_exposed_cases(fit, by_hand, survey_frame):
    for name, exposed, reference in (
        ("x", survey_frame["x"] == 1, survey_frame["x"] == 0),
        ("b", survey_frame["race"] == "b", survey_frame["race"] == "a"),
    ):
        hand = by_hand[name]
        p0 = expit(hand.X @ hand.constrained([hand.j], 0.0))
        E0 = min(p0[exposed].sum(), p0[reference].sum())
        assert fit.expected_exposed_cases(OURS[name]).item() == pytest.approx(E0, rel=1e-6)
    assert fit.expected_exposed_cases(["Intercept", "age"]).isna().all()
    assert list(fit.expected_exposed_cases("race").index) == ["race[T.b]", "race[T.c]"]


def test_a_number_that_can_be_0_and_1_is_not_an_exposure_yes_or_no(survey_frame):
    design = SurveyDesign(survey_frame.assign(drinks=survey_frame.index % 5), "wt", "stratum", "psu")
    fit = logit("y ~ drinks", design).fit(method="firth")
    assert fit.expected_exposed_cases("drinks").isna().all()


def test_a_null_that_is_better_by_rounding_is_no_missing_value(fit):
    above = replace(fit.best, loglik=fit.best.loglik + 1e-12)
    c = fit.model.patterns.T[1]
    assert signed_root(Profile(fit.model.patterns, fit.best, c, 1.0, penalized=True), above) == 0.0
    test = ratio_test("x = 0", fit.best, above, np.ones(1), 5)
    assert (test.statistic, test.p_value) == (0.0, 1.0)


def test_expected_cases_are_those_of_the_smaller_side(survey_frame):
    frame = survey_frame.assign(common=1 - survey_frame["x"])
    design = SurveyDesign(frame, weights="wt", strata="stratum", psu="psu")
    rare = logit("y ~ x + age", design).fit(method="firth").expected_exposed_cases("x").item()
    common = logit("y ~ common + age", design).fit(method="firth").expected_exposed_cases("common").item()
    assert common == pytest.approx(rare, rel=1e-8)


def test_support_table(fit):
    table = fit.support(["x", "age"])
    assert table["term"].tolist() == ["x", "age"]
    assert table.loc[0, "expected_exposed_cases"] == fit.expected_exposed_cases("x").item()
    assert table["effective_df"].tolist() == fit.effective_df[["x", "age"]].tolist()
    assert table["status"].tolist() == ["caution", "ok"]


@pytest.mark.parametrize(
    ("E0", "k", "status"),
    [
        (10.0, 0.0, "ok"), (9.99, 9.0, "caution"), (5.0, 0.0, "caution"), (4.99, 9.0, "sparse"),
        (2.0, 0.0, "sparse"), (1.99, 9.0, "too_few"), (np.nan, 3.0, "ok"), (np.nan, 2.99, "caution"),
        (np.nan, 1.5, "caution"), (np.nan, 1.49, "sparse"), (np.nan, 0.6, "sparse"), (np.nan, 0.59, "too_few"),
    ],
)  # fmt: skip
def test_status(E0, k, status):
    assert support_status(E0, k) == status


@pytest.mark.parametrize("separated", [False, True])
def test_unit_weights_give_firthmodels_estimates(survey_frame, coded, separated):
    y = survey_frame["y"] * (1 - survey_frame["x"]) if separated else survey_frame["y"]
    X = coded.drop(columns="const").assign(age=survey_frame["age"] - 5)
    other = FirthLogisticRegression(gtol=1e-11, xtol=1e-11, max_iter=200).fit(X.to_numpy(), y.to_numpy())
    design = SurveyDesign(survey_frame, weights=np.ones(len(X)), strata="stratum", psu="psu")
    fit = Logit(y, X.assign(const=1.0), design).fit(method="firth")
    np.testing.assert_allclose(fit.params, [*other.coef_, other.intercept_], rtol=1e-10)
    assert fit.best.loglik == pytest.approx(other.loglik_, rel=1e-12)


def test_one_exposed_person_of_small_weight_does_not_make_newton_swing(survey_frame):
    frame = survey_frame.assign(one=0.0)
    frame.loc[7, "one"], frame.loc[7, "wt"] = 1.0, frame["wt"].min() / 4
    design = SurveyDesign(frame, weights="wt", strata="stratum", psu="psu")
    fit = logit("y ~ one", design).fit(method="firth")
    # the cell of one person is estimated from half a case and half a non-case added to it
    w = frame["wt"] / frame["wt"].mean()
    alone = np.log((w[7] * frame.loc[7, "y"] + 0.5) / (w[7] * (1 - frame.loc[7, "y"]) + 0.5))
    assert fit.params.sum() == pytest.approx(alone, rel=1e-9)


def test_starting_from_maximum_likelihood_ends_in_the_same_place(survey_design):
    model = logit("y ~ x + age", survey_design)
    there = model.fit(method="firth", start_params=model.fit().params)
    np.testing.assert_allclose(there.params, model.fit(method="firth").params, rtol=1e-10)


def test_a_profile_that_flattens_gives_an_open_limit(survey_frame):
    frame = survey_frame.assign(y=survey_frame["y"] * (1 - survey_frame["x"]), stratum=0)
    design = SurveyDesign(frame, weights="wt", strata="stratum", psu="psu")
    fit = logit("y ~ x", design).fit(method="firth")
    assert fit.df_resid == 1
    low, high = fit.conf_int(terms="x").iloc[0]
    assert low == -np.inf
    assert np.isfinite(high)


@pytest.mark.parametrize("seed", [1, 9, 20, 26])
def test_limits_so_far_out_that_rounding_rules_are_open(seed):
    """With one degree of freedom t is 12.7: the Wald limits are odds ratios of 1e11 and more."""
    rng = np.random.default_rng(seed)
    people = {"psu": rng.integers(0, 2, 60), "wt": rng.lognormal(0, 0.9, 60), "x": rng.random(60) < 0.2}
    frame = pd.DataFrame(people | {"y": rng.random(60) < 0.08})
    fit = logit("y ~ x", SurveyDesign(frame, weights="wt", psu="psu")).fit(method="firth")
    assert fit.conf_int(method="wald", terms="x")[1].item() > 25
    assert fit.conf_int(terms="x").iloc[0].tolist() == [-np.inf, np.inf]


def test_inference_under_a_finite_population_is_refused(survey_frame):
    design = SurveyDesign(
        survey_frame, weights="wt", strata="stratum", psu="psu", fpc=[0.1] * len(survey_frame)
    )
    with pytest.raises(DesignError, match="not defined under a finite population correction"):
        logit("y ~ x", design).fit(method="firth")


def test_pickling_keeps_everything(fit):
    again = pickle.loads(pickle.dumps(fit))  # noqa: S301 - our own
    pd.testing.assert_frame_equal(again.tidy(), fit.tidy())
    pd.testing.assert_series_equal(again.design_effect, fit.design_effect)


def test_summary_says_what_was_done(fit):
    text = str(fit.summary())
    for words in ("Firth", "900", "24 PSUs in 12 strata", "race[T.b]", f"{fit.params['x']:.4f}", "0.975"):
        assert words in text


def test_two_cases_and_nine_coefficients_converge_however_slowly():
    rng = np.random.default_rng(2)
    X = (rng.random((200, 8)) < 0.3) * 1.0
    frame = pd.DataFrame(X).add_prefix("x").assign(const=1.0)
    y, w, row = np.zeros(200), rng.lognormal(0, 1.2, 200), np.arange(200)
    y[:2] = 1
    design = SurveyDesign(frame, weights=w, strata=row % 10, psu=row // 10 % 2)
    found = Logit(y, frame, design).fit(method="firth").params.to_numpy()

    def loss(b):
        p, v = expit(frame.to_numpy() @ b), w / w.mean()
        information = frame.to_numpy().T @ (frame.to_numpy() * (v * p * (1 - p))[:, None])
        loglik = v @ (y * np.log(p) + (1 - y) * np.log1p(-p))
        return -(loglik + np.linalg.slogdet(information)[1] / 2)

    independent = optimize.minimize(loss, np.zeros(9), method="BFGS", options={"gtol": 1e-9}).x
    assert found == pytest.approx(independent, abs=1e-4)
    assert loss(found) <= loss(independent) + 1e-12
