"""Declare diabetes: self-reported diagnosis, HbA1c, fasting glucose, treatment and complications."""

import numpy as np
import pandas as pd

from rlsanalysis.variables.columns import Column, coded, columns, measured
from rlsanalysis.variables.declare import Variable, refused_or_unknown
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
    age_diagnosed  DIQ.DID040  DIQ.DID040  DIQ.DID040  DIQ.DID040  DIQ.DID040  DIQ.DID040
    hba1c          GHB.LBXGH   GHB.LBXGH   GHB.LBXGH   GHB.LBXGH   GHB.LBXGH   GHB.LBXGH
    glucose        GLU.LBXGLU  GLU.LBXGLU  GLU.LBXGLU  GLU.LBXGLU  GLU.LBXGLU  GLU.LBXGLU
    """,
    diabetes=coded(
        "Ever told by a doctor or other health professional of diabetes, other than in pregnancy",
        {1: "yes", 2: "no", 3: "borderline"}, refused_or_unknown(1), asked="ages 1+",
    ),
    insulin_now=coded(
        "Current use of insulin", {1: "yes", 2: "no"}, refused_or_unknown(1),
        asked="ages 1+; in 2017–March 2020 those who reported diabetes",
    ),
    eyes_affected=coded(
        "Told by a doctor that diabetes affected the eyes", {1: "yes", 2: "no"}, refused_or_unknown(1),
        asked="ages 12+ who reported diabetes",
    ),
    age_diagnosed=measured(
        "Age at diagnosis of diabetes", "years", (1, 82),
        {80: "80 or more (from 2007–2008)", 85: "85 or more (2005–2006)", 666: "under 1 year of age"},
        refused_or_unknown(3), asked="participants who reported diabetes",
    ),
    hba1c=measured("Glycated hemoglobin (HbA1c)", "%", (2, 17.5), asked="ages 12+"),
    glucose=measured("Fasting plasma glucose", "mg/dL", (21, 584), asked="ages 12+ examined in a morning session"),
)  # fmt: skip

_UNDER_ONE_YEAR = 666


def diabetes_any(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for reported diabetes or HbA1c of 6.5% or more, 0 for neither; missing if either is unknown."""
    return known((people["diabetes"] == 1) | (people["hba1c"] >= 6.5), people["diabetes"], people["hba1c"])


