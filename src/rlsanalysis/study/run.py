"""Run a study: fit every planned model, or a part of the plan, and write all tables of results."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib

from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.curves import curves_of
from rlsanalysis.study.job import Job, Rows, stored_tables_of, tables_of
from rlsanalysis.study.model import Assembler
from rlsanalysis.study.multiplicity import with_q_values
from rlsanalysis.study.plan import Fit, fits, primary_fit
from rlsanalysis.study.provenance import provenance
from rlsanalysis.study.records import Study
from rlsanalysis.study.results import Results, write_results
from rlsanalysis.study.robustness import PERMUTED, p_value_rows
from rlsanalysis.study.tables import check_folder, schema, table

JOBS_PER_PROCESS = 25
"""Number of jobs that take longer than the start of a process."""
Progress = Callable[[str, int, int], None]


def quiet(stage: str, done: int, total: int) -> None:
    """Ignore progress."""
    del stage, done, total


@dataclass(frozen=True)
class Part:
    """A part of a plan; all of it by default.

    Attributes
    ----------
    cohort, outcome, exposure : names.
    groups : groups of exposures. With groups, only their variables are described.
    headline : whether only the primary models of headline exposures are fitted.
    """

    cohort: str | None = None
    outcome: str | None = None
    exposure: str | None = None
    groups: tuple[str, ...] = ()
    headline: bool = False

    @property
    def request(self) -> dict[str, str | None]:
        """The part as it is recorded."""
        return {
            "cohort": self.cohort,
            "outcome": self.outcome,
            "exposure": self.exposure,
            "group": "+".join(self.groups) or None,
            "models": "headline" if self.headline else None,
        }

    def fits(self, study: Study) -> list[Fit]:
        """Return the planned models of the part.

        Raises
        ------
        AnalysisError
            A name is not in the plan, or the plan has no such model.
        """
        return fits(study, self.cohort, self.outcome, self.exposure, self.groups, headline=self.headline)


def run_plan(
    study: Study, load: Callable[[str], Cohort], folder: Path, part: Part = Part(),
    *, robustness: bool = False, record: Mapping[str, Any] | None = None, workers: int = 2,
    progress: Progress = quiet,
) -> Results:  # fmt: skip
    """Fit the models of a study and write the tables of results.

    Parameters
    ----------
    study : the study.
    load : function that returns the cohort of a name.
    folder : folder for the results.
    part : part of the plan to fit.
    robustness : whether to add the robustness analyses of the primary outcomes, which take longer than all else.
    record : facts about the source of the data that are recorded in the provenance.
    workers : largest number of processes; the results do not depend on it.
    progress : function that is called with the stage, the number of completed steps and the total number of steps.

    Returns
    -------
    Results
        The tables, and the folder that they were written to.

    Raises
    ------
    AnalysisError
        A name is unknown or `folder` is a file. Results that are already on disk remain unchanged.
    """
    planned = part.fits(study)
    check_folder(folder)
    names = list(dict.fromkeys(f.cohort for f in planned))
    cohorts: dict[str, Cohort] = {}
    for position, name in enumerate(names):
        progress("reading", position, len(names))
        cohorts[name] = load(name)
    progress("reading", len(names), len(names))
    # The record is made before the models are fitted, in case the code is edited during the run.
    recorded = (
        provenance(study, list(cohorts.values()), part.request)
        | {"robustness": robustness}
        | dict(record or {})
    )
    work = list(
        jobs(study, planned, part.groups, whole_outcomes=part.exposure is None, curves=not part.headline)
    )
    if robustness:
        work += robustness_jobs(study, planned)
    rows = _run(work, cohorts, workers, progress)
    permuted = rows.pop(PERMUTED, [])
    tables = {name: table(name, rows[name], study.label) for name in schema()}
    tables["estimates"], tables["tests"] = with_q_values(study, tables["estimates"], tables["tests"])
    ranked = p_value_rows(study, tables["estimates"], tables["tests"], permuted)
    tables["p_values"] = table("p_values", ranked, study.label)
    return write_results(folder, study, tables, recorded)


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


def robustness_jobs(study: Study, planned: list[Fit]) -> Iterator[Job]:
    """Yield a job of robustness analyses for each exposure whose primary model for a primary outcome is planned."""
    for fit in planned:
        outcome, exposure = study.outcomes[fit.outcome], study.exposures[fit.exposure]
        if outcome.role == "primary" and fit == primary_fit(study, outcome, exposure):
            yield Job(fit.cohort, fit.outcome, fit.exposure, robustness=True)


def _run(work: list[Job], cohorts: Mapping[str, Cohort], workers: int, progress: Progress) -> Rows:
    """Do all jobs, in parallel if there are many, and collect their rows in the order of the jobs."""
    rows: Rows = {name: [] for name in schema()}
    processes = min(workers, max(1, len(work) // JOBS_PER_PROCESS))
    with tempfile.TemporaryDirectory() as stored:
        for done, part in enumerate(_parts(work, cohorts, processes, Path(stored)), start=1):
            progress("fitting", done, len(work))
            for name, found in part.items():
                rows.setdefault(name, []).extend(found)
    return rows


def _parts(work: list[Job], cohorts: Mapping[str, Cohort], processes: int, folder: Path) -> Iterator[Rows]:
    """Yield the rows of each job; other processes read the cohorts from a folder, once each."""
    if processes == 1:
        assemblers = {name: Assembler(cohort, cohort.study) for name, cohort in cohorts.items()}
        yield from (tables_of(job, assemblers[job.cohort]) for job in work)
        return
    paths = {name: folder / f"{position}.joblib" for position, name in enumerate(cohorts)}
    for name, path in paths.items():
        joblib.dump(cohorts[name], path)
    yield from joblib.Parallel(n_jobs=processes, return_as="generator")(
        joblib.delayed(stored_tables_of)(job, paths[job.cohort]) for job in work
    )
