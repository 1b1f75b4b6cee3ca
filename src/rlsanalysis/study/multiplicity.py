"""Control the false discovery rate over the headline exposures of an outcome (Benjamini & Hochberg 1995)."""

import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control

from rlsanalysis.study.estimate import SHOWN
from rlsanalysis.study.plan import exposures_of
from rlsanalysis.study.primary import MODEL
from rlsanalysis.study.records import Study


def with_q_values(
    study: Study, estimates: pd.DataFrame, tests: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Add q values to the headline rows of `estimates` and `tests`.

    Each headline exposure contributes one p value: that of its estimate, or that of the joint test if it has several
    levels. Only estimates with the status ok, caution or sparse contribute. If a headline exposure of an outcome was
    not fitted, the q values of that outcome are missing, because q values over a part of the exposures would be too
    small.
    """
    headline = estimates[estimates["headline"] == "yes"]
    single = headline[~headline.duplicated(MODEL, keep=False)]
    joint = tests.merge(headline[MODEL].drop_duplicates(), on=MODEL)
    tested = pd.concat([single, joint[~joint["exposure"].isin(single["exposure"])]])
    adjusted = []
    for outcome, rows in tested.groupby("outcome", sort=False):
        planned = {e.id for e in exposures_of(study, study.outcomes[str(outcome)]) if e.role == "headline"}
        if planned != set(rows["exposure"]):
            continue
        reported = rows[rows["status"].isin(SHOWN) & rows["p_value"].notna()]
        if len(reported):
            adjusted.append(
                reported[MODEL].assign(q_value=false_discovery_control(reported["p_value"].to_numpy(float)))
            )
    if not adjusted:
        return estimates.assign(q_value=np.nan), tests.assign(q_value=np.nan)
    q = pd.concat(adjusted)
    return _joined(estimates, q), _joined(tests, q)


def _joined(table: pd.DataFrame, q: pd.DataFrame) -> pd.DataFrame:
    values = table[MODEL].merge(q, on=MODEL, how="left")["q_value"]
    return table.assign(q_value=values.to_numpy())
