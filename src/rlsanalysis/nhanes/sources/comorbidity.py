"""Provide reported diagnoses, self-rated health, C-reactive protein and vitamin D from CDC's files."""

from dataclasses import replace

import pandas as pd

from rlsanalysis.definitions.derivations import recoded, settled
from rlsanalysis.nhanes.canonical import EVERY_RELEASE, Canonical, Facts, any_yes, as_recorded, yes
from rlsanalysis.nhanes.columns import coded, columns, diagnosis, measured, refused_or_unknown

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
    coeliac           -             -             MCQ.MCQ082    -               -               -
    health            HUQ.HUQ010    HUQ.HUQ010    HUQ.HUQ010    HUQ.HUQ010      HUQ.HUQ010      HUQ.HUQ010
    crp_mg_dl         CRP.LBXCRP    CRP.LBXCRP    -             -               -               -
    crp_mg_l          -             -             -             HSCRP.LBXHSCRP  HSCRP.LBXHSCRP  HSCRP.LBXHSCRP
    vitamin_d         VID.LBDVIDMS  VID.LBXVIDMS  VID.LBXVIDMS  VID.LBXVIDMS    VID.LBXVIDMS    -
    """,
    high_pressure=diagnosis("high blood pressure", "ages 16+"),
    heart_failure=diagnosis("congestive heart failure"),
    coronary_disease=diagnosis("coronary heart disease"),
    angina=diagnosis("angina"),
    heart_attack=diagnosis("a heart attack"),
    emphysema=diagnosis("emphysema"),
    bronchitis=diagnosis("chronic bronchitis"),
    copd=diagnosis("COPD"),
    lung_any_of_3=diagnosis("COPD, emphysema or chronic bronchitis"),
    thyroid_problem=diagnosis("a thyroid problem"),
    arthritis=diagnosis("arthritis"),
    arthritis_type_3=coded(
        "Type of arthritis (three response options)", {1: "rheumatoid", 2: "osteoarthritis", 3: "other"},
        refused_or_unknown(1), asked="adults who reported arthritis",
    ),
    arthritis_type_4=coded(
        "Type of arthritis (four response options)",
        {1: "osteoarthritis", 2: "rheumatoid", 3: "psoriatic", 4: "other"},
        refused_or_unknown(1), asked="adults who reported arthritis",
    ),
    liver_condition=diagnosis("a liver condition"),
    coeliac=diagnosis("celiac disease", "ages 6+"),
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


def crp(people: pd.DataFrame) -> "pd.Series[float]":
    """Return C-reactive protein in mg/L.

    Values of 2005–2008 are multiplied by 10. Values of 2015–2016 up to 23 mg/L are converted to the assay of 2017–2018
    by the line in CDC's note to HSCRP_J.
    """
    high_sensitivity = people["crp_mg_l"]
    of_i = (people["release"] == "I") & (high_sensitivity <= 23)
    high_sensitivity = high_sensitivity.mask(of_i, 0.8695 * high_sensitivity + 0.2954)
    return (10 * people["crp_mg_dl"]).fillna(high_sensitivity)


def _rheumatoid(people: pd.DataFrame) -> "pd.Series[float]":
    of_three = recoded("arthritis_type_3", {1: 1, 2: 0, 3: 0})(people)
    return of_three.fillna(recoded("arthritis_type_4", {2: 1, 1: 0, 3: 0, 4: 0})(people))


def _yes(name: str, raw: str) -> Canonical:
    return Canonical(name, (COLUMNS[raw],), yes(raw))


_LUNG = tuple(COLUMNS[c] for c in ("emphysema", "bronchitis", "copd", "lung_any_of_3"))
_ARTHRITIS = tuple(COLUMNS[c] for c in ("arthritis", "arthritis_type_3", "arthritis_type_4"))

CANONICAL = (
    _yes("hypertension", "high_pressure"),
    _yes("heart_failure", "heart_failure"),
    _yes("coronary_disease", "coronary_disease"),
    _yes("angina", "angina"),
    _yes("heart_attack", "heart_attack"),
    Canonical("lung_disease", _LUNG, any_yes(*_LUNG), releases=EVERY_RELEASE),
    _yes("thyroid_disease", "thyroid_problem"),
    _yes("arthritis", "arthritis"),
    Canonical(
        "rheumatoid_arthritis", _ARTHRITIS, settled("arthritis", {2: 0}, _rheumatoid), releases=EVERY_RELEASE
    ),
    _yes("liver_disease", "liver_condition"),
    _yes("coeliac_disease", "coeliac"),
    Canonical("general_health", (COLUMNS["health"],), as_recorded("health")),
    Canonical("c_reactive_protein", (COLUMNS["crp_mg_dl"], COLUMNS["crp_mg_l"]), crp, releases="D E I J P"),
    Canonical("vitamin_d", (COLUMNS["vitamin_d"],), as_recorded("vitamin_d")),
)

_CRP = Facts(hazards=("assay changed",), citation="values of 2015–2016 converted as in CDC's note to HSCRP_J")

FACTS = {
    "lung_disease": Facts(
        hazards=("question changed",),
        note="COPD was asked by name from 2013–2014 on. In 2017–March 2020 one question covered all three.",
    ),
    "rheumatoid_arthritis": Facts(
        hazards=("question changed",),
        note="A third of those with arthritis did not know the type and are missing.",
    ),
    "coeliac": Facts(hazards=("sparse",)),
    "crp_ge3": _CRP,
    "crp_le5": replace(
        _CRP,
        note="C-reactive protein was measured by latex-enhanced nephelometry in 2005–2008, by a high-sensitivity "
        "particle immunoassay (Beckman Coulter UniCel DxC) in 2015–2016 and by a high-sensitivity immunoturbidimetric "
        "assay (Roche Cobas 6000) in 2017–March 2020.",
    ),
    "crp": _CRP,
    "vitamin_d_lt50": Facts(
        hazards=("assay changed",),
        note="Another assay was used in 2005–2006; CDC restated its values on the scale of the later one.",
    ),
}
