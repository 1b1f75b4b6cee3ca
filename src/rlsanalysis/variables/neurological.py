"""Declare depressive symptoms, stroke, memory problems, and prescriptions for Parkinson disease, epilepsy, migraine."""

from rlsanalysis.variables.columns import coded, columns
from rlsanalysis.variables.declare import Variable, refused_or_unknown
from rlsanalysis.variables.derivations import Derivation, at_least, yes
from rlsanalysis.variables.prescriptions import COLUMNS as RX
from rlsanalysis.variables.prescriptions import PRESCRIPTIONS, prescribed_for

GROUP = "neurological"

_PHQ9 = {
    "phq_interest": "little interest or pleasure",
    "phq_mood": "down, depressed or hopeless",
    "phq_sleep": "trouble sleeping or sleeping too much",
    "phq_tired": "tired or little energy",
    "phq_appetite": "poor appetite or overeating",
    "phq_failure": "feeling like a failure",
    "phq_concentration": "trouble concentrating",
    "phq_movement": "moving or speaking slowly, or being fidgety or restless",
    "phq_death": "thoughts of being better off dead or of self-harm",
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
    stroke_reported    MCQ.MCQ160F MCQ.MCQ160F MCQ.MCQ160F MCQ.MCQ160F MCQ.MCQ160F MCQ.MCQ160F
    memory             PFQ.PFQ057  PFQ.PFQ057  PFQ.PFQ057  PFQ.PFQ057  PFQ.PFQ057  -
    """,
    **{
        name: coded(f"PHQ-9, past two weeks: {label}", _DAYS, refused_or_unknown(1), asked="examined participants 18+")
        for name, label in _PHQ9.items()
    },
    stroke_reported=coded(
        "Ever told by a doctor or other health professional of a stroke", {1: "yes", 2: "no"},
        refused_or_unknown(1), asked="adults 20+",
    ),
    memory=coded(
        "Limited by difficulty remembering or periods of confusion", {1: "yes", 2: "no"}, refused_or_unknown(1),
        asked="adults 20+",
    ),
)  # fmt: skip


def score(*items: str) -> Derivation:
    """Derive the sum of the items, 0–3 each; missing unless all are known."""
    return lambda people: people[list(items)].sum(axis=1, skipna=False)


def _prescribed(
    id_: str, condition: str, reason: str, *, short: str, synonyms: tuple[str, ...] = (), note: str = ""
) -> Variable:
    return Variable(
        id_, f"{condition} (prescription indication)", GROUP, "binary",
        f"prescription with indication {reason} vs none", (RX["rx_use"], RX["reason1"]),
        prescribed_for(reason), ("no", "yes"),
        rows=PRESCRIPTIONS, hazards=("sparse",), citation=f"ICD-10-CM {reason}", note=note,
        short=short, synonyms=synonyms,
    )  # fmt: skip


_CORE = ("phq_interest", "phq_mood")
_DEPRESSION = ("depression", "depressive symptoms", "mood")

VARIABLES = (
    Variable(
        "depression_core", "Depressive symptoms (PHQ-2 score ≥3)", GROUP, "binary",
        "score ≥3 vs <3", tuple(COLUMNS[c] for c in _CORE), at_least(score(*_CORE), 3),
        ("<3", ">=3"), hazards=("self-report", "reverse causation"),
        citation="Kroenke, Spitzer & Williams 2003",
        note="The score is missing for people who did not answer both items. It measures symptoms of the past two "
        "weeks, not a diagnosis of depression.",
        short="Depressive symptoms (PHQ-2)", synonyms=_DEPRESSION,
        level_labels={"<3": "PHQ-2 score <3", ">=3": "PHQ-2 score ≥3"},
    ),
    Variable(
        "depression", "Depressive symptoms (PHQ-9 score ≥10)", GROUP, "binary",
        "score ≥10 vs <10", tuple(COLUMNS[c] for c in _PHQ9), at_least(score(*_PHQ9), 10),
        ("<10", ">=10"), hazards=("self-report", "reverse causation"),
        citation="Kroenke, Spitzer & Williams 2001",
        note="The score includes sleep, fatigue and restlessness, which overlap with symptoms of RLS. It is missing "
        "for people who did not answer all nine items.",
        short="Depressive symptoms (PHQ-9)", synonyms=_DEPRESSION,
        level_labels={"<10": "PHQ-9 score <10", ">=10": "PHQ-9 score ≥10"},
    ),
    Variable(
        "stroke", "Stroke (self-reported)", GROUP, "binary", "yes vs no", (COLUMNS["stroke_reported"],),
        yes("stroke_reported"), ("no", "yes"), hazards=("self-report",),
        short="Stroke", synonyms=("cerebrovascular disease",),
    ),
    Variable(
        "memory_trouble", "Limited by confusion or memory problems (self-reported)", GROUP, "binary",
        "yes vs no", (COLUMNS["memory"],), yes("memory"), ("no", "yes"), hazards=("self-report",),
        short="Memory problems", synonyms=("dementia", "cognitive impairment", "confusion"),
    ),
    _prescribed(
        "parkinson_treated", "Parkinson disease", "G20", short="Parkinson disease, treated",
        synonyms=("Parkinson's disease", "parkinsonism"),
        note="A dopamine agonist is usually recorded with one reason, so that a prescription for Parkinson disease is "
        "rarely also one for RLS.",
    ),
    _prescribed(
        "epilepsy_treated", "Epilepsy", "G40", short="Epilepsy, treated", synonyms=("seizures",),
    ),
    _prescribed(
        "migraine_treated", "Migraine", "G43", short="Migraine, treated", synonyms=("headache",),
        note="Prescriptions that prevent migraine (G43.P) count as well.",
    ),
)  # fmt: skip
