"""Declare kidney measures: filtration (eGFR), urine albumin, chronic kidney disease, and self-reported disease."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from rlsanalysis.variables.columns import coded, columns, measured
from rlsanalysis.variables.declare import Variable, refused_or_unknown
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
    creatinine=measured("Serum creatinine", "mg/dL", (0.25, 17.8), asked="ages 12+"),
    urine_albumin=measured(
        "Urine albumin; a fill value below the limit of detection", "ug/mL", (0.21, 24440),
        asked="ages 6+; 3+ from 2015–2016",
    ),
    urine_creatinine=measured("Urine creatinine", "mg/dL", (3, 739), asked="ages 6+; 3+ from 2015–2016"),
    weak_kidneys=coded(
        "Ever told by a doctor or other health professional of weak or failing kidneys", {1: "yes", 2: "no"},
        refused_or_unknown(1), asked="adults 20+",
    ),
    on_dialysis=coded(
        "Dialysis in the past 12 months", {1: "yes", 2: "no"}, refused_or_unknown(1),
        asked="adults who reported weak or failing kidneys",
    ),
)  # fmt: skip


def ckd_epi_2021(
    creatinine: npt.ArrayLike, age: npt.ArrayLike, female: npt.ArrayLike
) -> npt.NDArray[np.float64]:
    """Return the estimated glomerular filtration rate (mL/min/1.73 m²) by an equation without race.

    Parameters
    ----------
    creatinine : (n,) serum creatinine, mg/dL, on the IDMS-traceable scale.
    age : (n,) years.
    female : (n,) whether the person is a woman.

    Source: Inker 2021, CKD-EPI creatinine equation 2021.
    """
    is_female = np.asarray(female, dtype=bool)
    ratio = np.asarray(creatinine, dtype=np.float64) / np.where(is_female, 0.7, 0.9)
    power = np.where(is_female, -0.241, -0.302)
    rate = 142 * np.minimum(ratio, 1) ** power * np.maximum(ratio, 1) ** -1.200
    rate = rate * 0.9938 ** np.asarray(age, dtype=np.float64) * np.where(is_female, 1.012, 1)
    return np.asarray(rate, dtype=np.float64)


_creatinine = converted("creatinine", {"D": (0.978, -0.016), "H": (0.9515, 0.06608), "I": (0.9515, 0.06608)})


def egfr(people: pd.DataFrame) -> "pd.Series[float]":
    """Return eGFR from creatinine, converted to one scale as in CDC's notes to BIOPRO_D and BIOPRO_J."""
    rate = ckd_epi_2021(_creatinine(people), people["age"], people["sex"] == 2)
    return pd.Series(rate, index=people.index)


