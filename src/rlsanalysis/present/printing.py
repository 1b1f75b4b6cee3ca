"""Print numbers as journals print them: `2.25 (1.36 to 3.69)`, one number of decimals within an interval."""

import math
from typing import Any, NamedTuple

import pandas as pd

from rlsanalysis.present import vocabulary
from rlsanalysis.present.rounding import decimals, decimals_of_ci, decimals_of_limits, side_of_limit
from rlsanalysis.study.estimate import SHOWN

NONE = "—"
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
    return ratio_text(row.status, row.odds_ratio, row.conf_low, row.conf_high)


def ratio_text(status: str, value: float, low: float, high: float) -> str:
    """A ratio with its 95% CI as far as its status lets it be shown, in the words of `estimate_text`."""
    if status not in INTERVAL:
        return "not reported" if status == vocabulary.TOO_FEW else "not estimable"
    limits = interval(low, high)
    return (
        f"{ratio(value, decimals_of_ci(low, high))} ({limits})" if status in POINT else f"CI only: {limits}"
    )


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
