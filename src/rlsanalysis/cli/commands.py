"""The commands, one function each: it calls the package and writes the answer."""

import argparse
import sys
import webbrowser
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rlsanalysis.study.results import Results

OK, BROKEN = 0, 1
COHORTS = ("2005-2008", "2013-2020")
KINDS = ("exposures", "outcomes", "variables", "cohorts", "tables")


def run(options: argparse.Namespace) -> int:
    """Run the study: fetch missing tables, build cohorts, fit models, draw figures, write the report."""
    from rlsanalysis.api import run_study
    from rlsanalysis.cli.progress import progress_bars
    from rlsanalysis.nhanes.study import nhanes_study
    from rlsanalysis.present.terminal import print_summary
    from rlsanalysis.study.plan import fits
    from rlsanalysis.survey.errors import AnalysisError

    part = (options.cohort, options.outcome, options.exposure, options.group)
    planned = fits(nhanes_study(), *part, headline=options.headline)
    if options.source == "nhanes":
        _fetch_missing(options, list(dict.fromkeys(f.cohort for f in planned)))
    elif options.mirror:
        raise AnalysisError(
            "--mirror requires --source nhanes, because the demonstration data are not fetched."
        )
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
    with progress_bars(hidden=options.quiet) as progress:
        results = run_study(
            options.source,
            cohort=options.cohort,
            outcome=options.outcome,
            exposure=options.exposure,
            group=options.group,
            headline=options.headline,
            robustness=options.robustness,
            raw=options.raw,
            out=options.out,
            workers=options.workers,
            figures=options.figures,
            progress=progress,
        )
    if not options.quiet:
        print_summary(results.folder)
    if options.verbose:
        _write_lines(sorted(path for path in results.folder.rglob("*") if path.is_file()))
    return BROKEN if results.broken else OK


def fetch(options: argparse.Namespace) -> int:
    """Download the CDC tables that the study reads."""
    _fetch_missing(options, options.cohort or list(COHORTS))
    return OK


def build(options: argparse.Namespace) -> int:
    """Build the tidy cohorts from the raw tables."""
    from rlsanalysis.nhanes.home import processed_folder
    from rlsanalysis.nhanes.store import load_cohort

    lines: list[object] = []
    for name in options.cohort or COHORTS:
        cohort = load_cohort(name, options.source, raw=options.raw, workers=options.workers)
        lines += [f"{processed_folder(options.source) / name}.parquet: {cohort!r}"]
        lines += [f"  {notice}" for notice in dict.fromkeys(n for n in cohort.inputs["notice"] if n)]
        lines += [f"  {table} is missing. {ABSENT}" for table in cohort.absent]
    if not options.quiet:
        _write_lines(lines)
    return OK


def replicate(options: argparse.Namespace) -> int:
    """Recompute published NHANES numbers from CDC's files, and compare them at the printed digit."""
    from rlsanalysis.nhanes.home import raw_folder, results_folder
    from rlsanalysis.nhanes.replication.recipes import table_names
    from rlsanalysis.nhanes.replication.run import FILE
    from rlsanalysis.nhanes.replication.run import replicate as recompute
    from rlsanalysis.study.replication import summary
    from rlsanalysis.study.tables import check_folder, write

    folder = Path(options.out or results_folder("nhanes"))
    check_folder(folder)
    _fetch_tables(options, table_names())
    table = recompute(raw=options.raw or raw_folder("nhanes"))
    write(table, folder / FILE)
    if not options.quiet:
        _write_lines([summary(table).to_string(index=False), folder / FILE])
    return OK


def list_(options: argparse.Namespace) -> int:
    """List the exposures, outcomes, variables, cohorts or raw tables of the study."""
    from rlsanalysis.cli.listing import KINDS, aligned, overview

    sys.stdout.write(aligned(KINDS[options.kind]() if options.kind else overview()))
    return OK


def plan(options: argparse.Namespace) -> int:
    """Print the planned models with releases, weight and adjusters; nothing is fitted."""
    from rlsanalysis.nhanes.study import nhanes_study
    from rlsanalysis.study.plan import fits, fits_table

    study = nhanes_study()
    part = (options.cohort, options.outcome, options.exposure, options.group)
    table = fits_table(study, fits(study, *part, headline=options.headline))
    models = "1 model" if len(table) == 1 else f"{len(table)} models"
    sys.stdout.write(
        table.to_csv(index=False) if options.csv else f"{table.to_string(index=False)}\n{models}\n"
    )
    return OK


def figures(options: argparse.Namespace) -> int:
    """Draw the figures of a results folder again."""
    from rlsanalysis.present.publish import publish_figures

    return _publish(publish_figures, options)


def tables(options: argparse.Namespace) -> int:
    """Write the manuscript tables of a results folder again: HTML, CSV, LaTeX, Word."""
    from rlsanalysis.present.publish import publish_tables

    return _publish(publish_tables, options)


