"""The outcomes: diagnosed and treated restless legs, leg movements at night, and outcomes that serve as controls."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from rlsanalysis.variables.declare import Variable, coded, columns, refused_or_unknown
from rlsanalysis.variables.derivations import recoded
from rlsanalysis.variables.prescriptions import COLUMNS as RX
from rlsanalysis.variables.prescriptions import PRESCRIPTIONS, RLS, any_row, reason_starts

GROUP = "outcomes"

_NIGHTS = {
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
        "ever told of a sleep disorder by a doctor", {1: "yes", 2: "no"}, refused_or_unknown(1), asked="ages 16+"
    ),
    told_apnoea=coded(
        "which sleep disorder: apnoea (refused and don't know of the whole question stand here)",
        {1: "sleep apnoea"}, refused_or_unknown(1), asked="those told of a sleep disorder",
    ),
    told_insomnia=coded("which sleep disorder: insomnia", {2: "insomnia"}, asked="those told of a sleep disorder"),
    told_rls=coded("which sleep disorder: restless legs", {3: "restless legs"}, asked="those told of a sleep disorder"),
    told_other=coded("which sleep disorder: other", {4: "other"}, asked="those told of a sleep disorder"),
    jerks=coded("leg jerks while sleeping, past month", _NIGHTS, refused_or_unknown(1), asked="ages 16+"),
    cramps=coded("leg cramps while sleeping, past month", _NIGHTS, refused_or_unknown(1), asked="ages 16+"),
)  # fmt: skip

_TOLD = tuple(
    COLUMNS[c] for c in ("sleep_disorder", "told_apnoea", "told_insomnia", "told_rls", "told_other")
)
_OFTEN = {0: 0, 1: 0, 2: 0, 3: 1, 4: 1}


def diagnosed(people: pd.DataFrame) -> "pd.Series[float]":
    """1: told of restless legs; 0: told of no sleep disorder, or of another that the person could name."""
    named = people[["told_apnoea", "told_insomnia", "told_other"]].notna().any(axis=1)
    no = (people["sleep_disorder"] == 2) | ((people["sleep_disorder"] == 1) & named)
    return pd.Series(np.select([people["told_rls"] == 3, no], [1, 0], np.nan), index=people.index)


def other_sleep_disorder(people: pd.DataFrame) -> "pd.Series[float]":
    """1: told of a sleep disorder, restless legs not named; 0: told of none; restless legs is neither."""
    told = people["sleep_disorder"] == 1
    return pd.Series(
        np.select([people["told_rls"] == 3, told, people["sleep_disorder"] == 2], [np.nan, 1, 0], np.nan),
        index=people.index,
    )


def treated(people: pd.DataFrame, rows: pd.DataFrame) -> "pd.Series[float]":
    """1: any prescription with restless legs among its reasons; 0: other people who answered."""
    return any_row(people, rows, rows["for_rls"])


def _treated_for(reason: str) -> Callable[[pd.DataFrame, pd.DataFrame], "pd.Series[float]"]:
    return lambda people, rows: any_row(people, rows, reason_starts(rows, reason))


def _prescribed(id_: str, label: str, contrast: str, derive: Callable[..., "pd.Series[float]"]) -> Variable:
    return Variable(
        id_, label, GROUP, "binary", contrast, (RX["rx_use"], RX["reason1"]), derive, ("no", "yes"),
        rows=PRESCRIPTIONS, citation="drug classes: Multum Lexicon",
    )  # fmt: skip


VARIABLES = (
    Variable(
        "diagnosed", "RLS diagnosed by a doctor", GROUP, "binary",
        "told of restless legs vs no sleep disorder or another one", _TOLD, diagnosed, ("no", "yes"),
        hazards=("sparse", "self-report"),
        note="misses most people with RLS: a case has seen a doctor, who named it a sleep disorder",
    ),
    _prescribed(
        "treated", "RLS as the reason for a prescription", f"any prescription for {RLS} vs none", treated
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
        "a sleep disorder, restless legs not named, vs none", _TOLD, other_sleep_disorder, ("no", "yes"),
        hazards=("self-report",),
    ),
    _prescribed(
        "insomnia_treated", "Insomnia as the reason for a prescription", "any prescription for G47.0, not for RLS, vs none",
        _treated_for("G47.0"),
    ),
    _prescribed(
        "allergy_treated", "Allergic rhinitis as the reason for a prescription", "any prescription for J30, not for RLS, vs none",
        _treated_for("J30"),
    ),
    _prescribed(
        "glaucoma_treated", "Glaucoma as the reason for a prescription", "any prescription for H40, not for RLS, vs none",
        _treated_for("H40"),
    ),
    Variable(
        "rx_user", "Takes a prescription drug", GROUP, "binary", "any in the past month vs none",
        (RX["rx_use"],), recoded("rx_use", {1: 1, 2: 0}), ("no", "yes"),
        note="the people among whom drugs are compared with treated RLS",
    ),
)  # fmt: skip
