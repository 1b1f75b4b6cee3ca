"""The joint figure of specification curves: a small curve for each headline exposure and primary outcome."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from rlsanalysis.present import labels, printing
from rlsanalysis.present.figures.axis import LEAST, MOST, directions, draw_interval, odds_axis
from rlsanalysis.present.figures.forest_panel import definition_of
from rlsanalysis.present.figures.key import BEYOND, Entry, draw_key, key_height
from rlsanalysis.present.figures.page import Page, blank, head_height, line_height, new_page
from rlsanalysis.present.figures.specifications import shown_outcomes
from rlsanalysis.present.figures.text import wrapped
from rlsanalysis.present.figures.theme import Theme, drawing_style, look, theme_named
from rlsanalysis.present.own_rows import results_of
from rlsanalysis.present.reliability import reliability
from rlsanalysis.present.robustness import Curve, curves
from rlsanalysis.study.results import Results

NAMES, COUNTS = 0.27, 0.10
"""Of the width of the page: the names of exposures; the counts to the right of each panel."""
PITCH, AXIS, GAP = 0.245, 0.56, 0.12
"""Inches on A4: height of a row; the axis with its directions; between panels."""
TITLE = "Specification curves of the headline exposures"


def specifications(
    results: Results, *, outcomes: Sequence[str] | None = None, theme: str = "light"
) -> Figure:
    """Draw the odds ratios of every headline exposure under every subset of its adjusters.

    Parameters
    ----------
    results : Results
        Of a run with its robustness analyses.
    outcomes : ids, from left to right; the primary outcomes if None.
    theme : `light` (A4) or `dark` (A4).

    Returns
    -------
    matplotlib.figure.Figure
        Of a categorical exposure its last level is drawn. Its caption is `caption("specifications", results)`.

    Raises
    ------
    AnalysisError
        These are no results of a run, there is no such outcome or theme, or the rows do not fit the page.
    """
    run, theme_ = results_of(results, "The figure of specification curves"), theme_named(theme)
    study = run.study
    shown = shown_outcomes(run, outcomes)
    of = {o.id: {c.first.exposure: c for c in curves(run, o, last=True)} for o in shown}
    exposures = [
        e for e in study.exposures if any(e in found and len(found[e].shown) for found in of.values())
    ]
    if not exposures:
        return blank(study, theme_, TITLE, "this run has no specification whose CI is reported.")
    panel = (theme_.width - 2 * theme_.margin - NAMES * theme_.width) / len(shown)
    heads = [
        wrapped(definition_of(study, o.id), panel - GAP * theme_.scale, theme_.normal, "bold") for o in shown
    ]
    rows = [next(found[e].first for found in of.values() if e in found) for e in exposures]
    names = [wrapped(labels.comparison(study, row), NAMES * theme_.width - 0.1, theme_.small) for row in rows]
    columns = [[of[o.id].get(e) for e in exposures] for o in shown]
    entries = _entries(theme_, columns)
    top = head_height(study, theme_, TITLE)
    first = top + max(map(len, heads)) * theme_.line + 2 * line_height(theme_.small) + 0.06
    edges = first + np.cumsum([0, *(_row_height(theme_, name) for name in names)])
    end = float(edges[-1])
    with drawing_style():
        page = new_page(
            study, theme_, TITLE, end + AXIS * theme_.scale + key_height(theme_, entries) + theme_.margin
        )
        for i, (name, start, stop) in enumerate(zip(names, edges[:-1], edges[1:], strict=True)):
            page.lines(theme_.margin, (start + stop - len(name) * line_height(theme_.small)) / 2, name)
            if i % 2:
                page.box(
                    theme_.margin, start, theme_.width - 2 * theme_.margin, stop - start, theme_.colors.stripe
                )
        for i, (found, head) in enumerate(zip(columns, heads, strict=True)):
            left = theme_.margin + NAMES * theme_.width + i * panel
            page.lines(left, top, head, size=theme_.normal, weight="bold")
            _panel(page, found, left, panel, edges)
        draw_key(page, end + AXIS * theme_.scale, entries)
    return page.figure


def _row_height(theme: Theme, name: Sequence[str]) -> float:
    return max(PITCH * theme.scale, len(name) * line_height(theme.small) + 0.04)


def _panel(
    page: Page, found: Sequence[Curve | None], left: float, wide: float, edges: NDArray[np.float64]
) -> None:
    """Draw the curves of an outcome in rows with these edges, with the count of specifications that agree."""
    theme, first, end = page.theme, edges[0], edges[-1]
    counts = COUNTS * theme.width
    axes = page.plot(left, first, wide - counts - GAP * theme.scale, end - first)
    odds_axis(axes, theme)
    axes.set_ylim(end, first)
    directions(page, axes, end + 0.17 * theme.scale + line_height(theme.small))
    right = left + wide - 0.02
    page.lines(
        right,
        first - 2 * line_height(theme.small) - 0.02,
        ["agree /", "with a CI"],
        "right",
        color=theme.colors.quiet,
    )
    for curve, middle in zip(found, (edges[:-1] + edges[1:]) / 2, strict=True):
        if curve is None or curve.shown.empty:
            why = labels.NOT_COMPARED if curve is None else "not reported"
            page.text(right, middle, why, "right", color=theme.colors.quiet)
            continue
        _small_curve(axes, theme, curve, middle, 0.8 * PITCH * theme.scale)
        primary = curve.primary
        reported = primary is not None and primary.status in printing.INTERVAL
        page.text(
            right, middle, f"{curve.agreeing} / {len(curve.shown)}" if reported else labels.DASH, "right"
        )


def _small_curve(axes: Axes, theme: Theme, curve: Curve, middle: float, deep: float) -> None:
    """Draw the sorted CIs as a band and the odds ratios as a line, from the lowest at the bottom to the highest."""
    shown = curve.shown
    y = middle + deep / 2 - deep * (np.arange(len(shown)) + 0.5) / len(shown)
    low, high = (np.clip(shown[name].to_numpy(float), LEAST, MOST) for name in ("conf_low", "conf_high"))
    axes.fill_betweenx(y, low, high, color=theme.colors.tints[1], linewidth=0, zorder=1.5)
    if len(shown) == 1:
        axes.plot([low[0], high[0]], [y[0]] * 2, color=theme.colors.tints[2], linewidth=2, zorder=1.5)
    ratios = shown["odds_ratio"].where(shown["status"].isin(printing.POINT)).to_numpy(float)
    axes.plot(ratios, y, **_line(theme), zorder=3)
    primary = curve.primary
    if primary is not None and primary.status in printing.INTERVAL:
        draw_interval(axes, theme, middle, primary, reliability(curve.study, primary).symbol, size=0.8)
    for edge, arrow in zip((LEAST, MOST), "<>", strict=True):
        if _beyond(shown, edge).any() and not _beyond(curve.own[curve.own["primary"] == "yes"], edge).any():
            axes.plot([edge], [middle], **_arrow(theme, arrow), clip_on=False, zorder=3)


def _beyond(rows: pd.DataFrame, edge: float) -> "pd.Series[bool]":
    """Say of each CI whether it leaves the axis at an edge."""
    return rows["conf_low"] < LEAST if edge == LEAST else rows["conf_high"] > MOST


def _line(theme: Theme) -> dict[str, Any]:
    """Return the look of the odds ratios; the marks are as wide as the line, so that single ones are seen."""
    width = 1.2
    return {
        "color": theme.colors.tints[5], "linewidth": width, "marker": "o", "markersize": width, "markeredgewidth": 0,
    }  # fmt: skip


def _arrow(theme: Theme, arrow: str) -> dict[str, Any]:
    return {"color": theme.colors.quiet, "marker": arrow, "linestyle": "", "markersize": 0.7 * theme.mark}


def _entries(theme: Theme, found: Sequence[Sequence[Curve | None]]) -> list[Entry]:
    colors, shown = theme.colors, [c.shown for curves_ in found for c in curves_ if c is not None]
    beyond = any(_beyond(rows, edge).any() for rows in shown for edge in (LEAST, MOST))
    return [
        Entry("95% CIs of all specifications", band=colors.tints[1]),
        Entry("their odds ratios, sorted", {**_line(theme), "marker": "None"}),
        Entry("primary estimate: adequate", look(theme, "filled")),
        Entry("imprecise, or caution", look(theme, "open")),
        Entry("CI only (sparse data)", look(theme, "interval")),
        *([Entry(BEYOND, _arrow(theme, ">"))] if beyond else []),
    ]
