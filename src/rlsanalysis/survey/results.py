"""Results of a logistic regression under a survey design, in statsmodels' names."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import expit
from statsmodels.base.model import LikelihoodModelResults

from rlsanalysis.survey.errors import AnalysisError, NotEstimableError
from rlsanalysis.survey.firth import score_covariance
from rlsanalysis.survey.joint import JointTest, generalised_directions, ratio_test
from rlsanalysis.survey.profile import Profile, constrained, limit
from rlsanalysis.survey.summary import summarise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import ArrayLike, NDArray
    from statsmodels.iolib.summary import Summary

    from rlsanalysis.survey.likelihood import Point
    from rlsanalysis.survey.logit import Logit

    Terms = str | Sequence[str] | None


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
    `t_test`, `wald_test`, `f_test` and pickling are those of statsmodels. Log-likelihood, AIC and BIC are absent:
    they have no meaning for weighted people.
    """

    method: Literal["ml", "firth"] = "ml"
    default_interval: Literal["wald", "profile"] = "wald"
    converged = True
    llf = _absent("llf")
    aic = _absent("aic")
    bic = _absent("bic")

    def __init__(self, model: Logit, best: Point, df: int) -> None:
        self.names = model.exog_names
        params = pd.Series(model.patterns.T @ best.b, index=self.names)
        super().__init__(model, params, scale=1.0, use_t=True)
        self.best = best
        self.df_resid = df
        self.nobs = len(model.endog)
        self.n_events = int(model.endog.sum())
        self._null_points: dict[int, Point] = {}
        self._limits: dict[tuple[int, float], tuple[float, float]] = {}

    @cached_property
    def meat(self) -> NDArray[np.float64]:
        """G, shape (q, q): the linearised covariance of the score (of the centred covariates)."""
        return score_covariance(self.model.sample, self.model.patterns, self.best)

    @cached_property
    def cov_params_default(self) -> NDArray[np.float64]:
        """Covariance of the coefficients, shape (q, q)."""
        spread = np.linalg.solve(self.best.information, self._contrasts())
        return np.asarray(spread.T @ self.meat @ spread)

    def cov_params(self, *args: Any, **kwargs: Any) -> Any:
        """Return the covariance of the coefficients as a frame; with arguments, as statsmodels' `cov_params`."""
        covariance = super().cov_params(*args, **kwargs)
        return (
            covariance if args or kwargs else pd.DataFrame(covariance, index=self.names, columns=self.names)
        )

    @cached_property
    def bse(self) -> pd.Series:
        """Standard errors."""
        return self._by_coefficient(self._std_error(j) for j in range(len(self.names)))

    @cached_property
    def tvalues(self) -> pd.Series:
        """Test statistics."""
        return self._by_coefficient(self._statistic(j) for j in range(len(self.names)))

    @cached_property
    def pvalues(self) -> pd.Series:
        """Two-sided p."""
        return self._by_coefficient(self._p_values(self.tvalues))

    def conf_int(self, alpha: float = 0.05, method: str | None = None, terms: Terms = None) -> pd.DataFrame:
        """Return confidence limits of log odds.

        Parameters
        ----------
        alpha : float
            1 - confidence.
        method : {"wald", "profile"}, optional
            b -+ t SE, or the values that the profile likelihood over the design effect does not refute. By
            default "wald" for maximum likelihood, "profile" for Firth.
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
        limits_of = self._wald_limits if method == "wald" else self._profile_limits
        quantile = float(stats.t.ppf(1 - alpha / 2, self.df_resid))
        positions = self._positions(terms)
        return pd.DataFrame(
            [limits_of(j, quantile) for j in positions], index=[self.names[j] for j in positions]
        )

    def tidy(self, *, exponentiate: bool = False, terms: Terms = None, alpha: float = 0.05) -> pd.DataFrame:
        """Tabulate the coefficients: term, estimate, std_error, statistic, df, p_value, conf_low, conf_high.

        Parameters
        ----------
        exponentiate : bool
            Odds ratios for estimate and limits; the standard error stays that of log odds.
        terms : str or sequence of str, optional
            Coefficients or factors; only these are computed.
        alpha : float
            1 - confidence of the limits, by the method's default.
        """
        positions = self._positions(terms)
        statistic = np.array([self._statistic(j) for j in positions])
        limits = self._shown_limits(self.conf_int(alpha, terms=terms).to_numpy())
        ratio = np.exp if exponentiate else np.asarray
        return pd.DataFrame(
            {
                "term": [self.names[j] for j in positions],
                "estimate": ratio(self.params.to_numpy()[positions]),
                "std_error": [self._std_error(j) for j in positions],
                "statistic": statistic,
                "df": self.df_resid,
                "p_value": self._p_values(statistic),
                "conf_low": ratio(limits[:, 0]),
                "conf_high": ratio(limits[:, 1]),
            }
        )

    def summary(self, alpha: float = 0.05) -> Summary:
        """Return model, design and coefficients to print."""
        return summarise(self, alpha)

    def profile_test(self, terms: Terms) -> JointTest:
        """Test jointly that the coefficients `terms` (or those of a factor) are all 0.

        The ratio of likelihoods over the mean of the generalised design effects: see `joint`.
        """
        tested = self._positions(terms)
        C = self._contrasts(tested)
        null = constrained(self.model.patterns, self.best, C, 0.0, penalised=self.penalised)
        delta = self.variances(generalised_directions(self.best, self.meat, C))
        told = " = ".join(self.names[j] for j in tested)
        return ratio_test(f"{told} = 0", self.best, null, delta, self.df_resid)

    def t_test(self, r_matrix: Any, cov_p: Any = None, use_t: Any = None) -> Any:
        """Do as statsmodels' `t_test`."""
        return self._without_names().t_test(r_matrix, cov_p, use_t)

    def wald_test(self, r_matrix: Any, **kwargs: Any) -> Any:
        """Do as statsmodels' `wald_test`; F with `df_resid` degrees of freedom, as R's `regTermTest`."""
        return self._without_names().wald_test(r_matrix, **{"scalar": True, **kwargs})

    def wald_test_terms(self) -> Any:
        """Do as statsmodels' `wald_test_terms`: one test a column that stands alone, one joint test a factor."""
        factor_of = {column: name for name, columns in self.model.factors.items() for column in columns}
        terms = dict.fromkeys(factor_of.get(name, name) for name in self.names)
        constraints = [(term, np.eye(len(self.names))[self._positions(term)]) for term in terms]
        return super().wald_test_terms(skip_single=True, extra_constraints=constraints, scalar=True)

    def predict(self, exog: pd.DataFrame | ArrayLike | None = None) -> pd.Series:
        """Return fitted probabilities.

        Parameters
        ----------
        exog : pandas.DataFrame or array_like, optional
            New people: a frame with the variables of the formula, or the coded covariates as at the fit. By
            default the people of the fit.

        Returns
        -------
        pandas.Series
            By the index of the frame; missing where a variable is missing.

        Raises
        ------
        AnalysisError
            For an absent variable, or a category that the fit did not see.
        """
        covariates = self.model.covariates(exog)
        return pd.Series(expit(covariates.to_numpy() @ self.params.to_numpy()), index=covariates.index)

    @property
    def penalised(self) -> bool:
        """Whether the likelihood is Firth's."""
        return self.method == "firth"

    def _without_names(self) -> LikelihoodModelResults:
        """Return the same in arrays, which is what statsmodels' tests compute with."""
        plain = LikelihoodModelResults(self.model, self.params.to_numpy(), use_t=True)
        plain.cov_params_default = self.cov_params_default
        plain.df_resid = self.df_resid
        return plain

    def _positions(self, terms: Terms) -> list[int]:
        wanted = self.names if terms is None else [terms] if isinstance(terms, str) else terms
        columns = [name for term in wanted for name in self.model.factors.get(term, (term,))]
        for name in columns:
            if name not in self.names:
                known = ", ".join([*self.names, *self.model.factors])
                raise AnalysisError(f"The model has no term {name!r}; it has {known}.")
        return [self.names.index(name) for name in columns]

    def _by_coefficient(self, values: Iterable[float]) -> pd.Series:
        return pd.Series(list(values), index=self.names)

    def _p_values(self, statistic: ArrayLike) -> NDArray[np.float64]:
        return np.asarray(2 * stats.t.sf(np.abs(statistic), self.df_resid))

    def _contrasts(self, positions: Sequence[int] | None = None) -> NDArray[np.float64]:
        """Return the contrasts of the centred coefficients, shape (q, m), that are the coefficients at `positions`."""
        T: NDArray[np.float64] = self.model.patterns.T
        return T.T if positions is None else T[list(positions)].T

    def variances(self, contrasts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the variances, shape (m,), of contrasts of the centred coefficients, shape (q, m)."""
        spread = np.linalg.solve(self.best.information, contrasts)
        return np.asarray(np.einsum("jm,jk,km->m", spread, self.meat, spread))

    def _variance(self, j: int) -> float:
        return float(self.cov_params_default[j, j])

    def _std_error(self, j: int) -> float:
        variance = self._variance(j)
        if variance == 0:
            raise NotEstimableError(
                f"{self.names[j]}: PSUs do not differ, so that there is no standard error."
            )
        return float(variance**0.5)

    def _statistic(self, j: int) -> float:
        return float(self.params.iloc[j]) / self._std_error(j)

    def _shown_limits(self, limits: NDArray[np.float64]) -> NDArray[np.float64]:
        return limits

    def _profile(self, j: int) -> Profile:
        c = self._contrasts([j])[:, 0]
        delta = self._variance(j) / float(c @ np.linalg.solve(self.best.information, c))
        return Profile(self.model.patterns, self.best, c, delta, penalised=self.penalised)

    def _null_point(self, j: int) -> Point:
        """Return the maximum where b_j = 0."""
        if j not in self._null_points:
            c = self._contrasts([j])
            self._null_points[j] = constrained(
                self.model.patterns, self.best, c, 0.0, penalised=self.penalised
            )
        return self._null_points[j]

    def _wald_limits(self, j: int, quantile: float) -> tuple[float, float]:
        b, reach = float(self.params.iloc[j]), quantile * self._std_error(j)
        return b - reach, b + reach

    def _profile_limits(self, j: int, quantile: float) -> tuple[float, float]:
        if (j, quantile) not in self._limits:
            profile = self._profile(j)
            self._limits[j, quantile] = limit(profile, quantile), limit(profile, -quantile)
        return self._limits[j, quantile]
