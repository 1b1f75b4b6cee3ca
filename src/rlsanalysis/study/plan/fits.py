"""Derive the planned models: one `Fit` for each outcome, exposure, adjustment set and sample."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from rlsanalysis.study.names import known_name
from rlsanalysis.study.records import ALL, Outcome, PlannedExposure, Role, Study
from rlsanalysis.study.weights import component_of
from rlsanalysis.survey.errors import AnalysisError

CONTROLS: tuple[Role, ...] = ("positive_control", "negative_control")


@dataclass(frozen=True)
class Fit:
    """One model, to be fitted by every method of the plan.

    Attributes
    ----------
    outcome, exposure : ids of variables.
    variable : id of the variable that is the exposure in this sample: the exposure itself, or another form of it.
    role : role of the exposure in the plan.
    cohort : cohort in which the outcome was measured.
    set : name of the adjustment set.
    sample : `all`, the name of a restricted sample of the study, or the id of a single release.
    people : `all`, or the name of the restricted sample that the people of the model belong to.
    releases : letters of the pooled releases.
    adjusters : adjusters of the set that apply to this exposure, by their names in the plan.
    headline : whether this is the primary model of a headline exposure.
    """

    outcome: str
    exposure: str
    variable: str
    role: Role
    cohort: str
    set: str
    sample: str
    people: str
    releases: tuple[str, ...]
    adjusters: tuple[str, ...]
    headline: bool


def exposures_of(study: Study, outcome: Outcome) -> Iterator[PlannedExposure]:
    """Yield the exposures of an outcome: all measured in its cohort; for a control outcome, the headline ones.

    For a control outcome, an exposure that stands for another one takes its place.
    """
    here = [e for e in study.exposures.values() if e.releases[outcome.cohort] and e.id not in outcome.without]
    if outcome.role != "control":
        yield from (e for e in here if not e.stands_for)
        return
    replaced = {e.stands_for for e in here}
    yield from (e for e in here if e.role == "headline" and e.id not in replaced)


def adjusters_of(
    study: Study, exposure: PlannedExposure, set_: str, releases: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the adjusters of a set that apply to an exposure.

    The adjuster that the exposure drops is removed, and the one that it adds is appended to every set but the crude
    one. Sex is removed where the exposure is defined in women only.
    """
    population = study.variables[exposure.id].population
    one_sex = all(r in population and population[r].women for r in releases)
    sex = [a for a, adjuster in study.adjusters.items() if adjuster.variable == "female"]
    dropped = {exposure.drop, *(sex if one_sex else ())}
    kept = [a for a in study.sets[set_] if a not in dropped]
    return (*kept, exposure.add) if exposure.add and study.sets[set_] else tuple(kept)


def fit_of(study: Study, outcome: Outcome, exposure: PlannedExposure, set_: str, people: str = ALL) -> Fit:
    """Return the model of an exposure on its pooled releases, among the people of a sample."""
    releases = releases_of(study, outcome, exposure, people)
    headline = outcome.role != "control" and exposure.role == "headline" and set_ == outcome.headline_set
    return Fit(
        outcome.id, exposure.id, form_of(study, exposure.id, people), exposure.role, outcome.cohort, set_, people,
        people, releases, adjusters_of(study, exposure, set_, releases),
        headline and people == primary_sample(outcome, exposure),
    )  # fmt: skip


def primary_fit(study: Study, outcome: Outcome, exposure: PlannedExposure) -> Fit:
    """Return the primary model of an exposure."""
    return fit_of(study, outcome, exposure, exposure.primary_set(outcome), primary_sample(outcome, exposure))


def with_variable(fit: Fit, variable: str) -> Fit:
    """Return the model of another variable in the place of the exposure."""
    return replace(fit, exposure=variable, variable=variable, headline=False)


def form_of(study: Study, exposure: str, people: str) -> str:
    """Return the id of the variable that is the exposure in a sample."""
    form = "" if people == ALL else study.samples[people].form
    return form.format(exposure=exposure) or exposure


def releases_of(
    study: Study, outcome: Outcome, exposure: PlannedExposure, people: str = ALL
) -> tuple[str, ...]:
    """Return the releases that are pooled in a sample: those of the exposure in which the sample is known."""
    releases = exposure.releases[outcome.cohort]
    if people == ALL:
        return releases
    needed = [
        study.variables[v] for v in (study.samples[people].variable, form_of(study, exposure.id, people))
    ]
    return tuple(r for r in releases if all(r in v.releases for v in needed))


def variables_of(study: Study, fit: Fit) -> list[str]:
    """Return the ids of all variables of a model; its weight follows from them."""
    adjusters = [study.adjusters[a].variable for a in fit.adjusters]
    people = [] if fit.people == ALL else [study.samples[fit.people].variable]
    return [fit.outcome, fit.variable, *adjusters, *people]


def primary_sample(outcome: Outcome, exposure: PlannedExposure) -> str:
    """Return the sample of the primary model of an exposure: the one that outcome and exposure name, or else `all`."""
    return outcome.sample if outcome.sample == exposure.sample else ALL


