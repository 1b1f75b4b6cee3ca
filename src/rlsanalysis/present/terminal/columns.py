"""Lay out tables of estimates for the terminal: numbers are never truncated, and a narrow screen has fewer columns."""

from collections.abc import Iterable
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rlsanalysis.present import printing

NARROWEST, WIDE = 80, 120
NUMBERS = ("n", "exposed /\nall cases", "odds ratio\n(95% CI)", "p", "q")
NARROW_NUMBERS = NUMBERS[1:3]


def wide_enough(console: Console) -> Console:
    """Widen a console so that every number fits: at least 80 columns, and 120 if the output is not a terminal."""
    console.width = max(console.width, NARROWEST if console.is_terminal else WIDE)
    return console


def estimate_table(*first: str, wide: bool) -> Table:
    """Return an empty table of estimates: the columns `first`, then those of `numbers`, then the reliability."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, show_edge=False)
    for name in first:
        table.add_column(name, vertical="top")
    number_columns(table, NUMBERS if wide else NARROW_NUMBERS)
    table.add_column("reliability", vertical="top")
    return table


def number_columns(table: Table, names: Iterable[str]) -> None:
    """Add right-aligned columns of numbers that are never wrapped."""
    for name in names:
        table.add_column(Text(name), justify="right", no_wrap=True)


def numbers(row: Any, *, wide: bool) -> tuple[str, ...]:
    """Return the cells of a row of `estimates` for the columns of numbers."""
    shown = printing.line(row)
    cells = (printing.exposed_cases(row), printing.estimate_text(row))
    return (printing.count(row.n), *cells, shown.p, shown.q) if wide else cells
