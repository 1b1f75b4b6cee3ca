"""Turn the arguments of one question into a model, whose adjusters, releases and domain may differ from the plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.domain import Domain, domain_of
from rlsanalysis.study.model import Assembler, Model
from rlsanalysis.study.names import as_names, known_name
from rlsanalysis.study.plan import (
    Fit,
    adjusters_of,
    fit_of,
    form_of,
    primary_sample,
    releases_of,
    variables_of,
)
from rlsanalysis.study.records import ALL, OUTCOMES, Adjuster, PlannedExposure, Study, Variable
from rlsanalysis.survey.errors import AnalysisError

Adjust = str | Sequence[str]


@dataclass(frozen=True)
class Question:
    """A model that may differ from the plan: the plan with its adjusters, the fit, and the domain."""

    study: Study
    fit: Fit
    domain: Domain | None

    def model(self, cohort: Cohort) -> Model:
        """Assemble the model from a cohort."""
        return Assembler(cohort, self.study).model(self.fit, self.domain)


def question_of(
    cohort: Cohort, outcome: str, exposure: str, adjust: Adjust, sample: str | None,
    releases: str | Sequence[str] | None, domain: "str | pd.Series[bool] | None",
) -> Question:  # fmt: skip
    """Check the arguments of a question and derive its model."""
    check_cohort(cohort)
    study = cohort.study
    planned_outcome = study.outcomes[known_name("outcome", outcome, study.outcomes)]
    if planned_outcome.cohort != cohort.name:
        raise AnalysisError(
            f"{outcome} was measured in cohort {planned_outcome.cohort}, not in {cohort.name}. Load that cohort."
        )
    if cohort.variable(exposure).group == OUTCOMES:
        raise AnalysisError(f"{exposure} is an outcome of the study. Name an exposure.")
    planned = exposure_of(study, cohort.variable(exposure))
    if isinstance(adjust, str):
        known_name("adjustment set or variable", adjust, [*study.sets, *cohort.variables], study)
    elif not isinstance(adjust, Iterable):
        raise AnalysisError(
            f"adjust={adjust!r} names no adjusters. Give the name of an adjustment set ({', '.join(study.sets)}) or a "
            "list of ids of variables. The set crude has no adjuster but the release, where several are pooled."
        )
    if isinstance(adjust, str) and adjust in study.sets:
        set_ = adjust
    else:
        study, set_ = _with_set(study, cohort, as_names(adjust), {outcome: "outcome", exposure: "exposure"})
        planned = replace(planned, drop="", add="")
    if not planned.releases[cohort.name]:
        raise AnalysisError(f"{exposure} was not measured in cohort {cohort.name}.")
    if sample is None:
        sample = primary_sample(planned_outcome, planned)
    _check_sample(study, exposure, sample)
    fit = fit_of(study, planned_outcome, planned, set_, sample)
    if releases is not None:
        fit = _pooled(study, cohort, planned, fit, tuple(as_names(releases)))
    restricted = None if domain is None else domain_of(cohort, domain, fit.releases)
    check_measured(cohort, [*variables_of(study, fit), *(restricted.variables if restricted else ())], fit)
    pooled = releases_of(study, planned_outcome, planned, sample)
    return Question(study, _named(fit, pooled, restricted), restricted)


def _check_sample(study: Study, exposure: str, sample: str) -> None:
    """Check that a sample is one of the study, and that it has a form of the exposure if it compares one."""
    known_name("sample", sample, (ALL, *study.samples))
    if (form := form_of(study, exposure, sample)) not in study.variables:
        raise AnalysisError(
            f"The sample {sample} compares another form of the exposure, and {exposure} has none: there is no variable "
            f"{form}. Choose another sample."
        )


def check_cohort(cohort: object) -> None:
    """Refuse what is not a cohort, such as its frame or its name."""
    if not isinstance(cohort, Cohort):
        raise AnalysisError(
            f"A cohort is needed, not an object of type {type(cohort).__name__}. Pass what "
            "rls.load_cohort returns, not its frame, name or file. To restrict the "
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
    pooled = tuple(r for r in cohort.sampling.releases if r in releases)
    return replace(
        fit, releases=pooled, adjusters=adjusters_of(study, exposure, fit.set, pooled), headline=False
    )


def check_measured(cohort: Cohort, variables: list[str], fit: Fit) -> None:
    """Check that every variable was measured in every release."""
    for name in variables:
        lacking = [r for r in fit.releases if r not in cohort.variable(name).releases]
        if lacking:
            common = [
                r
                for r in cohort.sampling.releases
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


def exposure_of(study: Study, variable: Variable) -> PlannedExposure:
    """Return the exposure of the plan; a variable that is not in the plan is a secondary exposure.

    The adjuster that measures the exposure itself is removed from every set.
    """
    if variable.id in study.exposures:
        return study.exposures[variable.id]
    measured = {name: variable.known_in(design.together) for name, design in study.cohorts.items()}
    same = {variable.id, *(c.exposure for c in study.curves.values() if c.variable == variable.id)}
    return PlannedExposure(
        variable.id,
        "secondary",
        "",
        primary=False,
        releases=measured,
        sample=ALL,
        sets=tuple(study.sets),
        drop=next((name for name, a in study.adjusters.items() if a.variable in same), ""),
        add="",
    )
