"""Warn of a design whose weight is more restrictive than a model needs."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from formulaic import Formula

from rlsanalysis.survey.errors import AnalysisWarning
from rlsanalysis.survey.formula_text import required_variables

if TYPE_CHECKING:
    from rlsanalysis.survey.design import SurveyDesign


def warn_of_unneeded_weight(formula: str, offset: object, design: SurveyDesign) -> None:
    """Warn if a model has none of the variables that decided the weight of the design.

    Parameters
    ----------
    formula : str
        Formula of the model.
    offset : object
        Offset of the model, if any; a str is the name of a column.
    design : SurveyDesign
        Its `weight_deciders` are compared with the variables of the model. The domain cannot be checked.
    """
    used = {str(name) for name in required_variables(Formula(formula))} | {
        offset if isinstance(offset, str) else ""
    }
    if design.weight_deciders and used.isdisjoint(design.weight_deciders):
        names = ", ".join(design.weight_deciders)
        warnings.warn(
            f"The design has the {design.weight_label}, but `{formula}` does not use {names}. Unless the domain "
            f"depends on it, set up the design without {names}: its weight covers more people.",
            AnalysisWarning,
            stacklevel=4,
        )
