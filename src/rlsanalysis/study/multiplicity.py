"""False discovery rate over the headline exposures of an outcome (Benjamini & Hochberg 1995)."""

import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control

from rlsanalysis.study.estimate import SHOWN
from rlsanalysis.study.plan import Study, exposures_of
from rlsanalysis.study.results import MODEL


def with_q_values(
    study: Study, estimates: pd.DataFrame, tests: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Add q to the headline rows of both tables.

    One p an exposure counts: that of its row, or of the joint test where it is categorical; only those whose
    status is ok, caution or sparse. An outcome of which a headline exposure was not fitted keeps q empty: q over a
    part of them would be too small.
    """
    headline = estimates[estimates["headline"] == "yes"]
    single = headline[~headline.duplicated(MODEL, keep=False)]
    joint = tests.merge(headline[MODEL].drop_duplicates(), on=MODEL)
    quoted = pd.concat([single, joint[~joint["exposure"].isin(single["exposure"])]])
    found = []
    for outcome, rows in quoted.groupby("outcome", sort=False):
        planned = {e.id for e in exposures_of(study, study.outcomes[str(outcome)]) if e.role == "headline"}
        if planned != set(rows["exposure"]):
            continue
        believed = rows[rows["status"].isin(SHOWN) & rows["p_value"].notna()]
        if len(believed):
            found.append(
                believed[MODEL].assign(q_value=false_discovery_control(believed["p_value"].to_numpy(float)))
            )
    if not found:
        return estimates.assign(q_value=np.nan), tests.assign(q_value=np.nan)
    q = pd.concat(found)
    return _joined(estimates, q), _joined(tests, q)


def _joined(table: pd.DataFrame, q: pd.DataFrame) -> pd.DataFrame:
    values = table[MODEL].merge(q, on=MODEL, how="left")["q_value"]
    return table.assign(q_value=values.to_numpy())
