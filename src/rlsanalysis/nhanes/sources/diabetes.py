"""Provide reported diabetes, its treatment and complications, HbA1c and fasting glucose from CDC's files."""

import pandas as pd

from rlsanalysis.definitions.derivations import recoded
from rlsanalysis.nhanes.canonical import Canonical, Facts, as_recorded, converted, yes
from rlsanalysis.nhanes.columns import coded, columns, measured, refused_or_unknown, yes_no

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
    insulin_now=yes_no("Current use of insulin", asked="ages 1+; in 2017–March 2020 those who reported diabetes"),
    eyes_affected=yes_no("Told by a doctor that diabetes affected the eyes", asked="ages 12+ who reported diabetes"),
    age_diagnosed=measured(
        "Age at diagnosis of diabetes", "years", (1, 82),
        {80: "80 or more (from 2007–2008)", 85: "85 or more (2005–2006)", 666: "under 1 year of age"},
        refused_or_unknown(3), asked="participants who reported diabetes",
    ),
    hba1c=measured("Glycated hemoglobin (HbA1c)", "%", (2, 17.5), asked="ages 12+"),
    glucose=measured("Fasting plasma glucose", "mg/dL", (21, 584), asked="ages 12+ examined in a morning session"),
)  # fmt: skip

_UNDER_ONE_YEAR = 666


def age_at_diagnosis(people: pd.DataFrame) -> "pd.Series[float]":
    """Return age at the diagnosis of diabetes in years; under 1 year of age is 0."""
    return people["age_diagnosed"].replace(_UNDER_ONE_YEAR, 0)


CANONICAL = (
    Canonical("diabetes", (COLUMNS["diabetes"],), recoded("diabetes", {2: 0, 3: 1, 1: 2})),
    Canonical("insulin", (COLUMNS["insulin_now"],), yes("insulin_now")),
    Canonical("retinopathy", (COLUMNS["eyes_affected"],), yes("eyes_affected")),
    Canonical("age_at_diabetes_diagnosis", (COLUMNS["age_diagnosed"],), age_at_diagnosis),
    Canonical("hba1c", (COLUMNS["hba1c"],), as_recorded("hba1c")),
    Canonical(
        "glucose_fasting",
        (COLUMNS["glucose"],),
        converted("glucose", {"D": (1, 1.148), "H": (1.023, -0.5108)}),
    ),
)

FACTS = {
    "glucose_fasting": Facts(
        hazards=("assay changed",),
        citation="conversions from CDC's notes to GLU_E and GLU_I",
        note="People who had not fasted have a weight of zero and do not contribute to any model.",
    ),
    "insulin": Facts(
        hazards=("skip changed",),
        note="In 2017–March 2020 only people with diagnosed diabetes were asked. People without diagnosed diabetes "
        "count as no.",
    ),
    "diabetes_duration": Facts(
        hazards=("top-coded",),
        note="Age above 80 counts as 80. A diagnosis under 1 year of age counts as age 0.",
    ),
}
