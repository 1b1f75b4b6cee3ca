"""Decimals of an odds ratio and its 95% CI, chosen so that no printed limit contradicts the verdict on the CI."""

import math

LOW, HIGH = 0.5, 2.0
"""A 95% CI of a binary factor that includes 1 and lies within these limits is no evidence of an association."""
BOUNDS = (LOW, 1.0, HIGH)
MOST = 4
"""Most decimals of a limit that lies next to a bound."""


def decimals(value: float) -> int:
    """Return the decimals of an odds ratio: two below 10, one below 100, else none."""
    return 2 if value < 9.995 else 1 if value < 99.95 else 0


def decimals_of_ci(low: float, high: float) -> int:
    """Return the decimals of an odds ratio and both its limits: those of the lower limit, unless only it is open."""
    return decimals(low if low > 0 or not math.isfinite(high) else high)


def decimals_of_limits(low: float, high: float) -> tuple[int, int]:
    """Return the decimals of each limit: those of the CI, or up to `MOST` if fewer would give it another verdict."""
    places = decimals_of_ci(low, high)
    if _verdict(low, high) == _verdict(round(low, places), round(high, places)):
        return places, places
    return _telling(low, places), _telling(high, places)


def side_of_limit(limit: float, places: int) -> str:
    """Return `>` or `<` for a limit that still rounds to a bound of the verdict, such as 1.00001, else nothing."""
    shown = round(limit, places)
    if places < MOST or shown not in BOUNDS or shown == limit:
        return ""
    return ">" if limit > shown else "<"


def _telling(limit: float, places: int) -> int:
    """Return the fewest decimals, at most `MOST`, that show on which side of a bound a limit lies."""
    return next(
        (p for p in range(places, MOST) if round(limit, p) not in BOUNDS or round(limit, p) == limit), MOST
    )


def _verdict(low: float, high: float) -> tuple[bool, bool]:
    """Return whether a CI excludes 1, and whether it lies within `LOW` and `HIGH`."""
    return low > 1 or high < 1, low >= LOW and high <= HIGH
