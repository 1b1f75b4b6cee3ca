"""Rounding and words: what a status lets be seen."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.present import labels, words
from rlsanalysis.present.words import adjusted_for
from rlsanalysis.study.plan import load_plan
from rlsanalysis.variables import registry


def row(status, **given):
    numbers = {
        "odds_ratio": 3.456, "conf_low": 1.204, "conf_high": 10.02, "p_value": 0.0304, "q_value": 0.2,
        "detectable_or": 2.5, "df": 31, "cases": 41, "cases_exposed": 9, "reason": "why",
        "role": "headline",
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
    assert labels.ratio(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0004, "<0.001"), (0.001, "0.001"), (0.0304, "0.030"), (0.0996, "0.10"), (0.5, "0.50"), (np.nan, "")],
)
def test_p_never_reads_as_zero(value, text):
    assert labels.p_text(value) == text


def test_open_limits_are_said():
    assert labels.interval(0, 3.2) == "open–3.20"
    assert labels.interval(0.31, np.inf) == "0.31–open"


def test_absent_counts_are_empty_and_not_zero():
    assert [labels.count(v) for v in (pd.NA, None, 0, 12070)] == ["", "", "0", "12,070"]


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("ok", "3.46 (1.20–10.0)"),
        ("caution", "3.46 (1.20–10.0) †"),
        ("sparse", "(1.20–10.0) ‡"),
        ("too_few", "counts only #"),
        ("not_estimable", "—"),
    ],
)
def test_status_decides_what_is_shown(status, text):
    assert labels.estimate_text(row(status)) == text


@pytest.mark.parametrize("status", ["too_few", "not_estimable"])
def test_p_and_q_go_with_the_interval(status):
    assert set(labels.line(row(status))[:5]) == {""}
    assert set(labels.joint(row(status))) == {""}


@pytest.mark.parametrize("given", [{"cases": 39}, {"df": 14}])
def test_few_cases_or_degrees_of_freedom_are_marked(given):
    assert labels.estimate_text(row("caution", **given)).endswith("†§")


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"q_value": 0.01}, "associated with higher odds"),
        ({"q_value": np.nan}, "associated with higher odds"),
        ({}, "associated with higher odds; may be chance among so many comparisons (q = 0.20)"),
        ({"conf_low": 0.2, "conf_high": 0.9, "q_value": 0.01}, "associated with lower odds"),
        (
            {"conf_low": 0.9},
            "no evidence of an association; odds ratios of 0.90–10.0 are compatible with the data",
        ),
    ],
)
def test_reading_speaks_of_association(given, text):
    assert words.reading(row("ok", **given)) == text


def test_association_of_a_negative_control_is_a_sign_of_bias():
    sign = "a sign of bias in who reports and who is diagnosed: no link is expected"
    control = row("ok", role="negative_control", q_value=np.nan)
    assert words.reading(control) == f"associated with higher odds; {sign}"
    assert sign not in words.reading(row("ok", role="negative_control", conf_low=0.9))


@pytest.mark.parametrize(
    ("role", "q", "said"),
    [
        ("headline", 0.2, "joint test"),
        ("headline", np.nan, "q belongs to a whole run"),
        ("negative_control", np.nan, "q belongs to headline exposures"),
    ],
)
def test_why_there_is_no_q(role, q, said):
    assert said in words.q_words(pd.DataFrame({"role": [role, role], "q_value": [q, np.nan]}))


def test_sparse_size_is_not_interpreted():
    assert "size not interpreted" in words.reading(row("sparse"))
    assert words.reading(row("too_few")) == "too few cases to tell"
    assert words.reading(row("not_estimable")) == "not estimable: why"


def test_the_exceptions_from_adjustment_in_words_are_those_of_the_plan():
    exposures = load_plan().exposures.values()
    groups = {
        adjuster: {registry()[e.id].group for e in exposures if adjuster in (e.drop, e.add)}
        for adjuster in ("smoking", "bmi", "energy")
    }
    assert groups == {"smoking": {"smoking"}, "bmi": {"body", "pregnancy"}, "energy": {"caffeine", "diet"}}
    own = {e.id for e in exposures if e.drop and e.drop not in groups}
    assert own == {e.id for e in exposures if registry()[e.id].group == "demographics"}


def test_what_a_model_is_adjusted_for_follows_from_its_exposure_and_releases():
    study = load_plan()
    obesity, ferritin = study.exposures["obesity"], study.exposures["ferritin_lt50"]
    minimal = "age and its square, sex, race and ethnicity, release"
    assert adjusted_for(study.exposures["ckd"], "minimal", ("D", "E")) == minimal
    assert "body mass index" not in adjusted_for(obesity, "full", ("H", "I", "P"))
    assert adjusted_for(ferritin, "minimal", ("D", "E")) == "age and its square, race and ethnicity, release"
    assert adjusted_for(ferritin, "minimal", ("P",)) == "age and its square, sex, race and ethnicity"
    assert adjusted_for(study.exposures["caffeine"], "full", ("H", "I", "J")).endswith(
        "energy intake, release"
    )
    assert adjusted_for(ferritin, "crude", ("P",)) == "nothing"
