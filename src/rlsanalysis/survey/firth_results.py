"""Results of Firth's estimate: the stabilised variance, profile inference and how far to believe it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from rlsanalysis.survey.firth import StabilisedVariance, stabilised_variance
from rlsanalysis.survey.joint import generalised_directions
from rlsanalysis.survey.profile import signed_root
from rlsanalysis.survey.results import LogitResults
from rlsanalysis.survey.support import expected_cases, open_limits, support_status

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rlsanalysis.survey.likelihood import Point
    from rlsanalysis.survey.logit import Logit
    from rlsanalysis.survey.results import Terms


class FirthResults(LogitResults):
    """Firth's estimates with the stabilised variance of `rlsanalysis.survey.firth`.

    Attributes as `LogitResults`, with these differences: `bse` is the root of V; `tvalues` is the signed root
    r(0) of the profile and `pvalues` its p; `conf_int` are profile limits by default; `df_resid` is PSUs - strata.

    Notes
    -----
    V is defined for one contrast at a time. Off its diagonal `cov_params` carries the correlations of I^-1.
    """

    method: Literal["ml", "firth"] = "firth"
    default_interval: Literal["wald", "profile"] = "profile"

    def __init__(self, model: Logit, best: Point, df: int) -> None:
        super().__init__(model, best, df)
        self._stabilised: dict[int, StabilisedVariance] = {}

    def stabilised(self, term: str) -> StabilisedVariance:
        """Return the stabilised variance of one coefficient and its pieces, in arrays of one element."""
        return self._pieces(self._positions([term])[0])

    @cached_property
    def cov_params_default(self) -> NDArray[np.float64]:
        """Covariance of the coefficients, shape (q, q): V, and off its diagonal the correlations of I^-1."""
        C = self._contrasts()
        inverse = C.T @ np.linalg.solve(self.best.information, C)
        ratio = self.bse.to_numpy() / np.sqrt(np.diag(inverse))
        return np.asarray(inverse * np.outer(ratio, ratio))

    @property
    def design_effect(self) -> pd.Series:
        """Design effect: delta = V / [I^-1]_jj by coefficient."""
        return self._by_coefficient(self._pieces(j).delta[0] for j in range(len(self.names)))

    @property
    def effective_df(self) -> pd.Series:
        """Effective degrees of freedom k of the linearised variance, by coefficient."""
        return self._by_coefficient(self._pieces(j).k[0] for j in range(len(self.names)))

    def expected_exposed_cases(self, terms: Terms = None) -> pd.Series:
        """Return E0: the cases to expect without association among exposed or reference people, the fewer.

        Parameters
        ----------
        terms : str or sequence of str, optional
            Coefficients or factors; a fit is made for each coefficient.

        Returns
        -------
        pandas.Series
            For a 0/1 column, whose reference people are those with 0 in all columns of its factor. Missing for
            other columns, and where nobody is at the reference; there `effective_df` stands in.
        """
        positions = self._positions(terms)
        return pd.Series([self._expected(j) for j in positions], index=[self.names[j] for j in positions])

    def support(self, terms: Terms = None) -> pd.DataFrame:
        """Say how far to believe each coefficient: term, expected_exposed_cases, effective_df, status.

        Status is that of `rlsanalysis.survey.firth.support_status`: "ok", "caution", "sparse" or "too_few".
        """
        positions = self._positions(terms)
        table = pd.DataFrame(
            {
                "term": [self.names[j] for j in positions],
                "expected_exposed_cases": [self._expected(j) for j in positions],
                "effective_df": [float(self._pieces(j).k[0]) for j in positions],
            }
        )
        return table.assign(
            status=list(map(support_status, table["expected_exposed_cases"], table["effective_df"]))
        )

    def least_effective_df(self, terms: Terms) -> float:
        """Return the least effective df k along the directions in which `profile_test` of `terms` looks.

        It does not depend on how a factor or a spline is coded; for one coefficient it is its `effective_df`.
        """
        tested = self._contrasts(self._positions(terms))
        return float(self.stabilise(generalised_directions(self.best, self.meat, tested)).k.min())

    def _pieces(self, j: int) -> StabilisedVariance:
        if j not in self._stabilised:
            self._stabilised[j] = self.stabilise(self._contrasts([j]))
        return self._stabilised[j]

    def stabilise(self, contrasts: NDArray[np.float64]) -> StabilisedVariance:
        """Return the stabilised variances of contrasts of the centred coefficients, shape (q, m)."""
        return stabilised_variance(self.model.sample, self.model.patterns, self.best, self.meat, contrasts)

    def variances(self, contrasts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return V, shape (m,), of contrasts of the centred coefficients, shape (q, m)."""
        return self.stabilise(contrasts).V

    def _variance(self, j: int) -> float:
        return float(self._pieces(j).V[0])

    def _statistic(self, j: int) -> float:
        return signed_root(self._profile(j), self._null_point(j))

    def _shown_limits(self, limits: NDArray[np.float64]) -> NDArray[np.float64]:
        return open_limits(limits)

    def _expected(self, j: int) -> float:
        patterns, name = self.model.patterns, self.names[j]
        x = patterns.raw[j]
        factor = next((factor for factor, levels in self.model.factors.items() if name in levels), name)
        reference = (patterns.raw[self._positions(factor)] == 0).all(axis=0)
        if not (np.isin(x, (0, 1)).all() and reference.any()):
            return float("nan")
        return expected_cases(self._null_point(j).p, patterns.people, x == 1, reference)
