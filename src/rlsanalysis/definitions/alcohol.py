"""Define alcohol consumption, as drinks per week and in relation to low-risk limits."""

import numpy as np
import pandas as pd

from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.derivations import scaled

GROUP = "alcohol"

_MOST_A_WEEK = {0: 14, 1: 7}  # men and women


def alcohol(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 0 for up to 7 (women) or 14 (men) drinks per week, 1 for none in 12 months, 2 for more."""
    drinks, most = people["drinks_per_week"], people["female"].map(_MOST_A_WEEK)
    return pd.Series(
        np.select([drinks == 0, drinks <= most, drinks > most], [1, 0, 2], np.nan), index=people.index
    )


def alcohol_lifetime(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 0 for within the limits, 1 for lifetime abstainers, 2 for former drinkers, 3 for above the limits."""
    now = alcohol(people)
    abstainer = people["lifetime_abstainer"].map({0: 2.0, 1: 1.0})
    return now.map({0: 0.0, 2: 3.0}).fillna(abstainer.where(now == 1))


_LIMITS = "low-risk limits of the National Institute on Alcohol Abuse and Alcoholism (NIAAA)"

_WORDS = ("drinking", "alcohol use", "beer", "wine")
_WITHIN = "within low-risk limits"
_ABOVE = "above low-risk limits (>7/wk women, >14/wk men)"

DEFINITIONS = (
    Definition(
        "alcohol", "Alcohol consumption", GROUP, "categorical",
        f"none in the past 12 months and {_ABOVE} vs within these limits",
        ("drinks_per_week",), alcohol, ("up to 7 or 14 a week", "none in 12 months", "more"),
        hazards=("self-report",), citation=_LIMITS,
        short="Alcohol", synonyms=_WORDS,
        level_labels={
            "up to 7 or 14 a week": _WITHIN, "none in 12 months": "none in the past 12 months", "more": _ABOVE,
        },
    ),
    Definition(
        "alcohol_lifetime", "Alcohol consumption, with lifetime abstainers separate", GROUP, "categorical",
        f"lifetime abstainers, former drinkers and {_ABOVE} vs within these limits",
        ("drinks_per_week", "lifetime_abstainer"), alcohol_lifetime,
        ("moderate", "never in life", "stopped", "more"), hazards=("self-report", "reverse causation"),
        citation=_LIMITS, note="Former drinkers may have stopped because of illness.",
        short="Alcohol, lifetime", synonyms=(*_WORDS, "abstainer"),
        level_labels={
            "moderate": _WITHIN, "never in life": "lifetime abstainer", "stopped": "former drinker", "more": _ABOVE,
        },
    ),
    Definition(
        "drinks_week_7", "Alcoholic drinks per week, per 7 drinks", GROUP, "continuous",
        "per 7 drinks/week",
        ("drinks_per_week",), scaled("drinks_per_week", 7), unit="7 drinks a week", hazards=("self-report",),
        short="Alcohol, per 7 drinks/week", synonyms=_WORDS,
        level_labels={"7 drinks a week": "7 drinks/week"},
    ),
)  # fmt: skip
