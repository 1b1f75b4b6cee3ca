"""The report: one HTML page without external resources."""

from rlsanalysis.present.report.page import render

__all__ = ["render"]
