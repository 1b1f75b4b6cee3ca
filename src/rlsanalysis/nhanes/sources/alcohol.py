"""Provide drinks per week and lifetime abstention from CDC's files.

Drinks per week are calculated from drinking days and drinks per drinking day in the past 12 months. Lifetime abstainers
had fewer than 12 drinks in life (cycles until 2015–2016), or none (from 2017 on).
"""

import numpy as np
import pandas as pd

from rlsanalysis.nhanes.canonical import EVERY_RELEASE, Canonical, Facts
from rlsanalysis.nhanes.columns import coded, columns, measured, refused_or_unknown, yes_no
from rlsanalysis.study.records.missing import DONT_KNOW, REFUSED

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
    drank_12_a_year=yes_no("Had at least 12 drinks in any one year"),
    drank_12_ever=yes_no("Had at least 12 drinks in life", asked="those with fewer than 12 drinks in any one year"),
    drank_ever=yes_no("Ever had an alcoholic drink"),
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


def lifetime_abstainer(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for lifetime abstainers (until 2016: fewer than 12 drinks in life), 0 for people who ever drank."""
    few = (people["drank_12_a_year"] == 2) & (people["drank_12_ever"] == 2)
    ever = (people["drank_12_a_year"] == 1) | (people["drank_12_ever"] == 1) | (people["drank_ever"] == 1)
    return pd.Series(np.select([few | (people["drank_ever"] == 2), ever], [1, 0], np.nan), index=people.index)


def drinks_a_week(people: pd.DataFrame) -> "pd.Series[float]":
    """Return drinking days per year (at most 365) × drinks per drinking day / 52; 0 for none in the past 12 months."""
    stated = people["drinking_days"]
    days = (stated * people["days_unit"].map(_A_YEAR)).clip(upper=365).mask(stated == 0, 0.0)
    days = days.fillna(people["how_often"].map(_DAYS_A_YEAR))
    return (days * people["drinks_a_day"] / 52).mask((days == 0) | (lifetime_abstainer(people) == 1), 0.0)


CANONICAL = (
    Canonical("drinks_per_week", tuple(COLUMNS.values()), drinks_a_week, releases=EVERY_RELEASE),
    Canonical("lifetime_abstainer", tuple(COLUMNS.values()), lifetime_abstainer, releases=EVERY_RELEASE),
)

_QUESTION_CHANGED = Facts(hazards=("question changed",))

FACTS = {
    "alcohol": _QUESTION_CHANGED,
    "alcohol_lifetime": _QUESTION_CHANGED,
    "drinks_week_7": Facts(hazards=("question changed", "top-coded")),
}
