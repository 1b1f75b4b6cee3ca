"""Provide diagnoses of sleep disorders, leg jerks and cramps in sleep, and cataract operations, from CDC's files.

The outcomes that a prescription defines are based on the columns of `prescriptions`.
"""

import numpy as np
import pandas as pd

from rlsanalysis.nhanes.canonical import Canonical, Derive, Facts, as_recorded, yes
from rlsanalysis.nhanes.columns import coded, columns, diagnosis, refused_or_unknown, yes_no

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
    cataract_removed   VIQ.VIQ071   VIQ.VIQ071   -  -  -  -
    """,
    sleep_disorder=diagnosis("a sleep disorder", "ages 16+"),
    disorder_apnoea=coded(
        "Which sleep disorder: sleep apnea (this column also records refused and don't know for the whole question)",
        {1: "sleep apnea"}, refused_or_unknown(1), asked=_ASKED,
    ),
    disorder_insomnia=coded("Which sleep disorder: insomnia", {2: "insomnia"}, asked=_ASKED),
    disorder_rls=coded("Which sleep disorder: restless legs", {3: "restless legs"}, asked=_ASKED),
    disorder_other=coded("Which sleep disorder: other", {4: "other"}, asked=_ASKED),
    jerks=coded("Leg jerks while sleeping, past month", _NIGHTS, refused_or_unknown(1), asked="ages 16+"),
    cataract_removed=yes_no("Ever had a cataract operation", asked="adults 20+"),
    cramps=coded("Leg cramps while sleeping, past month", _NIGHTS, refused_or_unknown(1), asked="ages 16+"),
)  # fmt: skip

_DISORDERS = ("disorder_apnoea", "disorder_insomnia", "disorder_rls", "disorder_other")


def reports_disorder(disorder: str) -> Derive:
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


_OF_DISORDERS = tuple(COLUMNS[c] for c in ("sleep_disorder", *_DISORDERS))

CANONICAL = (
    Canonical("restless_legs", _OF_DISORDERS, reports_disorder("disorder_rls")),
    Canonical("sleep_apnoea", _OF_DISORDERS, reports_disorder("disorder_apnoea")),
    Canonical(
        "other_sleep_disorder", (COLUMNS["sleep_disorder"], COLUMNS["disorder_rls"]), other_sleep_disorder
    ),
    Canonical("cataract", (COLUMNS["cataract_removed"],), yes("cataract_removed")),
    Canonical("leg_jerks", (COLUMNS["jerks"],), as_recorded("jerks")),
    Canonical("leg_cramps", (COLUMNS["cramps"],), as_recorded("cramps")),
)

FACTS = {
    "diagnosed": Facts(
        hazards=("sparse", "self-report"),
        label="Diagnosed RLS (self-reported physician diagnosis)",
        contrast="reports a diagnosis of restless legs vs no sleep disorder or another one",
        note="Most people with RLS are not captured. Only participants who reported that a doctor or other health "
        "professional had told them that they had a sleep disorder were asked which one. People with RLS that was not "
        "diagnosed, or not called a sleep disorder, are non-cases.",
    ),
    "treated": Facts(
        hazards=("sparse",),
        note="Most people with RLS are not captured: a case has seen a doctor who prescribed a drug for it. The "
        "reason of a prescription is the participant's own answer, coded by CDC.",
    ),
    "treated_firm": Facts(hazards=("sparse",)),
    "diagnosed_or_agonist": Facts(
        hazards=("sparse",),
        note="Many people who take a dopamine agonist without a drug for Parkinson disease denied any sleep disorder "
        "in the interview. This suggests, but does not show, that reported diagnoses miss known RLS; an agonist "
        "alone may also be a treatment of early Parkinson disease.",
    ),
    "rx_user": Facts(note="These are the people among whom drugs are compared with treated RLS."),
    "other_sleep_disorder": Facts(hazards=("asked with the outcome",)),
}
