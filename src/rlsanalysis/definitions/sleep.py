"""Define measures of sleep, and shift work.

The measures of sleep accompany RLS and may be consequences of it; they are not read as causes.
"""

from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.derivations import as_measured, below, recoded

GROUP = "sleep"

DEFINITIONS = (
    Definition(
        "short_sleep", "Sleep duration <7 hours", GROUP, "binary", "<7 vs ≥7 hours",
        ("sleep_hours",), below("sleep_hours", 7), (">=7 h", "<7 h"), unit="hours",
        hazards=("reverse causation", "self-report"),
        citation="American Academy of Sleep Medicine and Sleep Research Society 2015",
        note="Short sleep may be a consequence of RLS.",
        short="Sleep <7 hours", synonyms=("short sleep", "sleep duration", "sleep deprivation", "insomnia"),
        level_labels={">=7 h": "≥7 hours", "<7 h": "<7 hours"},
    ),
    Definition(
        "sleep_apnoea", "Sleep apnea (self-reported physician diagnosis)", GROUP, "binary", "yes vs no",
        ("sleep_apnoea",), as_measured("sleep_apnoea"), ("no", "yes"),
        hazards=("self-report",),
        short="Sleep apnea", synonyms=("sleep apnoea", "OSA", "obstructive sleep apnea"),
    ),
    Definition(
        "snores_often", "Snoring on ≥3 nights/week (self-reported)", GROUP, "binary",
        "≥3 vs <3 nights/week",
        ("snoring",), recoded("snoring", {0: 0, 1: 0, 2: 1, 3: 1}), ("no", "yes"),
        hazards=("self-report",),
        short="Snoring ≥3 nights/week", synonyms=("snoring", "snores"),
    ),
    Definition(
        "shift_work", "Shift work (self-reported)", GROUP, "binary",
        "evening, night, rotating or other schedule vs regular daytime schedule",
        ("work_schedule",), recoded("work_schedule", {1: 0, 2: 1, 3: 1, 4: 1, 5: 1}), ("no", "yes"),
        hazards=("self-report",),
        note="It is known only for people who worked in the week before the interview. RLS may keep people from work, "
        "or from shift work.",
        short="Shift work", synonyms=("night shift", "rotating shift", "work schedule", "shiftwork"),
    ),
)  # fmt: skip
