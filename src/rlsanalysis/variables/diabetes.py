"""Diabetes: told by a doctor, glycated haemoglobin, fasting glucose, treatment and its complications."""

import numpy as np
import pandas as pd

from rlsanalysis.variables.declare import Column, Variable, coded, columns, measured, refused_or_unknown
from rlsanalysis.variables.demographics import COLUMNS as DEMOGRAPHICS
from rlsanalysis.variables.derivations import (
    Derivation,
    as_measured,
    banded,
    converted,
    known,
    recoded,
    scaled,
    settled,
    yes,
)

GROUP = "diabetes"

COLUMNS = columns(
    """
                   D           E           H           I           J           P
    diabetes       DIQ.DIQ010  DIQ.DIQ010  DIQ.DIQ010  DIQ.DIQ010  DIQ.DIQ010  DIQ.DIQ010
    insulin_now    DIQ.DIQ050  DIQ.DIQ050  DIQ.DIQ050  DIQ.DIQ050  DIQ.DIQ050  DIQ.DIQ050
    eyes_affected  DIQ.DIQ080  DIQ.DIQ080  DIQ.DIQ080  DIQ.DIQ080  DIQ.DIQ080  DIQ.DIQ080
    age_told       DIQ.DID040  DIQ.DID040  DIQ.DID040  DIQ.DID040  DIQ.DID040  DIQ.DID040
    hba1c          GHB.LBXGH   GHB.LBXGH   GHB.LBXGH   GHB.LBXGH   GHB.LBXGH   GHB.LBXGH
    glucose        GLU.LBXGLU  GLU.LBXGLU  GLU.LBXGLU  GLU.LBXGLU  GLU.LBXGLU  GLU.LBXGLU
    """,
    diabetes=coded(
        "ever told of diabetes by a doctor, other than in pregnancy",
        {1: "yes", 2: "no", 3: "borderline"}, refused_or_unknown(1), asked="ages 1+",
    ),
    insulin_now=coded(
        "takes insulin now", {1: "yes", 2: "no"}, refused_or_unknown(1),
        asked="ages 1+; in P those told of diabetes",
    ),
    eyes_affected=coded(
        "told that diabetes affected the eyes", {1: "yes", 2: "no"}, refused_or_unknown(1),
        asked="ages 12+ told of diabetes",
    ),
    age_told=measured(
        "age when first told of diabetes", "years", (1, 82),
        {80: "80 or more, from E on", 85: "85 or more, in D", 666: "under 1 year of age"},
        refused_or_unknown(3), asked="those told of diabetes",
    ),
    hba1c=measured("glycated haemoglobin", "%", (2, 17.5), asked="ages 12+"),
    glucose=measured("plasma glucose, fasting", "mg/dL", (21, 584), asked="ages 12+ of the morning sessions"),
)  # fmt: skip

_UNDER_ONE_YEAR = 666


def diabetes_any(people: pd.DataFrame) -> "pd.Series[float]":
    """1: told of diabetes or HbA1c of 6.5 % or more; 0: neither; missing where either is unknown."""
    return known((people["diabetes"] == 1) | (people["hba1c"] >= 6.5), people["diabetes"], people["hba1c"])


def glycaemia(people: pd.DataFrame) -> "pd.Series[float]":
    """0: normal, 1: HbA1c of 5.7 to below 6.5 % or told of borderline diabetes, 2: diabetes."""
    diabetes = diabetes_any(people)
    before = (people["hba1c"] >= 5.7) | (people["diabetes"] == 3)
    return pd.Series(
        np.select([diabetes.isna(), diabetes == 1, before], [np.nan, 2, 1], 0.0), index=people.index
    )


def years_since_told(people: pd.DataFrame) -> "pd.Series[float]":
    """Age now, above 80 counted as 80, less age when told of diabetes: years, below 0 if told after 80."""
    return people["age"] - people["age_told"].replace(_UNDER_ONE_YEAR, 0)


def _told_then(otherwise: Derivation) -> Derivation:
    """0 without diabetes (borderline too); of people with diabetes, what a later answer says."""
    return settled("diabetes", {2: 0, 3: 0}, otherwise)


_TOLD: tuple[Column, ...] = (COLUMNS["diabetes"],)
_BOTH = (*_TOLD, COLUMNS["hba1c"])
_ADA = "American Diabetes Association"

VARIABLES = (
    Variable(
        "diabetes_told", "Diabetes, told by a doctor", GROUP, "binary", "yes vs no; borderline counts as no",
        _TOLD, recoded("diabetes", {1: 1, 2: 0, 3: 0}), ("no", "yes"), hazards=("self-report",),
    ),
    Variable(
        "diabetes_any", "Diabetes, told or HbA1c 6.5 % or more", GROUP, "binary",
        "either vs neither; both must be known", _BOTH, diabetes_any, ("no", "yes"),
        hazards=("self-report",), citation=_ADA,
    ),
    Variable(
        "glycaemia", "Glycaemia", GROUP, "categorical",
        "normal (ref), prediabetes (HbA1c 5.7-6.4 or told borderline), diabetes_any",
        _BOTH, glycaemia, ("normal", "prediabetes", "diabetes"), hazards=("self-report",), citation=_ADA,
    ),
    Variable(
        "hba1c", "HbA1c, per 1 %", GROUP, "continuous", "%",
        (COLUMNS["hba1c"],), as_measured("hba1c"), unit="1 %",
    ),
    Variable(
        "glucose_fasting", "Fasting glucose, per 1 mmol/L", GROUP, "continuous", "mg/dL /18",
        (COLUMNS["glucose"],), scaled(converted("glucose", {"D": (1, 1.148), "H": (1.023, -0.5108)}), 18),
        unit="1 mmol/L", hazards=("assay changed",), citation="conversions: CDC, notes to GLU_E and GLU_I",
        note="people who had not fasted have a weight of 0 and leave every model",
    ),
    Variable(
        "insulin", "Takes insulin", GROUP, "binary", "diabetes told and insulin vs all others",
        (*_TOLD, COLUMNS["insulin_now"]), _told_then(yes("insulin_now")), ("no", "yes"),
        hazards=("self-report", "skip changed"),
        note="P asks people with diabetes only; no diabetes told = no",
    ),
    Variable(
        "retinopathy", "Diabetic retinopathy, told", GROUP, "categorical",
        "no diabetes (ref, with borderline), diabetes without, diabetes with",
        (*_TOLD, COLUMNS["eyes_affected"]), _told_then(recoded("eyes_affected", {2: 1, 1: 2})),
        ("no diabetes", "diabetes without", "diabetes with"), hazards=("self-report",),
    ),
    Variable(
        "diabetes_duration", "Years since diagnosis of diabetes", GROUP, "categorical",
        "no diabetes (ref, with borderline), <10, >=10",
        (*_TOLD, COLUMNS["age_told"], DEMOGRAPHICS["age"]),
        _told_then(lambda people: 1 + banded(years_since_told, (10,))(people)),
        ("no diabetes", "<10", ">=10"), hazards=("self-report", "top-coded"),
        note="age above 80 counts as 80; told under 1 year of age counts as told at 0",
    ),
)  # fmt: skip
