"""Rounding and words: what a status lets be seen."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import labels, printing, words
from rlsanalysis.present.words import adjusted_for

STUDY = nhanes_study()


def row(status, **given):
    numbers = {
        "odds_ratio": 3.456, "conf_low": 1.204, "conf_high": 10.02, "p_value": 0.0304, "q_value": 0.2,
        "detectable_or": 2.5, "df": 31, "n": 1000, "n_exposed": 100, "cases": 41, "cases_exposed": 9,
        "expected_exposed_cases": 1.9, "reason": "why",
    }  # fmt: skip
    return SimpleNamespace(status=status, **{**numbers, **given})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.456, "3.46"),
        (9.994, "9.99"),
        (9.996, "10.0"),
        (99.96, "100"),
        (1234.5, "1,234"),
        (0.001, "<0.01"),
        (0.006, "0.01"),
        (np.nan, ""),
    ],
)
def test_odds_ratio_has_about_three_digits(value, text):
    assert printing.ratio(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0004, "<0.001"),
        (0.001, "0.001"),
        (0.0304, "0.030"),
        (0.0498, "0.0498"),
        (0.0996, "0.10"),
        (0.5, "0.50"),
        (np.nan, ""),
    ],
)
def test_p_never_reads_as_zero(value, text):
    assert printing.p_text(value) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (4.279, 21.657, "4.28 to 21.66"),
        (0.019, 1.04, "0.02 to 1.04"),
        (12.34, 120.4, "12.3 to 120.4"),
        (123.4, 1234.5, "123 to 1,234"),
        (0, 3.2, "0 to 3.20"),
        (0, 33.3, "0 to 33.3"),
        (0.31, np.inf, "0.31 to ∞"),
        (0.001, 0.5, "<0.01 to 0.50"),
        (1.0003, 3.24, "1.0003 to 3.24"),
        (0.42, 0.9961, "0.42 to 0.996"),
        (0.42, 0.99961, "0.42 to 0.9996"),
        (1.00001, 3.24, ">1.0000 to 3.24"),
        (0.49997, 1.88, "<0.5000 to 1.88"),
        (0, 0.9961, "0 to 0.996"),
        (1.0003, np.inf, "1.0003 to ∞"),
        (0.4979, 1.88, "0.498 to 1.88"),
        (0.5, 1.67, "0.50 to 1.67"),
        (0.503, 1.88, "0.50 to 1.88"),
        (0.4997, 6.556, "0.50 to 6.56"),
        (0.7, 2.004, "0.70 to 2.004"),
    ],
)
def test_limits_have_more_decimals_only_next_to_a_bound_and_an_open_limit_is_zero_or_infinite(
    low, high, text
):
    assert printing.interval(low, high) == text


def test_odds_ratio_has_the_decimals_of_its_interval():
    assert printing.estimate_text(row("ok", odds_ratio=12.3456)) == "12.35 (1.20 to 10.02)"


def test_limit_next_to_one_has_more_decimals_and_the_odds_ratio_has_not():
    shown = printing.estimate_text(row("ok", odds_ratio=1.8499, conf_low=1.0003, conf_high=3.2405))
    assert shown == "1.85 (1.0003 to 3.24)"


@pytest.mark.parametrize(("value", "text"), [(0.0004, "q < 0.001"), (0.0304, "q = 0.030")])
def test_a_q_value_in_a_sentence_has_one_relation(value, text):
    assert labels.q_text(STUDY, row("ok", exposure="ckd", q_value=value)) == text


def test_a_percent_has_no_space_before_its_sign():
    assert labels.typeset(">=20 %") == "≥20%"
    assert (
        labels.contrast(STUDY, row("ok", exposure="hba1c", level="1 %", reference=""))
        == "per 1 percentage point"
    )


def test_groups_are_named_for_what_they_contain():
    assert labels.group(STUDY, "neurological") == "Mental and neurological"
    assert labels.group(STUDY, "iron") == "Iron"


def test_absent_counts_are_empty_and_not_zero():
    assert [printing.count(v) for v in (pd.NA, None, 0, 12070)] == ["", "", "0", "12,070"]


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("ok", "3.46 (1.20 to 10.02)"),
        ("caution", "3.46 (1.20 to 10.02)"),
        ("sparse", "CI only: 1.20 to 10.02"),
        ("too_few", "not reported"),
        ("not_estimable", "not estimable"),
    ],
)
def test_status_decides_what_is_shown(status, text):
    assert printing.estimate_text(row(status)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.9, "1.9"), (1.98, "1.98"), (2.0, "2.0"), (4.96, "4.96"), (12.34, "12.3"), (np.nan, "")],
)
def test_expected_cases_show_on_which_side_of_a_limit_they_lie(value, text):
    assert printing.expected(value) == text


def test_a_row_that_is_not_reported_says_how_many_exposed_cases_are_expected_and_observed():
    assert (
        printing.not_reported(row("too_few"))
        == "not reported: 1.9 cases expected in the smaller group; 9 of 41 exposed"
    )
    continuous = row("too_few", cases_exposed=pd.NA, reason="0.40 effective degrees of freedom; 12 cases")
    assert printing.not_reported(continuous) == "not reported: 0.40 effective degrees of freedom"


def test_exposed_people_are_counted_among_cases_and_among_the_others():
    assert printing.exposed_cases(row("ok")) == "9 / 41"
    assert printing.exposed_noncases(row("ok")) == "91 / 959"
    continuous = row("ok", n_exposed=pd.NA, cases_exposed=pd.NA)
    assert (printing.exposed_cases(continuous), printing.exposed_noncases(continuous)) == ("41", "")


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Antidepressant", "antidepressant"),
        ("CKD", "CKD"),
        ("eGFR below 60", "eGFR below 60"),
        ("B12", "B12"),
    ],
)
def test_a_label_within_a_sentence_keeps_its_abbreviation(label, text):
    assert labels.in_sentence(label) == text


@pytest.mark.parametrize("status", ["too_few", "not_estimable"])
def test_p_and_q_go_with_the_interval(status):
    assert set(printing.line(row(status))) == {""}
    assert set(printing.joint(row(status))) == {""}


@pytest.mark.parametrize(
    ("role", "q", "text"),
    [
        ("headline", 0.2, "joint test"),
        ("headline", np.nan, "this run is a part of it"),
        ("negative_control", np.nan, "Only headline exposures"),
    ],
)
def test_why_there_is_no_q(role, q, text):
    assert text in words.q_words(pd.DataFrame({"role": [role, role], "q_value": [q, np.nan]}))


def test_the_exceptions_from_adjustment_in_words_are_those_of_the_plan():
    exposures = STUDY.exposures.values()
    groups = {
        adjuster: {STUDY.variables[e.id].group for e in exposures if adjuster in (e.drop, e.add)}
        for adjuster in ("smoking", "bmi", "energy")
    }
    assert groups == {"smoking": {"smoking"}, "bmi": {"body", "pregnancy"}, "energy": {"caffeine", "diet"}}
    own = {e.id for e in exposures if e.drop and e.drop not in groups}
    assert own == {e.id for e in exposures if STUDY.variables[e.id].group == "demographics"}


def test_what_a_model_is_adjusted_for_follows_from_its_exposure_and_releases():
    study = STUDY
    obesity, ferritin = study.exposures["obesity"], study.exposures["ferritin_lt50"]
    minimal = "age and its square, sex, race and ethnicity, and survey cycle"
    assert adjusted_for(STUDY, study.exposures["ckd"], "minimal", ("D", "E")) == minimal
    assert "body mass index" not in adjusted_for(STUDY, obesity, "full", ("H", "I", "P"))
    assert (
        adjusted_for(STUDY, ferritin, "minimal", ("D", "E"))
        == "age and its square, race and ethnicity, and survey cycle"
    )
    assert (
        adjusted_for(STUDY, ferritin, "minimal", ("P",)) == "age and its square, sex, and race and ethnicity"
    )
    assert adjusted_for(STUDY, study.exposures["caffeine"], "full", ("H", "I", "J")).endswith(
        "energy intake, and survey cycle"
    )
    assert adjusted_for(STUDY, ferritin, "crude", ("P",)) == "nothing"


def test_a_range_of_numbers_or_years_has_a_dash():
    assert (
        labels.typeset("interviewed in 2015-2016, 2017-March 2020")
        == "interviewed in 2015–2016, 2017–March 2020"
    )
    assert labels.typeset("women 20-49, vitamin B-12") == "women 20–49, vitamin B-12"


def test_labels_are_those_of_the_study_that_is_passed():
    ckd = replace(
        STUDY.variables["ckd"], label="Renal impairment", short="Renal", level_labels={"yes": "impaired"}
    )
    early = STUDY.cohorts["2005-2008"]
    waves = dict.fromkeys(early.releases, replace(early.releases["D"], label="wave 1"))
    other = replace(
        STUDY,
        variables={**STUDY.variables, "ckd": ckd},
        cohorts={**STUDY.cohorts, "2005-2008": replace(early, releases=waves)},
        samples={"users": replace(STUDY.samples["users"], label="patients on a drug")},
    )
    assert labels.name(other, "ckd") == "Renal impairment" != labels.name(STUDY, "ckd")
    assert labels.short(other, "ckd") == "Renal" != labels.short(STUDY, "ckd")
    assert labels.level(other, "ckd", "yes") == "impaired" != labels.level(STUDY, "ckd", "yes")
    assert labels.releases(other, "D") == "wave 1" != labels.releases(STUDY, "D")
    assert labels.sample(other, "users") == "patients on a drug" != labels.sample(STUDY, "users")
