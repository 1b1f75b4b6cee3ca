"""Maximum likelihood, means, proportions and comparisons against other programs.

What is held to what (R run to convergence, epsilon = 1e-14):

| case                                   | oracle         | quantities                                       | rel. |
|----------------------------------------|----------------|--------------------------------------------------|------|
| api: stratified, clustered, neither    | R survey 4.1.1 | params bse t p limits df, a covariance, joint F, | 1e-8 |
|                                        |                | a mean, a proportion                             |      |
| api: with finite population correction | R survey       | same                                             | 1e-8 |
| api: domain; certainty stratum         | R survey       | same                                             | 1e-8 |
| api: single-PSU stratum x 4 policies   | R survey       | same                                             | 1e-8 |
| nhanes: nested PSUs, factors, missing  | R survey       | same; proportions and means by group             | 1e-8 |
| nhanes: empty PSUs and strata          | R survey       | PSUs, strata, df, mean                           | 1e-8 |
| real tables at real weight scale       | R survey       | three models, two proportions                    | 1e-8 |
| all of these; an empty cell            | R survey       | svychisq F df p; svyttest difference se t df p   | 1e-8 |
| survey_frame                           | svy, live      | params, bse                                      | 1e-6 |
| survey_frame: test_variance            | plain NumPy    | covariance, every policy                         |1e-12 |
| page's two cases: test_firth           | the page       | b V_lin V_mod D k V SE delta r(0) p limits       | 1e-6 |
| unit weights: test_firth               | firthmodels    | estimates, penalized likelihood                  |1e-10 |
| survey_frame: test_firth               | plain NumPy    | every letter of the page, joint test, E0         | 1e-9 |
| any: test_identities                   | identities     | everything that is printed                       | 1e-8 |
"""

import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.survey import Logit, SurveyDesign, logit

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
SHARED = REFERENCE.parents[2] / "shared"

RTOL = 1e-8
PER_COEFFICIENT = ("params", "bse", "tvalues", "pvalues", "conf_low", "conf_high")


def check_model(fit, numbers, names, tested):
    """Hold a fit to R's numbers of one case; `names` maps R's names of coefficients to ours."""
    limits = fit.conf_int()
    found = {
        "params": fit.params,
        "bse": fit.bse,
        "tvalues": fit.tvalues,
        "pvalues": fit.pvalues,
        "conf_low": limits[0],
        "conf_high": limits[1],
    }
    assert list(numbers["params"].index) == list(names)
    assert list(names.values()) == list(fit.params.index)
    for quantity in PER_COEFFICIENT:
        np.testing.assert_allclose(found[quantity], numbers[quantity], rtol=RTOL, err_msg=quantity)
    assert fit.df_resid == numbers["df_resid"].item()
    assert fit.nobs == numbers["nobs"].item()
    np.testing.assert_allclose(fit.cov_params().iloc[-1, -2], numbers["cov_params"].item(), rtol=RTOL)
    wald = fit.f_test(", ".join(f"{name} = 0" for name in tested))
    np.testing.assert_allclose(wald.fvalue, numbers["wald_F"].item(), rtol=RTOL)
    np.testing.assert_allclose(wald.pvalue, numbers["wald_p"].item(), rtol=RTOL)
    assert (wald.df_num, wald.df_denom) == (numbers["wald_df_num"].item(), numbers["wald_df_den"].item())


def check_row(row, numbers, quantity, term):
    """Hold a row of mean() or proportion() to R's numbers."""
    columns = {"": "estimate", "_se": "std_error", "_low": "conf_low", "_high": "conf_high", "_df": "df"}
    for suffix, column in columns.items():
        expected = numbers[quantity + suffix, term]
        np.testing.assert_allclose(row[column], expected, rtol=RTOL, err_msg=quantity + suffix)
    if quantity == "proportion" and not numbers["capped", term]:
        limits = [numbers["svyciprop_low", term], numbers["svyciprop_high", term]]
        np.testing.assert_allclose(row[["conf_low", "conf_high"]].astype(float), limits, rtol=RTOL)


def check_comparisons(design, numbers):
    """Hold every comparison of a case to R's numbers; terms are "one by other"."""
    independent, different = (
        sorted({term for quantity, term in numbers.index if quantity == wanted})
        for wanted in ("independence_F", "difference")
    )
    for term in independent:
        found = design.independence(*term.split(" by "))
        for suffix, value in {
            "F": found.statistic, "df_num": found.df_num, "df_den": found.df_den, "p": found.p_value
        }.items():  # fmt: skip
            expected = numbers[f"independence_{suffix}", term]
            np.testing.assert_allclose(value, expected, rtol=RTOL, err_msg=f"{term} {suffix}")
    for term in different:
        found = design.difference(*term.split(" by "))
        for suffix, value in {
            "": found.difference, "_se": found.std_error, "_t": found.statistic, "_df": found.df,
            "_p": found.p_value,
        }.items():  # fmt: skip
            expected = numbers[f"difference{suffix}", term]
            np.testing.assert_allclose(value, expected, rtol=RTOL, err_msg=f"{term} {suffix}")
    return len(independent), len(different)


