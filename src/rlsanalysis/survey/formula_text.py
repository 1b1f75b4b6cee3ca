"""Read the text of a formula: its outcome, the columns that it needs, and the functions that it calls.

Nothing here sees data: `formula` evaluates what is read here.
"""

from __future__ import annotations

from typing import Any

from formulaic import Formula
from formulaic.errors import FormulaicError
from formulaic.parser.types import Factor
from formulaic.transforms import TRANSFORMS
from formulaic.utils.variables import Variable, get_required_variables

from rlsanalysis.survey.errors import AnalysisError

HIDDEN = (
    "np",
    "lag",
    "Q",
)  # named apart, refused, and needless, since names that are no identifiers have backticks


def variables_of(formula: str) -> list[str]:
    """Return the columns that a formula needs, in the order in which it names them."""
    try:
        parsed = Formula(formula)
    except (FormulaicError, SyntaxError) as error:
        raise AnalysisError(f"The formula `{formula}` cannot be read. {first_line(error)}") from error
    if not hasattr(parsed, "lhs"):
        raise AnalysisError(f"The formula `{formula}` has no outcome. Write it as 'outcome ~ terms'.")
    if isinstance(parsed.lhs, tuple) or isinstance(parsed.rhs, tuple):
        raise AnalysisError(
            f"The formula `{formula}` has several parts, separated by `|`, but a model has one. PSUs and strata belong "
            "into the SurveyDesign, and a domain is chosen by design.domain(mask)."
        )
    _check_order(formula, parsed)
    found = required_variables(parsed)
    for function in sorted(str(v) for v in found if "callable" in v.roles):
        raise AnalysisError(
            f"The formula `{formula}` calls the unknown function `{function}`. Known functions are "
            f"{', '.join(name for name in TRANSFORMS if name not in HIDDEN)}, and those of NumPy as np.<name>."
        )
    return sorted(map(str, found), key=formula.find)


def required_variables(parsed: Any) -> set[Variable]:
    """Return the variables of a formula with an outcome, in terms such as `bs(x, df=4)` too.

    formulaic's own attribute lacks those of its stateful functions, since it evaluates their arguments without data.
    """
    factors = [factor for term in (*parsed.lhs, *parsed.rhs) for factor in term.factors]
    variables = Variable.union(
        variable.root for factor in factors for variable in _variables_of_factor(factor)
    )
    named = {factor.expr for factor in factors if factor.eval_method == Factor.EvalMethod.LOOKUP}
    return {variable for variable in variables if variable not in TRANSFORMS or variable in named}


def _variables_of_factor(factor: Any) -> set[Variable]:
    if factor.eval_method != Factor.EvalMethod.PYTHON:
        return set(factor.required_variables)
    return set(get_required_variables(factor.expr))


def _called(parsed: Any) -> set[str]:
    """Return the names of the functions that a formula calls."""
    return {
        str(variable)
        for term in (*parsed.lhs, *parsed.rhs)
        for factor in term.factors
        for variable in _variables_of_factor(factor)
        if "callable" in variable.roles
    }


def _check_order(formula: str, parsed: Any) -> None:
    """Refuse `lag`, which depends on the order of the rows."""
    if "lag" in _called(parsed):
        raise AnalysisError(
            f"The formula `{formula}` calls lag(), the value of a preceding row, but the rows of a survey have no "
            "order. Compute the lagged variable as a column of the data frame first."
        )


def depends_on_rows(formula: str) -> bool:
    """Return whether a term is computed from all rows together, such as a spline, whose knots are quantiles."""
    called = _called(Formula(formula))
    return any(
        name in called and name != "C" and getattr(function, "__is_stateful_transform__", False)
        for name, function in TRANSFORMS.items()
    )


def first_line(error: BaseException) -> str:
    """Return the first line of an error's message."""
    return str(error).splitlines()[0]
