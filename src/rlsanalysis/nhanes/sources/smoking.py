"""Provide smoking status, pack-years and serum cotinine from CDC's files."""

import numpy as np
import pandas as pd

from rlsanalysis.nhanes.canonical import EVERY_RELEASE, Canonical, Facts, as_recorded
from rlsanalysis.nhanes.columns import coded, columns, measured, refused_or_unknown, yes_no
from rlsanalysis.nhanes.sources.demographics import COLUMNS as DEMOGRAPHICS
from rlsanalysis.nhanes.sources.demographics import TOP_AGE, age

CIGARETTES_A_PACK = 20
HALF_A_CENTURY_OR_MORE = 66666

COLUMNS = columns(
    """
                   D            E              H            I            J            P
    smoked_100     SMQ.SMQ020   SMQ.SMQ020     SMQ.SMQ020   SMQ.SMQ020   SMQ.SMQ020   SMQ.SMQ020
    smokes_now     SMQ.SMQ040   SMQ.SMQ040     SMQ.SMQ040   SMQ.SMQ040   SMQ.SMQ040   SMQ.SMQ040
    age_started    SMQ.SMD030   SMQ.SMD030     SMQ.SMD030   SMQ.SMD030   SMQ.SMD030   SMQ.SMD030
    age_stopped    SMQ.SMD055   SMQ.SMD055     SMQ.SMD055   SMQ.SMD055   -            -
    since_quit     SMQ.SMQ050Q  SMQ.SMQ050Q    SMQ.SMQ050Q  SMQ.SMQ050Q  SMQ.SMQ050Q  SMQ.SMQ050Q
    since_unit     SMQ.SMQ050U  SMQ.SMQ050U    SMQ.SMQ050U  SMQ.SMQ050U  SMQ.SMQ050U  SMQ.SMQ050U
    a_day_now      SMQ.SMD650   SMQ.SMD650     SMQ.SMD650   SMQ.SMD650   SMQ.SMD650   SMQ.SMD650
    a_day_at_quit  SMQ.SMD057   SMQ.SMD057     SMQ.SMD057   SMQ.SMD057   SMQ.SMD057   SMQ.SMD057
    cotinine       COT.LBXCOT   COTNAL.LBXCOT  COT.LBXCOT   COT.LBXCOT   COT.LBXCOT   COT.LBXCOT
    """,
    smoked_100=yes_no("Smoked at least 100 cigarettes in life", asked="adults 20+ (18+ from 2013)"),
    smokes_now=coded(
        "Smokes cigarettes now", {1: "every day", 2: "some days", 3: "not at all"}, refused_or_unknown(1),
        asked="those who smoked at least 100 cigarettes",
    ),
    age_started=measured(
        "Age started smoking regularly", "years", (5, 76),
        {0: "never smoked regularly", 80: "80 or older", 85: "85 or older"}, refused_or_unknown(3),
        asked="those who smoked at least 100 cigarettes",
    ),
    age_stopped=measured(
        "Age last smoked regularly", "years", (10, 81),
        {80: "80 or older", 85: "85 or older"}, refused_or_unknown(3),
        asked="those who quit at least a year ago",
    ),
    since_quit=measured(
        "Time since quitting, in the unit of `since_unit`", "see `since_unit`", (1, 366),
        {HALF_A_CENTURY_OR_MORE: "50 years or more"}, refused_or_unknown(5), asked="former smokers",
    ),
    since_unit=coded(
        "Unit of the time since quitting", {1: "day", 2: "week", 3: "month", 4: "year"},
        refused_or_unknown(1), asked="former smokers",
    ),
    a_day_now=measured(
        "Cigarettes per day, past 30 days", "cigarettes", (2, 90),
        {1: "1 or fewer", 95: "95 or more"}, refused_or_unknown(3),
        asked="those who smoked in the past 30 days",
    ),
    a_day_at_quit=measured(
        "Cigarettes per day at the time of quitting", "cigarettes", (2, 90),
        {1: "1 or fewer", 95: "95 or more"}, refused_or_unknown(3),
        asked="former smokers (in 2005–2008 only those who quit at least a year ago)",
    ),
    cotinine=measured(
        "Serum cotinine", "ng/mL", (0.011, 1820), {0.011: "below the limit of detection (2005–2006)"},
        asked="ages 3+",
    ),
)  # fmt: skip

_YEARS_IN = {1: 1 / 365.25, 2: 7 / 365.25, 3: 1 / 12, 4: 1.0}


def smoking(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 0 for fewer than 100 cigarettes in life, 1 for former smokers, 2 for smoking every day or some days."""
    now = people["smokes_now"]
    return pd.Series(
        np.select([people["smoked_100"] == 2, now == 3, now.isin([1, 2])], [0, 1, 2], np.nan),
        index=people.index,
    )


def age_at_end(people: pd.DataFrame) -> "pd.Series[float]":
    """Return age at the end of smoking (years): current age, stated age, or current age minus time since quitting."""
    quit_years = people["since_quit"] * people["since_unit"].map(_YEARS_IN)
    quit_years = quit_years.mask(people["since_quit"] == HALF_A_CENTURY_OR_MORE, 50.0)
    stopped = people["age_stopped"].clip(upper=TOP_AGE).fillna(age(people) - quit_years)
    return stopped.mask(smoking(people) == 2, age(people))


def pack_years(people: pd.DataFrame) -> "pd.Series[float]":
    """Return years of smoking × packs per day; 0 for those who smoked fewer than 100 cigarettes or never regularly.

    A duration that is negative because the time since quitting was rounded counts as 0.
    """
    status = smoking(people)
    years = (age_at_end(people) - people["age_started"]).clip(lower=0)
    a_day = people["a_day_at_quit"].where(status == 1, people["a_day_now"])
    smoked = (years * a_day / CIGARETTES_A_PACK).where(status.notna())
    return smoked.mask((status == 0) | (status.notna() & (people["age_started"] == 0)), 0.0)


_HISTORY = tuple(COLUMNS[c] for c in COLUMNS if c != "cotinine")

CANONICAL = (
    Canonical("smoking", (COLUMNS["smoked_100"], COLUMNS["smokes_now"]), smoking),
    Canonical("pack_years", (*_HISTORY, DEMOGRAPHICS["age"]), pack_years, releases=EVERY_RELEASE),
    Canonical("cotinine", (COLUMNS["cotinine"],), as_recorded("cotinine")),
)

FACTS = {
    "pack_years": Facts(
        hazards=("question changed", "skip changed", "top-coded"),
        note="From 2017 on, the age at the end of smoking is calculated from the time since quitting. In 2005–2008 "
        "people who had quit within the past year were not asked how much they had smoked and are missing.",
    ),
}
