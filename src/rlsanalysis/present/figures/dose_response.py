"""Dose and response: the odds ratio along a continuous variable, by outcome."""

from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, LogLocator, NullLocator

from rlsanalysis.present import labels
from rlsanalysis.present.about import about
from rlsanalysis.present.figures.curve_panels import CurvePanel, curve_panels
from rlsanalysis.present.figures.style import (
    BLUE,
    GREY,
    MARGIN,
    NORMAL,
    SMALL,
    TOP,
    VERMILION,
    WIDTH,
    axes_at,
    blank,
    foot,
    frame,
    outcome_heading,
    outward,
    page_axes,
    page_style,
    put,
    sheet,
)
from rlsanalysis.present.words import METHOD_OF_CURVES, WEIGHTS, adjusted_for, population
from rlsanalysis.study.plan import load_plan
from rlsanalysis.study.results import Results
from rlsanalysis.variables.names import known_name

ACROSS = 2
HEAD, PLOT, AXIS, KEY = 0.5, 2.35, 0.46, 0.34  # inches
NUMBERS, APART = 0.42, 0.26
AXES = {
    2.0: (0.5, 0.7, 1, 1.4, 2),
    4.0: (0.25, 0.5, 1, 2, 4),
    10.0: (0.1, 0.3, 1, 3, 10),
    20.0: (0.05, 0.2, 1, 5, 20),
}
WITHIN = 0.9  # share of the limits of the bands that the axis must hold
RUG = (
    "Ticks at the foot: weighted percentiles 2, 4, ..., 98 of the people of the model, 2 % of them between two; equal "
    "values share a tick. A curve ends where too few cases support it."
)
KNOT: dict[str, Any] = {"color": GREY, "marker": "^", "markerfacecolor": "white", "linestyle": ""}
LOOKS: dict[str, dict[str, Any]] = {
    "ok": {"color": BLUE, "linestyle": "-"},
    "caution": {"color": VERMILION, "linestyle": (0, (5, 1.2))},
    "sparse": {"color": GREY},
}


