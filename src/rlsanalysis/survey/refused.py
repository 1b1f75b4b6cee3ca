"""Names that other software has and this package does not, each with the reason or with what to write instead."""

from __future__ import annotations

import difflib
import inspect
from functools import partial, wraps
from typing import TYPE_CHECKING, NoReturn, ParamSpec, TypeVar

from rlsanalysis.survey.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NO_LIKELIHOOD = (
    "rows of a survey sample are not independent draws, so the model has no likelihood to report. Compare nested "
    "models with profile_test or wald_test_terms."
)
_NO_DEVIANCE = "it assumes rows of equal weight that are independent draws. Use resid_response."

RESULTS = {
    **dict.fromkeys(
        (
            "llf",
            "llnull",
            "llr",
            "llr_pvalue",
            "prsquared",
            "aic",
            "bic",
            "info_criteria",
            "set_null_options",
        ),
        _NO_LIKELIHOOD,
    ),
    **dict.fromkeys(("resid_dev", "resid_pearson", "resid_generalized"), _NO_DEVIANCE),
    "get_distribution": "the outcome is 0 or 1, and predict gives the probability of 1.",
    "get_influence": "its formulas assume independent rows. Refit the model without the rows in question.",
    "im_ratio": "it compares covariances that agree for independent rows only. Use design_effect of Firth's fit.",
    "pred_table": "a table of predicted classes needs a threshold and ignores the weights. Use predict.",
    "score_test": "the score is not that of a likelihood. Use profile_test or wald_test_terms.",
    "summary2": "there is one printed summary. Use summary.",
}
"""Attributes of statsmodels' `LogitResults` that are refused, by name."""

MODEL = {
    **dict.fromkeys(
        (
            "loglike",
            "loglikeobs",
            "score",
            "score_obs",
            "score_factor",
            "hessian",
            "hessian_factor",
            "information",
        ),
        _NO_LIKELIHOOD,
    ),
    **dict.fromkeys(
        ("cdf", "pdf", "family", "link"), "the link is the logit. Use scipy.special.expit and logit."
    ),
    "cov_params_func_l1": "there is no regularized fit. Use fit(method='firth').",
    "fit_constrained": "constraints are tested, not imposed. Use fit().wald_test or fit().profile_test.",
    "fit_regularized": "there is no regularized fit. Use fit(method='firth').",
    "from_formula": "a model by formula is set up by logit(formula, design).",
    "get_distribution": "the outcome is 0 or 1, and fit().predict gives the probability of 1.",
    "initialize": "a model is not changed. Set up a new one.",
    "predict": "predictions need estimated coefficients. Use fit().predict.",
}
"""Attributes of statsmodels' `Logit` that are refused, by name."""

_DESIGN_BASED = "standard errors are design-based, and there is no other covariance to choose."
_NO_ITERATIONS = "the iterations run to convergence or end in a ConvergenceError."
_OF_DESIGN = "it belongs to the design. Give it to SurveyDesign, as weights=, strata= or psu=."
FIT = {
    **dict.fromkeys(("cov_type", "cov_kwds", "use_t"), _DESIGN_BASED),
    **dict.fromkeys(
        ("maxiter", "disp", "full_output", "callback", "optimizer", "tol", "warn_convergence"), _NO_ITERATIONS
    ),
}
"""Keywords of statsmodels' `fit` that are refused, by name."""
DESIGN = {
    **dict.fromkeys(("data", "df"), "write frame=, or give the data frame first."),
    **dict.fromkeys(("weight", "wt", "pweights", "freq_weights"), "write weights=."),
    "probs": "write weights=, the inverse of the sampling probabilities.",
    **dict.fromkeys(("stratum", "stratas"), "write strata=."),
    **dict.fromkeys(("id", "ids", "psus", "cluster", "clusters", "groups"), "write psu=."),
    **dict.fromkeys(("lonely_psu", "singleunit", "single_psu"), "write singleton=."),
    **dict.fromkeys(("subset", "domain"), "make the design of all rows, then restrict it by domain(mask)."),
}
"""Keywords of other software for a survey design, by name."""
LOGIT = {
    **dict.fromkeys(
        ("data", "frame"), "the data frame is in the design. Write logit(formula, SurveyDesign(frame, ...))."
    ),
    **dict.fromkeys(("weights", "weight", "freq_weights", "strata", "psu", "groups", "cluster"), _OF_DESIGN),
    **dict.fromkeys(("cov_type", "cov_kwds"), _DESIGN_BASED),
    **dict.fromkeys(("endog", "exog"), "for arrays use rlsanalysis.survey.Logit(endog, exog, design)."),
    "family": "the outcome is 0 or 1, and the link is the logit.",
    "method": "write logit(formula, design).fit(method=...).",
    "missing": "rows with a missing value are excluded from the domain.",
    "subset": "restrict the design by design.domain(mask).",
}
"""Keywords of other software for a logistic regression, by name."""


Class = TypeVar("Class", bound=type)
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def refusing(reasons: Mapping[str, str]) -> Callable[[Class], Class]:
    """Give a class a property for each name, which raises an AttributeError that states the reason."""

    def decorate(cls: Class) -> Class:
        for name, reason in reasons.items():
            setattr(cls, name, property(partial(_refuse, name, reason), doc=f"Not available: {reason}"))
        return cls

    return decorate


def _refuse(name: str, reason: str, _: object) -> NoReturn:
    raise AttributeError(f"{name} is not available under a survey design: {reason}")


def refusing_keywords(
    call: str, answers: Mapping[str, str]
) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Make a function raise an AnalysisError for a keyword that it does not have, which says what to write instead.

    Parameters
    ----------
    call : name of the function in the message.
    answers : what to write instead of keywords of other software; for any other, the message names similar arguments.
    """

    def decorate(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        known = [name for name in inspect.signature(function).parameters if name != "self"]

        @wraps(function)
        def checked(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            for name in kwargs:
                if name not in known:
                    answer = answers.get(name) or _similar(name, known)
                    raise AnalysisError(f"{call} has no argument {name}: {answer}")
            return function(*args, **kwargs)

        return checked

    return decorate


def _similar(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name.lower(), known, n=1)
    return f"write {near[0]}=." if near else f"its arguments are {', '.join(known)}."


class RemovedData:
    """Stands for the data of a fit after `remove_data`; any use of it raises an AnalysisError."""

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        self._refuse()

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise AnalysisError(
            "The data of this fit were removed by remove_data. The coefficients, their 95% limits and Wald tests "
            "remain. Fit the model again for other profile limits, profile_test, margins, support, and predictions "
            "of its own rows or, after Firth's method, standard errors of predictions."
        )

    __array__ = __getitem__ = __iter__ = __len__ = _refuse
