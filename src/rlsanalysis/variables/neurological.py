"""Depression, stroke, memory, and prescriptions for parkinson, epilepsy and migraine."""

from rlsanalysis.variables.declare import Variable, coded, columns, refused_or_unknown
from rlsanalysis.variables.derivations import Derivation, at_least, yes
from rlsanalysis.variables.prescriptions import COLUMNS as RX
from rlsanalysis.variables.prescriptions import PRESCRIPTIONS, prescribed_for

GROUP = "neurological"

_PHQ9 = {
    "phq_interest": "little interest or pleasure",
    "phq_mood": "down, depressed or hopeless",
    "phq_sleep": "sleeping badly or too much",
    "phq_tired": "tired, little energy",
    "phq_appetite": "poor appetite or overeating",
    "phq_failure": "feeling a failure",
    "phq_concentration": "trouble concentrating",
    "phq_movement": "slow, or fidgety and restless",
    "phq_death": "better off dead, or hurting oneself",
}
_DAYS: dict[float, str] = {
    0: "not at all",
    1: "several days",
    2: "more than half the days",
    3: "nearly every day",
}

COLUMNS = columns(
    """
                       D           E           H           I           J           P
    phq_interest       DPQ.DPQ010  DPQ.DPQ010  DPQ.DPQ010  DPQ.DPQ010  DPQ.DPQ010  DPQ.DPQ010
    phq_mood           DPQ.DPQ020  DPQ.DPQ020  DPQ.DPQ020  DPQ.DPQ020  DPQ.DPQ020  DPQ.DPQ020
    phq_sleep          DPQ.DPQ030  DPQ.DPQ030  DPQ.DPQ030  DPQ.DPQ030  DPQ.DPQ030  DPQ.DPQ030
    phq_tired          DPQ.DPQ040  DPQ.DPQ040  DPQ.DPQ040  DPQ.DPQ040  DPQ.DPQ040  DPQ.DPQ040
    phq_appetite       DPQ.DPQ050  DPQ.DPQ050  DPQ.DPQ050  DPQ.DPQ050  DPQ.DPQ050  DPQ.DPQ050
    phq_failure        DPQ.DPQ060  DPQ.DPQ060  DPQ.DPQ060  DPQ.DPQ060  DPQ.DPQ060  DPQ.DPQ060
    phq_concentration  DPQ.DPQ070  DPQ.DPQ070  DPQ.DPQ070  DPQ.DPQ070  DPQ.DPQ070  DPQ.DPQ070
    phq_movement       DPQ.DPQ080  DPQ.DPQ080  DPQ.DPQ080  DPQ.DPQ080  DPQ.DPQ080  DPQ.DPQ080
    phq_death          DPQ.DPQ090  DPQ.DPQ090  DPQ.DPQ090  DPQ.DPQ090  DPQ.DPQ090  DPQ.DPQ090
    told_stroke        MCQ.MCQ160F MCQ.MCQ160F MCQ.MCQ160F MCQ.MCQ160F MCQ.MCQ160F MCQ.MCQ160F
    memory             PFQ.PFQ057  PFQ.PFQ057  PFQ.PFQ057  PFQ.PFQ057  PFQ.PFQ057  -
    """,
    **{
        name: coded(f"past two weeks: {label}", _DAYS, refused_or_unknown(1), asked="ages 18+, examined")
        for name, label in _PHQ9.items()
    },
    told_stroke=coded(
        "ever told of a stroke by a doctor", {1: "yes", 2: "no"}, refused_or_unknown(1), asked="adults 20+"
    ),
    memory=coded(
        "limited by confusion or trouble remembering", {1: "yes", 2: "no"}, refused_or_unknown(1),
        asked="adults 20+",
    ),
)  # fmt: skip


def score(*items: str) -> Derivation:
    """Sum of the items, 0-3 each; missing unless all are known."""
    return lambda people: people[list(items)].sum(axis=1, skipna=False)


def _prescribed(id_: str, label: str, reason: str, note: str = "") -> Variable:
    return Variable(
        id_, label, GROUP, "binary", "any such reason vs none", (RX["rx_use"], RX["reason1"]),
        prescribed_for(reason), ("no", "yes"),
        rows=PRESCRIPTIONS, hazards=("sparse",), citation=f"ICD-10-CM: {reason}", note=note,
    )  # fmt: skip


_CORE = ("phq_interest", "phq_mood")

VARIABLES = (
    Variable(
        "depression_core", "Depressed mood or no interest, PHQ-2 of 3 or more", GROUP, "binary",
        ">=3 vs <3, both items known", tuple(COLUMNS[c] for c in _CORE), at_least(score(*_CORE), 3),
        ("<3", ">=3"), hazards=("self-report", "reverse causation"),
        citation="Kroenke, Spitzer & Williams 2003",
    ),
    Variable(
        "depression", "Depressive symptoms, PHQ-9 of 10 or more", GROUP, "binary",
        ">=10 vs <10, all nine items known", tuple(COLUMNS[c] for c in _PHQ9), at_least(score(*_PHQ9), 10),
        ("<10", ">=10"), hazards=("self-report", "reverse causation"),
        citation="Kroenke, Spitzer & Williams 2001",
        note="contains sleep, fatigue and restlessness: overlaps RLS",
    ),
    Variable(
        "stroke", "Stroke, told", GROUP, "binary", "yes vs no", (COLUMNS["told_stroke"],), yes("told_stroke"),
        ("no", "yes"), hazards=("self-report",),
    ),
    Variable(
        "memory_trouble", "Confusion or memory problems", GROUP, "binary", "yes vs no", (COLUMNS["memory"],),
        yes("memory"), ("no", "yes"), hazards=("self-report",),
    ),
    _prescribed(
        "parkinson_treated", "Prescription for parkinson", "G20",
        note="a dopamine agonist has one main reason: competing reasons, structurally no case",
    ),
    _prescribed("epilepsy_treated", "Prescription for epilepsy", "G40"),
    _prescribed("migraine_treated", "Prescription for migraine", "G43", note="prevention (G43.P) too"),
)  # fmt: skip
