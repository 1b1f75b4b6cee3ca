"""Neuropathy: prescriptions for it, and vitamin B12."""

import pandas as pd

from rlsanalysis.variables.declare import Variable, columns, measured
from rlsanalysis.variables.derivations import below
from rlsanalysis.variables.medications import GABAPENTINOIDS
from rlsanalysis.variables.prescriptions import COLUMNS as RX
from rlsanalysis.variables.prescriptions import LOOKUP, PRESCRIPTIONS, any_row, prescribed_for, reason_starts

GROUP = "neuropathy"

COLUMNS = columns(
    """
         D           E  H              I  J  P
    b12  B12.LBXB12  -  VITB12.LBDB12  -  -  -
    """,
    b12=measured("vitamin B12 in serum", "pg/mL", (18, 70200), asked="ages 1+ in D, adults 20+ in H"),
)

REASONS = ("M79.2", "E08.4", "E09.4", "E10.4", "E11.4", "E13.4", "G60", "G61", "G62", "G63")
"""ICD-10-CM: neuralgia and neuritis, diabetes with neurological complications, polyneuropathies."""


def treated_otherwise(people: pd.DataFrame, rows: pd.DataFrame) -> "pd.Series[float]":
    """1: a prescription for it that is known to be neither gabapentin nor pregabalin; 0: other people."""
    other = rows["drug_id"].notna() & ~GABAPENTINOIDS.taken(rows)
    return any_row(people, rows, reason_starts(rows, *REASONS) & other)


VARIABLES = (
    Variable(
        "neuropathy_treated", "Prescription for neuropathic pain or diabetic neuropathy", GROUP, "binary",
        "any such reason vs none", (RX["rx_use"], RX["reason1"]), prescribed_for(*REASONS), ("no", "yes"),
        rows=PRESCRIPTIONS, hazards=("reverse causation",), citation=f"ICD-10-CM: {', '.join(REASONS)}",
        note="most exposed cases take gabapentin or pregabalin, which treat RLS: "
        "never read as neuropathy alone",
    ),
    Variable(
        "neuropathy_other_drug", "Neuropathy prescription, gabapentin and pregabalin apart", GROUP, "binary",
        "any such reason on another drug vs none", (RX["rx_use"], RX["reason1"], RX["drug_id"], LOOKUP["drug_number"]),
        treated_otherwise, ("no", "yes"), rows=PRESCRIPTIONS, hazards=("sparse",),
        citation=f"ICD-10-CM: {', '.join(REASONS)}; Multum Lexicon: {GABAPENTINOIDS}",
        note="the cleanest view of neuropathy that these data allow",
    ),
    Variable(
        "b12_lt200", "Vitamin B12 below 200 pg/mL", GROUP, "binary", "<200 vs >=200",
        (COLUMNS["b12"],), below("b12", 200), (">=200", "<200"), unit="pg/mL",
        hazards=("assay changed", "older file in our reference copy"),
        note="assays differ: never compare D with H",
    ),
)  # fmt: skip
