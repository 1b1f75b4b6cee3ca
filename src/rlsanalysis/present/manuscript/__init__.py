"""For a manuscript: a Methods section with its references, and the checklists STROBE and PRICSSA, filled from a run."""

from rlsanalysis.present.manuscript.checklists import checklists
from rlsanalysis.present.manuscript.methods import methods, references
from rlsanalysis.present.manuscript.pages import checklists_html, checklists_markdown

__all__ = ["checklists", "checklists_html", "checklists_markdown", "methods", "references"]
