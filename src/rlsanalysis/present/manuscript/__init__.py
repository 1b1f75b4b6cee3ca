"""For a manuscript: a Methods section with its references, and the checklists STROBE and PRICSSA, filled from a run."""

from rlsanalysis.present.manuscript.methods import methods, references

__all__ = ["methods", "references"]
