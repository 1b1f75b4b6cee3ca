"""Estimates of a fit and the quantities behind its tables: variances of contrasts and profiles of the likelihood.

Contrasts are those of the centered coefficients: see `patterns.Patterns.T`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.base.model import LikelihoodModelResults

from rlsanalysis.survey.arguments import as_list, as_numbers
from rlsanalysis.survey.errors import AnalysisError, NotEstimableError
from rlsanalysis.survey.firth import score_covariance
from rlsanalysis.survey.likelihood import Point
from rlsanalysis.survey.profile import Profile, constrained, limit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import ArrayLike, NDArray

    from rlsanalysis.survey.model import Model

    Terms = str | Sequence[str] | None


class Inference(LikelihoodModelResults):  # type: ignore[misc]
    """Coefficients of a fit, with the variance and the profile of each.

    Parameters
    ----------
    model : Model
    best : Point
        The maximum of the log-likelihood.
    df : int
        Degrees of freedom of tests and intervals.
    """

    method: Literal["ml", "firth"] = "ml"
    model: Model

    def __init__(self, model: Model, best: Point, df: int) -> None:
        if not isinstance(best, Point):
            raise AnalysisError("Results are made by a fit. Use logit(formula, design).fit().")
        self.names = model.exog_names
        self.T: NDArray[np.float64] = model.patterns.T
        params = pd.Series(self.T @ best.b, index=self.names)
        super().__init__(model, params, scale=1.0, use_t=True)
        self.best = best
        self.df_resid = df
        self.nobs = len(model.endog)
        self.n_events = int(model.endog.sum())
        self.n_psu, self.n_strata = model.design.n_psu, model.design.n_strata
        self._null_points: dict[int, Point] = {}
        self._limits: dict[tuple[int, float], tuple[float, float]] = {}

    @property
    def penalized(self) -> bool:
        """Whether the likelihood has Firth's penalty."""
        return self.method == "firth"

    @cached_property
    def meat(self) -> NDArray[np.float64]:
        """G, shape (q, q): the linearized covariance of the score of the centered coefficients."""
        return score_covariance(self.model.sample, self.model.patterns, self.best)

    @cached_property
    def cov_params_default(self) -> NDArray[np.float64]:
        """Covariance of the coefficients, shape (q, q)."""
        spread = np.linalg.solve(self.best.information, self._contrasts())
        return np.asarray(spread.T @ self.meat @ spread)

    def variances(self, contrasts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the variances, shape (m,), of contrasts of the centered coefficients, shape (q, m)."""
        contrasts = self._checked_contrasts(contrasts)
        spread = np.linalg.solve(self.best.information, contrasts)
        return np.asarray(np.einsum("jm,jk,km->m", spread, self.meat, spread))

    def variances_of(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the variances, shape (m,), of linear combinations of the coefficients, shape (m, q)."""
        return self.variances(
            self.T.T @ self._checked_contrasts(np.transpose(as_numbers(weights, "weights")))
        )

    def _checked_contrasts(self, contrasts: ArrayLike) -> NDArray[np.float64]:
        """Return contrasts of the coefficients, shape (q, m), as an array, or refuse those of another shape."""
        checked, q = as_numbers(contrasts, "contrasts"), len(self.names)
        if checked.ndim != 2 or len(checked) != q:
            raise AnalysisError(
                f"Contrasts need one number for each of the {q} coefficients; found an array of shape {checked.shape}."
            )
        return checked

    def positions(self, terms: Terms) -> list[int]:
        """Return the positions of coefficients, given by their names or by factors; by default all."""
        wanted = self.names if terms is None else as_list(terms, "terms")
        if not wanted:
            raise AnalysisError(
                "terms is empty. Name at least one coefficient or factor, or leave it out for all."
            )
        columns = [name for term in wanted for name in self.model.factors.get(term, (term,))]
        for name in columns:
            if not isinstance(name, str) or name not in self.names:
                known = ", ".join([*self.names, *self.model.factors])
                raise AnalysisError(f"The model has no term `{name}`. Its terms are {known}.")
        return [self.names.index(name) for name in columns]

    def _by_coefficient(self, values: Iterable[float]) -> pd.Series:
        return pd.Series(list(values), index=self.names)

    def _p_values(self, statistic: ArrayLike) -> NDArray[np.float64]:
        return np.asarray(2 * stats.t.sf(np.abs(statistic), self.df_resid))

    def _contrasts(self, positions: Sequence[int] | None = None) -> NDArray[np.float64]:
        """Return the contrasts, shape (q, m), of the centered coefficients that are the coefficients at `positions`."""
        return self.T.T if positions is None else self.T[list(positions)].T

    def _variance(self, j: int) -> float:
        return float(self.cov_params_default[j, j])

    def _std_error(self, j: int) -> float:
        variance = self._variance(j)
        if variance == 0:
            raise NotEstimableError(
                f"`{self.names[j]}` has no standard error, because the PSUs within each stratum do not differ."
            )
        return float(variance**0.5)

    def _statistic(self, j: int) -> float:
        return float(self.params.iloc[j]) / self._std_error(j)

    def _profile(self, j: int) -> Profile:
        c = self._contrasts([j])[:, 0]
        delta = self._variance(j) / float(c @ np.linalg.solve(self.best.information, c))
        return Profile(self.model.patterns, self.best, c, delta, penalized=self.penalized)

    def _null_point(self, j: int) -> Point:
        """Return the maximum of the log-likelihood where b_j = 0."""
        if j not in self._null_points:
            c = self._contrasts([j])
            self._null_points[j] = constrained(
                self.model.patterns, self.best, c, 0.0, penalized=self.penalized
            )
        return self._null_points[j]

    def _wald_limits(self, j: int, quantile: float) -> tuple[float, float]:
        b, half_width = float(self.params.iloc[j]), quantile * self._std_error(j)
        return b - half_width, b + half_width

    def _profile_limits(self, j: int, quantile: float) -> tuple[float, float]:
        if (j, quantile) not in self._limits:
            profile = self._profile(j)
            self._limits[j, quantile] = limit(profile, quantile), limit(profile, -quantile)
        return self._limits[j, quantile]
