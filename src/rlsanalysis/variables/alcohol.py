"""Declare alcohol consumption: drinks per week, from drinking days and drinks per drinking day in the past 12 months.

Lifetime abstainers had fewer than 12 drinks in life (cycles until 2015–2016), or none (from 2017 on).
"""

import numpy as np
import pandas as pd

from rlsanalysis.study.records.missing import DONT_KNOW, REFUSED
from rlsanalysis.variables.columns import coded, columns, measured
from rlsanalysis.variables.declare import Variable, refused_or_unknown
from rlsanalysis.variables.derivations import column, scaled

GROUP = "alcohol"

_YES_NO: dict[float, str] = {1: "yes", 2: "no"}

COLUMNS = columns(
    """
                     D            E            H            I            J           P
    drank_12_a_year  ALQ.ALQ101   ALQ.ALQ101   ALQ.ALQ101   ALQ.ALQ101   -           -
    drank_12_ever    ALQ.ALQ110   ALQ.ALQ110   ALQ.ALQ110   ALQ.ALQ110   -           -
    drank_ever       -            -            -            -            ALQ.ALQ111  ALQ.ALQ111
    drinking_days    ALQ.ALQ120Q  ALQ.ALQ120Q  ALQ.ALQ120Q  ALQ.ALQ120Q  -           -
    days_unit        ALQ.ALQ120U  ALQ.ALQ120U  ALQ.ALQ120U  ALQ.ALQ120U  -           -
    how_often        -            -            -            -            ALQ.ALQ121  ALQ.ALQ121
    drinks_a_day     ALQ.ALQ130   ALQ.ALQ130   ALQ.ALQ130   ALQ.ALQ130   ALQ.ALQ130  ALQ.ALQ130
    """,
    drank_12_a_year=coded("Had at least 12 drinks in any one year", _YES_NO, refused_or_unknown(1)),
    drank_12_ever=coded(
        "Had at least 12 drinks in life", _YES_NO, refused_or_unknown(1),
        asked="those with fewer than 12 drinks in any one year",
    ),
    drank_ever=coded("Ever had an alcoholic drink", _YES_NO, refused_or_unknown(1)),
    drinking_days=measured(
        "Drinking days per week, month or year (unit in `days_unit`), past 12 months", "days", (0, 365),
        missing=refused_or_unknown(3), asked="those with at least 12 drinks in life",
    ),
    days_unit=coded(
        "Unit of the drinking days", {1: "per week", 2: "per month", 3: "per year"}, refused_or_unknown(1),
        asked="those who drank in the past 12 months",
    ),
    how_often=coded(
        "Frequency of drinking, past 12 months",
        {
            0: "never in the past year", 1: "every day", 2: "nearly every day", 3: "3–4 times a week",
            4: "twice a week", 5: "once a week", 6: "2–3 times a month", 7: "once a month",
            8: "7–11 times in the past year", 9: "3–6 times in the past year", 10: "1–2 times in the past year",
        },
        {77: REFUSED, 99: DONT_KNOW}, asked="those who ever drank",
    ),
    drinks_a_day=measured(
        "Drinks per drinking day, past 12 months", "drinks", (1, 83),
        {15: "15 (from 2015: 15 or more)"}, refused_or_unknown(3),
        asked="those who drank in the past 12 months",
    ),
)  # fmt: skip

_A_YEAR = {1: 52, 2: 12, 3: 1}
_DAYS_A_YEAR = {0: 0, 1: 365, 2: 286, 3: 182, 4: 104, 5: 52, 6: 30, 7: 12, 8: 9, 9: 4.5, 10: 1.5}
_MOST_A_WEEK = {1: 14, 2: 7}


def never_drank(people: pd.DataFrame) -> "pd.Series[bool]":
    """Return who is a lifetime abstainer (until 2016: fewer than 12 drinks in life)."""
    few = (column(people, "drank_12_a_year") == 2) & (column(people, "drank_12_ever") == 2)
    return few | (column(people, "drank_ever") == 2)


def drinks_a_week(people: pd.DataFrame) -> "pd.Series[float]":
    """Return drinking days per year (at most 365) × drinks per drinking day / 52; 0 for none in the past 12 months."""
    stated = column(people, "drinking_days")
    days = (stated * column(people, "days_unit").map(_A_YEAR)).clip(upper=365).mask(stated == 0, 0.0)
    days = days.fillna(column(people, "how_often").map(_DAYS_A_YEAR))
    return (days * people["drinks_a_day"] / 52).mask((days == 0) | never_drank(people), 0.0)


def alcohol(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 0 for up to 7 (women) or 14 (men) drinks per week, 1 for none in 12 months, 2 for more."""
    drinks, most = drinks_a_week(people), people["sex"].map(_MOST_A_WEEK)
    return pd.Series(
        np.select([drinks == 0, drinks <= most, drinks > most], [1, 0, 2], np.nan), index=people.index
    )


def alcohol_lifetime(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 0 for within the limits, 1 for lifetime abstainers, 2 for former drinkers, 3 for above the limits."""
    now = alcohol(people)
    stopped = (now == 1) & ~never_drank(people)
    return now.map({0: 0, 1: 1, 2: 3}).mask(stopped, 2.0)


_LIMITS = "low-risk limits of the National Institute on Alcohol Abuse and Alcoholism (NIAAA)"
_ASKED = tuple(COLUMNS.values())

_WORDS = ("drinking", "alcohol use", "beer", "wine")
_WITHIN = "within low-risk limits"
_ABOVE = "above low-risk limits (>7/wk women, >14/wk men)"

VARIABLES = (
    Variable(
        "alcohol", "Alcohol consumption", GROUP, "categorical",
        f"none in the past 12 months and {_ABOVE} vs within these limits",
        _ASKED, alcohol, ("up to 7 or 14 a week", "none in 12 months", "more"), measured_in="D E H I J P",
        hazards=("self-report", "question changed"), citation=_LIMITS,
        short="Alcohol", synonyms=_WORDS,
        level_labels={
            "up to 7 or 14 a week": _WITHIN, "none in 12 months": "none in the past 12 months", "more": _ABOVE,
        },
    ),
    Variable(
        "alcohol_lifetime", "Alcohol consumption, with lifetime abstainers separate", GROUP, "categorical",
        f"lifetime abstainers, former drinkers and {_ABOVE} vs within these limits",
        _ASKED, alcohol_lifetime, ("moderate", "never in life", "stopped", "more"), measured_in="D E H I J P",
        hazards=("self-report", "question changed", "reverse causation"), citation=_LIMITS,
        note="Former drinkers may have stopped because of illness.",
        short="Alcohol, lifetime", synonyms=(*_WORDS, "abstainer"),
        level_labels={
            "moderate": _WITHIN, "never in life": "lifetime abstainer", "stopped": "former drinker", "more": _ABOVE,
        },
    ),
    Variable(
        "drinks_week_7", "Alcoholic drinks per week, per 7 drinks", GROUP, "continuous",
        "per 7 drinks/week",
        _ASKED, scaled(drinks_a_week, 7), unit="7 drinks a week", measured_in="D E H I J P",
        hazards=("self-report", "question changed", "top-coded"),
        short="Alcohol, per 7 drinks/week", synonyms=_WORDS,
        level_labels={"7 drinks a week": "7 drinks/week"},
    ),
)  # fmt: skip
