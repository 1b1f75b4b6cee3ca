"""Run the whole study in one call: fit the plan, draw the figures, write tables, report and explorer."""

from collections.abc import Sequence
from pathlib import Path

from rlsanalysis.present.figures import catalogue
from rlsanalysis.present.figures.of_run import remove_figures
from rlsanalysis.present.publish import publish_figures, publish_pages, publish_tables
from rlsanalysis.study.results import Results, read_results
from rlsanalysis.study.run import Progress, fit_plan, quiet

DRAWING, WRITING = "drawing figures", "writing tables and report"


def run_study(
    source: str = "nhanes",
    *, cohort: str | None = None, outcome: str | None = None, exposure: str | None = None,
    group: str | Sequence[str] = (), headline: bool = False,
    raw: Path | str | None = None, out: Path | str | None = None, workers: int = 2, figures: bool = True,
    progress: Progress = quiet,
) -> Results:  # fmt: skip
    """Fit the plan, or a part of it, and write tables, figures, report and explorer into the folder of the results.

    Parameters
    ----------
    source, cohort, outcome, exposure, group, headline, raw, out, workers, progress
        As in `rlsanalysis.fit_plan`.
    figures : whether to draw the figures; without them, figures of an earlier run in the folder are removed.

    Returns
    -------
    Results

    Raises
    ------
    AnalysisError
        As in `rlsanalysis.fit_plan`.
    """
    fitted = fit_plan(
        source,
        cohort=cohort,
        outcome=outcome,
        exposure=exposure,
        group=group,
        headline=headline,
        raw=raw,
        out=out,
        workers=workers,
        progress=progress,
    )
    results = read_results(fitted.folder)
    if figures:
        _draw(results, workers, progress)
    else:
        remove_figures(results.folder / "figures")
    progress(WRITING, 0, 2)
    list(publish_tables(results))
    progress(WRITING, 1, 2)
    list(publish_pages(results))
    progress(WRITING, 2, 2)
    return results


def _draw(results: Results, workers: int, progress: Progress) -> None:
    """Draw the figures of a run and report the progress by figure; each figure is several files."""
    total = len(catalogue(results))
    progress(DRAWING, 0, total)
    drawn: set[str] = set()
    for path in publish_figures(results, workers):
        drawn.add(path.stem)
        progress(DRAWING, len(drawn), total)
