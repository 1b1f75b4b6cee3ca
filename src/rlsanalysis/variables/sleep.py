"""Sleep: what accompanies restless legs and may follow from them; never read as a cause."""

import pandas as pd

from rlsanalysis.variables.declare import Variable, coded, columns, measured, refused_or_unknown
from rlsanalysis.variables.derivations import below, column, recoded
from rlsanalysis.variables.outcomes import TOLD, told_of

GROUP = "sleep"

COLUMNS = columns(
    """
                  D            E            H  I           J           P
    sleep_stated  SLQ.SLD010H  SLQ.SLD010H  -  -           -           -
    sleep_clock   -            -            -  SLQ.SLD012  SLQ.SLD012  SLQ.SLD012
    snoring       SLQ.SLQ030   SLQ.SLQ030   -  SLQ.SLQ030  SLQ.SLQ030  SLQ.SLQ030
    """,
    sleep_stated=measured(
        "sleep on a night before work, as stated (12 = twelve or more)", "hours", (1, 12),
        missing=refused_or_unknown(2), asked="ages 16+",
    ),
    sleep_clock=measured(
        "sleep on a night before work, from the times of sleeping and waking (2 = under 3, 14 = 14 or more)",
        "hours", (2, 14.5), asked="ages 16+",
    ),
    snoring=coded(
        "nights with snoring, past year",
        {0: "none", 1: "1-2 a week", 2: "3-4 a week", 3: "5 or more a week"},
        refused_or_unknown(1), asked="ages 16+",
    ),
)  # fmt: skip


def hours(people: pd.DataFrame) -> "pd.Series[float]":
    """Hours of sleep by the question of the release."""
    return column(people, "sleep_stated").fillna(column(people, "sleep_clock"))


VARIABLES = (
    Variable(
        "short_sleep", "Sleep under 7 hours", GROUP, "binary", "<7 vs >=7 h",
        (COLUMNS["sleep_stated"], COLUMNS["sleep_clock"]), below(hours, 7), (">=7 h", "<7 h"), unit="hours",
        measured_in="D E I J P", hazards=("question changed", "reverse causation", "self-report"),
        citation="American Academy of Sleep Medicine and Sleep Research Society 2015",
        note="may follow from RLS; stated hours in D, E (and H, left out), clock times from I: never pool",
    ),
    Variable(
        "sleep_apnoea", "Sleep apnoea, told", GROUP, "binary", "yes vs no", TOLD, told_of("told_apnoea"),
        ("no", "yes"), hazards=("asked with the outcome", "self-report"),
        note="asked in the same item as the outcome",
    ),
    Variable(
        "snores_often", "Snores three nights a week or more", GROUP, "binary", "SLQ030 2-3 vs 0-1",
        (COLUMNS["snoring"],), recoded("snoring", {0: 0, 1: 0, 2: 1, 3: 1}), ("no", "yes"),
        hazards=("self-report",),
    ),
)  # fmt: skip
