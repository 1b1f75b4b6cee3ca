"""Figures of tidy results: each function takes `Results` and returns a matplotlib figure; `save` writes it."""

from rlsanalysis.present.figures.forest import forest
from rlsanalysis.present.figures.style import save, svg

__all__ = ["forest", "save", "svg"]
