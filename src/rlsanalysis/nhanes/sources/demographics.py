"""Provide age, sex, race and ethnicity, education and income from CDC's files."""

import pandas as pd

from rlsanalysis.definitions.derivations import recoded
from rlsanalysis.nhanes.canonical import Canonical, Facts, as_recorded
from rlsanalysis.nhanes.columns import coded, columns, measured, refused_or_unknown

TOP_AGE = 80

COLUMNS = columns(
    """
                D              E              H              I              J              P
    age         DEMO.RIDAGEYR  DEMO.RIDAGEYR  DEMO.RIDAGEYR  DEMO.RIDAGEYR  DEMO.RIDAGEYR  DEMO.RIDAGEYR
    sex         DEMO.RIAGENDR  DEMO.RIAGENDR  DEMO.RIAGENDR  DEMO.RIAGENDR  DEMO.RIAGENDR  DEMO.RIAGENDR
    race5       DEMO.RIDRETH1  DEMO.RIDRETH1  DEMO.RIDRETH1  DEMO.RIDRETH1  DEMO.RIDRETH1  DEMO.RIDRETH1
    race6       -              -              DEMO.RIDRETH3  DEMO.RIDRETH3  DEMO.RIDRETH3  DEMO.RIDRETH3
    education5  DEMO.DMDEDUC2  DEMO.DMDEDUC2  DEMO.DMDEDUC2  DEMO.DMDEDUC2  DEMO.DMDEDUC2  DEMO.DMDEDUC2
    pir         DEMO.INDFMPIR  DEMO.INDFMPIR  DEMO.INDFMPIR  DEMO.INDFMPIR  DEMO.INDFMPIR  DEMO.INDFMPIR
    """,
    age=measured("Age at screening", "years", (0, 85)),
    sex=coded("Sex", {1: "male", 2: "female"}),
    race5=coded(
        "Race and Hispanic origin",
        {1: "Mexican American", 2: "other Hispanic", 3: "non-Hispanic White", 4: "non-Hispanic Black", 5: "other"},
    ),
    race6=coded(
        "Race and Hispanic origin, with non-Hispanic Asian",
        {
            1: "Mexican American", 2: "other Hispanic", 3: "non-Hispanic White",
            4: "non-Hispanic Black", 6: "non-Hispanic Asian", 7: "other or multiracial",
        },
    ),
    education5=coded(
        "Highest level of education, adults",
        {
            1: "less than 9th grade", 2: "9th–11th grade, or 12th without diploma", 3: "high school or equivalent",
            4: "some college", 5: "college graduate",
        },
        refused_or_unknown(1),
        asked="adults 20+",
    ),
    pir=measured("Ratio of family income to the poverty guideline (5 = 5 or more)", "ratio", (0, 5)),
)  # fmt: skip


def age(people: pd.DataFrame) -> "pd.Series[float]":
    """Return age in years; ages above 80 count as 80, which is CDC's top code from 2007–2008 on."""
    return people["age"].clip(upper=TOP_AGE)


CANONICAL = (
    Canonical("age", (COLUMNS["age"],), age),
    Canonical("female", (COLUMNS["sex"],), recoded("sex", {1: 0, 2: 1})),
    Canonical("race", (COLUMNS["race5"],), recoded("race5", {3: 0, 4: 1, 1: 2, 2: 2, 5: 3})),
    Canonical(
        "race_asian_apart", (COLUMNS["race6"],), recoded("race6", {3: 0, 4: 1, 1: 2, 2: 2, 6: 3, 7: 4})
    ),
    Canonical("education", (COLUMNS["education5"],), recoded("education5", {1: 0, 2: 0, 3: 1, 4: 2, 5: 2})),
    Canonical("income_to_poverty", (COLUMNS["pir"],), as_recorded("pir")),
)

_TOP_CODED = Facts(hazards=("top-coded",))

FACTS = {
    "age_10": Facts(hazards=("top-coded",), note="Ages above 80 count as 80."),
    "poverty": _TOP_CODED,
    "poverty_or_unknown": _TOP_CODED,
}
