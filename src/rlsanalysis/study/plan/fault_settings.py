"""Faults of the settings of a plan: cohorts, outcomes, adjusters, sets, samples, groupings, methods and words."""

from collections import Counter
from collections.abc import Iterator
from typing import get_args

import numpy as np

from rlsanalysis.study.plan.fault_names import kind, only_in, unknown
from rlsanalysis.study.records import ALL, OUTCOMES, Method, Outcome, OutcomeRole, Role, Study
from rlsanalysis.study.records.cohort import DESIGN
from rlsanalysis.survey.spline import FEWEST_KNOTS

FEWEST_PERMUTATIONS = 40
"""Fewest permutations whose 2.5th and 97.5th percentiles lie within their range."""


def setting_faults(study: Study) -> Iterator[str]:
    """Yield the faults of all settings."""
    yield from _cohorts(study)
    for outcome in study.outcomes.values():
        yield from _outcome(outcome, study)
    for name, adjuster in study.adjusters.items():
        if adjuster.variable not in study.variables:
            yield f"adjuster {name}: {adjuster.variable} is not a variable of the study"
    for name, adjusters in study.sets.items():
        yield from (f for a in adjusters for f in unknown(f"set {name}", "adjuster", a, study.adjusters))
    yield from _sensitivity(study)
    yield from _people(study)
    yield from unknown("by_release", "set", study.by_release_set, study.sets)
    yield from (
        f for a in study.robustness.always for f in unknown("robustness", "adjuster", a, study.adjusters)
    )
    if study.robustness.permutations < FEWEST_PERMUTATIONS or study.robustness.seed < 0:
        yield f"robustness: permutations must be {FEWEST_PERMUTATIONS} or more, and the seed 0 or more"
    for method in study.methods:
        yield from unknown("methods", "method", method, get_args(Method))
    yield from _words(study)


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


def _sensitivity(study: Study) -> Iterator[str]:
    """Yield faults of the sets of sensitivity analyses."""
    headline = {outcome.headline_set for outcome in study.outcomes.values()}
    for name, sets in study.sensitivity.items():
        yield from unknown("sensitivity", "headline set", name, sorted(headline))
        yield from (f for s in sets for f in unknown(f"sensitivity {name}", "set", s, study.sets))
        yield from (
            f"sensitivity {name}: {s} is the headline set of an outcome" for s in sets if s in headline
        )


def _people(study: Study) -> Iterator[str]:
    """Yield faults of the samples and groupings."""
    yield from (f"a sample cannot be named {n}" for n in study.samples if n == ALL or n in study.releases)
    yield from (f"a grouping cannot be named {n}" for n in study.groupings if n in (ALL, "release"))
    for name, sample in study.samples.items():
        where = f"sample {name}"
        yield from kind(where, sample.variable, ("binary", "categorical"), study)
        if sample.form and "{exposure}" not in sample.form:
            yield f"{where}: its form must contain {{exposure}}, where the id of the exposure goes"
        if not sample.levels:
            yield f"{where}: has no level"
        if variable := study.variables.get(sample.variable):
            yield from (f for v in sample.levels for f in unknown(where, "level", v, variable.levels))
    for name, grouping in study.groupings.items():
        where = f"grouping {name}"
        if bool(grouping.variable) == bool(grouping.bands):
            yield f"{where}: name either a variable or bands of age"
        elif grouping.variable:
            yield from kind(where, grouping.variable, ("binary", "categorical"), study)
            variable = study.variables.get(grouping.variable)
            pooled = [r for design in study.cohorts.values() for r in design.together]
            lacking = [r for r in pooled if variable and r not in variable.releases]
            yield from (f"{where}: {grouping.variable} is not measured in release {r}" for r in lacking)


def _outcome(outcome: Outcome, study: Study) -> Iterator[str]:
    where = f"outcome {outcome.id}"
    yield from unknown(where, "role", outcome.role, get_args(OutcomeRole))
    yield from unknown(where, "cohort", outcome.cohort, study.cohorts)
    if outcome.id not in study.variables:
        yield f"{where} is not a variable of the study"
    else:
        yield from _outcome_variable(outcome, study)
    if outcome.id in study.exposures:
        yield f"{where} is planned as an exposure too"
    yield from unknown(where, "set", outcome.headline_set, study.sets)
    yield from unknown(where, "sample", outcome.sample, (ALL, *study.samples))
    yield from (f for e in outcome.without for f in unknown(where, "exposure", e, study.exposures))
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
        f"{where}: the variable is not measured in release {r} of its cohort, {only_in(variable)}"
        for r in lacking
    )


def _words(study: Study) -> Iterator[str]:
    """Yield the roles and adjustment sets of a plan that the study has no words for."""
    planned = {exposure.role for exposure in study.exposures.values()}
    roles = [role for role in get_args(Role) if role in planned]
    yield from (f"words: roles lacks {role}" for role in roles if not study.words.roles.get(role))
    yield from (f"words: sets lacks {set_}" for set_ in study.sets if not study.words.sets.get(set_))
