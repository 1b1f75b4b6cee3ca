"""The figure of the coverage study: how often the 95% CIs of three methods include the truth, by cell."""

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.present.figures.page import Page, head_height, new_page
from rlsanalysis.present.figures.theme import Theme, drawing_style, theme_named

TITLE = "Coverage of 95% CIs of the log odds ratio in simulated surveys"
LEAST, MOST, NOMINAL = 80.0, 100.5, 95.0
BELOW = "Percent of the 95% CIs that include the truth. Band: range of simulation error around 95%."
GROUPS = {"first": "Settings like those in which the method was developed", "new": "New settings"}
METHODS = {
    "profile": ("Firth, stabilized (this package)", "s", "adequate"),
    "svyglm": ("svyglm, where its estimate is finite", "o", "quiet"),
    "linearized": ("Firth, linearized", "|", "imprecise"),
}
ROW, WORDS, NUMBERS = (
    0.185,
    2.95,
    0.85,
)  # inches: height of a row, width of its name and of the numbers next to it


def draw(rows: pd.DataFrame) -> Figure:
    """Draw the rows of all samples of each coefficient, by group and expected exposed cases."""
    theme, study = theme_named("light"), nhanes_study()
    shown = {group: _ordered(rows[rows["group"] == group]) for group in GROUPS}
    top = head_height(study, theme, TITLE) + 0.3
    height = top + sum(len(lines) + 1.6 for lines in shown.values()) * ROW + 0.2 + theme.margin
    with drawing_style():
        page = new_page(study, theme, TITLE, height)
        _key(page, top - 0.22)
        numbers = theme.width - theme.margin - NUMBERS
        for x, head in ((numbers + 0.35, "E0"), (numbers + NUMBERS, "k")):
            page.text(x, top + 0.05, head, "right", color=theme.colors.quiet)
        page.text(theme.margin + WORDS, height - theme.margin, BELOW, color=theme.colors.quiet)
        for group, lines in shown.items():
            page.text(theme.margin, top + 0.05, GROUPS[group], weight="bold")
            top += ROW
            _panel(page, top, lines, last=group == list(shown)[-1])
            top += (len(lines) + 0.6) * ROW
    return page.figure


def _ordered(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the rows of each coefficient, by expected exposed cases; continuous exposures, which have none, last."""
    found = [of for _, of in rows.groupby(["cell", "quantity"], sort=False)]
    return sorted(found, key=lambda of: of["expected"].iloc[0] if of["expected"].notna().any() else math.inf)


def _panel(page: Page, top: float, lines: list[pd.DataFrame], *, last: bool) -> None:
    theme, n = page.theme, len(lines)
    left = theme.margin + WORDS
    axes = page.plot(left, top, theme.width - theme.margin - NUMBERS - left, n * ROW)
    axes.set(xlim=(LEAST, MOST), ylim=(n - 0.5, -0.5))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    ticks = [80, 85, 90, 95, 100]
    axes.set_xticks(ticks, [f"{tick}%" for tick in ticks] if last else [""] * len(ticks))
    error = 1.96 * math.sqrt(NOMINAL * (100 - NOMINAL) / lines[0]["samples"].min())
    axes.axvspan(NOMINAL - error, NOMINAL + error, color=theme.colors.stripe, linewidth=0)
    axes.axvline(NOMINAL, color=theme.colors.rule, linewidth=0.8)
    numbers = theme.width - theme.margin - NUMBERS
    for position, of in enumerate(lines):
        middle = top + (position + 0.5) * ROW
        page.rule(middle, left, numbers, linewidth=0.3)
        page.text(theme.margin, middle, _name(of))
        expected, k = of["expected"].iloc[0], of["k"].iloc[0]
        page.text(numbers + 0.35, middle, "–" if pd.isna(expected) else f"{expected:.1f}", "right")
        page.text(numbers + NUMBERS, middle, f"{k:.1f}", "right")
        _marks(axes, theme, position, of)


def _name(of: pd.DataFrame) -> str:
    title, quantity = of["title"].iloc[0], of["quantity"].iloc[0]
    return title if quantity == "x" else f"{title}: level {int(quantity[1:]) + 1}"


def _marks(axes: Axes, theme: Theme, position: int, of: pd.DataFrame) -> None:
    for method, (_, marker, color) in reversed(METHODS.items()):
        coverage = float(of.loc[of["method"] == method, "coverage"].iloc[0])
        drawn = getattr(theme.colors, color)
        look = {
            "color": drawn,
            "markersize": theme.mark,
            "markerfacecolor": drawn if marker == "s" else "none",
        }
        if coverage < LEAST:
            axes.plot([LEAST + 0.15], [position], marker="<", clip_on=False, **look)
            axes.text(
                LEAST + 0.6, position, f"{coverage:.0f}%", color=drawn, size=theme.small, va="center_baseline"
            )
        else:
            axes.plot([coverage], [position], marker=marker, **look)


def _key(page: Page, top: float) -> None:
    theme, left = page.theme, page.theme.margin
    for name, marker, color in METHODS.values():
        drawn = getattr(theme.colors, color)
        face = drawn if marker == "s" else "none"
        page.axes.plot(
            [left + 0.05], [top], marker=marker, color=drawn, markersize=theme.mark, markerfacecolor=face
        )
        page.text(left + 0.15, top, name)
        left += 2.35
