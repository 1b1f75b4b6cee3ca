"""Define the outcomes: two definitions of clinical RLS, leg movements and cramps in sleep, and control outcomes."""

from collections.abc import Callable, Mapping

import pandas as pd

from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.derivations import as_measured, recoded
from rlsanalysis.definitions.drugs import any_row
from rlsanalysis.definitions.prescriptions import RLS, TABLE, reason_starts

GROUP = "outcomes"

_OFTEN: dict[float, float] = {0: 0, 1: 0, 2: 0, 3: 1, 4: 1}


INDICATIONS: Mapping[str, Callable[[pd.DataFrame], "pd.Series[bool]"]] = {
    "treated": lambda rows: rows["for_rls"],
    "insomnia_treated": lambda rows: reason_starts(rows, "G47.0"),
    "allergy_treated": lambda rows: reason_starts(rows, "J30"),
    "glaucoma_treated": lambda rows: reason_starts(rows, "H40"),
}
"""Select, for each outcome that a prescription defines, the rows that make their user a case."""


def _prescribed(
    id_: str, condition: str, reason: str, *, short: str, synonyms: tuple[str, ...], note: str = ""
) -> Definition:
    """Define a condition as 1 for a prescription with it as a reason, 0 for everyone else who answered."""

    def derive(people: pd.DataFrame, rows: pd.DataFrame) -> "pd.Series[float]":
        return any_row(people, rows, INDICATIONS[id_](rows))

    return Definition(
        id_, f"{short} (prescription with {condition} as indication)", GROUP, "binary",
        f"prescription with indication {reason} vs none",
        ("rx_use",), derive, ("no", "yes"), rows=TABLE, row_columns=("reasons", "for_rls"),
        citation=f"ICD-10-CM code {reason}", note=note,
        short=short, synonyms=synonyms,
    )  # fmt: skip


_NO_RLS = "Prescriptions for RLS do not count."
_SAME_RX = "A prescription for this condition makes its user both exposed and a case, if the drug is"
_RLS_WORDS = ("restless legs syndrome", "restless leg", "RLS", "Willis-Ekbom disease")
_IN_SLEEP = "The question asks about leg {what} while sleeping. They are not RLS, an urge to move the legs while awake."

DEFINITIONS = (
    Definition(
        "diagnosed", "Diagnosed RLS", GROUP, "binary", "diagnosis of RLS vs none",
        ("restless_legs",), as_measured("restless_legs"), ("no", "yes"),
        short="Diagnosed RLS", synonyms=_RLS_WORDS,
    ),
    _prescribed("treated", "RLS", RLS, short="Treated RLS", synonyms=_RLS_WORDS),
    Definition(
        "leg_jerks", "Leg jerks during sleep on ≥5 nights/month (a symptom, not RLS)", GROUP, "binary",
        "5 or more vs fewer nights/month",
        ("leg_jerks",), recoded("leg_jerks", _OFTEN), ("no", "yes"), hazards=("self-report",),
        note=_IN_SLEEP.format(what="jerks"),
        short="Leg jerks in sleep", synonyms=("periodic limb movements", "PLMS", "leg movements"),
    ),
    Definition(
        "leg_cramps", "Leg cramps during sleep on ≥5 nights/month (a symptom, not RLS)", GROUP, "binary",
        "5 or more vs fewer nights/month",
        ("leg_cramps",), recoded("leg_cramps", _OFTEN), ("no", "yes"), hazards=("self-report",),
        note=f"{_IN_SLEEP.format(what='cramps')} Leg cramps are a mimic of RLS.",
        short="Leg cramps in sleep", synonyms=("nocturnal leg cramps", "muscle cramps"),
    ),
    Definition(
        "other_sleep_disorder", "Other sleep disorder (self-reported physician diagnosis, not RLS)", GROUP,
        "binary", "sleep disorder other than RLS vs no sleep disorder",
        ("other_sleep_disorder",), as_measured("other_sleep_disorder"), ("no", "yes"),
        hazards=("self-report",),
        short="Other sleep disorder", synonyms=("insomnia", "sleep apnea", "control outcome"),
    ),
    _prescribed(
        "insomnia_treated", "insomnia", "G47.0",
        note=f"{_NO_RLS} {_SAME_RX} an antidepressant, an antipsychotic or an antihistamine.",
        short="Treated insomnia", synonyms=("sleeplessness", "control outcome"),
    ),
    _prescribed(
        "allergy_treated", "allergic rhinitis", "J30",
        note=f"{_NO_RLS} {_SAME_RX} an antihistamine.",
        short="Treated allergic rhinitis", synonyms=("hay fever", "allergy", "control outcome"),
    ),
    _prescribed(
        "glaucoma_treated", "glaucoma", "H40", note=_NO_RLS,
        short="Treated glaucoma", synonyms=("eye disease", "control outcome"),
    ),
    Definition(
        "rx_user", "Prescription drug use (any drug in the past month)", GROUP, "binary", "any vs none",
        ("rx_use",), as_measured("rx_use"), ("no", "yes"),
        short="Prescription drug use", synonyms=("medication use", "drug users"),
    ),
)  # fmt: skip
