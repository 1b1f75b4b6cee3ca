"""Leisure activities of the past 30 days (2005-2006), one row an activity."""

import numpy as np
import pandas as pd

from rlsanalysis.nhanes.demo.draw import People
from rlsanalysis.nhanes.demo.structure import settings

OPENED_BY = {1: "PAQ.PAD320", 2: "PAQ.PAD200"}


def activities(people: People) -> pd.DataFrame:
    """Rows of the activity table: those who said that they were active name one activity or several.

    Returns
    -------
    DataFrame
        `person` (position among the people), `PADLEVEL` (1 moderate, 2 vigorous), `PADTIMES` (in 30 days) and
        `PADDURAT` (minutes each time).
    """
    parts = []
    for level, question in OPENED_BY.items():
        shares = settings()["activities"]
        active = np.flatnonzero(people.raw[question] == 1)
        count = people.rng.choice(np.arange(1, len(shares["count"]) + 1), len(active), p=shares["count"])
        who = np.repeat(active, count)
        rows = pd.DataFrame({"person": who, "PADLEVEL": float(level)})
        for column in ("PADTIMES", "PADDURAT"):
            table = shares[column]
            at = people.rng.random(len(who))
            rows[column] = np.round(np.interp(at, table["probabilities"], table["quantiles"]))
        rows.loc[people.rng.random(len(who)) < shares["unknown"], ["PADTIMES", "PADDURAT"]] = np.nan
        parts.append(rows)
    return pd.concat(parts, ignore_index=True).sort_values("person", kind="stable")
