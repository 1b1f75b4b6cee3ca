"""Declare the outcomes: two definitions of clinical RLS, leg movements and cramps in sleep, and control outcomes."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from rlsanalysis.variables.columns import coded, columns
from rlsanalysis.variables.declare import Hazard, Variable, refused_or_unknown
from rlsanalysis.variables.derivations import Derivation, recoded
from rlsanalysis.variables.drugs import any_row
from rlsanalysis.variables.prescriptions import COLUMNS as RX
from rlsanalysis.variables.prescriptions import PRESCRIPTIONS, RLS, reason_starts

GROUP = "outcomes"

_ASKED = "participants ever told of a sleep disorder"
_NIGHTS: dict[float, str] = {
    0: "never",
    1: "once a month",
    2: "2–4 times a month",
    3: "5–15 times a month",
    4: "16–30 times a month",
}

COLUMNS = columns(
    """
                       D            E            H  I  J  P
    sleep_disorder     SLQ.SLQ060   SLQ.SLQ060   -  -  -  -
    disorder_apnoea    SLQ.SLQ070A  SLQ.SLQ070A  -  -  -  -
    disorder_insomnia  SLQ.SLQ070B  SLQ.SLQ070B  -  -  -  -
    disorder_rls       SLQ.SLQ070C  SLQ.SLQ070C  -  -  -  -
    disorder_other     SLQ.SLQ070D  SLQ.SLQ070D  -  -  -  -
    jerks              SLQ.SLQ150   SLQ.SLQ150   -  -  -  -
    cramps             SLQ.SLQ160   SLQ.SLQ160   -  -  -  -
    """,
    sleep_disorder=coded(
        "Ever told by a doctor or other health professional of a sleep disorder", {1: "yes", 2: "no"},
        refused_or_unknown(1), asked="ages 16+",
    ),
    disorder_apnoea=coded(
        "Which sleep disorder: sleep apnea (this column also records refused and don't know for the whole question)",
        {1: "sleep apnea"}, refused_or_unknown(1), asked=_ASKED,
    ),
    disorder_insomnia=coded("Which sleep disorder: insomnia", {2: "insomnia"}, asked=_ASKED),
    disorder_rls=coded("Which sleep disorder: restless legs", {3: "restless legs"}, asked=_ASKED),
    disorder_other=coded("Which sleep disorder: other", {4: "other"}, asked=_ASKED),
    jerks=coded("Leg jerks while sleeping, past month", _NIGHTS, refused_or_unknown(1), asked="ages 16+"),
    cramps=coded("Leg cramps while sleeping, past month", _NIGHTS, refused_or_unknown(1), asked="ages 16+"),
)  # fmt: skip

_DISORDERS = ("disorder_apnoea", "disorder_insomnia", "disorder_rls", "disorder_other")
SLEEP_DISORDERS = tuple(COLUMNS[c] for c in ("sleep_disorder", *_DISORDERS))
_OFTEN: dict[float, float] = {0: 0, 1: 0, 2: 0, 3: 1, 4: 1}


def reports_disorder(disorder: str) -> Derivation:
    """Derive 1 for a report of this sleep disorder; 0 for a report of no sleep disorder, or of named others only."""

    def derive(people: pd.DataFrame) -> "pd.Series[float]":
        reported = people[list(_DISORDERS)].notna()
        no = (people["sleep_disorder"] == 2) | reported.any(axis=1)
        return pd.Series(np.select([reported[disorder], no], [1, 0], np.nan), index=people.index)

    return derive


def other_sleep_disorder(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for a sleep disorder other than RLS, 0 for no sleep disorder; people with RLS are missing."""
    any_disorder = people["sleep_disorder"].map({1: 1.0, 2: 0.0})
    return any_disorder.where(people["disorder_rls"].isna())


INDICATIONS: Mapping[str, Callable[[pd.DataFrame], "pd.Series[bool]"]] = {
    "treated": lambda rows: rows["for_rls"],
    "insomnia_treated": lambda rows: reason_starts(rows, "G47.0"),
    "allergy_treated": lambda rows: reason_starts(rows, "J30"),
    "glaucoma_treated": lambda rows: reason_starts(rows, "H40"),
}
"""Select, for each outcome that a prescription defines, the prepared rows that make their user a case."""


