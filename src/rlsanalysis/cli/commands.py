"""What each command does, one function a command: it calls, and writes what it found."""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rlsanalysis.study.results import Results
    from rlsanalysis.study.run import Progress

OK, BROKEN = 0, 1
COHORTS = ("2005-2008", "2013-2020")


def run(options: argparse.Namespace) -> int:
    """Fetch what is missing, build, fit, draw and report."""
    from rlsanalysis.present.run import run_study
    from rlsanalysis.present.terminal import print_summary

    if options.source == "nhanes":
        _fetch_missing(options, [options.cohort] if options.cohort else list(COHORTS))
    elif options.mirror:
        from rlsanalysis.survey.errors import AnalysisError

        raise AnalysisError(
            "--mirror is of use with --source nhanes only: the demonstration is made on the spot."
        )
    with _progress() as progress:
        results = run_study(
            options.source,
            cohort=options.cohort,
            outcome=options.outcome,
            exposure=options.exposure,
            group=options.group,
            headline=options.headline,
            raw=options.raw,
            out=options.out,
            workers=options.workers,
            progress=progress,
        )
    print_summary(results.folder)
    return BROKEN if results.broken else OK


def fetch(options: argparse.Namespace) -> int:
    """Download CDC's tables that the study reads."""
    _fetch_missing(options, options.cohort or list(COHORTS))
    return OK


def build(options: argparse.Namespace) -> int:
    """Build the tidy cohorts from raw tables."""
    from rlsanalysis.nhanes.home import processed_folder
    from rlsanalysis.variables.store import load_cohort

    for name in options.cohort or COHORTS:
        cohort = load_cohort(name, options.source, raw=options.raw, workers=options.workers)
        sys.stdout.write(f"{processed_folder(options.source) / name}.parquet: {cohort!r}\n")
        for notice in dict.fromkeys(n for n in cohort.inputs["notice"] if n):
            sys.stdout.write(f"  {notice}\n")
        for table in cohort.absent:
            sys.stdout.write(f"  absent: {table}; what depends on it is marked as not measured here\n")
    return OK


def plan(options: argparse.Namespace) -> int:
    """Print the planned fits before anything runs."""
    from rlsanalysis.study.plan import fits, fits_table, load_plan

    study = load_plan()
    table = fits_table(
        study,
        fits(
            study, options.cohort, options.outcome, options.exposure, options.group, headline=options.headline
        ),
    )
    sys.stdout.write(
        table.to_csv(index=False) if options.csv else f"{table.to_string(index=False)}\n{len(table)} models\n"
    )
    return OK


def figures(options: argparse.Namespace) -> int:
    """Draw every figure again from a folder of results."""
    from rlsanalysis.present.publish import publish_figures

    return _publish(publish_figures, options)


def tables(options: argparse.Namespace) -> int:
    """Write every table for a manuscript again: HTML, CSV, LaTeX, Word."""
    from rlsanalysis.present.publish import publish_tables

    return _publish(publish_tables, options)


def report(options: argparse.Namespace) -> int:
    """Write the report and the explorer again from a folder of results."""
    from rlsanalysis.present.publish import publish_pages

    return _publish(publish_pages, options)


def show(options: argparse.Namespace) -> int:
    """Print one exposure's whole story."""
    from rlsanalysis.nhanes.home import results_folder
    from rlsanalysis.present.terminal import print_exposure

    if options.results and not options.results.is_dir():
        raise NotADirectoryError(f"{options.results} is not a folder of results.")
    print_exposure(options.exposure, options.results or results_folder(options.source))
    return OK


def diff(options: argparse.Namespace) -> int:
    """Compare two folders of results by key."""
    from rlsanalysis.study.diff import compare

    found = compare(options.before, options.after)
    if len(found):
        sys.stdout.write(found.to_csv(index=False))
    counts = found["change"].value_counts()
    sys.stderr.write(
        f"moved {counts.get('moved', 0)}, new {counts.get('new', 0)}, gone {counts.get('gone', 0)}\n"
    )
    return BROKEN if len(found) else OK


def catalog(options: argparse.Namespace) -> int:
    """Renew the catalog's digests from a folder of raw tables (for developers, after a new column)."""
    from rlsanalysis.nhanes.digest import write_digests
    from rlsanalysis.variables.store import columns_of_study

    write_digests(options.raw, columns_of_study())
    return OK


def _publish(publish: "Callable[[Results], Iterable[Path]]", options: argparse.Namespace) -> int:
    """Write some files from the tables of a results folder, and name them."""
    from rlsanalysis.nhanes.home import results_folder
    from rlsanalysis.study.results import read_results

    results = read_results(options.results or results_folder(options.source))
    for path in publish(results):
        sys.stdout.write(f"{path}\n")
    return OK


def _fetch_missing(options: argparse.Namespace, cohorts: Sequence[str]) -> None:
    """Fetch the tables of some cohorts that are not on disk; name those that the source lacks."""
    from rlsanalysis.nhanes import catalog as known
    from rlsanalysis.nhanes.fetch import fetch as fetch_tables
    from rlsanalysis.nhanes.home import raw_folder
    from rlsanalysis.survey.errors import AnalysisError
    from rlsanalysis.variables.store import raw_tables

    names = dict.fromkeys(table for cohort in cohorts for table in raw_tables(cohort))
    wanted = [known.tables()[name] for name in names]
    folder = options.raw or raw_folder("nhanes")
    report = fetch_tables(
        wanted,
        folder,
        options.mirror or known.CDC,
        workers=max(4, options.workers),
        progress=sys.stderr.isatty(),
    )
    fetched, there = len(report.downloaded), len(report.present)
    sys.stderr.write(f"{len(wanted)} tables wanted in {folder}: {fetched} fetched, {there} there already\n")
    for name in report.missing:
        sys.stderr.write(f"not at the source: {name}; what depends on it is marked as not measured here\n")
    people = [name for name in report.missing if known.tables()[name].base == "DEMO"]
    if people:
        raise AnalysisError(
            f"{', '.join(people)}: without the people of a release nothing can be built. Fetch from elsewhere."
        )


@contextmanager
def _progress() -> "Iterator[Progress]":
    """A progress bar a stage, on the terminal's error stream."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage)
            bars.update(tasks[stage], completed=done, total=total)

        yield report
