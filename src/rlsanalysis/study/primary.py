"""The primary estimates of a study: one model for each outcome and exposure."""

import pandas as pd

from rlsanalysis.study.attached import with_study
from rlsanalysis.study.plan import primary_sample
from rlsanalysis.study.records import Outcome, PlannedExposure, Study

MODEL = ["outcome", "exposure", "set", "method", "sample"]


def primary_model(
    study: Study, outcome: Outcome, exposure: PlannedExposure
) -> tuple[str, str, str, str, str]:
    """Return the key of the primary model of an exposure: its primary adjustment set, in its primary sample."""
    sample = primary_sample(outcome, exposure)
    return outcome.id, exposure.id, exposure.primary_set(outcome), study.methods[0], sample


def primary_among(estimates: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return the rows of `estimates` that belong to a primary model, in the order of the study's plan."""
    keys = [primary_model(study, o, e) for o in study.outcomes.values() for e in study.exposures.values()]
    return with_study(pd.DataFrame(keys, columns=MODEL).merge(estimates, on=MODEL), study)
