"""A page on which figures are laid out in inches from its upper left corner."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from rlsanalysis.present.figures.text import wrapped
from rlsanalysis.present.figures.theme import Theme, drawing_style
from rlsanalysis.study.records import SYNTHETIC, Study
from rlsanalysis.survey.errors import AnalysisError

SPACING = 1.3  # height of a line of text, as a multiple of its size


@dataclass(frozen=True)
class Page:
    """A figure with invisible axes over all of it: `axes` for text, above the plots, and `ground` for boxes, below."""

    figure: Figure
    axes: Axes
    ground: Axes
    theme: Theme
    height: float

    def text(self, x: float, y: float, text: str, align: str = "left", **font: Any) -> None:
        """Put small text at a place; `y` is its middle."""
        usual = {"size": self.theme.small, "color": self.theme.colors.ink}
        self.axes.text(x, y, text, ha=align, va="center_baseline", **{**usual, **font})

    def over(self, **font: Any) -> dict[str, Any]:
        """Return the look of text that covers what is drawn below it."""
        return {"bbox": {"facecolor": self.theme.colors.paper, "edgecolor": "none", "pad": 0.5}, **font}

    def lines(self, x: float, top: float, lines: Sequence[str], align: str = "left", **font: Any) -> float:
        """Put lines of text below each other and return where they end."""
        high = line_height(font.get("size", self.theme.small))
        for position, line in enumerate(lines):
            self.text(x, top + (position + 0.5) * high, line, align, **font)
        return top + len(lines) * high

    def box(self, left: float, top: float, width: float, height: float, color: str, **edge: Any) -> None:
        """Fill a rectangle."""
        self.ground.add_patch(
            Rectangle((left, top), width, height, facecolor=color, **{"linewidth": 0, **edge})
        )

    def rule(self, top: float, left: float, right: float, **line: Any) -> None:
        """Draw a thin horizontal line."""
        usual = {"color": self.theme.colors.rule, "linewidth": 0.6}
        self.ground.plot([left, right], [top, top], **{**usual, **line})

    def plot(self, left: float, top: float, width: float, height: float) -> Axes:
        """Add the axes of a plot: no frame above and to the right, small ticks and numbers."""
        theme, ink = self.theme, self.theme.colors.ink
        axes = self.figure.add_axes(
            (left / theme.width, 1 - (top + height) / self.height, width / theme.width, height / self.height)
        )
        axes.spines[["right", "top"]].set_visible(False)
        axes.spines[:].set_color(ink)
        axes.tick_params(
            labelsize=theme.small, length=2, width=0.5, pad=1.5, color=ink, labelcolor=ink, which="both"
        )
        axes.patch.set_alpha(0)
        return axes


def line_height(size: float) -> float:
    """Height in inches of a line of text of a size in points."""
    return size * SPACING / 72


def head_height(study: Study, theme: Theme, title: str) -> float:
    """Height in inches that the title takes, with the notice above it where people are synthetic."""
    notice = len(_notice(study, theme)) * line_height(theme.normal) + 0.14 if study.synthetic else 0
    return theme.margin + notice + len(_title(theme, title)) * line_height(theme.title) + 0.08


def new_page(study: Study, theme: Theme, title: str, height: float) -> Page:
    """Make a page of this height with its title; within `drawing_style`. A slide is always as tall as it may be.

    Raises
    ------
    AnalysisError
        The figure does not fit the page of the theme.
    """
    if height > theme.tallest + 0.005:
        raise AnalysisError(
            f"The figure needs {height:.1f} inches, and the page is {theme.tallest:g} inches tall. "
            "Choose fewer rows or outcomes, or another theme."
        )
    if isfinite(theme.tallest):
        height = theme.tallest
    colors = theme.colors
    figure = Figure(figsize=(theme.width, height), facecolor=colors.paper)
    page = Page(figure, _layer(figure, theme, height, 1), _layer(figure, theme, height, -1), theme, height)
    top = theme.margin
    if study.synthetic:
        notice = _notice(study, theme)
        deep = len(notice) * line_height(theme.normal) + 0.06
        page.box(theme.margin, top, theme.width - 2 * theme.margin, deep, colors.warning)
        page.lines(
            theme.width / 2,
            top + 0.03,
            notice,
            "center",
            size=theme.normal,
            color=colors.paper,
            weight="bold",
        )
        figure.text(
            0.5, 0.5, SYNTHETIC, size=min(9.4 * theme.width, 9.4 * height), color=colors.warning, alpha=0.13,
            zorder=10, rotation=52 if height > theme.width else 25, weight="bold", ha="center", va="center",
        )  # fmt: skip
        top += deep + 0.08
    page.lines(theme.margin, top, _title(theme, title), size=theme.title, weight="bold")
    return page


def _layer(figure: Figure, theme: Theme, height: float, order: int) -> Axes:
    """Add invisible axes over the whole page, in inches from its upper left corner."""
    axes = figure.add_axes((0, 0, 1, 1), zorder=order)
    axes.set(xlim=(0, theme.width), ylim=(height, 0))
    axes.axis("off")
    return axes


def blank(study: Study, theme: Theme, title: str, why: str) -> Figure:
    """Make a page that says in one sentence what a run lacks for a figure."""
    lines = wrapped(f"Nothing to draw: {why}", theme.width - 2 * theme.margin, theme.normal)
    top = head_height(study, theme, title)
    with drawing_style():
        page = new_page(
            study,
            theme,
            title,
            top + len(lines) * line_height(theme.normal) + theme.margin,
        )
        page.lines(theme.margin, top, lines, size=theme.normal)
    return page.figure


def _title(theme: Theme, title: str) -> list[str]:
    return wrapped(title, theme.width - 2 * theme.margin, theme.title, "bold")


def _notice(study: Study, theme: Theme) -> list[str]:
    return wrapped(study.words.synthetic, theme.width - 2 * theme.margin - 0.1, theme.normal, "bold")
