"""Check an analysis plan: every fault, in one line each, before any model is fitted."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product
from typing import get_args

import numpy as np

from rlsanalysis.study.plan.fits import fit_of, primary_sample, variables_of
from rlsanalysis.study.records import (
    ALL,
    OUTCOMES,
    Bins,
    Curve,
    Kind,
    Method,
    Outcome,
    OutcomeRole,
    PlannedExposure,
    Role,
    Scale,
    Study,
    Variable,
)
from rlsanalysis.study.records.cohort import DESIGN
from rlsanalysis.study.weights import component_of, pooled_years
from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.survey.spline import FEWEST_KNOTS


def faults(study: Study) -> Iterator[str]:
    """Yield every fault of a plan, in one line each.

    Models are checked once all names are valid: each must have one survey weight, and all of its variables must be
    measured in all releases that it pools.
    """
    names = [
        *_settings(study),
        *(f for e in study.exposures.values() for f in _names(e, study)),
        *(f for b in study.bins.values() for f in _bins(b, study)),
        *(f for c in study.curves.values() for f in _curve(c, study)),
    ]
    yield from names
    if not names:
        for exposure in study.exposures.values():
            yield from dict.fromkeys(_models(exposure, study))


def _settings(study: Study) -> Iterator[str]:
    yield from _cohorts(study)
    for outcome in study.outcomes.values():
        yield from _outcome(outcome, study)
    for name, adjuster in study.adjusters.items():
        if adjuster.variable not in study.variables:
            yield f"adjuster {name}: {adjuster.variable} is not a variable of the study"
    for name, adjusters in study.sets.items():
        yield from (f for a in adjusters for f in _unknown(f"set {name}", "adjuster", a, study.adjusters))
    yield from _people(study)
    yield from _unknown("by_release", "set", study.by_release_set, study.sets)
    for method in study.methods:
        yield from _unknown("methods", "method", method, get_args(Method))


def _cohorts(study: Study) -> Iterator[str]:
    """Yield what keeps cohorts from being told apart by their releases, or described in the same words."""
    times = Counter(release for design in study.cohorts.values() for release in design.releases)
    yield from (f"release {r} is in {n} cohorts; give each its own id" for r, n in times.items() if n > 1)
    if len({design.unit for design in study.cohorts.values()}) > 1:
        yield f"the cohorts {', '.join(study.cohorts)} have different units of analysis; make one study of each"
    yield from (
        f"variable {v}: every cohort has another column of this name; rename it"
        for v in study.variables
        if v in (*DESIGN, "age")
    )


def _people(study: Study) -> Iterator[str]:
    """Yield faults of the samples and groupings."""
    yield from (f"a sample cannot be named {n}" for n in study.samples if n == ALL or n in study.releases)
    yield from (f"a grouping cannot be named {n}" for n in study.groupings if n in (ALL, "release"))
    for name, sample in study.samples.items():
        where = f"sample {name}"
        yield from _kind(where, sample.variable, ("binary", "categorical"), study)
        if not sample.levels:
            yield f"{where}: has no level"
        if variable := study.variables.get(sample.variable):
            yield from (f for v in sample.levels for f in _unknown(where, "level", v, variable.levels))
    for name, grouping in study.groupings.items():
        where = f"grouping {name}"
        if bool(grouping.variable) == bool(grouping.bands):
            yield f"{where}: name either a variable or bands of age"
        elif grouping.variable:
            yield from _kind(where, grouping.variable, ("binary", "categorical"), study)
            variable = study.variables.get(grouping.variable)
            pooled = [r for design in study.cohorts.values() for r in design.together]
            lacking = [r for r in pooled if variable and r not in variable.releases]
            yield from (f"{where}: {grouping.variable} is not measured in release {r}" for r in lacking)


def _kind(where: str, variable: str, kinds: tuple[Kind, ...], study: Study) -> Iterator[str]:
    """Yield that a variable is not one of the study, or not of one of some kinds."""
    if variable not in study.variables:
        yield f"{where}: {variable} is not a variable of the study"
    elif study.variables[variable].kind not in kinds:
        yield f"{where}: {variable} is {study.variables[variable].kind}, not {' or '.join(kinds)}"


def _unknown(where: str, what: str, name: str, choices: Iterable[str]) -> Iterator[str]:
    """Yield that a name is not one of the choices, which are listed."""
    choices = list(choices)
    if name not in choices:
        yield f"{where}: there is no {what} {name or repr(name)} (choose from {', '.join(choices)})"


def _outcome(outcome: Outcome, study: Study) -> Iterator[str]:
    where = f"outcome {outcome.id}"
    yield from _unknown(where, "role", outcome.role, get_args(OutcomeRole))
    yield from _unknown(where, "cohort", outcome.cohort, study.cohorts)
    if outcome.id not in study.variables:
        yield f"{where} is not a variable of the study"
    else:
        yield from _outcome_variable(outcome, study)
    if outcome.id in study.exposures:
        yield f"{where} is planned as an exposure too"
    yield from _unknown(where, "set", outcome.headline_set, study.sets)
    yield from _unknown(where, "sample", outcome.sample, (ALL, *study.samples))
    knots = np.array([0.0, *outcome.knots, 100.0])
    if len(outcome.knots) < FEWEST_KNOTS or not (np.diff(knots) > 0).all():
        yield f"{where}: its knots must be {FEWEST_KNOTS} or more increasing percentiles between 0 and 100"


def _outcome_variable(outcome: Outcome, study: Study) -> Iterator[str]:
    """Yield what keeps a declared variable from being an outcome of its cohort."""
    where, variable = f"outcome {outcome.id}", study.variables[outcome.id]
    if variable.kind != "binary":
        yield f"{where}: the variable is {variable.kind}, not binary"
    if variable.group != OUTCOMES:
        yield f"{where}: the variable is declared in group {variable.group}, not in group {OUTCOMES}"
    design = study.cohorts.get(outcome.cohort)
    lacking = [r for r in design.releases if r not in variable.releases] if design else []
    yield from (
        f"{where}: the variable is not measured in release {r} of its cohort, {_only_in(variable)}"
        for r in lacking
    )


def _only_in(variable: Variable) -> str:
    return f"only in {', '.join(variable.releases)}"


def _names(exposure: PlannedExposure, study: Study) -> Iterator[str]:
    where = f"exposure {exposure.id}"
    if exposure.id not in study.variables:
        yield f"{where} is not a variable of the study"
    yield from _unknown(where, "role", exposure.role, get_args(Role))
    yield from _sets(exposure, study)
    yield from _unknown(where, "sample", exposure.sample, (ALL, *study.samples))
    for adjuster in filter(None, (exposure.drop, exposure.add)):
        yield from _unknown(where, "adjuster", adjuster, study.adjusters)
    if not any(exposure.releases.values()):
        yield f"{where}: has no release"
    for cohort, releases in exposure.releases.items():
        strangers = [r for r in releases if r not in study.cohorts[cohort].releases]
        yield from (f"{where}: release {r} does not belong to cohort {cohort}" for r in strangers)


def _sets(exposure: PlannedExposure, study: Study) -> Iterator[str]:
    """Yield faults of the adjustment sets; the last one is primary if the exposure lacks that of an outcome."""
    where = f"exposure {exposure.id}"
    if not exposure.sets:
        yield f"{where}: has no adjustment set"
    unknown = [fault for set_ in exposure.sets for fault in _unknown(where, "set", set_, study.sets)]
    yield from unknown
    ordered = [set_ for set_ in study.sets if set_ in exposure.sets]
    if not unknown and [*exposure.sets] != ordered:
        yield f"{where}: write the sets once each, the fullest last ({' '.join(ordered)})"


def _continuous(variable: str, scale: Scale, where: str, study: Study) -> Iterator[str]:
    if variable not in study.variables:
        yield f"{where}: the variable is not a variable of the study"
    elif study.variables[variable].kind != "continuous":
        yield f"{where}: the variable is {study.variables[variable].kind}, not continuous"
    yield from _unknown(where, "scale", scale, get_args(Scale))


def _curve(curve: Curve, study: Study) -> Iterator[str]:
    where = f"curve of {curve.variable}"
    yield from _continuous(curve.variable, curve.scale, where, study)
    if curve.exposure not in study.exposures:
        yield f"{where}: exposure {curve.exposure} is not planned"
    elif curve.variable in study.variables:
        releases = [r for pooled in study.exposures[curve.exposure].releases.values() for r in pooled]
        lacking = [r for r in releases if r not in study.variables[curve.variable].releases]
        measured = _only_in(study.variables[curve.variable])
        yield from (
            f"{where}: the variable is not measured in release {r} of {curve.exposure}, {measured}"
            for r in lacking
        )
    if curve.step is not None and (not np.isfinite(curve.step) or curve.step == 0):
        yield f"{where}: the step must be a number other than 0, or 2^"
    if curve.reference is None or not np.isfinite(curve.reference):
        yield f"{where}: the reference must be a number"
    elif curve.scale == "log2" and curve.reference <= 0:
        yield f"{where}: the reference must be above 0 on the log2 scale"
    if not (curve.unit and curve.reason):
        yield f"{where}: the unit and the reason for the reference are required"


def _bins(bins: Bins, study: Study) -> Iterator[str]:
    where = f"bins of {bins.variable}"
    yield from _continuous(bins.variable, bins.scale, where, study)
    if bins.scale not in get_args(Scale):
        return
    positions = np.array(bins.edges)
    if not np.isfinite(positions).all() or len(positions) < 2 or (bins.scale == "log2" and positions[0] <= 0):
        yield f"{where}: the edges must be two or more numbers, above 0 on the log2 scale"
        return
    steps = np.diff(np.log2(positions) if bins.scale == "log2" else positions)
    if steps[0] <= 0 or not np.allclose(steps, steps[0]):
        yield f"{where}: the edges must increase in even steps on the {bins.scale} scale"


def _models(exposure: PlannedExposure, study: Study) -> Iterator[str]:
    where = f"exposure {exposure.id}"
    for cohort, releases in exposure.releases.items():
        outcomes = [o for o in study.outcomes.values() if o.cohort == cohort and releases]
        for o in outcomes:
            if exposure.role == "headline" and o.role != "control" and o.headline_set not in exposure.sets:
                yield f"{where}: lacks {o.headline_set}, the primary adjustment set of {o.id}"
        for o, set_ in product(outcomes, exposure.sets):
            fit = fit_of(study, o, exposure, set_, primary_sample(o, exposure))
            used = [study.variables[v] for v in dict.fromkeys(variables_of(study, fit))]
            lacking = ((v, r) for v in used for r in releases if r not in v.releases)
            yield from (f"{where}: {v.id} is not measured in release {r}, {_only_in(v)}" for v, r in lacking)
            try:
                pooled_years(study.cohorts[cohort], releases)
                component_of(study.cohorts[cohort], used, releases)
            except AnalysisError as error:
                yield f"{where}: {str(error).removesuffix('.')}"
