"""The coefficients of a fit as statsmodels names them, with their intervals and their table."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from scipy import stats

from rlsanalysis.survey import wald
from rlsanalysis.survey.arguments import check_alpha, check_choice, check_flag
from rlsanalysis.survey.inference import Inference

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rlsanalysis.survey.inference import Terms


class Coefficients(Inference):
    """Standard errors, tests and confidence intervals of the coefficients of a fit."""

    default_interval: Literal["wald", "profile"] = "wald"

    @property
    def normalized_cov_params(self) -> NDArray[np.float64]:
        """Covariance of the coefficients, since the scale of a logistic regression is 1."""
        return self.cov_params_default

    @normalized_cov_params.setter
    def normalized_cov_params(self, _: None) -> None:
        """Accept the None that statsmodels assigns."""

    def cov_params(self, *args: Any, **kwargs: Any) -> Any:
        """Return the covariance of the coefficients as a frame; with arguments, as statsmodels' `cov_params`.

        After Firth's method only the diagonal holds stabilized variances. Each contrast, prediction and marginal
        prevalence has a stabilized variance of its own, which c'Vc with this matrix does not reproduce. Use
        `rlsanalysis.survey.contrasts.linear_contrasts` for the standard error of a contrast.
        """
        with wald.statsmodels_errors(self.names):
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
        """Two-sided p values."""
        return self._by_coefficient(self._p_values(self.tvalues))

    def conf_int(self, alpha: float = 0.05, method: str | None = None, terms: Terms = None) -> pd.DataFrame:
        """Return confidence limits of the log odds ratios.

        Parameters
        ----------
        alpha : float
            1 - confidence.
        method : {"wald", "profile"}, optional
            "wald": b -+ t SE. "profile": the values that the profile likelihood over the design effect does not
            reject. By default "wald" for maximum likelihood and "profile" for Firth's method.
        terms : str or sequence of str, optional
            Coefficients or factors, by default all. Profile limits are computed for these only.

        Returns
        -------
        pandas.DataFrame
            Columns 0 and 1: the limits, infinite where the profile does not fall far enough. `tidy` and `summary` show
            lower limits of Firth's method below -8 and upper limits above 8 as infinite.
        """
        method = self.default_interval if method is None else method
        check_choice("method", method, ("wald", "profile"))
        check_alpha(alpha)
        limits_of = self._wald_limits if method == "wald" else self._profile_limits
        quantile = float(stats.t.ppf(1 - alpha / 2, self.df_resid))
        positions = self.positions(terms)
        return pd.DataFrame(
            [limits_of(j, quantile) for j in positions], index=[self.names[j] for j in positions]
        )

    def tidy(self, *, exponentiate: bool = False, terms: Terms = None, alpha: float = 0.05) -> pd.DataFrame:
        """Return the coefficients as a table: term, estimate, std_error, statistic, df, p_value, conf_low, conf_high.

        Parameters
        ----------
        exponentiate : bool
            Return odds ratios and their limits. The standard error stays that of the log odds ratio.
        terms : str or sequence of str, optional
            Coefficients or factors, by default all; only these are computed.
        alpha : float
            1 - confidence of the limits, by the method's default.
        """
        check_flag("exponentiate", exponentiate)
        check_alpha(alpha)
        positions = self.positions(terms)
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

    def _shown_limits(self, limits: NDArray[np.float64]) -> NDArray[np.float64]:
        return limits
