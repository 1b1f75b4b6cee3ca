"""Wald tests of statsmodels on the coefficients and covariance of a survey fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from statsmodels.base.model import LikelihoodModelResults
from statsmodels.sandbox.stats.multicomp import contrast_allpairs
from statsmodels.stats.contrast import MultiCompResult, t_test_multi

from rlsanalysis.survey.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rlsanalysis.survey.results import LogitResults


def unnamed(fit: LogitResults) -> LikelihoodModelResults:
    """Return the coefficients and covariance as arrays, with which statsmodels' tests compute."""
    plain = LikelihoodModelResults(fit.model, fit.params.to_numpy(), use_t=True)
    plain.cov_params_default = fit.cov_params_default
    plain.df_resid = fit.df_resid
    return plain


def pairwise(
    fit: LogitResults,
    factor: str,
    method: str | list[str],
    alpha: float,
    labels: Sequence[str] | None,
) -> MultiCompResult:
    """Compare all pairs of levels of a factor: see `LogitResults.t_test_pairwise`."""
    if factor not in fit.model.factors:
        known = ", ".join(f"`{name}`" for name in fit.model.factors) or "none"
        raise AnalysisError(
            f"`{factor}` is not a categorical term of the model. Its categorical terms: {known}."
        )
    levels, coding = factor_coding(fit, factor)
    if labels is not None and len(labels) != len(levels):
        raise AnalysisError(
            f"factor_labels must have one label for each of the {len(levels)} levels of `{factor}`."
        )
    shown = [str(label) for label in labels or levels]
    embedded = np.zeros((len(levels), len(fit.names)))
    embedded[:, fit.positions(factor)] = coding
    contrasts = -contrast_allpairs(len(levels)) @ embedded
    pairs = [f"{shown[j]}-{shown[i]}" for i in range(len(shown)) for j in range(i + 1, len(shown))]
    return MultiCompResult(
        result_frame=t_test_multi(fit, contrasts, method=method, alpha=alpha, contrast_names=pairs),
        contrasts=contrasts,
        term=factor,
        contrast_labels=pairs,
        term_encoding_matrix=coding,
    )


def factor_coding(fit: LogitResults, factor: str) -> tuple[list[str], NDArray[np.float64]]:
    """Return the levels of a factor and the columns that code each, shape (levels, columns).

    Raises
    ------
    AnalysisError
        When the factor is an interaction.
    """
    columns, spec = fit.model.factors[factor], fit.model.spec
    if spec is None:
        return ["reference", *columns], np.vstack([np.zeros(len(columns)), np.eye(len(columns))])
    states = {str(name): state for name, state in spec.factor_contrasts.items()}
    if factor not in states:
        raise AnalysisError(f"`{factor}` is an interaction. Pairwise comparisons are made of main effects.")
    state = states[factor]
    coding = state.get_coding_matrix(reduced_rank=len(columns) < len(state.levels))
    return [str(level) for level in state.levels], np.asarray(coding, dtype=float)
