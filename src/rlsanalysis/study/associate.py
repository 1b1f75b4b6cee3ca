"""One question to the study: how is this exposure associated with this outcome, in this cohort."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from rlsanalysis.study.curves import curve_rows
from rlsanalysis.study.estimate import fitted_rows
from rlsanalysis.study.model import Assembler
from rlsanalysis.study.plan import (
    ALL,
    USERS,
    Curve,
    Fit,
    PlannedExposure,
    Study,
    adjusters_of,
    among_users,
    fit_of,
    load_plan,
)  # fmt: skip
from rlsanalysis.study.tables import table
from rlsanalysis.survey.errors import AnalysisError, NotEstimableError
from rlsanalysis.variables.cohort import COHORTS, Cohort
from rlsanalysis.variables.names import known_name


def associate(
    cohort: Cohort, outcome: str, exposure: str, adjust: str = "full", *, sample: str | None = None,
    releases: Sequence[str] | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Fit one exposure on one outcome by every method of the plan.

    The weight, the population, the adjusters that must be left out and the people that are compared follow from the
    declarations and the plan; nobody passes a weight.

    Parameters
    ----------
    cohort : from `load_cohort`.
    outcome : id of an outcome of this cohort.
    exposure : id of any declared variable; one that the plan does not hold is treated as a secondary exposure.
    adjust : adjustment set: `crude`, `minimal` or `full`.
    sample : `all` adults or `users` (people with any prescription); that of the plan if None.
    releases : letters to pool; those of the plan if None.

    Returns
    -------
    DataFrame
        Tidy rows, one a level and method, with the columns of `estimates.csv` (q is empty: it belongs to a whole run).

    Raises
    ------
    AnalysisError
        An unknown name, an outcome of another cohort or as exposure, releases that hold the same people or lack the
        exposure, or variables without a common weight.
    """
    study = load_plan()
    planned = _planned(study, cohort, outcome, exposure, adjust, sample)
    if releases is not None:
        planned = _pooled(study, cohort, planned, tuple(releases))
    estimates, _ = fitted_rows(Assembler(cohort, study).model(planned), study)
    return table("estimates", estimates, cohort.source)


def dose_response(
    cohort: Cohort, outcome: str, exposure: str, reference: float | None = None
) -> pd.DataFrame:
    """Draw the odds of an outcome along a continuous exposure, by every method of the plan.

    A restricted cubic spline in the model that the text quotes: see `rlsanalysis.study.curves`.

    Parameters
    ----------
    cohort : from `load_cohort`.
    outcome : id of an outcome of this cohort.
    exposure : id of any declared continuous variable, or of an exposure whose curve the plan declares. Where it does
        not, the curve is drawn on the linear scale in the variable's unit.
    reference : value at which the odds ratio is 1, in the unit of the curve; that of the plan if None, or the weighted
        median where the plan has none.

    Returns
    -------
    DataFrame
        Tidy rows, one a value and method, with the columns of `curves.csv`.

    Raises
    ------
    AnalysisError
        As `associate`; an exposure that is not continuous; a curve that is not told, with the reason.
    """
    study = load_plan()
    curve = _curve(study, cohort, exposure)
    if reference is not None:
        curve = replace(curve, reference=reference)
    asked = study.outcomes[known_name("outcome", outcome, study.outcomes)]
    set_ = _factor(study, cohort, curve.exposure).primary_set(asked)
    planned = _planned(study, cohort, outcome, curve.exposure, set_, sample=None)
    fit = replace(planned, exposure=curve.variable, headline=False)
    points, tests = curve_rows(Assembler(cohort, study).model(fit), curve, study)
    if not points:
        raise NotEstimableError(
            f"There is no curve of {outcome} along {exposure}: {tests[0]['status']} ({tests[0]['reason']})."
        )
    return table("curves", points, cohort.source)


def _curve(study: Study, cohort: Cohort, exposure: str) -> Curve:
    """The planned curve along a variable or in place of an exposure, or one that the plan does not hold."""
    planned = [c for c in study.curves.values() if exposure in (c.variable, c.exposure)]
    if planned:
        return planned[0]
    variable = cohort.variable(exposure)
    if variable.kind != "continuous":
        raise AnalysisError(f"{exposure} is {variable.kind}: a curve needs a continuous variable.")
    return Curve(exposure, exposure, 1.0, variable.unit, "linear", None, "")


def _planned(
    study: Study, cohort: Cohort, outcome: str, exposure: str, adjust: str, sample: str | None
) -> Fit:
    """The fit on all releases of the plan."""
    asked = study.outcomes[known_name("outcome", outcome, study.outcomes)]
    known_name("adjustment set", adjust, study.sets)
    if asked.cohort != cohort.name:
        raise AnalysisError(
            f"{outcome} was measured in cohort {asked.cohort}, not in {cohort.name}: load that one."
        )
    if cohort.variable(exposure).group == "outcomes":
        raise AnalysisError(f"{exposure} is an outcome of the study; name an exposure.")
    factor = _factor(study, cohort, exposure)
    if not factor.releases[cohort.name]:
        raise AnalysisError(f"{exposure} was not measured in cohort {cohort.name}.")
    if sample is None:
        return fit_of(study, asked, factor, adjust, users=among_users(asked, factor))
    return fit_of(study, asked, factor, adjust, users=known_name("sample", sample, (ALL, USERS)) == USERS)


def _pooled(study: Study, cohort: Cohort, planned: Fit, releases: tuple[str, ...]) -> Fit:
    """The same fit on other releases, in order of time."""
    cohort.pool(releases)
    lacking = [r for r in releases if r not in cohort.variable(planned.exposure).releases]
    if lacking:
        raise AnalysisError(f"{planned.exposure} was not measured in release {', '.join(lacking)}.")
    factor = _factor(study, cohort, planned.exposure)
    pooled = tuple(r for r in COHORTS[cohort.name].releases if r in releases)
    return replace(
        planned, releases=pooled, adjusters=adjusters_of(study, factor, planned.set, pooled), headline=False
    )


def _factor(study: Study, cohort: Cohort, exposure: str) -> PlannedExposure:
    """The exposure of the plan, or one that the plan does not hold as a secondary exposure."""
    if exposure in study.exposures:
        return study.exposures[exposure]
    variable = cohort.variable(exposure)
    measured = {name: variable.known_in(pool.together) for name, pool in COHORTS.items()}
    return PlannedExposure(
        exposure,
        "secondary",
        "",
        primary=False,
        releases=measured,
        among_users=False,
        sets=tuple(study.sets),
        drop="",
        add="",
    )
