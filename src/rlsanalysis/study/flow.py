"""Count participants from the files to the analytic sample of each model (participant flow)."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.plan import fit_of, form_of, in_sample, releases_of, samples_of, variables_of
from rlsanalysis.study.records import ALL, Outcome, PlannedExposure, Study


def flow_rows(
    cohort: Cohort, study: Study, outcome: Outcome, exposure: PlannedExposure
) -> Iterator[dict[str, Any]]:
    """Yield the rows of `flow` for an outcome and exposure, for each sample of the pooled releases.

    The column `left` describes the participants who remain after a step.
    """
    for sample in samples_of(study, outcome, exposure):
        frame = cohort.pool(releases_of(study, outcome, exposure, sample))
        remaining = pd.Series(data=True, index=frame.index)
        for step, (label, mask) in enumerate(
            _steps(cohort, study, outcome, exposure, frame, sample), start=1
        ):
            remaining = remaining & mask
            yield {
                "outcome": outcome.id, "exposure": exposure.id, "sample": sample, "step": step, "left": label,
                "n": int(remaining.sum()), "cases": int((frame.loc[remaining, outcome.id] == 1).sum()),
            }  # fmt: skip


def _steps(
    cohort: Cohort,
    study: Study,
    outcome: Outcome,
    exposure: PlannedExposure,
    frame: pd.DataFrame,
    sample: str,
) -> Iterator[tuple[str, "pd.Series[bool]"]]:
    releases = releases_of(study, outcome, exposure, sample)
    declared = cohort.variable(form_of(study, exposure.id, sample))
    described = {r: declared.population[r].described(study.unit.people) for r in releases}
    adults = cohort.sampling.population
    usual = adults.described(study.unit.people)
    yield (
        f"{study.unit.entered} in {', '.join(study.releases[r].label for r in releases)}",
        frame["seqn"].notna(),
    )
    yield usual, adults.mask(frame)
    different = {*described.values()}
    if different != {usual}:
        in_each = (f"{people} in {study.releases[r].label}" for r, people in described.items())
        yield different.pop() if len(different) == 1 else "; ".join(in_each), declared.eligible(frame)
    yield "outcome known", frame[outcome.id].notna()
    if sample != ALL:
        yield study.samples[sample].step, in_sample(study, sample, frame)
    yield "exposure known", frame[declared.id].notna()
    for set_ in exposure.sets:
        used = variables_of(study, fit_of(study, outcome, exposure, set_, sample))
        component = cohort.component(used, releases)
        known = frame[used].notna().all(axis=1) & (frame[f"w_{component}"] > 0)
        yield f"in the {set_} model: adjusters known, {component} weight above 0", known
