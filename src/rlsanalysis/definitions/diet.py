"""Define diet: self-rated quality, the DASH nutrient score, and nutrients of the first 24-hour recall."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.derivations import recoded, scaled
from rlsanalysis.definitions.recalls import DAYS, on_day, on_two_days

GROUP = "diet"


@dataclass(frozen=True)
class Target:
    """A nutrient target of the DASH diet, and the intermediate target halfway between it and the control diet.

    Parameters
    ----------
    nutrient : name of the nutrient in the canonical columns of the recalls.
    per_kcal : factor from grams or milligrams per kcal to the unit of the targets.
    goal, intermediate : targets; a goal below the intermediate target is an upper limit.
    """

    nutrient: str
    per_kcal: float
    goal: float
    intermediate: float

    def points(self, density: "pd.Series[float]") -> "pd.Series[float]":
        """Return 1 if the goal is met, 0.5 if only the intermediate target is met, otherwise 0."""
        sign = 1 if self.goal > self.intermediate else -1
        met = [sign * density >= sign * self.goal, sign * density >= sign * self.intermediate]
        return pd.Series(np.select(met, [1, 0.5], 0), index=density.index).where(density.notna())


_DECIMALS = 9  # without rounding, exactly 18% is 17.999999999999996
_PERCENT_OF_KCAL_PROTEIN, _PERCENT_OF_KCAL_FAT, _PER_1000_KCAL = 4 * 100, 9 * 100, 1000

DASH = (
    Target("protein",       _PERCENT_OF_KCAL_PROTEIN, goal=18,   intermediate=16.5),
    Target("fibre",         _PER_1000_KCAL,           goal=14.8, intermediate=9.5),
    Target("magnesium",     _PER_1000_KCAL,           goal=238,  intermediate=158),
    Target("calcium",       _PER_1000_KCAL,           goal=590,  intermediate=402),
    Target("potassium",     _PER_1000_KCAL,           goal=2238, intermediate=1534),
    Target("fat",           _PERCENT_OF_KCAL_FAT,     goal=27,   intermediate=32),
    Target("saturated_fat", _PERCENT_OF_KCAL_FAT,     goal=6,    intermediate=11),
    Target("cholesterol",   _PER_1000_KCAL,           goal=71.4, intermediate=107.1),
    Target("sodium",        _PER_1000_KCAL,           goal=1143, intermediate=1286),
)  # fmt: skip


def dash_score(people: pd.DataFrame) -> "pd.Series[float]":
    """Return the sum of the points for nine nutrients (0–9), from the totals of both recalls per unit of energy.

    Missing if no energy intake was reported. Source: Mellen et al. 2008.
    """
    energy = on_two_days(people, "energy")
    energy = energy.where(energy > 0)
    densities = [(t.per_kcal * on_two_days(people, t.nutrient) / energy).round(_DECIMALS) for t in DASH]
    points = [target.points(density) for target, density in zip(DASH, densities, strict=True)]
    return pd.concat(points, axis=1).sum(axis=1, skipna=False)


def _first_recall(
    id_: str, label: str, step: str, *, nutrient: str, per: float, unit: str, short: str,
    synonyms: tuple[str, ...] = (),
) -> Definition:  # fmt: skip
    return Definition(
        id_, f"{label}, per {step}", GROUP, "continuous", f"per {step}", (on_day(nutrient, 1),),
        scaled(on_day(nutrient, 1), per), unit=unit, hazards=("self-report",), short=short, synonyms=synonyms,
    )  # fmt: skip


_DASH_COLUMNS = tuple(
    on_day(nutrient, day) for day in DAYS for nutrient in ("energy", *(t.nutrient for t in DASH))
)

DEFINITIONS = (
    Definition(
        "dash_score", "DASH nutrient score (range 0–9), per point", GROUP, "continuous", "per point (range 0–9)",
        _DASH_COLUMNS, dash_score, unit="point",
        hazards=("self-report",), citation="Mellen et al. 2008, Arch Intern Med 168:308–314",
        note="The score is based on two 24-hour recalls. Goals were checked against later papers. The intermediate "
        "targets are halfway between the goals and the control diet of the DASH trial.",
        short="DASH score, per point", synonyms=("diet quality", "healthy diet"),
    ),
    Definition(
        "diet_poor", "Fair or poor diet (self-rated)", GROUP, "binary", "fair or poor vs good to excellent",
        ("diet_rating",), recoded("diet_rating", {1: 0, 2: 0, 3: 0, 4: 1, 5: 1}),
        ("good to excellent", "fair or poor"), hazards=("self-report",),
        short="Fair or poor diet", synonyms=("diet quality", "unhealthy diet"),
    ),
    _first_recall(
        "fibre_10", "Dietary fiber", "10 g", nutrient="fibre", per=10, unit="10 g",
        short="Fiber, per 10 g", synonyms=("fibre",),
    ),
    _first_recall(
        "dietary_iron_5_lower", "Dietary iron", "5 mg lower", nutrient="iron", per=-5, unit="5 mg lower",
        short="Diet iron, per 5 mg lower", synonyms=("iron intake",),
    ),
    _first_recall(
        "magnesium_100_lower", "Dietary magnesium", "100 mg lower", nutrient="magnesium", per=-100,
        unit="100 mg lower", short="Magnesium, per 100 mg lower", synonyms=("magnesium intake",),
    ),
    _first_recall(
        "dietary_folate_100_lower", "Dietary folate", "100 µg DFE lower", nutrient="folate", per=-100,
        unit="100 ug lower", short="Folate, per 100 µg lower", synonyms=("folic acid", "vitamin B9"),
    ),
    _first_recall(
        "energy", "Energy intake", "1000 kcal", nutrient="energy", per=1000, unit="1000 kcal",
        short="Energy, per 1000 kcal", synonyms=("calories",),
    ),
)  # fmt: skip
