"""Declare caffeine intake from food and drink in the 24-hour recalls, without medicines and supplements."""

from functools import partial

from rlsanalysis.variables.declare import Variable
from rlsanalysis.variables.derivations import as_measured, banded, scaled
from rlsanalysis.variables.recalls import both_recalls, first_recall, on_first_day, on_two_days

GROUP = "caffeine"

_FIRST_DAY = partial(on_first_day, nutrient="caffeine_mg")
_TWO_DAYS = partial(on_two_days, nutrient="caffeine_mg")

_ONE_DAY_NOTE = (
    "A single day does not represent usual intake. People with RLS are often advised to avoid caffeine, so low intake "
    "may be a result of the diagnosis."
)
_SYNONYMS = ("coffee", "tea", "cola", "energy drink", "espresso", "caffeinated")

VARIABLES = (
    Variable(
        "caffeine", "Caffeine intake (first 24-hour recall), by category", GROUP, "categorical",
        "50–199, 200–399 and ≥400 mg vs <50 mg",
        first_recall("caffeine_mg"), banded(_FIRST_DAY, (50, 200, 400)),
        ("<50", "50-199", "200-399", ">=400"),
        hazards=("self-report", "reverse causation"),
        citation="400 mg/day: European Food Safety Authority 2015", note=_ONE_DAY_NOTE,
        short="Caffeine, by category", synonyms=_SYNONYMS,
        level_labels={"<50": "<50 mg", "50-199": "50–199 mg", "200-399": "200–399 mg", ">=400": "≥400 mg"},
    ),
    Variable(
        "caffeine_100", "Caffeine intake (first 24-hour recall), per 100 mg", GROUP, "continuous",
        "per 100 mg",
        first_recall("caffeine_mg"), scaled(_FIRST_DAY, 100), unit="100 mg",
        hazards=("self-report", "reverse causation"), note=_ONE_DAY_NOTE,
        short="Caffeine, per 100 mg", synonyms=_SYNONYMS,
    ),
    Variable(
        "caffeine_100_two_day", "Caffeine intake (mean of two 24-hour recalls), per 100 mg", GROUP,
        "continuous", "per 100 mg",
        both_recalls("caffeine_mg"), scaled(_TWO_DAYS, 2 * 100), unit="100 mg",
        hazards=("self-report", "reverse causation"),
        short="Caffeine 2-day, per 100 mg", synonyms=_SYNONYMS,
    ),
    Variable(
        "caffeine_mg", "Caffeine intake (first 24-hour recall)", GROUP, "continuous", "per 1 mg",
        first_recall("caffeine_mg"), as_measured(_FIRST_DAY), unit="mg", hazards=("self-report",),
        note=_ONE_DAY_NOTE, short="Caffeine", synonyms=_SYNONYMS,
    ),
)  # fmt: skip