def samples_of(study: Study, outcome: Outcome, exposure: PlannedExposure) -> tuple[str, ...]:
    """Return the samples in which an exposure is compared for an outcome, the primary one first.

    Those of sensitivity analyses are for outcomes of interest, where a release knows the sample.
    """
    more = exposure.more_samples if outcome.role != "control" else ()
    known = (name for name in more if releases_of(study, outcome, exposure, name))
    return tuple(dict.fromkeys((primary_sample(outcome, exposure), ALL, *known)))


def more_sets_of(study: Study, outcome: Outcome, exposure: PlannedExposure) -> tuple[str, ...]:
    """Return the adjustment sets of the sensitivity analyses of an exposure for an outcome of interest.

    A set that some release of the exposure does not know is left out.
    """
    if outcome.role == "control":
        return ()
    planned = study.sensitivity.get(exposure.primary_set(outcome), ())
    return tuple(
        set_ for set_ in planned if set_ in exposure.more_sets and _known(study, outcome, exposure, set_)
    )


def _known(study: Study, outcome: Outcome, exposure: PlannedExposure, set_: str) -> bool:
    """Return whether every release of an exposure knows the adjusters of a set."""
    adjusters = [study.variables[study.adjusters[a].variable] for a in study.sets[set_]]
    return all(r in v.releases for v in adjusters for r in exposure.releases[outcome.cohort])


def in_sample(study: Study, name: str, people: pd.DataFrame) -> "pd.Series[bool]":
    """Return which people belong to a restricted sample; no one whose value is missing does."""
    sample = study.samples[name]
    values = study.variables[sample.variable].level_values
    return people[sample.variable].isin([values[level] for level in sample.levels])


def fits(
    study: Study,
    cohort: str | None = None,
    outcome: str | None = None,
    exposure: str | None = None,
    groups: Sequence[str] = (),
    *,
    headline: bool = False,
) -> list[Fit]:
    """Return the planned models, all of them or those of a cohort, outcome, exposure or groups of exposures.

    With `headline`, only the primary models of headline exposures are returned, with those of the control outcomes and
    control exposures by which they are read.

    Raises
    ------
    AnalysisError
        A name is not in the plan, or the plan has no model for this combination.
    """
    if cohort is not None:
        known_name("cohort", cohort, study.cohorts)
    if outcome is not None:
        known_name("outcome", outcome, study.outcomes)
    if exposure is not None:
        known_name("exposure", exposure, study.exposures, study)
    for group in groups:
        known_name("group", group, dict.fromkeys(study.variables[e].group for e in study.exposures))
    planned: list[Fit] = []
    for o in study.outcomes.values():
        if cohort not in (None, o.cohort) or outcome not in (None, o.id):
            continue
        for e in exposures_of(study, o):
            if exposure in (None, e.id) and (not groups or study.variables[e.id].group in groups):
                planned += [
                    f for f in fits_of(study, o, e) if not headline or f.headline or _control(o, e, f)
                ]
    if not planned:
        requested = ", ".join(name for name in (cohort, outcome, exposure, *groups) if name)
        raise AnalysisError(
            f"The plan has no model for the combination {requested}. List the planned models with: rlsanalysis plan."
        )
    return planned


def _control(outcome: Outcome, exposure: PlannedExposure, fit: Fit) -> bool:
    """Return whether a model is the primary one of a control outcome or a control exposure."""
    control = outcome.role == "control" or exposure.role in CONTROLS
    primary = fit.set == exposure.primary_set(outcome) and fit.people == primary_sample(outcome, exposure)
    return control and primary and fit.sample == fit.people


def fits_of(study: Study, outcome: Outcome, exposure: PlannedExposure) -> Iterator[Fit]:
    """Yield the models of an exposure for an outcome: each sample and set, sensitivity analyses, single releases."""
    main = primary_sample(outcome, exposure)
    for people in samples_of(study, outcome, exposure):
        for set_ in exposure.sets:
            yield fit_of(study, outcome, exposure, set_, people)
    for set_ in more_sets_of(study, outcome, exposure):
        yield fit_of(study, outcome, exposure, set_, main)
    by_release = (
        exposure.role == "headline" and outcome.role != "control" and study.by_release_set in exposure.sets
    )
    releases = exposure.releases[outcome.cohort]
    if by_release and len(releases) > 1:
        pooled = fit_of(study, outcome, exposure, study.by_release_set, main)
        for release in releases:
            adjusters = adjusters_of(study, exposure, study.by_release_set, (release,))
            yield replace(pooled, sample=release, releases=(release,), adjusters=adjusters, headline=False)


def fits_table(study: Study, planned: list[Fit]) -> pd.DataFrame:
    """Return the models as a table, with the survey component whose weight their variables require."""
    return pd.DataFrame(
        [
            {
                "outcome": f.outcome, "exposure": f.exposure, "role": f.role, "set": f.set, "sample": f.sample,
                "releases": " ".join(f.releases),
                "weight": component_of(
                    study.cohorts[f.cohort], [study.variables[v] for v in variables_of(study, f)], f.releases
                ),
                "adjusters": " ".join(f.adjusters), "headline": "yes" if f.headline else "",
            }
            for f in planned
        ]
    )  # fmt: skip
