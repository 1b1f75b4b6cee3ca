"""Wald tests of statsmodels on the coefficients and covariance of a survey fit."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
from formulaic.errors import FormulaicError
from patsy import PatsyError
from statsmodels.base.model import LikelihoodModelResults
from statsmodels.sandbox.stats.multicomp import contrast_allpairs
from statsmodels.stats.contrast import ContrastResults, MultiCompResult, t_test_multi
from statsmodels.stats.multitest import multitest_alias, multitest_methods_names

from rlsanalysis.survey.arguments import as_list, check_alpha, check_choice, described
from rlsanalysis.survey.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from rlsanalysis.survey.inference import Inference


CORRECTIONS = tuple(multitest_methods_names)
"""Short names of the corrections for multiple testing; the long ones are statsmodels' aliases of them."""

NOTE = "(approximate after Firth's method)"
"""Printed with tests that use the covariance of Firth's coefficients."""
HYPOTHESIS_ERRORS = (
    FormulaicError, PatsyError, ArithmeticError, LookupError, NotImplementedError, SyntaxError, TypeError, ValueError,
)  # fmt: skip
"""What statsmodels, NumPy and the parsers of hypotheses raise; which parser is used differs between installations."""


class TTest(ContrastResults):  # type: ignore[misc]
    """t tests of linear hypotheses, with statsmodels' methods."""

    def __init__(self, found: ContrastResults, title: str | None) -> None:
        self.__dict__.update(vars(found))
        self.title = title

    def summary(
        self, xname: Sequence[str] | None = None, alpha: float = 0.05, title: str | None = None
    ) -> Any:
        """Return the printed table. Its title says if the tests are approximate."""
        return super().summary(xname, alpha, self.title if title is None else title)

    def conf_int(self, alpha: float = 0.05) -> NDArray[np.float64]:
        """Return limits of confidence 1 - alpha, shape (hypotheses, 2)."""
        check_alpha(alpha)
        return np.asarray(super().conf_int(alpha))


class JointWaldTest(ContrastResults):  # type: ignore[misc]
    """A joint test of linear hypotheses, with statsmodels' methods."""

    def __init__(self, found: ContrastResults, note: str) -> None:
        self.__dict__.update(vars(found))
        self.note = note

    def summary(self, *args: Any, **kwargs: Any) -> Any:
        """Return the test as text, which says if it is approximate."""
        return f"{super().summary(*args, **kwargs)} {self.note}".rstrip()


@contextmanager
def statsmodels_errors(names: Sequence[str]) -> Iterator[None]:
    """Turn the errors of statsmodels and its parsers about a linear hypothesis into an AnalysisError.

    Any other error is one of this package and passes.

    Parameters
    ----------
    names : sequence of str
        Coefficients of the model.
    """
    try:
        yield
    except HYPOTHESIS_ERRORS as error:
        first_line = next(iter(str(error).splitlines()), type(error).__name__)
        raise AnalysisError(
            f"The hypothesis cannot be evaluated: {first_line}. Write hypotheses as 'x = 0, z = 0' with the names of "
            f"coefficients, or give an array with one column for each of the {len(names)} coefficients. They are "
            f"{', '.join(names)}."
        ) from error


def t_test(fit: Inference, r_matrix: Any, cov_p: Any, use_t: Any) -> TTest:
    """Test linear hypotheses one by one: see `LogitResults.t_test`."""
    with statsmodels_errors(fit.names):
        found = unnamed(fit).t_test(r_matrix, cov_p, use_t)
        if np.isnan(found.statistic).any():
            raise ValueError("r_matrix or cov_p has missing values")
        if (np.asarray(found.sd) == 0).any():
            raise ValueError("it has no standard error, as if it contained no coefficient")
    return TTest(found, f"Test for Constraints {NOTE}" if fit.penalized and cov_p is None else None)


def wald_test(fit: Inference, r_matrix: Any, options: dict[str, Any]) -> JointWaldTest:
    """Test linear hypotheses jointly: see `LogitResults.wald_test`."""
    with statsmodels_errors(fit.names):
        found = unnamed(fit).wald_test(r_matrix, **options)
        if np.isnan(found.statistic).any():
            raise ValueError("it has no standard error, as if it contained no coefficient")
    own = fit.penalized and options.get("cov_p") is None and options.get("invcov") is None
    return JointWaldTest(found, NOTE if own else "")


def unnamed(fit: Inference) -> LikelihoodModelResults:
    """Return the coefficients and covariance as arrays, with which statsmodels' tests compute."""
    plain = LikelihoodModelResults(fit.model, fit.params.to_numpy(), use_t=True)
    plain.cov_params_default = fit.cov_params_default
    plain.df_resid = fit.df_resid
    return plain


def pairwise(
    fit: Inference,
    factor: str,
    method: str | list[str],
    alpha: float,
    labels: Sequence[str] | None,
) -> MultiCompResult:
    """Compare all pairs of levels of a factor: see `LogitResults.t_test_pairwise`."""
    check_alpha(alpha)
    corrections = as_list(method, "method")
    for correction in corrections:
        check_choice("method", multitest_alias.get(correction, correction), CORRECTIONS)
    if not isinstance(factor, str) or factor not in fit.model.factors:
        known = ", ".join(f"`{name}`" for name in fit.model.factors) or "none"
        given = f"`{factor}`" if isinstance(factor, str) else described(factor)
        raise AnalysisError(
            f"{given} is not a categorical term of the model. Its categorical terms: {known}."
        )
    levels, coding = factor_coding(fit, factor)
    labels = levels if labels is None else as_list(labels, "factor_labels")
    if len(labels) != len(levels):
        raise AnalysisError(
            f"factor_labels must have one label for each of the {len(levels)} levels of `{factor}`."
        )
    shown = [str(label) for label in labels]
    embedded = np.zeros((len(levels), len(fit.names)))
    embedded[:, fit.positions(factor)] = coding
    contrasts = -contrast_allpairs(len(levels)) @ embedded
    pairs = [f"{shown[j]}-{shown[i]}" for i in range(len(shown)) for j in range(i + 1, len(shown))]
    return MultiCompResult(
        result_frame=t_test_multi(fit, contrasts, method=corrections, alpha=alpha, contrast_names=pairs),
        contrasts=contrasts,
        term=factor,
        contrast_labels=pairs,
        term_encoding_matrix=coding,
    )


def factor_coding(fit: Inference, factor: str) -> tuple[list[str], NDArray[np.float64]]:
    """Return the levels of a factor and the columns that code each, shape (levels, columns).

    Raises
    ------
    AnalysisError
        When the factor is an interaction.
    """
    columns, spec = fit.model.factors[factor], fit.model.spec
    if spec is None:
        return ["reference", *columns], np.vstack([np.zeros(len(columns)), np.eye(len(columns))])
    states = {str(name): state for name, state in spec.factor_contrasts.items()}
    if factor not in states:
        raise AnalysisError(f"`{factor}` is an interaction. Pairwise comparisons are made of main effects.")
    state = states[factor]
    coding = state.get_coding_matrix(reduced_rank=len(columns) < len(state.levels))
    return [str(level) for level in state.levels], np.asarray(coding, dtype=float)
