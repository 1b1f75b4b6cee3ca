"""Labels and rounding: the only place where a number becomes text and an id becomes words.

Numbers are printed as journals print them: `2.25 (1.36 to 3.69)`, one number of decimals within an interval.
"""

import math
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from rlsanalysis.present import units, vocabulary
from rlsanalysis.present.rounding import decimals, decimals_of_ci, decimals_of_limits, side_of_limit
from rlsanalysis.study.estimate import SHOWN
from rlsanalysis.study.records import ALL, Study

DASH = "–"
NONE = "—"
EPONYM = "Parkinson"
NOT_COMPARED = "not compared"
MASK = re.compile(r"mask (.+) \[(.+), (\w+)\]")
"""A mask with a name: the name, how many adults it selects, and a digest of who they are."""
POINT = ("ok", "caution")
INTERVAL = SHOWN


class Line(NamedTuple):
    """What a reader sees of one estimate; empty where its status lets nothing be shown."""

    odds_ratio: str
    interval: str
    p: str
    q: str
    detectable: str


def line(row: Any) -> Line:
    """Text of a row of `estimates`, as far as its status lets it be shown."""
    if row.status not in INTERVAL:
        return Line("", "", "", "", "")
    places = decimals_of_ci(row.conf_low, row.conf_high)
    return Line(
        ratio(row.odds_ratio, places) if row.status in POINT else "",
        interval(row.conf_low, row.conf_high),
        p_text(row.p_value),
        p_text(row.q_value),
        ratio(row.detectable_or, 2),
    )


def estimate_text(row: Any) -> str:
    """Odds ratio with its 95% CI, `3.46 (1.20 to 10.02)`, or `CI only: 1.20 to 10.02`, or that it is not reported."""
    shown = line(row)
    if not shown.interval:
        return "not reported" if row.status == vocabulary.TOO_FEW else "not estimable"
    return f"{shown.odds_ratio} ({shown.interval})" if shown.odds_ratio else f"CI only: {shown.interval}"


def not_reported(row: Any, *, observed: bool = True) -> str:
    """Say why only counts are reported; `observed` adds the exposed cases, where no adjacent column has them."""
    if pd.isna(row.cases_exposed):
        return f"not reported: {str(row.reason).split(';')[0]}"
    return f"not reported: {expected_and_observed(row) if observed else cases_expected(row)}"


def expected_and_observed(row: Any) -> str:
    """Say how few cases are expected, in the exposed or the unexposed group, and how many are exposed."""
    return f"{cases_expected(row)}; {count(row.cases_exposed)} of {count(row.cases)} exposed"


def cases_expected(row: Any) -> str:
    """Say how many cases are expected: `1.9 cases expected in the smaller group`."""
    return f"{expected(row.expected_exposed_cases)} cases expected in the smaller group"


def interval(low: float, high: float) -> str:
    """Limits of an odds ratio, `1.36 to 3.69`; an open limit is 0 or ∞.

    A limit whose rounding would contradict the verdict has more decimals: `1.0003 to 3.24`.
    """
    below, above = decimals_of_limits(low, high)
    lower = _limit(low, below) if low > 0 else "0"
    upper = _limit(high, above) if math.isfinite(high) else "∞"
    return f"{lower} to {upper}"


def _limit(value: float, places: int) -> str:
    return side_of_limit(value, places) + ratio(value, places)


def ratio(value: float, places: int | None = None) -> str:
    """An odds ratio, to about three digits or to `places` decimals."""
    if math.isnan(value):
        return ""
    if value < 0.005:
        return "<0.01"
    return f"{value:,.{decimals(value) if places is None else places}f}"


def p_text(value: float) -> str:
    """A P or q value: three decimals below 0.1, else two."""
    if math.isnan(value):
        return ""
    if value < 0.001:
        return "<0.001"
    if value < 0.05 <= round(value, 3):
        return f"{value:.4f}"
    return f"{value:.3f}" if value < 0.0995 else f"{value:.2f}"


def q_text(study: Study, row: Any) -> str:
    """The q value of a row within a sentence; a factor with several levels has that of its joint test."""
    declared = study.variables.get(str(row.exposure))
    joint_test = " of the joint test" if declared is not None and declared.kind == "categorical" else ""
    return equation(f"q{joint_test}", p_text(row.q_value))


def equation(name: str, text: str) -> str:
    """A P or q value within a sentence: `q = 0.030`, `q < 0.001`."""
    return f"{name} < {text[1:]}" if text.startswith("<") else f"{name} = {text}"


def percent(value: float) -> str:
    """A percent: two decimals below 10, else one."""
    return "" if math.isnan(value) else f"{value:.{2 if abs(value) < 9.995 else 1}f}"


def with_error(value: float, error: float) -> str:
    """A percent or mean with its standard error in brackets, to one decimal; a dash for what is missing."""
    return NONE if math.isnan(value) else f"{one_decimal(value)} ({one_decimal(error)})"


def one_decimal(value: float) -> str:
    """A number to one decimal; what would read as 0.0 and is not 0 is `<0.1`."""
    if math.isnan(value):
        return NONE
    return "<0.1" if 0 < value < 0.05 else f"{value:,.1f}"


def count(value: Any) -> str:
    """A count with thousands separated; empty if absent."""
    return "" if pd.isna(value) else f"{int(value):,}"


