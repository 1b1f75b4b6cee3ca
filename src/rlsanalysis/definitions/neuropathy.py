"""Define neuropathy, as the reason for a prescription, and low vitamin B12."""

from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.derivations import below
from rlsanalysis.definitions.drug_groups import GABAPENTINOIDS
from rlsanalysis.definitions.prescriptions import TABLE, other_drug_for, prescribed_for

GROUP = "neuropathy"

DIABETIC = ("E08.4", "E09.4", "E10.4", "E11.4", "E13.4")
"""ICD-10-CM codes of diabetes with neurological complications."""

REASONS = ("M79.2", *DIABETIC, "G60", "G61", "G62", "G63")
"""ICD-10-CM codes: neuralgia and neuritis, diabetes with neurological complications, polyneuropathies."""

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
        "neuropathy_other_drug", "Drug for nerve pain other than gabapentin and pregabalin (by indication)", GROUP,
        "binary", "prescription of another drug for nerve pain or neuropathy vs none",
        ("rx_use",), other_drug_for(GABAPENTINOIDS, *REASONS), ("no", "yes"),
        rows=TABLE, row_columns=("reasons", "for_rls", "drug_id", "classes", "ingredient_classes"),
        citation=f"{_CODES}; without Multum Lexicon {GABAPENTINOIDS}",
        note="Most of these prescriptions name neuralgia (M79.2) as the reason. The variable is use of a drug for "
        "nerve pain, not neuropathy itself.",
        short="Other drug for nerve pain", synonyms=_WORDS,
    ),
    Definition(
        "neuropathy_diabetic", "Diabetic neuropathy (prescription indication)", GROUP, "binary",
        "prescription with such an indication vs none",
        ("rx_use",), prescribed_for(*DIABETIC), ("no", "yes"), rows=TABLE, row_columns=("reasons", "for_rls"),
        hazards=("reverse causation",), citation=f"ICD-10-CM {', '.join(DIABETIC)}",
        note="Most of these prescriptions are of gabapentin or pregabalin, which are also prescribed for RLS. An "
        "association should never be attributed to neuropathy alone.",
        short="Diabetic neuropathy, treated", synonyms=_WORDS,
    ),
    Definition(
        "b12_lt200", "Serum vitamin B12 <200 pg/mL", GROUP, "binary", "<200 vs ≥200 pg/mL",
        ("vitamin_b12",), below("vitamin_b12", 200), (">=200", "<200"), unit="pg/mL",
        short="Vitamin B12 <200 pg/mL", synonyms=("cobalamin", "B12 deficiency"),
        level_labels={">=200": "≥200 pg/mL", "<200": "<200 pg/mL"},
    ),
)  # fmt: skip
