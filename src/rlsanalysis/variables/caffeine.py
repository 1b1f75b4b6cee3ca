"""Caffeine of food and drink, from the 24-hour recalls; not that of medicines and supplements."""

from functools import partial

from rlsanalysis.variables.declare import Variable
from rlsanalysis.variables.derivations import as_measured, banded, scaled
from rlsanalysis.variables.recalls import both_recalls, first_recall, on_first_day, on_two_days

GROUP = "caffeine"

_FIRST_DAY = partial(on_first_day, nutrient="caffeine_mg")
_TWO_DAYS = partial(on_two_days, nutrient="caffeine_mg")

_ONE_DAY_NOTE = "one day is not a habit: the association with habitual intake is likely stronger"

VARIABLES = (
    Variable(
        "caffeine", "Caffeine, first recall", GROUP, "categorical", "<50 (ref), 50-199, 200-399, >=400 mg",
        first_recall("caffeine_mg"), banded(_FIRST_DAY, (50, 200, 400)),
        ("<50", "50-199", "200-399", ">=400"),
        hazards=("self-report", "reverse causation"),
        citation="400 mg a day: European Food Safety Authority 2015", note=_ONE_DAY_NOTE,
    ),
    Variable(
        "caffeine_100", "Caffeine, per 100 mg", GROUP, "continuous", "mg/100",
        first_recall("caffeine_mg"), scaled(_FIRST_DAY, 100), unit="100 mg",
        hazards=("self-report", "reverse causation"), note=_ONE_DAY_NOTE,
    ),
    Variable(
        "caffeine_100_two_day", "Caffeine, mean of two recalls, per 100 mg", GROUP, "continuous", "mg/100",
        both_recalls("caffeine_mg"), scaled(_TWO_DAYS, 2 * 100), unit="100 mg",
        hazards=("self-report", "reverse causation"),
    ),
    Variable(
        "caffeine_mg", "Caffeine, first recall", GROUP, "continuous", "mg",
        first_recall("caffeine_mg"), as_measured(_FIRST_DAY), unit="mg", hazards=("self-report",),
    ),
)  # fmt: skip
