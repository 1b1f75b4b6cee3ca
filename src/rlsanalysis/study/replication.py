"""Compare computed with published numbers at the digit that was printed, as one tidy table.

Both numbers come from the same people, so that a computed number within the published confidence interval is no
evidence of agreement. The verdict is therefore about the last printed digit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from math import isfinite, nan
from typing import Any, Literal, get_args

import pandas as pd

from rlsanalysis.survey.errors import AnalysisError

EQUAL, NEAR, FURTHER = "equal to the printed digit", "within two units of it", "further"
VERDICTS = (EQUAL, NEAR, FURTHER)
UNITS = 2
"""Units of the last printed digit that count as near."""
NOISE = Decimal("1e-9")
Kind = Literal["count", "estimate"]
Chosen = Literal["stated", "inferred", "trial"]
# How the definition was chosen: stated by the source; inferred without comparing numbers; after comparing them.
COLUMNS = (
    "id", "kind", "source", "quantity", "definition", "releases", "standard", "chosen", "published", "published_low",
    "published_high", "published_n", "computed", "computed_low", "computed_high", "computed_n", "difference",
    "difference_in_units", "verdict", "limits_verdict", "reading", "reason", "tried",
)  # fmt: skip


@dataclass(frozen=True)
class Published:
    """A published number.

    Attributes
    ----------
    id, source, quantity : what it is and where it was read.
    definition : in the words of the source.
    kind : `count` (unweighted number of people) or `estimate`.
    value, low, high : as printed, with all digits; low and high (95% CI) are empty if they were not printed.
    n : number of people as printed, or empty.
    chosen : how the definition that is used here was chosen.
    reason : why the number does not reproduce, or cannot be computed, as far as it is known.
    """

    id: str
    source: str
    quantity: str
    definition: str
    kind: Kind
    value: str
    low: str
    high: str
    n: str
    chosen: Chosen
    reason: str

    def __post_init__(self) -> None:
        for name, allowed in (("kind", get_args(Kind)), ("chosen", get_args(Chosen))):
            if getattr(self, name) not in allowed:
                raise AnalysisError(
                    f"{self.id}: {name} is {getattr(self, name)!r}. Choose from {', '.join(allowed)}."
                )


@dataclass(frozen=True)
class Computed:
    """A computed number in the unit of the published one, its 95% CI (NaN if there is none) and people (unweighted).

    `releases`, `standard` (population and age groups) and `reading` (the definition as it was computed) are in words.
    """

    value: float
    low: float
    high: float
    n: int
    releases: str = ""
    standard: str = ""
    reading: str = ""


@dataclass(frozen=True)
class Missing:
    """A number that was not computed, and why."""

    reason: str


def unit_of(printed: str) -> Decimal:
    """Return one unit of the last printed digit: 0.1 for "12.0", 1 for "48".

    Raises
    ------
    AnalysisError
        The text is not a number.
    """
    return Decimal(1).scaleb(int(_number(printed).as_tuple().exponent))


def verdict(computed: float, printed: str) -> str:
    """Compare a computed number with a printed one.

    Parameters
    ----------
    computed : in the unit of the printed number, not rounded.
    printed : the published number with all its digits, such as "12.0".

    Returns
    -------
    str
        "equal to the printed digit" if the computed number, rounded half up to the printed digits, is the printed one;
        "within two units of it" if it differs by at most two units of the last printed digit before it is rounded;
        otherwise "further".

    Raises
    ------
    AnalysisError
        The printed text, or the computed number, is not a number.
    """
    if not isfinite(computed):
        raise AnalysisError(f"{computed} cannot be compared with {printed}: it is not a finite number.")
    exact, target, unit = Decimal(repr(float(computed))), _number(printed), unit_of(printed)
    if (exact + NOISE).quantize(unit, ROUND_HALF_UP) == target:
        return EQUAL
    return NEAR if abs(exact - target) <= UNITS * unit + NOISE else FURTHER


def limits_verdict(computed: Computed, published: Published) -> str:
    """Return the verdict of the confidence limit that agrees less; empty if one is not known."""
    pairs = ((computed.low, published.low), (computed.high, published.high))
    if not all(isfinite(ours) and theirs for ours, theirs in pairs):
        return ""
    return max((verdict(ours, theirs) for ours, theirs in pairs), key=VERDICTS.index)


def compared(
    published: Iterable[Published],
    computed: Mapping[str, Computed | Missing],
    tried: Mapping[str, Mapping[str, Computed | Missing]],
) -> pd.DataFrame:
    """Return one row per published number.

    Parameters
    ----------
    published : published numbers, each of another id.
    computed : the computed number of every id, or why it was not computed.
    tried : by id, other readings of its definition by their description; what was tried, whether it fits or not.

    Returns
    -------
    pandas.DataFrame
        Columns `COLUMNS`. `published` and its limits are text with all printed digits; `computed`, its limits and
        `difference` (computed minus published) have the published unit and are missing where nothing was computed;
        `difference_in_units` is the difference in units of the last printed digit; `reason` is empty where the verdict
        is "equal to the printed digit"; `tried` lists other readings with their number and verdict.
    """
    rows = [
        _row(one, computed[one.id])
        | {"tried": "; ".join(_trial(how, found, one) for how, found in tried.get(one.id, {}).items())}
        for one in published
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(published: Published, computed: Computed | Missing) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": published.id, "kind": published.kind, "source": published.source, "quantity": published.quantity,
        "definition": published.definition, "chosen": published.chosen, "published": published.value,
        "published_low": published.low, "published_high": published.high, "published_n": published.n,
        "computed": nan, "computed_low": nan, "computed_high": nan, "difference": nan, "difference_in_units": nan,
        "verdict": "", "limits_verdict": "", "releases": "", "standard": "", "reading": "",
    }  # fmt: skip
    if isinstance(computed, Missing):
        return row | {"reason": computed.reason}
    found = verdict(computed.value, published.value)
    difference = computed.value - float(published.value)
    return row | {
        "computed": computed.value, "computed_low": computed.low, "computed_high": computed.high,
        "computed_n": computed.n, "difference": difference,
        "difference_in_units": difference / float(unit_of(published.value)), "verdict": found,
        "limits_verdict": limits_verdict(computed, published), "releases": computed.releases,
        "standard": computed.standard, "reading": computed.reading,
        "reason": "" if found == EQUAL else published.reason,
    }  # fmt: skip


def _trial(how: str, found: Computed | Missing, published: Published) -> str:
    if isinstance(found, Missing):
        return f"{how}: not computed ({found.reason})"
    places = max(0, -int(unit_of(published.value).as_tuple().exponent)) + 1
    return f"{how}: {found.value:.{places}f}, {verdict(found.value, published.value)}"


def summary(table: pd.DataFrame) -> pd.DataFrame:
    """Count the verdicts of a table of `compared`, counts of people apart from estimates.

    Returns
    -------
    pandas.DataFrame
        One row per kind: kind, published, computed, one column per verdict, and share_equal (of those computed).
    """
    rows = []
    for kind in get_args(Kind):
        of_kind = table[table["kind"] == kind]
        counts = {v: int((of_kind["verdict"] == v).sum()) for v in VERDICTS}
        computed = sum(counts.values())
        rows.append(
            {"kind": kind, "published": len(of_kind), "computed": computed, **counts}
            | {"share_equal": counts[EQUAL] / computed if computed else nan}
        )
    return pd.DataFrame(rows)


def _number(printed: str) -> Decimal:
    try:
        number = Decimal(printed)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise AnalysisError(f"The published number {printed!r} is not a number. Write it as it was printed.")
    return number
