"""The command line: it parses arguments, calls a command, and reports an error of the user in one line."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from rlsanalysis.cli import commands as do

USER_ERROR = 2
SOURCES = ("demo", "nhanes")


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Write the error and exit with code 2."""
        self.exit(USER_ERROR, f"rlsanalysis: {message}. See: {self.prog} --help\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    0: success; 1: a model ended in a program error, or two results folders differ; 2: an error of the user, such as a
    wrong name or a missing file.
    """
    options = parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except KeyboardInterrupt:
        sys.stderr.write("rlsanalysis: interrupted. Files that were written are complete.\n")
        return 130
    except Exception as error:
        from rlsanalysis.survey.errors import AnalysisError

        if not isinstance(error, AnalysisError | OSError):
            raise
        sys.stderr.write(f"rlsanalysis: {_line(error)}\n")
        return USER_ERROR


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = Parser(
        prog="rlsanalysis",
        description="Estimate the associations of suspected causes with restless legs syndrome in NHANES.",
        epilog="Example: rlsanalysis run --source demo. Exit code 2 means an error that you can correct.",
    )
    top.add_argument("--version", action=Version)
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def command(
        function: Callable[[argparse.Namespace], int], *, source: bool = True
    ) -> argparse.ArgumentParser:
        text = (function.__doc__ or "").strip()
        added = commands.add_parser(function.__name__.rstrip("_"), help=text, description=text)
        added.set_defaults(command=function)
        if source:
            added.add_argument(
                "--source",
                choices=SOURCES,
                default="demo",
                help="demo: simulated participants (default); nhanes: CDC's files",
            )
        return added

    running = command(do.run)
    listing = command(do.list_, source=False)
    listing.add_argument("kind", choices=do.KINDS, nargs="?", help="what to list (default: an overview)")
    planning = command(do.plan, source=False)
    for added in (running, planning):
        _add_part(added)
    planning.add_argument("--csv", action="store_true", help="print CSV")
    running.add_argument(
        "--out", type=Path, metavar="DIR", help="folder for the results (default: results/SOURCE)"
    )
    running.add_argument(
        "--robustness",
        action="store_true",
        help="add specification curves, differences from control outcomes and permuted p values (minutes)",
    )
    running.add_argument("--no-figures", dest="figures", action="store_false", help="do not draw figures")
    fetching = command(do.fetch, source=False)
    replicating = command(do.replicate, source=False)
    replicating.add_argument(
        "--out", type=Path, metavar="DIR", help="folder for replication.csv (default: results/nhanes)"
    )
    building = command(do.build)
    for added in (fetching, building):
        added.add_argument("--cohort", choices=do.COHORTS, nargs="+", help="only these cohorts")
    for added in (running, fetching, replicating):
        added.add_argument(
            "--mirror", metavar="URL_OR_DIR", help="fetch from this address or folder, which has CDC's layout"
        )
    for added in (running, fetching, replicating, building):
        added.add_argument(
            "--raw", type=Path, metavar="DIR", help="folder of raw tables (default: data/raw/SOURCE)"
        )
        added.add_argument(
            "--workers",
            type=_count,
            default=2,
            metavar="N",
            help="parallel processes or downloads (default: 2)",
        )
    publishing = [command(do.figures), command(do.tables), command(do.report), command(do.manuscript)]
    opening = command(do.open_)
    opening.add_argument("--explorer", action="store_true", help="open the explorer instead of the report")
    showing = command(do.show)
    showing.add_argument("exposure", metavar="EXPOSURE", help="id of the exposure, such as ferritin_lt50")
    showing.add_argument("--outcome", metavar="ID", help="only this outcome, such as treated")
    for added in (*publishing, opening, showing):
        added.add_argument(
            "--results", type=Path, metavar="DIR", help="folder of results (default: results/SOURCE)"
        )
    for added in (running, fetching, replicating, building, *publishing):
        _add_volume(added, verbose=added in (running, fetching, replicating))
    comparing = command(do.diff, source=False)
    comparing.add_argument("before", type=Path, metavar="A")
    comparing.add_argument("after", type=Path, metavar="B")
    renewing = command(do.catalog, source=False)
    renewing.add_argument("raw", type=Path, metavar="DIR", help="folder of raw tables in CDC's layout")
    return top


def _add_part(added: argparse.ArgumentParser) -> None:
    """Add the options that select a part of the plan."""
    added.add_argument("--cohort", choices=do.COHORTS, help="only this cohort")
    added.add_argument("--outcome", metavar="ID", help="only this outcome, such as treated")
    added.add_argument("--exposure", metavar="ID", help="only this exposure, such as ferritin_lt50")
    added.add_argument(
        "--group", metavar="NAME", nargs="+", default=(), help="only exposures of these groups, such as iron"
    )
    added.add_argument(
        "--headline", action="store_true", help="only the primary models of headline exposures"
    )


def _add_volume(added: argparse.ArgumentParser, *, verbose: bool) -> None:
    """Add the options that say how much is printed."""
    volume = added.add_mutually_exclusive_group()
    volume.add_argument("--quiet", action="store_true", help="print errors only")
    if verbose:
        volume.add_argument("--verbose", action="store_true", help="also list every file")


def _line(error: Exception) -> str:
    """Return the message of an error in one line."""
    if isinstance(error, OSError) and error.strerror and error.filename:
        return f"{error.filename}: {error.strerror}. Check the path and its permissions, or name another one."
    return " ".join(str(error).split())


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not an integer of 1 or more")
    return int(text)


class Version(argparse.Action):
    """Print the version and exit."""

    def __init__(self, option_strings: Sequence[str], dest: str) -> None:
        super().__init__(option_strings, dest, nargs=0, help="print the version and exit")

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print the version and exit."""
        from importlib.metadata import version

        sys.stdout.write(f"rlsanalysis {version('rlsanalysis')}\n")
        parser.exit()