def converted_urine_creatinine(measured_2005: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return urine creatinine (mg/dL) of 2005–2006 on the later scale, by three pieces (CDC, note to ALB_CR_E)."""
    x = np.asarray(measured_2005, dtype=np.float64)
    slope = np.select([x < 75, x < 250], [1.02, 1.05], 1.01)
    offset = np.select([x < 75, x < 250], [0.36, 0.74], 0.10)
    return np.asarray((slope * np.sqrt(x) - offset) ** 2, dtype=np.float64)


def albumin_creatinine_ratio(people: pd.DataFrame) -> "pd.Series[float]":
    """Return the urine albumin-to-creatinine ratio, mg/g."""
    creatinine = people["urine_creatinine"]
    of_d = pd.Series(converted_urine_creatinine(creatinine), index=people.index)
    creatinine = creatinine.where(people["release"] != "D", of_d)
    return 100 * people["urine_albumin"] / creatinine


def rounded_ratio(people: pd.DataFrame) -> "pd.Series[float]":
    """Return the ratio to two decimals, as CDC releases it from 2013–2014 on, so that exactly 30 mg/g is 30."""
    return albumin_creatinine_ratio(people).round(2)


def chronic_kidney_disease(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for eGFR below 60 or ACR of 30 mg/g or more, 0 for neither; missing if either is unknown."""
    rate, ratio = egfr(people), rounded_ratio(people)
    return known((rate < 60) | (ratio >= 30), rate, ratio)


_EGFR = (COLUMNS["creatinine"], DEMOGRAPHICS["age"], DEMOGRAPHICS["sex"])
_ACR = (COLUMNS["urine_albumin"], COLUMNS["urine_creatinine"])
_CKD_EPI = "CKD-EPI 2021 (Inker 2021); creatinine converted as in CDC's notes to BIOPRO_D and BIOPRO_J"
_CONVERTED = "urine creatinine of 2005–2006 converted as in CDC's note to ALB_CR_E"
_EGFR_UNIT = "mL/min/1.73 m²"
_EGFR_WORDS = ("glomerular filtration rate", "GFR", "renal function", "kidney function", "creatinine")
_ACR_WORDS = (
    "albumin-to-creatinine ratio",
    "UACR",
    "proteinuria",
    "microalbuminuria",
    "renal",
    "kidney damage",
)
_CKD_WORDS = ("chronic kidney disease", "renal disease", "renal insufficiency", "kidney failure", "uremia")

VARIABLES = (
    Variable(
        "egfr_10_lower", f"eGFR, per 10 {_EGFR_UNIT} lower", GROUP, "continuous",
        f"per 10 {_EGFR_UNIT} lower",
        _EGFR, scaled(egfr, -10), unit="10 mL/min/1.73 m2 lower",
        hazards=("assay changed",), citation=_CKD_EPI, short="eGFR, per 10 lower", synonyms=_EGFR_WORDS,
    ),
    Variable(
        "egfr_stage", f"eGFR category ({_EGFR_UNIT})", GROUP, "categorical",
        f"60–89, 45–59 and <45 vs ≥90 {_EGFR_UNIT}",
        _EGFR, banded(egfr, (45, 60, 90), highest_first=True), (">=90", "60-89", "45-59", "<45"),
        hazards=("assay changed", "sparse"), citation=f"KDIGO 2012 categories; {_CKD_EPI}",
        short="eGFR category", synonyms=(*_EGFR_WORDS, "CKD stage"),
        level_labels={
            ">=90": f"≥90 {_EGFR_UNIT}", "60-89": f"60–89 {_EGFR_UNIT}", "45-59": f"45–59 {_EGFR_UNIT}",
            "<45": f"<45 {_EGFR_UNIT}",
        },
    ),
    Variable(
        "egfr_lt60", f"eGFR <60 {_EGFR_UNIT}", GROUP, "binary", f"<60 vs ≥60 {_EGFR_UNIT}",
        _EGFR, below(egfr, 60), (">=60", "<60"),
        hazards=("assay changed",), citation=f"KDIGO 2012; {_CKD_EPI}",
        short="eGFR <60", synonyms=(*_EGFR_WORDS, *_CKD_WORDS),
        level_labels={">=60": f"≥60 {_EGFR_UNIT}", "<60": f"<60 {_EGFR_UNIT}"},
    ),
    Variable(
        "egfr", "Estimated glomerular filtration rate (eGFR)", GROUP, "continuous", f"per 1 {_EGFR_UNIT}",
        _EGFR, as_measured(egfr), unit="mL/min/1.73 m2", hazards=("assay changed",), citation=_CKD_EPI,
        short="eGFR", synonyms=_EGFR_WORDS,
    ),
    Variable(
        "albuminuria", "Albuminuria (urine albumin-to-creatinine ratio ≥30 mg/g)", GROUP, "binary",
        "≥30 vs <30 mg/g", _ACR, at_least(rounded_ratio, 30), ("<30 mg/g", ">=30 mg/g"),
        hazards=("assay changed",), citation=f"KDIGO 2012; {_CONVERTED}",
        note="Albuminuria is based on one urine sample. The ratio is rounded to 2 decimals, as CDC releases it.",
        short="Albuminuria", synonyms=_ACR_WORDS,
    ),
    Variable(
        "acr_doubling", "Urine albumin-to-creatinine ratio, per doubling", GROUP, "continuous",
        "per doubling",
        _ACR, doublings(albumin_creatinine_ratio), unit="doubling",
        hazards=("assay changed",), citation=_CONVERTED, short="Urine ACR, per doubling", synonyms=_ACR_WORDS,
    ),
    Variable(
        "acr", "Urine albumin-to-creatinine ratio", GROUP, "continuous", "per 1 mg/g",
        _ACR, as_measured(rounded_ratio), unit="mg/g",
        hazards=("assay changed",), citation=_CONVERTED, short="Urine ACR", synonyms=_ACR_WORDS,
    ),
    Variable(
        "ckd", "Chronic kidney disease (eGFR <60 or ACR ≥30 mg/g)", GROUP, "binary",
        f"eGFR <60 {_EGFR_UNIT} or urine ACR ≥30 mg/g vs neither", (*_EGFR, *_ACR),
        chronic_kidney_disease, ("no", "yes"), hazards=("assay changed",),
        citation=f"KDIGO 2012 markers; {_CKD_EPI}; {_CONVERTED}",
        note="CKD is based on one measurement here, whereas the clinical definition requires three months. "
        "People with only one of the two markers measured are excluded. An estimate for CKD does not stand in for "
        "dialysis.",
        short="CKD", synonyms=_CKD_WORDS,
    ),
    Variable(
        "kidney_told", "Kidney disease (self-reported)", GROUP, "binary", "yes vs no",
        (COLUMNS["weak_kidneys"],), yes("weak_kidneys"), ("no", "yes"), hazards=("self-report",),
        note="Participants were asked whether a doctor had ever told them that they had weak or failing kidneys.",
        short="Kidney disease (reported)", synonyms=("weak or failing kidneys", *_CKD_WORDS),
    ),
    Variable(
        "dialysis", "Dialysis in the past 12 months (self-reported)", GROUP, "binary", "yes vs no",
        (COLUMNS["weak_kidneys"], COLUMNS["on_dialysis"]),
        settled("weak_kidneys", {2: 0}, yes("on_dialysis")), ("no", "yes"),
        hazards=("self-report", "sparse"),
        note="Whether dialysis is associated with RLS cannot be assessed in these data, because too few cases "
        "received it. An estimate for chronic kidney disease does not stand in for dialysis. People who did not report "
        "weak or failing kidneys were not asked and count as no.",
        short="Dialysis",
        synonyms=(
            "hemodialysis", "haemodialysis", "peritoneal dialysis", "end-stage renal disease",
            "end stage renal disease", "end-stage kidney disease", "ESRD", "ESKD", "kidney failure", "uremia",
        ),
    ),
)  # fmt: skip
