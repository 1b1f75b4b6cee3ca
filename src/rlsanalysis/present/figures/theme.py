"""How figures look: sizes of the page and of its letters, colors, and the marks that show how reliable a row is.

A color has one meaning in every figure: blue is adequate reliability, orange an imprecise estimate or one to interpret
with caution, gray a confidence interval without a point estimate, red the notice of synthetic data. Outcomes, groups
and adjustment sets are told apart by position, shape and line style.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from matplotlib import style

from rlsanalysis.present.reliability import Symbol
from rlsanalysis.study.names import known_name

FONT = "DejaVu Sans"
DASHED = (0, (2.2, 1.4))
RC: dict[str, Any] = {
    "font.family": FONT, "text.hinting": "none", "svg.hashsalt": "rlsanalysis", "svg.fonttype": "path",
    "pdf.fonttype": 42, "axes.linewidth": 0.6, "lines.linewidth": 1.0, "lines.solid_capstyle": "butt",
    "hatch.linewidth": 0.5,
}  # fmt: skip


@dataclass(frozen=True)
class Colors:
    """Colors of a figure, by what they mean; `tints` are neutral shades, from faint to strong."""

    paper: str
    ink: str
    quiet: str
    adequate: str
    imprecise: str
    sparse: str
    stripe: str
    rule: str
    warning: str
    tints: tuple[str, ...]


LIGHT = Colors(
    paper="#ffffff", ink="#1a1c1e", quiet="#57616a", adequate="#0063a0", imprecise="#a84300", sparse="#555555",
    stripe="#f3f5f7", rule="#c3cbd2", warning="#b00020",
    tints=("#e7e4ec", "#cfc8db", "#b3a8c6", "#9485ad", "#746290", "#534070"),
)  # fmt: skip
DARK = Colors(
    paper="#14181b", ink="#e4e8eb", quiet="#a3adb5", adequate="#6bbdf2", imprecise="#ff9a4d", sparse="#b4bdc4",
    stripe="#1d2328", rule="#48535c", warning="#ff8a94",
    tints=("#2c2834", "#413a4f", "#594f6c", "#75688d", "#9687b2", "#bbadd4"),
)  # fmt: skip


@dataclass(frozen=True)
class Theme:
    """Page and letters of a figure: lengths in inches, letters in points.

    A figure that needs more than `tallest` is refused; a page of the A4 themes grows instead.
    """

    colors: Colors
    width: float
    tallest: float
    margin: float
    small: float
    normal: float
    title: float

    @property
    def scale(self) -> float:
        """Size of its letters, and so of lengths, as a multiple of those on A4."""
        return self.normal / A4.normal

    @property
    def line(self) -> float:
        """Height of a line of normal text."""
        return self.normal * 1.3 / 72

    @property
    def mark(self) -> float:
        """Size of a mark in points."""
        return self.normal * 0.6


A4 = Theme(LIGHT, width=8.27, tallest=inf, margin=0.28, small=6.8, normal=7.2, title=11)
THEMES: Mapping[str, Theme] = {
    "light": A4,
    "dark": replace(A4, colors=DARK),
    "slide": Theme(LIGHT, width=13.33, tallest=7.5, margin=0.45, small=11.5, normal=12.5, title=20),
}
"""A4 paper, the same for a dark screen, and a slide of 16:9."""


def theme_named(name: str) -> Theme:
    """Return a theme by its name.

    Raises
    ------
    AnalysisError
        There is no such theme.
    """
    return THEMES[known_name("theme", name, THEMES)]


def drawing_style() -> AbstractContextManager[None]:
    """Settings within which a figure is made and written, whatever the settings of the user are."""
    return style.context(["default", RC])


def look(theme: Theme, symbol: Symbol) -> dict[str, Any]:
    """Return the line and mark of an estimate, by the symbol of its reliability."""
    colors = theme.colors
    mark: dict[str, Any] = {"markersize": theme.mark, "markeredgewidth": 0.14 * theme.normal}
    return {
        "filled": {"color": colors.adequate, "marker": "s", **mark},
        "open": {"color": colors.imprecise, "marker": "D", "markerfacecolor": colors.paper, **mark},
        "interval": {"color": colors.sparse, "marker": "None", "linestyle": DASHED},
    }[symbol]
