"""Moved to `rlsanalysis.nhanes.columns`."""

from rlsanalysis.nhanes.columns import Column, Columns, coded, columns, free, measured

__all__ = ["Column", "Columns", "coded", "columns", "free", "measured"]
