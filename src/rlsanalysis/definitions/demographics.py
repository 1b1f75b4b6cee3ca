"""Define age, sex, race and ethnicity, education and income: positive controls and the adjusters of the models."""

import numpy as np
import pandas as pd

from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.derivations import as_measured, recoded, scaled

GROUP = "demographics"


def income_level(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 0 for an income-to-poverty ratio of 3 or more, 1 for 1 to below 3, 2 for below 1."""
    ratio = people["income_to_poverty"]
    return pd.Series(np.select([ratio >= 3, ratio >= 1, ratio < 1], [0, 1, 2], np.nan), index=people.index)


def income_level_or_unknown(people: pd.DataFrame) -> "pd.Series[float]":
    """Return the income level, or 3 where income is unknown, so that no one is excluded from a model for it."""
    return income_level(people).fillna(3)


_RACE_LABELS = {"non-Hispanic white": "non-Hispanic White", "non-Hispanic black": "non-Hispanic Black"}
_RACE_WORDS = ("ethnicity", "White", "Black", "African American", "Hispanic", "Mexican American")
_INCOME_LABELS = {">=3": "ratio ≥3", "1-2.99": "ratio 1–2.99", "<1": "ratio <1 (in poverty)"}
_INCOME_WORDS = ("income", "socioeconomic status")

DEFINITIONS = (
    Definition(
        "age_10", "Age, per 10 years", GROUP, "continuous", "per 10 years",
        ("age",), scaled("age", 10), unit="10 years",
        short="Age, per 10 years", synonyms=("age", "older age", "elderly"),
    ),
    Definition(
        "female", "Female sex", GROUP, "binary", "women vs men",
        ("female",), as_measured("female"), ("men", "women"),
        short="Female", synonyms=("sex", "gender", "women", "male"),
    ),
    Definition(
        "race", "Race and ethnicity", GROUP, "categorical",
        "non-Hispanic Black, Hispanic (Mexican American or other) and other vs non-Hispanic White",
        ("race",), as_measured("race"),
        ("non-Hispanic white", "non-Hispanic black", "Hispanic", "other"),
        short="Race/ethnicity", synonyms=_RACE_WORDS, level_labels=_RACE_LABELS,
    ),
    Definition(
        "race_asian_apart", "Race and ethnicity, with non-Hispanic Asian separate", GROUP, "categorical",
        "non-Hispanic Black, Hispanic, non-Hispanic Asian and other vs non-Hispanic White",
        ("race_asian_apart",), as_measured("race_asian_apart"),
        ("non-Hispanic white", "non-Hispanic black", "Hispanic", "non-Hispanic Asian", "other"),
        short="Race/ethnicity, with Asian", synonyms=(*_RACE_WORDS, "Asian"), level_labels=_RACE_LABELS,
    ),
    Definition(
        "education", "Educational attainment", GROUP, "categorical",
        "high school and less than high school vs more than high school",
        ("education",), recoded("education", {2: 0, 1: 1, 0: 2}),
        ("more than high school", "high school", "less than high school"), hazards=("self-report",),
        short="Education", synonyms=("schooling", "college"),
    ),
    Definition(
        "poverty", "Family income-to-poverty ratio", GROUP, "categorical", "1–2.99 and <1 vs ≥3",
        ("income_to_poverty",), income_level, (">=3", "1-2.99", "<1"),
        short="Income-to-poverty ratio", synonyms=_INCOME_WORDS, level_labels=_INCOME_LABELS,
    ),
    Definition(
        "poverty_or_unknown", "Family income-to-poverty ratio, with unknown as a level", GROUP, "categorical",
        "1–2.99, <1 and unknown vs ≥3",
        ("income_to_poverty",), income_level_or_unknown, (">=3", "1-2.99", "<1", "unknown"),
        note="This variable is used for adjustment, so that people of unknown income remain in the model.",
        short="Income (with unknown)", synonyms=_INCOME_WORDS, level_labels=_INCOME_LABELS,
    ),
)  # fmt: skip
