"""Associations also seen with control outcomes, and negative controls."""

from dataclasses import replace

import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import labels
from rlsanalysis.present.controls import bias, on_negative_controls, shared_with
from rlsanalysis.present.remarks import on_controls
from rlsanalysis.present.rows import estimate_rows

STUDY = nhanes_study()


def with_intervals(results, **intervals):
    """Only chronic kidney disease, with a status and an interval for each outcome."""
    rows = results.estimates[(results.estimates["exposure"] == "ckd")].copy()
    for outcome, (status, low, high) in intervals.items():
        rows.loc[rows["outcome"] == outcome, ["status", "conf_low", "conf_high"]] = [status, low, high]
    return replace(results, estimates=rows[rows["outcome"].isin(list(intervals))])


def phrase(outcome):
    return labels.in_sentence(labels.short(STUDY, outcome))


@pytest.mark.parametrize(
    ("control", "shared"),
    [
        (("ok", 1.1, 3.0), ["1.33 (1.10 to 3.00)"]),
        (("sparse", 1.1, 3.0), ["CI only: 1.10 to 3.00"]),
        (("ok", 0.9, 3.0), []),
        (("ok", 0.1, 0.9), []),
        (("too_few", 1.1, 3.0), []),
    ],
)
def test_control_shares_an_association_on_the_same_side_of_one(real, control, shared):
    results = with_intervals(real, treated=("caution", 1.2, 4.0), insomnia_treated=control)
    named = [f"{phrase('insomnia_treated')} {estimate}" for estimate in shared]
    assert shared_with(results, STUDY.outcomes["treated"]) == {("ckd", "yes"): named}


def test_without_association_there_is_nothing_to_share(real):
    results = with_intervals(real, treated=("ok", 0.8, 4.0), insomnia_treated=("ok", 1.1, 3.0))
    assert shared_with(results, STUDY.outcomes["treated"]) == {}


def test_controls_of_another_cohort_and_other_outcomes_do_not_count(real):
    results = with_intervals(real, diagnosed=("ok", 1.2, 4.0), insomnia_treated=("ok", 1.1, 3.0))
    assert shared_with(results, STUDY.outcomes["diagnosed"]) == {("ckd", "yes"): []}
    assert shared_with(results, STUDY.outcomes["insomnia_treated"]) == {}


def test_shared_association_is_named_in_reliability_and_in_words(real):
    results = with_intervals(real, treated=("ok", 1.2, 4.0), insomnia_treated=("ok", 1.1, 3.0))
    outcome = STUDY.outcomes["treated"]
    (row,) = estimate_rows(
        STUDY, results.primary_estimates(outcome, "headline"), shared_with(results, outcome)
    )
    control = f"{phrase('insomnia_treated')} 1.33 (1.10 to 3.00)"
    assert f"also seen with {control}" in row.reliability.label
    assert f"Also associated with the control outcome {control}." in row.reliability.details
    assert row.in_words.endswith(
        f"also associated with {control}, so it may reflect contact with care or a shared cause"
    )


def test_an_outcome_without_control_outcomes_is_named(real):
    some = real.estimates["outcome"].isin(["diagnosed", "treated", "insomnia_treated"])
    text = on_controls(replace(real, estimates=real.estimates[some]))
    assert text.startswith(STUDY.words.control_outcomes)
    assert f"Control outcomes are not part of this run for {phrase('diagnosed')}" in text
    assert "not part of this run" not in on_controls(real)


def test_drugs_given_for_the_complaint_of_a_control_are_named_where_such_a_control_was_fitted(real):
    assert STUDY.words.shared_indication in on_controls(real)
    early = real.estimates["outcome"].isin(["diagnosed", "other_sleep_disorder"])
    assert STUDY.words.shared_indication not in on_controls(replace(real, estimates=real.estimates[early]))


NEGATIVE = ("relative_asthma", "exam_nov_apr", "recall_weekend")


