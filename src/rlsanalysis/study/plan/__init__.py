"""The study's plan as data, and the table of fits that follows from it before anything runs."""

from rlsanalysis.study.plan.fits import Fit, exposures_of, fits, fits_table
from rlsanalysis.study.plan.load import Adjuster, Outcome, PlannedExposure, Study, load_plan, plan_digest

__all__ = [
    "Adjuster",
    "Fit",
    "Outcome",
    "PlannedExposure",
    "Study",
    "exposures_of",
    "fits",
    "fits_table",
    "load_plan",
    "plan_digest",
]