def api_design(case, api):
    """The design that api.R calls by this name."""
    strat = api["strat"]
    with_strata = {"weights": "pw", "strata": "stype"}
    if case.startswith("lonely"):
        kept = (strat["stype"] != "H") | ((strat["stype"] == "H").cumsum() == 1)
        return SurveyDesign(strat[kept], **with_strata, singleton=case.split()[1])
    if case == "strat domain":
        return SurveyDesign(strat, **with_strata).domain((strat["ell"] > 20) & (strat["stype"] != "H"))
    if case == "certainty stratum":
        certain = strat.assign(fpc=strat["fpc"].where(strat["stype"] != "H", 50))
        return SurveyDesign(certain, **with_strata, fpc="fpc")
    fpc = "fpc" if "fpc" in case else None
    if case.startswith("strat"):
        return SurveyDesign(strat, **with_strata, fpc=fpc)
    return SurveyDesign(api["clus"], weights="pw", psu=None if case == "no design" else "dnum", fpc=fpc)


API_CASES = [
    "strat", "strat factor", "strat fpc", "strat domain", "clus", "clus fpc", "no design", "certainty stratum",
    "lonely adjust", "lonely average", "lonely certainty", "lonely remove",
]  # fmt: skip


def test_every_case_of_api_is_held_to_r(reference):
    assert sorted(API_CASES) == sorted(reference("api").index.unique("case"))


@pytest.mark.parametrize("case", API_CASES)
def test_api(case, api, reference):
    numbers = reference("api")[case]
    design = api_design(case, api)
    if case == "strat factor":
        names = {name: name for name in ("meals", "stypeH", "stypeM")}
        names |= {"stypeH": "stype[T.H]", "stypeM": "stype[T.M]"}
        formula, tested = "y ~ meals + stype", ["stype[T.H]", "stype[T.M]"]
    else:
        names = {name: name for name in ("ell", "meals", "mobility")}
        formula, tested = "y ~ ell + meals + mobility", ["ell", "meals"]
    check_model(logit(formula, design).fit(), numbers, {"(Intercept)": "Intercept"} | names, tested)
    check_row(design.proportion("y").iloc[0], numbers, "proportion", "y")
    check_row(design.mean("api00").iloc[0], numbers, "mean", "api00")
    assert check_comparisons(design, numbers) == (2, 1)


@pytest.fixture(scope="module")
def nhanes_design(nhanes):
    return SurveyDesign(nhanes, weights="WTMEC2YR", strata="SDMVSTRA", psu="SDMVPSU")


def test_nhanes_categorical_terms_with_missing_values(nhanes_design, reference):
    races = {f"factor(race){k}": f"C(race)[T.{k}.0]" for k in (2, 3, 4)}
    ages = {f"agecat{level}": f"agecat[T.{level}]" for level in ("20-39", "40-59", "60+")}
    sex = {"RIAGENDR": "RIAGENDR"}
    design = SurveyDesign(
        nhanes_design.frame.astype({"race": float}), weights="WTMEC2YR", strata="SDMVSTRA", psu="SDMVPSU"
    )
    fit = logit("HI_CHOL ~ C(race) + agecat + RIAGENDR", design).fit()
    names = {"(Intercept)": "Intercept"} | races | ages | sex
    check_model(fit, reference("nhanes")["nhanes"], names, list(ages.values()))


def test_nhanes_domain(nhanes_design, reference):
    frame = nhanes_design.frame
    adults = frame.assign(
        agecat=frame["agecat"].cat.remove_categories("0-19"),
        race=pd.Categorical(frame["race"]),
    )
    design = SurveyDesign(adults, weights="WTMEC2YR", strata="SDMVSTRA", psu="SDMVPSU")
    fit = logit("HI_CHOL ~ race + agecat + RIAGENDR", design.domain(frame["agecat"] != "0-19")).fit()
    races = {f"factor(race){k}": f"race[T.{k}]" for k in (2, 3, 4)}
    ages = {f"agecat{level}": f"agecat[T.{level}]" for level in ("40-59", "60+")}
    names = {"(Intercept)": "Intercept"} | races | ages | {"RIAGENDR": "RIAGENDR"}
    check_model(fit, reference("nhanes")["nhanes adults"], names, list(races.values()))


