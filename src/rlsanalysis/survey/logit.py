"""Logistic regression under a survey design: `Logit` for arrays, `logit` for a formula."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from rlsanalysis.survey import estimable
from rlsanalysis.survey.errors import AnalysisError, ConvergenceError, DesignError, NotEstimableError
from rlsanalysis.survey.firth import Sample
from rlsanalysis.survey.firth_results import FirthResults
from rlsanalysis.survey.formula import code, code_alike
from rlsanalysis.survey.likelihood import Point, maximize
from rlsanalysis.survey.patterns import collapse
from rlsanalysis.survey.results import LogitResults

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulaic import ModelSpec
    from numpy.typing import ArrayLike, NDArray

    from rlsanalysis.survey.design import SurveyDesign

NEWTON_ITERATIONS = 30  # a finite maximum is reached in about ten; one at infinity never


class Logit:
    """Logistic regression of a 0/1 outcome in the domain of a survey design.

    Parameters
    ----------
    endog : array_like, shape (len(frame),)
        Outcome, 0 and 1 (or booleans), one value a row of the design's frame; missing values leave the domain.
    exog : pandas.DataFrame or array_like, shape (len(frame), q)
        Coded covariates including the constant, one column a coefficient; missing values leave the domain.
    design : SurveyDesign
        The design, restricted to the domain.
    factors : mapping of str to sequence of str, optional
        The columns that belong to one categorical variable, by its name. People with 0 in all of them are its
        reference level. `terms` of the results may then name the factor.
    spec : formulaic.ModelSpec, optional
        How `exog` was coded from a frame, so that `predict` can do it again; set by `logit`.

    Raises
    ------
    AnalysisError
        For inputs of the wrong length or index, an outcome other than 0 and 1, infinite covariates.
    NotEstimableError
        For an empty domain, one with no cases or only cases, a constant or collinear column.

    Notes
    -----
    The estimating equations are those of the census model (Binder 1983). Weights are scaled to mean 1 over the
    domain; no result depends on their scale.
    """

    def __init__(
        self,
        endog: ArrayLike,
        exog: pd.DataFrame | ArrayLike,
        design: SurveyDesign,
        factors: Mapping[str, Sequence[str]] | None = None,
        spec: ModelSpec | None = None,
    ) -> None:
        frame = design.frame
        outcome = endog if isinstance(endog, pd.Series) else pd.Series(np.asarray(endog))
        columns = exog if isinstance(exog, pd.DataFrame) else _columns(exog)
        for role, given, values in (("endog", endog, outcome), ("exog", exog, columns)):
            labelled = isinstance(given, pd.Series | pd.DataFrame)
            if len(values) != len(frame) or (labelled and not values.index.equals(frame.index)):
                raise AnalysisError(
                    f"{role}: other rows than the design's frame; give one for each row of it."
                )
        self.endog_names = str(outcome.name or "y")
        self.exog_names = [str(name) for name in columns.columns]
        self.factors = {name: tuple(levels) for name, levels in (factors or {}).items()}
        self.spec = spec
        self.data = SimpleNamespace(cov_names=self.exog_names, model_spec=None)
        self._check_names()
        y = _floats(outcome, self.endog_names)
        X = _floats(columns, "exog")
        known = np.isfinite(y) & ~np.isnan(X).any(axis=1)
        self.design = design.domain(known | (design.weights == 0))
        rows = self.design.member
        self.endog, self.exog = y[rows], X[rows]
        self._check_values()
        w = design.weights[rows]
        self.sample = Sample(
            self.endog, w / w.mean(), self.design.psu[rows], self.design.psu_in_domain, design.sampling
        )
        self.patterns = collapse(self.exog, self.endog, self.sample.w)
        estimable.check_columns(self.patterns.raw, self.exog_names)

    def _check_names(self) -> None:
        names = pd.Index(self.exog_names)
        if names.has_duplicates:
            raise AnalysisError(f"exog: two columns are called {names[names.duplicated()][0]}: rename one.")
        for factor, levels in self.factors.items():
            unknown = [level for level in levels if level not in names]
            if unknown or not levels:
                raise AnalysisError(
                    f"factors: {factor} names columns that exog does not have: {', '.join(unknown)}."
                )

    def _check_values(self) -> None:
        strange = ~np.isin(self.endog, (0, 1))
        if strange.any():
            raise AnalysisError(
                f"{self.endog_names}: the outcome must be 0 or 1, found {self.endog[strange][0]:g}."
            )
        infinite = np.isinf(self.exog).any(axis=0)
        if infinite.any():
            raise AnalysisError(
                f"{self.exog_names[infinite.argmax()]}: infinite values; mend or leave them out."
            )
        estimable.check_events(self.endog, self.endog_names)

    def fit(
        self, method: Literal["ml", "firth"] = "ml", start_params: ArrayLike | None = None
    ) -> LogitResults:
        """Estimate the coefficients and their covariance.

        Parameters
        ----------
        method : {"ml", "firth"}
            Maximum pseudo-likelihood, as R's `svyglm(family = quasibinomial())`, with PSUs - strata + 1 - q
            degrees of freedom; or Firth's penalised score with the stabilised variance of
            `rlsanalysis.survey.firth`, with PSUs - strata.
        start_params : array_like, shape (q,), optional
            For instance those of the other method.

        Raises
        ------
        NotEstimableError
            When no degrees of freedom are left; under "ml" for separation.
        ConvergenceError
        """
        if method not in ("ml", "firth"):
            raise AnalysisError(f"method={method!r}: choose 'ml' or 'firth'.")
        firth = method == "firth"
        if firth and (self.design.sampling.unsampled < 1).any():
            raise DesignError(
                "Firth's variance is not defined under a finite population correction: leave fpc out."
            )
        q = self.exog.shape[1]
        df = self.design.df if firth else self.design.df + 1 - q
        if df < 1:
            found = f"{self.design.n_psu} PSUs in {self.design.n_strata} strata and {q} coefficients"
            raise NotEstimableError(
                f"{self.endog_names}: {found} leave {df} degrees of freedom: drop variables, or pool samples."
            )
        start = (
            self._start()
            if start_params is None
            else np.linalg.solve(self.patterns.T, np.asarray(start_params, dtype=float))
        )
        if firth:
            return FirthResults(self, maximize(self.patterns, start, penalised=True), df)
        return LogitResults(self, self._maximum_likelihood(start), df)

    def covariates(self, exog: pd.DataFrame | ArrayLike | None) -> pd.DataFrame:
        """Return coded covariates, one column a coefficient, of new people or (None) of those of the fit."""
        if exog is None:
            return pd.DataFrame(
                self.exog, index=self.design.frame.index[self.design.member], columns=self.exog_names
            )
        if self.spec is not None:
            if not isinstance(exog, pd.DataFrame):
                raise AnalysisError("predict() needs a frame with the variables of the formula.")
            return code_alike(self.spec, exog)[self.exog_names]
        coded = exog if isinstance(exog, pd.DataFrame) else _columns(exog)
        absent = [name for name in self.exog_names if name not in coded.columns]
        if absent:
            raise AnalysisError(f"The covariates lack {absent[0]}, a column of the fit.")
        return coded[self.exog_names].astype(float)

    def _maximum_likelihood(self, start: NDArray[np.float64]) -> Point:
        estimable.check_cells(self.patterns, self.exog_names, self.factors)
        try:
            return maximize(self.patterns, start, penalised=False, max_iterations=NEWTON_ITERATIONS)
        except ConvergenceError:
            estimable.check_separation(self.patterns, self.exog_names)
            raise

    def _start(self) -> NDArray[np.float64]:
        """Return zeros but for the constant, if there is one: the log odds of the weighted prevalence."""
        raw = self.patterns.raw
        start = np.zeros(len(raw))
        prevalence = self.patterns.wy.sum() / self.patterns.w.sum()
        start[(raw == 1).all(axis=1)] = np.log(prevalence / (1 - prevalence))
        return start


def logit(formula: str, design: SurveyDesign) -> Logit:
    """Set up a logistic regression by formula, such as "rls ~ ferritin_lt50 + age_10 + C(race)".

    Rows with missing values leave the domain, not the design, in categorical terms too.

    Parameters
    ----------
    formula : str
        In the language of `formulaic`; booleans count as 0 and 1.
    design : SurveyDesign
        The design, restricted to the domain.

    Raises
    ------
    AnalysisError, NotEstimableError
        As `Logit`, and when the formula cannot be read.
    """
    rows = np.flatnonzero(design.member)
    coded = code(formula, design.frame.iloc[rows].set_axis(rows))
    endog = coded.endog.reindex(range(len(design.frame))).to_numpy()
    exog = coded.exog.reindex(range(len(design.frame))).set_axis(design.frame.index)
    named = pd.Series(endog, index=design.frame.index, name=coded.endog.name)
    return Logit(named, exog, design, coded.factors, coded.spec)


def _floats(values: pd.Series | pd.DataFrame, role: str) -> NDArray[np.float64]:
    try:
        return values.to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise AnalysisError(
            f"{role}: numbers are needed, not text; code categories as columns of 0 and 1."
        ) from error


def _columns(exog: ArrayLike) -> pd.DataFrame:
    array = np.asarray(exog, dtype=float)
    if array.ndim != 2:
        raise AnalysisError(f"exog must have two dimensions, one column a coefficient; it has {array.ndim}.")
    return pd.DataFrame(array).add_prefix("x")