def exposed_cases(row: Any) -> str:
    """Exposed cases among all cases, `19 / 41`; of a continuous exposure all cases."""
    exposed = count(row.cases_exposed)
    return f"{exposed} / {count(row.cases)}" if exposed else count(row.cases)


def exposed_noncases(row: Any) -> str:
    """Exposed people among all who are not cases, `94 / 10,793`; empty for a continuous exposure."""
    if pd.isna(row.n_exposed):
        return ""
    return f"{count(row.n_exposed - row.cases_exposed)} / {count(row.n - row.cases)}"


def name(study: Study, variable: str) -> str:
    """Complete label of an outcome, exposure or adjuster."""
    declared = study.variables.get(variable)
    return declared.label if declared else variable


def short(study: Study, variable: str) -> str:
    """Short label, for figures and sentences; the complete one where none is declared."""
    declared = study.variables.get(variable)
    return declared.short or declared.label if declared else variable


def in_sentence(text: str) -> str:
    """A label as it stands within a sentence: a lower-case initial, unless it begins with an abbreviation or a name."""
    abbreviation = any(sign.isupper() or sign.isdigit() for sign in text[1:3])
    return text if abbreviation or text.startswith(EPONYM) else f"{text[:1].lower()}{text[1:]}"


def level(study: Study, variable: str, id_: str) -> str:
    """Display label of a level of a variable."""
    declared = study.variables.get(variable)
    return typeset(declared.level_labels.get(id_, id_) if declared else id_)


def quantity(study: Study, variable: str) -> str:
    """Label of a continuous variable without its unit of comparison: `Waist`, not `Waist, per 10 cm`."""
    return without_unit(name(study, variable))


def without_unit(label: str) -> str:
    """A label of a continuous variable without its unit of comparison: `Ferritin`, not `Ferritin, per halving`."""
    return label.partition(", per ")[0]


def typeset(text: str) -> str:
    """A label, level or unit as print has it: ≥, m², µg, 20%, a dash between numbers and years."""
    signs = (
        (">=", "≥"),
        ("<=", "≤"),
        (r"\bm2\b", "m²"),
        (r"\bug\b", "µg"),
        (r"(?<=\d)-(?=\d|Mar)", DASH),
        (r"(?<=\d) %", "%"),
    )
    for pattern, sign in signs:
        text = re.sub(pattern, sign, text)
    return text


def restricted(study: Study, variable: str, measured: str, pooled: Sequence[str]) -> tuple[str, str]:
    """Population and survey cycles of a variable, where they are not all adults and all pooled cycles; else empty.

    `measured`: letters of the cycles in which it is known.
    """
    years = "" if measured.split() == list(pooled) else releases(study, measured)
    people = population(study, variable, measured)
    return people * (people != typeset(units.usual_population(study, pooled))), years


def population(study: Study, variable: str, releases: str) -> str:
    """Population in which a variable is defined in some survey cycles: `adults 20+`, `women 20–49`."""
    people = study.variables[variable].population
    return typeset(
        "; ".join(
            dict.fromkeys(people[r].described(study.unit.people) for r in releases.split() if r in people)
        )
    )


def contrast(study: Study, row: Any) -> str:
    """What a row compares: `current vs never`, `per 10 years`."""
    exposure = str(row.exposure)
    if not row.reference:
        return f"per {level(study, exposure, str(row.level))}"
    return f"{level(study, exposure, str(row.level))} vs {level(study, exposure, str(row.reference))}"


def comparison(study: Study, row: Any, *, complete: bool = False) -> str:
    """Label of an exposure, and what is compared where it has several levels: `Smoking: current vs never`."""
    exposure = str(row.exposure)
    declared = study.variables.get(exposure)
    label = name(study, exposure) if complete else short(study, exposure)
    several = declared is None or declared.kind == "categorical"
    return typeset(f"{label}: {contrast(study, row)}" if several else label)


def sample(study: Study, id_: str) -> str:
    """People of a model: all adults, those with any prescription, one survey cycle, or a domain of your own."""
    return "; ".join(sample_parts(study, id_))


def sample_parts(study: Study, id_: str) -> tuple[str, ...]:
    """Parts of a sample: its people, then survey cycles and restriction of your own."""
    if id_ in study.releases:
        return (f"{releases(study, id_)} only",)
    return tuple(_restriction(study, part) for part in id_.removeprefix("custom: ").split("; "))


def _restriction(study: Study, text: str) -> str:
    if text.startswith("releases "):
        return releases(study, text.removeprefix("releases "))
    if mask := MASK.fullmatch(text):
        return f"{mask[1]} ({mask[2]})"
    if text == ALL:
        return units.everyone(study)
    if text in study.samples:
        return study.samples[text].label
    return vocabulary.DOMAINS.get(text, f"restricted to: {text}")


def group(study: Study, id_: str) -> str:
    """A group of variables as a heading."""
    return study.words.groups.get(id_) or id_[:1].upper() + id_[1:]


def releases(study: Study, letters: str) -> str:
    """Survey cycles in years: `2005–2006, 2007–2008`."""
    return ", ".join(study.releases[r].label.replace("-", DASH) for r in letters.split())


def expected(value: float) -> str:
    """Expected cases, with as many decimals as show on which side of a limit of status they lie."""
    if math.isnan(value):
        return ""
    text = f"{value:.1f}"
    return f"{value:.2f}" if value < float(text) in vocabulary.LEAST_CASES else text


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
