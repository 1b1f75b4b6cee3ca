"""Results of a logistic regression under a survey design, with statsmodels' names."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from scipy.special import expit

from rlsanalysis.survey import margins, prediction, wald
from rlsanalysis.survey.arguments import check_choice, check_tolerance
from rlsanalysis.survey.coefficients import Coefficients
from rlsanalysis.survey.joint import JointTest, generalized_directions, ratio_test
from rlsanalysis.survey.likelihood import TOLERANCE
from rlsanalysis.survey.margeff import MarginalEffects, marginal_effects
from rlsanalysis.survey.profile import constrained
from rlsanalysis.survey.refused import RESULTS, refusing
from rlsanalysis.survey.summary import as_html, as_text, summarize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike
    from statsmodels.base._prediction_inference import PredictionResultsBase
    from statsmodels.iolib.summary import Summary
    from statsmodels.stats.contrast import MultiCompResult

    from rlsanalysis.survey.inference import Terms


@refusing(RESULTS)
class LogitResults(Coefficients):
    """Maximum pseudo-likelihood estimates with linearized variance (Binder 1983), as R's `svyglm`.

    Attributes
    ----------
    params, bse, tvalues, pvalues : pandas.Series, by coefficient
        Log odds ratios, standard errors, t statistics and two-sided p values with `df_resid` degrees of freedom.
    df_resid : int
        PSUs - strata + 1 - coefficients.
    nobs, n_events : int
        Unweighted number of rows and of cases.
    converged : bool
        Always True, since a fit that does not converge raises an error.

    Notes
    -----
    `t_test`, `wald_test`, `f_test`, `t_test_pairwise` and pickling are those of statsmodels. Attributes that assume
    independent rows, such as `llf` and `aic`, raise an AttributeError that says what to use instead.
    """

    converged = True

    def summary(self, alpha: float = 0.05) -> Summary:
        """Return tables of the model, the design and the coefficients for printing."""
        return summarize(self, alpha)

    def profile_test(self, terms: Terms, tolerance: float = TOLERANCE) -> JointTest:
        """Test the hypothesis that the coefficients `terms`, or those of a factor, are all 0.

        The statistic is the likelihood ratio over the mean of the generalized design effects: see `joint`. The
        iterations under the hypothesis end at `tolerance`, as those of `Logit.fit`.
        """
        check_tolerance(tolerance)
        tested = self.positions(terms)
        C = self._contrasts(tested)
        null = constrained(
            self.model.patterns, self.best, C, 0.0, penalized=self.penalized, tolerance=tolerance
        )
        delta = self.variances(generalized_directions(self.best, self.meat, C))
        hypothesis = " = ".join([*(self.names[j] for j in tested), "0"])
        return ratio_test(hypothesis, self.best, null, delta, self.df_resid)

    def t_test(self, r_matrix: Any, cov_p: Any = None, use_t: Any = None) -> Any:
        """Test linear hypotheses one by one, as statsmodels' `t_test`.

        After Firth's method the tests are approximate, as the printed title says, because they use `cov_params`. Use
        `rlsanalysis.survey.contrasts.linear_contrasts` for the standard error and interval of a contrast, and
        `profile_test` to test coefficients.
        """
        return wald.t_test(self, r_matrix, cov_p, use_t)

    def t_test_pairwise(
        self,
        term_name: str,
        method: str | list[str] = "hs",
        alpha: float = 0.05,
        factor_labels: Sequence[str] | None = None,
    ) -> MultiCompResult:
        """Compare all pairs of levels of a categorical term, as statsmodels' `t_test_pairwise`.

        The p values are those of Wald tests, with the corrections for multiple testing applied to them. After Firth's
        method they are approximate, and differ from the profile p values of `pvalues` and `profile_test`.

        Parameters
        ----------
        term_name : str
            A factor of the model, such as "C(race)".
        method : str or list of str
            Correction for multiple testing, as in `statsmodels.stats.multitest.multipletests`.
        alpha : float
            Significance level.
        factor_labels : sequence of str, optional
            Labels of the levels, the reference first.

        Returns
        -------
        statsmodels.stats.contrast.MultiCompResult
            With the table `result_frame` and the matrix `contrasts`.
        """
        return wald.pairwise(self, term_name, method, alpha, factor_labels)

    def wald_test(self, r_matrix: Any, **kwargs: Any) -> Any:
        """Test linear hypotheses jointly by F with `df_resid` degrees of freedom, as R's `regTermTest`.

        The covariance is `cov_params`, unless `cov_p` or `invcov` is given. After Firth's method its diagonal has the
        stabilized variances, and its correlations are those of the penalized information. The test is then
        approximate, as the printed result says: test coefficients with `profile_test` instead.
        """
        return wald.wald_test(self, r_matrix, {"scalar": True, **kwargs})

    def f_test(self, r_matrix: Any, cov_p: Any = None, invcov: Any = None) -> Any:
        """Test linear hypotheses jointly by F, with the covariance of `wald_test`; it is the same test."""
        return self.wald_test(r_matrix, cov_p=cov_p, invcov=invcov, use_f=True)

    def wald_test_terms(self) -> Any:
        """Test each term: one test per column that is no part of a factor, and one joint test per factor.

        The covariance is that of `wald_test`, so the tests are approximate after Firth's method.
        """
        factor_of = {column: name for name, columns in self.model.factors.items() for column in columns}
        terms = dict.fromkeys(factor_of.get(name, name) for name in self.names)
        constraints = [(term, np.eye(len(self.names))[self.positions(term)]) for term in terms]
        return super().wald_test_terms(skip_single=True, extra_constraints=constraints, scalar=True)

    @property
    def fittedvalues(self) -> pd.Series:
        """Log odds of the rows of the fit, as in statsmodels' `Logit`."""
        return self.predict(which="linear")

    @property
    def resid_response(self) -> pd.Series:
        """Outcome less fitted probability, of the rows of the fit."""
        return -(self.predict() - self.model.endog)

    def predict(
        self,
        exog: pd.DataFrame | ArrayLike | None = None,
        *,
        which: Literal["mean", "linear"] = "mean",
        offset: ArrayLike | None = None,
    ) -> pd.Series:
        """Return predicted probabilities or log odds.

        Parameters
        ----------
        exog : pandas.DataFrame or array_like, optional
            New rows: a frame with the variables of the formula, or coded covariates as in the fit. By default the rows
            of the fit.
        which : {"mean", "linear"}
            Probabilities or log odds.
        offset : array_like, optional
            Offset of the new rows, by default the column of that name in `exog`.

        Returns
        -------
        pandas.Series
            By the index of the frame; missing where a variable is missing.

        Raises
        ------
        AnalysisError
            For an absent variable, or a category that no row of the fit had.
        """
        check_choice("which", which, prediction.SCALES)
        X, shift = self.model.covariates(exog), self.model.offsets(exog, offset)
        linear = X.to_numpy() @ self.params.to_numpy() + shift
        return pd.Series(linear if which == "linear" else expit(linear), index=X.index)

    def get_prediction(
        self,
        exog: pd.DataFrame | ArrayLike | None = None,
        which: Literal["mean", "linear"] = "mean",
        offset: ArrayLike | None = None,
    ) -> PredictionResultsBase:
        """Predict with design-based standard errors and confidence intervals: see `prediction.predict`.

        After Firth's method each row has a stabilized variance of its own, which `cov_params` does not reproduce. The
        probabilities are not calibrated, and too high on average when cases are few; prefer `margins` with `at`.
        """
        return prediction.predict(self, exog, which, offset)

    def margins(
        self,
        variable: str,
        *,
        values: Sequence[Any] | None = None,
        shift: float | None = None,
        by: str | Sequence[str] = (),
        at: Mapping[str, Any] | None = None,
        reference: Any = None,
        calibrate: bool = True,
        alpha: float = 0.05,
    ) -> pd.DataFrame:
        """Estimate adjusted prevalences, differences and ratios: see `margins.margins`."""
        return margins.margins(
            self,
            variable,
            values=values,
            shift=shift,
            by=by,
            at=at,
            reference=reference,
            calibrate=calibrate,
            alpha=alpha,
        )

    def get_margeff(
        self,
        at: str = "overall",
        method: str = "dydx",
        atexog: Mapping[int, float] | None = None,
        dummy: bool = False,  # noqa: FBT001, FBT002 - as in statsmodels
        count: bool = False,  # noqa: FBT001, FBT002
    ) -> MarginalEffects:
        """Estimate marginal effects of the columns: see `margeff.marginal_effects`.

        After Firth's method the effects are not calibrated; prefer `margins`, which is.
        """
        return marginal_effects(self, at, method, atexog, dummy=dummy, count=count)

    @cached_property
    def _firth(self) -> LogitResults:
        """Firth's fit of the same model, from which the reliability under both methods is derived."""
        fit: LogitResults = self.model.fit(method="firth")
        return fit

    def expected_exposed_cases(self, terms: Terms = None) -> pd.Series:
        """Return the expected exposed cases by Firth's fit: see `FirthResults.expected_exposed_cases`."""
        return self._firth.expected_exposed_cases(terms)

    def support(self, terms: Terms = None) -> pd.DataFrame:
        """Return how reliable each coefficient is, by Firth's fit: see `FirthResults.support`."""
        return self._firth.support(terms)

    def remove_data(self) -> None:
        """Remove the rows of the fit, to pickle a small object without data of persons.

        Coefficients, standard errors, tests, 95% limits, the summary and, after maximum likelihood, predictions of new
        rows remain. Everything else raises an AnalysisError. The model object itself keeps its rows.
        """
        self.tidy()
        self.cov_params()
        self.model = self.model.without_data()
        self.__dict__.pop("_firth", None)

    def __repr__(self) -> str:
        return as_text(self)

    def _repr_html_(self) -> str:
        return as_html(self)
