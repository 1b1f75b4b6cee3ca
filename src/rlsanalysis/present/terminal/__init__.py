"""Print results on the terminal: a summary of a run, and all estimates of one exposure."""

from rlsanalysis.present.terminal.printed import print_exposure, print_summary, print_unfitted

__all__ = ["print_exposure", "print_summary", "print_unfitted"]
