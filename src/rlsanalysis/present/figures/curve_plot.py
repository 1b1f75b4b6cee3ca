"""A dose-response curve on its axes: line, band, knots, reference, and where people are."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, LogLocator, NullLocator
from numpy.typing import NDArray

from rlsanalysis.present import labels
from rlsanalysis.present.figures.axis import HIGHER, LOWER, TICKS
from rlsanalysis.present.figures.curve_panel import CurvePanel
from rlsanalysis.present.figures.key import BEYOND, MEANINGS, Entry
from rlsanalysis.present.figures.theme import Theme

MOST = 10.0
"""End of the vertical axis, the same in all figures; it begins at 1 / MOST."""
OPACITY = 0.2


def key_of_curves(theme: Theme, panels: list[CurvePanel]) -> list[Entry]:
    """Return the entries of the key, for the lines that are drawn."""
    drawn = {panel.symbol for panel in panels}
    colors = theme.colors
    size: dict[str, Any] = {"markersize": theme.mark, "linestyle": ""}
    lines = [Entry(f"odds ratio, {MEANINGS[s]}", _line(theme, s)) for s in ("filled", "open") if s in drawn]
    if "interval" in drawn:
        lines.append(
            Entry(MEANINGS["interval"], {"color": colors.sparse, "linestyle": ":"}, band=colors.stripe)
        )
    return [
        *lines,
        Entry("shaded: 95% CI at each value", band=colors.rule),
        Entry("reference value", {"color": colors.ink, "marker": "o", **size}),
        Entry("knot", _knot(theme)),
        Entry("2% of people", {"color": colors.ink, "marker": "|", **size}),
        *(
            [Entry(BEYOND, {"color": colors.quiet, "marker": "^", **size})]
            if any(map(_beyond, panels))
            else []
        ),
    ]


def _beyond(panel: CurvePanel) -> bool:
    """Return whether a band that is drawn leaves the axis."""
    low, high = (panel.grid[column].to_numpy(dtype=float) for column in ("conf_low", "conf_high"))
    return panel.symbol != "none" and bool((low < 1 / MOST).any() or (high > MOST).any())


def draw_curve(axes: Axes, theme: Theme, panel: CurvePanel, span: tuple[float, float]) -> None:
    """Draw a curve; `span` is the range of the variable in all panels of the figure."""
    _vertical(axes, theme, panel)
    _horizontal(axes, theme, panel, span)
    _band(axes, theme, panel)
    value = panel.grid["value"].to_numpy()
    if panel.symbol in ("filled", "open"):
        axes.plot(value, panel.grid["odds_ratio"], **_line(theme, panel.symbol), zorder=4)
    foot = axes.get_xaxis_transform()
    rug = np.column_stack([value, value, np.full(len(value), np.nan)]).ravel()
    ink = theme.colors.ink
    axes.plot(rug, np.tile([0, 0.025, np.nan], len(value)), color=ink, linewidth=0.5, transform=foot)
    axes.plot(panel.knots, [0.06] * len(panel.knots), **_knot(theme), transform=foot)
    axes.axvline(panel.reference, color=ink, linewidth=0.6, linestyle=":", zorder=1)
    axes.plot([panel.reference], [1], color=ink, marker="o", markersize=theme.mark, zorder=6, clip_on=False)


def _line(theme: Theme, symbol: str) -> dict[str, Any]:
    colors = theme.colors
    look: dict[str, dict[str, Any]] = {
        "filled": {"color": colors.adequate},
        "open": {"color": colors.imprecise, "linestyle": (0, (5, 1.2))},
    }
    return {**look[symbol], "linewidth": 0.2 * theme.normal}


def _knot(theme: Theme) -> dict[str, Any]:
    colors = theme.colors
    return {
        "color": colors.quiet, "marker": "^", "markerfacecolor": colors.paper, "markersize": theme.mark,
        "markeredgewidth": 0.12 * theme.normal, "linestyle": "",
    }  # fmt: skip


def _vertical(axes: Axes, theme: Theme, panel: CurvePanel) -> None:
    """Make the vertical axis that of odds ratios, with its directions in words."""
    axes.set(yscale="log", ylim=(1 / MOST, MOST))
    axes.yaxis.set_major_locator(FixedLocator(list(TICKS)))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_yticks(list(TICKS), [f"{tick:g}" for tick in TICKS])
    axes.axhline(1, color=theme.colors.ink, linewidth=0.7, zorder=1)
    font: dict[str, Any] = {
        "size": theme.small,
        "color": theme.colors.ink,
        "transform": axes.transAxes,
        "rotation": 90,
        "ha": "right",
    }
    wide = axes.get_position().width * theme.width
    x = -0.25 * theme.scale / wide
    axes.text(x, 0.48, LOWER, va="top", **font)
    axes.text(x, 0.52, HIGHER, va="bottom", **font)
    axes.text(
        0.02, 0.985, f"odds ratio vs {panel.reference_text}, log scale", size=theme.small, color=theme.colors.quiet,
        ha="left", va="top", transform=axes.transAxes,
    )  # fmt: skip


def _horizontal(axes: Axes, theme: Theme, panel: CurvePanel, span: tuple[float, float]) -> None:
    low, high = span
    if panel.log:
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.xaxis.set_major_formatter(lambda x, _: f"{x:,g}")
        axes.xaxis.set_minor_locator(NullLocator())
        aside = (high / low) ** 0.03
        axes.set_xlim(low / aside, high * aside)
    else:
        aside = 0.03 * (high - low)
        axes.set_xlim(low - aside, high + aside)
    quantity = labels.quantity(panel.study, panel.variable)
    unit = "" if panel.unit.casefold() in quantity.casefold() else f", {panel.unit}"
    axes.set_xlabel(
        f"{quantity}{unit}{', log scale' if panel.log else ''}",
        size=theme.small,
        labelpad=2,
        color=theme.colors.ink,
    )


def _band(axes: Axes, theme: Theme, panel: CurvePanel) -> None:
    """Draw the pointwise intervals, with arrows where they leave the axis."""
    colors, grid = theme.colors, panel.grid
    color = {"filled": colors.adequate, "open": colors.imprecise}.get(panel.symbol, colors.sparse)
    value, low, high = (grid[c].to_numpy(dtype=float) for c in ("value", "conf_low", "conf_high"))
    ends = [np.clip(limit, 1 / MOST, MOST) for limit in (low, high)]
    axes.fill_between(value, *ends, color=color, alpha=OPACITY, linewidth=0, zorder=2)
    if panel.symbol == "interval":
        for end in ends:
            axes.plot(value, end, color=color, linewidth=0.8, linestyle=":", zorder=2)
    for beyond, edge, arrow in ((high > MOST, MOST, "^"), (low < 1 / MOST, 1 / MOST, "v")):
        for at in _middles(value, beyond):
            axes.plot([at], [edge], marker=arrow, markersize=theme.mark, color=color, clip_on=False, zorder=5)


def _middles(value: NDArray[np.float64], beyond: NDArray[np.bool_]) -> list[float]:
    """Return the middle value of each stretch of the grid where a band leaves the axis."""
    runs = np.split(np.arange(len(value)), np.flatnonzero(np.diff(beyond.astype(int))) + 1)
    return [float(value[run[len(run) // 2]]) for run in runs if len(run) and beyond[run[0]]]
