"""The key of a figure: each mark that is drawn, with its meaning in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from rlsanalysis.present.figures.axis import LEAST, MOST
from rlsanalysis.present.figures.page import Page, line_height
from rlsanalysis.present.figures.text import width_of
from rlsanalysis.present.figures.theme import Theme, look
from rlsanalysis.present.reliability import Symbol, reliability
from rlsanalysis.study.records import Study

MEANINGS: dict[Symbol, str] = {
    "filled": "adequate reliability",
    "open": "imprecise, or interpret with caution",
    "interval": "CI only (sparse data)",
}
BEYOND = "CI extends beyond the axis"
SAMPLE, SPACE, APART = 2.6, 0.8, 2.2  # multiples of the size of the text


@dataclass(frozen=True)
class Entry:
    """A mark and what it means; `band` draws a shaded area instead of a line."""

    meaning: str
    mark: dict[str, Any] = field(default_factory=dict)
    band: str = ""


def reliability_entries(study: Study, theme: Theme, rows: Iterable[Any]) -> list[Entry]:
    """Return the entries for the marks of some rows, and for the arrows where their CIs leave the axis."""
    shown = [(row, symbol) for row in rows if (symbol := reliability(study, row).symbol) != "none"]
    used = {symbol for _, symbol in shown}
    beyond = any(row.conf_low < LEAST or row.conf_high > MOST for row, _ in shown)
    entries = [Entry(text, look(theme, symbol)) for symbol, text in MEANINGS.items() if symbol in used]
    arrow = {"color": theme.colors.quiet, "marker": ">", "linestyle": "", "markersize": 0.9 * theme.mark}
    return [*entries, Entry(BEYOND, arrow)] if beyond else entries


def key_height(theme: Theme, entries: list[Entry], size: float = 0) -> float:
    """Height in inches that a key takes."""
    return len(list(_rows(theme, entries, size or theme.small))) * _pitch(size or theme.small)


def draw_key(page: Page, top: float, entries: list[Entry], size: float = 0) -> None:
    """Draw a key below `top`, from left to right in as many rows as it needs."""
    theme, size = page.theme, size or page.theme.small
    em = size / 72
    for number, row in enumerate(_rows(theme, entries, size)):
        x, y = theme.margin, top + (number + 0.5) * _pitch(size)
        for entry in row:
            if entry.band:
                page.box(x, y - 0.45 * em, SAMPLE * em, 0.9 * em, entry.band)
            if entry.mark:
                _sample(page, x, y, SAMPLE * em, entry.mark)
            page.text(x + (SAMPLE + SPACE) * em, y, entry.meaning, size=size)
            x += _width(entry, size) + APART * em


def _sample(page: Page, x: float, y: float, wide: float, mark: dict[str, Any]) -> None:
    """Draw a line as long as a sample is wide, with the mark in its middle."""
    line = {"linestyle": "-", **mark}
    page.axes.plot([x, x + wide], [y, y], **{**line, "marker": "None"})
    page.axes.plot([x + wide / 2], [y], **{**line, "linestyle": ""})


def _rows(theme: Theme, entries: list[Entry], size: float) -> Iterator[list[Entry]]:
    room = theme.width - 2 * theme.margin
    row: list[Entry] = []
    taken = 0.0
    for entry in entries:
        wide = _width(entry, size)
        if row and taken + wide > room:
            yield row
            row, taken = [], 0.0
        row.append(entry)
        taken += wide + APART * size / 72
    if row:
        yield row


def _width(entry: Entry, size: float) -> float:
    return (SAMPLE + SPACE) * size / 72 + width_of(entry.meaning, size)


def _pitch(size: float) -> float:
    return 1.15 * line_height(size)
