"""The command line: one function a command. It parses, calls, and turns what the user can mend into one line."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from rlsanalysis.study.run import Progress

OK, BROKEN, MENDABLE = 0, 1, 2
COHORTS = ("2005-2008", "2013-2020")
SOURCES = ("demo", "nhanes")


class Parser(argparse.ArgumentParser):
    """A parser that tells a wrong argument in one line, as every other error is told."""

    def error(self, message: str) -> NoReturn:
        """End with exit code 2."""
        self.exit(MENDABLE, f"rlsanalysis: {message}. See: {self.prog} --help\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; exit code 0 if all went well, 1 if a fit broke or results differ, 2 for what the user can mend."""
    options = parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except KeyboardInterrupt:
        sys.stderr.write("rlsanalysis: stopped; files on disk are whole.\n")
        return 130
    except Exception as error:
        from rlsanalysis.survey.errors import AnalysisError

        if not isinstance(error, AnalysisError | OSError):
            raise
        sys.stderr.write(f"rlsanalysis: {error}\n")
        return MENDABLE


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
        study, fits(study, options.cohort, options.outcome, options.exposure, headline=options.headline)
    )
    sys.stdout.write(
        table.to_csv(index=False) if options.csv else f"{table.to_string(index=False)}\n{len(table)} models\n"
    )
    return OK


def show(options: argparse.Namespace) -> int:
    """Print one exposure's whole story."""
    from rlsanalysis.nhanes.home import results_folder
    from rlsanalysis.present.terminal import print_exposure

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


def parser() -> argparse.ArgumentParser:
    """The command line's grammar."""
    top = Parser(
        prog="rlsanalysis",
        description="How strongly each suspected cause of restless legs syndrome is associated with it, in CDC's data.",
        epilog="Start with: rlsanalysis run --source demo. An error that you can mend ends with exit code 2.",
    )
    top.add_argument("--version", action=Version)
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def command(
        function: Callable[[argparse.Namespace], int], *, source: bool = True
    ) -> argparse.ArgumentParser:
        text = (function.__doc__ or "").strip()
        added = commands.add_parser(function.__name__, help=text, description=text)
        added.set_defaults(command=function)
        if source:
            added.add_argument(
                "--source", choices=SOURCES, default="demo", help="synthetic people (default) or CDC's files"
            )
        return added

    running = command(run)
    planning = command(plan, source=False)
    for added in (running, planning):
        added.add_argument("--cohort", choices=COHORTS, help="one cohort only")
        added.add_argument("--outcome", metavar="ID", help="one outcome only, such as treated")
        added.add_argument("--exposure", metavar="ID", help="one exposure only, such as ferritin_lt50")
        added.add_argument("--headline", action="store_true", help="only the models that the text quotes")
    planning.add_argument("--csv", action="store_true", help="as CSV")
    running.add_argument(
        "--out", type=Path, metavar="DIR", help="folder for results (default: results/SOURCE)"
    )
    fetching = command(fetch, source=False)
    building = command(build)
    for added in (fetching, building):
        added.add_argument("--cohort", choices=COHORTS, nargs="+", help="some cohorts only")
    for added in (running, fetching):
        added.add_argument(
            "--mirror", metavar="URL_OR_DIR", help="fetch from here instead of CDC: CDC's layout below it"
        )
    for added in (running, fetching, building):
        added.add_argument(
            "--raw", type=Path, metavar="DIR", help="folder of raw tables (default: data/raw/SOURCE)"
        )
        added.add_argument(
            "--workers",
            type=_count,
            default=2,
            metavar="N",
            help="processes, or downloads at once (default: 2)",
        )
    showing = command(show)
    showing.add_argument("exposure", metavar="EXPOSURE", help="its id, such as ferritin_lt50")
    showing.add_argument(
        "--results", type=Path, metavar="DIR", help="folder of results (default: results/SOURCE)"
    )
    comparing = command(diff, source=False)
    comparing.add_argument("before", type=Path, metavar="A")
    comparing.add_argument("after", type=Path, metavar="B")
    renewing = command(catalog, source=False)
    renewing.add_argument("raw", type=Path, metavar="DIR", help="folder of raw tables in CDC's layout")
    return top


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of 1 or more")
    return int(text)


class Version(argparse.Action):
    """Print the version and leave."""

    def __init__(self, option_strings: Sequence[str], dest: str) -> None:
        super().__init__(option_strings, dest, nargs=0, help="print the version and leave")

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print and leave."""
        from importlib.metadata import version

        sys.stdout.write(f"rlsanalysis {version('rlsanalysis')}\n")
        parser.exit()


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
