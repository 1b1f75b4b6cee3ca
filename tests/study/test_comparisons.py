"""Cases against others: the people of `descriptives`, tests by hand in plain NumPy, a reason where there is none."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.comparisons import _row, comparison_rows
from rlsanalysis.study.descriptives import descriptive_rows
from rlsanalysis.study.records import SYNTHETIC
from rlsanalysis.study.tables import read, table
from rlsanalysis.survey import SurveyDesign

STUDY = nhanes_study()

YEARS = {"H": 2, "I": 2, "P": 3.2}


@pytest.fixture(scope="module")
def cohort(invented) -> Cohort:
    return invented["2013-2020"]


def compared(cohort: Cohort) -> pd.DataFrame:
    rows = comparison_rows(cohort, "treated", list(cohort.variables.values()))
    return table("comparisons", rows, SYNTHETIC).set_index("variable")


@pytest.fixture(scope="module")
def found(cohort) -> pd.DataFrame:
    return compared(cohort)


def people(cohort: Cohort, variable: str, component: str) -> pd.DataFrame:
    """Who has outcome, variable and weight: columns y, x, w, stratum, psu."""
    frame = cohort.frame
    known = frame["treated"].notna() & frame[variable].notna() & (frame[f"w_{component}"] > 0)
    inside = frame[known]
    return pd.DataFrame(
        {
            "y": inside["treated"], "x": inside[variable],
            "w": inside[f"w_{component}"] * inside["release"].map(YEARS),
            "stratum": inside["release"] + inside["strata"].astype(str), "psu": inside["psu"],
        }
    )  # fmt: skip


def variance(data: pd.DataFrame, influence: pd.Series) -> float:
    """With two PSUs a stratum: the squared differences of their totals."""
    signed = influence.where(data["psu"] == 1, -influence)
    assert (data.groupby("stratum")["psu"].nunique() == 2).all()
    return float((signed.groupby(data["stratum"]).sum() ** 2).sum())


def test_the_means_of_cases_and_others_are_compared_by_hand(cohort, found):
    data = people(cohort, "acr_doubling", "exam")
    influence, means = pd.Series(0.0, data.index), {}
    for value, sign in ((1, 1), (0, -1)):
        group = data[data["y"] == value]
        means[value] = np.average(group["x"], weights=group["w"])
        influence[group.index] = sign * group["w"] * (group["x"] - means[value]) / group["w"].sum()
    t = (means[1] - means[0]) / variance(data, influence) ** 0.5
    df = data["stratum"].nunique() - 1
    row = found.loc["acr_doubling"]
    assert (row["test"], row["releases"], row["weight"]) == ("t", "H I P", "exam")
    assert row["statistic"] == pytest.approx(t)
    assert (row["df_den"], pd.isna(row["df_num"])) == (df, True)
    assert row["p_value"] == pytest.approx(2 * stats.t.sf(abs(t), df))


def test_the_shares_of_two_levels_are_compared_by_hand(cohort, found):
    """With two levels the contrast is p11 - p01 - p10 + p00, each over its share."""
    data = people(cohort, "stroke", "interview")
    w = data["w"] / data["w"].sum()
    p = w.groupby([data["x"], data["y"]]).sum()
    sign = np.where(data["x"] == data["y"], 1, -1)
    influence = w * sign / p.loc[list(zip(data["x"], data["y"], strict=True))].to_numpy()
    x, y = p.groupby(level=0).sum(), p.groupby(level=1).sum()
    chi2 = sum((p[i, j] - x[i] * y[j]) ** 2 / (x[i] * y[j]) for i in (0, 1) for j in (0, 1))
    effect = variance(data, influence) / (1 / p).sum()
    row = found.loc["stroke"]
    assert (row["test"], row["weight"]) == ("Rao-Scott", "interview")
    assert row["statistic"] == pytest.approx(chi2 / effect)
    assert (row["df_num"], row["df_den"]) == pytest.approx((1, data["stratum"].nunique()))
    assert row["p_value"] == pytest.approx(stats.f.sf(chi2 / effect, 1, data["stratum"].nunique()))


def test_several_levels_are_compared_at_once(cohort, found):
    design = cohort.design(["treated", "smoking"])
    expected = design.independence("smoking", "treated")
    row = found.loc["smoking"]
    assert 1 < row["df_num"] <= 2
    assert row[["statistic", "df_num", "df_den", "p_value"]].tolist() == pytest.approx(
        [expected.statistic, expected.df_num, expected.df_den, expected.p_value]
    )


@pytest.mark.slow
@pytest.mark.parametrize("outcome", ["treated", "other_sleep_disorder"])
def test_the_people_are_those_of_descriptives_and_adults(invented, study, outcome):
    cohort = invented[study.outcomes[outcome].cohort]
    variables = list(cohort.variables.values())
    found = table("comparisons", comparison_rows(cohort, outcome, variables), SYNTHETIC).set_index("variable")
    told = table("descriptives", descriptive_rows(cohort, outcome, variables), SYNTHETIC)
    pooled = told[told["releases"] == " ".join(cohort.releases)]
    n = {who: rows.groupby("variable")["n"].first() for who, rows in pooled.groupby("people")}
    assert set(found.index) == set(pooled["variable"])
    declared = STUDY.variables
    for variable, letters in found["releases"].items():
        assert letters.split() == [r for r in cohort.releases if r in declared[variable].releases]
    assert (found["n"] == n["all"].loc[found.index]).all()
    assert (found["cases"] == n["cases"].loc[found.index]).all()
    assert cohort.frame.loc[cohort.frame[outcome].notna(), "age"].min() == 20


def test_few_cases_and_degrees_of_freedom_and_levels_with_few_to_expect_are_marked(cohort):
    everyone = cohort.everyone.copy()
    cases = everyone.index[(everyone["treated"] == 1) & everyone["release"].isin(["H", "I", "P"])]
    everyone.loc[cases[20:], "treated"] = 0.0
    everyone.loc[everyone["strata"] > 3, "stroke"] = np.nan
    everyone["stroke"] = everyone["stroke"].mask(everyone.index % 10 > 0, 0.0).where(everyone["strata"] <= 3)
    fewer = replace(cohort, everyone=everyone)
    row = compared(fewer).loc["stroke"]
    data = people(fewer, "stroke", "interview")
    yes, no = data["y"].mean() * data["x"].sum(), data["y"].mean() * (1 - data["x"]).sum()
    assert row["reason"].split("; ") == [
        f"{data['y'].sum():.0f} cases in total (fewer than 40)",
        "9 design degrees of freedom (fewer than 15)",
        f"{no:.1f} expected cases in no ({((1 - data['x']) * data['y']).sum():.0f} observed)",
        f"{yes:.1f} expected cases in yes ({(data['x'] * data['y']).sum():.0f} observed)",
    ]
    assert row["p_value"] > 0


@pytest.mark.parametrize(
    ("exposed", "exposed_cases", "status"),
    [(200, 30, "ok"), (70, 30, "sparse"), (70, 2, "sparse"), (70, 1, "too_few"), (30, 20, "too_few")],
)
def test_how_far_to_believe_a_test_follows_the_cases_to_expect_and_found_in_its_smallest_level(
    cohort, study, exposed, exposed_cases, status
):
    frame = pd.DataFrame({"y": 0.0, "x": 0.0}, index=range(1000))
    frame.loc[:49, "y"] = 1.0
    frame.loc[: exposed_cases - 1, "x"] = 1.0
    frame.loc[50 : 49 + exposed - exposed_cases, "x"] = 1.0
    frame = frame.assign(w=1.0, stratum=frame.index % 20, psu=frame.index // 20 % 2)
    design = SurveyDesign(frame, weights="w", strata="stratum", psu="psu")
    variable = replace(cohort.variable("stroke"), id="x")
    row = _row(design, variable, "y", study)
    assert row["status"] == status
    assert (row["reason"] == "") == (status == "ok")


def test_enough_cases_are_not_marked(found):
    assert found.loc["acr_doubling", "cases"] >= 40
    assert found.loc["acr_doubling", ["status", "reason"]].tolist() == ["ok", ""]


def test_what_cannot_be_compared_says_why(cohort):
    treated = cohort.everyone["treated"] == 1
    everyone = cohort.everyone.assign(
        w_diet1=np.nan,
        stroke=cohort.everyone["stroke"].mask(cohort.everyone["stroke"] == 1),
        smoking=cohort.everyone["smoking"].mask(treated),
        acr_doubling=cohort.everyone["acr_doubling"].mask(treated),
        ckd=np.nan,
    )
    found = compared(replace(cohort, everyone=everyone))
    told = {
        "energy": "no participant has a weight of the component diet1",
        "stroke": "`stroke` has the same value in all",
        "smoking": "`treated` has the same value in all",
        "acr_doubling": "Two groups are needed, but `treated` has 1 in the domain",
        "ckd": "No member of the domain has a known value of `ckd` and `treated`",
    }
    for variable, reason in told.items():
        row = found.loc[variable]
        assert row["reason"].startswith(reason)
        assert row["status"] == "not_estimable"
        assert row[["statistic", "df_num", "df_den", "p_value"]].isna().all()
    assert found.loc[["energy", "ckd"], "n"].tolist() == [0, 0]
    assert found.loc["smoking", "cases"] == 0


def test_every_variable_of_a_full_run_has_a_p_or_a_reason(demonstration, study):
    found = read("comparisons", demonstration.results)
    assert set(found["outcome"]) == set(study.outcomes)
    assert (found["p_value"].between(0, 1) | (found["reason"] != "")).all()
    assert found.groupby("outcome")["variable"].size().min() > 80
    kinds = found["variable"].map({v.id: v.kind for v in STUDY.variables.values()})
    assert ((kinds == "continuous") == (found["test"] == "t")).all()
