"""Alcohol: drinks a week from the days of drinking and the drinks on such a day, past 12 months.

Until 2016 who had fewer than 12 drinks in life counts as never drank; from 2017 who never had one.
"""

import numpy as np
import pandas as pd

from rlsanalysis.variables.declare import (
    DONT_KNOW,
    REFUSED,
    Variable,
    coded,
    columns,
    measured,
    refused_or_unknown,
)
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
    drank_12_a_year=coded("had 12 drinks or more in some year", _YES_NO, refused_or_unknown(1)),
    drank_12_ever=coded(
        "had 12 drinks or more in life", _YES_NO, refused_or_unknown(1), asked="those without 12 in a year"
    ),
    drank_ever=coded("ever had an alcoholic drink", _YES_NO, refused_or_unknown(1)),
    drinking_days=measured(
        "days of drinking a week, month or year (the unit beside it), past 12 months", "days", (0, 365),
        missing=refused_or_unknown(3), asked="those with 12 drinks in life",
    ),
    days_unit=coded(
        "unit of the days of drinking", {1: "a week", 2: "a month", 3: "a year"}, refused_or_unknown(1),
        asked="those who drank in the past 12 months",
    ),
    how_often=coded(
        "how often alcohol was drunk in the past 12 months",
        {
            0: "not in the year", 1: "daily", 2: "nearly daily", 3: "3-4 a week", 4: "2 a week",
            5: "weekly", 6: "2-3 a month", 7: "monthly", 8: "7-11 in the year", 9: "3-6 in the year",
            10: "1-2 in the year",
        },
        {77: REFUSED, 99: DONT_KNOW}, asked="those who ever drank",
    ),
    drinks_a_day=measured(
        "drinks on a day of drinking, past 12 months", "drinks", (1, 83),
        {15: "15 (from 2015: 15 or more)"}, refused_or_unknown(3),
        asked="those who drank in the past 12 months",
    ),
)  # fmt: skip

_A_YEAR = {1: 52, 2: 12, 3: 1}
_DAYS_A_YEAR = {0: 0, 1: 365, 2: 286, 3: 182, 4: 104, 5: 52, 6: 30, 7: 12, 8: 9, 9: 4.5, 10: 1.5}
_MOST_A_WEEK = {1: 14, 2: 7}


def never_drank(people: pd.DataFrame) -> "pd.Series[bool]":
    """Whether people said that they never drank (until 2016: fewer than 12 drinks in life)."""
    few = (column(people, "drank_12_a_year") == 2) & (column(people, "drank_12_ever") == 2)
    return few | (column(people, "drank_ever") == 2)


def drinks_a_week(people: pd.DataFrame) -> "pd.Series[float]":
    """Days of drinking a year (at most 365) x drinks on such a day / 52; 0 for none in the past 12 months."""
    stated = column(people, "drinking_days")
    days = (stated * column(people, "days_unit").map(_A_YEAR)).clip(upper=365).mask(stated == 0, 0.0)
    days = days.fillna(column(people, "how_often").map(_DAYS_A_YEAR))
    return (days * people["drinks_a_day"] / 52).mask((days == 0) | never_drank(people), 0.0)


def alcohol(people: pd.DataFrame) -> "pd.Series[float]":
    """0: up to 7 (women) or 14 (men) drinks a week, 1: none in 12 months, 2: more."""
    drinks, most = drinks_a_week(people), people["sex"].map(_MOST_A_WEEK)
    return pd.Series(
        np.select([drinks == 0, drinks <= most, drinks > most], [1, 0, 2], np.nan), index=people.index
    )


def alcohol_lifetime(people: pd.DataFrame) -> "pd.Series[float]":
    """0: moderate, 1: never in life, 2: drank once, none in 12 months, 3: more than moderate."""
    now = alcohol(people)
    stopped = (now == 1) & ~never_drank(people)
    return now.map({0: 0, 1: 1, 2: 3}).mask(stopped, 2.0)


_LIMITS = "low-risk limits of the US National Institute on Alcohol Abuse and Alcoholism"
_ASKED = tuple(COLUMNS.values())

VARIABLES = (
    Variable(
        "alcohol", "Alcohol", GROUP, "categorical",
        "up to 7 (women) or 14 (men) drinks a week (ref), none in 12 months, more",
        _ASKED, alcohol, ("up to 7 or 14 a week", "none in 12 months", "more"), measured_in="D E H I J P",
        hazards=("self-report", "question changed"), citation=_LIMITS,
    ),
    Variable(
        "alcohol_lifetime", "Alcohol, lifetime abstainers apart", GROUP, "categorical",
        "moderate (ref), never in life, stopped, more",
        _ASKED, alcohol_lifetime, ("moderate", "never in life", "stopped", "more"), measured_in="D E H I J P",
        hazards=("self-report", "question changed", "reverse causation"), citation=_LIMITS,
        note="sick quitters: who stopped may have stopped for an illness",
    ),
    Variable(
        "drinks_week_7", "Alcoholic drinks a week, per 7", GROUP, "continuous", "drinks/7",
        _ASKED, scaled(drinks_a_week, 7), unit="7 drinks a week", measured_in="D E H I J P",
        hazards=("self-report", "question changed", "top-coded"),
    ),
)  # fmt: skip
