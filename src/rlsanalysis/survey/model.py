"""The rows and coded columns of a logistic model, and new rows coded in the same way: what its results read.

Results are computed from a `Model`. Its subclass `rlsanalysis.survey.logit.Logit` adds the constructor and the fit.
No module of results imports it.
"""

from __future__ import annotations

import copy
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
import pandas as pd

from rlsanalysis.survey.arguments import as_numbers
from rlsanalysis.survey.arrays import as_floats, as_frame, as_matrix, check_names, is_table
from rlsanalysis.survey.columns import column
from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.survey.formula import code_alike
from rlsanalysis.survey.refused import RemovedData

if TYPE_CHECKING:
    from types import SimpleNamespace

    from formulaic import ModelSpec
    from numpy.typing import ArrayLike, NDArray

    from rlsanalysis.survey.design_base import Design
    from rlsanalysis.survey.firth import Sample
    from rlsanalysis.survey.patterns import Patterns


class Model(ABC):
    """A logistic regression without its estimation; the subclass sets the attributes.

    Attributes
    ----------
    endog, exog, offset : ndarray of float, shapes (n,), (n, q), (n,)
        Outcome, coded covariates and known part of the log odds (or None) of the rows of the fit.
    endog_names : str
    exog_names : list of str, length q
    factors : mapping of str to tuple of str
        Columns that code one categorical variable, by its name.
    spec, formula, offset_name
        How `exog` was coded, the formula, and the column of the offset; None for a model by arrays or values.
    design : Design
        Restricted to the rows of the fit; it also contains rows of weight 0.
    sample, patterns
        Weights and PSUs of the rows, and the rows collapsed to their distinct covariates.
    data
        What statsmodels' results ask of a model.
    """

    endog: NDArray[np.float64]
    exog: NDArray[np.float64]
    offset: NDArray[np.float64] | None
    endog_names: str
    exog_names: list[str]
    factors: dict[str, tuple[str, ...]]
    spec: ModelSpec | None
    formula: str | None
    offset_name: str | None
    design: Design
    sample: Sample
    patterns: Patterns
    data: SimpleNamespace

    @abstractmethod
    def fit(self, method: Literal["ml", "firth"] = "ml") -> Any:
        """Estimate the coefficients and their covariance."""

    def covariates(self, exog: pd.DataFrame | ArrayLike | None) -> pd.DataFrame:
        """Return coded covariates, one column per coefficient, of new rows or (None) of those of the fit."""
        if exog is None:
            return pd.DataFrame(
                self.exog, index=self.design.frame.index[self.design.member], columns=self.exog_names
            )
        if self.spec is not None:
            if not is_table(exog):
                raise AnalysisError("Predictions need a data frame with the variables of the formula.")
            return code_alike(self.spec, as_frame(exog))[self.exog_names]
        coded = as_frame(exog)
        coded = coded.set_axis(coded.columns.map(str), axis=1)
        absent = [name for name in self.exog_names if name not in coded.columns]
        if absent:
            raise AnalysisError(f"The covariates lack `{absent[0]}`, a column of the fit.")
        coded = coded[self.exog_names]
        check_names(list(coded.columns), {})
        return pd.DataFrame(as_matrix(coded), index=coded.index, columns=coded.columns)

    def offsets(
        self, exog: pd.DataFrame | ArrayLike | None, offset: ArrayLike | None = None
    ) -> NDArray[np.float64]:
        """Return the offset of new rows or (None) of those of the fit; 0 if the model has none.

        Parameters
        ----------
        exog : pandas.DataFrame or array_like, optional
            New rows, as in `covariates`.
        offset : array_like, shape (rows,), optional
            By default the column of that name in `exog`.

        Raises
        ------
        AnalysisError
            When the model has an offset that new rows lack, or the offset has another length.
        """
        if offset is not None:
            rows = len(self.endog if exog is None else as_frame(exog))
            values = as_numbers(offset, "offset")
            if values.ndim > 1 or (values.ndim == 1 and len(values) != rows):
                raise AnalysisError(f"offset must be one number, or one for each of the {rows} rows.")
            return np.broadcast_to(values, rows)
        if exog is None:
            return np.zeros(len(self.endog)) if self.offset is None else self.offset
        if self.offset is None:
            return np.zeros(len(as_frame(exog)))
        if self.offset_name is None or not is_table(exog):
            raise AnalysisError("The model has an offset. Give offset= for the new rows, such as offset=0.")
        return as_floats(column(as_frame(exog), self.offset_name), self.offset_name)

    def without_data(self) -> Self:
        """Return the model without its rows, for `remove_data` of the results."""
        light = copy.copy(self)
        for name in ("endog", "exog", "offset", "design", "sample", "patterns"):
            if getattr(light, name) is not None:
                setattr(light, name, RemovedData())
        return light

    @property
    def title(self) -> str:
        """The formula, or the outcome and the number of columns."""
        return self.formula or f"{self.endog_names} on {len(self.exog_names)} columns"
