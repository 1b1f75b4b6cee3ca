"""Figures of tidy results, each a function that returns a matplotlib figure; `caption` writes its caption as text."""

from rlsanalysis.present.figures.adjustment import adjustment
from rlsanalysis.present.figures.catalogue import caption, catalogue, save_all
from rlsanalysis.present.figures.distribution import distribution
from rlsanalysis.present.figures.dose_response import dose_response
from rlsanalysis.present.figures.files import save, svg
from rlsanalysis.present.figures.flow import flow
from rlsanalysis.present.figures.forest import forest
from rlsanalysis.present.figures.missingness import missingness
from rlsanalysis.present.figures.p_values import p_values
from rlsanalysis.present.figures.prevalence import prevalence
from rlsanalysis.present.figures.replication import replication
from rlsanalysis.present.figures.specification_summary import specifications
from rlsanalysis.present.figures.specifications import specification_curve
from rlsanalysis.present.figures.summary import summary
from rlsanalysis.present.figures.tipping import tipping_point

__all__ = [
    "adjustment",
    "caption",
    "catalogue",
    "distribution",
    "dose_response",
    "flow",
    "forest",
    "missingness",
    "p_values",
    "prevalence",
    "replication",
    "save",
    "save_all",
    "specification_curve",
    "specifications",
    "summary",
    "svg",
    "tipping_point",
]
