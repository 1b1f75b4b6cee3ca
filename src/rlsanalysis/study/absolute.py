"""Estimate the absolute size of an association: adjusted prevalence with and without the exposure, per 1,000.

Marginal standardization over the analytic sample (`survey.margins`): everyone at the reference level, then everyone at
the level; for a continuous exposure, everyone at their own value, then one unit higher.
"""

from typing import Any

import pandas as pd

from rlsanalysis.study.model import Model
from rlsanalysis.survey import LogitResults

PER = 1000
COLUMNS = ("prevalence_without", "prevalence_with", "difference", "difference_low", "difference_high")


def absolute_sizes(results: LogitResults, model: Model) -> list[dict[str, float]]:
    """Return the absolute size of each term of the exposure of a fitted model.

    Returns
    -------
    One record per term with the keys `COLUMNS`, per 1,000 people; the limits of the difference are 95% limits.
    """
    exposure = model.exposure
    if exposure.kind == "continuous":
        table = results.margins(exposure.id, shift=1.0)
    elif exposure.kind == "binary":
        table = results.margins(model.terms[0].column, values=[0.0, 1.0])
    else:
        table = results.margins(exposure.id)
    prevalence = table[table["measure"] == "prevalence"]["estimate"].to_numpy(float)
    differences = table[table["measure"] == "difference"]
    return [
        dict(zip(COLUMNS, _sizes(prevalence[0], level, row), strict=True))
        for level, (_, row) in zip(prevalence[1:], differences.iterrows(), strict=True)
    ]


def _sizes(without: float, with_: float, difference: "pd.Series[Any]") -> list[float]:
    found = [without, with_, *difference[["estimate", "conf_low", "conf_high"]]]
    return [float(value) * PER for value in found]
