"""Specification curves: of one exposure with the adjusters of each specification, or of all headline exposures.

The picture follows Simonsohn, Simmons and Nelson (2020): estimates sorted by size above, what each adjusts for below.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator

from rlsanalysis.present import labels, printing
from rlsanalysis.present.figures.forest_panel import definition_of
from rlsanalysis.present.figures.key import Entry, draw_key, key_height
from rlsanalysis.present.figures.page import Page, blank, head_height, new_page
from rlsanalysis.present.figures.text import widest, wrapped
from rlsanalysis.present.figures.theme import Theme, drawing_style, look, theme_named
from rlsanalysis.present.own_rows import results_of
from rlsanalysis.present.reliability import reliability
from rlsanalysis.present.robustness import Curve, curves
from rlsanalysis.study.names import as_names, known_name
from rlsanalysis.study.plan import adjusters_of
from rlsanalysis.study.records import Outcome
from rlsanalysis.study.results import Results, records

TITLE = "Specification curve"
CURVE, ROW, GAP, AXIS = 1.9, 0.125, 0.25, 0.42
"""Inches on A4: height of the curve, of an adjuster, between outcomes; room for the numbers of the axis."""
LEAST, MOST = 0.05, 40.0
TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20)
DOTTED = (0, (1, 1))


def chosen(results: Results, exposure: str, outcomes: Sequence[str] | None) -> list[Curve]:
    """Return the curves of an exposure, one per outcome that has any; of a categorical exposure its last level."""
    known_name("exposure", exposure, results.study.exposures, results.study)
    return [
        curve
        for outcome in shown_outcomes(results, outcomes)
        for curve in curves(results, outcome, last=True)
        if curve.first.exposure == exposure and len(curve.shown)
    ]


def shown_outcomes(results: Results, outcomes: Sequence[str] | None) -> list[Outcome]:
    """Return the outcomes that were asked for; the primary ones if None."""
    fitted = {o.id: o for o in results.outcomes}
    names = as_names(outcomes or [p.id for p in results.primary])
    return [fitted[known_name("outcome", name, fitted)] for name in names]


def specification_curve(
    results: Results, exposure: str, *, outcomes: Sequence[str] | None = None, theme: str = "light"
) -> Figure:
    """Draw the odds ratios of an exposure under every subset of its adjusters, sorted, with the adjusters below.

    Parameters
    ----------
    results : Results
        Of a run with its robustness analyses.
    exposure : id of a headline exposure; of a categorical one its last level is drawn.
    outcomes : ids, from top to bottom; the primary outcomes if None.
    theme : `light` (A4), `dark` (A4) or `slide` (16:9).

    Returns
    -------
    matplotlib.figure.Figure
        Its caption is `caption("specification_curve", results, exposure=exposure)`.

    Raises
    ------
    AnalysisError
        These are no results of a run, there is no such exposure, outcome or theme, or the panels do not fit the page.
    """
    run, theme_ = results_of(results, "The specification curve"), theme_named(theme)
    found = chosen(run, exposure, outcomes)
    name = labels.comparison(run.study, found[0].first) if found else labels.short(run.study, exposure)
    title = f"{TITLE}: {labels.in_sentence(name)}"
    if not found:
        return blank(run.study, theme_, title, "no specification of this exposure is reported in this run.")
    scale = theme_.scale
    heads = [
        wrapped(
            definition_of(run.study, c.first.outcome), theme_.width - 2 * theme_.margin, theme_.normal, "bold"
        )
        for c in found
    ]
    rows = [_adjusters(run, c) for c in found]
    entries = _entries(theme_)
    top = head_height(run.study, theme_, title)
    curve_height = CURVE * scale if theme != "slide" else 1.15
    height = top + key_height(theme_, entries) + theme_.margin
    height += sum(
        len(head) * theme_.line + curve_height + (len(names) + 1) * ROW * scale + GAP * scale
        for head, names in zip(heads, rows, strict=True)
    )
    left = theme_.margin + max(widest(names.values(), theme_.small) for names in rows) + 0.12 * scale
    with drawing_style():
        page = new_page(run.study, theme_, title, height)
        for curve, head, names in zip(found, heads, rows, strict=True):
            top = page.lines(theme_.margin, top, head, size=theme_.normal, weight="bold") + 0.06
            axes = page.plot(left, top, theme_.width - theme_.margin - left, curve_height)
            _curve(axes, theme_, curve)
            page.text(left - 0.06, top + 0.04, "odds ratio", "right", color=theme_.colors.quiet)
            top += curve_height
            top = _matrix(page, curve, names, left, top) + GAP * scale
        draw_key(page, top, entries)
    return page.figure


def _adjusters(results: Results, curve: Curve) -> dict[str, str]:
    """Return the labels of the adjusters that specifications differ in, by their names in the plan."""
    study, planned = results.study, results.study.exposures[curve.first.exposure]
    names = adjusters_of(study, planned, planned.sets[-1], tuple(curve.first.releases.split()))
    return {a: study.adjusters[a].label for a in names if a not in study.robustness.always}


def _odds_scale(axes: Axes, theme: Theme, curve: Curve) -> tuple[float, float]:
    """Make the vertical axis that of odds ratios, with a line at 1, and return its limits."""
    low, high = curve.shown["conf_low"].min() / 1.15, curve.shown["conf_high"].max() * 1.15
    limits = max(min(low, 0.7), LEAST), min(max(high, 1.4), MOST)
    axes.set(yscale="log", ylim=limits, xticks=[])
    axes.spines["bottom"].set_visible(False)
    ticks = [tick for tick in TICKS if limits[0] <= tick <= limits[1]]
    axes.yaxis.set_major_locator(FixedLocator(ticks))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    for tick in ticks:
        axes.axhline(tick, color=theme.colors.rule, linewidth=0.4, zorder=0)
    axes.axhline(1, color=theme.colors.ink, linewidth=0.8, zorder=1)
    return limits


def _curve(axes: Axes, theme: Theme, curve: Curve) -> None:
    """Draw the sorted estimates with their CIs, those of the comparison method and of each one's own people."""
    least, most = _odds_scale(axes, theme, curve)
    places = {adjusters: i for i, adjusters in enumerate(curve.rows["adjusters"])}
    axes.set_xlim(-1, len(places))
    for row in records(curve.shown):
        x, symbol = places[row.adjusters], reliability(curve.study, row).symbol
        drawn = look(theme, symbol)
        ends = [min(max(limit, least), most) for limit in (row.conf_low, row.conf_high)]
        axes.plot([x, x], ends, **{**drawn, "marker": "None", "linewidth": 0.7, "alpha": 0.55}, zorder=2)
        if row.status in printing.POINT:
            axes.plot([x], [row.odds_ratio], **{**drawn, "markersize": 0.5 * theme.mark}, zorder=4)
    for rows, line in ((curve.comparison, _comparison(theme)), (curve.own, _own(theme))):
        points = rows[rows["status"].isin(printing.POINT)]
        ratios = np.full(len(places), np.nan)
        ratios[[places[a] for a in points["adjusters"]]] = points["odds_ratio"]
        axes.plot(range(len(ratios)), ratios, zorder=3, **line)
    primary = curve.primary
    if primary is not None and primary.status in printing.POINT and primary.adjusters in places:
        axes.plot(
            [places[primary.adjusters]], [primary.odds_ratio], marker="o", markersize=1.5 * theme.mark,
            markerfacecolor="none", markeredgecolor=theme.colors.ink, linestyle="", zorder=5,
        )  # fmt: skip


