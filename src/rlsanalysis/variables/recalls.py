"""Moved to `rlsanalysis.nhanes.sources.recalls`."""

from rlsanalysis.nhanes.sources.recalls import COLUMNS

__all__ = ["COLUMNS"]
