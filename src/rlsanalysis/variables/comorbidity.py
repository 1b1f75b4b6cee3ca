"""Declare comorbidity: self-reported diagnoses, self-rated health, inflammation and vitamin D."""

import pandas as pd

from rlsanalysis.variables.columns import Column, coded, columns, measured
from rlsanalysis.variables.declare import RELEASES, Variable, refused_or_unknown
from rlsanalysis.variables.derivations import (
    Derivation,
    any_yes,
    as_measured,
    at_least,
    below,
    column,
    recoded,
    settled,
    yes,
)

GROUP = "comorbidity"


def _diagnosis(condition: str, asked: str = "adults 20+") -> Column:
    label = f"Ever told by a doctor or other health professional of {condition}"
    return coded(label, {1: "yes", 2: "no"}, refused_or_unknown(1), asked=asked)


COLUMNS = columns(
    """
                      D             E             H             I               J               P
    high_pressure     BPQ.BPQ020    BPQ.BPQ020    BPQ.BPQ020    BPQ.BPQ020      BPQ.BPQ020      BPQ.BPQ020
    heart_failure     MCQ.MCQ160B   MCQ.MCQ160B   MCQ.MCQ160B   MCQ.MCQ160B     MCQ.MCQ160B     MCQ.MCQ160B
    coronary_disease  MCQ.MCQ160C   MCQ.MCQ160C   MCQ.MCQ160C   MCQ.MCQ160C     MCQ.MCQ160C     MCQ.MCQ160C
    angina            MCQ.MCQ160D   MCQ.MCQ160D   MCQ.MCQ160D   MCQ.MCQ160D     MCQ.MCQ160D     MCQ.MCQ160D
    heart_attack      MCQ.MCQ160E   MCQ.MCQ160E   MCQ.MCQ160E   MCQ.MCQ160E     MCQ.MCQ160E     MCQ.MCQ160E
    emphysema         MCQ.MCQ160G   MCQ.MCQ160G   MCQ.MCQ160G   MCQ.MCQ160G     MCQ.MCQ160G     -
    bronchitis        MCQ.MCQ160K   MCQ.MCQ160K   MCQ.MCQ160K   MCQ.MCQ160K     MCQ.MCQ160K     -
    copd              -             -             MCQ.MCQ160O   MCQ.MCQ160O     MCQ.MCQ160O     -
    lung_any_of_3     -             -             -             -               -               MCQ.MCQ160P
    thyroid_problem   MCQ.MCQ160M   MCQ.MCQ160M   MCQ.MCQ160M   MCQ.MCQ160M     MCQ.MCQ160M     MCQ.MCQ160M
    arthritis         MCQ.MCQ160A   MCQ.MCQ160A   MCQ.MCQ160A   MCQ.MCQ160A     MCQ.MCQ160A     MCQ.MCQ160A
    arthritis_type_3  MCQ.MCQ190    MCQ.MCQ190    -             -               -               -
    arthritis_type_4  -             -             MCQ.MCQ195    MCQ.MCQ195      MCQ.MCQ195      MCQ.MCQ195
    liver_condition   MCQ.MCQ160L   MCQ.MCQ160L   MCQ.MCQ160L   MCQ.MCQ160L     MCQ.MCQ160L     MCQ.MCQ160L
    health            HUQ.HUQ010    HUQ.HUQ010    HUQ.HUQ010    HUQ.HUQ010      HUQ.HUQ010      HUQ.HUQ010
    crp_mg_dl         CRP.LBXCRP    CRP.LBXCRP    -             -               -               -
    crp_mg_l          -             -             -             HSCRP.LBXHSCRP  HSCRP.LBXHSCRP  HSCRP.LBXHSCRP
    vitamin_d         VID.LBDVIDMS  VID.LBXVIDMS  VID.LBXVIDMS  -               VID.LBXVIDMS    -
    """,
    high_pressure=_diagnosis("high blood pressure", "ages 16+"),
    heart_failure=_diagnosis("congestive heart failure"),
    coronary_disease=_diagnosis("coronary heart disease"),
    angina=_diagnosis("angina"),
    heart_attack=_diagnosis("a heart attack"),
    emphysema=_diagnosis("emphysema"),
    bronchitis=_diagnosis("chronic bronchitis"),
    copd=_diagnosis("COPD"),
    lung_any_of_3=_diagnosis("COPD, emphysema or chronic bronchitis"),
    thyroid_problem=_diagnosis("a thyroid problem"),
    arthritis=_diagnosis("arthritis"),
    arthritis_type_3=coded(
        "Type of arthritis (three response options)", {1: "rheumatoid", 2: "osteoarthritis", 3: "other"},
        refused_or_unknown(1), asked="adults who reported arthritis",
    ),
    arthritis_type_4=coded(
        "Type of arthritis (four response options)",
        {1: "osteoarthritis", 2: "rheumatoid", 3: "psoriatic", 4: "other"},
        refused_or_unknown(1), asked="adults who reported arthritis",
    ),
    liver_condition=_diagnosis("a liver condition"),
    health=coded(
        "General health", {1: "excellent", 2: "very good", 3: "good", 4: "fair", 5: "poor"},
        refused_or_unknown(1),
    ),
    crp_mg_dl=measured(
        "C-reactive protein", "mg/dL", (0.01, 20), asked="ages 1+ in 2005–2006, 3+ in 2007–2008"
    ),
    crp_mg_l=measured("High-sensitivity C-reactive protein", "mg/L", (0.08, 246.86), asked="ages 1+"),
    vitamin_d=measured("Serum 25-hydroxyvitamin D (D2 and D3)", "nmol/L", (5.41, 422), asked="ages 1+"),
)  # fmt: skip

