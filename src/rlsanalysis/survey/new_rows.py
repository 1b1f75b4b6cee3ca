"""Covariates and offsets of new rows, coded as those of the fit were, for predictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rlsanalysis.survey.arguments import as_numbers
from rlsanalysis.survey.arrays import as_floats, as_frame, as_matrix, check_names, is_table
from rlsanalysis.survey.columns import column
from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.survey.formula import code_alike

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from rlsanalysis.survey.logit import Logit


def covariates(model: Logit, exog: pd.DataFrame | ArrayLike | None) -> pd.DataFrame:
    """Return coded covariates: see `Logit.covariates`."""
    if exog is None:
        return pd.DataFrame(
            model.exog, index=model.design.frame.index[model.design.member], columns=model.exog_names
        )
    if model.spec is not None:
        if not is_table(exog):
            raise AnalysisError("Predictions need a data frame with the variables of the formula.")
        return code_alike(model.spec, as_frame(exog))[model.exog_names]
    coded = as_frame(exog)
    coded = coded.set_axis(coded.columns.map(str), axis=1)
    absent = [name for name in model.exog_names if name not in coded.columns]
    if absent:
        raise AnalysisError(f"The covariates lack `{absent[0]}`, a column of the fit.")
    coded = coded[model.exog_names]
    check_names(list(coded.columns), {})
    return pd.DataFrame(as_matrix(coded), index=coded.index, columns=coded.columns)


def offsets(
    model: Logit, exog: pd.DataFrame | ArrayLike | None, offset: ArrayLike | None
) -> NDArray[np.float64]:
    """Return offsets: see `Logit.offsets`."""
    if offset is not None:
        rows = len(model.endog if exog is None else as_frame(exog))
        values = as_numbers(offset, "offset")
        if values.ndim > 1 or (values.ndim == 1 and len(values) != rows):
            raise AnalysisError(f"offset must be one number, or one for each of the {rows} rows.")
        return np.broadcast_to(values, rows)
    if exog is None:
        return np.zeros(len(model.endog)) if model.offset is None else model.offset
    if model.offset is None:
        return np.zeros(len(as_frame(exog)))
    if model.offset_name is None or not is_table(exog):
        raise AnalysisError("The model has an offset. Give offset= for the new rows, such as offset=0.")
    return as_floats(column(as_frame(exog), model.offset_name), model.offset_name)