def _matrix(page: Page, curve: Curve, names: dict[str, str], left: float, top: float) -> float:
    """Draw which adjusters each specification has, and return where it ends; the primary one is in a frame."""
    theme, deep = page.theme, ROW * page.theme.scale
    axes = page.plot(left, top + deep / 2, theme.width - theme.margin - left, len(names) * deep)
    axes.axis("off")
    axes.set(xlim=(-1, len(curve.rows)), ylim=(len(names) - 0.5, -0.5))
    of_each = [row.split() for row in curve.rows["adjusters"]]
    for y, (name, label) in enumerate(names.items()):
        page.text(left - 0.06, top + (y + 1) * deep, label, "right")
        marks = [((x, y - 0.38), (x, y + 0.38)) for x, adjusters in enumerate(of_each) if name in adjusters]
        axes.add_collection(
            LineCollection(marks, colors=theme.colors.ink, linewidths=_thick(page, left, of_each))
        )
        if y % 2:
            axes.axhspan(y - 0.5, y + 0.5, color=theme.colors.stripe, linewidth=0, zorder=0)
    primary = curve.primary
    if primary is not None:
        for x in np.flatnonzero(curve.rows["adjusters"] == primary.adjusters):
            axes.axvspan(x - 0.5, x + 0.5, color=theme.colors.tints[1], linewidth=0, zorder=0.5)
    return top + (len(names) + 1) * deep


def _thick(page: Page, left: float, columns: Sequence[Any]) -> float:
    """Return the width in points of a mark, so that neighbors remain apart."""
    return 0.6 * 72 * (page.theme.width - page.theme.margin - left) / (len(columns) + 1)


def _comparison(theme: Theme) -> dict[str, Any]:
    return {"color": theme.colors.ink, "linewidth": 0.9, "linestyle": DOTTED}


def _own(theme: Theme) -> dict[str, Any]:
    return {"color": theme.colors.tints[4], "linewidth": 1.0, "linestyle": "-"}


def _entries(theme: Theme) -> list[Entry]:
    colors = theme.colors
    filled, open_, interval = (look(theme, symbol) for symbol in ("filled", "open", "interval"))
    ring = {
        "marker": "o",
        "markerfacecolor": "none",
        "color": colors.ink,
        "linestyle": "",
        "markersize": 1.5 * theme.mark,
    }
    return [
        Entry("Firth, in the same people: adequate", filled),
        Entry("imprecise, or caution", open_),
        Entry("CI only (sparse data)", interval),
        Entry("maximum likelihood", {**_comparison(theme), "marker": "None"}),
        Entry("each specification's own people", {**_own(theme), "marker": "None"}),
        Entry("adjusted for", {"marker": "|", "color": colors.ink, "linestyle": "", "markeredgewidth": 2}),
        Entry("primary estimate", ring, band=colors.tints[1]),
    ]
