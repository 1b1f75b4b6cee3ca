"""Define kidney measures: filtration (eGFR), urine albumin, chronic kidney disease, and self-reported disease."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.derivations import (
    any_yes,
    as_measured,
    at_least,
    banded,
    below,
    doublings,
    known,
    scaled,
)

GROUP = "kidney"


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


def egfr(people: pd.DataFrame) -> "pd.Series[float]":
    """Return eGFR (mL/min/1.73 m²) from creatinine, age and sex."""
    rate = ckd_epi_2021(people["creatinine"], people["age"], people["female"] == 1)
    return pd.Series(rate, index=people.index).where(people["female"].notna())


def albumin_creatinine_ratio(people: pd.DataFrame) -> "pd.Series[float]":
    """Return the urine albumin-to-creatinine ratio, mg/g."""
    return 100 * people["urine_albumin"] / people["urine_creatinine"]


def rounded_ratio(people: pd.DataFrame) -> "pd.Series[float]":
    """Return the ratio to two decimals, as laboratories report it, so that exactly 30 mg/g is 30."""
    return albumin_creatinine_ratio(people).round(2)


def chronic_kidney_disease(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for eGFR below 60 or ACR of 30 mg/g or more, 0 for neither; missing if either is unknown."""
    rate, ratio = egfr(people), rounded_ratio(people)
    return known((rate < 60) | (ratio >= 30), rate, ratio)


def kidney_failure(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for eGFR below 15 or dialysis, 0 if both are known and neither holds."""
    return any_yes("low", "dialysis")(people.assign(low=below(egfr, 15)))


_EGFR = ("creatinine", "age", "female")
_ACR = ("urine_albumin", "urine_creatinine")
_CKD_EPI = "CKD-EPI 2021 (Inker 2021)"
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

DEFINITIONS = (
    Definition(
        "egfr_10_lower", f"eGFR, per 10 {_EGFR_UNIT} lower", GROUP, "continuous",
        f"per 10 {_EGFR_UNIT} lower",
        _EGFR, scaled(egfr, -10), unit="10 mL/min/1.73 m2 lower",
        citation=_CKD_EPI, short="eGFR, per 10 lower", synonyms=_EGFR_WORDS,
    ),
    Definition(
        "egfr_stage", f"eGFR category ({_EGFR_UNIT})", GROUP, "categorical",
        f"60–89, 45–59 and <45 vs ≥90 {_EGFR_UNIT}",
        _EGFR, banded(egfr, (45, 60, 90), highest_first=True), (">=90", "60-89", "45-59", "<45"),
        citation=f"KDIGO 2012 categories; {_CKD_EPI}",
        short="eGFR category", synonyms=(*_EGFR_WORDS, "CKD stage"),
        level_labels={
            ">=90": f"≥90 {_EGFR_UNIT}", "60-89": f"60–89 {_EGFR_UNIT}", "45-59": f"45–59 {_EGFR_UNIT}",
            "<45": f"<45 {_EGFR_UNIT}",
        },
    ),
    Definition(
        "egfr_lt60", f"eGFR <60 {_EGFR_UNIT}", GROUP, "binary", f"<60 vs ≥60 {_EGFR_UNIT}",
        _EGFR, below(egfr, 60), (">=60", "<60"),
        citation=f"KDIGO 2012; {_CKD_EPI}",
        short="eGFR <60", synonyms=(*_EGFR_WORDS, *_CKD_WORDS),
        level_labels={">=60": f"≥60 {_EGFR_UNIT}", "<60": f"<60 {_EGFR_UNIT}"},
    ),
    Definition(
        "egfr", "Estimated glomerular filtration rate (eGFR)", GROUP, "continuous", f"per 1 {_EGFR_UNIT}",
        _EGFR, as_measured(egfr), unit="mL/min/1.73 m2", citation=_CKD_EPI,
        short="eGFR", synonyms=_EGFR_WORDS,
    ),
    Definition(
        "albuminuria", "Albuminuria (urine albumin-to-creatinine ratio ≥30 mg/g)", GROUP, "binary",
        "≥30 vs <30 mg/g", _ACR, at_least(rounded_ratio, 30), ("<30 mg/g", ">=30 mg/g"),
        citation="KDIGO 2012",
        short="Albuminuria", synonyms=_ACR_WORDS,
    ),
    Definition(
        "acr_doubling", "Urine albumin-to-creatinine ratio, per doubling", GROUP, "continuous",
        "per doubling",
        _ACR, doublings(albumin_creatinine_ratio), unit="doubling",
        short="Urine ACR, per doubling", synonyms=_ACR_WORDS,
    ),
    Definition(
        "acr", "Urine albumin-to-creatinine ratio", GROUP, "continuous", "per 1 mg/g",
        _ACR, as_measured(rounded_ratio), unit="mg/g",
        short="Urine ACR", synonyms=_ACR_WORDS,
    ),
    Definition(
        "ckd", "Chronic kidney disease (eGFR <60 or ACR ≥30 mg/g)", GROUP, "binary",
        f"eGFR <60 {_EGFR_UNIT} or urine ACR ≥30 mg/g vs neither", (*_EGFR, *_ACR),
        chronic_kidney_disease, ("no", "yes"),
        citation=f"KDIGO 2012 markers; {_CKD_EPI}",
        note="CKD is based on one measurement here, whereas the clinical definition requires three months. "
        "People with only one of the two markers measured are excluded. An estimate for CKD does not stand in for "
        "dialysis.",
        short="CKD", synonyms=_CKD_WORDS,
    ),
    Definition(
        "kidney_failure", "Kidney failure (eGFR <15 or dialysis in the past 12 months)", GROUP, "binary",
        f"eGFR <15 {_EGFR_UNIT} or dialysis vs neither", (*_EGFR, "dialysis"),
        kidney_failure, ("no", "yes"), hazards=("self-report",),
        citation=f"KDIGO 2012; {_CKD_EPI}",
        note="The eGFR is based on one measurement. Dialysis is self-reported.",
        short="Kidney failure",
        synonyms=("ESRD", "ESKD", "end-stage renal disease", "end-stage kidney disease", "uremia", "dialysis"),
    ),
    Definition(
        "kidney_told", "Kidney disease (self-reported)", GROUP, "binary", "yes vs no",
        ("kidney_disease",), as_measured("kidney_disease"), ("no", "yes"), hazards=("self-report",),
        short="Kidney disease (reported)", synonyms=("weak or failing kidneys", *_CKD_WORDS),
    ),
    Definition(
        "dialysis", "Dialysis in the past 12 months (self-reported)", GROUP, "binary", "yes vs no",
        ("dialysis",), as_measured("dialysis"), ("no", "yes"), hazards=("self-report",),
        short="Dialysis",
        synonyms=(
            "hemodialysis", "haemodialysis", "peritoneal dialysis", "end-stage renal disease",
            "end stage renal disease", "end-stage kidney disease", "ESRD", "ESKD", "kidney failure", "uremia",
        ),
    ),
)  # fmt: skip
