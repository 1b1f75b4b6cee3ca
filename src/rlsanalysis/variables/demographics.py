"""Age, sex, race, education and income: positive controls and the adjusters of every model."""

import numpy as np
import pandas as pd

from rlsanalysis.variables.declare import Variable, coded, columns, measured, refused_or_unknown
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
    age=measured("age at screening", "years", (0, 85)),
    sex=coded("sex", {1: "male", 2: "female"}),
    race5=coded(
        "race and Hispanic origin, five groups",
        {1: "Mexican American", 2: "other Hispanic", 3: "non-Hispanic white", 4: "non-Hispanic black", 5: "other"},
    ),
    race6=coded(
        "race and Hispanic origin, Asian apart",
        {
            1: "Mexican American", 2: "other Hispanic", 3: "non-Hispanic white",
            4: "non-Hispanic black", 6: "non-Hispanic Asian", 7: "other or several",
        },
    ),
    education5=coded(
        "highest schooling, adults",
        {
            1: "below 9th grade", 2: "9th to 11th grade, or 12th without diploma", 3: "high school or equivalent",
            4: "some college", 5: "college graduate",
        },
        refused_or_unknown(1),
        asked="adults 20+",
    ),
    pir=measured("family income over the poverty guideline (5 = five or more)", "ratio", (0, 5)),
)  # fmt: skip


def income_level(people: pd.DataFrame) -> "pd.Series[float]":
    """0: three times the poverty guideline or more, 1: 1 to below 3, 2: below 1."""
    pir = people["pir"]
    return pd.Series(np.select([pir >= 3, pir >= 1, pir < 1], [0, 1, 2], np.nan), index=people.index)


def income_level_or_unknown(people: pd.DataFrame) -> "pd.Series[float]":
    """Income level with 3 where income is unknown, so that nobody leaves a model for it."""
    return income_level(people).fillna(3)


_RACE: dict[float, float] = {3: 0, 4: 1, 1: 2, 2: 2, 5: 3}

VARIABLES = (
    Variable(
        "age_10", "Age, per 10 years", GROUP, "continuous", "years/10, above 80 counts as 80",
        (COLUMNS["age"],), scaled("age", 10), unit="10 years", hazards=("top-coded",),
    ),
    Variable(
        "female", "Female", GROUP, "binary", "women vs men",
        (COLUMNS["sex"],), recoded("sex", {1: 0, 2: 1}), ("men", "women"),
    ),
    Variable(
        "race", "Race and ethnicity", GROUP, "categorical",
        "non-Hispanic white (ref), non-Hispanic black, Mexican American or other Hispanic, other",
        (COLUMNS["race5"],), recoded("race5", _RACE),
        ("non-Hispanic white", "non-Hispanic black", "Hispanic", "other"),
    ),
    Variable(
        "race_asian_apart", "Race and ethnicity, Asian apart", GROUP, "categorical",
        "non-Hispanic white (ref), black, Hispanic, Asian, other",
        (COLUMNS["race6"],), recoded("race6", {3: 0, 4: 1, 1: 2, 2: 2, 6: 3, 7: 4}),
        ("non-Hispanic white", "non-Hispanic black", "Hispanic", "non-Hispanic Asian", "other"),
    ),
    Variable(
        "education", "Education", GROUP, "categorical", "more than high school (ref), high school, less",
        (COLUMNS["education5"],), recoded("education5", {4: 0, 5: 0, 3: 1, 1: 2, 2: 2}),
        ("more than high school", "high school", "less than high school"), hazards=("self-report",),
    ),
    Variable(
        "poverty", "Income-to-poverty ratio", GROUP, "categorical", ">=3 (ref), 1-2.99, <1",
        (COLUMNS["pir"],), income_level, (">=3", "1-2.99", "<1"), hazards=("top-coded",),
    ),
    Variable(
        "poverty_or_unknown", "Income-to-poverty ratio, unknown as a level", GROUP, "categorical",
        ">=3 (ref), 1-2.99, <1, unknown",
        (COLUMNS["pir"],), income_level_or_unknown, (">=3", "1-2.99", "<1", "unknown"), hazards=("top-coded",),
        note="adjuster: a person of unknown income stays in the model",
    ),
)  # fmt: skip
