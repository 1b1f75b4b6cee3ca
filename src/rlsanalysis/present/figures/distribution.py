"""How a continuous variable is spread among cases and others: weighted percents in the bins of the plan."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from rlsanalysis.present import labels
from rlsanalysis.present.about import about
from rlsanalysis.present.figures.style import (
    GREY,
    MARGIN,
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
from rlsanalysis.present.words import measured_in, population
from rlsanalysis.study.plan import Outcome, load_plan
from rlsanalysis.study.results import Results
from rlsanalysis.variables import registry

ACROSS = 2
HEAD, PLOT, BELOW = 0.36, 1.75, 0.86  # inches
LEFT, APART = 0.72, 0.3  # inches: names of the counts, between panels
OTHERS: dict[str, Any] = {"facecolor": "#B9CAD6", "linewidth": 0.6, "edgecolor": "#5C7F95"}
CASES: dict[str, Any] = {"color": VERMILION, "linewidth": 1.4, "linestyle": "--"}


def distribution(results: Results, variable: str) -> Figure:
    """Draw the distribution of a variable among the cases of each outcome and among other people.

    Parameters
    ----------
    results : Results
        Its table `distributions`.
    variable : id of a continuous variable.

    Returns
    -------
    matplotlib.figure.Figure
        A4 wide, two outcomes side by side.
    """
    title = f"{labels.name(variable)} of cases and of other people"
    found = {o: _bins(results, o, variable) for o in _ordered(results)}
    panels = {o: rows for o, rows in found.items() if rows["n"].sum() > 0}
    if not panels:
        return blank(results, title, f"this run has no distribution of {labels.name(variable)}.")
    said = _caption(results, variable, [o for o in found if o not in panels])
    tall = HEAD + PLOT + BELOW
    with page_style():
        figure = sheet(TOP + tall * (1 + (len(panels) - 1) // ACROSS) + 0.2 + foot(said))
        page, wide = page_axes(figure), (WIDTH - 2 * MARGIN - (ACROSS - 1) * APART) / ACROSS
        for position, (outcome, rows) in enumerate(panels.items()):
            left = MARGIN + position % ACROSS * (wide + APART)
            top = TOP + position // ACROSS * tall
            _panel(figure, page, outcome, rows, variable, left, top, wide)
        _legend(figure, foot(said) + 0.14)
        frame(figure, results, title, said)
    return figure


def _ordered(results: Results) -> list[Outcome]:
    return [*results.primary, *(o for o in results.outcomes if o.role == "secondary")]


def _bins(results: Results, outcome: Outcome, variable: str) -> pd.DataFrame:
    rows = results.distributions
    return rows[(rows["outcome"] == outcome.id) & (rows["variable"] == variable)].sort_values("bin")


def _panel(
    figure: Figure, page: Axes, outcome: Outcome, rows: pd.DataFrame, variable: str, left: float, top: float,
    wide: float,
) -> None:  # fmt: skip
    """Histogram of one outcome; below it the edges of the bins, and how many people are in each."""
    import seaborn as sns  # type: ignore[import-untyped]  # noqa: PLC0415 - slow to import: only whoever draws one pays

    groups = {people: rows[rows["people"] == people] for people in ("others", "cases")}
    few = groups["cases"]["n"].sum() < load_plan().fewest_cases
    measured = measured_in(variable, outcome, rows["releases"].iloc[0].split())
    said = ", ".join(part for part in (measured, f"few cases {labels.FEW}" if few else "") if part)
    outcome_heading(page, outcome, left, top, said)
    plot = axes_at(figure, left + LEFT, top + HEAD, wide - LEFT, PLOT)
    outward(plot)
    for people, look in (("others", OTHERS), ("cases", CASES)):
        bins = groups[people]
        if bins["n"].sum() > 0:
            sns.histplot(
                x=bins["bin"].to_numpy(dtype=float), weights=bins["percent"].to_numpy(), element="step", ax=plot,
                bins=[0.5 + k for k in range(len(bins) + 1)], fill=people == "others", **look, alpha=1,
            )  # fmt: skip
    count = len(groups["others"])
    plot.set(xlim=(0.5, count + 0.5), xlabel="", ylabel="")
    plot.set_ylim(0, plot.get_ylim()[1])
    plot.set_ylabel("weighted percent of the group", size=SMALL, labelpad=2)
    edges = [f"{high:g}" for high in groups["others"]["high"].iloc[:-1]]
    plot.set_xticks([1.5 + k for k in range(len(edges))], edges)
    declared, scale = registry()[variable], load_plan().bins[variable].scale
    unit = labels.typeset(declared.unit.removeprefix("1 ") if declared.kind == "continuous" else "")
    _unit(plot, unit, scale)
    below, slot = top + HEAD + PLOT + 0.42, (wide - LEFT) / count
    for line, people in enumerate(("others", "cases")):
        y = below + 0.14 * line
        total = labels.count(groups[people]["n"].sum())
        put(page, left, y, f"n {people}: {total}", color=GREY if people == "others" else VERMILION)
        for k, n in enumerate(groups[people]["n"]):
            put(page, left + LEFT + (k + 0.5) * slot, y, labels.count(n), "center")


def _unit(plot: Axes, unit: str, scale: str) -> None:
    said = ", ".join(part for part in (unit, "log scale" if scale == "log2" else "") if part)
    plot.set_xlabel(said, size=SMALL, labelpad=1.5)


def _legend(figure: Figure, above: float) -> None:
    handles = [
        Patch(**OTHERS, label="other people"),
        Line2D([], [], **CASES, label="cases"),
    ]
    figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(MARGIN / WIDTH, above / figure.get_figheight()), ncols=3,
        fontsize=SMALL, frameon=False, handlelength=2.4, columnspacing=1, borderpad=0, borderaxespad=0,
    )  # fmt: skip


def _caption(results: Results, variable: str, lacking: list[Outcome]) -> str:
    names = "; ".join(labels.name(o.id) for o in lacking)
    absent = f" Not in this run, or not measured with it: {names}." if lacking else ""
    few = f"{labels.FEW} fewer than {load_plan().fewest_cases} cases: their percents are unsure."
    note = registry()[variable].note
    return (
        f"{population(results)} n: people with a value, unweighted, in all and below each bin. Percents: weighted, "
        "within cases and within other people, each summing to 100; the weight is that of the most restrictive part "
        "of the survey for outcome and variable, shared out over the pooled releases. The number at an edge belongs "
        f"to the bin on its right; the outermost bins hold everybody beyond. {few} Not adjusted for age or "
        f"sex.{absent} {f'{labels.name(variable)}: {note} ' if note else ''}{about().association}"
    )
