"""Define neuropathy, as the reason for a prescription, and low vitamin B12."""

import pandas as pd

from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.derivations import below
from rlsanalysis.definitions.drugs import any_row
from rlsanalysis.definitions.medications import GABAPENTINOIDS
from rlsanalysis.definitions.prescriptions import TABLE, prescribed_for, reason_starts

GROUP = "neuropathy"

REASONS = ("M79.2", "E08.4", "E09.4", "E10.4", "E11.4", "E13.4", "G60", "G61", "G62", "G63")
"""ICD-10-CM codes: neuralgia and neuritis, diabetes with neurological complications, polyneuropathies."""


def treated_with_other_drug(people: pd.DataFrame, rows: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for a prescription for neuropathy known to be neither gabapentin nor pregabalin, otherwise 0."""
    other = rows["drug_id"].notna() & ~GABAPENTINOIDS.taken(rows)
    return any_row(people, rows, reason_starts(rows, *REASONS) & other)


_WORDS = (
    "peripheral neuropathy",
    "polyneuropathy",
    "nerve damage",
    "neuralgia",
    "nerve pain",
    "diabetic neuropathy",
)
_CODES = f"ICD-10-CM {', '.join(REASONS)}"

DEFINITIONS = (
    Definition(
        "neuropathy_treated", "Neuropathic pain or neuropathy (prescription indication)", GROUP, "binary",
        "prescription with such an indication vs none",
        ("rx_use",), prescribed_for(*REASONS), ("no", "yes"), rows=TABLE, row_columns=("reasons", "for_rls"),
        hazards=("reverse causation",), citation=_CODES,
        short="Neuropathy, treated", synonyms=_WORDS,
    ),
    Definition(
        "neuropathy_other_drug",
        "Neuropathic pain or neuropathy (prescription indication), excluding gabapentin and pregabalin", GROUP,
        "binary", "prescription of another drug with such an indication vs none",
        ("rx_use",), treated_with_other_drug, ("no", "yes"),
        rows=TABLE, row_columns=("reasons", "for_rls", "drug_id", "classes", "ingredient_classes"),
        citation=f"{_CODES}; Multum Lexicon: {GABAPENTINOIDS}",
        short="Neuropathy, no gabapentinoid", synonyms=_WORDS,
    ),
    Definition(
        "b12_lt200", "Serum vitamin B12 <200 pg/mL", GROUP, "binary", "<200 vs ≥200 pg/mL",
        ("vitamin_b12",), below("vitamin_b12", 200), (">=200", "<200"), unit="pg/mL",
        short="Vitamin B12 <200 pg/mL", synonyms=("cobalamin", "B12 deficiency"),
        level_labels={">=200": "≥200 pg/mL", "<200": "<200 pg/mL"},
    ),
)  # fmt: skip
