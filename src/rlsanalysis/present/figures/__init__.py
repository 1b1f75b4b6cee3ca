"""Figures of tidy results: each function takes `Results` and returns a matplotlib figure; `save` writes it."""

from rlsanalysis.present.figures.adjustment import adjustment
from rlsanalysis.present.figures.catalogue import catalogue, save_all
from rlsanalysis.present.figures.distribution import distribution
from rlsanalysis.present.figures.dose_response import dose_response
from rlsanalysis.present.figures.flow import flow
from rlsanalysis.present.figures.forest import forest
from rlsanalysis.present.figures.missingness import missingness
from rlsanalysis.present.figures.prevalence import prevalence
from rlsanalysis.present.figures.style import save, svg

__all__ = [
    "adjustment",
    "catalogue",
    "distribution",
    "dose_response",
    "flow",
    "forest",
    "missingness",
    "prevalence",
    "save",
    "save_all",
    "svg",
]
