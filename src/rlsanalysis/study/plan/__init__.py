"""The study's plan as data, and the table of fits that follows from it before anything runs."""

from rlsanalysis.study.plan.fits import Fit, adjusters_of, among_users, exposures_of, fit_of, fits, fits_table
from rlsanalysis.study.plan.load import Adjuster, Outcome, PlannedExposure, Study, load_plan, plan_digest

__all__ = [
    "Adjuster",
    "Fit",
    "Outcome",
    "PlannedExposure",
    "Study",
    "adjusters_of",
    "among_users",
    "exposures_of",
    "fit_of",
    "fits",
    "fits_table",
    "load_plan",
    "plan_digest",
]
