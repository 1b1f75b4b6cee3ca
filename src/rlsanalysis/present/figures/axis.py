"""The axis of odds ratios: logarithmic, with its directions in words, and intervals drawn on it."""

from math import log
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, NullLocator

from rlsanalysis.present import printing
from rlsanalysis.present.figures.page import Page
from rlsanalysis.present.figures.theme import Theme, look
from rlsanalysis.present.reliability import Symbol

LEAST, MOST = 0.1, 20.0
TICKS = (0.1, 0.3, 1, 3, 10)
LOWER, HIGHER = "lower odds", "higher odds"


def odds_axis(axes: Axes, theme: Theme, ticks: tuple[float, ...] = TICKS) -> None:
    """Make the horizontal axis that of odds ratios, with a line at 1."""
    axes.set(xscale="log", xlim=(LEAST, MOST), yticks=[])
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(FixedLocator(list(ticks)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticks(list(ticks), [f"{tick:g}" for tick in ticks])
    for tick in ticks:
        axes.axvline(tick, color=theme.colors.rule, linewidth=0.4, zorder=0)
    axes.axvline(1, color=theme.colors.ink, linewidth=0.8, zorder=1)


def ticks_above(axes: Axes) -> None:
    """Repeat the numbers of the axis above the plot, except the first, which would touch the head of the counts."""
    axes.tick_params(axis="x", top=True, labeltop=True)
    axes.xaxis.get_major_ticks()[0].label2.set_visible(False)


def directions(page: Page, axes: Axes, y: float, *, size: float = 0) -> None:
    """Write to either side of an odds ratio of 1 what it means; `y` in inches from the top of the page."""
    box = axes.get_position()
    at_one = -log(LEAST) / (log(MOST) - log(LEAST))
    x = (box.x0 + at_one * box.width) * page.theme.width
    font = {"size": size or page.theme.small}
    page.text(x - 0.04, y, LOWER, "right", **font)
    page.text(x + 0.04, y, HIGHER, "left", **font)
    gap = 0.45 * font["size"] / 72
    page.axes.plot([x, x], [y - gap, y + gap], color=page.theme.colors.ink, linewidth=0.8)


def draw_interval(
    axes: Axes, theme: Theme, y: float, row: Any, symbol: Symbol, *, marker: str = "", size: float = 1
) -> None:
    """Draw a confidence interval, with arrows where it leaves the axis, and its point where the symbol has one.

    `marker` replaces the shape of the point; `size` is that of the marks, relative to the usual one.
    """
    if symbol == "none":
        return
    drawn = look(theme, symbol)
    if symbol != "interval":
        drawn |= {"marker": marker or drawn["marker"], "markersize": size * theme.mark}
    limits = (row.conf_low, row.conf_high)
    ends = [min(max(limit, LEAST), MOST) for limit in limits]
    axes.plot(ends, [y, y], **{**drawn, "marker": "None"}, zorder=2)
    for limit, end, arrow in zip(limits, ends, "<>", strict=True):
        axes.plot(
            [end], [y], color=drawn["color"], marker="|" if limit == end else arrow, markersize=0.8 * size * theme.mark,
            markeredgewidth=0.14 * theme.normal, linestyle="", clip_on=False, zorder=3,
        )  # fmt: skip
    if symbol != "interval" and row.status in printing.POINT and LEAST <= row.odds_ratio <= MOST:
        axes.plot([row.odds_ratio], [y], **drawn, zorder=4)
