"""Specification curves: an association under every subset of the adjusters of its fullest adjustment set.

The primary model of an exposure uses one adjustment set of the plan. Its specifications are all subsets of the
adjusters of the fullest set that contain those which the plan always keeps, so that a reader sees how far the estimate
depends on the choice (Simonsohn, Simmons and Nelson, Nature Human Behaviour 2020;4:1208-1214). The people are those for
whom every adjuster of the fullest set is known, with one weight, so that specifications differ in their adjusters only.
Beside it, each subset is fitted by the primary method in its own people, as a study with that set would have done.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np

from rlsanalysis.study.estimate import NOT_ESTIMABLE, logit_of, reliabilities
from rlsanalysis.study.model import Assembler, Model, terms_of
from rlsanalysis.study.plan import Fit, adjusters_of, fit_of, primary_sample
from rlsanalysis.study.records import Method, Outcome, PlannedExposure, Study
from rlsanalysis.study.terms import variable_of
from rlsanalysis.survey.errors import ConvergenceError, NotEstimableError

Row = dict[str, Any]

SAME, OWN = "same", "own"
"""People of a specification: those with every adjuster of the fullest set known, or those with its own adjusters."""
ALWAYS_THERE = ("release", "const")
RATIOS = {"odds_ratio": "estimate", "conf_low": "conf_low", "conf_high": "conf_high"}


def fullest(study: Study, outcome: Outcome, exposure: PlannedExposure) -> Fit:
    """Return the model of an exposure with its fullest adjustment set, in its primary sample."""
    return fit_of(study, outcome, exposure, exposure.sets[-1], primary_sample(outcome, exposure))


def subsets(study: Study, full: Fit) -> Iterator[tuple[str, ...]]:
    """Yield the subsets of the adjusters of a model that contain those that the plan always keeps, smallest first."""
    kept = {*study.robustness.always}
    free = [a for a in full.adjusters if a not in kept]
    for size in range(len(free) + 1):
        for chosen in combinations(free, size):
            yield tuple(a for a in full.adjusters if a in kept or a in chosen)


def specification_rows(assembler: Assembler, outcome: Outcome, exposure: PlannedExposure) -> list[Row]:
    """Fit every specification of an exposure and return its rows of `specifications`.

    Each level has three rows a specification: both methods in the same people, the primary method in its own people.
    """
    study = assembler.study
    full = fullest(study, outcome, exposure)
    together = assembler.model(full)
    primary = adjusters_of(study, exposure, exposure.primary_set(outcome), full.releases)
    rows: list[Row] = []
    for adjusters in subsets(study, full):
        planned = replace(full, adjusters=adjusters)
        alike = restricted(together, study, planned)
        own = assembler.model(planned)
        same = list(_rows(alike, study, study.methods, SAME))
        rows += same
        if own.design.n == alike.design.n and own.component == alike.component:
            of_own = [row | {"people": OWN} for row in same if row["method"] == study.methods[0]]
        else:
            of_own = list(_rows(own, study, study.methods[:1], OWN))
        rows += [row | {"primary": "yes" if adjusters == primary else ""} for row in of_own]
    return rows


def restricted(model: Model, study: Study, planned: Fit) -> Model:
    """Return a model with a part of its adjusters, in the same people and with the same weight."""
    kept = {study.adjusters[a].variable for a in planned.adjusters} | {*ALWAYS_THERE}
    columns = [c for c in model.exog if c in model.columns or variable_of(str(c)) in kept]
    return replace(model, planned=planned, exog=model.exog[columns])


def _rows(model: Model, study: Study, methods: Sequence[Method], people: str) -> Iterator[Row]:
    """Yield the rows of one specification: one per level and method, with the status of the primary method."""
    try:
        logit = logit_of(model)
        firth = logit.fit(method=study.methods[0])
        rated = reliabilities(firth, model, study)
    except (NotEstimableError, ConvergenceError) as error:
        yield from _failures(model, people, methods, error)
        return
    for method in methods:
        try:
            results = firth if method == study.methods[0] else logit.fit(method=method)
            numbers = [_numbers(row) for row in results.tidy(terms=model.columns).to_dict("records")]
        except (NotEstimableError, ConvergenceError) as error:
            yield from _failures(model, people, [method], error)
            continue
        for i, (found, status) in enumerate(zip(numbers, rated, strict=True)):
            yield _row(model, people, method, i) | found | status | {"reason": ""}


def _row(model: Model, people: str, method: str, position: int) -> Row:
    """Return what identifies and describes a row: the specification and the level at a position."""
    term, planned = model.terms[position], model.planned
    return {
        "outcome": planned.outcome, "exposure": planned.exposure, "level": term.level, "reference": term.reference,
        "adjusters": " ".join(planned.adjusters), "people": people, "method": method, "sample": planned.sample,
        "releases": " ".join(planned.releases), "weight": model.component, **model.counts(term),
    }  # fmt: skip


def _numbers(found: Mapping[Any, Any]) -> Row:
    """Return the numbers of a coefficient; an unbounded confidence limit is 0 or infinite."""
    ratios = {name: float(np.exp(found[of])) for name, of in RATIOS.items()}
    return {name: found[name] for name in ("estimate", "std_error", "df")} | ratios


def _failures(model: Model, people: str, methods: Sequence[Method], error: Exception) -> Iterator[Row]:
    failed = {"status": NOT_ESTIMABLE, "reason": str(error)}
    for method in methods:
        yield from (_row(model, people, method, i) | failed for i in range(len(model.terms)))


def failed_specifications(
    study: Study, outcome: Outcome, exposure: PlannedExposure, reason: str
) -> list[Row]:
    """Return rows for the fullest set that say why no specification was fitted."""
    full = fullest(study, outcome, exposure)
    return [
        {
            "outcome": outcome.id, "exposure": exposure.id, "level": term.level, "reference": term.reference,
            "adjusters": " ".join(full.adjusters), "people": SAME, "method": study.methods[0], "sample": full.sample,
            "releases": " ".join(full.releases), "status": NOT_ESTIMABLE, "reason": reason,
        }
        for term in terms_of(study.variables[full.variable])
    ]  # fmt: skip
