"""Estimate the absolute size of an association: adjusted prevalence with and without the exposure, per 1,000.

Marginal standardization over the analytic sample (`survey.margins`): everyone at the reference level, then everyone at
the level; for a continuous exposure, everyone at their own value, then one unit of the odds ratio further.
"""

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
    measure = table["measure"].to_numpy()
    without, *with_ = table["estimate"].to_numpy(float)[measure == "prevalence"] * PER
    differences = table[["estimate", "conf_low", "conf_high"]].to_numpy(float)[measure == "difference"] * PER
    return [
        dict(zip(COLUMNS, (float(without), float(level), *map(float, difference)), strict=True))
        for level, difference in zip(with_, differences, strict=True)
    ]
