"""Results of Firth's estimate: the stabilised variance, profile inference and how far to believe it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from rlsanalysis.survey.firth import StabilisedVariance, expected_cases, open_limits, stabilised_variance, support_status
from rlsanalysis.survey.profile import signed_root
from rlsanalysis.survey.results import LogitResults

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rlsanalysis.survey.results import Terms


class FirthResults(LogitResults):
    """Firth's estimates with the stabilised variance of `rlsanalysis.survey.firth`.

    Attributes as `LogitResults`, with these differences: `bse` is the root of V; `tvalues` is the signed root r(0) of
    the profile and `pvalues` its p; `conf_int` are profile limits by default; `df_resid` is PSUs - strata.

    Notes
    -----
    V is defined for one contrast at a time. Off its diagonal `cov_params` carries the correlations of I^-1.
    """

    method: Literal["ml", "firth"] = "firth"
    default_interval: Literal["wald", "profile"] = "profile"

    def stabilised(self, contrasts: NDArray[np.float64]) -> StabilisedVariance:
        """The pieces of the stabilised variance of contrasts, shape (q, m)."""
        return stabilised_variance(self.model.sample, self.model.patterns, self.best, self.meat, contrasts)

    def variances(self, contrasts: NDArray[np.float64]) -> NDArray[np.float64]:
        """V, shape (m,), of contrasts of the coefficients, shape (q, m)."""
        return self.stabilised(contrasts).V

    @cached_property
    def cov_params_default(self) -> NDArray[np.float64]:
        """Covariance of the coefficients, shape (q, q): V on the diagonal, the correlations of I^-1 off it."""
        ratio = self.bse.to_numpy() / np.sqrt(np.diag(self.bread))
        return self.bread * np.outer(ratio, ratio)

    @cached_property
    def _pieces(self) -> StabilisedVariance:
        return self.stabilised(np.eye(len(self.names)))

    @cached_property
    def design_effect(self) -> pd.Series:
        """delta = V / [I^-1]_jj by coefficient."""
        return self._series(self._pieces.delta)

    @cached_property
    def effective_df(self) -> pd.Series:
        """k, the effective degrees of freedom of the linearised variance, by coefficient."""
        return self._series(self._pieces.k)

    def expected_exposed_cases(self, terms: Terms = None) -> pd.Series:
        """E0: the cases to expect among the exposed, or among the reference people if fewer, without association.

        Parameters
        ----------
        terms : str or sequence of str, optional
            Coefficients or factors; a fit is made for each coefficient.

        Returns
        -------
        pandas.Series
            For a 0/1 column, whose reference people are those with 0 in all columns of its factor. Missing for other
            columns, for which `effective_df` stands in.
        """
        positions = self._positions(terms)
        return pd.Series([self._expected(j) for j in positions], index=[self.names[j] for j in positions])

    def support(self, terms: Terms = None) -> pd.DataFrame:
        """How far to believe each coefficient: term, expected_exposed_cases, effective_df, status."""
        positions = self._positions(terms)
        E0 = self.expected_exposed_cases(terms).to_numpy()
        k = np.concatenate([self.stabilised(self._unit(j)).k for j in positions])
        return pd.DataFrame(
            {
                "term": [self.names[j] for j in positions],
                "expected_exposed_cases": E0,
                "effective_df": k,
                "status": [support_status(*pair) for pair in zip(E0, k, strict=True)],
            }
        )

    def _expected(self, j: int) -> float:
        X, name = self.model.patterns.X, self.names[j]
        x = X[j]
        if np.ptp(x) == 0 or not ((x == 0) | (x == 1)).all():
            return float("nan")
        siblings = next((levels for levels in self.model.factors.values() if name in levels), (name,))
        reference = (X[self._positions(siblings)] == 0).all(axis=0)
        return expected_cases(self._null_point(j).p, self.model.patterns.n, x == 1, reference)

    def _statistic(self, j: int) -> float:
        return signed_root(self._profile(j), self._null_point(j))

    def _shown_limits(self, limits: NDArray[np.float64]) -> NDArray[np.float64]:
        return open_limits(limits)
