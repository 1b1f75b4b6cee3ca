"""One self-contained page on which every estimate can be picked, sorted, searched and read."""

from rlsanalysis.present.explorer.page import render

__all__ = ["render"]
