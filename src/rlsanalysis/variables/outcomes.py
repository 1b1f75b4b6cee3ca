"""The outcomes: diagnosed and treated restless legs, leg movements at night, and control outcomes."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from rlsanalysis.variables.declare import Hazard, Variable, coded, columns, refused_or_unknown
from rlsanalysis.variables.derivations import Derivation, recoded
from rlsanalysis.variables.prescriptions import COLUMNS as RX
from rlsanalysis.variables.prescriptions import PRESCRIPTIONS, RLS, any_row, prescribed_for

GROUP = "outcomes"

_ASKED = "those told of a sleep disorder"
_NIGHTS: dict[float, str] = {
    0: "never",
    1: "once a month",
    2: "2-4 times a month",
    3: "5-15 times a month",
    4: "16-30 times a month",
}

COLUMNS = columns(
    """
                    D            E            H  I  J  P
    sleep_disorder  SLQ.SLQ060   SLQ.SLQ060   -  -  -  -
    told_apnoea     SLQ.SLQ070A  SLQ.SLQ070A  -  -  -  -
    told_insomnia   SLQ.SLQ070B  SLQ.SLQ070B  -  -  -  -
    told_rls        SLQ.SLQ070C  SLQ.SLQ070C  -  -  -  -
    told_other      SLQ.SLQ070D  SLQ.SLQ070D  -  -  -  -
    jerks           SLQ.SLQ150   SLQ.SLQ150   -  -  -  -
    cramps          SLQ.SLQ160   SLQ.SLQ160   -  -  -  -
    """,
    sleep_disorder=coded(
        "ever told of a sleep disorder by a doctor", {1: "yes", 2: "no"}, refused_or_unknown(1),
        asked="ages 16+",
    ),
    told_apnoea=coded(
        "which sleep disorder: apnoea (refused and don't know of the whole question stand here)",
        {1: "sleep apnoea"}, refused_or_unknown(1), asked=_ASKED,
    ),
    told_insomnia=coded("which sleep disorder: insomnia", {2: "insomnia"}, asked=_ASKED),
    told_rls=coded("which sleep disorder: restless legs", {3: "restless legs"}, asked=_ASKED),
    told_other=coded("which sleep disorder: other", {4: "other"}, asked=_ASKED),
    jerks=coded("leg jerks while sleeping, past month", _NIGHTS, refused_or_unknown(1), asked="ages 16+"),
    cramps=coded("leg cramps while sleeping, past month", _NIGHTS, refused_or_unknown(1), asked="ages 16+"),
)  # fmt: skip

_DISORDERS = ("told_apnoea", "told_insomnia", "told_rls", "told_other")
TOLD = tuple(COLUMNS[c] for c in ("sleep_disorder", *_DISORDERS))
_OFTEN: dict[float, float] = {0: 0, 1: 0, 2: 0, 3: 1, 4: 1}


def told_of(disorder: str) -> Derivation:
    """1: told of this sleep disorder; 0: told of none, or of others that the person could name."""

    def derive(people: pd.DataFrame) -> "pd.Series[float]":
        named = people[list(_DISORDERS)].notna()
        no = (people["sleep_disorder"] == 2) | named.any(axis=1)
        return pd.Series(np.select([named[disorder], no], [1, 0], np.nan), index=people.index)

    return derive


def other_sleep_disorder(people: pd.DataFrame) -> "pd.Series[float]":
    """1: told of a sleep disorder, restless legs not named; 0: told of none; restless legs is neither."""
    told = people["sleep_disorder"].map({1: 1.0, 2: 0.0})
    return told.where(people["told_rls"].isna())


def treated(people: pd.DataFrame, rows: pd.DataFrame) -> "pd.Series[float]":
    """1: any prescription with restless legs among its reasons; 0: other people who answered."""
    return any_row(people, rows, rows["for_rls"])


def _prescribed(
    id_: str,
    label: str,
    reason: str,
    derive: Callable[..., "pd.Series[float]"],
    *hazards: Hazard,
    note: str = "",
) -> Variable:
    return Variable(
        id_, label, GROUP, "binary", f"any prescription for {reason} vs none",
        (RX["rx_use"], RX["reason1"]), derive, ("no", "yes"),
        rows=PRESCRIPTIONS, hazards=hazards, citation=f"ICD-10-CM: {reason}", note=note,
    )  # fmt: skip


_APART = "a prescription for RLS does not count"

VARIABLES = (
    Variable(
        "diagnosed", "RLS diagnosed by a doctor", GROUP, "binary",
        "told of restless legs vs no sleep disorder or another one", TOLD, told_of("told_rls"), ("no", "yes"),
        hazards=("sparse", "self-report"),
        note="misses most people with RLS: a case has seen a doctor, who named it a sleep disorder",
    ),
    _prescribed(
        "treated", "RLS as the reason for a prescription", RLS, treated, "sparse",
        note="misses most people with RLS: a case has seen a doctor, who prescribed a drug for it",
    ),
    Variable(
        "leg_jerks", "Leg jerks at night", GROUP, "binary", "5 nights a month or more vs fewer",
        (COLUMNS["jerks"],), recoded("jerks", _OFTEN), ("no", "yes"), hazards=("self-report",),
    ),
    Variable(
        "leg_cramps", "Leg cramps at night", GROUP, "binary", "5 nights a month or more vs fewer",
        (COLUMNS["cramps"],), recoded("cramps", _OFTEN), ("no", "yes"), hazards=("self-report",),
    ),
    Variable(
        "other_sleep_disorder", "Another sleep disorder, told by a doctor", GROUP, "binary",
        "a sleep disorder, restless legs not named, vs none",
        (COLUMNS["sleep_disorder"], COLUMNS["told_rls"]), other_sleep_disorder, ("no", "yes"),
        hazards=("asked with the outcome", "self-report"),
    ),
    _prescribed(
        "insomnia_treated", "Insomnia as the reason for a prescription", "G47.0", prescribed_for("G47.0"),
        note=f"{_APART}; one prescription makes user and case of whoever is given an antidepressant, an antipsychotic "
        "or an antihistamine for it",
    ),
    _prescribed(
        "allergy_treated", "Allergic rhinitis as the reason for a prescription", "J30", prescribed_for("J30"),
        note=f"{_APART}; one prescription makes user and case of whoever is given an antihistamine for it",
    ),
    _prescribed(
        "glaucoma_treated", "Glaucoma as the reason for a prescription", "H40", prescribed_for("H40"),
        note=_APART,
    ),
    Variable(
        "rx_user", "Takes a prescription drug", GROUP, "binary", "any in the past month vs none",
        (RX["rx_use"],), recoded("rx_use", {1: 1, 2: 0}), ("no", "yes"),
        note="the people among whom drugs are compared with treated RLS",
    ),
)  # fmt: skip
