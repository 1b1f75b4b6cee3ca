"""Compare the association of an exposure with an outcome to that with a control outcome, in the same people.

If an exposure is associated with an outcome and with a control outcome alike, contact with care may explain both. The
two odds ratios are of the same people, so they are not independent, and their separate intervals do not tell whether
they differ. Their difference is therefore estimated in one model (`rlsanalysis.study.stacked`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from rlsanalysis.study.domain import Domain
from rlsanalysis.study.estimate import NOT_ESTIMABLE, STATUSES, logit_of, reliabilities
from rlsanalysis.study.model import Assembler, terms_of
from rlsanalysis.study.plan import (
    Fit,
    exposures_of,
    fit_of,
    in_sample,
    primary_fit,
    primary_sample,
    variables_of,
)
from rlsanalysis.study.records import ALL, Outcome, PlannedExposure, Study
from rlsanalysis.study.stacked import OF_CONTROL, Pair, correlation, stacked
from rlsanalysis.survey import LogitResults
from rlsanalysis.survey.errors import AnalysisError

Row = dict[str, Any]

NAMED = ("outcome", "control outcome")
APART = "the control outcome is not defined in cases of the outcome, who are in the model of the outcome only"


def control_fits(study: Study, outcome: Outcome, exposure: PlannedExposure) -> Iterator[tuple[Fit, Fit]]:
    """Yield the primary model of an exposure with that of each control outcome of the same cohort.

    Both have the adjustment set of the outcome of interest, each in its own primary sample. For a control outcome, an
    exposure that stands for this one takes its place.
    """
    for control in study.outcomes.values():
        if control.role != "control" or control.cohort != outcome.cohort:
            continue
        for other in exposures_of(study, control):
            if study.stands_for(other.id) == exposure.id:
                yield (
                    primary_fit(study, outcome, exposure),
                    fit_of(study, control, other, other.primary_set(outcome), primary_sample(control, other)),
                )


def control_rows(assembler: Assembler, outcome: Outcome, exposure: PlannedExposure) -> Iterator[Row]:
    """Yield the rows of `control_differences` of a headline exposure: one per control outcome, level and method."""
    for fit, control in control_fits(assembler.study, outcome, exposure):
        yield from difference_rows(pair_of(assembler, fit, control), assembler.study)


def pair_of(assembler: Assembler, fit: Fit, control: Fit) -> Pair:
    """Assemble both models on the people for whom the variables of both are known, with the weight of all of them.

    A control outcome that is defined in people without the outcome only, such as another sleep disorder, would exclude
    every case. There, the cases of the outcome are in its model, and not in that of the control outcome.
    """
    study, people = assembler.study, assembler.cohort.everyone
    releases = tuple(r for r in fit.releases if r in control.releases)
    case = people[fit.outcome] == 1
    apart = not (case & people[control.outcome].notna()).any()
    models = []
    for one, other in ((fit, control), (control, fit)):
        variables = [v for v in variables_of(study, other) if v != control.outcome or not apart]
        known = people[variables].notna().all(axis=1)
        if other is control:
            known &= case | people[control.outcome].notna()
        if other.people != ALL:
            known &= in_sample(study, other.people, people)
        model = assembler.model(
            replace(one, releases=releases), Domain("known for both", known, tuple(variables))
        )
        models.append(replace(model, constant=()))
    return Pair(models[0], models[1], apart=apart)


def difference_rows(pair: Pair, study: Study) -> list[Row]:
    """Estimate the differences between the log odds ratios of a pair by every method of the plan."""
    try:
        each = _one_by_one(pair, study)
        logit = stacked(pair)
    except AnalysisError as error:
        failed = {"status": NOT_ESTIMABLE, "reason": str(error)}
        return [_row(pair, method, i) | failed for method in study.methods for i in range(len(pair.columns))]
    rows = []
    for method in study.methods:
        try:
            results = logit.fit(method=method)
            numbers = [_numbers(results, pair, i) for i in range(len(pair.columns))]
        except AnalysisError as error:
            numbers = [{"status": NOT_ESTIMABLE, "reason": str(error)}] * len(pair.columns)
        rows += [
            _row(pair, method, i) | status | found
            for i, (status, found) in enumerate(zip(each, numbers, strict=True))
        ]
    return rows


def _one_by_one(pair: Pair, study: Study) -> list[Row]:
    """Return the status of each difference: the worse one of the two associations, in the same people."""
    rated = [
        reliabilities(logit_of(model).fit(method=study.methods[0]), model, study)
        for model in (pair.outcome, pair.control)
    ]
    return [
        {
            "status": max((one["status"], other["status"]), key=STATUSES.index),
            "reason": "; ".join([*_reasons(one, other), *([APART] if pair.apart else ())]),
        }
        for one, other in zip(*rated, strict=True)
    ]


def _reasons(*rated: Row) -> Iterator[str]:
    """Yield the reservations about each of the two associations."""
    yield from (
        f"{name}: {found['reason']}" for name, found in zip(NAMED, rated, strict=True) if found["reason"]
    )


def _numbers(results: LogitResults, pair: Pair, position: int) -> Row:
    """Return the two log odds ratios, their difference with its interval, and the correlation of their estimates."""
    name, of_control = pair.columns[position], f"{OF_CONTROL}{pair.control.terms[position].column}"
    found = results.tidy(terms=[name]).iloc[0]
    control = float(results.params[of_control])
    return {
        "estimate": float(found["estimate"]) + control,
        "control_estimate": control,
        "difference": float(found["estimate"]),
        "std_error": float(found["std_error"]),
        "df": float(found["df"]),
        "ratio": float(np.exp(found["estimate"])),
        "conf_low": float(np.exp(found["conf_low"])),
        "conf_high": float(np.exp(found["conf_high"])),
        "correlation": correlation(results, name, of_control),
    }


def _row(pair: Pair, method: str, position: int) -> Row:
    """Return what identifies and describes a row."""
    outcome, control = pair.outcome, pair.control
    counts: Mapping[str, int | None] = outcome.counts(outcome.terms[position])
    of_control = control.counts(control.terms[position])
    return {
        "outcome": outcome.planned.outcome, "control": control.planned.outcome, "exposure": outcome.planned.exposure,
        "control_exposure": control.planned.exposure, "level": outcome.terms[position].level,
        "reference": outcome.terms[position].reference, "set": outcome.planned.set, "method": method,
        "sample": outcome.planned.sample, "releases": " ".join(outcome.planned.releases), "weight": outcome.component,
        **counts, "control_cases": of_control["cases"], "control_cases_exposed": of_control["cases_exposed"],
    }  # fmt: skip


def failed_differences(study: Study, outcome: Outcome, exposure: PlannedExposure, reason: str) -> list[Row]:
    """Return rows that say why no difference was estimated, one per control outcome and level."""
    return [
        {
            "outcome": outcome.id, "control": control.outcome, "exposure": exposure.id,
            "control_exposure": control.exposure, "level": term.level, "reference": term.reference, "set": fit.set,
            "method": study.methods[0], "sample": fit.sample, "releases": " ".join(fit.releases),
            "status": NOT_ESTIMABLE, "reason": reason,
        }
        for fit, control in control_fits(study, outcome, exposure)
        for term in terms_of(study.variables[fit.variable])
    ]  # fmt: skip
