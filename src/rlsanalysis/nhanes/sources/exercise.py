"""Provide leisure-time physical activity and sitting time from CDC's files.

In 2005–2006 participants listed every activity of the past 30 days. From 2007–2008 on they reported days and minutes of
moderate and vigorous activity in a typical week.
"""

import pandas as pd

from rlsanalysis.nhanes.canonical import EVERY_RELEASE, Canonical, Derive, Facts, as_recorded
from rlsanalysis.nhanes.columns import (
    YES_NO,
    Column,
    RowTable,
    coded,
    columns,
    measured,
    refused_or_unknown,
    yes_no,
)

_OR_UNABLE = {**YES_NO, 3: "unable to do activity"}

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
    vigorous_week=yes_no("Vigorous leisure-time activity in a typical week", asked="ages 12+"),
    vigorous_days=measured(
        "Days of vigorous leisure-time activity per week", "days", (1, 7), missing=refused_or_unknown(2),
        asked="those with vigorous leisure-time activity",
    ),
    vigorous_min=measured(
        "Minutes of vigorous leisure-time activity on such a day", "min", (10, 990), missing=refused_or_unknown(4),
        asked="those with vigorous leisure-time activity",
    ),
    moderate_week=yes_no("Moderate leisure-time activity in a typical week", asked="ages 12+"),
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


def _any(month: str, week: str) -> Derive:
    """Derive 1 for activity and 0 for none or unable, from whichever of the two questions was asked."""
    return lambda people: people[month].fillna(people[week]).map({1: 1.0, 2: 0.0, 3: 0.0})


vigorous, moderate = _any("vigorous_month", "vigorous_week"), _any("moderate_month", "moderate_week")


def minutes_a_week(people: pd.DataFrame, activities: pd.DataFrame) -> "pd.Series[float]":
    """Return moderate-equivalent minutes of leisure-time activity per week (vigorous minutes count twice).

    Missing if the frequency or duration of any activity is unknown.
    """
    listed = people["seqn"].map(activities.groupby("seqn")["minutes_a_week"].sum(skipna=False))
    typical = VIGOROUS_COUNTS * _in_typical_week(people, "vigorous") + _in_typical_week(people, "moderate")
    inactive = (vigorous(people) == 0) & (moderate(people) == 0)
    return typical.fillna(listed.mask(inactive, 0.0))


def _in_typical_week(people: pd.DataFrame, level: str) -> "pd.Series[float]":
    minutes = people[f"{level}_days"] * people[f"{level}_min"]
    return minutes.mask(people[f"{level}_week"] == 2, 0.0)


def _columns(*names: str) -> tuple[Column, ...]:
    return tuple(COLUMNS[name] for name in names)


CANONICAL = (
    Canonical("vigorous_activity", _columns("vigorous_month", "vigorous_week"), vigorous, releases=EVERY_RELEASE),
    Canonical("moderate_activity", _columns("moderate_month", "moderate_week"), moderate, releases=EVERY_RELEASE),
    Canonical(
        "activity_minutes", tuple(c for c in COLUMNS.values() if c.name != "sitting_min"), minutes_a_week,
        releases=EVERY_RELEASE, rows=ACTIVITIES,
    ),
    Canonical("sitting_minutes", (COLUMNS["sitting_min"],), as_recorded("sitting_min")),
)  # fmt: skip

_QUESTION_CHANGED = Facts(hazards=("question changed",))

FACTS = {
    "inactive": Facts(
        hazards=("question changed",),
        note="The question changed in 2007: 40% of adults were inactive before and 58% after.",
    ),
    "vigorous": _QUESTION_CHANGED,
    "active_150": _QUESTION_CHANGED,
}
