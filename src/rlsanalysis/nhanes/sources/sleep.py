"""Provide sleep duration, snoring and the work schedule from CDC's files. Sleep apnea is a column of `outcomes`."""

import pandas as pd

from rlsanalysis.nhanes.canonical import Canonical, Facts, as_recorded
from rlsanalysis.nhanes.columns import coded, columns, measured, refused_or_unknown

COLUMNS = columns(
    """
                  D            E            H  I           J           P
    sleep_stated  SLQ.SLD010H  SLQ.SLD010H  -  -           -           -
    sleep_clock   -            -            -  SLQ.SLD012  SLQ.SLD012  SLQ.SLD012
    snoring       SLQ.SLQ030   SLQ.SLQ030   -  SLQ.SLQ030  SLQ.SLQ030  SLQ.SLQ030
    schedule      OCQ.OCQ265   OCQ.OCQ265   -  -           -           -
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
    schedule=coded(
        "Work schedule in the job held last week",
        {1: "regular daytime", 2: "regular evening", 3: "regular night", 4: "rotating", 5: "another"},
        refused_or_unknown(1), asked="ages 16+ who had a job last week",
    ),
)  # fmt: skip


def hours(people: pd.DataFrame) -> "pd.Series[float]":
    """Return sleep duration in hours, from whichever question the survey cycle asked."""
    return people["sleep_stated"].fillna(people["sleep_clock"])


CANONICAL = (
    Canonical("sleep_hours", (COLUMNS["sleep_stated"], COLUMNS["sleep_clock"]), hours, releases="D E I J P"),
    Canonical("snoring", (COLUMNS["snoring"],), as_recorded("snoring")),
    Canonical("work_schedule", (COLUMNS["schedule"],), as_recorded("schedule")),
)

FACTS = {
    "short_sleep": Facts(
        hazards=("question changed",),
        note="Sleep duration was stated by the participant until 2013–2014 and calculated from bedtime and wake time "
        "from 2015–2016 on, so that the two cohorts should not be pooled. The survey cycle 2013–2014 is not used.",
    ),
    "sleep_apnoea": Facts(
        hazards=("asked with the outcome",), note="Sleep apnea and RLS were answers to the same question."
    ),
    "shift_work": Facts(hazards=("sparse",)),
    "snores_often": Facts(note="The comparison is of answers 2 and 3 with 0 and 1 of question SLQ030."),
}
