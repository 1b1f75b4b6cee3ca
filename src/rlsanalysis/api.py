"""Join the study of NHANES with its presentation: run all of it in one call, and say whose data a notebook reads."""

import html
from collections.abc import Sequence
from pathlib import Path

from rlsanalysis.nhanes.home import checked, raw_folder
from rlsanalysis.nhanes.run import fit_plan
from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present.figures import catalogue
from rlsanalysis.present.figures.of_run import remove_figures
from rlsanalysis.present.publish import (
    publish_figures,
    publish_manuscript,
    publish_pages,
    publish_tables,
)
from rlsanalysis.study.results import Results, read_results
from rlsanalysis.study.run import Progress, quiet

SYNTHETIC = (
    '<p style="color:#b00020"><b>SYNTHETIC DATA: the files of {} are not in {}, so these people are invented. '
    "No number below is a finding.</b></p>"
)
DRAWING, WRITING = "drawing figures", "writing tables and report"


def run_study(
    source: str = "nhanes",
    *, cohort: str | None = None, outcome: str | None = None, exposure: str | None = None,
    group: str | Sequence[str] = (), headline: bool = False, robustness: bool = False,
    raw: Path | str | None = None, out: Path | str | None = None, workers: int = 2, figures: bool = True,
    progress: Progress = quiet,
) -> Results:  # fmt: skip
    """Fit the plan, or a part of it, and write tables, figures, report and explorer into the folder of the results.

    Parameters
    ----------
    source, cohort, outcome, exposure, group, headline, robustness, raw, out, workers, progress
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
        robustness=robustness,
        raw=raw,
        out=out,
        workers=workers,
        progress=progress,
    )
    results = read_results(fitted.folder)
    if figures:
        _draw(results, workers, progress)
    else:
        remove_figures(results.study, results.folder / "figures")
    progress(WRITING, 0, 2)
    list(publish_tables(results))
    progress(WRITING, 1, 2)
    list(publish_pages(results))
    list(publish_manuscript(results))
    progress(WRITING, 2, 2)
    return results


def _draw(results: Results, workers: int, progress: Progress) -> None:
    """Draw the figures of a run and report the progress by figure; each figure is several files."""
    total = len(catalogue(results.study, results))
    progress(DRAWING, 0, total)
    drawn: set[str] = set()
    for path in publish_figures(results, workers):
        drawn.add(path.stem)
        progress(DRAWING, len(drawn), total)


def notice(source: str) -> str:
    """Say in HTML whose data a notebook reads: in red where the people are invented.

    Raises
    ------
    AnalysisError
        There is no such source.
    """
    words = nhanes_study(checked(source)).words
    if source == "nhanes":
        return f"<p>Real data: {html.escape(words.source)}.</p>"
    return SYNTHETIC.format(words.survey, html.escape(str(raw_folder("nhanes"))))
