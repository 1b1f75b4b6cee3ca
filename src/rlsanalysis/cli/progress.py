"""Show the progress of a run on standard error: one bar per stage, with the estimated time left."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from rlsanalysis.study.run import Progress, quiet


@contextmanager
def progress_bars(*, hidden: bool) -> Iterator[Progress]:
    """Provide a progress function that draws a bar per stage; with `hidden`, one that draws nothing."""
    if hidden:
        yield quiet
        return
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        TimeRemainingColumn(), TextColumn("left"),
    )  # fmt: skip
    with Bars(*columns, console=Console(stderr=True)) as bars:
        tasks = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage)
            bars.update(tasks[stage], completed=done, total=total)

        yield report
