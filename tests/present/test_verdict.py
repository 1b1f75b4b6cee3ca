"""The one rule by which an estimate is an association, undecided, no evidence of one, or not reported."""

from types import SimpleNamespace

import numpy as np
import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present.verdict import in_words, verdict

STUDY = nhanes_study()


def row(low, high, status="ok", **given):
    numbers = {
        "exposure": "ckd", "level": "yes", "reference": "no", "odds_ratio": 1.5, "cases": 40, "q_value": np.nan,
        "n_exposed": 100, "cases_exposed": 9, "expected_exposed_cases": 1.9, "reason": "why", "role": "headline",
        "group": "kidney",
    }  # fmt: skip
    return SimpleNamespace(conf_low=low, conf_high=high, status=status, **{**numbers, **given})


CONTINUOUS = {"exposure": "age_10", "level": "10 years", "reference": ""}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (row(1.01, 3.0), "associated"),
        (row(0.2, 0.99), "associated"),
        (row(1.01, 3.0, "sparse"), "associated"),
        (row(0.5, 2.0), "no evidence"),
        (row(0.49, 1.9), "undecided"),
        (row(0.6, 2.01), "undecided"),
        (row(0, np.inf), "undecided"),
        (row(0.9, 1.1, **CONTINUOUS), "not clearly associated"),
        (row(0.64, 2.01, **CONTINUOUS), "undecided"),
        (row(0.49, 1.1, **CONTINUOUS), "undecided"),
        (row(0.5, 2.0, **CONTINUOUS), "not clearly associated"),
        (row(0.9, 1.1, cases=39, **CONTINUOUS), "undecided"),
        (row(0.9, 1.1, "sparse", cases=36, **CONTINUOUS), "undecided"),
        (row(0.6, 1.8, cases=12), "no evidence"),
        (row(1.1, 1.2, **CONTINUOUS), "associated"),
        (row(1.1, 1.2, cases=12, **CONTINUOUS), "associated"),
        (row(1.01, 3.0, "too_few"), "not reported"),
        (row(np.nan, np.nan, "not_estimable"), "not estimable"),
    ],
)
def test_verdict_follows_from_status_and_interval(given, found):
    assert verdict(STUDY, given) == found


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (row(1.2, 4.0, q_value=0.01), "associated with higher odds"),
        (row(0.2, 0.9), "associated with lower odds"),
        (
            row(1.2, 4.0, q_value=0.05),
            "associated with higher odds; does not meet a false discovery rate of 5% (q = 0.050)",
        ),
        (row(1.2, 4.0, "sparse"), "associated with higher odds; size not interpreted (sparse data)"),
        (
            row(1.2, 4.0, role="negative_control"),
            "associated with higher odds; may reflect bias or chance, since no association is expected",
        ),
        (row(0.9, 4.0), "undecided: compatible with odds ratios from 0.90 to 4.00"),
        (row(0.9, 1.4), "no evidence of an association (odds ratios from 0.90 to 1.40 remain possible)"),
        (
            row(0.9, 1.4, **CONTINUOUS),
            "not clearly associated: compatible with odds ratios from 0.90 to 1.40 per 10 years",
        ),
        (
            row(0.9, 1.4, cases=12, **CONTINUOUS),
            "undecided: compatible with odds ratios from 0.90 to 1.40 per 10 years",
        ),
        (
            row(1.2, 4.0, "too_few"),
            "not reported: 1.9 cases expected in the smaller group; 9 of 40 exposed",
        ),
        (row(np.nan, np.nan, "not_estimable"), "not estimable: why"),
    ],
)
def test_words_are_of_association_and_never_of_none(given, text):
    assert in_words(STUDY, given) == text


def test_control_outcomes_that_are_associated_too_are_named_with_their_estimates():
    words = in_words(
        STUDY, row(1.2, 4.0), ["treated insomnia 8.17 (6.48 to 10.37)", "treated allergy 1.95 (1.44 to 2.61)"]
    )
    assert words.endswith(
        "also associated with treated insomnia 8.17 (6.48 to 10.37) and treated allergy 1.95 (1.44 to 2.61), "
        "so it may reflect contact with care or a shared cause"
    )
    drug = in_words(STUDY, row(1.2, 4.0, exposure="rx_ssri", group="medications"), ["treated insomnia 4.01"])
    assert drug.endswith("so it may reflect contact with care or the same indication")


def test_an_association_of_a_secondary_exposure_is_exploratory():
    assert in_words(STUDY, row(1.2, 4.0, role="secondary")) == (
        "associated with higher odds; exploratory, not corrected for multiple comparisons"
    )
    assert "exploratory" not in in_words(STUDY, row(1.2, 4.0)) + in_words(
        STUDY, row(0.9, 4.0, role="secondary")
    )
