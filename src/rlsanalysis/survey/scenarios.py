"""Covariates of the rows of a fit after some variables are set to fixed values for every row."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rlsanalysis.survey.arguments import as_numbers, described
from rlsanalysis.survey.columns import NUMERIC, content, numbers
from rlsanalysis.survey.errors import AnalysisError, AnalysisWarning
from rlsanalysis.survey.formula import categorical_variables, code_alike

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rlsanalysis.survey.model import Model

REFERENCE = "reference"  # level of a factor of an array model in which all of its columns are 0
MOST_VALUES = 2  # distinct values of a number that are compared without being named


@dataclass(frozen=True)
class Shift:
    """A number that every row has more of a variable, in place of one value for all rows."""

    by: float

    def __str__(self) -> str:
        return f"{self.by:+g}" if self.by else "as observed"


def set_values(model: Model, values: Mapping[str, Any]) -> NDArray[np.float64]:
    """Return the coded covariates, shape (n, q), of the rows of a fit with some variables changed.

    Parameters
    ----------
    model : Model
    values : mapping of str to scalar or Shift
        By formula: variables of the formula. By arrays: columns of `exog`, or factors with one of their columns or
        "reference". Only a number can be shifted.

    Raises
    ------
    AnalysisError
        For a variable that the model does not have, or a category that no row of the fit had.
    """
    for variable, value in values.items():
        _check_variable(model, variable)
        if not pd.api.types.is_scalar(value) and not isinstance(value, Shift):
            raise AnalysisError(f"`{variable}` must be set to one value, not {described(value)}.")
    if model.spec is None:
        coded = _set_columns(model, values)
    else:
        rows = model.design.frame.loc[model.design.member, _variables(model)]
        moved = {name: _shifted(rows[name], value, name) for name, value in values.items()}
        coded = code_alike(model.spec, rows.assign(**moved))[model.exog_names].to_numpy(dtype=float)
    if np.isnan(coded).any():
        listed = ", ".join(f"{name} = {value}" for name, value in values.items())
        raise AnalysisError(f"The covariates are undefined at {listed}.")
    return coded


def levels_of(model: Model, variable: str, *, by: bool = False) -> list[Any]:
    """Return the levels of a categorical or two-valued variable of a model, the first being the reference.

    Parameters
    ----------
    model : Model
    variable : str
    by : bool
        Whether `by` names the variable, for the advice of the error.

    Raises
    ------
    AnalysisError
        For a variable that the model does not have, or a number with more than two values.
    """
    _check_variable(model, variable)
    if model.spec is None:
        if variable in model.factors:
            return [REFERENCE, *model.factors[variable]]
        column = model.exog[:, model.exog_names.index(variable)]
    else:
        categorical = categorical_variables(model.spec)
        if variable in categorical:
            return categorical[variable]
        column = numbers(model.design.frame.loc[model.design.member, variable], variable)
    distinct = np.unique(column)
    if len(distinct) > MOST_VALUES:
        raise AnalysisError(
            f"`{variable}` has {len(distinct)} values. {_to_choose(variable, distinct, by=by)}"
        )
    return [int(value) if float(value).is_integer() else float(value) for value in distinct]


def shifts_of(model: Model, variable: str, shift: float, values: object, reference: object) -> list[Any]:
    """Return a variable as observed and shifted, the levels that `shift` asks for.

    Raises
    ------
    AnalysisError
        For a variable that the model does not have or that is no number, for levels besides the shift, or a shift that
        is no number other than 0.
    """
    _check_variable(model, variable)
    if values is not None or reference is not None:
        raise AnalysisError("shift compares every row with itself. Leave out `values` and `reference`.")
    if _observed_numbers(model, variable) is None:
        raise AnalysisError(
            f"`{variable}` is no number, so it cannot be shifted. Compare its levels instead."
        )
    amount = as_numbers(shift, "shift")
    if amount.ndim or not np.isfinite(amount) or amount == 0:
        raise AnalysisError(f"shift={described(shift)} must be a number other than 0.")
    return [Shift(0.0), Shift(float(amount))]


def _to_choose(variable: str, distinct: NDArray[np.float64], *, by: bool) -> str:
    """Return what to write for a number whose values are not compared without being named."""
    if not by:
        return "Choose those to compare by values=[...]."
    low, high = (distinct[len(distinct) * quarter // 4] for quarter in (1, 3))
    return (
        "`by` takes a variable with categories or two values. Call margins once per value, with "
        f"at={{'{variable}': {low:g}}}, then at={{'{variable}': {high:g}}}, or group the values into a column of "
        "categories and use it in the formula."
    )


def check_set_once(model: Model, variable: str, by: Sequence[str], at: Mapping[str, Any]) -> None:
    """Refuse a covariate that is set in two ways, such as by `by` and by `at`.

    Raises
    ------
    AnalysisError
        Also for a variable that the model does not have.
    """
    settings = [(variable, "variable"), *((name, "by") for name in by), *((name, "at") for name in at)]
    for name, _ in settings:
        _check_variable(model, name)
    for (name, role), (other, other_role) in combinations(settings, 2):
        if {name, *model.factors.get(name, ())} & {other, *model.factors.get(other, ())}:
            raise AnalysisError(
                f"`{name}` ({role}) and `{other}` ({other_role}) set the same covariate. Drop one of them; "
                f"values=[...] chooses the levels of `{variable}`."
            )


def warn_of_extrapolation(model: Model, scenarios: Sequence[Mapping[str, Any]]) -> None:
    """Warn of numbers outside the observed range of the rows of a fit; the scenarios have valid values."""
    for variable in scenarios[0]:
        observed = _observed_numbers(model, variable)
        if observed is None:
            continue
        low, high = observed.min(), observed.max()
        given = dict.fromkeys(scenario[variable] for scenario in scenarios)
        outside = [value for value in given if not low <= as_numbers(value, f"`{variable}`") <= high]
        if outside:
            warnings.warn(
                f"`{variable}` is set to {', '.join(map(str, outside))}, outside its observed range in the rows of the "
                f"fit, {low:g} to {high:g}. The prevalences are extrapolated; check the unit of `{variable}`.",
                AnalysisWarning,
                stacklevel=4,
            )


def _observed_numbers(model: Model, variable: str) -> NDArray[np.float64] | None:
    """Return the values of a variable in the rows of a fit; None for a category and anything else but numbers."""
    if model.spec is None:
        return None if variable in model.factors else model.exog[:, model.exog_names.index(variable)]
    column = model.design.frame.loc[model.design.member, variable]
    if variable in categorical_variables(model.spec) or content(column) not in NUMERIC:
        return None
    return numbers(column, variable)


def _shifted(column: pd.Series, value: Any, name: str) -> Any:
    """Return a value, or a column that is shifted by it."""
    return numbers(column, name) + value.by if isinstance(value, Shift) else value


def _variables(model: Model) -> list[str]:
    """Return the names of the variables that can be set."""
    if model.spec is None:
        return [*model.exog_names, *model.factors]
    return sorted(name for name in map(str, model.spec.required_variables))


def _check_variable(model: Model, variable: str) -> None:
    known = _variables(model)
    if not isinstance(variable, str) or variable not in known:
        listed = ", ".join(f"`{name}`" for name in known)
        shown = f"`{variable}`" if isinstance(variable, str) else described(variable)
        raise AnalysisError(f"{shown} is not a variable of the model. Its variables are {listed}.")


def _set_columns(model: Model, values: Mapping[str, Any]) -> NDArray[np.float64]:
    coded = model.exog.copy()
    for variable, value in values.items():
        if variable not in model.factors:
            position = model.exog_names.index(variable)
            if isinstance(value, Shift):
                coded[:, position] += value.by
            else:
                coded[:, position] = as_numbers(value, f"`{variable}`")
            continue
        columns = model.factors[variable]
        if not isinstance(value, str) or value not in (REFERENCE, *columns):
            raise AnalysisError(
                f"`{variable}` has no level {value!r}. Its levels are {', '.join((REFERENCE, *columns))}."
            )
        for column in columns:
            coded[:, model.exog_names.index(column)] = float(column == value)
    return coded
