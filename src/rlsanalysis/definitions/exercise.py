"""Define leisure-time physical activity and sitting time."""

import numpy as np
import pandas as pd

from rlsanalysis.definitions.declare import Definition
from rlsanalysis.definitions.derivations import as_measured, at_least

GROUP = "exercise"


def inactive(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for neither vigorous nor moderate leisure-time activity, 0 for either."""
    answers = people[["vigorous_activity", "moderate_activity"]]
    neither, either = (answers == 0).all(axis=1), (answers == 1).any(axis=1)
    return pd.Series(np.select([neither, either], [1, 0], np.nan), index=people.index)


_WORDS = ("physical activity", "exercise", "leisure activity", "sport")

DEFINITIONS = (
    Definition(
        "inactive", "Physical inactivity (no moderate or vigorous leisure-time activity)", GROUP, "binary",
        "none vs any",
        ("vigorous_activity", "moderate_activity"), inactive, ("any", "none"),
        hazards=("self-report", "reverse causation"),
        short="Physical inactivity", synonyms=(*_WORDS, "sedentary"),
    ),
    Definition(
        "vigorous", "Vigorous leisure-time physical activity", GROUP, "binary", "any vs none",
        ("vigorous_activity",), as_measured("vigorous_activity"), ("none", "any"),
        hazards=("self-report", "reverse causation"),
        short="Vigorous activity", synonyms=_WORDS,
    ),
    Definition(
        "active_150", "Leisure-time physical activity ≥150 minutes/week", GROUP, "binary",
        "≥150 vs <150 moderate-equivalent minutes/week (vigorous minutes count twice)",
        ("activity_minutes",), at_least("activity_minutes", 150), ("<150", ">=150"),
        hazards=("self-report", "reverse causation"),
        citation="Physical Activity Guidelines for Americans, 2nd edition, 2018",
        short="Activity ≥150 min/week", synonyms=_WORDS,
        level_labels={"<150": "<150 minutes/week", ">=150": "≥150 minutes/week"},
    ),
    Definition(
        "sedentary_8h", "Sitting ≥8 hours/day", GROUP, "binary", "≥8 vs <8 hours/day",
        ("sitting_minutes",), at_least("sitting_minutes", 8 * 60), ("<8 h", ">=8 h"),
        hazards=("self-report", "reverse causation"),
        short="Sitting ≥8 hours/day", synonyms=("sedentary", "sitting time", "physical activity"),
        level_labels={"<8 h": "<8 hours/day", ">=8 h": "≥8 hours/day"},
    ),
)  # fmt: skip
