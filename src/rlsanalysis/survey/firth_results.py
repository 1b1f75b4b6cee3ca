"""Results of Firth's method: stabilized variance, profile inference, and the reliability of each coefficient."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from rlsanalysis.survey.firth import StabilizedVariance, stabilized_variance
from rlsanalysis.survey.joint import generalized_directions
from rlsanalysis.survey.profile import signed_root
from rlsanalysis.survey.results import LogitResults
from rlsanalysis.survey.support import expected_cases, open_limits, support_status

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rlsanalysis.survey.inference import Terms
    from rlsanalysis.survey.likelihood import Point
    from rlsanalysis.survey.model import Model


class FirthResults(LogitResults):
    """Bias-corrected estimates of Firth (1993), as Rader et al. (2017), with the stabilized variance of `firth`.

    Attributes
    ----------
    params : pandas.Series, by coefficient
        Log odds ratios.
    bse : pandas.Series
        Square roots of the stabilized variances V.
    tvalues, pvalues : pandas.Series
        The signed root r(0) of the profile likelihood over the design effect, under statsmodels' name for a test
        statistic, and its two-sided p value by t.
    df_resid : int
        PSUs - strata.

    Notes
    -----
    `conf_int` returns profile limits by default. All else is as in `LogitResults`. V is defined for one contrast at a
    time; the elements of `cov_params` off its diagonal have the correlations of I^-1. `cov_params` therefore does not
    reproduce the standard errors of `get_prediction`, `margins`, `get_margeff` and contrasts, each of which has a
    variance of its own. Tests that statsmodels bases on it, `t_test` and `wald_test`, are approximate. Use
    `rlsanalysis.survey.contrasts.linear_contrasts` to estimate a contrast and `profile_test` to test coefficients.
    """

    method: Literal["ml", "firth"] = "firth"
    default_interval: Literal["wald", "profile"] = "profile"

    def __init__(self, model: Model, best: Point, df: int) -> None:
        super().__init__(model, best, df)
        self._stabilized: dict[int, StabilizedVariance] = {}

    def stabilized(self, term: str) -> StabilizedVariance:
        """Return the stabilized variance of one coefficient and its components, in arrays of one element."""
        return self._components(self.positions([term])[0])

    @cached_property
    def cov_params_default(self) -> NDArray[np.float64]:
        """Covariance of the coefficients, shape (q, q): V, with the correlations of I^-1 off its diagonal."""
        C = self._contrasts()
        inverse = C.T @ np.linalg.solve(self.best.information, C)
        ratio = self.bse.to_numpy() / np.sqrt(np.diag(inverse))
        return np.asarray(inverse * np.outer(ratio, ratio))

    @property
    def design_effect(self) -> pd.Series:
        """Design effect delta = V / [I^-1]_jj, by coefficient."""
        return self._by_coefficient(self._components(j).delta[0] for j in range(len(self.names)))

    @property
    def effective_df(self) -> pd.Series:
        """Effective degrees of freedom k of the linearized variance, by coefficient."""
        return self._by_coefficient(self._components(j).k[0] for j in range(len(self.names)))

    def expected_exposed_cases(self, terms: Terms = None) -> pd.Series:
        """Return the expected exposed cases E0 of each coefficient under no association.

        E0 is the smaller of the expected numbers of cases among exposed and among reference rows, from the fit in
        which the coefficient is 0.

        Parameters
        ----------
        terms : str or sequence of str, optional
            Coefficients or factors, by default all. One constrained fit is made for each coefficient.

        Returns
        -------
        pandas.Series
            Defined for 0/1 columns, where the reference rows have 0 in all columns of the factor. Missing for other
            columns, and where no row has the reference level; `effective_df` takes its place there.
        """
        positions = self.positions(terms)
        return pd.Series([self._expected(j) for j in positions], index=[self.names[j] for j in positions])

    def support(self, terms: Terms = None) -> pd.DataFrame:
        """Return how reliable each coefficient is.

        Parameters
        ----------
        terms : str or sequence of str, optional
            Coefficients or factors, by default all.

        Returns
        -------
        pandas.DataFrame
            term, expected_exposed_cases, effective_df, and status: "ok", "caution", "sparse" or "too_few", see
            `support.support_status`.
        """
        positions = self.positions(terms)
        table = pd.DataFrame(
            {
                "term": [self.names[j] for j in positions],
                "expected_exposed_cases": [self._expected(j) for j in positions],
                "effective_df": [float(self._components(j).k[0]) for j in positions],
            }
        )
        return table.assign(
            status=list(map(support_status, table["expected_exposed_cases"], table["effective_df"]))
        )

    def least_effective_df(self, terms: Terms) -> float:
        """Return the least effective degrees of freedom k among the directions of `profile_test` of `terms`.

        It does not depend on the coding of a factor or spline. For one coefficient it is its `effective_df`.
        """
        tested = self._contrasts(self.positions(terms))
        return float(self.stabilize(generalized_directions(self.best, self.meat, tested)).k.min())

    def stabilize(self, contrasts: NDArray[np.float64]) -> StabilizedVariance:
        """Return the stabilized variances of contrasts of the centered coefficients, shape (q, m)."""
        checked = self._checked_contrasts(contrasts)
        return stabilized_variance(self.model.sample, self.model.patterns, self.best, self.meat, checked)

    def variances(self, contrasts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return V, shape (m,), of contrasts of the centered coefficients, shape (q, m)."""
        return self.stabilize(contrasts).V

    def _components(self, j: int) -> StabilizedVariance:
        if j not in self._stabilized:
            self._stabilized[j] = self.stabilize(self._contrasts([j]))
        return self._stabilized[j]

    def _variance(self, j: int) -> float:
        return float(self._components(j).V[0])

    def _statistic(self, j: int) -> float:
        return signed_root(self._profile(j), self._null_point(j))

    def _shown_limits(self, limits: NDArray[np.float64]) -> NDArray[np.float64]:
        return open_limits(limits)

    def _expected(self, j: int) -> float:
        patterns, name = self.model.patterns, self.names[j]
        x = patterns.raw[j]
        factor = next((factor for factor, levels in self.model.factors.items() if name in levels), name)
        reference = (patterns.raw[self.positions(factor)] == 0).all(axis=0)
        if not (np.isin(x, (0, 1)).all() and reference.any()):
            return float("nan")
        return expected_cases(self._null_point(j).p, patterns.people, x == 1, reference)
