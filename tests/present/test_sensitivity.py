"""The sensitivity analyses of a finding: which rows its sentence has, in which words."""

from dataclasses import replace

import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import printing
from rlsanalysis.present.findings import findings
from rlsanalysis.present.sensitivity import sensitivity_of
from rlsanalysis.present.summary import summary

STUDY = nhanes_study()


def finding(results, exposure):
    return next(f for f in findings(results) if f.first.exposure == exposure)


def estimate(results, **of):
    """The Firth estimate of treated RLS with these values."""
    rows = results.estimates
    for column, value in ({"outcome": "treated", "method": "firth"} | of).items():
        rows = rows[rows[column] == value]
    return next(rows.itertuples())


@pytest.mark.parametrize(
    ("set_", "sample", "words"),
    [
        ("phq2", "users", "when also adjusted for depressive symptoms (PHQ-2), treated RLS"),
        ("pain", "users", "when also adjusted for other drugs for pain, treated RLS"),
        ("full", "before", f"among {STUDY.samples['before'].label}, treated RLS"),
    ],
)
def test_each_analysis_is_described_by_what_differs(committed, set_, sample, words):
    row = estimate(committed, exposure="rx_antidepressant", set=set_, sample=sample)
    numbers = f"({printing.ratio(row.odds_ratio)}, {printing.interval(row.conf_low, row.conf_high)}; "
    assert f"{words} {numbers}" in sensitivity_of(committed, finding(committed, "rx_antidepressant"))


def test_control_drugs_of_the_sample_stand_next_to_a_drug(committed):
    text = sensitivity_of(committed, finding(committed, "rx_antidepressant"))
    controls = committed.estimates.query(
        "outcome == 'treated' and method == 'firth' and set == 'full' and sample == 'before' "
        "and role == 'negative_control' and status in ['ok', 'caution']"
    )["odds_ratio"]
    between = f"{printing.ratio(controls.min())} to {printing.ratio(controls.max())}"
    assert f"control drugs in this sample: {between})" in text
    assert STUDY.samples["before"].note in text
    assert "control drugs" not in sensitivity_of(committed, finding(committed, "ferritin_halving"))


def test_iron_has_its_own_samples(committed):
    text = sensitivity_of(committed, finding(committed, "ferritin_halving"))
    assert f"among {STUDY.samples['no_iron'].label}, diagnosed RLS" in text
    assert f"among {STUDY.samples['crp_le5'].label}, diagnosed RLS" in text


def test_what_is_not_reported_is_not_in_the_sentence(committed):
    hidden = committed.estimates.copy()
    hidden.loc[hidden["set"].isin(["phq2", "care", "minimal_care"]), "status"] = "too_few"
    text = sensitivity_of(replace(committed, estimates=hidden), finding(committed, "ckd"))
    assert text == ""


def test_the_report_has_the_sentence_and_a_short_summary_has_not(committed):
    text = sensitivity_of(committed, finding(committed, "smoking"))
    assert text.startswith("Estimates in sensitivity analyses: when also adjusted for")
    assert text in [t for _, texts in summary(committed) for t in texts]
    assert text not in [t for _, texts in summary(committed, by_class=False) for t in texts]
