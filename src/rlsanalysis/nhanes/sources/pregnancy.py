"""Provide the reproductive history of women from CDC's files: births, current pregnancy, end of menstrual periods."""

import numpy as np
import pandas as pd

from rlsanalysis.definitions.derivations import recoded
from rlsanalysis.nhanes.canonical import EVERY_RELEASE, Canonical, Facts
from rlsanalysis.nhanes.columns import coded, columns, measured, refused_or_unknown, yes_no
from rlsanalysis.study.records.missing import DONT_KNOW, REFUSED

_FROM_2015: dict[float, str] = {11: "11 (from 2015 on: 11 or more)"}
_EVER = "women who were ever pregnant"

COLUMNS = columns(
    """
                      D              E              H              I              J              P
    ever_pregnant     RHQ.RHQ131     RHQ.RHQ131     RHQ.RHQ131     RHQ.RHQ131     RHQ.RHQ131     RHQ.RHQ131
    pregnant_now      RHQ.RHD143     RHQ.RHD143     RHQ.RHD143     RHQ.RHD143     RHQ.RHD143     RHQ.RHD143
    pregnancies       RHQ.RHQ160     RHQ.RHQ160     RHQ.RHQ160     RHQ.RHQ160     RHQ.RHQ160     RHQ.RHQ160
    vaginal_births    RHQ.RHQ166     RHQ.RHQ166     RHQ.RHQ166     RHQ.RHQ166     RHQ.RHQ166     -
    caesareans        RHQ.RHQ169     RHQ.RHQ169     RHQ.RHQ169     RHQ.RHQ169     RHQ.RHQ169     -
    deliveries        -              -              -              -              -              RHQ.RHD167
    live_births       RHQ.RHQ171     RHQ.RHQ171     RHQ.RHQ171     RHQ.RHQ171     RHQ.RHQ171     RHQ.RHQ171
    pregnancy_status  DEMO.RIDEXPRG  DEMO.RIDEXPRG  DEMO.RIDEXPRG  DEMO.RIDEXPRG  DEMO.RIDEXPRG  DEMO.RIDEXPRG
    periods           RHQ.RHQ031     RHQ.RHQ031     RHQ.RHQ031     RHQ.RHQ031     RHQ.RHQ031     RHQ.RHQ031
    why_none_2005     RHQ.RHD042     RHQ.RHD042     -              -              -              -
    why_none_2013     -              -              RHQ.RHD043     RHQ.RHD043     RHQ.RHD043     RHQ.RHD043
    """,
    ever_pregnant=yes_no("Ever pregnant", asked="women 20+ (12+ in 2005–2006)"),
    pregnant_now=yes_no("Currently pregnant (self-reported)", asked="women 20–44 ever pregnant (12–59 in 2005–2006)"),
    pregnancies=measured(
        "Number of pregnancies", "pregnancies", (1, 34), _FROM_2015, refused_or_unknown(2), asked=_EVER
    ),
    vaginal_births=measured(
        "Number of vaginal deliveries", "deliveries", (0, 15), _FROM_2015, refused_or_unknown(2), asked=_EVER
    ),
    caesareans=measured(
        "Number of cesarean deliveries", "deliveries", (0, 7), missing=refused_or_unknown(2), asked=_EVER
    ),
    deliveries=measured(
        "Number of deliveries", "deliveries", (0, 4), {5: "5 or more"}, refused_or_unknown(2),
        asked=_EVER,
    ),
    live_births=measured(
        "Number of deliveries with a live birth", "deliveries", (0, 15),
        {5: "5 (in 2017–March 2020: 5 or more)", 11: "11 (in 2015–2018: 11 or more)"}, refused_or_unknown(2),
        asked="women with a delivery",
    ),
    pregnancy_status=coded(
        "Pregnancy status at examination, by test or self-report",
        {1: "yes", 2: "no", 3: "could not be determined"}, asked="examined women 20–44 (8–59 in 2005–2006)",
        component="exam",
    ),
    periods=yes_no(
        "Menstrual periods in the past 12 months (2005–2006: at least one; from 2007: regular periods)",
        asked="women 12+",
    ),
    why_none_2005=coded(
        "Reason for no period",
        {
            1: "pregnant", 2: "breastfeeding", 7: "menopause or hysterectomy",
            8: "medical condition or treatment", 9: "other",
        },
        {77: REFUSED, 99: DONT_KNOW}, asked="women without periods",
    ),
    why_none_2013=coded(
        "Reason for no regular periods",
        {1: "pregnant", 2: "breastfeeding", 3: "hysterectomy", 7: "menopause", 9: "other"},
        {77: REFUSED, 99: DONT_KNOW}, asked="women without regular periods",
    ),
)  # fmt: skip


def live_births(people: pd.DataFrame) -> "pd.Series[float]":
    """Return deliveries with a live birth; 0 if never pregnant, never delivered, or now in the first pregnancy."""
    by_way = (people["vaginal_births"] == 0) & (people["caesareans"] == 0)
    first_now = (people["pregnancies"] == 1) & (people["pregnant_now"] == 1)
    undelivered = by_way | (people["deliveries"] == 0) | first_now
    skipped = (people["ever_pregnant"] == 1) & people["live_births"].isna() & undelivered
    return people["live_births"].mask((people["ever_pregnant"] == 2) | skipped, 0.0)


def menopause(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for no periods because of menopause or hysterectomy, 0 for periods, pregnancy or breastfeeding."""
    reason = people["why_none_2005"].fillna(people["why_none_2013"])
    none = people["periods"] == 2
    with_periods = (people["periods"] == 1) | (none & reason.isin([1, 2]))
    ended = none & reason.isin([3, 7])
    return pd.Series(np.select([ended, with_periods], [1, 0], np.nan), index=people.index)


_OF_BIRTHS = (
    "ever_pregnant", "live_births", "vaginal_births", "caesareans", "deliveries", "pregnancies",
    "pregnant_now",
)  # fmt: skip

CANONICAL = (
    Canonical(
        "live_births", tuple(COLUMNS[c] for c in _OF_BIRTHS), live_births, releases=EVERY_RELEASE
    ),
    Canonical("pregnant", (COLUMNS["pregnancy_status"],), recoded("pregnancy_status", {1: 1, 2: 0})),
    Canonical(
        "menopause", tuple(COLUMNS[c] for c in ("periods", "why_none_2005", "why_none_2013")), menopause,
        releases=EVERY_RELEASE,
    ),
)  # fmt: skip

FACTS = {
    "parity": Facts(hazards=("skip changed",)),
    "pregnant": Facts(
        hazards=("sparse",),
        note="Whether pregnancy is associated with RLS cannot be assessed in these data, because too few cases were "
        "pregnant.",
    ),
    "menopause": Facts(
        hazards=("question changed",), note="From 2007 on the question is about regular periods."
    ),
}
