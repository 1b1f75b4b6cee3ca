"""Results of a logistic regression under a survey design, in statsmodels' names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.base.model import LikelihoodModelResults

from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.survey.firth import generalised_directions, score_covariance
from rlsanalysis.survey.profile import Profile, constrained, limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from rlsanalysis.survey.likelihood import Point
    from rlsanalysis.survey.logit import Logit

    Terms = str | Sequence[str] | None


@dataclass(frozen=True)
class JointTest:
    """An F test that several coefficients are 0 together."""

    null: str
    statistic: float
    df_num: int
    df_den: int
    p_value: float


def _absent(name: str) -> property:
    def refuse(_: object) -> NoReturn:
        raise AttributeError(
            f"{name}: weighted people are no independent draws, so that there is no likelihood to report; "
            "compare models by profile_test or wald_test_terms."
        )

    return property(refuse)


class LogitResults(LikelihoodModelResults):  # type: ignore[misc]
    """Maximum pseudo-likelihood estimates with linearised variance (Binder 1983), as R's `svyglm`.

    Attributes
    ----------
    params, bse, tvalues, pvalues : pandas.Series, by coefficient
        Log odds, standard errors, t statistics and two-sided p with `df_resid` degrees of freedom.
    df_resid : int
        PSUs - strata + 1 - coefficients.
    nobs, n_events : int
        People and cases of the fit, unweighted.
    converged : bool
        Always True: a fit that does not converge raises.

    Notes
    -----
    `t_test`, `wald_test`, `f_test` and pickling are those of statsmodels. Log-likelihood, AIC and BIC are absent: they
    have no meaning for weighted people.
    """

    method: Literal["ml", "firth"] = "ml"
    default_interval: Literal["wald", "profile"] = "wald"
    converged = True
    llf = _absent("llf")
    aic = _absent("aic")
    bic = _absent("bic")

    def __init__(self, model: Logit, best: Point, df: int) -> None:
        self.names = model.exog_names
        super().__init__(model, pd.Series(best.b, index=self.names), scale=1.0, use_t=True)
        self.best = best
        self.df_resid = df
        self.nobs = len(model.endog)
        self.n_events = int(model.endog.sum())
        self._null_points: dict[int, Point] = {}
        self._limits: dict[tuple[int, float], tuple[float, float]] = {}

    @cached_property
    def bread(self) -> NDArray[np.float64]:
        """I^-1, shape (q, q)."""
        return np.linalg.inv(self.best.information)

    @cached_property
    def meat(self) -> NDArray[np.float64]:
        """G, shape (q, q): the linearised covariance of the score."""
        return score_covariance(self.model.sample, self.model.patterns, self.best)

    @cached_property
    def cov_params_default(self) -> NDArray[np.float64]:
        """Covariance of the coefficients, shape (q, q)."""
        return self.bread @ self.meat @ self.bread

    def variances(self, contrasts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Variances, shape (m,), of contrasts of the coefficients, shape (q, m)."""
        return np.einsum("jm,jk,km->m", contrasts, self.cov_params_default, contrasts)

    def design_effects(self, contrasts: NDArray[np.float64]) -> NDArray[np.float64]:
        """delta, shape (m,): variances of contrasts, relative to those that the information gives."""
        return self.variances(contrasts) / np.einsum("jm,jk,km->m", contrasts, self.bread, contrasts)

    def cov_params(self, *args: Any, **kwargs: Any) -> Any:
        """Covariance of the coefficients as a frame; with arguments, as statsmodels' `cov_params`."""
        covariance = super().cov_params(*args, **kwargs)
        return covariance if args or kwargs else pd.DataFrame(covariance, index=self.names, columns=self.names)

    @cached_property
    def bse(self) -> pd.Series:
        """Standard errors."""
        return self._series(np.sqrt(self.variances(np.eye(len(self.names)))))

    @cached_property
    def tvalues(self) -> pd.Series:
        """Test statistics."""
        return self._series([self._statistic(j) for j in range(len(self.names))])

    @cached_property
    def pvalues(self) -> pd.Series:
        """Two-sided p."""
        return 2 * self._series(stats.t.sf(self.tvalues.abs(), self.df_resid))

    def conf_int(self, alpha: float = 0.05, method: str | None = None, terms: Terms = None) -> pd.DataFrame:
        """Confidence limits of log odds.

        Parameters
        ----------
        alpha : float
            1 - confidence.
        method : {"wald", "profile"}, optional
            b -+ t SE, or the values that the profile likelihood over the design effect does not refute. By default
            "wald" for maximum likelihood, "profile" for Firth.
        terms : str or sequence of str, optional
            Coefficients or factors; profile limits are computed for these only.

        Returns
        -------
        pandas.DataFrame
            Columns 0 and 1: the limits as computed, infinite where the profile never falls enough. `tidy` and
            `summary` show a limit of Firth's beyond 8 as open.
        """
        method = method or self.default_interval
        if method not in ("wald", "profile"):
            raise AnalysisError(f"method={method!r}: choose 'wald' or 'profile'.")
        positions = self._positions(terms)
        quantile = float(stats.t.ppf(1 - alpha / 2, self.df_resid))
        limits = [
            self._profile_limits(j, quantile) if method == "profile" else self._wald_limits(j, quantile)
            for j in positions
        ]
        return pd.DataFrame(limits, index=[self.names[j] for j in positions])

    def tidy(self, *, exponentiate: bool = False, terms: Terms = None) -> pd.DataFrame:
        """One row a coefficient: term, estimate, std_error, statistic, df, p_value, conf_low, conf_high.

        Parameters
        ----------
        exponentiate : bool
            Odds ratios instead of log odds, for estimate and limits; the standard error stays that of log odds.
        terms : str or sequence of str, optional
            Coefficients or factors; only these are computed.
        """
        positions = self._positions(terms)
        statistic = np.array([self._statistic(j) for j in positions])
        limits = self._shown_limits(self.conf_int(terms=terms).to_numpy())
        table = pd.DataFrame(
            {
                "term": [self.names[j] for j in positions],
                "estimate": self.best.b[positions],
                "std_error": [self._std_error(j) for j in positions],
                "statistic": statistic,
                "df": self.df_resid,
                "p_value": 2 * stats.t.sf(np.abs(statistic), self.df_resid),
                "conf_low": limits[:, 0],
                "conf_high": limits[:, 1],
            }
        )
        if exponentiate:
            table[["estimate", "conf_low", "conf_high"]] = np.exp(table[["estimate", "conf_low", "conf_high"]])
        return table

    def profile_test(self, terms: Terms) -> JointTest:
        """Joint test that the coefficients `terms` (or those of a factor) are all 0.

        The ratio of likelihoods, over the mean of the generalised design effects (Rao & Scott 1984, first order), as
        F with (number of coefficients, df_resid) degrees of freedom.
        """
        tested = np.isin(np.arange(len(self.names)), self._positions(terms))
        null = constrained(self.model.patterns, self.best, tested, 0.0, penalised=self.penalised)
        delta = self.design_effects(generalised_directions(self.bread, self.meat, tested)).mean()
        m = int(tested.sum())
        F = max(0.0, 2 * (self.best.loglik - null.loglik)) / (m * delta)
        told = " = ".join(name for name, is_tested in zip(self.names, tested, strict=True) if is_tested)
        return JointTest(f"{told} = 0", float(F), m, self.df_resid, float(stats.f.sf(F, m, self.df_resid)))

    @property
    def penalised(self) -> bool:
        """Whether the likelihood is Firth's."""
        return self.method == "firth"

    def t_test(self, r_matrix: Any, cov_p: Any = None, use_t: Any = None) -> Any:
        """As statsmodels' `t_test`."""
        return self._statsmodels().t_test(r_matrix, cov_p, use_t)

    def wald_test(self, r_matrix: Any, **kwargs: Any) -> Any:
        """As statsmodels' `wald_test`; F with `df_resid` degrees of freedom, R's `regTermTest`."""
        return self._statsmodels().wald_test(r_matrix, **{"scalar": True, **kwargs})

    def _statsmodels(self) -> LikelihoodModelResults:
        """The same as arrays without names, which is what statsmodels' tests compute with."""
        plain = LikelihoodModelResults(self.model, self.best.b, self.cov_params_default, use_t=True)
        plain.df_resid = self.df_resid
        return plain

    def _positions(self, terms: Terms) -> list[int]:
        if terms is None:
            return list(range(len(self.names)))
        wanted = [terms] if isinstance(terms, str) else list(terms)
        columns = [name for term in wanted for name in self.model.factors.get(term, (term,))]
        unknown = [name for name in columns if name not in self.names]
        if unknown:
            known = ", ".join([*self.names, *self.model.factors])
            raise AnalysisError(f"The model has no term {unknown[0]!r}; it has {known}.")
        return [self.names.index(name) for name in columns]

    def _series(self, values: ArrayLike) -> pd.Series:
        return pd.Series(np.asarray(values, dtype=float), index=self.names)

    def _unit(self, j: int) -> NDArray[np.float64]:
        return np.eye(len(self.names))[:, [j]]

    def _std_error(self, j: int) -> float:
        return float(np.sqrt(self.variances(self._unit(j))[0]))

    def _statistic(self, j: int) -> float:
        return float(self.best.b[j]) / self._std_error(j)

    def _shown_limits(self, limits: NDArray[np.float64]) -> NDArray[np.float64]:
        return limits

    def _profile(self, j: int) -> Profile:
        delta = float(self.design_effects(self._unit(j))[0])
        return Profile(self.model.patterns, self.best, j, delta, penalised=self.penalised)

    def _null_point(self, j: int) -> Point:
        """The maximum where b_j = 0."""
        if j not in self._null_points:
            fixed = np.arange(len(self.names)) == j
            self._null_points[j] = constrained(self.model.patterns, self.best, fixed, 0.0, penalised=self.penalised)
        return self._null_points[j]

    def _wald_limits(self, j: int, quantile: float) -> tuple[float, float]:
        b, reach = float(self.best.b[j]), quantile * self._std_error(j)
        return b - reach, b + reach

    def _profile_limits(self, j: int, quantile: float) -> tuple[float, float]:
        if (j, quantile) not in self._limits:
            profile = self._profile(j)
            self._limits[j, quantile] = limit(profile, quantile), limit(profile, -quantile)
        return self._limits[j, quantile]
