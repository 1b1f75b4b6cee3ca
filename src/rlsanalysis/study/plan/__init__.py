"""The analysis plan as data, and the models that follow from it."""

from rlsanalysis.study.plan.fits import (
    ALL,
    CONTROLS,
    USER,
    USERS,
    Fit,
    adjusters_of,
    among_users,
    exposures_of,
    fit_of,
    fits,
    fits_table,
    variables_of,
)  # fmt: skip
from rlsanalysis.study.plan.load import load_plan, parse_plan, plan_digest
from rlsanalysis.study.plan.records import Adjuster, Bins, Curve, Method, Outcome, PlannedExposure, Study

__all__ = [
    "ALL",
    "CONTROLS",
    "USER",
    "USERS",
    "Adjuster",
    "Bins",
    "Curve",
    "Fit",
    "Method",
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
    "parse_plan",
    "plan_digest",
    "variables_of",
]
