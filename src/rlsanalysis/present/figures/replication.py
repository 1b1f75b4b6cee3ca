"""The replication figure: how far each computed estimate is from the published one, in units of the printed digit."""

from collections.abc import Iterator
from math import copysign, log
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator

from rlsanalysis.present.figures.key import Entry, draw_key, key_height
from rlsanalysis.present.figures.page import Page, blank, head_height, line_height, new_page
from rlsanalysis.present.figures.text import wrapped
from rlsanalysis.present.figures.theme import Theme, drawing_style, theme_named
from rlsanalysis.study.attached import study_of
from rlsanalysis.study.replication import EQUAL, FURTHER, NEAR, UNITS

TITLE = "Computed and published estimates, by source"
AXIS = "computed minus published, in units of the last printed digit (logarithmic beyond 2)"
TICKS = (-50, -10, -5, -2, -1, 0, 1, 2, 5, 10, 50)
LABELS, ROW, BELOW, GAP = 2.9, 0.19, 0.42, 0.15
"""Inches on A4: the column of sources, the height of a source, the axis, and the space between column and plot."""
REACH, STEP, CLOSE = 90, 0.17, 0.12
"""Largest difference drawn in its place; distance of stacked marks, in rows; marks closer than this are stacked."""


def replication(table: pd.DataFrame, *, theme: str = "light") -> Figure:
    """Draw the difference of each computed estimate from the published one.

    Parameters
    ----------
    table : from `replicate`. Counts of people, and numbers that were not computed, are left out.
    theme : `light` (A4), `dark` (A4) or `slide` (16:9).

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    AnalysisError
        The rows do not know their study, there is no such theme, or the figure does not fit the page.
    """
    study, theme_ = study_of(table), theme_named(theme)
    shown = table[(table["kind"] == "estimate") & (table["verdict"] != "")]
    if shown.empty:
        return blank(study, theme_, TITLE, "no estimate was computed.")
    marks = _marks(theme_)
    entries = [Entry(verdict, mark) for verdict, mark in marks.items()]
    sources = list(dict.fromkeys(shown["source"]))
    row, labels = ROW * theme_.scale, LABELS * theme_.scale
    top = head_height(study, theme_, TITLE)
    deep = row * len(sources)
    height = top + deep + BELOW * theme_.scale + key_height(theme_, entries) + theme_.margin
    with drawing_style():
        page = new_page(study, theme_, TITLE, height)
        left = theme_.margin + labels + GAP
        axes = page.plot(left, top, theme_.width - theme_.margin - left, deep)
        _frame(axes, theme_, len(sources))
        for position, source in enumerate(sources):
            _label(page, source, top + (position + 0.5) * row, labels)
            for x, shift, verdict in stacked(shown[shown["source"] == source]):
                axes.plot([x], [position + shift], **marks[verdict], linestyle="")
        middle = (left + theme_.width - theme_.margin) / 2
        page.text(middle, top + deep + 0.28 * theme_.scale, AXIS, "center", color=theme_.colors.quiet)
        draw_key(page, top + deep + BELOW * theme_.scale, entries)
    return page.figure


def stacked(rows: pd.DataFrame) -> Iterator[tuple[float, float, str]]:
    """Yield place, vertical shift in rows and verdict of each mark of a source; close marks are above each other."""
    taken: list[tuple[float, int]] = []
    for found in rows.sort_values("difference_in_units").itertuples():
        x = min(max(float(found.difference_in_units), -REACH), REACH)  # type: ignore[arg-type]
        level = 0
        while any(abs(_place(x) - _place(other)) < CLOSE and level == at for other, at in taken):
            level += 1
        taken.append((x, level))
        yield x, STEP * ((level + 1) // 2) * (-1 if level % 2 else 1), str(found.verdict)


def _place(x: float) -> float:
    """Return where the axis draws a difference, in its linear units."""
    units = abs(x) / UNITS
    return copysign(units if units <= 1 else 1 + log(units), x)


def _frame(axes: Axes, theme: Theme, sources: int) -> None:
    """Set the scales, mark the units that count as equal and near, and draw a line for each source."""
    axes.set_xscale("symlog", linthresh=UNITS, linscale=1.6)
    axes.set(xlim=(-1.2 * REACH, 1.2 * REACH), ylim=(sources - 0.5, -0.5))
    axes.axvspan(-UNITS, UNITS, color=theme.colors.stripe, linewidth=0)
    axes.axvspan(-0.5, 0.5, color=theme.colors.rule, alpha=0.5, linewidth=0)
    axes.hlines(range(sources), -1.2 * REACH, 1.2 * REACH, color=theme.colors.rule, linewidth=0.4, zorder=0)
    axes.xaxis.set_major_locator(FixedLocator(list(TICKS)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticks(list(TICKS), [f"{tick:g}".replace("-", "−") for tick in TICKS])
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)


def _label(page: Page, source: str, middle: float, width: float) -> None:
    lines = wrapped(source, width, page.theme.small)
    page.lines(page.theme.margin, middle - len(lines) * line_height(page.theme.small) / 2, lines)


def _marks(theme: Theme) -> dict[str, dict[str, Any]]:
    colors, usual = theme.colors, {"markersize": 0.8 * theme.mark, "markeredgewidth": 0.13 * theme.normal}
    return {
        EQUAL: {**usual, "marker": "s", "color": colors.adequate},
        NEAR: {**usual, "marker": "D", "color": colors.imprecise, "markerfacecolor": colors.paper},
        FURTHER: {**usual, "marker": "x", "color": colors.ink},
    }
