"""Bind the definitions of this group to NHANES."""

from rlsanalysis.definitions.outcomes import DEFINITIONS, INDICATIONS
from rlsanalysis.nhanes.source import NHANES
from rlsanalysis.nhanes.sources.outcomes import COLUMNS
from rlsanalysis.variables.bind import bind

__all__ = ["COLUMNS", "INDICATIONS", "VARIABLES"]

VARIABLES = bind(DEFINITIONS, NHANES)
