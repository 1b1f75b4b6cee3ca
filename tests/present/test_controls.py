"""Associations that control outcomes show as well."""

from dataclasses import replace

import pytest

from rlsanalysis.present.controls import bias, shared_with
from rlsanalysis.present.figures import forest
from rlsanalysis.present.remarks import ONE_PRESCRIPTION, on_controls
from rlsanalysis.present.rows import estimate_rows
from rlsanalysis.study.plan import load_plan


def with_intervals(results, **intervals):
    """Only chronic kidney disease, with a status and an interval for each outcome."""
    rows = results.estimates[(results.estimates["exposure"] == "ckd")].copy()
    for outcome, (status, low, high) in intervals.items():
        rows.loc[rows["outcome"] == outcome, ["status", "conf_low", "conf_high"]] = [status, low, high]
    return replace(results, estimates=rows[rows["outcome"].isin(list(intervals))])


@pytest.mark.parametrize(
    ("control", "shared"),
    [
        (("ok", 1.1, 3.0), ["insomnia as the reason for a prescription: 1.33, 1.10–3.00"]),
        (("sparse", 1.1, 3.0), ["insomnia as the reason for a prescription: 1.10–3.00"]),
        (("ok", 0.9, 3.0), []),
        (("ok", 0.1, 0.9), []),
        (("too_few", 1.1, 3.0), []),
    ],
)
def test_control_shares_an_association_on_the_same_side_of_one(real, control, shared):
    results = with_intervals(real, treated=("caution", 1.2, 4.0), insomnia_treated=control)
    assert shared_with(results, load_plan().outcomes["treated"]) == {("ckd", "yes"): shared}


def test_without_association_there_is_nothing_to_share(real):
    results = with_intervals(real, treated=("ok", 0.8, 4.0), insomnia_treated=("ok", 1.1, 3.0))
    assert shared_with(results, load_plan().outcomes["treated"]) == {}


def test_controls_of_another_cohort_and_other_outcomes_do_not_count(real):
    results = with_intervals(real, diagnosed=("ok", 1.2, 4.0), insomnia_treated=("ok", 1.1, 3.0))
    assert shared_with(results, load_plan().outcomes["diagnosed"]) == {("ckd", "yes"): []}
    assert shared_with(results, load_plan().outcomes["insomnia_treated"]) == {}


def test_shared_association_is_marked_in_figure_and_words(real):
    results = with_intervals(real, treated=("ok", 1.2, 4.0), insomnia_treated=("ok", 1.1, 3.0))
    assert "1.33 (1.20–4.00) ¶" in [t.get_text() for t in forest(results).axes[0].texts]
    outcome = load_plan().outcomes["treated"]
    (row,) = estimate_rows(results.primary_estimates(outcome, "headline"), shared_with(results, outcome))
    assert row.reading.endswith(
        "control outcomes show it too (insomnia as the reason for a prescription: 1.33, 1.10–3.00): "
        "no finding about RLS alone"
    )


def test_cohort_without_control_outcomes_is_named_beside_one_that_has_them(real):
    some = real.estimates["outcome"].isin(["diagnosed", "treated", "insomnia_treated"])
    said = on_controls(replace(real, estimates=real.estimates[some]))
    assert said.startswith("The control outcomes share the path")
    assert "Control outcomes are not part of this run for RLS diagnosed by a doctor:" in said
    assert "not part of this run" not in on_controls(real)


def test_a_drug_that_is_itself_given_for_the_control_complaint_is_said_beside_the_controls(real):
    assert ONE_PRESCRIPTION in on_controls(real)
    early = real.estimates["outcome"].isin(["diagnosed", "other_sleep_disorder"])
    assert ONE_PRESCRIPTION not in on_controls(replace(real, estimates=real.estimates[early]))


def with_negative_controls(results, *found):
    """Negative controls of `diagnosed`, each with a status and an interval."""
    rows = results.estimates[
        (results.estimates["outcome"] == "diagnosed") & (results.estimates["role"] == "negative_control")
    ].copy()
    for exposure, said in zip(("relative_asthma", "exam_nov_apr", "recall_weekend"), found, strict=True):
        rows.loc[rows["exposure"] == exposure, ["status", "odds_ratio", "conf_low", "conf_high"]] = said
    return replace(results, estimates=rows)


ASSOCIATED = "negative controls is associated with RLS diagnosed by a doctor"
INSIDE = ("ok", 1.0, 0.5, 2.0)
HIDDEN = ("too_few", 9.0, 2.0, 40.0)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            (("ok", 3.13, 1.33, 7.23), INSIDE, INSIDE),
            (
                f"1 of 3 {ASSOCIATED}: Close relative with asthma, 3.13 (1.33–7.23). "
                "A sign of bias in who reports and who is diagnosed: no link is expected."
            ),
        ),
        (
            (INSIDE, HIDDEN, INSIDE),
            "Of 2 negative controls none has an interval that leaves 1 for RLS diagnosed by a doctor.",
        ),
        (
            (HIDDEN, HIDDEN, HIDDEN),
            "No negative control has enough cases to tell of bias for RLS diagnosed by a doctor.",
        ),
    ],
)
def test_negative_controls_are_counted(real, found, said):
    assert bias(with_negative_controls(real, *found), load_plan().outcomes["diagnosed"]) == said


def test_negative_controls_that_are_not_in_the_run_are_said_to_be_absent(partial):
    assert "not part of this run" in bias(partial, load_plan().outcomes["diagnosed"])