_HEART = tuple(COLUMNS[c] for c in ("heart_failure", "coronary_disease", "angina", "heart_attack"))
_LUNG = tuple(COLUMNS[c] for c in ("emphysema", "bronchitis", "copd", "lung_any_of_3"))
_CRP = (COLUMNS["crp_mg_dl"], COLUMNS["crp_mg_l"])
_CRP_RELEASES = "D E I J P"
_CRP_CONVERTED = "values of 2015–2016 converted as in CDC's note to HSCRP_J"
_CRP_SYNONYMS = ("CRP", "hs-CRP", "inflammation")


def crp(people: pd.DataFrame) -> "pd.Series[float]":
    """Return C-reactive protein in mg/L.

    Values of 2005–2008 are multiplied by 10. Values of 2015–2016 up to 23 mg/L are converted to the assay of 2017–2018
    by the line in CDC's note to HSCRP_J.
    """
    high_sensitivity = column(people, "crp_mg_l")
    of_i = (people["release"] == "I") & (high_sensitivity <= 23)
    high_sensitivity = high_sensitivity.mask(of_i, 0.8695 * high_sensitivity + 0.2954)
    return (10 * column(people, "crp_mg_dl")).fillna(high_sensitivity)


def _rheumatoid(people: pd.DataFrame) -> "pd.Series[float]":
    of_three = recoded("arthritis_type_3", {1: 1, 2: 0, 3: 0})(people)
    return of_three.fillna(recoded("arthritis_type_4", {2: 1, 1: 0, 3: 0, 4: 0})(people))


def _reported(
    id_: str, condition: str, derive: Derivation, *needs: Column, synonyms: tuple[str, ...], short: str = "",
    measured_in: str = "", note: str = "",
) -> Variable:  # fmt: skip
    return Variable(
        id_, f"{condition} (self-reported)", GROUP, "binary", "yes vs no", needs, derive, ("no", "yes"),
        measured_in=measured_in, note=note, short=short or condition, synonyms=synonyms,
        hazards=("self-report", "question changed") if measured_in else ("self-report",),
    )  # fmt: skip


VARIABLES = (
    _reported(
        "hypertension", "Hypertension", yes("high_pressure"), COLUMNS["high_pressure"],
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
        "lung_disease", "Emphysema, chronic bronchitis or COPD", any_yes(*_LUNG), *_LUNG,
        measured_in=" ".join(RELEASES), short="Chronic lung disease",
        note="COPD was asked by name from 2013–2014 on. In 2017–March 2020 one question covered all three.",
        synonyms=("chronic obstructive pulmonary disease", "lung disease"),
    ),
    _reported(
        "thyroid", "Thyroid problem", yes("thyroid_problem"), COLUMNS["thyroid_problem"],
        synonyms=("thyroid disease", "hypothyroidism", "hyperthyroidism"),
    ),
    _reported(
        "arthritis", "Arthritis", yes("arthritis"), COLUMNS["arthritis"],
        synonyms=("osteoarthritis", "joint disease"),
    ),
    _reported(
        "rheumatoid_arthritis", "Rheumatoid arthritis", settled("arthritis", {2: 0}, _rheumatoid),
        COLUMNS["arthritis"], COLUMNS["arthritis_type_3"], COLUMNS["arthritis_type_4"],
        measured_in=" ".join(RELEASES), synonyms=("autoimmune disease",),
        note="Other types of arthritis count as no. A third of those with arthritis did not know the type and are "
        "missing.",
    ),
    _reported(
        "liver", "Liver condition", yes("liver_condition"), COLUMNS["liver_condition"],
        synonyms=("liver disease", "hepatitis", "cirrhosis"),
    ),
    Variable(
        "poor_health", "Fair or poor general health (self-rated)", GROUP, "binary",
        "fair or poor vs good to excellent",
        (COLUMNS["health"],), recoded("health", {1: 0, 2: 0, 3: 0, 4: 1, 5: 1}),
        ("good to excellent", "fair or poor"),
        hazards=("self-report", "reverse causation"),
        short="Fair or poor health", synonyms=("self-rated health",),
    ),
    Variable(
        "crp_ge3", "C-reactive protein ≥3 mg/L", GROUP, "binary", "≥3 vs <3 mg/L",
        _CRP, at_least(crp, 3), ("<3 mg/L", ">=3 mg/L"), measured_in=_CRP_RELEASES,
        hazards=("assay changed",),
        citation=f"Pearson 2003; {_CRP_CONVERTED}", short="CRP ≥3 mg/L", synonyms=_CRP_SYNONYMS,
    ),
    Variable(
        "crp", "C-reactive protein", GROUP, "continuous", "per 1 mg/L", _CRP, as_measured(crp), unit="mg/L",
        measured_in=_CRP_RELEASES, hazards=("assay changed",),
        citation=_CRP_CONVERTED, short="CRP", synonyms=_CRP_SYNONYMS,
    ),
    Variable(
        "vitamin_d_lt50", "Serum 25-hydroxyvitamin D <50 nmol/L", GROUP, "binary", "<50 vs ≥50 nmol/L",
        (COLUMNS["vitamin_d"],), below("vitamin_d", 50), (">=50 nmol/L", "<50 nmol/L"),
        hazards=("assay changed",), citation="Institute of Medicine 2011",
        note="Another assay was used in 2005–2006; CDC restated its values on the scale of the later one.",
        short="Vitamin D <50 nmol/L", synonyms=("vitamin D deficiency", "low vitamin D"),
    ),
)  # fmt: skip
