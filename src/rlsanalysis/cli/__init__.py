"""The command line: it parses, calls, and turns what the user can mend into one line."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from rlsanalysis.cli import commands as do

MENDABLE = 2
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

    running = command(do.run)
    planning = command(do.plan, source=False)
    for added in (running, planning):
        added.add_argument("--cohort", choices=do.COHORTS, help="one cohort only")
        added.add_argument("--outcome", metavar="ID", help="one outcome only, such as treated")
        added.add_argument("--exposure", metavar="ID", help="one exposure only, such as ferritin_lt50")
        added.add_argument(
            "--group",
            metavar="NAME",
            nargs="+",
            default=(),
            help="exposures of some groups only, such as iron",
        )
        added.add_argument("--headline", action="store_true", help="only the models that the text quotes")
    planning.add_argument("--csv", action="store_true", help="as CSV")
    running.add_argument(
        "--out", type=Path, metavar="DIR", help="folder for results (default: results/SOURCE)"
    )
    fetching = command(do.fetch, source=False)
    building = command(do.build)
    for added in (fetching, building):
        added.add_argument("--cohort", choices=do.COHORTS, nargs="+", help="some cohorts only")
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
    showing = command(do.show)
    showing.add_argument("exposure", metavar="EXPOSURE", help="its id, such as ferritin_lt50")
    for added in (command(do.figures), command(do.tables), command(do.report), showing):
        added.add_argument(
            "--results", type=Path, metavar="DIR", help="folder of results (default: results/SOURCE)"
        )
    comparing = command(do.diff, source=False)
    comparing.add_argument("before", type=Path, metavar="A")
    comparing.add_argument("after", type=Path, metavar="B")
    renewing = command(do.catalog, source=False)
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
