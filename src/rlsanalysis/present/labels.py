"""Labels and rounding: the only place where a number becomes text and an id becomes words."""

import math
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from rlsanalysis.nhanes import catalog
from rlsanalysis.study.estimate import NOT_ESTIMABLE, SHOWN
from rlsanalysis.study.plan import load_plan
from rlsanalysis.survey.support import LEAST
from rlsanalysis.variables import registry
from rlsanalysis.variables.declare import ADULTS

DASH = "–"
NONE = "—"
NOT_COMPARED = "not compared"
TOO_FEW = "too_few"
FEW = "§"
SHARED = "¶"
POINT = ("ok", "caution")
INTERVAL = SHOWN
MARKS = {"ok": "", "caution": "†", "sparse": "‡", TOO_FEW: "#", NOT_ESTIMABLE: NONE}


def _spans(ok: float, caution: float, sparse: float) -> dict[str, str]:
    """What each status that is marked spans, from the least of each."""
    return {
        "caution": f"{caution:g} to {ok:g}", "sparse": f"{sparse:g} to {caution:g}", TOO_FEW: f"below {sparse:g}"
    }  # fmt: skip


CASES, EFFECTIVE_DF = map(_spans, *LEAST.values())
"""Exposed cases to expect, and effective degrees of freedom, of each status that is marked."""
STATUS_WORDS = {
    "ok": f"{LEAST['ok'][0]:g} or more exposed cases to expect if there were no association; "
    "effective degrees of freedom stand for them where an exposure is continuous",
    "caution": f"{CASES['caution']} exposed cases to expect (continuous: {EFFECTIVE_DF['caution']} effective degrees "
    "of freedom): read with caution",
    "sparse": f"{CASES['sparse']} exposed cases to expect (continuous: {EFFECTIVE_DF['sparse']} effective degrees of "
    "freedom): the interval is shown, a point estimate is not interpreted",
    TOO_FEW: f"{CASES[TOO_FEW]} exposed cases to expect (continuous: {LEAST['sparse'][1]:g} effective degrees of "
    "freedom): counts only",
    NOT_ESTIMABLE: "no finite or no unique estimate: the reason stands beside it",
}
SET_WORDS = {
    "crude": "release alone",
    "minimal": "age and its square, sex, race and ethnicity, release",
    "full": "minimal, education, income to poverty, smoking, body mass index",
}
ADJUSTER_WORDS = {
    "age": "age and its square", "female": "sex", "race": "race and ethnicity", "education": "education",
    "poverty": "income to poverty", "smoking": "smoking", "bmi": "body mass index", "energy": "energy intake",
}  # fmt: skip
METHOD_WORDS = {"firth": "Firth, profile interval", "ml": "maximum likelihood, Wald interval"}
ROLE_WORDS = {
    "headline": "suspected factor, headline",
    "secondary": "suspected factor, secondary",
    "accompanying": "accompanying: may follow from RLS",
    "treats_rls": "treats RLS",
    "positive_control": "positive control",
    "negative_control": "negative control",
}
SYNTHETIC = "SYNTHETIC"
SYNTHETIC_WORDS = "SYNTHETIC – invented people: no number here says anything about restless legs"


class Line(NamedTuple):
    """What a reader sees of one estimate; empty where its status lets nothing be shown."""

    odds_ratio: str
    interval: str
    p: str
    q: str
    detectable: str
    mark: str


def line(row: Any) -> Line:
    """Text of a row of `estimates`, as far as its status lets it be shown."""
    mark = MARKS[row.status]
    if row.status not in INTERVAL:
        return Line("", "", "", "", "", mark)
    point = ratio(row.odds_ratio) if row.status in POINT else ""
    if row.cases < load_plan().fewest_cases or row.df < load_plan().fewest_df:
        mark += FEW
    return Line(
        point,
        interval(row.conf_low, row.conf_high),
        p_text(row.p_value),
        p_text(row.q_value),
        ratio(row.detectable_or),
        mark,
    )


def estimate_text(row: Any, *, shared: bool = False) -> str:
    """Odds ratio and interval with the marks, `3.46 (1.20–10.0) †`; counts-only and dash as marks alone.

    `shared`: a control outcome shows the association as well.
    """
    shown = line(row)
    if not shown.interval:
        return "counts only #" if row.status == TOO_FEW else NONE
    return " ".join(
        part for part in (shown.odds_ratio, f"({shown.interval})", shown.mark + SHARED * shared) if part
    )


