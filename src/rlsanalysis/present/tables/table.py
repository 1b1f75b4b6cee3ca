"""A table as text, before it becomes HTML, CSV, LaTeX or Word: the same cells in each."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rlsanalysis.study.records import SYNTHETIC, Study


@dataclass(frozen=True)
class Column:
    """A column next to that of the labels; neighbors with the same `spanner` share it as a heading.

    Cells of a column that may `wrap` break into lines; others stay in one line.
    """

    heading: str
    spanner: str = ""
    align: Literal["left", "right", "center"] = "right"
    wrap: bool = False

    @property
    def flat(self) -> str:
        """Heading in one line, for a file with one line of headings."""
        return f"{self.spanner}: {self.heading}" if self.spanner else self.heading


@dataclass(frozen=True)
class Row:
    """A line: the heading that it belongs to, its label, a cell for each column, and the row that it is a part of."""

    group: str
    label: str
    cells: tuple[str, ...]
    under: str = ""


@dataclass(frozen=True)
class Table:
    """A table for a manuscript.

    `stub` is the heading of the column of labels; `notes` name the methods and explain the cells; `source` names
    the data.
    """

    name: str
    title: str
    stub: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    source: str


def make(
    study: Study, name: str,
    title: str,
    stub: str,
    columns: Iterable[Column],
    rows: Iterable[Row],
    notes: Iterable[str],
    *, empty: str,
) -> Table:  # fmt: skip
    """Put a table together: labeled SYNTHETIC where people are invented; without rows it says `empty`."""
    columns, rows = tuple(columns), tuple(rows)
    if not rows:
        rows = (Row("", empty, ("",) * len(columns)),)
    if study.synthetic:
        title, notes = f"{SYNTHETIC}: {title}", (f"{study.words.synthetic}.", *notes)
    return Table(name, title, stub, columns, rows, tuple(n for n in notes if n), study.label)


class References:
    """Numbered notes that cells refer to, `[1]`; the same text keeps its number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def mark(self, text: str) -> str:
        """Mark to put into a cell."""
        return f"[{self._numbers.setdefault(text, len(self._numbers) + 1)}]"

    @property
    def notes(self) -> list[str]:
        """The notes, each with its mark."""
        return [f"[{number}] {text}." for text, number in self._numbers.items()]
