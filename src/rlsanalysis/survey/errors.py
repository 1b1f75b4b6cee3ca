"""The errors that a user can mend. Every deliberate error of the package descends from `AnalysisError`."""


class AnalysisError(Exception):
    """Something the user can mend: one line that says what, where and what to do.

    The command line prints it without a traceback and ends with exit code 2.
    """


class DesignError(AnalysisError):
    """The survey design cannot be used as declared (weights, strata, PSUs)."""


class NotEstimableError(AnalysisError):
    """A model has no finite or no unique estimate, or a test no number; names the variable and the way out."""


class ConvergenceError(AnalysisError):
    """The iterations did not converge: there is no result."""
