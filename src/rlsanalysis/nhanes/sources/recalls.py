"""Provide the nutrient totals of the two 24-hour dietary recalls from CDC's files.

Only recalls rated as reliable count. The first recall is taken at the examination. The second is taken by telephone 3
to 10 days later and is available for fewer people.
"""

import pandas as pd

from rlsanalysis.definitions.recalls import DAYS, on_day
from rlsanalysis.nhanes.canonical import Canonical, Derive
from rlsanalysis.nhanes.columns import coded, columns, measured

# name: (suffix of the raw name, label, unit, largest documented total of each recall that the study reads)
NUTRIENTS = {
    "energy_kcal":     ("KCAL", "energy", "kcal", (13509, 12326)),
    "protein_g":       ("PROT", "protein", "g", (869.49, 474.19)),
    "fat_g":           ("TFAT", "total fat", "g", (601.33, 890.51)),
    "saturated_fat_g": ("SFAT", "saturated fat", "g", (268.591, 331.047)),
    "cholesterol_mg":  ("CHOL", "cholesterol", "mg", (3515, 3428)),
    "fibre_g":         ("FIBE", "dietary fiber", "g", (136.3, 134.8)),
    "magnesium_mg":    ("MAGN", "magnesium", "mg", (2725, 1912)),
    "calcium_mg":      ("CALC", "calcium", "mg", (8470, 11827)),
    "potassium_mg":    ("POTA", "potassium", "mg", (15876, 19663)),
    "sodium_mg":       ("SODI", "sodium", "mg", (25949, 24854)),
    "caffeine_mg":     ("CAFF", "caffeine", "mg", (4530, 5040)),
    "iron_mg":         ("IRON", "iron", "mg", (171.89,)),
    "folate_ug":       ("FDFE", "folate (dietary folate equivalents)", "ug", (7676,)),
}  # fmt: skip

_STATUS: dict[float, str] = {1: "reliable", 2: "not reliable", 4: "consumed breast milk", 5: "not done"}
_READ = [(name, day) for day in DAYS for name, record in NUTRIENTS.items() if day <= len(record[3])]

COLUMNS = columns(
    "\n".join(
        ["D E H I J P"]
        + [f"recall_day{day}" + 6 * f" DR{day}TOT.DR{day}DRSTZ" for day in DAYS]
        + [f"{name}_day{day}" + 6 * f" DR{day}TOT.DR{day}T{NUTRIENTS[name][0]}" for name, day in _READ]
    ),
    **{
        f"recall_day{day}": coded(f"Dietary recall {day}: status", _STATUS, asked="examined participants")
        for day in DAYS
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


def reliable(name: str, day: int) -> Derive:
    """Derive the total of a nutrient on a day; missing if the recall of that day is not reliable."""

    def derive(people: pd.DataFrame) -> "pd.Series[float]":
        return people[f"{name}_day{day}"].where(people[f"recall_day{day}"] == 1)

    return derive


CANONICAL = tuple(
    Canonical(
        on_day(name.rpartition("_")[0], day),
        (COLUMNS[f"recall_day{day}"], COLUMNS[f"{name}_day{day}"]),
        reliable(name, day),
    )
    for name, day in _READ
)
