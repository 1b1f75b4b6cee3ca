"""Logistic regression under a survey design: `Logit` for arrays, `logit` for a formula."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from formulaic import ModelSpec

from rlsanalysis.survey import estimable
from rlsanalysis.survey.arguments import (
    as_list,
    as_mapping,
    as_numbers,
    check_choice,
    check_tolerance,
    check_type,
    described,
)
from rlsanalysis.survey.arrays import (
    as_floats,
    as_frame,
    as_matrix,
    as_series,
    check_names,
    check_rows,
    check_values,
    offset_values,
)
from rlsanalysis.survey.design import SurveyDesign, check_design
from rlsanalysis.survey.domains import check_members
from rlsanalysis.survey.errors import AnalysisError, ConvergenceError, DesignError, NotEstimableError
from rlsanalysis.survey.firth import Sample
from rlsanalysis.survey.firth_results import FirthResults
from rlsanalysis.survey.formula import code
from rlsanalysis.survey.likelihood import CONVERGED, Point, maximize
from rlsanalysis.survey.model import Model
from rlsanalysis.survey.patterns import collapse
from rlsanalysis.survey.refused import FIT, LOGIT, MODEL, RemovedData, refusing, refusing_keywords
from rlsanalysis.survey.results import LogitResults
from rlsanalysis.survey.unneeded_weight import warn_of_unneeded_weight

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

NEWTON_ITERATIONS = 30  # a finite maximum needs about ten; with separation there is none


@refusing(MODEL)
class Logit(Model):
    """Logistic regression of a 0/1 outcome in the domain of a survey design.

    Parameters
    ----------
    endog : array_like, shape (len(frame),)
        Outcome, 0 and 1 (or booleans), one value per row of the design's frame. Rows with a missing value are
        excluded from the domain, not from the design.
    exog : pandas.DataFrame or array_like, shape (len(frame), q)
        Coded covariates including the constant, one column per coefficient. Rows with a missing value are excluded
        from the domain.
    design : SurveyDesign
        The design, restricted to the domain.
    factors : mapping of str to sequence of str, optional
        Columns that code one categorical variable, by its name. Rows with 0 in all of them have the reference level.
        `terms` of the results may then name the factor.
    spec : formulaic.ModelSpec, optional
        How `exog` was coded from a frame, so that `predict` can code new rows; set by `logit`.
    offset : str or array_like, shape (len(frame),), optional
        Known part of the log odds, as values or as the name of a column of the design's frame.
    formula : str, optional
        The formula, for display; set by `logit`.

    Raises
    ------
    AnalysisError
        For inputs of the wrong length or index, an outcome other than 0 and 1, infinite covariates.
    NotEstimableError
        For an empty domain, a domain without cases or non-cases, a constant or collinear column.

    Notes
    -----
    The coefficients solve the estimating equations of the census model (Binder 1983). Weights are scaled to mean 1
    over the domain; no result depends on their scale.
    """

    design: SurveyDesign

    def __init__(
        self,
        endog: ArrayLike,
        exog: pd.DataFrame | ArrayLike,
        design: SurveyDesign,
        factors: Mapping[str, Sequence[str]] | None = None,
        spec: ModelSpec | None = None,
        offset: str | ArrayLike | None = None,
        formula: str | None = None,
    ) -> None:
        check_design(design, "Logit(endog, exog, design)")
        check_members(design)
        check_type("spec", spec, ModelSpec, "a ModelSpec of formulaic")
        check_type("formula", formula, str, "a text")
        frame = design.frame
        outcome = as_series(endog, "endog")
        columns = as_frame(exog)
        for role, given, values in (("endog", endog, outcome), ("exog", exog, columns)):
            check_rows(role, given, values, frame)
        self.endog_names = str(outcome.name or "y")
        self.exog_names = [str(name) for name in columns.columns]
        self.factors = {
            name: tuple(as_list(levels, f"factors[{name!r}]"))
            for name, levels in as_mapping(factors, "factors").items()
        }
        self.spec, self.formula = spec, formula
        self.data = SimpleNamespace(cov_names=self.exog_names, model_spec=None)
        check_names(self.exog_names, self.factors)
        y = as_floats(outcome, self.endog_names)
        X = as_matrix(columns)
        self.offset_name = offset if isinstance(offset, str) else None
        shift = None if offset is None else offset_values(offset, frame)
        known = np.isfinite(y) & ~np.isnan(X).any(axis=1)
        if shift is not None:
            known &= ~np.isnan(shift)
        self.design = design.domain(known | (design.weights == 0))
        rows = self.design.member
        self.endog, self.exog = y[rows], X[rows]
        self.offset = None if shift is None else shift[rows]
        check_values(self.endog, self.endog_names, self.exog, self.exog_names, self.offset)
        estimable.check_events(self.endog, self.endog_names)
        w = design.weights[rows]
        self.sample = Sample(
            self.endog, w / w.mean(), self.design.psu[rows], self.design.psu_in_domain, design.sampling
        )
        self.patterns = collapse(self.exog, self.endog, self.sample.w, self.offset)
        estimable.check_columns(self.patterns.raw, self.exog_names)

    @refusing_keywords("fit", FIT)
    def fit(
        self,
        method: Literal["ml", "firth"] = "ml",
        start_params: ArrayLike | None = None,
        tolerance: float = CONVERGED,
    ) -> LogitResults:
        """Estimate the coefficients and their covariance.

        Parameters
        ----------
        method : {"ml", "firth"}
            "ml": maximum pseudo-likelihood, as R's `svyglm(family = quasibinomial())`, with PSUs - strata + 1 - q
            degrees of freedom. "firth": Firth's bias-corrected weighted estimating equations with the stabilized
            variance of `rlsanalysis.survey.firth`, with PSUs - strata degrees of freedom.
        start_params : array_like, shape (q,), optional
            Coefficients at which the iterations start, for instance those of the other method.
        tolerance : float
            Squared length of the next step, in standard errors, at which the iterations end. The default is that of
            machine precision; half of a larger one is the error of the log-likelihood.

        Raises
        ------
        NotEstimableError
            When no degrees of freedom remain; under "ml" also for separation.
        ConvergenceError
        """
        check_choice("method", method, ("ml", "firth"))
        check_tolerance(tolerance)
        firth = method == "firth"
        if firth and (self.design.sampling.unsampled < 1).any():
            raise DesignError(
                "Firth's method and support() are not defined under a finite population correction. Set up the "
                "design without fpc, which is conservative."
            )
        df = self._degrees_of_freedom(firth=firth)
        start = self._start() if start_params is None else self._given_start(start_params)
        if firth:
            best = maximize(self.patterns, start, penalized=True, tolerance=tolerance)
            return FirthResults(self, best, df)
        return LogitResults(self, self._maximum_likelihood(start, tolerance), df)

    def with_outcome(self, endog: ArrayLike) -> Logit:
        """Return the model of another outcome, 0 and 1, of the rows of the fit; shape (n,).

        All else stays as it is, and nothing but the outcome is checked: for permutations.

        Raises
        ------
        AnalysisError
            For an outcome of another length, or values other than 0 and 1.
        NotEstimableError
            When there are no cases or no non-cases.
        """
        y = as_numbers(endog, "endog")
        if y.shape != self.endog.shape or not np.isin(y, (0, 1)).all():
            raise AnalysisError(
                f"endog must be 0 or 1 for each of the {len(self.endog)} rows of the fit; its shape is {y.shape}."
            )
        estimable.check_events(y, self.endog_names)
        other, patterns = copy(self), self.patterns
        other.endog, other.sample = y, replace(self.sample, y=y)
        cases, wy = (
            np.bincount(patterns.row, values, minlength=len(patterns.w)).astype(float, copy=False)
            for values in (y, self.sample.w * y)
        )
        other.patterns = replace(patterns, cases=cases, wy=wy)
        return other

    def __repr__(self) -> str:
        if isinstance(self.endog, RemovedData):
            return f"Logit: {self.title}, without its data"
        return f"Logit: {self.title}, {len(self.endog):,} rows, {int(self.endog.sum()):,} cases"

    def _degrees_of_freedom(self, *, firth: bool) -> int:
        q = len(self.exog_names)
        df = self.design.df if firth else self.design.df + 1 - q
        if df < 1:
            raise NotEstimableError(
                f"The model of `{self.endog_names}` has {q} coefficients for {self.design.n_psu} PSUs in "
                f"{self.design.n_strata} strata, which leaves {df} degrees of freedom. Drop variables, or pool samples."
            )
        return df

    def _maximum_likelihood(self, start: NDArray[np.float64], tolerance: float) -> Point:
        estimable.check_cells(self.patterns, self.exog_names, self.factors)
        try:
            return maximize(
                self.patterns, start, penalized=False, tolerance=tolerance, max_iterations=NEWTON_ITERATIONS
            )
        except ConvergenceError:
            estimable.check_separation(self.patterns, self.exog_names)
            raise

    def _given_start(self, start_params: ArrayLike) -> NDArray[np.float64]:
        """Return the coefficients at which a user starts the iterations, of the centered covariates."""
        start, q = as_numbers(start_params, "start_params"), len(self.exog_names)
        if start.shape != (q,) or not np.isfinite(start).all():
            raise AnalysisError(
                f"start_params must be {q} finite numbers, one for each of {', '.join(self.exog_names)}; their shape "
                f"is {start.shape}."
            )
        return np.asarray(np.linalg.solve(self.patterns.T, start), dtype=np.float64)

    def _start(self) -> NDArray[np.float64]:
        """Return zeros, but for the constant the log odds of the weighted prevalence, less the mean offset."""
        raw, w = self.patterns.raw, self.patterns.w
        start = np.zeros(len(raw))
        prevalence = self.patterns.wy.sum() / w.sum()
        constant = (raw == 1).all(axis=1)
        start[constant] = np.log(prevalence / (1 - prevalence)) - float(w @ self.patterns.offset) / w.sum()
        return start


@refusing_keywords("logit", LOGIT)
def logit(formula: str, design: SurveyDesign, offset: str | ArrayLike | None = None) -> Logit:
    """Set up a logistic regression by formula, such as "rls ~ ferritin_lt50 + age_10 + C(race)".

    Rows with a missing value are excluded from the domain, not from the design, in categorical terms too.

    Parameters
    ----------
    formula : str
        In the language of `formulaic`. Booleans count as 0 and 1, and numbers of every type are evaluated as float64.
        A category without rows in the domain is left out with an `AnalysisWarning`.
    design : SurveyDesign
        The design, restricted to the domain.
    offset : str or array_like, shape (len(frame),), optional
        Known part of the log odds, as values or as the name of a column of the design's frame.

    Raises
    ------
    AnalysisError, NotEstimableError
        As `Logit`, and when the formula cannot be read or evaluated.

    Examples
    --------
    >>> fit = logit("treated ~ antidepressant * female + age_10", design).fit()  # doctest: +SKIP
    >>> fit.tidy(exponentiate=True)  # odds ratios  # doctest: +SKIP
    >>> fit.margins("antidepressant", by="female")  # adjusted prevalences  # doctest: +SKIP
    """
    if isinstance(formula, SurveyDesign) and isinstance(design, str):
        raise AnalysisError("The arguments are swapped. Write logit(formula, design).")
    check_design(design, "logit(formula, design)")
    if not isinstance(formula, str):
        raise AnalysisError(
            f"The formula must be a text such as 'outcome ~ terms', not {described(formula)}. For arrays use Logit."
        )
    check_members(design)
    rows = range(len(design.frame))
    coded = code(formula, design.frame.set_axis(rows), design.member)
    endog = pd.Series(coded.endog.reindex(rows).to_numpy(), index=design.frame.index, name=coded.endog.name)
    exog = coded.exog.reindex(rows).set_axis(design.frame.index)
    warn_of_unneeded_weight(formula, offset, design)
    return Logit(endog, exog, design, coded.factors, coded.spec, offset, formula)
