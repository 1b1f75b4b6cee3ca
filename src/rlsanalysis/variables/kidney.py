"""The kidney: filtration (eGFR), albumin in urine, chronic kidney disease, and what doctors told."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from rlsanalysis.variables.declare import Variable, coded, columns, measured, refused_or_unknown
from rlsanalysis.variables.demographics import COLUMNS as DEMOGRAPHICS
from rlsanalysis.variables.derivations import (
    as_measured,
    at_least,
    banded,
    below,
    converted,
    doublings,
    known,
    scaled,
    settled,
    yes,
)

GROUP = "kidney"

COLUMNS = columns(
    """
                      D              E              H              I              J              P
    creatinine        BIOPRO.LBXSCR  BIOPRO.LBXSCR  BIOPRO.LBXSCR  BIOPRO.LBXSCR  BIOPRO.LBXSCR  BIOPRO.LBXSCR
    urine_albumin     ALB_CR.URXUMA  ALB_CR.URXUMA  ALB_CR.URXUMA  ALB_CR.URXUMA  ALB_CR.URXUMA  ALB_CR.URXUMA
    urine_creatinine  ALB_CR.URXUCR  ALB_CR.URXUCR  ALB_CR.URXUCR  ALB_CR.URXUCR  ALB_CR.URXUCR  ALB_CR.URXUCR
    weak_kidneys      KIQ_U.KIQ022   KIQ_U.KIQ022   KIQ_U.KIQ022   KIQ_U.KIQ022   KIQ_U.KIQ022   KIQ_U.KIQ022
    on_dialysis       KIQ_U.KIQ025   KIQ_U.KIQ025   KIQ_U.KIQ025   KIQ_U.KIQ025   KIQ_U.KIQ025   KIQ_U.KIQ025
    """,
    creatinine=measured("serum creatinine", "mg/dL", (0.25, 17.8), asked="ages 12+"),
    urine_albumin=measured(
        "albumin in urine; below the detection limit a fill value stands", "ug/mL", (0.21, 24440),
        asked="ages 6+; 3+ from I on",
    ),
    urine_creatinine=measured("creatinine in urine", "mg/dL", (3, 739), asked="ages 6+; 3+ from I on"),
    weak_kidneys=coded(
        "ever told of weak or failing kidneys by a doctor", {1: "yes", 2: "no"}, refused_or_unknown(1),
        asked="adults 20+",
    ),
    on_dialysis=coded(
        "dialysis in the past 12 months", {1: "yes", 2: "no"}, refused_or_unknown(1),
        asked="adults told of weak or failing kidneys",
    ),
)  # fmt: skip


def ckd_epi_2021(
    creatinine: npt.ArrayLike, age: npt.ArrayLike, female: npt.ArrayLike
) -> npt.NDArray[np.float64]:
    """Estimated glomerular filtration rate, mL/min/1.73 m2, without race.

    Parameters
    ----------
    creatinine : (n,) serum creatinine, mg/dL, on the IDMS-traceable scale.
    age : (n,) years.
    female : (n,) true for women.

    Source: Inker 2021, equation CKD-EPI creatinine 2021.
    """
    is_female = np.asarray(female, dtype=bool)
    ratio = np.asarray(creatinine, dtype=np.float64) / np.where(is_female, 0.7, 0.9)
    power = np.where(is_female, -0.241, -0.302)
    rate = 142 * np.minimum(ratio, 1) ** power * np.maximum(ratio, 1) ** -1.200
    rate = rate * 0.9938 ** np.asarray(age, dtype=np.float64) * np.where(is_female, 1.012, 1)
    return np.asarray(rate, dtype=np.float64)


_creatinine = converted("creatinine", {"D": (0.978, -0.016), "H": (0.9515, 0.06608), "I": (0.9515, 0.06608)})


def egfr(people: pd.DataFrame) -> "pd.Series[float]":
    """CKD-EPI 2021 on creatinine that CDC's notes to BIOPRO_D and BIOPRO_J bring to one scale."""
    rate = ckd_epi_2021(_creatinine(people), people["age"], people["sex"] == 2)
    return pd.Series(rate, index=people.index)


