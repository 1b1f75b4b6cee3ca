"""The records of a study: pure data, which can be written to a file and read back as an equal value."""

from rlsanalysis.study.records.cohort import CohortDesign, Component, Release, Unit
from rlsanalysis.study.records.plan import (
    ALL,
    Adjuster,
    Bins,
    Curve,
    Grouping,
    Line,
    Method,
    Outcome,
    OutcomeRole,
    PlannedExposure,
    Robustness,
    Role,
    Sample,
    Scale,
)
from rlsanalysis.study.records.source import RawColumn
from rlsanalysis.study.records.study import SYNTHETIC, Study
from rlsanalysis.study.records.variable import ADULTS, MEDICATIONS, OUTCOMES, Kind, Population, Variable
from rlsanalysis.study.records.words import Brands, Manuscript, Reference, Topic, Words

__all__ = [
    "ADULTS",
    "ALL",
    "MEDICATIONS",
    "OUTCOMES",
    "SYNTHETIC",
    "Adjuster",
    "Bins",
    "Brands",
    "CohortDesign",
    "Component",
    "Curve",
    "Grouping",
    "Kind",
    "Line",
    "Manuscript",
    "Method",
    "Outcome",
    "OutcomeRole",
    "PlannedExposure",
    "Population",
    "RawColumn",
    "Reference",
    "Release",
    "Robustness",
    "Role",
    "Sample",
    "Scale",
    "Study",
    "Topic",
    "Unit",
    "Variable",
    "Words",
]
