"""Bind the definitions of this group to NHANES."""

from rlsanalysis.definitions.caffeine import DEFINITIONS
from rlsanalysis.nhanes.source import NHANES
from rlsanalysis.variables.bind import bind

VARIABLES = bind(DEFINITIONS, NHANES)