def converted_urine_creatinine(measured_2005: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Urine creatinine (mg/dL) of D on the scale of later releases, in three pieces (ALB_CR_E)."""
    x = np.asarray(measured_2005, dtype=np.float64)
    slope = np.select([x < 75, x < 250], [1.02, 1.05], 1.01)
    offset = np.select([x < 75, x < 250], [0.36, 0.74], 0.10)
    return np.asarray((slope * np.sqrt(x) - offset) ** 2, dtype=np.float64)


def albumin_creatinine_ratio(people: pd.DataFrame) -> "pd.Series[float]":
    """Albumin to creatinine in urine, mg/g."""
    creatinine = people["urine_creatinine"]
    of_d = pd.Series(converted_urine_creatinine(creatinine), index=people.index)
    creatinine = creatinine.where(people["release"] != "D", of_d)
    return 100 * people["urine_albumin"] / creatinine


def rounded_ratio(people: pd.DataFrame) -> "pd.Series[float]":
    """The ratio to two decimals, as CDC gives it from H on, so that exactly 30 mg/g is 30."""
    return albumin_creatinine_ratio(people).round(2)


def chronic_kidney_disease(people: pd.DataFrame) -> "pd.Series[float]":
    """1: eGFR below 60 or a ratio of 30 mg/g or more; 0: neither; missing where either is unknown."""
    rate, ratio = egfr(people), rounded_ratio(people)
    return known((rate < 60) | (ratio >= 30), rate, ratio)


_EGFR = (COLUMNS["creatinine"], DEMOGRAPHICS["age"], DEMOGRAPHICS["sex"])
_ACR = (COLUMNS["urine_albumin"], COLUMNS["urine_creatinine"])
_CKD_EPI = "CKD-EPI 2021 (Inker 2021); creatinine converted by CDC's notes to BIOPRO_D and BIOPRO_J"
_CONVERTED = "urine creatinine of D converted by CDC's note to ALB_CR_E"

VARIABLES = (
    Variable(
        "egfr_10_lower", "eGFR, per 10 mL/min/1.73 m2 lower", GROUP, "continuous", "-eGFR/10",
        _EGFR, scaled(egfr, -10), unit="10 mL/min/1.73 m2 lower",
        hazards=("assay changed",), citation=_CKD_EPI,
    ),
    Variable(
        "egfr_stage", "eGFR stage", GROUP, "categorical", ">=90 (ref), 60-89, 45-59, <45",
        _EGFR, banded(egfr, (45, 60, 90), highest_first=True), (">=90", "60-89", "45-59", "<45"),
        hazards=("assay changed", "sparse"), citation=f"stages: KDIGO 2012; {_CKD_EPI}",
    ),
    Variable(
        "egfr_lt60", "eGFR below 60", GROUP, "binary", "<60 vs >=60",
        _EGFR, below(egfr, 60), (">=60", "<60"),
        hazards=("assay changed",), citation=f"KDIGO 2012; {_CKD_EPI}",
    ),
    Variable(
        "egfr", "eGFR", GROUP, "continuous", "mL/min/1.73 m2",
        _EGFR, as_measured(egfr), unit="mL/min/1.73 m2", hazards=("assay changed",), citation=_CKD_EPI,
    ),
    Variable(
        "albuminuria", "Albumin-to-creatinine ratio 30 mg/g or more", GROUP, "binary",
        ">=30 vs <30, rounded to 2 decimals", _ACR, at_least(rounded_ratio, 30),
        ("<30 mg/g", ">=30 mg/g"),
        hazards=("assay changed",), citation=f"KDIGO 2012, one urine; {_CONVERTED}",
    ),
    Variable(
        "acr_doubling", "Albumin-to-creatinine ratio, per doubling", GROUP, "continuous", "log2(mg/g)",
        _ACR, doublings(albumin_creatinine_ratio), unit="doubling",
        hazards=("assay changed",), citation=_CONVERTED,
    ),
    Variable(
        "acr", "Albumin-to-creatinine ratio", GROUP, "continuous", "mg/g",
        _ACR, as_measured(rounded_ratio), unit="mg/g",
        hazards=("assay changed",), citation=_CONVERTED,
    ),
    Variable(
        "ckd", "Chronic kidney disease", GROUP, "binary",
        "eGFR <60 or ACR >=30 vs neither; both must be known", (*_EGFR, *_ACR),
        chronic_kidney_disease, ("no", "yes"), hazards=("assay changed",),
        citation=f"KDIGO 2012 markers; {_CKD_EPI}; {_CONVERTED}",
        note="one measurement, where the definition asks for three months",
    ),
    Variable(
        "kidney_told", "Told weak or failing kidneys", GROUP, "binary", "yes vs no",
        (COLUMNS["weak_kidneys"],), yes("weak_kidneys"), ("no", "yes"), hazards=("self-report",),
    ),
    Variable(
        "dialysis", "Dialysis in the past 12 months", GROUP, "binary", "yes vs no",
        (COLUMNS["weak_kidneys"], COLUMNS["on_dialysis"]),
        settled("weak_kidneys", {2: 0}, yes("on_dialysis")), ("no", "yes"),
        hazards=("self-report", "sparse"), note="not asked of people never told of weak kidneys: no",
    ),
)  # fmt: skip
