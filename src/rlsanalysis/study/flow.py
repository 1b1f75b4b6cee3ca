"""Who is left after each step, from everybody in the files to the people of each model."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from rlsanalysis.study.plan import (
    ALL,
    USER,
    USERS,
    Outcome,
    PlannedExposure,
    Study,
    among_users,
    fit_of,
    variables_of,
)
from rlsanalysis.variables.cohort import Cohort


def flow_rows(
    cohort: Cohort, study: Study, outcome: Outcome, exposure: PlannedExposure
) -> Iterator[dict[str, Any]]:
    """Rows of `flow` for one outcome and exposure, for each sample that is fitted on the pooled releases."""
    samples = (USERS, ALL) if among_users(outcome, exposure) else (ALL,)
    frame = cohort.pool(exposure.releases[outcome.cohort])
    for sample in samples:
        left = pd.Series(data=True, index=frame.index)
        for step, (label, mask) in enumerate(
            _steps(cohort, study, outcome, exposure, frame, sample), start=1
        ):
            left = left & mask
            yield {
                "outcome": outcome.id, "exposure": exposure.id, "sample": sample, "step": step, "left": label,
                "n": int(left.sum()), "cases": int((frame.loc[left, outcome.id] == 1).sum()),
            }  # fmt: skip


def _steps(
    cohort: Cohort,
    study: Study,
    outcome: Outcome,
    exposure: PlannedExposure,
    frame: pd.DataFrame,
    sample: str,
) -> Iterator[tuple[str, "pd.Series[bool]"]]:
    releases = exposure.releases[outcome.cohort]
    declared = cohort.variable(exposure.id)
    populations = [(r, declared.eligible(r)) for r in releases]
    words = {str(population) for _, population in populations}
    yield f"interviewed in release {', '.join(releases)}", frame["seqn"].notna()
    yield "adults 20+", frame["age"] >= 20
    if words != {"adults 20+"}:
        inside = pd.Series(data=False, index=frame.index)
        for release, population in populations:
            if population is not None:
                inside |= (frame["release"] == release) & population.mask(frame)
        label = (
            words.pop()
            if len(words) == 1
            else "; ".join(f"{population} in {r}" for r, population in populations)
        )
        yield label, inside
    yield "outcome known", frame[outcome.id].notna()
    if sample == USERS:
        yield "takes a prescription drug", frame[USER] == 1
    yield "exposure known", frame[exposure.id].notna()
    for set_ in exposure.sets:
        used = variables_of(study, fit_of(study, outcome, exposure, set_, users=sample == USERS))
        component = cohort.component(used, releases)
        known = frame[used].notna().all(axis=1) & (frame[f"w_{component}"] > 0)
        yield f"in the {set_} model: its adjusters known, {component} weight above 0", known
