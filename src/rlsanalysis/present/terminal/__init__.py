"""What the terminal prints: a summary of a run, and one exposure's whole story."""

from rlsanalysis.present.terminal.printed import print_exposure, print_summary

__all__ = ["print_exposure", "print_summary"]