def with_negative_controls(results, *found):
    """Negative controls of `diagnosed`, each with a status and an interval."""
    rows = results.estimates[
        (results.estimates["outcome"] == "diagnosed") & (results.estimates["role"] == "negative_control")
    ].copy()
    rows = rows[rows["exposure"].isin(NEGATIVE)]
    for exposure, numbers in zip(NEGATIVE, found, strict=True):
        rows.loc[rows["exposure"] == exposure, ["status", "odds_ratio", "conf_low", "conf_high"]] = numbers
    return replace(results, estimates=rows)


INSIDE = ("ok", 1.0, 0.5, 2.0)
HIDDEN = ("too_few", 9.0, 2.0, 40.0)


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (
            (("ok", 3.13, 1.33, 7.23), INSIDE, INSIDE),
            (
                "One of three negative controls was associated with {outcome}: {asthma} 3.13 (1.33 to 7.23). Of the "
                "others, the odds ratios are 1.00 to 1.00, and 95% CIs reach from 0.50 to 2.00. {bias}"
            ),
        ),
        (
            (INSIDE, HIDDEN, ("ok", 1.5, 0.8, 3.0)),
            (
                "None of the two negative controls was associated with {outcome}; the odds ratios are 1.00 to 1.50, "
                "and 95% CIs reach from 0.50 to 3.00."
            ),
        ),
        (
            (("sparse", 1.0, 0.5, 2.0), HIDDEN, HIDDEN),
            "The negative control was not associated with {outcome}.",
        ),
        (
            (("sparse", 1.0, 0.5, 2.0), ("sparse", 1.0, 0.5, 2.0), HIDDEN),
            "None of the two negative controls was associated with {outcome}.",
        ),
        ((HIDDEN, HIDDEN, HIDDEN), "No negative control has enough cases to indicate bias for {outcome}."),
    ],
)
def test_negative_controls_are_counted(real, found, text):
    words = {
        "outcome": phrase("diagnosed"),
        "asthma": phrase("relative_asthma"),
        "bias": "No association is expected with a negative control. One that is seen may reflect chance, or bias in "
        "who reports RLS, or is diagnosed or treated: whoever takes one drug for a chronic disease meets doctors and "
        "takes others. One that is not seen does not exclude bias, since a CI that includes 1 may reach far from it. "
        "Only one of the three, a relative with asthma, can reveal such bias: the "
        "field schedule sets the season of the examination and the weekday of the dietary recall.",
    }
    sentence = bias(with_negative_controls(real, *found), STUDY.outcomes["diagnosed"])
    assert sentence == text.format(**words)


@pytest.mark.parametrize(
    ("there", "which", "scheduled"),
    [
        (
            ["relative_asthma", "recall_weekend"],
            "Only one of the two, a relative with asthma, can",
            "the weekday of the dietary recall",
        ),
        (["exam_nov_apr"], "No negative control of this run can", "the season of the examination"),
    ],
)
def test_only_the_negative_controls_of_the_run_are_counted(real, there, which, scheduled):
    run = replace(real, estimates=real.estimates[real.estimates["exposure"].isin(there)])
    words = on_negative_controls(run, STUDY.outcomes["diagnosed"])
    schedule = f"{which} reveal such bias: the field schedule sets {scheduled}."
    assert words == f"{STUDY.words.negative_controls} {schedule}"


def test_a_negative_control_that_can_reveal_bias_needs_no_reservation(real):
    run = replace(real, estimates=real.estimates[real.estimates["exposure"] == "relative_asthma"])
    assert on_negative_controls(run, STUDY.outcomes["diagnosed"]) == STUDY.words.negative_controls


def test_every_negative_control_of_the_plan_can_reveal_bias_or_is_set_by_the_schedule():
    planned = {e.id for e in STUDY.exposures.values() if e.role == "negative_control"}
    assert planned == {*STUDY.words.revealing, *STUDY.words.scheduled}
    assert not {*STUDY.words.revealing} & {*STUDY.words.scheduled}


def test_negative_controls_that_are_not_in_the_run_are_named_as_absent(partial):
    assert "not part of this run" in bias(partial, STUDY.outcomes["diagnosed"])
