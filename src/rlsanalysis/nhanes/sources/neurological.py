"""Provide the items of the PHQ-9, stroke and memory problems from CDC's files.

Conditions that a prescription defines are based on the columns of `prescriptions`.
"""

from rlsanalysis.nhanes.canonical import Canonical, Facts, as_recorded, yes
from rlsanalysis.nhanes.columns import coded, columns, diagnosis, refused_or_unknown, yes_no

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
    stroke_reported=diagnosis("a stroke"),
    memory=yes_no("Limited by difficulty remembering or periods of confusion", asked="adults 20+"),
)  # fmt: skip

CANONICAL = (
    *(Canonical(item, (COLUMNS[item],), as_recorded(item)) for item in _PHQ9),
    Canonical("stroke", (COLUMNS["stroke_reported"],), yes("stroke_reported")),
    Canonical("memory_trouble", (COLUMNS["memory"],), yes("memory")),
)

FACTS = {
    "parkinson_treated": Facts(
        hazards=("sparse",),
        note="A dopamine agonist is usually recorded with one reason, so that a prescription for Parkinson disease is "
        "rarely also one for RLS.",
    ),
    "epilepsy_treated": Facts(hazards=("sparse",)),
    "migraine_treated": Facts(
        hazards=("sparse",), note="Prescriptions that prevent migraine (G43.P) count as well."
    ),
}
