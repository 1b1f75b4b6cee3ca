"""Associations that control outcomes show as well."""

from dataclasses import replace

import pytest

from rlsanalysis.present.controls import shared_with
from rlsanalysis.present.forest import forest
from rlsanalysis.present.report_tables import estimate_rows
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
        (("ok", 1.1, 3.0), ["Insomnia as the reason for a prescription"]),
        (("sparse", 1.1, 3.0), ["Insomnia as the reason for a prescription"]),
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
    (row,) = estimate_rows(results.quoted(outcome, "headline"), shared_with(results, outcome))
    assert "no finding about RLS, since control outcomes show it too (Insomnia" in row.reading
