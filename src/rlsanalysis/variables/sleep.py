"""Declare measures of sleep. They accompany RLS and may be consequences of it; they are not read as causes."""

import pandas as pd

from rlsanalysis.variables.columns import coded, columns, measured
from rlsanalysis.variables.declare import Variable, refused_or_unknown
from rlsanalysis.variables.derivations import below, column, recoded
from rlsanalysis.variables.outcomes import SLEEP_DISORDERS, reports_disorder

GROUP = "sleep"

COLUMNS = columns(
    """
                  D            E            H  I           J           P
    sleep_stated  SLQ.SLD010H  SLQ.SLD010H  -  -           -           -
    sleep_clock   -            -            -  SLQ.SLD012  SLQ.SLD012  SLQ.SLD012
    snoring       SLQ.SLQ030   SLQ.SLQ030   -  SLQ.SLQ030  SLQ.SLQ030  SLQ.SLQ030
    """,
    sleep_stated=measured(
        "Usual sleep duration on weekdays or workdays, as stated (12 = 12 or more)", "hours", (1, 12),
        missing=refused_or_unknown(2), asked="ages 16+",
    ),
    sleep_clock=measured(
        "Usual sleep duration on weekdays or workdays, from bedtime and wake time (2 = under 3, 14 = 14 or more)",
        "hours", (2, 14.5), asked="ages 16+",
    ),
    snoring=coded(
        "Frequency of snoring, past 12 months",
        {0: "never", 1: "1–2 nights a week", 2: "3–4 nights a week", 3: "5 or more nights a week"},
        refused_or_unknown(1), asked="ages 16+",
    ),
)  # fmt: skip


def hours(people: pd.DataFrame) -> "pd.Series[float]":
    """Return sleep duration in hours, from whichever question the survey cycle asked."""
    return column(people, "sleep_stated").fillna(column(people, "sleep_clock"))


VARIABLES = (
    Variable(
        "short_sleep", "Sleep duration <7 hours", GROUP, "binary", "<7 vs ≥7 hours",
        (COLUMNS["sleep_stated"], COLUMNS["sleep_clock"]), below(hours, 7), (">=7 h", "<7 h"), unit="hours",
        measured_in="D E I J P", hazards=("question changed", "reverse causation", "self-report"),
        citation="American Academy of Sleep Medicine and Sleep Research Society 2015",
        note="Short sleep may be a consequence of RLS. Sleep duration was stated by the participant until 2013–2014 "
        "and calculated from bedtime and wake time from 2015–2016 on, so that the two cohorts should not be pooled. "
        "The survey cycle 2013–2014 is not used.",
        short="Sleep <7 hours", synonyms=("short sleep", "sleep duration", "sleep deprivation", "insomnia"),
        level_labels={">=7 h": "≥7 hours", "<7 h": "<7 hours"},
    ),
    Variable(
        "sleep_apnoea", "Sleep apnea (self-reported physician diagnosis)", GROUP, "binary", "yes vs no",
        SLEEP_DISORDERS, reports_disorder("disorder_apnoea"),
        ("no", "yes"), hazards=("asked with the outcome", "self-report"),
        note="Sleep apnea and RLS were answers to the same question.",
        short="Sleep apnea", synonyms=("sleep apnoea", "OSA", "obstructive sleep apnea"),
    ),
    Variable(
        "snores_often", "Snoring on ≥3 nights/week (self-reported)", GROUP, "binary",
        "≥3 vs <3 nights/week",
        (COLUMNS["snoring"],), recoded("snoring", {0: 0, 1: 0, 2: 1, 3: 1}), ("no", "yes"),
        hazards=("self-report",), note="The comparison is of answers 2 and 3 with 0 and 1 of question SLQ030.",
        short="Snoring ≥3 nights/week", synonyms=("snoring", "snores"),
    ),
)  # fmt: skip
