"""Provide kidney measures from CDC's files, with creatinine of all survey cycles on one scale."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from rlsanalysis.definitions.derivations import settled
from rlsanalysis.nhanes.canonical import Canonical, Facts, as_recorded, converted, yes
from rlsanalysis.nhanes.columns import columns, diagnosis, measured, yes_no

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
    weak_kidneys=diagnosis("weak or failing kidneys"),
    on_dialysis=yes_no("Dialysis in the past 12 months", asked="adults who reported weak or failing kidneys"),
)  # fmt: skip


def converted_urine_creatinine(measured_2005: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return urine creatinine (mg/dL) of 2005–2006 on the later scale, by three pieces (CDC, note to ALB_CR_E)."""
    x = np.asarray(measured_2005, dtype=np.float64)
    slope = np.select([x < 75, x < 250], [1.02, 1.05], 1.01)
    offset = np.select([x < 75, x < 250], [0.36, 0.74], 0.10)
    return np.asarray((slope * np.sqrt(x) - offset) ** 2, dtype=np.float64)


def urine_creatinine(people: pd.DataFrame) -> "pd.Series[float]":
    """Return urine creatinine (mg/dL), with that of 2005–2006 on the later scale."""
    creatinine = people["urine_creatinine"]
    of_d = pd.Series(converted_urine_creatinine(creatinine), index=people.index)
    return creatinine.where(people["release"] != "D", of_d)


CANONICAL = (
    Canonical(
        "creatinine", (COLUMNS["creatinine"],),
        converted("creatinine", {"D": (0.978, -0.016), "H": (0.9515, 0.06608), "I": (0.9515, 0.06608)}),
    ),
    Canonical("urine_albumin", (COLUMNS["urine_albumin"],), as_recorded("urine_albumin")),
    Canonical("urine_creatinine", (COLUMNS["urine_creatinine"],), urine_creatinine),
    Canonical("kidney_disease", (COLUMNS["weak_kidneys"],), yes("weak_kidneys")),
    Canonical(
        "dialysis", (COLUMNS["weak_kidneys"], COLUMNS["on_dialysis"]),
        settled("weak_kidneys", {2: 0}, yes("on_dialysis")),
    ),
)  # fmt: skip

_SERUM = "creatinine converted as in CDC's notes to BIOPRO_D and BIOPRO_J"
_URINE = "urine creatinine of 2005–2006 converted as in CDC's note to ALB_CR_E"
_FILTRATION = Facts(hazards=("assay changed",), citation=_SERUM)
_ALBUMIN = Facts(hazards=("assay changed",), citation=_URINE)

FACTS = {
    **dict.fromkeys(("egfr_10_lower", "egfr_lt60", "egfr"), _FILTRATION),
    "egfr_stage": Facts(hazards=("assay changed", "sparse"), citation=_SERUM),
    **dict.fromkeys(("acr_doubling", "acr"), _ALBUMIN),
    "albuminuria": Facts(
        hazards=("assay changed",), citation=_URINE,
        note="Albuminuria is based on one urine sample. The ratio is rounded to 2 decimals, as CDC releases it.",
    ),
    "ckd": Facts(hazards=("assay changed",), citation=f"{_SERUM}; {_URINE}"),
    "kidney_failure": Facts(
        hazards=("assay changed", "sparse"), citation=_SERUM,
        note="Only people who reported weak or failing kidneys were asked about dialysis. Those who denied them "
        "count as not on dialysis.",
    ),
    "kidney_told": Facts(
        note="Participants were asked whether a doctor had ever told them that they had weak or failing kidneys."
    ),
    "dialysis": Facts(
        hazards=("sparse",),
        note="Whether dialysis is associated with RLS cannot be assessed in these data, because too few cases "
        "received it. An estimate for chronic kidney disease does not stand in for dialysis. People who did not report "
        "weak or failing kidneys were not asked and count as no.",
    ),
}  # fmt: skip
