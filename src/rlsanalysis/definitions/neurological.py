"""Define depressive symptoms, stroke, memory problems, and prescriptions for Parkinson disease, epilepsy, migraine."""

from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.derivations import Derivation, as_measured, at_least
from rlsanalysis.definitions.prescriptions import TABLE, prescribed_for

GROUP = "neurological"


def score(*items: str) -> Derivation:
    """Derive the sum of the items, 0–3 each; missing unless all are known."""
    return lambda people: people[list(items)].sum(axis=1, skipna=False)


def _prescribed(
    id_: str, condition: str, reason: str, *, short: str, synonyms: tuple[str, ...]
) -> Definition:
    return Definition(
        id_, f"{condition} (prescription indication)", GROUP, "binary",
        f"prescription with indication {reason} vs none", ("rx_use",), prescribed_for(reason), ("no", "yes"),
        rows=TABLE, row_columns=("reasons", "for_rls"), citation=f"ICD-10-CM {reason}",
        short=short, synonyms=synonyms,
    )  # fmt: skip


_CORE = ("phq_interest", "phq_mood")
_PHQ9 = (
    *_CORE,
    "phq_sleep",
    "phq_tired",
    "phq_appetite",
    "phq_failure",
    "phq_concentration",
    "phq_movement",
    "phq_death",
)
_PHQ2 = (
    "The score is missing for people who did not answer both items. It measures symptoms of the past two weeks, not a "
    "diagnosis of depression."
)
_DEPRESSION = ("depression", "depressive symptoms", "mood")

DEFINITIONS = (
    Definition(
        "depression_core", "Depressive symptoms (PHQ-2 score ≥3)", GROUP, "binary",
        "score ≥3 vs <3", _CORE, at_least(score(*_CORE), 3),
        ("<3", ">=3"), hazards=("self-report", "reverse causation"),
        citation="Kroenke, Spitzer & Williams 2003",
        note=_PHQ2,
        short="Depressive symptoms (PHQ-2)", synonyms=_DEPRESSION,
        level_labels={"<3": "PHQ-2 score <3", ">=3": "PHQ-2 score ≥3"},
    ),
    Definition(
        "phq2", "Depressive symptoms (PHQ-2 score)", GROUP, "continuous", "per point (0–6)",
        _CORE, score(*_CORE), unit="point", hazards=("self-report", "reverse causation"),
        citation="Kroenke, Spitzer & Williams 2003", note=_PHQ2,
        short="PHQ-2 score", synonyms=_DEPRESSION,
    ),
    Definition(
        "depression", "Depressive symptoms (PHQ-9 score ≥10)", GROUP, "binary",
        "score ≥10 vs <10", _PHQ9, at_least(score(*_PHQ9), 10),
        ("<10", ">=10"), hazards=("self-report", "reverse causation"),
        citation="Kroenke, Spitzer & Williams 2001",
        note="The score includes sleep, fatigue and restlessness, which overlap with symptoms of RLS. It is missing "
        "for people who did not answer all nine items.",
        short="Depressive symptoms (PHQ-9)", synonyms=_DEPRESSION,
        level_labels={"<10": "PHQ-9 score <10", ">=10": "PHQ-9 score ≥10"},
    ),
    Definition(
        "stroke", "Stroke (self-reported)", GROUP, "binary", "yes vs no", ("stroke",),
        as_measured("stroke"), ("no", "yes"), hazards=("self-report",),
        short="Stroke", synonyms=("cerebrovascular disease",),
    ),
    Definition(
        "memory_trouble", "Limited by confusion or memory problems (self-reported)", GROUP, "binary",
        "yes vs no", ("memory_trouble",), as_measured("memory_trouble"), ("no", "yes"), hazards=("self-report",),
        short="Memory problems", synonyms=("dementia", "cognitive impairment", "confusion"),
    ),
    _prescribed(
        "parkinson_treated", "Parkinson disease", "G20", short="Parkinson disease, treated",
        synonyms=("Parkinson's disease", "parkinsonism"),
    ),
    _prescribed(
        "epilepsy_treated", "Epilepsy", "G40", short="Epilepsy, treated", synonyms=("seizures",),
    ),
    _prescribed(
        "migraine_treated", "Migraine", "G43", short="Migraine, treated", synonyms=("headache",),
    ),
)  # fmt: skip
