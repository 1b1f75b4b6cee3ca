"""Declare leisure-time physical activity and sitting time.

In 2005–2006 participants listed every activity of the past 30 days. From 2007–2008 on they reported days and minutes of
moderate and vigorous activity in a typical week.
"""

import numpy as np
import pandas as pd

from rlsanalysis.variables.columns import coded, columns, measured
from rlsanalysis.variables.declare import RowTable, Variable, refused_or_unknown
from rlsanalysis.variables.derivations import at_least, column, known

GROUP = "exercise"

_YES_NO: dict[float, str] = {1: "yes", 2: "no"}
_OR_UNABLE = {**_YES_NO, 3: "unable to do activity"}

COLUMNS = columns(
    """
                     D           E           H           I           J           P
    vigorous_month   PAQ.PAD200  -           -           -           -           -
    moderate_month   PAQ.PAD320  -           -           -           -           -
    vigorous_week    -           PAQ.PAQ650  PAQ.PAQ650  PAQ.PAQ650  PAQ.PAQ650  PAQ.PAQ650
    vigorous_days    -           PAQ.PAQ655  PAQ.PAQ655  PAQ.PAQ655  PAQ.PAQ655  PAQ.PAQ655
    vigorous_min     -           PAQ.PAD660  PAQ.PAD660  PAQ.PAD660  PAQ.PAD660  PAQ.PAD660
    moderate_week    -           PAQ.PAQ665  PAQ.PAQ665  PAQ.PAQ665  PAQ.PAQ665  PAQ.PAQ665
    moderate_days    -           PAQ.PAQ670  PAQ.PAQ670  PAQ.PAQ670  PAQ.PAQ670  PAQ.PAQ670
    moderate_min     -           PAQ.PAD675  PAQ.PAD675  PAQ.PAD675  PAQ.PAD675  PAQ.PAD675
    sitting_min      -           PAQ.PAD680  PAQ.PAD680  PAQ.PAD680  PAQ.PAD680  PAQ.PAD680
    """,
    vigorous_month=coded(
        "Vigorous leisure-time activity in the past 30 days", _OR_UNABLE, refused_or_unknown(1), asked="ages 12+"
    ),
    moderate_month=coded(
        "Moderate leisure-time activity in the past 30 days", _OR_UNABLE, refused_or_unknown(1), asked="ages 12+"
    ),
    vigorous_week=coded(
        "Vigorous leisure-time activity in a typical week", _YES_NO, refused_or_unknown(1), asked="ages 12+"
    ),
    vigorous_days=measured(
        "Days of vigorous leisure-time activity per week", "days", (1, 7), missing=refused_or_unknown(2),
        asked="those with vigorous leisure-time activity",
    ),
    vigorous_min=measured(
        "Minutes of vigorous leisure-time activity on such a day", "min", (10, 990), missing=refused_or_unknown(4),
        asked="those with vigorous leisure-time activity",
    ),
    moderate_week=coded(
        "Moderate leisure-time activity in a typical week", _YES_NO, refused_or_unknown(1), asked="ages 12+"
    ),
    moderate_days=measured(
        "Days of moderate leisure-time activity per week", "days", (1, 7), missing=refused_or_unknown(2),
        asked="those with moderate leisure-time activity",
    ),
    moderate_min=measured(
        "Minutes of moderate leisure-time activity on such a day", "min", (10, 900), missing=refused_or_unknown(4),
        asked="those with moderate leisure-time activity",
    ),
    sitting_min=measured(
        "Sitting time on a typical day", "min", (0, 1380), missing=refused_or_unknown(4),
        asked="ages 12+",
    ),
)  # fmt: skip

ACTIVITY = columns(
    """
                   D
    times_30_days  PAQIAF.PADTIMES
    duration_min   PAQIAF.PADDURAT
    level          PAQIAF.PADLEVEL
    """,
    times_30_days=measured("Number of times in the past 30 days", "times", (1, 300)),
    duration_min=measured("Average duration", "min", (10, 600)),
    level=coded("Intensity", {1: "moderate", 2: "vigorous"}),
)

VIGOROUS_COUNTS = 2


def prepare(rows: pd.DataFrame, _: pd.DataFrame) -> pd.DataFrame:
    """Return one row per activity: `seqn` and moderate-equivalent `minutes_a_week` (vigorous minutes count twice)."""
    weight = rows["level"].map({1: 1, 2: VIGOROUS_COUNTS})
    minutes = rows["times_30_days"] * rows["duration_min"] * weight * 7 / 30
    return pd.DataFrame({"seqn": rows["seqn"], "minutes_a_week": minutes})


