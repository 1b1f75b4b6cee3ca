"""Compute one part of a run in a worker process: models and curves of an exposure, or the tables of an outcome.

A third kind of job is the robustness analyses of an exposure (`study.robustness`).
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import joblib
from threadpoolctl import threadpool_limits

from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.comparisons import comparison_rows
from rlsanalysis.study.curves import curve_fit, curve_rows, failed_tests
from rlsanalysis.study.descriptives import descriptive_rows
from rlsanalysis.study.distributions import distribution_rows
from rlsanalysis.study.estimate import failed_rows, fitted_rows
from rlsanalysis.study.flow import flow_rows
from rlsanalysis.study.indications import indication_rows
from rlsanalysis.study.model import Assembler
from rlsanalysis.study.plan import Fit
from rlsanalysis.study.prevalence import prevalence_rows
from rlsanalysis.study.records import Curve, Outcome
from rlsanalysis.study.robustness import reason_of, robustness_of

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Job:
    """A part of a run: the models and curves of one exposure, or, without `fits`, the tables of one outcome.

    Attributes
    ----------
    cohort, outcome, exposure : names; `exposure` is empty for the tables of an outcome.
    fits, curves : models and dose-response curves.
    groups : groups of variables by which the outcome is described; all groups if empty.
    robustness : whether the job is the robustness analyses of the exposure instead.
    """

    cohort: str
    outcome: str
    exposure: str = ""
    fits: tuple[Fit, ...] = ()
    curves: tuple[Curve, ...] = ()
    groups: tuple[str, ...] = ()
    robustness: bool = False


@lru_cache(maxsize=2)
def _stored(path: Path) -> Assembler:
    """Return the assembler of a stored cohort; each worker process caches it."""
    cohort: Cohort = joblib.load(path)
    return Assembler(cohort, cohort.study)


def stored_tables_of(job: Job, path: Path) -> Rows:
    """Return the rows of a job by table, given the path of its stored cohort."""
    return tables_of(job, _stored(path))


def tables_of(job: Job, assembler: Assembler) -> Rows:
    """Return the rows of a job by table.

    Linear algebra uses one thread, so that numbers do not depend on the number of processes.
    """
    cohort, study = assembler.cohort, assembler.study
    with threadpool_limits(limits=1):
        if job.robustness:
            return robustness_of(assembler, study.outcomes[job.outcome], study.exposures[job.exposure])
        if not job.fits:
            variables = [v for v in cohort.variables.values() if not job.groups or v.group in job.groups]
            return {
                "prevalence": list(prevalence_rows(cohort, job.outcome)),
                "descriptives": list(descriptive_rows(cohort, job.outcome, variables)),
                "comparisons": list(comparison_rows(cohort, job.outcome, variables)),
                "distributions": list(distribution_rows(cohort, job.outcome, variables)),
                "indications": list(indication_rows(cohort, job.outcome)),
            }
        estimates: list[dict[str, Any]] = []
        tests: list[dict[str, Any]] = []
        for fit in job.fits:
            found, joint = _fit(assembler, fit)
            estimates += found
            tests += joint
        points: list[dict[str, Any]] = []
        curve_tests: list[dict[str, Any]] = []
        for curve in job.curves:
            found, joint = _curve(assembler, study.outcomes[job.outcome], curve)
            points += found
            curve_tests += joint
        flow = flow_rows(cohort, study, study.outcomes[job.outcome], study.exposures[job.exposure])
        return {
            "estimates": estimates,
            "tests": tests,
            "curves": points,
            "curve_tests": curve_tests,
            "flow": list(flow),
        }


def _fit(assembler: Assembler, fit: Fit) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Fit a model; an error becomes the reason in its rows, so that one model cannot end a run."""
    try:
        return fitted_rows(assembler.model(fit), assembler.study)
    except Exception as error:  # noqa: BLE001
        return failed_rows(assembler.cohort.variable(fit.variable), assembler.study, fit, reason_of(error))


def _curve(
    assembler: Assembler, outcome: Outcome, curve: Curve
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Fit a curve; an error becomes the reason in its rows."""
    fit = curve_fit(assembler.study, outcome, curve)
    try:
        return curve_rows(assembler.model(fit), curve, assembler.study)
    except Exception as error:  # noqa: BLE001
        return [], failed_tests(fit, curve, assembler.study, reason_of(error))
