"""The analysis plan as data, and the models that follow from it."""

from rlsanalysis.study.plan.fits import (
    CONTROLS,
    Fit,
    adjusters_of,
    exposures_of,
    fit_of,
    fits,
    fits_table,
    in_sample,
    primary_sample,
    variables_of,
)
from rlsanalysis.study.plan.load import parse_plan

__all__ = [
    "CONTROLS",
    "Fit",
    "adjusters_of",
    "exposures_of",
    "fit_of",
    "fits",
    "fits_table",
    "in_sample",
    "parse_plan",
    "primary_sample",
    "variables_of",
]