def test_nhanes_groups(nhanes_design, reference):
    numbers = reference("nhanes")["nhanes"]
    check_row(nhanes_design.proportion("HI_CHOL").iloc[0], numbers, "proportion", "HI_CHOL")
    by_age = nhanes_design.proportion("HI_CHOL", by="agecat").set_index("agecat")
    sexes = nhanes_design.mean("RIAGENDR", by="agecat").set_index("agecat")
    for level in ("0-19", "20-39", "40-59", "60+"):
        check_row(by_age.loc[level], numbers, "proportion", level)
        check_row(sexes.loc[level], numbers, "mean", level)


def test_degrees_of_freedom_count_inhabited_psus_and_strata(nhanes_design, reference):
    frame = nhanes_design.frame
    few = nhanes_design.domain(
        frame["HI_CHOL"].notna()
        & (frame["race"] == 4)
        & (frame["agecat"] == "60+")
        & (frame["SDMVSTRA"] < 84)
        & (frame["SDMVPSU"] < 3)
        & (frame["WTMEC2YR"] > 20000)
    )
    numbers = reference("nhanes")["nhanes few"]
    assert (few.n, few.n_psu, few.n_strata) == tuple(numbers[q].item() for q in ("nobs", "n_psu", "n_strata"))
    assert few.df == numbers["mean_df"].item()
    check_row(few.mean("HI_CHOL").iloc[0], numbers, "mean", "HI_CHOL")
    assert check_comparisons(few, numbers) == (1, 0)


@pytest.mark.parametrize(
    ("case", "adults", "compared"),
    [("nhanes", False, (3, 1)), ("nhanes adults", True, (3, 1)), ("nhanes empty cell", False, (1, 0))],
)
def test_nhanes_comparisons(nhanes_design, reference, case, adults, compared):
    frame = nhanes_design.frame
    inside = (frame["agecat"] != "0-19") | (not adults)
    if case == "nhanes empty cell":
        inside &= ~((frame["race"] == 4) & (frame["HI_CHOL"] == 1))
    assert check_comparisons(nhanes_design.domain(inside), reference("nhanes")[case]) == compared


@pytest.fixture(scope="module")
def real():
    """The two pooled frames of real_tables.py as designs restricted to adults."""
    if not (SHARED / "nhanes" / "tables").is_dir():
        pytest.skip("the NHANES tables of the shared folder are absent")
    spec = importlib.util.spec_from_file_location("real_tables", REFERENCE / "real_tables.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def adults(which):
        frame = module.frame(which)
        return SurveyDesign(frame, weights="wt", strata="stratum", psu="psu").domain(frame["adult"])

    return {which: adults(which) for which in ("early", "late")}


REAL = {
    "cramps": ("early", "cramps ~ diabetes + age + I(age**2) + female + C(race) + release", "race"),
    "diagnosed": ("early", "diagnosed ~ diabetes + age + I(age**2) + female + release", "age"),
    "treated": ("late", "treated ~ age + I(age**2) + female + C(race) + release", "release"),
}


@pytest.mark.real
@pytest.mark.parametrize("case", REAL)
def test_real_tables_at_real_weight_scale(case, real, reference):
    which, formula, tested = REAL[case]
    numbers = reference("real")[case]
    fit = logit(formula, real[which]).fit()
    names = dict(zip(numbers["params"].index, fit.params.index, strict=True))
    assert [r.replace("I(age^2)", "I(age ** 2)") for r in names if r.isidentifier() and r in fit.params] == [
        r for r in names if names[r] == r
    ]
    check_model(fit, numbers, names, [name for name in fit.params.index if tested in name])
    domain = real[which] if case == "treated" else real[which].domain(real[which].frame["diabetes"].notna())
    check_comparisons(domain, numbers)
    if case != "cramps":
        check_row(real[which].proportion(case).iloc[0], numbers, "proportion", case)


def test_svy_agrees(survey_frame, survey_design):
    polars = pytest.importorskip("polars")
    svy = pytest.importorskip("svy")
    sample = svy.Sample(polars.from_pandas(survey_frame), svy.Design(stratum="stratum", psu="psu", wgt="wt"))
    theirs = {
        c.term: c for c in sample.glm.fit("y", x=["x", "age"], family="binomial", tol=1e-12).fitted.coefs
    }
    exog = survey_frame[["x", "age"]].assign(const=1.0)
    ours = Logit(survey_frame["y"], exog, survey_design).fit()
    for name in ("x", "age"):
        np.testing.assert_allclose(theirs[name].est, ours.params[name], rtol=1e-6)
        np.testing.assert_allclose(theirs[name].se, ours.bse[name], rtol=1e-6)
