"""What a reader is told before relying on an estimate, and how figures draw it."""

from types import SimpleNamespace

import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present import vocabulary
from rlsanalysis.present.reliability import reliability
from rlsanalysis.study.results import records

STUDY = nhanes_study()


def row(status, **given):
    numbers = {"cases": 127, "cases_exposed": 11, "expected_exposed_cases": 1.9, "df": 31.0, "reason": ""}
    return SimpleNamespace(status=status, **{**numbers, **given})


@pytest.mark.parametrize(
    ("given", "label", "symbol"),
    [
        (row("ok"), "adequate", "filled"),
        (row("ok", cases=40, df=15), "adequate", "filled"),
        (row("ok", cases=12), "12 cases: imprecise", "open"),
        (row("ok", df=14), "14 design degrees of freedom: imprecise", "open"),
        (row("caution"), "caution", "open"),
        (row("caution", cases=36), "caution; 36 cases: imprecise", "open"),
        (row("sparse", cases=36), "sparse: CI only; 36 cases: imprecise", "interval"),
        (
            row("too_few", cases=36),
            "not reported: 1.9 cases expected in the smaller group; 11 of 36 exposed",
            "none",
        ),
        (row("not_estimable", df=float("nan")), "not estimable", "none"),
    ],
)
def test_label_and_symbol_follow_from_status_cases_and_degrees_of_freedom(given, label, symbol):
    found = reliability(STUDY, given)
    assert (found.label, found.symbol) == (label, symbol)


def test_details_explain_the_status_and_give_each_reason_as_a_sentence():
    found = reliability(
        STUDY,
        row(
            "caution",
            reason="7.00 expected exposed cases; 36 cases in total; no data in release E",
        ),
    )
    assert found.details == (
        "5 to 10 cases expected in the smaller group: interpret with caution.",
        "36 cases in total.",
        "No data in release E.",
    )


def test_details_of_a_committed_row_name_the_measure_of_its_kind_of_exposure_alone(committed):
    for row in records(committed.estimates[committed.estimates["status"] != "not_estimable"]):
        continuous = STUDY.variables[row.exposure].kind == "continuous"
        status = reliability(STUDY, row).details[0]
        assert ("effective degrees of freedom" in status) == continuous
        assert ("cases expected in the smaller group" in status) != continuous


def test_the_meaning_of_each_status_for_any_exposure_has_both_measures():
    for status in ("ok", "caution", "sparse", "too_few"):
        of_groups = vocabulary.STATUS_OF_GROUPS[status].split(":")
        of_continuous = vocabulary.STATUS_OF_CONTINUOUS[status].split(":")
        assert of_groups[1:] == of_continuous[1:]
        both = f"{of_groups[0]} (continuous: {of_continuous[0]})"
        assert vocabulary.STATUS_WORDS[status] == ":".join([both, *of_groups[1:]])


def test_the_first_reason_of_a_committed_row_is_left_out_where_it_repeats_the_expected_exposed_cases(
    committed,
):
    """Effective degrees of freedom and errors, which no column repeats, remain."""
    rows = [row for row in records(committed.estimates) if row.reason]
    counted = [row for row in rows if row.reason.split("; ")[0].endswith(" expected exposed cases")]
    for row in counted:
        assert row.reason.startswith(f"{row.expected_exposed_cases:.2f} expected exposed cases")
    assert {row.status for row in counted} == {"caution", "sparse", "too_few"}
    left_out = [row for row in rows if len(reliability(STUDY, row).details) == len(row.reason.split("; "))]
    assert left_out == counted


def test_a_control_outcome_is_named_in_label_and_details():
    found = reliability(STUDY, row("ok"), ["treated insomnia 8.17 (6.48 to 10.37)"])
    assert found.label == "adequate; also seen with treated insomnia 8.17 (6.48 to 10.37)"
    assert (
        found.details[-1] == "Also associated with the control outcome treated insomnia 8.17 (6.48 to 10.37)."
    )
