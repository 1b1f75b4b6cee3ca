"""Bind the definitions of this group to NHANES."""

from rlsanalysis.definitions.sleep import DEFINITIONS
from rlsanalysis.nhanes.source import NHANES
from rlsanalysis.nhanes.sources.sleep import COLUMNS
from rlsanalysis.variables.bind import bind

__all__ = ["COLUMNS", "VARIABLES"]

VARIABLES = bind(DEFINITIONS, NHANES)
