"""Declare age, sex, race and ethnicity, education and income: positive controls and the adjusters of the models."""

import numpy as np
import pandas as pd

from rlsanalysis.variables.columns import coded, columns, measured
from rlsanalysis.variables.declare import Variable, refused_or_unknown
from rlsanalysis.variables.derivations import recoded, scaled

GROUP = "demographics"

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


def income_level(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 0 for an income-to-poverty ratio of 3 or more, 1 for 1 to below 3, 2 for below 1."""
    pir = people["pir"]
    return pd.Series(np.select([pir >= 3, pir >= 1, pir < 1], [0, 1, 2], np.nan), index=people.index)


def income_level_or_unknown(people: pd.DataFrame) -> "pd.Series[float]":
    """Return the income level, or 3 where income is unknown, so that no one is excluded from a model for it."""
    return income_level(people).fillna(3)


_RACE: dict[float, float] = {3: 0, 4: 1, 1: 2, 2: 2, 5: 3}
_RACE_LABELS = {"non-Hispanic white": "non-Hispanic White", "non-Hispanic black": "non-Hispanic Black"}
_RACE_WORDS = ("ethnicity", "White", "Black", "African American", "Hispanic", "Mexican American")
_INCOME_LABELS = {">=3": "ratio ≥3", "1-2.99": "ratio 1–2.99", "<1": "ratio <1 (in poverty)"}
_INCOME_WORDS = ("income", "socioeconomic status")

VARIABLES = (
    Variable(
        "age_10", "Age, per 10 years", GROUP, "continuous", "per 10 years",
        (COLUMNS["age"],), scaled("age", 10), unit="10 years", hazards=("top-coded",),
        note="Ages above 80 count as 80.", short="Age, per 10 years", synonyms=("older age", "elderly"),
    ),
    Variable(
        "female", "Female sex", GROUP, "binary", "women vs men",
        (COLUMNS["sex"],), recoded("sex", {1: 0, 2: 1}), ("men", "women"),
        short="Female", synonyms=("gender", "women", "male"),
    ),
    Variable(
        "race", "Race and ethnicity", GROUP, "categorical",
        "non-Hispanic Black, Hispanic (Mexican American or other) and other vs non-Hispanic White",
        (COLUMNS["race5"],), recoded("race5", _RACE),
        ("non-Hispanic white", "non-Hispanic black", "Hispanic", "other"),
        short="Race/ethnicity", synonyms=_RACE_WORDS, level_labels=_RACE_LABELS,
    ),
    Variable(
        "race_asian_apart", "Race and ethnicity, with non-Hispanic Asian separate", GROUP, "categorical",
        "non-Hispanic Black, Hispanic, non-Hispanic Asian and other vs non-Hispanic White",
        (COLUMNS["race6"],), recoded("race6", {3: 0, 4: 1, 1: 2, 2: 2, 6: 3, 7: 4}),
        ("non-Hispanic white", "non-Hispanic black", "Hispanic", "non-Hispanic Asian", "other"),
        short="Race/ethnicity, with Asian", synonyms=(*_RACE_WORDS, "Asian"), level_labels=_RACE_LABELS,
    ),
    Variable(
        "education", "Educational attainment", GROUP, "categorical",
        "high school and less than high school vs more than high school",
        (COLUMNS["education5"],), recoded("education5", {4: 0, 5: 0, 3: 1, 1: 2, 2: 2}),
        ("more than high school", "high school", "less than high school"), hazards=("self-report",),
        short="Education", synonyms=("schooling", "college"),
    ),
    Variable(
        "poverty", "Family income-to-poverty ratio", GROUP, "categorical", "1–2.99 and <1 vs ≥3",
        (COLUMNS["pir"],), income_level, (">=3", "1-2.99", "<1"), hazards=("top-coded",),
        short="Income-to-poverty ratio", synonyms=_INCOME_WORDS, level_labels=_INCOME_LABELS,
    ),
    Variable(
        "poverty_or_unknown", "Family income-to-poverty ratio, with unknown as a level", GROUP, "categorical",
        "1–2.99, <1 and unknown vs ≥3",
        (COLUMNS["pir"],), income_level_or_unknown, (">=3", "1-2.99", "<1", "unknown"), hazards=("top-coded",),
        note="This variable is used for adjustment, so that people of unknown income remain in the model.",
        short="Income (with unknown)", synonyms=_INCOME_WORDS, level_labels=_INCOME_LABELS,
    ),
)  # fmt: skip
