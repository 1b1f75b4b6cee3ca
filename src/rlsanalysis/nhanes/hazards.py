"""Explain the threats to comparability and validity that variables may have, in the order in which they are named."""

from collections.abc import Mapping

HAZARDS: Mapping[str, str] = {
    "asked with the outcome": "Asked in the same series of questions as the outcome, so that a yes to one leads to the "
    "other.",
    "self-report": "Self-reported, and therefore subject to recall and reporting error.",
    "assay changed": "The laboratory or method changed between survey cycles, so that a difference between cycles may "
    "be a difference in measurement.",
    "question changed": "The wording or the response options changed between survey cycles.",
    "skip changed": "The skip pattern changed between survey cycles, so that different people were asked.",
    "measured in some ages or one sex": "In some survey cycles measured in some age groups or in one sex only. "
    "Those results apply to this group, and there are fewer cases.",
    "reverse causation": "May be a consequence of RLS or of its treatment.",
    "top-coded": "High values were released as a single value.",
    "sparse": "There are few cases or few exposed people. Expect wide confidence intervals, or no estimate.",
    "older file in our reference copy": "CDC has revised the file since it was catalogued. A revised file is used and "
    "named in the provenance.",
}
