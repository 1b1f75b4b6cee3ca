"""Other illness: what doctors told, self-rated health, inflammation and vitamin D."""

import pandas as pd

from rlsanalysis.variables.declare import (
    RELEASES,
    Column,
    Variable,
    coded,
    columns,
    measured,
    refused_or_unknown,
)
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


def _told(of: str, asked: str = "adults 20+") -> Column:
    return coded(f"ever told of {of} by a doctor", {1: "yes", 2: "no"}, refused_or_unknown(1), asked=asked)


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
    high_pressure=_told("high blood pressure", "ages 16+"),
    heart_failure=_told("congestive heart failure"),
    coronary_disease=_told("coronary heart disease"),
    angina=_told("angina"),
    heart_attack=_told("a heart attack"),
    emphysema=_told("emphysema"),
    bronchitis=_told("chronic bronchitis"),
    copd=_told("COPD"),
    lung_any_of_3=_told("COPD, emphysema or chronic bronchitis"),
    thyroid_problem=_told("a thyroid problem"),
    arthritis=_told("arthritis"),
    arthritis_type_3=coded(
        "type of arthritis, three to choose from", {1: "rheumatoid", 2: "osteoarthritis", 3: "other"},
        refused_or_unknown(1), asked="adults told of arthritis",
    ),
    arthritis_type_4=coded(
        "type of arthritis, four to choose from",
        {1: "osteoarthritis", 2: "rheumatoid", 3: "psoriatic", 4: "other"},
        refused_or_unknown(1), asked="adults told of arthritis",
    ),
    liver_condition=_told("a liver condition"),
    health=coded(
        "health in general", {1: "excellent", 2: "very good", 3: "good", 4: "fair", 5: "poor"},
        refused_or_unknown(1),
    ),
    crp_mg_dl=measured("C-reactive protein", "mg/dL", (0.01, 20), asked="ages 1+ in D, 3+ in E"),
    crp_mg_l=measured("C-reactive protein, high sensitivity", "mg/L", (0.08, 246.86), asked="ages 1+"),
    vitamin_d=measured("25-hydroxyvitamin D2 and D3", "nmol/L", (5.41, 422), asked="ages 1+"),
)  # fmt: skip

_HEART = tuple(COLUMNS[c] for c in ("heart_failure", "coronary_disease", "angina", "heart_attack"))
_LUNG = tuple(COLUMNS[c] for c in ("emphysema", "bronchitis", "copd", "lung_any_of_3"))
_CRP = (COLUMNS["crp_mg_dl"], COLUMNS["crp_mg_l"])
_CRP_RELEASES = "D E I J P"


def crp(people: pd.DataFrame) -> "pd.Series[float]":
    """C-reactive protein, mg/L: D and E times 10; I, up to 23, on the scale of J by CDC's note to HSCRP_J."""
    high_sensitivity = column(people, "crp_mg_l")
    of_i = (people["release"] == "I") & (high_sensitivity <= 23)
    high_sensitivity = high_sensitivity.mask(of_i, 0.8695 * high_sensitivity + 0.2954)
    return (10 * column(people, "crp_mg_dl")).fillna(high_sensitivity)


def _rheumatoid(people: pd.DataFrame) -> "pd.Series[float]":
    of_three = recoded("arthritis_type_3", {1: 1, 2: 0, 3: 0})(people)
    return of_three.fillna(recoded("arthritis_type_4", {2: 1, 1: 0, 3: 0, 4: 0})(people))


def _told_of(
    id_: str, label: str, derive: Derivation, *needs: Column, measured_in: str = "", note: str = ""
) -> Variable:  # fmt: skip
    return Variable(
        id_, label, GROUP, "binary", "yes vs no", needs, derive, ("no", "yes"), measured_in=measured_in,
        hazards=("self-report", "question changed") if measured_in else ("self-report",), note=note,
    )  # fmt: skip


VARIABLES = (
    _told_of("hypertension", "Hypertension, told", yes("high_pressure"), COLUMNS["high_pressure"]),
    _told_of(
        "cvd", "Heart disease, told", any_yes(*_HEART), *_HEART,
        note="heart failure, coronary disease, angina or heart attack; no needs all four",
    ),
    _told_of(
        "lung_disease", "Emphysema, bronchitis or COPD, told", any_yes(*_LUNG), *_LUNG,
        measured_in=" ".join(RELEASES), note="COPD by name from H on; P asks for the three in one question",
    ),
    _told_of("thyroid", "Thyroid problem, told", yes("thyroid_problem"), COLUMNS["thyroid_problem"]),
    _told_of("arthritis", "Arthritis, told", yes("arthritis"), COLUMNS["arthritis"]),
    _told_of(
        "rheumatoid_arthritis", "Rheumatoid arthritis, told", settled("arthritis", {2: 0}, _rheumatoid),
        COLUMNS["arthritis"], COLUMNS["arthritis_type_3"], COLUMNS["arthritis_type_4"],
        measured_in=" ".join(RELEASES),
        note="other arthritis and none = no; a third do not know which they have: missing",
    ),
    _told_of("liver", "Liver condition, told", yes("liver_condition"), COLUMNS["liver_condition"]),
    Variable(
        "poor_health", "Health fair or poor", GROUP, "binary", "fair, poor vs good to excellent",
        (COLUMNS["health"],), recoded("health", {1: 0, 2: 0, 3: 0, 4: 1, 5: 1}),
        ("good to excellent", "fair or poor"),
        hazards=("self-report", "reverse causation"),
    ),
    Variable(
        "crp_ge3", "C-reactive protein 3 mg/L or more", GROUP, "binary", ">=3 vs <3 mg/L",
        _CRP, at_least(crp, 3), ("<3 mg/L", ">=3 mg/L"), measured_in=_CRP_RELEASES,
        hazards=("assay changed",),
        citation="Pearson 2003; conversion of I: CDC, note to HSCRP_J",
    ),
    Variable(
        "crp", "C-reactive protein", GROUP, "continuous", "mg/L", _CRP, as_measured(crp), unit="mg/L",
        measured_in=_CRP_RELEASES, hazards=("assay changed",),
        citation="conversion of I: CDC, note to HSCRP_J",
    ),
    Variable(
        "vitamin_d_lt50", "Vitamin D below 50 nmol/L", GROUP, "binary", "<50 vs >=50",
        (COLUMNS["vitamin_d"],), below("vitamin_d", 50), (">=50 nmol/L", "<50 nmol/L"),
        hazards=("assay changed",), citation="Institute of Medicine 2011",
        note="D was measured by another assay; CDC restated it on the scale of the later ones",
    ),
)  # fmt: skip