def dose_response(results: Results, exposure: str, *, outcomes: list[str] | None = None) -> Figure:
    """Draw the odds ratio along a continuous variable against its reference value, a panel an outcome.

    Parameters
    ----------
    results : Results
        Its tables `curves` and `curve_tests`; only the headline method is drawn.
    exposure : id of a variable with a curve in the plan.
    outcomes : ids; the primary and then the secondary ones if None.

    Returns
    -------
    matplotlib.figure.Figure
        A4 wide, two panels side by side.

    Raises
    ------
    AnalysisError
        The plan has no such curve, or no such outcome.
    """
    study = load_plan()
    known_name("curve", exposure, study.curves)
    who = "synthetic people" if results.synthetic else "US adults, NHANES"
    title = f"Dose and response: {labels.quantity(exposure)}; odds ratios in {who}"
    panels, lacking = curve_panels(results, exposure, outcomes)
    if not panels:
        return blank(results, title, f"this run has no curve of {labels.quantity(exposure)}.")
    said = _caption(results, exposure, panels, [labels.name(o.id) for o in lacking])
    tall = HEAD + PLOT + AXIS
    with page_style():
        figure = sheet(TOP + tall * (1 + (len(panels) - 1) // ACROSS) + KEY + foot(said))
        page, wide = page_axes(figure), (WIDTH - 2 * MARGIN - APART) / ACROSS
        most, span = _most(panels), _span(panels)
        for position, panel in enumerate(panels):
            left = MARGIN + position % ACROSS * (wide + APART)
            top = TOP + position // ACROSS * tall
            outcome_heading(page, panel.outcome, left, top, panel.people)
            put(page, left, top + 0.34, f"{panel.counts}    {panel.note if panel.drawn else ''}".rstrip())
            axes = axes_at(figure, left + NUMBERS, top + HEAD, wide - NUMBERS, PLOT)
            if panel.drawn:
                _axes(axes, panel, exposure, most, span)
                _curve(axes, panel, most)
            else:
                axes.set(xticks=[], yticks=[])
                axes.spines[:].set_color("#BBBBBB")
                axes.text(0.5, 0.5, fill(panel.note, 60), size=NORMAL, ha="center", va="center")
        _legend(figure, panels, foot(said) + 0.08)
        frame(figure, results, title, said)
    return figure


def _most(panels: list[CurvePanel]) -> float:
    """End of the vertical axis: the smallest that holds every line and most of the bands."""
    drawn = [p for p in panels if p.drawn]
    limits = np.concatenate(
        [[1.0], *(p.grid[side].to_numpy() for p in drawn for side in ("conf_low", "conf_high"))]
    )
    lines = np.concatenate([[1.0], *(p.grid["odds_ratio"].to_numpy() for p in drawn if p.point)])
    with np.errstate(divide="ignore"):
        limits, lines = np.abs(np.log(limits)), np.abs(np.log(lines))
    for most in AXES:
        if (limits <= np.log(most)).mean() >= WITHIN and lines.max() <= np.log(most):
            return most
    return max(AXES)


def _span(panels: list[CurvePanel]) -> tuple[float, float]:
    """Least and greatest value of the variable in the panels, and the reference."""
    values = np.concatenate([[p.reference, *p.grid["value"]] for p in panels if p.drawn] or [[0.0, 1.0]])
    return float(values.min()), float(values.max())


def _axes(axes: Axes, panel: CurvePanel, variable: str, most: float, span: tuple[float, float]) -> None:
    outward(axes)
    axes.set(yscale="log", ylim=(1 / most, most))
    axes.yaxis.set_major_locator(FixedLocator(list(AXES[most])))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_yticks(list(AXES[most]), [f"{t:g}" for t in AXES[most]])
    axes.axhline(1, color="black", linewidth=0.7, zorder=1)
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
    quantity = labels.quantity(variable)
    unit = "" if panel.unit.casefold() in quantity.casefold() else f", {panel.unit}"
    axes.set_xlabel(f"{quantity}{unit}{', log scale' if panel.log else ''}", size=SMALL, labelpad=2)
    axes.set_ylabel(f"odds ratio against {panel.reference_text}, log scale", size=SMALL, labelpad=1)


def _curve(axes: Axes, panel: CurvePanel, most: float) -> None:
    """Band, line where the status allows it, rug, knots, reference."""
    look, grid = LOOKS[panel.status], panel.grid
    value = grid["value"].to_numpy()
    low = np.clip(grid["conf_low"].to_numpy(), 1 / most, most)
    high = np.clip(grid["conf_high"].to_numpy(), 1 / most, most)
    axes.fill_between(value, low, high, color=look["color"], alpha=0.2, linewidth=0, zorder=2)
    if panel.status == "sparse":
        for limit in (low, high):
            axes.plot(value, limit, color=look["color"], linewidth=0.6, linestyle=":", zorder=2)
    for beyond, edge, arrow in (
        (grid["conf_high"].to_numpy() > most, most, "^"), (grid["conf_low"].to_numpy() < 1 / most, 1 / most, "v"),
    ):  # fmt: skip
        for at in _middles(value, beyond):
            axes.plot([at], [edge], marker=arrow, color=look["color"], clip_on=False, zorder=5)
    if panel.point:
        axes.plot(value, grid["odds_ratio"], **look, linewidth=1.4, zorder=4)
    foot_of_axes = axes.get_xaxis_transform()
    rug = np.column_stack([value, value, np.full(len(value), np.nan)]).ravel()
    axes.plot(
        rug, np.tile([0, 0.025, np.nan], len(value)), color="black", linewidth=0.5, transform=foot_of_axes
    )
    axes.plot(panel.knots, [0.055] * len(panel.knots), **KNOT, transform=foot_of_axes)
    axes.axvline(panel.reference, color="black", linewidth=0.6, linestyle=":", zorder=1)
    axes.plot([panel.reference], [1], color="black", marker="o", zorder=6, clip_on=False)


def _middles(
    value: "np.ndarray[Any, np.dtype[np.float64]]", beyond: "np.ndarray[Any, np.dtype[np.bool_]]"
) -> list[float]:
    """Middle value of each stretch of the grid where a band leaves the axis."""
    runs = np.split(np.arange(len(value)), np.flatnonzero(np.diff(beyond.astype(int))) + 1)
    return [float(value[run[len(run) // 2]]) for run in runs if len(run) and beyond[run[0]]]


def _legend(figure: Figure, panels: list[CurvePanel], above: float) -> None:
    """What the marks mean; of the looks of a line only those that are drawn."""
    drawn = {p.status for p in panels if p.drawn}
    point: dict[str, Any] = {"linestyle": "", "color": "black"}
    lines = {"ok": "odds ratio", "caution": "odds ratio, caution †"}
    handles: list[Artist] = [
        Line2D([], [], **LOOKS[s], label=text) for s, text in lines.items() if s in drawn
    ]
    handles += [
        Patch(facecolor=GREY, alpha=0.25, label="95 % interval at each value"),
        Line2D([], [], **point, marker="o", label="reference, odds ratio 1"),
        Line2D([], [], **KNOT, label="knot"),
        Line2D([], [], **point, marker="|", label="2 % of the people"),
        Line2D([], [], **(point | {"color": GREY}), marker="^", label="interval goes on beyond the axis"),
    ]
    figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(MARGIN / WIDTH, above / figure.get_figheight()), ncols=4,
        fontsize=SMALL, frameon=False, handlelength=2.4, columnspacing=1.2, borderpad=0, borderaxespad=0,
    )  # fmt: skip


def _caption(results: Results, variable: str, panels: list[CurvePanel], lacking: list[str]) -> str:
    study = load_plan()
    tested = " ".join(f"{labels.name(p.outcome.id)}: {p.tests}." for p in panels)
    exposure = study.exposures[study.curves[variable].exposure]
    adjusted: dict[str, list[str]] = {}
    for panel in panels:
        said = f"{panel.set}: {adjusted_for(exposure, panel.set, tuple(panel.row.releases.split()))}"
        adjusted.setdefault(said, []).append(labels.name(panel.outcome.id))
    sets = " ".join(f"Adjustment of {', '.join(who)}, {said}." for said, who in adjusted.items())
    absent = f" No curve in this run, or not measured with it: {'; '.join(lacking)}." if lacking else ""
    marks = "; ".join(f"{labels.MARKS[status]} {span}" for status, span in labels.EFFECTIVE_DF.items())
    return (
        f"{population(results)} n: people in the model, unweighted. {tested} Reference: "
        f"{_reference(panels, variable)}. {sets} {METHOD_OF_CURVES} {RUG} {WEIGHTS} Marks, by the least effective "
        f"degrees of freedom of the curve and its tests: {marks}; {labels.FEW} fewer than "
        f"{study.fewest_cases} cases in all or {study.fewest_df} design degrees of freedom.{absent} "
        f"{about().association}"
    )


def _reference(panels: list[CurvePanel], variable: str) -> str:
    """Value against which the odds ratios are, and why that one."""
    drawn = [p.reference_text for p in panels if p.drawn]
    return (
        f"{drawn[0]}{labels.DASH.center(3)}{load_plan().curves[variable].reason}"
        if drawn
        else "no curve is drawn"
    )