def glycaemia(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 0 for normal, 1 for HbA1c of 5.7% to below 6.5% or reported borderline diabetes, 2 for diabetes."""
    diabetes = diabetes_any(people)
    before = (people["hba1c"] >= 5.7) | (people["diabetes"] == 3)
    return pd.Series(
        np.select([diabetes.isna(), diabetes == 1, before], [np.nan, 2, 1], 0.0), index=people.index
    )


def years_since_diagnosis(people: pd.DataFrame) -> "pd.Series[float]":
    """Return age (above 80 counted as 80) minus age at diagnosis, in years; negative if diagnosed after 80."""
    return people["age"] - people["age_diagnosed"].replace(_UNDER_ONE_YEAR, 0)


def _if_diabetic(among_diabetics: Derivation) -> Derivation:
    """Derive 0 without diagnosed diabetes (borderline included), otherwise the value among people with diabetes."""
    return settled("diabetes", {2: 0, 3: 0}, among_diabetics)


_DIAGNOSIS: tuple[Column, ...] = (COLUMNS["diabetes"],)
_WITH_HBA1C = (*_DIAGNOSIS, COLUMNS["hba1c"])
_ADA = "American Diabetes Association"
_DIABETES_WORDS = ("diabetes mellitus", "diabetic", "type 2 diabetes")
_GLUCOSE_WORDS = ("blood sugar", "blood glucose", "glycemia")

VARIABLES = (
    Variable(
        "diabetes_told", "Diabetes (self-reported physician diagnosis)", GROUP, "binary",
        "diagnosed diabetes vs no diabetes, including borderline",
        _DIAGNOSIS, recoded("diabetes", {1: 1, 2: 0, 3: 0}), ("no", "yes"), hazards=("self-report",),
        short="Diabetes", synonyms=_DIABETES_WORDS,
    ),
    Variable(
        "diabetes_any", "Diabetes (self-reported or HbA1c ≥6.5%)", GROUP, "binary", "either vs neither",
        _WITH_HBA1C, diabetes_any, ("no", "yes"), hazards=("self-report",), citation=_ADA,
        note="People without both an answer and a measurement of HbA1c are missing.",
        short="Diabetes or HbA1c ≥6.5%", synonyms=(*_DIABETES_WORDS, *_GLUCOSE_WORDS),
    ),
    Variable(
        "glycaemia", "Glycemic status", GROUP, "categorical",
        "prediabetes (HbA1c 5.7%–6.4% or reported borderline diabetes) and diabetes (reported or HbA1c ≥6.5%) "
        "vs normal",
        _WITH_HBA1C, glycaemia, ("normal", "prediabetes", "diabetes"), hazards=("self-report",), citation=_ADA,
        short="Glycemic status", synonyms=(*_DIABETES_WORDS, *_GLUCOSE_WORDS, "borderline diabetes"),
    ),
    Variable(
        "hba1c", "HbA1c, per 1 percentage point", GROUP, "continuous", "per 1 percentage point",
        (COLUMNS["hba1c"],), as_measured("hba1c"), unit="1 %",
        short="HbA1c, per 1%", synonyms=("glycated hemoglobin", "A1c", *_GLUCOSE_WORDS),
        level_labels={"1 %": "1 percentage point"},
    ),
    Variable(
        "glucose_fasting", "Fasting plasma glucose, per 1 mmol/L", GROUP, "continuous",
        "per 1 mmol/L (18 mg/dL)",
        (COLUMNS["glucose"],), scaled(converted("glucose", {"D": (1, 1.148), "H": (1.023, -0.5108)}), 18),
        unit="1 mmol/L", hazards=("assay changed",), citation="conversions from CDC's notes to GLU_E and GLU_I",
        note="People who had not fasted have a weight of zero and do not contribute to any model.",
        short="Glucose, per 1 mmol/L", synonyms=("fasting glucose", *_GLUCOSE_WORDS),
    ),
    Variable(
        "insulin", "Insulin use (with diagnosed diabetes)", GROUP, "binary",
        "diagnosed diabetes and current insulin use vs all others",
        (*_DIAGNOSIS, COLUMNS["insulin_now"]), _if_diabetic(yes("insulin_now")), ("no", "yes"),
        hazards=("self-report", "skip changed"),
        note="In 2017–March 2020 only people with diagnosed diabetes were asked. People without diagnosed diabetes "
        "count as no.",
        short="Insulin use", synonyms=("insulin treatment", *_DIABETES_WORDS),
    ),
    Variable(
        "retinopathy", "Diabetic retinopathy (self-reported)", GROUP, "categorical",
        "diabetes without and diabetes with retinopathy vs no diabetes, including borderline",
        (*_DIAGNOSIS, COLUMNS["eyes_affected"]), _if_diabetic(recoded("eyes_affected", {2: 1, 1: 2})),
        ("no diabetes", "diabetes without", "diabetes with"), hazards=("self-report",),
        short="Diabetic retinopathy", synonyms=("diabetic eye disease", "diabetes complications"),
        level_labels={
            "diabetes without": "diabetes without retinopathy", "diabetes with": "diabetes with retinopathy",
        },
    ),
    Variable(
        "diabetes_duration", "Time since diagnosis of diabetes", GROUP, "categorical",
        "<10 and ≥10 years vs no diabetes, including borderline",
        (*_DIAGNOSIS, COLUMNS["age_diagnosed"], DEMOGRAPHICS["age"]),
        _if_diabetic(lambda people: 1 + banded(years_since_diagnosis, (10,))(people)),
        ("no diabetes", "<10", ">=10"), hazards=("self-report", "top-coded"),
        note="Age above 80 counts as 80. A diagnosis under 1 year of age counts as age 0.",
        short="Diabetes duration", synonyms=_DIABETES_WORDS,
        level_labels={"<10": "diabetes for <10 years", ">=10": "diabetes for ≥10 years"},
    ),
)  # fmt: skip
