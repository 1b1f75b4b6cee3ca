"""Define caffeine intake from food and drink in the 24-hour recalls, without medicines and supplements."""

from functools import partial

from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.derivations import as_measured, banded, scaled
from rlsanalysis.definitions.recalls import on_day, on_two_days

GROUP = "caffeine"

_DAY_1 = on_day("caffeine", 1)
_TWO_DAYS = partial(on_two_days, nutrient="caffeine")

_ONE_DAY_NOTE = (
    "A single day does not represent usual intake. People with RLS are often advised to avoid caffeine, so low intake "
    "may be a result of the diagnosis."
)
_SYNONYMS = ("coffee", "tea", "cola", "energy drink", "espresso", "caffeinated")

DEFINITIONS = (
    Definition(
        "caffeine", "Caffeine intake (first 24-hour recall), by category", GROUP, "categorical",
        "50–199, 200–399 and ≥400 mg vs <50 mg",
        (_DAY_1,), banded(_DAY_1, (50, 200, 400)),
        ("<50", "50-199", "200-399", ">=400"),
        hazards=("self-report", "reverse causation"),
        citation="400 mg/day: European Food Safety Authority 2015", note=_ONE_DAY_NOTE,
        short="Caffeine, by category", synonyms=_SYNONYMS,
        level_labels={"<50": "<50 mg", "50-199": "50–199 mg", "200-399": "200–399 mg", ">=400": "≥400 mg"},
    ),
    Definition(
        "caffeine_100", "Caffeine intake (first 24-hour recall), per 100 mg", GROUP, "continuous",
        "per 100 mg",
        (_DAY_1,), scaled(_DAY_1, 100), unit="100 mg",
        hazards=("self-report", "reverse causation"), note=_ONE_DAY_NOTE,
        short="Caffeine, per 100 mg", synonyms=_SYNONYMS,
    ),
    Definition(
        "caffeine_100_two_day", "Caffeine intake (mean of two 24-hour recalls), per 100 mg", GROUP,
        "continuous", "per 100 mg",
        (_DAY_1, on_day("caffeine", 2)), scaled(_TWO_DAYS, 2 * 100), unit="100 mg",
        hazards=("self-report", "reverse causation"),
        short="Caffeine 2-day, per 100 mg", synonyms=_SYNONYMS,
    ),
    Definition(
        "caffeine_mg", "Caffeine intake (first 24-hour recall)", GROUP, "continuous", "per 1 mg",
        (_DAY_1,), as_measured(_DAY_1), unit="mg", hazards=("self-report",),
        note=_ONE_DAY_NOTE, short="Caffeine", synonyms=_SYNONYMS,
    ),
)  # fmt: skip
