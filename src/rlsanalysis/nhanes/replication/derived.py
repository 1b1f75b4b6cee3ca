"""Columns that recipes use and the raw tables do not have: filtration, albuminuria, drugs, rounded body mass index.

Definitions of the package serve where a source means the same. Equations that the package does not use are those of the
time of publication.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rlsanalysis.definitions.derivations import known, recoded
from rlsanalysis.definitions.diabetes import diabetes_any
from rlsanalysis.definitions.drugs import Drugs, any_row
from rlsanalysis.definitions.kidney import rounded_ratio
from rlsanalysis.nhanes.sources.kidney import urine_creatinine

ANTIDEPRESSANTS = 249
"""Class of antidepressants in Multum Lexicon."""


@dataclass(frozen=True)
class Derived:
    """A column derived from raw columns.

    Attributes
    ----------
    needs : raw columns, and `release`.
    value : function of a frame with these columns.
    """

    needs: tuple[str, ...]
    value: Callable[[pd.DataFrame], "pd.Series[float]"]


def creatinine(people: pd.DataFrame) -> "pd.Series[float]":
    """Return serum creatinine (mg/dL) as sources used it: that of 2005–2006 converted, others as released.

    Source: Selvin 2007; CDC, note to BIOPRO_D.
    """
    released = people["LBXSCR"]
    return released.where(people["release"] != "D", 0.978 * released - 0.016)


def mdrd(people: pd.DataFrame) -> "pd.Series[float]":
    """Return adults' eGFR (mL/min/1.73 m²) by the four-variable MDRD equation for IDMS creatinine (Levey 2006)."""
    age = people["RIDAGEYR"].where(people["RIDAGEYR"] >= 18).to_numpy()
    rate = 175 * creatinine(people).to_numpy() ** -1.154 * age**-0.203
    factor = np.where(people["RIAGENDR"] == 2, 0.742, 1.0) * np.where(people["RIDRETH1"] == 4, 1.212, 1.0)
    return pd.Series(rate * factor, index=people.index)


def ckd_epi_2009(people: pd.DataFrame) -> "pd.Series[float]":
    """Return eGFR (mL/min/1.73 m²) by the CKD-EPI creatinine equation of 2009 (Levey 2009), which includes race."""
    female = (people["RIAGENDR"] == 2).to_numpy()
    ratio = creatinine(people).to_numpy() / np.where(female, 0.7, 0.9)
    power = np.where(female, -0.329, -0.411)
    rate = 141 * np.minimum(ratio, 1) ** power * np.maximum(ratio, 1) ** -1.209
    rate = rate * 0.993 ** people["RIDAGEYR"].to_numpy() * np.where(female, 1.018, 1.0)
    return pd.Series(rate * np.where(people["RIDRETH1"] == 4, 1.159, 1.0), index=people.index)


def albuminuria(people: pd.DataFrame) -> "pd.Series[float]":
    """Return the urine albumin-to-creatinine ratio (mg/g), with urine creatinine of 2005–2006 converted."""
    urine = people.assign(urine_creatinine=people["URXUCR"], urine_albumin=people["URXUMA"])
    return rounded_ratio(urine.assign(urine_creatinine=urine_creatinine(urine)))


def rounded_bmi(people: pd.DataFrame) -> "pd.Series[float]":
    """Return body mass index (kg/m²) rounded half up to one decimal."""
    return pd.Series(np.floor(people["BMXBMI"].to_numpy() * 10 + 0.5 + 1e-9) / 10, index=people.index)


def diabetes(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for diagnosed diabetes or HbA1c of 6.5% or more, 0 for neither; missing if either is unknown."""
    reported = recoded("DIQ010", {2: 0, 3: 1, 1: 2})(people)
    return diabetes_any(people.assign(diabetes=reported, hba1c=people["LBXGH"]))


def kidney_disease(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for eGFR (MDRD) below 60 or ACR of 30 mg/g or more, 0 for neither; missing if either is unknown."""
    rate, ratio = mdrd(people), albuminuria(people)
    return known((rate < 60) | (ratio >= 30), rate, ratio)


def cardiovascular_disease(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for heart failure, coronary disease, angina, heart attack or stroke, 0 if all are denied."""
    answers = people[["MCQ160B", "MCQ160C", "MCQ160D", "MCQ160E", "MCQ160F"]]
    return _chosen((answers == 1).any(axis=1), (answers == 2).all(axis=1))


def drinker(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for any alcohol in the past 12 months, 0 for none, or fewer than 12 drinks in life."""
    days = people["ALQ120Q"].where(people["ALQ120Q"] <= 365)
    abstainer = (people["ALQ101"] == 2) & (people["ALQ110"] == 2)
    return _chosen(days > 0, (days == 0) | abstainer)


def _chosen(yes: "pd.Series[bool]", no: "pd.Series[bool]") -> "pd.Series[float]":
    return pd.Series(np.select([yes, no], [1.0, 0.0], np.nan), index=yes.index)


def antidepressant(people: pd.DataFrame, rows: pd.DataFrame, *, ingredients_too: bool) -> "pd.Series[float]":
    """Return 1 for an antidepressant in the past month, for whatever reason, 0 for everyone else who answered.

    Parameters
    ----------
    people : `seqn` and `rx_use`.
    rows : prepared rows of the prescriptions.
    ingredients_too : whether a combination product with an antidepressant counts.
    """
    drugs = Drugs((ANTIDEPRESSANTS,), ingredients_too=ingredients_too)
    return any_row(people, rows, drugs.among(rows))


_EQUATION = ("LBXSCR", "RIDAGEYR", "RIAGENDR", "RIDRETH1")

DERIVED: Mapping[str, Derived] = {
    "EGFR_MDRD": Derived(_EQUATION, mdrd),
    "EGFR_2009": Derived(_EQUATION, ckd_epi_2009),
    "ACR": Derived(("URXUMA", "URXUCR"), albuminuria),
    "BMI_ROUNDED": Derived(("BMXBMI",), rounded_bmi),
    "DIABETES": Derived(("DIQ010", "LBXGH"), diabetes),
    "CKD_MDRD": Derived((*_EQUATION, "URXUMA", "URXUCR"), kidney_disease),
    "CVD": Derived(("MCQ160B", "MCQ160C", "MCQ160D", "MCQ160E", "MCQ160F"), cardiovascular_disease),
    "DRINKER": Derived(("ALQ101", "ALQ110", "ALQ120Q"), drinker),
}
"""Columns of people; those of their prescriptions are `ANTIDEPRESSANT` and `ANTIDEPRESSANT_ANY`."""
PRESCRIPTIONS: Mapping[str, bool] = {"ANTIDEPRESSANT": False, "ANTIDEPRESSANT_ANY": True}
"""Columns derived from prescriptions, and whether combination products count."""
