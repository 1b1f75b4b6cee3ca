"""How adjustment changes an odds ratio: the estimates with each adjustment set below each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rlsanalysis.present import labels, printing
from rlsanalysis.present.figures.axis import directions, draw_interval, odds_axis, ticks_above
from rlsanalysis.present.figures.forest_panel import definition_of
from rlsanalysis.present.figures.key import Entry, draw_key, key_height, reliability_entries
from rlsanalysis.present.figures.page import Page, blank, head_height, line_height, new_page
from rlsanalysis.present.figures.selection import (
    VARIANT,
    Chosen,
    Selection,
    Source,
    primary_rows,
    select,
)
from rlsanalysis.present.figures.text import width_of, wrapped
from rlsanalysis.present.figures.theme import Theme, drawing_style, theme_named
from rlsanalysis.present.figures.variants import add_row, variants
from rlsanalysis.present.reliability import reliability
from rlsanalysis.present.words import adjustment_set
from rlsanalysis.study.records import Study
from rlsanalysis.study.results import Results, records

NAMES = 0.26  # of the width of the page
PITCH, PADDING, AXIS, GAP = 0.064, 0.05, 0.56, 0.12  # inches on A4
MARKERS = ("o", "s", "^", "v", "P", "X")
SMALLER = 0.8


@dataclass(frozen=True)
class Comparison:
    """A row of the figure: what is compared, and its rows of `estimates` by outcome and adjustment set."""

    label: list[str]
    rows: dict[tuple[str, str], Any] = field(default_factory=dict)


def adjustment(
    source: Source,
    *,
    rows: Chosen | None = None,
    outcomes: Sequence[str] | None = None,
    theme: str = "light",
) -> Figure:
    """Draw the odds ratios of each comparison with each adjustment set, from crude to full.

    Parameters
    ----------
    source : Results or DataFrame
        A run, of which the headline method is drawn; or tidy rows, as `associate` returns them.
    rows : exposures by id, single levels as (exposure, level), or tidy rows. The headline exposures if None; on a
        slide, the primary exposures.
    outcomes : ids, from left to right; the primary outcomes if None.
    theme : `light` (A4), `dark` (A4) or `slide` (16:9).

    Returns
    -------
    matplotlib.figure.Figure
        Its caption is `caption("adjustment", source)`.

    Raises
    ------
    AnalysisError
        There is no such exposure, outcome or theme, or the rows do not fit the page.
    """
    look = theme_named(theme)
    if theme == "slide" and rows is None and isinstance(source, Results):
        rows = primary_rows(source)
    selection = select(source, rows, outcomes, every_set=True)
    title = "Odds ratios by adjustment set"
    sets = sets_of(selection.study, selection.rows)
    lines = _comparisons(selection, look)
    if not lines:
        return blank(selection.study, look, title, "no estimate was chosen.")
    heads, wide = _heads(selection, look), _width(selection, look)
    deep = [_height(line, len(sets), look) for line in lines]
    entries = _entries(look, selection, sets)
    top = head_height(selection.study, look, title)
    first = top + max(map(len, heads)) * line_height(look.normal) + line_height(look.small) + 0.14
    end = first + sum(deep)
    with drawing_style():
        height = end + AXIS * look.scale + key_height(look, entries) + look.margin
        page = new_page(selection.study, look, title, height)
        tops = [first + sum(deep[:position]) for position in range(len(lines))]
        for line, at in zip(lines, tops, strict=True):
            page.rule(at, look.margin, look.width - look.margin)
            page.lines(look.margin, at + PADDING * look.scale / 2, line.label)
        for position, (outcome, head) in enumerate(zip(selection.outcomes, heads, strict=True)):
            left = look.margin + NAMES * look.width + position * wide
            page.lines(left, top, head, size=look.normal, weight="bold")
            _panel(
                selection.study,
                page,
                outcome,
                sets,
                list(zip(lines, tops, deep, strict=True)),
                left,
                (first, end),
            )
        draw_key(page, end + AXIS * look.scale, entries)
    return page.figure


def sets_of(study: Study, rows: pd.DataFrame) -> list[str]:
    """Return the adjustment sets of some rows, those of the plan first and in its order."""
    there = dict.fromkeys(map(str, rows["set"]))
    planned = [set_ for set_ in study.sets if set_ in there]
    return [*planned, *(set_ for set_ in there if set_ not in planned)]


def _comparisons(selection: Selection, theme: Theme) -> list[Comparison]:
    study = selection.study
    other = [column for column in VARIANT if column != "set"]
    named = variants(study, selection.rows, other)
    found: dict[tuple[str, str, str], Comparison] = {}
    for row in records(selection.rows):
        variant = named[tuple(getattr(row, column) for column in other)]
        label = labels.comparison(study, row) + (f" ({variant})" if variant else "")
        lines = wrapped(label, NAMES * theme.width - 0.05, theme.small)
        line = found.setdefault((row.exposure, row.level, variant), Comparison(lines))
        add_row(line.rows, (row.outcome, row.set), row)
    return list(found.values())


def _width(selection: Selection, theme: Theme) -> float:
    return (theme.width - 2 * theme.margin - NAMES * theme.width) / max(len(selection.outcomes), 1)


def _heads(selection: Selection, theme: Theme) -> list[list[str]]:
    """Break the definition of each outcome into lines."""
    wide = _width(selection, theme) - GAP * theme.scale
    return [
        wrapped(definition_of(selection.study, outcome), wide, theme.normal, "bold")
        for outcome in selection.outcomes
    ]


def _height(line: Comparison, sets: int, theme: Theme) -> float:
    intervals, label = sets * PITCH * theme.scale, len(line.label) * line_height(theme.small)
    return max(intervals, label) + PADDING * theme.scale


def _panel(
    study: Study, page: Page, outcome: str, sets: list[str], lines: list[tuple[Comparison, float, float]], left: float,
    span: tuple[float, float],
) -> None:  # fmt: skip
    """Draw the intervals of an outcome; to their right, which sets have no estimate."""
    theme, (first, end) = page.theme, span
    notes = [_notes(study, line, outcome, sets) for line, _, _ in lines]
    texts = [text for note in notes for text in note]
    aside = max((width_of(text, theme.small) for text in texts), default=0) + GAP * theme.scale
    wide = (theme.width - theme.margin - theme.margin - NAMES * theme.width) / max(len(_outcomes(lines)), 1)
    plot = page.plot(left, first, wide - aside - GAP * theme.scale, end - first)
    odds_axis(plot, theme)
    plot.set_ylim(end, first)
    ticks_above(plot)
    directions(page, plot, end + 0.17 * theme.scale + line_height(theme.small))
    for (line, top, height), note in zip(lines, notes, strict=True):
        middle = top + height / 2
        _intervals(study, plot, theme, line, outcome, sets, middle)
        start = middle - len(note) * line_height(theme.small) / 2
        page.lines(left + wide - aside, start, note, color=theme.colors.quiet)


def _outcomes(lines: list[tuple[Comparison, float, float]]) -> set[str]:
    return {outcome for line, _, _ in lines for outcome, _ in line.rows}


def _intervals(
    study: Study, plot: Axes, theme: Theme, line: Comparison, outcome: str, sets: list[str], middle: float
) -> None:
    for position, set_ in enumerate(sets):
        row = line.rows.get((outcome, set_))
        if row is not None:
            y = middle + (position - (len(sets) - 1) / 2) * PITCH * theme.scale
            marker = MARKERS[position % len(MARKERS)]
            draw_interval(plot, theme, y, row, reliability(study, row).symbol, marker=marker, size=SMALLER)


def _notes(study: Study, line: Comparison, outcome: str, sets: list[str]) -> list[str]:
    """Say which sets have no estimate that is reported."""
    found = {s: line.rows[outcome, s] for s in sets if (outcome, s) in line.rows}
    if not found:
        return [labels.NOT_COMPARED]
    lacking = {
        s: printing.estimate_text(row) for s, row in found.items() if row.status not in printing.INTERVAL
    }
    if len(lacking) == len(found) and len(set(lacking.values())) == 1:
        return [next(iter(lacking.values()))]
    return [f"{adjustment_set(study, s)}: {text}" for s, text in lacking.items()]


def _entries(theme: Theme, selection: Selection, sets: list[str]) -> list[Entry]:
    """Return the key: the shape of each set, then what filled and open marks and dashed lines mean."""
    study = selection.study
    shape: dict[str, Any] = {"color": theme.colors.ink, "linestyle": "", "markersize": theme.mark}
    shapes = [
        Entry(adjustment_set(study, s), {**shape, "marker": MARKERS[i % len(MARKERS)]})
        for i, s in enumerate(sets)
    ]
    return [*shapes, *map(_round, reliability_entries(study, theme, records(selection.rows)))]


def _round(entry: Entry) -> Entry:
    """Give filled and open marks the same shape, since shapes stand for sets here."""
    return replace(entry, mark={**entry.mark, "marker": "o"}) if entry.mark["marker"] in ("s", "D") else entry
