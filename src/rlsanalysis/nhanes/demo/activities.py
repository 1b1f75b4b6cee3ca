"""Draw the leisure-time activities of the past 30 days (2005–2006), one row per activity."""

import numpy as np
import pandas as pd

from rlsanalysis.nhanes.demo.draw import People
from rlsanalysis.nhanes.demo.structure import settings

OPENED_BY = {1: "PAQ.PAD320", 2: "PAQ.PAD200"}


def activities(people: People) -> pd.DataFrame:
    """Draw the rows of the activity table: one or several activities for each person who reported being active.

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
        persons = np.repeat(active, count)
        rows = pd.DataFrame({"person": persons, "PADLEVEL": float(level)})
        for column in ("PADTIMES", "PADDURAT"):
            table = shares[column]
            at = people.rng.random(len(persons))
            rows[column] = np.round(np.interp(at, table["probabilities"], table["quantiles"]))
        rows.loc[people.rng.random(len(persons)) < shares["unknown"], ["PADTIMES", "PADDURAT"]] = np.nan
        parts.append(rows)
    return pd.concat(parts, ignore_index=True).sort_values("person", kind="stable")
