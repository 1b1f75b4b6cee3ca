"""Errors that users can correct themselves, all of them subclasses of `AnalysisError`, and warnings."""


class AnalysisError(Exception):
    """A problem that the user can correct; the message says what is wrong, where, and what to do.

    The command line prints the message without a traceback and exits with code 2.
    """


class AnalysisWarning(UserWarning):
    """A decision that the package made for the user and that changes what a result means."""


class DesignError(AnalysisError):
    """The survey design (weights, strata, PSUs, finite population) cannot be used as specified."""


class NotEstimableError(AnalysisError):
    """A model has no finite or no unique estimate, or a statistic is undefined in these data."""


class ConvergenceError(AnalysisError):
    """The iterations did not converge, so there is no estimate."""
