"""The two 24-hour dietary recalls: how each went, and the day's totals. A reliable recall alone counts.

The first recall is taken at the examination; the second, by telephone 3 to 10 days later, fewer people gave.
"""

import pandas as pd

from rlsanalysis.variables.declare import Column, coded, columns, measured

# our name: (ending of CDC's name, label, unit, largest documented total of a day)
NUTRIENTS = {
    "energy_kcal":      ("KCAL", "energy", "kcal", 13509),
    "protein_g":        ("PROT", "protein", "g", 869.49),
    "fat_g":            ("TFAT", "total fat", "g", 601.33),
    "saturated_fat_g":  ("SFAT", "saturated fat", "g", 259.21),
    "cholesterol_mg":   ("CHOL", "cholesterol", "mg", 3515),
    "fibre_g":          ("FIBE", "dietary fibre", "g", 136.3),
    "magnesium_mg":     ("MAGN", "magnesium", "mg", 2725),
    "calcium_mg":       ("CALC", "calcium", "mg", 11164),
    "potassium_mg":     ("POTA", "potassium", "mg", 19663),
    "sodium_mg":        ("SODI", "sodium", "mg", 25949),
    "iron_mg":          ("IRON", "iron", "mg", 130.76),
    "folate_ug":        ("FDFE", "folate, dietary equivalents", "ug", 7676),
    "caffeine_mg":      ("CAFF", "caffeine", "mg", 5040),
}  # fmt: skip

_STATUS: dict[float, str] = {1: "reliable", 2: "not reliable", 4: "took breast milk", 5: "not done"}
_DAYS = (1, 2)

COLUMNS = columns(
    "\n".join(
        ["D E H I J"]
        + [f"recall_day{day}" + 5 * f" DR{day}TOT.DR{day}DRSTZ" for day in _DAYS]
        + [
            f"{name}_day{day}" + 5 * f" DR{day}TOT.DR{day}T{ending}"
            for day in _DAYS
            for name, (ending, *_) in NUTRIENTS.items()
        ]
    ),
    **{
        f"recall_day{day}": coded(f"recall {day}: how it went", _STATUS, asked="examined people")
        for day in _DAYS
    },
    **{
        f"{name}_day{day}": measured(f"recall {day}: {label}", unit, (0, most), asked="people with a recall")
        for day in _DAYS
        for name, (_, label, unit, most) in NUTRIENTS.items()
    },
)


def first_recall(*nutrients: str) -> tuple[Column, ...]:
    """Columns of the first recall: its status and the nutrients."""
    return tuple(COLUMNS[f"{name}_day1"] for name in ("recall", *nutrients))


def both_recalls(*nutrients: str) -> tuple[Column, ...]:
    """Columns of both recalls: their status and the nutrients."""
    return tuple(COLUMNS[f"{name}_day{day}"] for day in _DAYS for name in ("recall", *nutrients))


def on_first_day(people: pd.DataFrame, nutrient: str) -> "pd.Series[float]":
    """Return the first recall's total, missing where that recall is not reliable."""
    return people[f"{nutrient}_day1"].where(people["recall_day1"] == 1)


def on_two_days(people: pd.DataFrame, nutrient: str) -> "pd.Series[float]":
    """Return the sum of both recalls' totals, missing unless both are reliable."""
    both = (people["recall_day1"] == 1) & (people["recall_day2"] == 1)
    return (people[f"{nutrient}_day1"] + people[f"{nutrient}_day2"]).where(both)
