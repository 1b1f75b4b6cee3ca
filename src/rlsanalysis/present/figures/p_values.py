"""Quantile-quantile plot of the p values of all exposures, with what permutations of the outcome give."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rlsanalysis.present import labels
from rlsanalysis.present.figures.forest_panel import definition_of
from rlsanalysis.present.figures.key import Entry, draw_key, key_height
from rlsanalysis.present.figures.page import Page, blank, head_height, line_height, new_page
from rlsanalysis.present.figures.sentences import people, with_notes
from rlsanalysis.present.figures.specifications import shown_outcomes
from rlsanalysis.present.figures.text import wrapped
from rlsanalysis.present.figures.theme import DASHED, Theme, drawing_style, theme_named
from rlsanalysis.present.own_rows import results_of
from rlsanalysis.present.permuted import SMALL, of_outcomes, small_p_values
from rlsanalysis.study.records import Outcome, Study
from rlsanalysis.study.results import Results, records

TITLE = "p values of all exposures against chance"
NAMED = 4
"""Most points of a panel that are named: those with the smallest p values."""
LONGEST = 45
"""Characters of a label that names several points; a longer one names the first."""
LEFT, GAP, BELOW = 0.42, 0.3, 0.42
"""Inches on A4: left of each panel, between panels, below them."""
LEAST = 1e-6
EXPOSURE = "exposure"
EXPECTED, OBSERVED = "expected p value, if all were independent", "p value"


def p_values(results: Results, *, outcomes: Sequence[str] | None = None, theme: str = "light") -> Figure:
    """Draw the ordered p values of all exposures of each outcome, with the band that permutations give.

    Parameters
    ----------
    results : Results
        Of a run with its robustness analyses.
    outcomes : ids, from left to right; the primary outcomes if None.
    theme : `light` (A4), `dark` (A4) or `slide` (16:9).

    Returns
    -------
    matplotlib.figure.Figure
        Its caption is `caption("p_values", results)`.

    Raises
    ------
    AnalysisError
        These are no results of a run, there is no such outcome or theme, or the panels do not fit the page.
    """
    run, theme_ = results_of(results, "The figure of p values"), theme_named(theme)
    study = run.study
    panels = {o.id: rows for o, rows in of_outcomes(run, shown_outcomes(run, outcomes))}
    if not panels:
        return blank(study, theme_, TITLE, "this run has no permuted p values.")
    scale = theme_.scale
    wide = (theme_.width - 2 * theme_.margin - (len(panels) - 1) * GAP * scale) / len(panels)
    heads = [wrapped(definition_of(study, o), wide, theme_.normal, "bold") for o in panels]
    entries = _entries(theme_)
    top = head_height(study, theme_, TITLE)
    first = top + max(map(len, heads)) * theme_.line + line_height(theme_.small) + 0.16
    rest = BELOW * scale + key_height(theme_, entries) + theme_.margin
    side = min(wide - LEFT * scale, 4.2, theme_.tallest - first - rest)
    end = first + side + BELOW * scale
    with drawing_style():
        page = new_page(study, theme_, TITLE, first + side + rest)
        for i, (rows, head) in enumerate(zip(panels.values(), heads, strict=True)):
            left = theme_.margin + i * (wide + GAP * scale)
            page.lines(left, top, head, size=theme_.normal, weight="bold")
            _panel(page, study, rows, left + LEFT * scale, first, side)
        draw_key(page, end, entries)
    return page.figure


def _panel(page: Page, study: Study, rows: pd.DataFrame, left: float, top: float, side: float) -> None:
    theme, colors = page.theme, page.theme.colors
    axes = page.plot(left, top, side, side)
    smallest = max(LEAST, min(rows["p_value"].min(), rows["low"].min(), rows["expected"].min()) / 2)
    _scales(axes, rows["expected"].min() / 1.6, smallest)
    x = rows["expected"].to_numpy(float)
    low, median, high = (
        rows[name].clip(lower=smallest).to_numpy(float) for name in ("low", "median", "high")
    )
    axes.fill_between(x, low, high, color=colors.tints[0], linewidth=0, zorder=0)
    axes.plot(x, median, color=colors.tints[3], linewidth=0.9, zorder=1)
    axes.plot([1, smallest], [1, smallest], color=colors.ink, linewidth=0.6, linestyle=DASHED, zorder=1)
    kinds = rows["role"].where(rows["role"].isin(MARKS), EXPOSURE)
    for kind, (_, marked) in MARKS.items():
        look, own = marked(theme), rows[kinds == kind]
        axes.plot(own["expected"], own["p_value"].clip(lower=smallest), **look, zorder=3, clip_on=False)
    _names(axes, theme, study, rows, (smallest, side))
    middle = left + side / 2
    page.text(middle, top + side + 0.26 * theme.scale, EXPECTED, "center", color=colors.quiet)
    page.text(left, top - 0.5 * line_height(theme.small) - 0.1, OBSERVED, "right", color=colors.quiet)


def _scales(axes: Axes, least_expected: float, least: float) -> None:
    """Make both axes logarithmic, with small p values to the right and above."""
    axes.set(xscale="log", yscale="log", xlim=(1, least_expected), ylim=(1, least))
    for axis, end in ((axes.xaxis, least_expected), (axes.yaxis, least)):
        ticks = [10.0**-k for k in range(int(np.floor(-np.log10(end))) + 1)]
        axis.set_ticks(
            ticks, [f"{tick:g}" if tick >= 1e-3 else f"$10^{{{round(np.log10(tick))}}}$" for tick in ticks]
        )
        axis.set_ticks([], minor=True)


def _names(axes: Axes, theme: Theme, study: Study, rows: pd.DataFrame, scale: tuple[float, float]) -> None:
    """Name the exposures with the smallest p values, to the left of their points.

    Points that are not a line apart share one label. `scale`: the smallest p value of the axis, and the height of the
    plot in inches.
    """
    least, side = scale
    apart = line_height(theme.small) / side
    together: list[list[Any]] = []
    last = np.inf
    for row in records(rows.sort_values("rank").head(NAMED)):
        y = np.log(max(row.p_value, least)) / np.log(least)
        if last - y > apart:
            together.append([])
        together[-1].append(row)
        last = y
    for named in together:
        leftmost = named[-1]
        names = [labels.without_unit(labels.short(study, str(row.exposure))) for row in named]
        text = "; ".join(names)
        axes.annotate(
            text if len(text) <= LONGEST else f"{names[0]} and {len(names) - 1} more",
            (leftmost.expected, max(leftmost.p_value, least)), xytext=(-0.9 * theme.mark, 0),
            textcoords="offset points", ha="right", va="center", size=theme.small, color=theme.colors.ink,
        )  # fmt: skip


def _exposure(theme: Theme) -> dict[str, Any]:
    return {"marker": "o", "color": theme.colors.ink, "linestyle": "", "markersize": 0.6 * theme.mark}


def _control(theme: Theme, marker: str) -> dict[str, Any]:
    return {
        "marker": marker, "color": theme.colors.tints[4], "linestyle": "",
        "markersize": 0.9 * theme.mark, "markeredgecolor": theme.colors.paper, "markeredgewidth": 0.4,
    }  # fmt: skip


MARKS: dict[str, tuple[str, Callable[[Theme], dict[str, Any]]]] = {
    EXPOSURE: ("exposure", _exposure),
    "positive_control": ("positive control", lambda theme: _control(theme, "s")),
    "negative_control": ("negative control", lambda theme: _control(theme, "v")),
}
"""Words and marks of control exposures by their roles, and those of all other exposures."""


def _entries(theme: Theme) -> list[Entry]:
    colors = theme.colors
    return [
        *(Entry(words, marked(theme)) for words, marked in MARKS.values()),
        Entry("95% of permutations, by rank", band=colors.tints[0]),
        Entry("median of permutations", {"marker": "None", "color": colors.tints[3], "linewidth": 0.9}),
        Entry("independent, uniform p values", {"marker": "None", "color": colors.ink, "linestyle": DASHED}),
    ]


def p_values_caption(results: Results, *, outcomes: Sequence[str] | None = None) -> str:
    """Return the caption of the figure of p values; parameters as those of `p_values`."""
    run = results_of(results, "The caption of the p values")
    study, shown = run.study, shown_outcomes(run, outcomes)
    number = int(run.p_values["permutations"].max()) if len(run.p_values) else study.robustness.permutations
    drawn = (
        "Ordered p values of the primary estimates of all exposures (joint test of a categorical one) against those "
        "expected of independent tests, on logarithmic axes."
    )
    counted = small_p_values(run, shown)
    below = f"p values below {SMALL:g}: {counted}." if counted else ""
    notes = (
        (
            f"The band has 95% of the p values of each rank in {number} permutations, point by point: within each "
            "stratum the PSUs exchanged their outcomes, laid on their people in random order, and all models were "
            "fitted again. Exposures depend on each other, which makes the band wider than that of independent tests, "
            "and p values of sparse comparisons are conservative, which draws it toward larger p values."
        ),
        _near_the_diagonal(run, shown),
        (
            "Where many exposures are associated, the p values of the others lie beyond the band of their rank too, "
            "even those near 1. Neither the points beyond the band nor the p values below "
            f"{SMALL:g} are a number of associations, and the figure says nothing about a single exposure. The numbers "
            "of cases that are exchanged are unweighted. In a permutation the outcome is associated with nothing, age "
            "and sex included. Only exposures whose CI is reported are drawn; p values below "
            f"{LEAST:f} are drawn at the upper edge, and p_values.csv has them."
        ),
    )
    return with_notes((people(study, run), drawn, below), (*notes, study.words.association))


def _near_the_diagonal(results: Results, outcomes: Sequence[Outcome]) -> str:
    """Say how far the medians of the permutations are from the p values that independent tests would have."""
    ratios = [rows["median"] / rows["expected"] for _, rows in of_outcomes(results, outcomes)]
    if not ratios:
        return ""
    every = pd.concat(ratios)
    return (
        f"The medians of the permutations are {every.min():.2f} to {every.max():.2f} times the p values expected of "
        "independent tests, which are the diagonal."
    )
