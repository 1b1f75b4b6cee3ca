"""Run the study: fit every planned model, or a part of the plan, and write all tables of results."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from joblib import Parallel, delayed

from rlsanalysis.nhanes import home
from rlsanalysis.study.curves import curves_of
from rlsanalysis.study.job import Job, Rows, tables_of
from rlsanalysis.study.multiplicity import with_q_values
from rlsanalysis.study.plan import Fit, Study, fits, load_plan
from rlsanalysis.study.provenance import provenance
from rlsanalysis.study.results import Results, write_results
from rlsanalysis.study.tables import check_folder, schema, table
from rlsanalysis.variables.names import as_names
from rlsanalysis.variables.store import load_cohort, stored_key

JOBS_PER_PROCESS = 25
"""Number of jobs that take longer than the start of a process."""
Progress = Callable[[str, int, int], None]


def quiet(stage: str, done: int, total: int) -> None:
    """Ignore progress."""
    del stage, done, total


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
        delayed(tables_of)(job, source, processed) for job in work
    )
    for done, part in enumerate(parts, start=1):
        progress("fitting", done, len(work))
        for name, found in part.items():
            rows[name] += found
    return rows
