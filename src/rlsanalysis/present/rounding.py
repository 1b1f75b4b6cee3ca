"""Decimals of an odds ratio and its 95% CI, chosen so that no printed limit contradicts the verdict on the CI."""

import math

LOW, HIGH = 0.5, 2.0
"""A 95% CI of a binary factor that includes 1 and lies within these limits is no evidence of an association."""


def decimals(value: float) -> int:
    """Return the decimals of an odds ratio: two below 10, one below 100, else none."""
    return 2 if value < 9.995 else 1 if value < 99.95 else 0


def decimals_of_ci(low: float, high: float) -> int:
    """Return the decimals of an odds ratio and both its limits: those of the lower limit, unless only it is open."""
    return decimals(low if low > 0 or not math.isfinite(high) else high)


def sides_of_limits(low: float, high: float) -> tuple[str, str]:
    """Return a sign for each limit, `>`, `<` or nothing.

    Only a limit whose rounding gives the CI another verdict has a sign, as a lower limit of 1.0003 that rounds to 1.00.
    """
    places = decimals_of_ci(low, high)
    if not (low > 0 and math.isfinite(high)) or _verdict(low, high) == _verdict(
        round(low, places), round(high, places)
    ):
        return "", ""
    return _side(low, places), _side(high, places)


def _verdict(low: float, high: float) -> tuple[bool, bool]:
    """Return whether a CI excludes 1, and whether it lies within `LOW` and `HIGH`."""
    return low > 1 or high < 1, low >= LOW and high <= HIGH


def _side(limit: float, places: int) -> str:
    shown = round(limit, places)
    if shown not in (LOW, 1.0, HIGH) or shown == limit:
        return ""
    return ">" if limit > shown else "<"
