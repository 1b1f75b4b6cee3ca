"""Combine the canonical columns of all groups into the source that NHANES is."""

from rlsanalysis.nhanes.canonical import Source
from rlsanalysis.nhanes.sources import demographics, iron, pregnancy

NHANES = Source.of((iron, demographics, pregnancy))
