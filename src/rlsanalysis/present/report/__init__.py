"""The report: one page of HTML that needs nothing but itself."""

from rlsanalysis.present.report.page import render

__all__ = ["render"]
