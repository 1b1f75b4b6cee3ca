"""Answer one question: estimate the association of one exposure with one outcome, or its dose-response curve."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from rlsanalysis.study.curves import curve_rows
from rlsanalysis.study.domain import Domain, domain_of
from rlsanalysis.study.estimate import fitted_rows
from rlsanalysis.study.model import Assembler, Model
from rlsanalysis.study.plan import (
    ALL,
    USERS,
    Adjuster,
    Curve,
    Fit,
    PlannedExposure,
    Study,
    adjusters_of,
    among_users,
    fit_of,
    load_plan,
    variables_of,
)  # fmt: skip
from rlsanalysis.study.tables import table
from rlsanalysis.survey.errors import AnalysisError, NotEstimableError
from rlsanalysis.variables.cohort import COHORTS, Cohort
from rlsanalysis.variables.names import as_names, known_name
from rlsanalysis.variables.outcomes import GROUP as OUTCOMES

Adjust = str | Sequence[str]


def associate(
    cohort: Cohort, outcome: str, exposure: str, adjust: Adjust = "full", *, sample: str | None = None,
    releases: str | Sequence[str] | None = None, domain: "str | pd.Series[bool] | None" = None,
) -> pd.DataFrame:  # fmt: skip
    """Estimate the association of an exposure with an outcome, by every method of the analysis plan.

    The survey weight, the population and the releases follow from the declarations of the variables and from the plan.

    Parameters
    ----------
    cohort : from `load_cohort`.
    outcome : id of an outcome of this cohort.
    exposure : id of any declared variable; one that is not in the plan is treated as a secondary exposure.
    adjust : name of an adjustment set of the plan (`crude`, `minimal` or `full`), the id of a variable, or a list of
        ids. A variable that is an adjuster of the plan enters as there: age (`age_10`) with its square. Any other
        number enters linearly, a categorical variable as its levels. Nothing else is adjusted for but the release,
        where several are pooled; sex is left out where the exposure is defined in women only.
    sample : `all` adults, or `users` (adults with any prescription drug); that of the plan if None.
    releases : letters of the releases to pool; those of the plan if None.
    domain : subpopulation to which the analysis is restricted. A string is a query on the columns of
        `cohort.everyone`, as in `pandas.DataFrame.query`: `"age >= 50 and female == 1"`. Participants with a missing
        value in a variable of the query are excluded, and the survey weight takes these variables into account. A
        boolean Series with the index of `cohort.frame` is a mask. The variables from which a mask was computed are
        not known here, so the weight does not take them into account: use a query where they belong to a smaller
        part of the survey than the model, such as laboratory values. An adjuster that is constant in the domain, such
        as sex among women, is left out, and `reason` names it.

    Returns
    -------
    DataFrame
        Tidy rows with the columns of `estimates.csv`, one per level and method. `set` names the adjusters
        (`age_10+energy`); `sample` starts with `custom:` and describes the restriction if there is a domain or if the
        releases are not those of the plan. `q_value` is missing, because it requires a whole run.

    Raises
    ------
    AnalysisError
        The cohort is not a `Cohort`; a name is unknown; the outcome belongs to another cohort; an outcome is given as
        the exposure; a variable is not measured in a release; releases include the same participants; the variables
        have no survey weight in common; or the domain is not valid.
    """
    question = _question(cohort, outcome, exposure, adjust, sample, releases, domain)
    estimates, _ = fitted_rows(question.model(cohort), question.study)
    return table("estimates", estimates, cohort.source)


def dose_response(
    cohort: Cohort, outcome: str, exposure: str, reference: float | None = None, *, adjust: Adjust | None = None,
    sample: str | None = None, releases: str | Sequence[str] | None = None,
    domain: "str | pd.Series[bool] | None" = None,
) -> pd.DataFrame:  # fmt: skip
    """Estimate the dose-response curve of a continuous exposure, by every method of the analysis plan.

    The curve is a restricted cubic spline: see `rlsanalysis.study.curves`.

    Parameters
    ----------
    cohort : from `load_cohort`.
    outcome : id of an outcome of this cohort.
    exposure : id of any declared continuous variable, or of an exposure for which the plan defines a curve. A variable
        without a planned curve is drawn on the linear scale in its own unit.
    reference : value at which the odds ratio is 1, in the unit of the curve; that of the plan if None, or the weighted
        median where the plan has none.
    adjust : as in `associate`; the primary adjustment set of the outcome if None.
    sample, releases, domain : as in `associate`.

    Returns
    -------
    DataFrame
        Tidy rows with the columns of `curves.csv`, one per value and method.

    Raises
    ------
    AnalysisError
        As in `associate`; the exposure is not continuous; or the curve is not shown (the message gives the reason).
    """
    _check_cohort(cohort)
    plan = load_plan()
    curve = _curve(plan, cohort, exposure)
    if reference is not None:
        curve = replace(curve, reference=reference)
    if adjust is None:
        planned_outcome = plan.outcomes[known_name("outcome", outcome, plan.outcomes)]
        adjust = _exposure(plan, cohort, curve.exposure).primary_set(planned_outcome)
    question = _question(cohort, outcome, curve.exposure, adjust, sample, releases, domain)
    question = replace(question, fit=replace(question.fit, exposure=curve.variable, headline=False))
    _check_measured(cohort, variables_of(question.study, question.fit), question.fit)
    points, tests = curve_rows(question.model(cohort), curve, question.study)
    if not points:
        reason = tests[0]["reason"].rstrip(".")
        raise NotEstimableError(
            f"The curve of {outcome} along {exposure} is not shown: {tests[0]['status']} ({reason})."
        )
    return table("curves", points, cohort.source)


@dataclass(frozen=True)
class Question:
    """A model that may differ from the plan: the plan with its adjusters, the fit, and the domain."""

    study: Study
    fit: Fit
    domain: Domain | None

    def model(self, cohort: Cohort) -> Model:
        """Assemble the model from a cohort."""
        return Assembler(cohort, self.study).model(self.fit, self.domain)


def _question(
    cohort: Cohort, outcome: str, exposure: str, adjust: Adjust, sample: str | None,
    releases: str | Sequence[str] | None, domain: "str | pd.Series[bool] | None",
) -> Question:  # fmt: skip
    """Check the arguments of a question and derive its model."""
    _check_cohort(cohort)
    study = load_plan()
    planned_outcome = study.outcomes[known_name("outcome", outcome, study.outcomes)]
    if planned_outcome.cohort != cohort.name:
        raise AnalysisError(
            f"{outcome} was measured in cohort {planned_outcome.cohort}, not in {cohort.name}. Load that cohort."
        )
    if cohort.variable(exposure).group == OUTCOMES:
        raise AnalysisError(f"{exposure} is an outcome of the study. Name an exposure.")
    planned = _exposure(study, cohort, exposure)
    if isinstance(adjust, str):
        known_name("adjustment set or variable", adjust, [*study.sets, *cohort.variables])
    if isinstance(adjust, str) and adjust in study.sets:
        set_ = adjust
    else:
        study, set_ = _with_set(study, cohort, as_names(adjust), {outcome: "outcome", exposure: "exposure"})
        planned = replace(planned, drop="", add="")
    if not planned.releases[cohort.name]:
        raise AnalysisError(f"{exposure} was not measured in cohort {cohort.name}.")
    among = among_users(planned_outcome, planned)
    users = among if sample is None else known_name("sample", sample, (ALL, USERS)) == USERS
    fit = fit_of(study, planned_outcome, planned, set_, users=users)
    if releases is not None:
        fit = _pooled(study, cohort, planned, fit, tuple(as_names(releases)))
    restricted = None if domain is None else domain_of(cohort, domain, fit.releases)
    _check_measured(cohort, [*variables_of(study, fit), *(restricted.variables if restricted else ())], fit)
    return Question(study, _named(fit, planned.releases[cohort.name], restricted), restricted)


def _check_cohort(cohort: object) -> None:
    """Refuse what is not a cohort, such as its frame or its name."""
    if not isinstance(cohort, Cohort):
        raise AnalysisError(
            f"A cohort is needed, not an object of type {type(cohort).__name__}. Pass what "
            "rls.load_cohort('2013-2020', source='nhanes') returns, not its frame, name or file. To restrict the "
            "analysis to a subpopulation, use domain=."
        )


def _with_set(study: Study, cohort: Cohort, adjust: list[str], taken: dict[str, str]) -> tuple[Study, str]:
    """Return the plan with an adjustment set of these variables, and the name of the set."""
    planned = {adjuster.variable: name for name, adjuster in study.adjusters.items()}
    for position, variable in enumerate(adjust):
        cohort.variable(variable)
        if variable in taken:
            raise AnalysisError(f"{variable} is the {taken[variable]}, so it cannot be an adjuster.")
        if variable in adjust[:position]:
            raise AnalysisError(f"The adjuster {variable} is named twice.")
    own = {variable: f"own {variable}" for variable in adjust if variable not in planned}
    adjusters = {**study.adjusters, **{name: Adjuster(variable) for variable, name in own.items()}}
    set_ = "+".join(adjust) or "crude"
    names = tuple((planned | own)[variable] for variable in adjust)
    return replace(study, adjusters=adjusters, sets={**study.sets, set_: names}), set_


def _pooled(
    study: Study, cohort: Cohort, exposure: PlannedExposure, fit: Fit, releases: tuple[str, ...]
) -> Fit:
    """Return the fit on other releases, in chronological order."""
    cohort.pool(releases)
    pooled = tuple(r for r in COHORTS[cohort.name].releases if r in releases)
    return replace(
        fit, releases=pooled, adjusters=adjusters_of(study, exposure, fit.set, pooled), headline=False
    )


def _check_measured(cohort: Cohort, variables: list[str], fit: Fit) -> None:
    """Check that every variable was measured in every release."""
    for name in variables:
        lacking = [r for r in fit.releases if r not in cohort.variable(name).releases]
        if lacking:
            common = [
                r
                for r in COHORTS[cohort.name].releases
                if all(r in cohort.variable(v).releases for v in variables)
            ]
            advice = (
                f"Releases with all variables of the model: {', '.join(common)}; choose from them with releases=[...]"
                if common
                else "No release has all variables of the model"
            )
            raise AnalysisError(f"{name} was not measured in release {', '.join(lacking)}. {advice}.")


def _named(fit: Fit, planned: tuple[str, ...], domain: Domain | None) -> Fit:
    """Return the fit with a sample name that describes what differs from the plan, so that keys stay unique."""
    own = [f"releases {' '.join(fit.releases)}"] if fit.releases != planned else []
    own += [domain.label] if domain else []
    if not own:
        return fit
    return replace(fit, sample=f"custom: {'; '.join([fit.sample, *own])}", headline=False)


def _curve(study: Study, cohort: Cohort, exposure: str) -> Curve:
    """Return the planned curve of a variable or exposure, or a new one on the linear scale."""
    planned = [c for c in study.curves.values() if exposure in (c.variable, c.exposure)]
    if planned:
        return planned[0]
    variable = cohort.variable(exposure)
    if variable.kind != "continuous":
        raise AnalysisError(
            f"{exposure} is {variable.kind}. A dose-response curve needs a continuous variable."
        )
    return Curve(exposure, exposure, 1.0, variable.unit, "linear", None, "")


def _exposure(study: Study, cohort: Cohort, exposure: str) -> PlannedExposure:
    """Return the exposure of the plan; a variable that is not in the plan is a secondary exposure."""
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
