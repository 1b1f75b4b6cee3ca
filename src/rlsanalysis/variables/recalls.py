"""Read the two 24-hour dietary recalls: the status of each recall and its nutrient totals.

Only recalls rated as reliable count. The first recall is taken at the examination. The second is taken by telephone 3
to 10 days later and is available for fewer people.
"""

import pandas as pd

from rlsanalysis.variables.columns import Column, coded, columns, measured

# name: (suffix of the raw name, label, unit, largest documented total of each recall that the study reads)
NUTRIENTS = {
    "energy_kcal":     ("KCAL", "energy", "kcal", (13509, 11241)),
    "protein_g":       ("PROT", "protein", "g", (869.49, 474.19)),
    "fat_g":           ("TFAT", "total fat", "g", (601.33, 530.22)),
    "saturated_fat_g": ("SFAT", "saturated fat", "g", (238.127, 259.21)),
    "cholesterol_mg":  ("CHOL", "cholesterol", "mg", (3515, 3428)),
    "fibre_g":         ("FIBE", "dietary fiber", "g", (136.3, 134.8)),
    "magnesium_mg":    ("MAGN", "magnesium", "mg", (2725, 1912)),
    "calcium_mg":      ("CALC", "calcium", "mg", (8470, 11164)),
    "potassium_mg":    ("POTA", "potassium", "mg", (15876, 19663)),
    "sodium_mg":       ("SODI", "sodium", "mg", (25949, 20683)),
    "caffeine_mg":     ("CAFF", "caffeine", "mg", (4530, 5040)),
    "iron_mg":         ("IRON", "iron", "mg", (130.76,)),
    "folate_ug":       ("FDFE", "folate (dietary folate equivalents)", "ug", (7676,)),
}  # fmt: skip

_STATUS: dict[float, str] = {1: "reliable", 2: "not reliable", 4: "consumed breast milk", 5: "not done"}
_DAYS = (1, 2)
_READ = [(name, day) for day in _DAYS for name, record in NUTRIENTS.items() if day <= len(record[3])]

COLUMNS = columns(
    "\n".join(
        ["D E H I J"]
        + [f"recall_day{day}" + 5 * f" DR{day}TOT.DR{day}DRSTZ" for day in _DAYS]
        + [f"{name}_day{day}" + 5 * f" DR{day}TOT.DR{day}T{NUTRIENTS[name][0]}" for name, day in _READ]
    ),
    **{
        f"recall_day{day}": coded(f"Dietary recall {day}: status", _STATUS, asked="examined participants")
        for day in _DAYS
    },
    **{
        f"{name}_day{day}": measured(
            f"Dietary recall {day}: {NUTRIENTS[name][1]}",
            NUTRIENTS[name][2],
            (0, NUTRIENTS[name][3][day - 1]),
            asked="participants with a recall",
        )
        for name, day in _READ
    },
)


def first_recall(*nutrients: str) -> tuple[Column, ...]:
    """Return the columns of the first recall: its status and the nutrients."""
    return tuple(COLUMNS[f"{name}_day1"] for name in ("recall", *nutrients))


def both_recalls(*nutrients: str) -> tuple[Column, ...]:
    """Return the columns of both recalls: their status and the nutrients."""
    return tuple(COLUMNS[f"{name}_day{day}"] for day in _DAYS for name in ("recall", *nutrients))


def on_first_day(people: pd.DataFrame, nutrient: str) -> "pd.Series[float]":
    """Return the total of the first recall; missing if the recall is not reliable."""
    return people[f"{nutrient}_day1"].where(people["recall_day1"] == 1)


def on_two_days(people: pd.DataFrame, nutrient: str) -> "pd.Series[float]":
    """Return the sum of the totals of both recalls; missing unless both are reliable."""
    both = (people["recall_day1"] == 1) & (people["recall_day2"] == 1)
    return (people[f"{nutrient}_day1"] + people[f"{nutrient}_day2"]).where(both)