def _prescribed(
    id_: str,
    condition: str,
    reason: str,
    *hazards: Hazard,
    short: str,
    synonyms: tuple[str, ...],
    note: str = "",
) -> Variable:
    """Declare a condition as 1 for a prescription with it as a reason, 0 for everyone else who answered."""

    def derive(people: pd.DataFrame, rows: pd.DataFrame) -> "pd.Series[float]":
        return any_row(people, rows, INDICATIONS[id_](rows))

    return Variable(
        id_, f"{short} (prescription with {condition} as indication)", GROUP, "binary",
        f"prescription with indication {reason} vs none",
        (RX["rx_use"], RX["reason1"]), derive, ("no", "yes"),
        rows=PRESCRIPTIONS, hazards=hazards, citation=f"ICD-10-CM code {reason}", note=note,
        short=short, synonyms=synonyms,
    )  # fmt: skip


_NO_RLS = "Prescriptions for RLS do not count."
_SAME_RX = "A prescription for this condition makes its user both exposed and a case, if the drug is"
_RLS_WORDS = ("restless legs syndrome", "restless leg", "RLS", "Willis-Ekbom disease")
_IN_SLEEP = "The question asks about leg {what} while sleeping. They are not RLS, an urge to move the legs while awake."

VARIABLES = (
    Variable(
        "diagnosed", "Diagnosed RLS (self-reported physician diagnosis)", GROUP, "binary",
        "reports a diagnosis of restless legs vs no sleep disorder or another one",
        SLEEP_DISORDERS, reports_disorder("disorder_rls"), ("no", "yes"), hazards=("sparse", "self-report"),
        note="Most people with RLS are not captured. Only participants who reported that a doctor or other health "
        "professional had told them that they had a sleep disorder were asked which one. People with RLS that was not "
        "diagnosed, or not called a sleep disorder, are non-cases.",
        short="Diagnosed RLS", synonyms=_RLS_WORDS,
    ),
    _prescribed(
        "treated", "RLS", RLS, "sparse",
        note="Most people with RLS are not captured: a case has seen a doctor who prescribed a drug for it.",
        short="Treated RLS", synonyms=_RLS_WORDS,
    ),
    Variable(
        "leg_jerks", "Leg jerks during sleep on ≥5 nights/month (a symptom, not RLS)", GROUP, "binary",
        "5 or more vs fewer nights/month",
        (COLUMNS["jerks"],), recoded("jerks", _OFTEN), ("no", "yes"), hazards=("self-report",),
        note=_IN_SLEEP.format(what="jerks"),
        short="Leg jerks in sleep", synonyms=("periodic limb movements", "PLMS", "leg movements"),
    ),
    Variable(
        "leg_cramps", "Leg cramps during sleep on ≥5 nights/month (a symptom, not RLS)", GROUP, "binary",
        "5 or more vs fewer nights/month",
        (COLUMNS["cramps"],), recoded("cramps", _OFTEN), ("no", "yes"), hazards=("self-report",),
        note=f"{_IN_SLEEP.format(what='cramps')} Leg cramps are a mimic of RLS.",
        short="Leg cramps in sleep", synonyms=("nocturnal leg cramps", "muscle cramps"),
    ),
    Variable(
        "other_sleep_disorder", "Other sleep disorder (self-reported physician diagnosis, not RLS)", GROUP,
        "binary", "sleep disorder other than RLS vs no sleep disorder",
        (COLUMNS["sleep_disorder"], COLUMNS["disorder_rls"]), other_sleep_disorder, ("no", "yes"),
        hazards=("asked with the outcome", "self-report"),
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
    Variable(
        "rx_user", "Prescription drug use (any drug in the past month)", GROUP, "binary", "any vs none",
        (RX["rx_use"],), recoded("rx_use", {1: 1, 2: 0}), ("no", "yes"),
        note="These are the people among whom drugs are compared with treated RLS.",
        short="Prescription drug use", synonyms=("medication use", "drug users"),
    ),
)  # fmt: skip
