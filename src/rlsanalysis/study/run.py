"""Run the study: fit every planned model, or a part of the plan, and write all tables of results."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from joblib import Parallel, delayed
from threadpoolctl import threadpool_limits

from rlsanalysis.nhanes import home
from rlsanalysis.study.comparisons import comparison_rows
from rlsanalysis.study.curves import curve_fit, curve_rows, curves_of, failed_tests
from rlsanalysis.study.descriptives import descriptive_rows
from rlsanalysis.study.distributions import distribution_rows
from rlsanalysis.study.estimate import failed_rows, fitted_rows
from rlsanalysis.study.flow import flow_rows
from rlsanalysis.study.indications import indication_rows
from rlsanalysis.study.model import Assembler
from rlsanalysis.study.multiplicity import with_q_values
from rlsanalysis.study.plan import Curve, Fit, Outcome, Study, fits, load_plan
from rlsanalysis.study.prevalence import prevalence_rows
from rlsanalysis.study.provenance import provenance
from rlsanalysis.study.results import BROKE, Results, write_results
from rlsanalysis.study.tables import check_folder, schema, table
from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.variables.cohort import Cohort
from rlsanalysis.variables.names import as_names
from rlsanalysis.variables.outcomes import GROUP as OUTCOMES
from rlsanalysis.variables.store import load_cohort, read_cohort, stored_key

JOBS_PER_PROCESS = 25
"""Number of jobs that take longer than the start of a process."""
Progress = Callable[[str, int, int], None]
Rows = dict[str, list[dict[str, Any]]]


def quiet(stage: str, done: int, total: int) -> None:
    """Ignore progress."""
    del stage, done, total


@dataclass(frozen=True)
class Job:
    """A part of a run: the models and curves of one exposure, or, without `fits`, the tables of one outcome.

    Attributes
    ----------
    cohort, outcome, exposure : names; `exposure` is empty for the tables of an outcome.
    fits, curves : models and dose-response curves.
    groups : groups of variables by which the outcome is described; all groups if empty.
    """

    cohort: str
    outcome: str
    exposure: str = ""
    fits: tuple[Fit, ...] = ()
    curves: tuple[Curve, ...] = ()
    groups: tuple[str, ...] = ()


def fit_plan(
    source: str = "nhanes",
    *, cohort: str | None = None, outcome: str | None = None, exposure: str | None = None,
    group: str | Sequence[str] = (), headline: bool = False,
    raw: Path | str | None = None, out: Path | str | None = None, processed: Path | str | None = None,
    workers: int = 2,
    progress: Progress = quiet,
) -> Results:  # fmt: skip
    """Fit the models of the analysis plan and write the tables of results.

    Parameters
    ----------
    source : `nhanes` (CDC's files, which must have been fetched) or `demo` (simulated participants).
    cohort, outcome, exposure, group : part of the plan to fit; all of it by default. `group` is a group of exposures,
        such as `iron`, or several. With groups, only their variables are described.
    headline : whether to fit only the primary models of headline exposures, which takes seconds.
    raw, processed : folders to use instead of `data/raw/<source>` and `data/processed/<source>`.
    out : folder for the results; if None, `results/<source>`, followed by the names of the part.
    workers : largest number of processes; the results do not depend on it.
    progress : function that is called with the stage, the number of completed steps and the total number of steps.

    Returns
    -------
    Results
        The tables, and the folder that they were written to.

    Raises
    ------
    AnalysisError
        A name is unknown, `out` is a file, or raw files cannot be read. Results that are already on disk remain
        unchanged.
    """
    study = load_plan()
    groups = as_names(group)
    planned = fits(study, cohort, outcome, exposure, groups, headline=headline)
    request = {
        "cohort": cohort,
        "outcome": outcome,
        "exposure": exposure,
        "group": "+".join(groups) or None,
        "models": "headline" if headline else None,
    }
    folder = Path(out or home.results_folder(source, [part for part in request.values() if part]))
    check_folder(folder)
    processed = Path(processed or home.processed_folder(source))
    names = list(dict.fromkeys(f.cohort for f in planned))
    cohorts = []
    for position, name in enumerate(names):
        progress("reading", position, len(names))
        cohorts.append(load_cohort(name, source, raw=raw, processed=processed, workers=workers))
    progress("reading", len(names), len(names))
    keys = [stored_key(name, processed) for name in names]
    # The record is made before the models are fitted, in case the code is edited during the run.
    record = provenance(source, cohorts, request, keys)
    work = list(jobs(study, planned, groups, whole_outcomes=exposure is None, curves=not headline))
    rows = _run(work, source, processed, workers, progress)
    tables = {name: table(name, rows[name], source) for name in schema()}
    tables["estimates"], tables["tests"] = with_q_values(study, tables["estimates"], tables["tests"])
    return write_results(folder, source, tables, record)


def jobs(
    study: Study, planned: list[Fit], groups: Sequence[str] = (), *, whole_outcomes: bool, curves: bool
) -> Iterator[Job]:
    """Yield the parts of a run: one per outcome and exposure; with `whole_outcomes`, also one per outcome."""
    models: dict[tuple[str, str, str], list[Fit]] = {}
    for fit in planned:
        models.setdefault((fit.cohort, fit.outcome, fit.exposure), []).append(fit)
    if whole_outcomes:
        yield from dict.fromkeys(Job(f.cohort, f.outcome, groups=tuple(groups)) for f in planned)
    for (cohort, outcome, exposure), together in models.items():
        planned_curves = curves_of(study, study.outcomes[outcome], exposure) if curves else ()
        yield Job(cohort, outcome, exposure, tuple(together), planned_curves)


def _run(work: list[Job], source: str, processed: Path, workers: int, progress: Progress) -> Rows:
    """Do all jobs in parallel and collect their rows in the order of the jobs."""
    rows: Rows = {name: [] for name in schema()}
    processes = min(workers, max(1, len(work) // JOBS_PER_PROCESS))
    parts = Parallel(n_jobs=processes, return_as="generator")(
        delayed(_do)(job, source, processed) for job in work
    )
    for done, part in enumerate(parts, start=1):
        progress("fitting", done, len(work))
        for name, found in part.items():
            rows[name] += found
    return rows


@lru_cache(maxsize=2)
def _assembler(name: str, source: str, processed: Path, key: str) -> Assembler:
    """Return the assembler of the cohort with this key; each worker process caches it."""
    del key
    return Assembler(read_cohort(name, source, processed), load_plan())


def _do(job: Job, source: str, processed: Path) -> Rows:
    """Do one job. Linear algebra uses one thread, so that numbers do not depend on the number of processes."""
    assembler = _assembler(job.cohort, source, processed, stored_key(job.cohort, processed))
    cohort, study = assembler.cohort, assembler.study
    with threadpool_limits(limits=1):
        if not job.fits:
            described = _of_groups(cohort, job.groups)
            return {
                "prevalence": list(prevalence_rows(cohort, job.outcome)),
                "descriptives": list(descriptive_rows(described, job.outcome)),
                "comparisons": list(comparison_rows(described, job.outcome, study)),
                "distributions": list(distribution_rows(described, job.outcome, study)),
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


def _of_groups(cohort: Cohort, groups: Sequence[str]) -> Cohort:
    """Return the cohort with its outcomes and the variables of some groups (all variables without groups)."""
    if not groups:
        return cohort
    kept = {id_: v for id_, v in cohort.variables.items() if v.group in (*groups, OUTCOMES)}
    return replace(cohort, variables=kept)


def _fit(assembler: Assembler, fit: Fit) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Fit a model; an error becomes the reason in its rows, so that one model cannot end a run."""
    try:
        return fitted_rows(assembler.model(fit), assembler.study)
    except Exception as error:  # noqa: BLE001
        return failed_rows(assembler.cohort.variable(fit.exposure), assembler.study, fit, _reason(error))


def _curve(
    assembler: Assembler, outcome: Outcome, curve: Curve
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Fit a curve; an error becomes the reason in its rows."""
    fit = curve_fit(assembler.study, outcome, curve)
    try:
        return curve_rows(assembler.model(fit), curve, assembler.study)
    except Exception as error:  # noqa: BLE001
        return [], failed_tests(fit, curve, assembler.study, _reason(error))


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, AnalysisError) else f"{BROKE}{type(error).__name__}: {error}"
