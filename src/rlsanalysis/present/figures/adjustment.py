"""How adjustment moves an odds ratio: crude, minimal and full beside each other, one small panel a comparison."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from textwrap import fill
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, NullLocator

from rlsanalysis.present import labels
from rlsanalysis.present.about import about
from rlsanalysis.present.figures.style import (
    BLUE,
    DASHED,
    GREY,
    MARGIN,
    SMALL,
    STRIPE,
    TOP,
    VERMILION,
    WIDTH,
    axes_at,
    blank,
    foot,
    frame,
    outward,
    page_style,
    sheet,
)
from rlsanalysis.present.reliability import reliability
from rlsanalysis.present.words import EXCEPTIONS, METHOD, OWN_SET, RELIABILITY, WEIGHTS, population
from rlsanalysis.study.plan import Outcome, load_plan
from rlsanalysis.study.results import Results, primary_model, records
from rlsanalysis.variables import registry

LOOKS: tuple[dict[str, Any], ...] = (
    {"color": BLUE, "marker": "s", "linestyle": "-"},
    {"color": VERMILION, "marker": "o", "linestyle": (0, (4, 1))},
)
LEAST, MOST = 0.1, 20.0
TICKS = (0.1, 0.3, 1, 3, 10)
ACROSS, PANEL, NAME, AXIS, NUMBERS, APART = 6, 1.34, 0.36, 0.3, 0.3, 0.1  # inches but the first
KEY = 0.4
DODGE = 0.11
WRAPPED = 27


@dataclass(frozen=True)
class Comparison:
    """One panel: what is compared, and its rows of `estimates` by outcome and adjustment set."""

    label: str
    rows: dict[tuple[str, str], Any]


def adjustment(results: Results, *, outcomes: list[str] | None = None) -> Figure:
    """Draw crude, minimally and fully adjusted odds ratios of the headline comparisons.

    Parameters
    ----------
    results : Results
        Its table `estimates`: the headline method in the quoted sample.
    outcomes : ids, two at most; the primary ones if None.

    Returns
    -------
    matplotlib.figure.Figure
        A4 upright at most.
    """
    title = f"Crude to adjusted: odds ratios in {'synthetic people' if results.synthetic else 'US adults, NHANES'}"
    shown = [o for o in results.outcomes if o.id in outcomes] if outcomes else results.primary
    panels = list(_comparisons(results, shown))
    if not panels:
        return blank(results, title, "this run has no headline comparison of these outcomes.")
    said = _caption(results, shown)
    down = ceil(len(panels) / ACROSS)
    below = AXIS + KEY + foot(said)
    with page_style():
        figure = sheet(TOP + down * PANEL + below)
        deep = (figure.get_figheight() - TOP - below) / down
        wide = (WIDTH - 2 * MARGIN - NUMBERS) / ACROSS
        for position, panel in enumerate(panels):
            row, column = divmod(position, ACROSS)
            left = MARGIN + NUMBERS + column * wide
            axes = axes_at(figure, left, TOP + row * deep + NAME, wide - APART, deep - NAME - 0.06)
            _axes(axes, first=column == 0, last=position + ACROSS >= len(panels))
            axes.text(
                0,
                1.05,
                fill(panel.label, WRAPPED),
                size=SMALL,
                transform=axes.transAxes,
                va="bottom",
                linespacing=1,
            )
            for order, outcome in enumerate(shown):
                _few(axes, panel, outcome, order)
                _slope(axes, panel, outcome, (order - (len(shown) - 1) / 2) * 2 * DODGE, LOOKS[order])
        _legend(figure, shown, foot(said) + 0.1)
        frame(figure, results, title, said)
    return figure


def _comparisons(results: Results, outcomes: list[Outcome]) -> Iterator[Comparison]:
    study, rows = load_plan(), results.estimates
    for exposure in (e for e in study.exposures.values() if e.role == "headline"):
        found: dict[str, dict[tuple[str, str], Any]] = {}
        for outcome in outcomes:
            _, _, _, method, sample = primary_model(study, outcome, exposure)
            mine = (rows["outcome"] == outcome.id) & (rows["exposure"] == exposure.id)
            for row in records(rows[mine & (rows["method"] == method) & (rows["sample"] == sample)]):
                found.setdefault(row.level, {})[outcome.id, row.set] = row
        declared = registry()[exposure.id]
        for level, cells in found.items():
            beside = f": {level} vs {declared.levels[0]}" if declared.kind == "categorical" else ""
            yield Comparison(labels.typeset(declared.label + beside), cells)


def _axes(axes: Axes, *, first: bool, last: bool) -> None:
    sets = list(load_plan().sets)
    axes.set(yscale="log", ylim=(LEAST, MOST), xlim=(-0.5, len(sets) - 0.5))
    outward(axes)
    axes.set_facecolor(STRIPE)
    axes.patch.set_alpha(1)
    axes.yaxis.set_major_locator(FixedLocator(list(TICKS)))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_yticks(list(TICKS), [f"{t:g}" for t in TICKS] if first else [""] * len(TICKS))
    axes.set_xticks(range(len(sets)), sets if last else [""] * len(sets))
    axes.axhline(1, color="black", linewidth=0.6, zorder=1)
    if first:
        axes.set_ylabel("odds ratio, log scale", size=SMALL, labelpad=1)


def _slope(axes: Axes, panel: Comparison, outcome: Outcome, aside: float, look: dict[str, Any]) -> None:
    """Intervals of one outcome, points where their status allows one, and the line through neighbouring points."""
    points: list[tuple[float, float]] = []
    for x, set_ in enumerate(load_plan().sets):
        row = panel.rows.get((outcome.id, set_))
        if row is None:
            continue
        if row.status not in labels.INTERVAL:
            text = labels.MARKS[row.status]
            axes.text(
                x + aside, LEAST * 1.12, text, color=look["color"], size=SMALL, ha="center", va="bottom"
            )
            continue
        _interval(axes, x + aside, row, look["color"])
        if row.status in labels.POINT and LEAST <= row.odds_ratio <= MOST:
            points.append((x + aside, row.odds_ratio))
            face = "white" if row.status == "caution" else look["color"]
            axes.plot(*points[-1], color=look["color"], marker=look["marker"], markerfacecolor=face, zorder=4)
    for (start, y), (end, to_y) in pairwise(points):
        if end - start < 1.5:
            axes.plot(
                [start, end], [y, to_y], color=look["color"], linestyle=look["linestyle"], lw=0.8, zorder=3
            )


def _few(axes: Axes, panel: Comparison, outcome: Outcome, order: int) -> None:
    """The mark of few cases in all, in the upper right corner, where a shown row of the outcome has it."""
    shown = [r for (o, _), r in panel.rows.items() if o == outcome.id and r.status in labels.INTERVAL]
    if any("imprecise" in reliability(r).label for r in shown):
        color = LOOKS[order]["color"]
        axes.text(1.01 - 0.07 * order, 0.98, labels.FEW, color=color, size=SMALL, ha="right", va="top",
                  transform=axes.transAxes)  # fmt: skip


def _interval(axes: Axes, x: float, row: Any, color: str) -> None:
    limits = (row.conf_low, row.conf_high)
    ends = [min(max(limit, LEAST), MOST) for limit in limits]
    style = DASHED if row.status == "sparse" else "-"
    axes.plot([x, x], ends, color=color, linestyle=style, lw=0.7, zorder=2)
    marks = ["_" if limit == end else arrow for limit, end, arrow in zip(limits, ends, "v^", strict=True)]
    for mark in dict.fromkeys(marks):
        at = [end for end, other in zip(ends, marks, strict=True) if other == mark]
        axes.plot([x] * len(at), at, color=color, marker=mark, linestyle="", ms=2.6, mew=0.7, clip_on=False)


def _legend(figure: Figure, outcomes: list[Outcome], above: float) -> None:
    handles = [
        Line2D([], [], **look, label=f"{labels.name(o.id)}, {o.cohort.replace('-', labels.DASH)}")
        for o, look in zip(outcomes, LOOKS, strict=False)
    ]
    handles += [
        Line2D(
            [],
            [],
            color=GREY,
            marker="D",
            markerfacecolor="white",
            linestyle="",
            label="open mark: caution †",
        ),
        Line2D([], [], color=GREY, linestyle=DASHED, label="sparse ‡: interval only, no point"),
        Line2D([], [], color=GREY, marker="^", linestyle="", label="interval goes on beyond the axis"),
        Line2D([], [], linestyle="", label=f"# too few: counts only; {labels.NONE} not estimable"),
    ]
    figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(MARGIN / WIDTH, above / figure.get_figheight()), ncols=3,
        fontsize=SMALL, frameon=False, handlelength=2.6, columnspacing=1, borderpad=0, borderaxespad=0,
    )  # fmt: skip


def _caption(results: Results, outcomes: list[Outcome]) -> str:
    sets = " ".join(f"{set_.capitalize()}: {labels.SET_WORDS[set_]}." for set_ in load_plan().sets)
    quoted = "; ".join(f"{labels.name(o.id)}: {o.headline_set}" for o in outcomes)
    return (
        f"{population(results)} {_people(results, outcomes)} {sets} {OWN_SET} {EXCEPTIONS} Quoted in the text: "
        f"{quoted}. Models of a fuller set hold fewer people, those with all adjusters known: part of a move may be "
        "theirs. Some factors were measured in some releases, ages or one sex only. Prescribed drugs are compared "
        f"with treated RLS among people who take any prescription drug. {METHOD} {WEIGHTS} {RELIABILITY} "
        f"{labels.FEW} in "
        f"a corner: fewer than {load_plan().fewest_cases} cases in all or {load_plan().fewest_df} design degrees of "
        "freedom, in the colour of the outcome (the second: left). Nothing drawn: not compared, since not asked in "
        f"those years or part of what defines the outcome. {about().association}"
    )


def _people(results: Results, outcomes: list[Outcome]) -> str:
    """Most people and cases of the models of each outcome."""
    said = []
    for outcome in outcomes:
        rows = results.estimates[results.estimates["outcome"] == outcome.id]
        if len(rows):
            said.append(
                f"{labels.name(outcome.id)}: up to {labels.count(rows['cases'].max())} cases of "
                f"{labels.count(rows['n'].max())}"
            )
    return f"People of the models, unweighted: {'; '.join(said)}."
