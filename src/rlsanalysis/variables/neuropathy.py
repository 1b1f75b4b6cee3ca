"""Declare neuropathy, which is known from prescriptions only, and vitamin B12."""

import pandas as pd

from rlsanalysis.variables.columns import columns, measured
from rlsanalysis.variables.declare import Variable
from rlsanalysis.variables.derivations import below
from rlsanalysis.variables.drugs import any_row
from rlsanalysis.variables.medications import GABAPENTINOIDS
from rlsanalysis.variables.prescriptions import COLUMNS as RX
from rlsanalysis.variables.prescriptions import LOOKUP, PRESCRIPTIONS, prescribed_for, reason_starts

GROUP = "neuropathy"

COLUMNS = columns(
    """
         D           E  H              I  J  P
    b12  B12.LBXB12  -  VITB12.LBDB12  -  -  -
    """,
    b12=measured(
        "Serum vitamin B12", "pg/mL", (18, 70200), asked="ages 1+ in 2005–2006, adults 20+ in 2013–2014"
    ),
)

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

VARIABLES = (
    Variable(
        "neuropathy_treated", "Neuropathic pain or neuropathy (prescription indication)", GROUP, "binary",
        "prescription with such an indication vs none",
        (RX["rx_use"], RX["reason1"]), prescribed_for(*REASONS), ("no", "yes"),
        rows=PRESCRIPTIONS, hazards=("reverse causation",), citation=_CODES,
        note="Most exposed cases take gabapentin or pregabalin, which are also sometimes prescribed for RLS. An "
        "association should not be attributed to neuropathy alone. Duloxetine for neuropathic pain also counts as an "
        "SNRI.",
        short="Neuropathy, treated", synonyms=_WORDS,
    ),
    Variable(
        "neuropathy_other_drug",
        "Neuropathic pain or neuropathy (prescription indication), excluding gabapentin and pregabalin", GROUP,
        "binary", "prescription of another drug with such an indication vs none",
        (RX["rx_use"], RX["reason1"], RX["drug_id"], LOOKUP["drug_number"]),
        treated_with_other_drug, ("no", "yes"), rows=PRESCRIPTIONS, hazards=("sparse",),
        citation=f"{_CODES}; Multum Lexicon: {GABAPENTINOIDS}",
        note="This is the closest measure of neuropathy in these data. Duloxetine for neuropathic pain also counts as "
        "an SNRI, so an association with either may rest on the same prescription.",
        short="Neuropathy, no gabapentinoid", synonyms=_WORDS,
    ),
    Variable(
        "b12_lt200", "Serum vitamin B12 <200 pg/mL", GROUP, "binary", "<200 vs ≥200 pg/mL",
        (COLUMNS["b12"],), below("b12", 200), (">=200", "<200"), unit="pg/mL",
        hazards=("assay changed", "older file in our reference copy"),
        note="The assays of 2005–2006 and 2013–2014 differ and should not be compared.",
        short="Vitamin B12 <200 pg/mL", synonyms=("cobalamin", "B12 deficiency"),
        level_labels={">=200": "≥200 pg/mL", "<200": "<200 pg/mL"},
    ),
)  # fmt: skip