ACTIVITIES = RowTable("activities", ACTIVITY, "", prepare)

_VIGOROUS, _MODERATE = ("vigorous_month", "vigorous_week"), ("moderate_month", "moderate_week")


def _answered(people: pd.DataFrame, names: tuple[str, str]) -> "pd.Series[float]":
    """Return 1 for activity and 0 for none or unable, from whichever of the two questions was asked."""
    first, second = (column(people, name).map({1: 1.0, 2: 0.0, 3: 0.0}) for name in names)
    return first.fillna(second)


def vigorous(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for any vigorous leisure-time activity, 0 for none or unable."""
    return _answered(people, _VIGOROUS)


def inactive(people: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for neither vigorous nor moderate leisure-time activity, 0 for either; unable counts as none."""
    answers = vigorous(people), _answered(people, _MODERATE)
    neither = (answers[0] == 0) & (answers[1] == 0)
    either = (answers[0] == 1) | (answers[1] == 1)
    return pd.Series(np.select([neither, either], [1, 0], np.nan), index=people.index)


def minutes_a_week(people: pd.DataFrame, activities: pd.DataFrame) -> "pd.Series[float]":
    """Return moderate-equivalent minutes of leisure-time activity per week (vigorous minutes count twice).

    Missing if the frequency or duration of any activity is unknown.
    """
    listed = people["seqn"].map(activities.groupby("seqn")["minutes_a_week"].sum(skipna=False))
    typical = VIGOROUS_COUNTS * _in_typical_week(people, "vigorous") + _in_typical_week(people, "moderate")
    return typical.fillna(listed.mask(inactive(people) == 1, 0.0))


def _in_typical_week(people: pd.DataFrame, level: str) -> "pd.Series[float]":
    minutes = column(people, f"{level}_days") * column(people, f"{level}_min")
    return minutes.mask(column(people, f"{level}_week") == 2, 0.0)


def active_150(people: pd.DataFrame, activities: pd.DataFrame) -> "pd.Series[float]":
    """Return 1 for at least 150 moderate-equivalent minutes per week, 0 for fewer."""
    minutes = minutes_a_week(people, activities)
    return known(minutes >= 150, minutes)


_ASKED_IF = tuple(COLUMNS[c] for c in (*_VIGOROUS, *_MODERATE))
_CHANGED = "The question changed in 2007: 40% of adults were inactive before and 58% after."
_WORDS = ("physical activity", "exercise", "leisure activity", "sport")

VARIABLES = (
    Variable(
        "inactive", "Physical inactivity (no moderate or vigorous leisure-time activity)", GROUP, "binary",
        "none vs any",
        _ASKED_IF, inactive, ("any", "none"), measured_in="D E H I J P",
        hazards=("self-report", "question changed", "reverse causation"), note=_CHANGED,
        short="Physical inactivity", synonyms=(*_WORDS, "sedentary"),
    ),
    Variable(
        "vigorous", "Vigorous leisure-time physical activity", GROUP, "binary", "any vs none",
        tuple(COLUMNS[c] for c in _VIGOROUS), vigorous, ("none", "any"), measured_in="D E H I J P",
        hazards=("self-report", "question changed", "reverse causation"),
        short="Vigorous activity", synonyms=_WORDS,
    ),
    Variable(
        "active_150", "Leisure-time physical activity ≥150 minutes/week", GROUP, "binary",
        "≥150 vs <150 moderate-equivalent minutes/week (vigorous minutes count twice)",
        tuple(c for c in COLUMNS.values() if c.name != "sitting_min"), active_150, ("<150", ">=150"),
        rows=ACTIVITIES, measured_in="D E H I J P",
        hazards=("self-report", "question changed", "reverse causation"),
        citation="Physical Activity Guidelines for Americans, 2nd edition, 2018",
        short="Activity ≥150 min/week", synonyms=_WORDS,
        level_labels={"<150": "<150 minutes/week", ">=150": "≥150 minutes/week"},
    ),
    Variable(
        "sedentary_8h", "Sitting ≥8 hours/day", GROUP, "binary", "≥8 vs <8 hours/day",
        (COLUMNS["sitting_min"],), at_least("sitting_min", 8 * 60), ("<8 h", ">=8 h"),
        hazards=("self-report", "reverse causation"),
        short="Sitting ≥8 hours/day", synonyms=("sedentary", "sitting time", "physical activity"),
        level_labels={"<8 h": "<8 hours/day", ">=8 h": "≥8 hours/day"},
    ),
)  # fmt: skip
