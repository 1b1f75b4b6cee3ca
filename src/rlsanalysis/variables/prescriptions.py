"""Moved to `rlsanalysis.definitions.prescriptions` and `rlsanalysis.nhanes.sources.prescriptions`."""

from rlsanalysis.definitions.prescriptions import RLS, at_least_rows, prescribed_for, reason_starts
from rlsanalysis.nhanes.sources.prescriptions import COLUMNS, LOOKUP, PRESCRIPTIONS, prepare

__all__ = [
    "COLUMNS",
    "LOOKUP",
    "PRESCRIPTIONS",
    "RLS",
    "at_least_rows",
    "prepare",
    "prescribed_for",
    "reason_starts",
]