def report(options: argparse.Namespace) -> int:
    """Write the report and the explorer of a results folder again."""
    from rlsanalysis.present.publish import publish_pages

    return _publish(publish_pages, options)


def manuscript(options: argparse.Namespace) -> int:
    """Write the Methods section, its BibTeX file and the reporting checklists of a results folder again."""
    from rlsanalysis.present.publish import publish_manuscript

    return _publish(publish_manuscript, options)


def open_(options: argparse.Namespace) -> int:
    """Open the report of a results folder in the browser."""
    from rlsanalysis.study.tables import existing

    page = existing(_folder(options) / ("explorer.html" if options.explorer else "report.html")).resolve()
    opened = webbrowser.open(page.as_uri())
    sys.stdout.write(f"{page}\n" if opened else f"No browser was found. Open this file: {page}\n")
    return OK


def show(options: argparse.Namespace) -> int:
    """Print the definition of an exposure and all of its estimates."""
    from rlsanalysis.nhanes.study import nhanes_study
    from rlsanalysis.present.terminal import print_exposure, print_unfitted
    from rlsanalysis.study.names import known_name
    from rlsanalysis.study.results import RECORD, read_results
    from rlsanalysis.study.tables import RUN
    from rlsanalysis.survey.errors import AnalysisError

    if options.results and not options.results.is_dir():
        raise AnalysisError(
            f"{options.results} is not a folder. Name a folder of results with --results, or write one with: {RUN}."
        )
    folder = _folder(options)
    if (folder / RECORD).exists():
        print_exposure(read_results(folder), options.exposure, outcome=options.outcome)
        return OK
    study = nhanes_study()
    if options.outcome:
        known_name("outcome", options.outcome, study.outcomes)
    print_unfitted(study, options.exposure, folder)
    return OK


def diff(options: argparse.Namespace) -> int:
    """Compare two results folders row by row."""
    from rlsanalysis.study.diff import compare

    differences = compare(options.before, options.after)
    if len(differences):
        sys.stdout.write(differences.to_csv(index=False))
    counts = differences["change"].value_counts()
    sys.stderr.write(
        f"moved {counts.get('moved', 0)}, new {counts.get('new', 0)}, gone {counts.get('gone', 0)}\n"
    )
    return BROKEN if len(differences) else OK


def catalog(options: argparse.Namespace) -> int:
    """Renew the digests of the catalog from a folder of raw tables (for developers, after adding a column)."""
    from rlsanalysis.nhanes.digest import write_digests
    from rlsanalysis.nhanes.store import columns_of_study

    write_digests(options.raw, columns_of_study())
    return OK


ABSENT = "Variables that depend on it are marked as not measured."


def _folder(options: argparse.Namespace) -> Path:
    """Return the results folder that was named, or that of the source."""
    from rlsanalysis.nhanes.home import results_folder

    return Path(options.results or results_folder(options.source))


def _publish(publish: "Callable[[Results], Iterable[Path]]", options: argparse.Namespace) -> int:
    """Write files from the tables of a results folder, and list them."""
    from rlsanalysis.study.results import read_results

    for path in publish(read_results(_folder(options))):
        if not options.quiet:
            _write_lines([path])
    return OK


def _fetch_missing(options: argparse.Namespace, cohorts: Sequence[str]) -> None:
    """Fetch the tables of some cohorts that are not on disk, and report those that the source lacks."""
    from rlsanalysis.nhanes.store import raw_tables

    _fetch_tables(options, dict.fromkeys(table for cohort in cohorts for table in raw_tables(cohort)))


def _fetch_tables(options: argparse.Namespace, names: Iterable[str]) -> None:
    """Fetch tables that are not on disk, and report those that the source lacks."""
    from rlsanalysis.nhanes import catalog as known
    from rlsanalysis.nhanes.fetch import fetch as fetch_tables
    from rlsanalysis.nhanes.home import raw_folder
    from rlsanalysis.survey.errors import AnalysisError

    wanted = [known.tables()[name] for name in names]
    folder = options.raw or raw_folder("nhanes")
    answer = fetch_tables(
        wanted,
        folder,
        options.mirror or known.CDC,
        workers=max(4, options.workers),
        progress=sys.stderr.isatty() and not options.quiet,
    )
    lines = [
        f"{len(wanted)} tables in {folder}: {len(answer.downloaded)} fetched, {len(answer.present)} already present"
    ]
    lines += [f"The source does not have {name}. {ABSENT}" for name in answer.missing]
    lines += [f"Fetched {name}" for name in answer.downloaded if options.verbose]
    if not options.quiet:
        sys.stderr.write("".join(f"{line}\n" for line in lines))
    people = [name for name in answer.missing if known.tables()[name].base == "DEMO"]
    if people:
        raise AnalysisError(
            f"The source does not have {', '.join(people)}, which lists the participants, so that no cohort can be "
            "built. Fetch it from another source (--mirror)."
        )


def _write_lines(lines: Iterable[object]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
