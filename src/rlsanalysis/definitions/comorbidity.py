"""Define comorbidity: self-reported diagnoses, self-rated health, inflammation and vitamin D."""

from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.derivations import (
    Derivation,
    any_yes,
    as_measured,
    at_least,
    at_most,
    below,
    recoded,
)
from rlsanalysis.definitions.drug_groups import ANTIDEPRESSANTS
from rlsanalysis.definitions.prescriptions import TABLE, other_drug_for, prescribed_for

GROUP = "comorbidity"

_HEART = ("heart_failure", "coronary_disease", "angina", "heart_attack")
_PAIN = ("M79", "M54", "G89")
_CRP_SYNONYMS = ("CRP", "hs-CRP", "inflammation")


def _reported(
    id_: str, condition: str, derive: Derivation, *needs: str, synonyms: tuple[str, ...], short: str = "",
    note: str = "",
) -> Definition:  # fmt: skip
    return Definition(
        id_, f"{condition} (self-reported)", GROUP, "binary", "yes vs no", needs, derive, ("no", "yes"),
        hazards=("self-report",), note=note, short=short or condition, synonyms=synonyms,
    )  # fmt: skip


DEFINITIONS = (
    _reported(
        "hypertension", "Hypertension", as_measured("hypertension"), "hypertension",
        synonyms=("high blood pressure",),
    ),
    _reported(
        "cvd", "Heart disease", any_yes(*_HEART), *_HEART,
        note="Heart disease is heart failure, coronary heart disease, angina or a heart attack. The reference group "
        "denied all four.",
        synonyms=(
            "cardiovascular disease", "CVD", "heart failure", "coronary heart disease", "angina", "heart attack",
            "myocardial infarction",
        ),
    ),
    _reported(
        "lung_disease", "Emphysema, chronic bronchitis or COPD", as_measured("lung_disease"), "lung_disease",
        short="Chronic lung disease",
        synonyms=("chronic obstructive pulmonary disease", "lung disease"),
    ),
    _reported(
        "thyroid", "Thyroid problem", as_measured("thyroid_disease"), "thyroid_disease",
        synonyms=("thyroid disease", "hypothyroidism", "hyperthyroidism"),
    ),
    _reported(
        "arthritis", "Arthritis", as_measured("arthritis"), "arthritis",
        synonyms=("osteoarthritis", "joint disease"),
    ),
    _reported(
        "rheumatoid_arthritis", "Rheumatoid arthritis", as_measured("rheumatoid_arthritis"),
        "rheumatoid_arthritis", synonyms=("autoimmune disease",), note="Other types of arthritis count as no.",
    ),
    _reported(
        "liver", "Liver condition", as_measured("liver_disease"), "liver_disease",
        synonyms=("liver disease", "hepatitis", "cirrhosis"),
    ),
    _reported(
        "coeliac", "Celiac disease", as_measured("coeliac_disease"), "coeliac_disease",
        synonyms=("coeliac disease", "gluten", "sprue", "malabsorption"),
    ),
    Definition(
        "poor_health", "Fair or poor general health (self-rated)", GROUP, "binary",
        "fair or poor vs good to excellent",
        ("general_health",), recoded("general_health", {1: 0, 2: 0, 3: 0, 4: 1, 5: 1}),
        ("good to excellent", "fair or poor"),
        hazards=("self-report", "reverse causation"),
        short="Fair or poor health", synonyms=("self-rated health",),
    ),
    Definition(
        "crp_ge3", "C-reactive protein ≥3 mg/L", GROUP, "binary", "≥3 vs <3 mg/L",
        ("c_reactive_protein",), at_least("c_reactive_protein", 3), ("<3 mg/L", ">=3 mg/L"),
        citation="Pearson 2003", short="CRP ≥3 mg/L", synonyms=_CRP_SYNONYMS,
    ),
    Definition(
        "crp_le5", "C-reactive protein ≤5 mg/L", GROUP, "binary", "≤5 vs >5 mg/L",
        ("c_reactive_protein",), at_most("c_reactive_protein", 5), (">5 mg/L", "<=5 mg/L"),
        citation="WHO 2020, cutoff of inflammation for ferritin", short="CRP ≤5 mg/L", synonyms=_CRP_SYNONYMS,
        note="It restricts comparisons of ferritin to people without inflammation, which raises ferritin.",
    ),
    Definition(
        "crp", "C-reactive protein", GROUP, "continuous", "per 1 mg/L", ("c_reactive_protein",),
        as_measured("c_reactive_protein"), unit="mg/L", short="CRP", synonyms=_CRP_SYNONYMS,
    ),
    Definition(
        "vitamin_d_lt50", "Serum 25-hydroxyvitamin D <50 nmol/L", GROUP, "binary", "<50 vs ≥50 nmol/L",
        ("vitamin_d",), below("vitamin_d", 50), (">=50 nmol/L", "<50 nmol/L"),
        citation="Institute of Medicine 2011",
        short="Vitamin D <50 nmol/L", synonyms=("vitamin D deficiency", "low vitamin D"),
    ),
    Definition(
        "fibromyalgia_treated", "Fibromyalgia (prescription indication)", GROUP, "binary",
        "prescription with indication M79.7 vs none",
        ("rx_use",), prescribed_for("M79.7"), ("no", "yes"), rows=TABLE, row_columns=("reasons", "for_rls"),
        hazards=("reverse causation",), citation="ICD-10-CM M79.7",
        note="Fibromyalgia is often treated with duloxetine, milnacipran or pregabalin, so an association may rest on "
        "the drug.",
        short="Fibromyalgia, treated", synonyms=("chronic widespread pain",),
    ),
    Definition(
        "pain_other_drug", "Drug for pain other than an antidepressant (by indication)", GROUP, "binary",
        "prescription of such a drug for pain vs none",
        ("rx_use",), other_drug_for(ANTIDEPRESSANTS, *_PAIN), ("no", "yes"),
        rows=TABLE, row_columns=("reasons", "for_rls", "drug_id", "drug_name", "classes", "ingredient_classes"),
        citation=f"ICD-10-CM {', '.join(_PAIN)}; without Multum Lexicon {ANTIDEPRESSANTS}",
        note="It is an adjuster for antidepressants, which are also prescribed for pain: it counts pain that another "
        "drug was prescribed for.",
        short="Drug for pain", synonyms=("chronic pain", "back pain"),
    ),
)  # fmt: skip
