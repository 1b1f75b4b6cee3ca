"""Combine the nutrient totals of two 24-hour dietary recalls."""

import pandas as pd

DAYS = (1, 2)


def on_day(nutrient: str, day: int) -> str:
    """Return the name of the canonical column with the total of a nutrient on the day of a recall."""
    return f"dietary_{nutrient}_day{day}"


def on_two_days(people: pd.DataFrame, nutrient: str) -> "pd.Series[float]":
    """Return the sum of the totals of both recalls; missing if either of them is."""
    first, second = (people[on_day(nutrient, day)] for day in DAYS)
    return first + second
