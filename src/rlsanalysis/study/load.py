"""Load the results of the whole analysis plan: from disk where they are current, otherwise by fitting it."""

import json
import warnings
from pathlib import Path

from rlsanalysis.nhanes import home
from rlsanalysis.study.provenance import fingerprint
from rlsanalysis.study.results import RECORD, Results, read_results
from rlsanalysis.study.run import Progress, fit_plan, quiet
from rlsanalysis.survey.errors import AnalysisError, AnalysisWarning
from rlsanalysis.variables.cohort import COHORTS
from rlsanalysis.variables.store import current_key


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
    keys = [current_key(n, source, raw=raw, processed=processed, workers=workers) for n in COHORTS]
    if _recorded(folder) == (source, fingerprint(keys)):
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
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return ("", "") if any(record["request"].values()) else (record["source"], record["fingerprint"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "", ""
