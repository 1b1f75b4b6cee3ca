"""Warn of strata with a single PSU, the trace of rows that were removed before the design was made."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from rlsanalysis.survey.errors import AnalysisWarning
from rlsanalysis.survey.linearize import WHOLE_SAMPLE

if TYPE_CHECKING:
    from rlsanalysis.survey.linearize import Sampling


def warn_of_single_psus(sampling: Sampling) -> None:
    """Warn if strata of a design have a single PSU and are not covered completely.

    Parameters
    ----------
    sampling : Sampling
    """
    single = int(((sampling.n_psu == 1) & (sampling.unsampled > 0)).sum())
    if single:
        warnings.warn(
            f"{single} of {len(sampling.n_psu)} strata have a single PSU; its deviation is taken from the grand mean. "
            f"{WHOLE_SAMPLE} If the sample is complete, choose a policy with singleton=, such as 'adjust'.",
            AnalysisWarning,
            stacklevel=4,
        )
