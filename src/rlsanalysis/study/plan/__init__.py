"""The analysis plan as data, and the models that follow from it."""

from rlsanalysis.study.plan.fits import (
    CONTROLS,
    Fit,
    adjusters_of,
    exposures_of,
    fit_of,
    fits,
    fits_table,
    form_of,
    in_sample,
    more_sets_of,
    primary_fit,
    primary_sample,
    releases_of,
    samples_of,
    variables_of,
    with_variable,
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
    "form_of",
    "in_sample",
    "more_sets_of",
    "parse_plan",
    "primary_fit",
    "primary_sample",
    "releases_of",
    "samples_of",
    "variables_of",
    "with_variable",
]
