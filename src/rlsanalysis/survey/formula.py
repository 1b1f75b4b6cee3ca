"""From a formula to arrays: rows with missing values leave, in categorical terms too."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import pandas as pd
from formulaic import Formula, model_matrix
from formulaic.errors import DataMismatchWarning, FormulaicError

from rlsanalysis.survey.errors import AnalysisError


@dataclass(frozen=True)
class Coded:
    """What a formula makes of a frame.

    Attributes
    ----------
    endog : pandas.Series
    exog : pandas.DataFrame
        Same rows; only those where every term is known.
    factors : dict of str to tuple of str
        Columns of each categorical term.
    spec : formulaic.ModelSpec
        How to code new people alike.
    """

    endog: pd.Series
    exog: pd.DataFrame
    factors: dict[str, tuple[str, ...]]
    spec: Any


def code(formula: str, frame: pd.DataFrame) -> Coded:
    """Code a frame by a formula "outcome ~ terms".

    Booleans count as 0 and 1, not as categories. A category without people makes a column of zeros, which the model
    then refuses by name.

    Raises
    ------
    AnalysisError
        When the formula cannot be read, or has no single outcome.
    """
    try:
        if not hasattr(Formula(formula), "lhs"):
            raise AnalysisError(f"{formula}: an outcome is needed, as in 'outcome ~ terms'.")
        matrices = model_matrix(formula, frame, na_action="drop", context={})
    except FormulaicError as error:
        raise AnalysisError(f"{formula}: {error}") from error
    if matrices.lhs.shape[1] != 1:
        raise AnalysisError(
            f"{formula}: one outcome of 0 and 1 is needed, not {', '.join(matrices.lhs.columns)}."
        )
    return Coded(
        matrices.lhs.iloc[:, 0], pd.DataFrame(matrices.rhs), _factors(matrices.rhs), matrices.rhs.model_spec
    )


def code_alike(spec: Any, frame: pd.DataFrame) -> pd.DataFrame:
    """Code new people as those of the fit; missing throughout where a variable is missing.

    Raises
    ------
    AnalysisError
        When a variable is absent, or has a category that the fit did not see.
    """
    absent = [str(name) for name in spec.required_variables if name not in frame.columns]
    if absent:
        raise AnalysisError(f"The frame has no column {absent[0]!r}, which the model needs.")
    with warnings.catch_warnings():
        warnings.simplefilter("error", DataMismatchWarning)
        try:
            coded = spec.get_model_matrix(frame.reset_index(drop=True), context={})
        except DataMismatchWarning as warning:
            raise AnalysisError(f"The frame has a category that the fit did not see: {warning}") from warning
    return pd.DataFrame(coded).reindex(range(len(frame))).set_axis(frame.index)


def _factors(exog: Any) -> dict[str, tuple[str, ...]]:
    spec = exog.model_spec
    categorical = {str(factor) for factor in spec.factor_contrasts}
    return {
        str(term): tuple(exog.columns[columns])
        for term, columns in spec.term_indices.items()
        if columns and {str(factor) for factor in term.factors} <= categorical
    }
