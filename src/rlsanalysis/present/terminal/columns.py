"""How the terminal sets numbers: none is ever cut, and a narrow screen leaves out the people of a model instead."""

from collections.abc import Iterable
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rlsanalysis.present import labels

NARROWEST, PIPED, WIDE = 80, 120, 100
NUMBERS = ("n", "cases\n(exposed)", "odds ratio\n(95 % interval)", "p", "q")


def wide_enough(console: Console) -> Console:
    """Make a console so wide that every number fits: 80 columns at least, 120 where nobody's screen limits it."""
    console.width = max(console.width, NARROWEST if console.is_terminal else PIPED)
    return console


def estimate_table(*first: str, wide: bool) -> Table:
    """An empty table of estimates: the columns `first`, then `numbers`."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, show_edge=False)
    for name in first:
        table.add_column(name, vertical="top")
    number_columns(table, NUMBERS if wide else NUMBERS[1:])
    return table


def number_columns(table: Table, names: Iterable[str]) -> None:
    """Add columns of numbers, flush right, that give no width away."""
    for name in names:
        table.add_column(Text(name), justify="right", no_wrap=True)


def numbers(row: Any, *, wide: bool) -> tuple[str, ...]:
    """Cells of a row of `estimates` for the columns of numbers."""
    shown = labels.line(row)
    cells = (labels.exposed_cases(row), labels.estimate_text(row), shown.p, shown.q)
    return (labels.count(row.n), *cells) if wide else cells