def interval(low: float, high: float) -> str:
    """Limits of an odds ratio; an open limit is the word `open`."""
    return f"{ratio(low) if low > 0 else 'open'}{DASH}{ratio(high) if math.isfinite(high) else 'open'}"


def ratio(value: float) -> str:
    """An odds ratio to about three digits."""
    if math.isnan(value):
        return ""
    if value < 0.005:
        return "<0.01"
    decimals = 2 if value < 9.995 else 1 if value < 99.95 else 0
    return f"{value:,.{decimals}f}"


def p_text(value: float) -> str:
    """A p or q value: three decimals below 0.1, else two."""
    if math.isnan(value):
        return ""
    if value < 0.001:
        return "<0.001"
    return f"{value:.3f}" if value < 0.0995 else f"{value:.2f}"


def percent(value: float) -> str:
    """A percent: two decimals below 10, else one."""
    return "" if math.isnan(value) else f"{value:.{2 if abs(value) < 9.995 else 1}f}"


def with_error(value: float, error: float) -> str:
    """A percent or mean and its standard error in brackets, both to the same decimals; a dash for what is missing."""
    if math.isnan(value):
        return NONE
    decimals = 2 if abs(value) < 9.995 or error < 0.0995 else 1
    return f"{value:,.{decimals}f} ({NONE if math.isnan(error) else f'{error:,.{decimals}f}'})"


def count(value: Any) -> str:
    """A count with thousands separated; empty if absent."""
    return "" if pd.isna(value) else f"{int(value):,}"


def exposed_cases(row: Any) -> str:
    """Cases, and how many of them are exposed: `41 (19)`; a continuous exposure has none exposed."""
    exposed = count(row.cases_exposed)
    return f"{count(row.cases)} ({exposed})" if exposed else count(row.cases)


def name(variable: str) -> str:
    """Label of an outcome, exposure or adjuster."""
    declared = registry().get(variable)
    return declared.label if declared else variable


def quantity(variable: str) -> str:
    """Label of a continuous variable without the step by which it is compared: `Waist`, not `Waist, per 10 cm`."""
    return name(variable).partition(", per ")[0]


def typeset(text: str) -> str:
    """A label, level or unit as print has it: ≥, m², µg, and a dash between numbers."""
    signs = ((">=", "≥"), ("<=", "≤"), (r"\bm2\b", "m²"), (r"\bug\b", "µg"), (r"(?<=\d)-(?=\d)", DASH))
    for pattern, sign in signs:
        text = re.sub(pattern, sign, text)
    return text


def restricted(variable: str, measured: str, pooled: Sequence[str]) -> tuple[str, str]:
    """Of whom, and of which releases, a variable is told: each empty where it is of all adults, of all that are pooled.

    `measured`: letters of the releases that it is told of.
    """
    people = population(variable, measured)
    years = "" if measured.split() == list(pooled) else releases(measured)
    return "" if people == str(ADULTS) else people, years


def population(variable: str, releases: str) -> str:
    """In whom a variable is defined in some releases: `adults 20+`, `women 20–49`."""
    eligible = (registry()[variable].eligible(r) for r in releases.split())
    return typeset("; ".join(dict.fromkeys(str(e) for e in eligible if e is not None)))


def contrast(row: Any) -> str:
    """What a row compares: `current vs never`, `per 10 years`; as declared."""
    return f"{row.level} vs {row.reference}" if row.reference else f"per {row.level}"


def group(id_: str) -> str:
    """A group of variables as a heading."""
    return id_[:1].upper() + id_[1:]


def releases(letters: str) -> str:
    """Releases in years: `2005-2006, 2007-2008`."""
    return ", ".join(catalog.release(r).label.replace("-", DASH) for r in letters.split())


def expected(value: float) -> str:
    """Exposed cases to expect, fine enough to tell on which side of a limit of status they lie."""
    return "" if math.isnan(value) else f"{value:.{2 if value < 10 else 1}f}"


class JointLine(NamedTuple):
    """What a reader sees of a joint test; empty where its status lets nothing be shown."""

    statistic: str
    df: str
    p: str
    q: str


def joint(row: Any) -> JointLine:
    """Text of a row of `tests`; nothing where a level is too sparse to be shown or there is no test."""
    if row.status not in INTERVAL:
        return JointLine("", "", "", "")
    return JointLine(
        f"{row.statistic:.2f}",
        f"{count(row.df_num)}, {row.df_den:.0f}",
        p_text(row.p_value),
        p_text(row.q_value),
    )
