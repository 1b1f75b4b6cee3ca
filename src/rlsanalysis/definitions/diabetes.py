"""Define diabetes: self-reported diagnosis, HbA1c, fasting glucose, treatment and complications."""

import numpy as np
import pandas as pd

from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.derivations import (
    Derivation,
    as_measured,
    banded,
    known,
    recoded,
    scaled,
    settled,
)

GROUP = "diabetes"


def diabetes_any(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for reported diabetes or HbA1c of 6.5% or more, 0 for neither; missing if either is unknown."""
    return known((people["diabetes"] == 2) | (people["hba1c"] >= 6.5), people["diabetes"], people["hba1c"])


def glycaemia(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 0 for normal, 1 for HbA1c of 5.7% to below 6.5% or reported borderline diabetes, 2 for diabetes."""
    diabetes = diabetes_any(people)
    before = (people["hba1c"] >= 5.7) | (people["diabetes"] == 1)
    return pd.Series(
        np.select([diabetes.isna(), diabetes == 1, before], [np.nan, 2, 1], 0.0), index=people.index
    )


def years_since_diagnosis(people: pd.DataFrame) -> "pd.Series[float]":
    """Return age minus age at diagnosis, in years."""
    return people["age"] - people["age_at_diabetes_diagnosis"]


def _if_diabetic(among_diabetics: Derivation) -> Derivation:
    """Derive 0 without diagnosed diabetes (borderline included), otherwise the value among people with diabetes."""
    return settled("diabetes", {0: 0, 1: 0}, among_diabetics)


_WITH_HBA1C = ("diabetes", "hba1c")
_ADA = "American Diabetes Association"
_DIABETES_WORDS = ("diabetes mellitus", "diabetic", "type 2 diabetes")
_GLUCOSE_WORDS = ("blood sugar", "blood glucose", "glycemia")

DEFINITIONS = (
    Definition(
        "diabetes_told", "Diabetes (self-reported physician diagnosis)", GROUP, "binary",
        "diagnosed diabetes vs no diabetes, including borderline",
        ("diabetes",), recoded("diabetes", {0: 0, 1: 0, 2: 1}), ("no", "yes"), hazards=("self-report",),
        short="Diabetes", synonyms=_DIABETES_WORDS,
    ),
    Definition(
        "diabetes_any", "Diabetes (self-reported or HbA1c ≥6.5%)", GROUP, "binary", "either vs neither",
        _WITH_HBA1C, diabetes_any, ("no", "yes"), hazards=("self-report",), citation=_ADA,
        note="People without both an answer and a measurement of HbA1c are missing.",
        short="Diabetes or HbA1c ≥6.5%", synonyms=(*_DIABETES_WORDS, *_GLUCOSE_WORDS),
    ),
    Definition(
        "glycaemia", "Glycemic status", GROUP, "categorical",
        "prediabetes (HbA1c 5.7%–6.4% or reported borderline diabetes) and diabetes (reported or HbA1c ≥6.5%) "
        "vs normal",
        _WITH_HBA1C, glycaemia, ("normal", "prediabetes", "diabetes"), hazards=("self-report",), citation=_ADA,
        short="Glycemic status", synonyms=(*_DIABETES_WORDS, *_GLUCOSE_WORDS, "borderline diabetes"),
    ),
    Definition(
        "hba1c", "HbA1c, per 1 percentage point", GROUP, "continuous", "per 1 percentage point",
        ("hba1c",), as_measured("hba1c"), unit="1 %",
        short="HbA1c, per 1%", synonyms=("glycated hemoglobin", "A1c", *_GLUCOSE_WORDS),
        level_labels={"1 %": "1 percentage point"},
    ),
    Definition(
        "glucose_fasting", "Fasting plasma glucose, per 1 mmol/L", GROUP, "continuous",
        "per 1 mmol/L (18 mg/dL)",
        ("glucose_fasting",), scaled("glucose_fasting", 18), unit="1 mmol/L",
        short="Glucose, per 1 mmol/L", synonyms=("fasting glucose", *_GLUCOSE_WORDS),
    ),
    Definition(
        "insulin", "Insulin use (with diagnosed diabetes)", GROUP, "binary",
        "diagnosed diabetes and current insulin use vs all others",
        ("diabetes", "insulin"), _if_diabetic(as_measured("insulin")), ("no", "yes"), hazards=("self-report",),
        short="Insulin use", synonyms=("insulin treatment", *_DIABETES_WORDS),
    ),
    Definition(
        "retinopathy", "Diabetic retinopathy (self-reported)", GROUP, "categorical",
        "diabetes without and diabetes with retinopathy vs no diabetes, including borderline",
        ("diabetes", "retinopathy"), _if_diabetic(recoded("retinopathy", {0: 1, 1: 2})),
        ("no diabetes", "diabetes without", "diabetes with"), hazards=("self-report",),
        short="Diabetic retinopathy", synonyms=("diabetic eye disease", "diabetes complications"),
        level_labels={
            "diabetes without": "diabetes without retinopathy", "diabetes with": "diabetes with retinopathy",
        },
    ),
    Definition(
        "diabetes_duration", "Time since diagnosis of diabetes", GROUP, "categorical",
        "<10 and ≥10 years vs no diabetes, including borderline",
        ("diabetes", "age_at_diabetes_diagnosis", "age"),
        _if_diabetic(lambda people: 1 + banded(years_since_diagnosis, (10,))(people)),
        ("no diabetes", "<10", ">=10"), hazards=("self-report",),
        short="Diabetes duration", synonyms=_DIABETES_WORDS,
        level_labels={"<10": "diabetes for <10 years", ">=10": "diabetes for ≥10 years"},
    ),
)  # fmt: skip
