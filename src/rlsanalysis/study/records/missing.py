"""Kinds of missing values, which are counted separately."""

from collections.abc import Mapping

REFUSED, DONT_KNOW, NO_RECORD, BLANK, UNDETERMINED, NOT_ELIGIBLE, NOT_MEASURED = (
    "refused", "dont_know", "no_record", "blank", "undetermined", "not_eligible", "not_measured",
)  # fmt: skip
MISSING_KINDS: Mapping[str, str] = {
    REFUSED: "The participant refused to answer.",
    DONT_KNOW: "The participant did not know.",
    NO_RECORD: "The participant has no record in the file: not examined, or not interviewed on this topic.",
    BLANK: "The record has no value: not asked, not measured, or the measurement failed.",
    UNDETERMINED: "Answered, but the definition assigns neither value (for example, a reason outside both groups).",
    NOT_ELIGIBLE: "Outside the population in which the variable is defined.",
    NOT_MEASURED: "Not measured in this survey cycle, or the file is absent.",
}
