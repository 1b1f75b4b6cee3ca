"""Moved to `rlsanalysis.definitions.drugs`."""

from rlsanalysis.definitions.drugs import Drugs, any_row

__all__ = ["Drugs", "any_row"]
