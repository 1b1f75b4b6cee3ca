"""Run the study on NHANES: load its cohorts, fit its plan, and find results that are current."""

import json
import warnings
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from rlsanalysis.nhanes import home
from rlsanalysis.nhanes.demo.write import SEED
from rlsanalysis.nhanes.store import current_key, load_cohort
from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.names import as_names
from rlsanalysis.study.provenance import fingerprint
from rlsanalysis.study.results import RECORD, Results, read_results
from rlsanalysis.study.run import Part, Progress, quiet, run_plan
from rlsanalysis.survey.errors import AnalysisError, AnalysisWarning


def fit_plan(
    source: str = "nhanes",
    *, cohort: str | None = None, outcome: str | None = None, exposure: str | None = None,
    group: str | Sequence[str] = (), headline: bool = False, robustness: bool = False,
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
    robustness : whether to add the robustness analyses: specification curves, differences from control outcomes and
        permuted p values, which take longer than all else.
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
    part = Part(cohort, outcome, exposure, tuple(as_names(group)), headline=headline)
    study = nhanes_study(home.checked(source))
    part.fits(study)
    folder = Path(out or home.results_folder(source, [name for name in part.request.values() if name]))
    load = partial(load_cohort, source=source, raw=raw, processed=processed, workers=workers)
    record = {"source": source, "seed": SEED if study.synthetic else None}
    return run_plan(
        study, load, folder, part, robustness=robustness, record=record, workers=workers, progress=progress
    )


def load_results(
    source: str = "nhanes",
    *,
    raw: Path | str | None = None,
    out: Path | str | None = None,
    processed: Path | str | None = None,
    workers: int = 2,
    progress: Progress = quiet,
) -> Results:
    """Load the results of the whole analysis plan, fitting it first where they are absent or not current.

    Results are current if the raw files, the code of the package, the plan and the versions of Python and of the
    packages that fit models are those of the run that wrote them, and none of its models ended in a program error.
    Robustness analyses may be among them or not; a new run has none.
    Results whose files are missing or were changed are fitted again, with a warning that names the file. Fitting the
    whole plan takes minutes; reading it takes a second.

    Parameters
    ----------
    source : `nhanes` (CDC's files, which must have been fetched) or `demo` (simulated participants).
    raw, processed : folders to use instead of `data/raw/<source>` and `data/processed/<source>`.
    out : folder with the results; if None, `results/<source>`.
    workers, progress : as in `fit_plan`.

    Returns
    -------
    Results

    Raises
    ------
    AnalysisError
        The source is unknown, or raw files are absent or damaged.
    """
    folder = Path(out or home.results_folder(source))
    study = nhanes_study(home.checked(source))
    keys = [current_key(n, source, raw=raw, processed=processed, workers=workers) for n in study.cohorts]
    if _recorded(folder) == (source, fingerprint(study, keys)):
        try:
            results = read_results(folder)
        except AnalysisError as error:
            warnings.warn(f"The study is run again, because {error}", AnalysisWarning, stacklevel=2)
        else:
            if not results.broken:
                return results
    return fit_plan(source, raw=raw, processed=processed, out=folder, workers=workers, progress=progress)


def _recorded(folder: Path) -> tuple[str, str]:
    """Return the source and the fingerprint of the whole plan in a folder; empty if there is none."""
    try:
        record: dict[str, Any] = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return ("", "") if any(record["request"].values()) else (record["source"], record["fingerprint"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "", ""
