"""The whole study in one call: fit the plan, then draw the figures and write the report."""

from collections.abc import Sequence
from pathlib import Path

from rlsanalysis.present.publish import publish
from rlsanalysis.study.results import Results, read_results
from rlsanalysis.study.run import Progress, fit_plan, quiet


def run_study(
    source: str = "nhanes",
    *, cohort: str | None = None, outcome: str | None = None, exposure: str | None = None,
    group: str | Sequence[str] = (), headline: bool = False,
    raw: Path | str | None = None, out: Path | str | None = None, workers: int = 2, progress: Progress = quiet,
) -> Results:  # fmt: skip
    """Fit the plan, or a part of it, and write tables, figures, report and explorer.

    Parameters and errors are those of `rlsanalysis.study.run.fit_plan`; the files lie in `.folder`.
    """
    results = fit_plan(
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
    progress("figures and report", 0, 1)
    list(publish(read_results(results.folder), workers))
    progress("figures and report", 1, 1)
    return results
