"""How common each outcome is, overall and by group: weighted percent with its Korn-Graubard interval."""

from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rlsanalysis.present import labels
from rlsanalysis.present.figures.style import (
    BLUE,
    MARGIN,
    SMALL,
    STRIPE,
    TOP,
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
from rlsanalysis.present.rows import SUPPRESS, PrevalenceRow, prevalence_rows
from rlsanalysis.present.words import population
from rlsanalysis.study.plan import Outcome
from rlsanalysis.study.results import Results, records
from rlsanalysis.variables import registry
from rlsanalysis.variables.cohort import COHORTS

ACROSS = 2
LINE, GAP, HEAD, AXIS = 0.155, 0.06, 0.5, 0.42  # inches: a row, between kinds of group, above, below a panel
N_AT, CASES_AT, PLOT_AT, PLOT_WIDE, TEXT_AT = 1.5, 1.86, 1.98, 0.98, 3.04  # within a panel
PANEL = (WIDTH - 2 * MARGIN) / ACROSS
REVIEW = "*"

Row = tuple[Any, PrevalenceRow]


def prevalence(results: Results, *, controls: bool = False) -> Figure:
    """Draw the prevalence of each outcome, overall and by sex, age, race and release.

    Parameters
    ----------
    results : Results
        Its table `prevalence`; where NCHS's standards suppress a row, only its counts stand.
    controls : draw the control outcomes, not the others.

    Returns
    -------
    matplotlib.figure.Figure
        A4 wide, two outcomes side by side.
    """
    who = "synthetic people" if results.synthetic else "US adults"
    title = (
        f"How common{' the control outcomes are' if controls else ''}: weighted percent of {who}, by group"
    )
    found = {o: _rows(results, o) for o in results.outcomes if controls == (o.role == "control")}
    panels = [(outcome, rows) for outcome, rows in found.items() if rows]
    if not panels:
        return blank(results, title, "this run has no table of prevalence.")
    said = _caption(results, [o for o, rows in found.items() if not rows])
    strips = [panels[i : i + ACROSS] for i in range(0, len(panels), ACROSS)]
    tall = [HEAD + max(_depth(rows) for _, rows in strip) + AXIS for strip in strips]
    with page_style():
        figure = sheet(TOP + sum(tall) + foot(said))
        page, top = page_axes(figure), TOP
        for strip, height in zip(strips, tall, strict=True):
            most = max((r.conf_high for _, rows in strip for r, _ in rows if _shown(r)), default=1)
            for position, (outcome, rows) in enumerate(strip):
                _panel(figure, page, outcome, rows, MARGIN + position * PANEL, top, most)
            top += height
        frame(figure, results, title, said)
    return figure


def _rows(results: Results, outcome: Outcome) -> list[Row]:
    rows = results.prevalence[results.prevalence["outcome"] == outcome.id]
    return list(zip(records(rows), prevalence_rows(results, outcome), strict=True))


def _depths(rows: list[Row]) -> list[float]:
    """Middle of each row, in inches below the first line of a panel."""
    apart = [0.0, *(LINE + GAP * (a.by != b.by) for (a, _), (b, _) in pairwise(rows))]
    return [LINE / 2 + sum(apart[: i + 1]) for i in range(len(rows))]


def _depth(rows: list[Row]) -> float:
    return _depths(rows)[-1] + LINE / 2


def _panel(
    figure: Figure, page: Axes, outcome: Outcome, rows: list[Row], left: float, top: float, most: float
) -> None:
    """Counts, percents and intervals of one outcome, on a scale from 0 to `most` percent."""
    outcome_heading(page, outcome, left, top)
    for x, said, align in (
        (N_AT, "n", "right"), (CASES_AT, "cases", "right"), (TEXT_AT, "percent\n(95 % interval)", "left"),
    ):  # fmt: skip
        put(page, left + x, top + HEAD - (0.12 if "\n" in said else 0.08), said, align, style="italic",
            linespacing=1.05)  # fmt: skip
    first = top + HEAD
    plot = axes_at(figure, left + PLOT_AT, first, PLOT_WIDE, _depth(rows))
    plot.set(ylim=(_depth(rows), 0), yticks=[], xlim=(0, 1.08 * most))
    outward(plot)
    plot.spines["left"].set_visible(False)
    plot.locator_params(axis="x", nbins=4)
    plot.set_xlabel("percent", size=SMALL, labelpad=2)
    for position, ((row, text), y) in enumerate(zip(rows, _depths(rows), strict=True)):
        if position % 2:
            page.fill_between(
                (left, left + PANEL - 0.08), first + y - LINE / 2, first + y + LINE / 2, color=STRIPE, lw=0
            )
        put(page, left + 0.04, first + y, _group(row, text), weight="bold" if row.by == "all" else "normal")
        put(page, left + N_AT, first + y, text.n, "right")
        put(page, left + CASES_AT, first + y, text.cases, "right")
        put(page, left + TEXT_AT, first + y, _percent(row, text))
        if _shown(row):
            look: dict[str, Any] = {"color": BLUE, "zorder": 3, "clip_on": False}
            plot.plot([row.conf_low, row.conf_high], [y, y], marker="|", **look)
            plot.plot([row.percent], [y], marker="D" if row.by == "all" else "s", **look)


def _shown(row: Any) -> bool:
    return row.flag not in (SUPPRESS, "nobody")


def _group(row: Any, text: PrevalenceRow) -> str:
    said = {"all": "all adults", "age": f"{text.level.replace('-', labels.DASH)} years"}
    return said.get(row.by, text.level)


def _percent(row: Any, text: PrevalenceRow) -> str:
    if not _shown(row):
        return text.flag.split(":")[0]
    return f"{text.percent} ({text.interval}){REVIEW * (row.flag == 'review')}"


def _weight(results: Results) -> str:
    """Parts of the survey whose weights the outcomes need."""
    parts = {registry()[o.id].component(r) for o in results.outcomes for r in COHORTS[o.cohort].together}
    return " or ".join(sorted(parts))


def _caption(results: Results, lacking: list[Outcome]) -> str:
    absent = "".join(f" No prevalence in this run: {labels.name(o.id)}." for o in lacking)
    return (
        f"{population(results)} n: people with the outcome known, unweighted; cases among them. Percent and interval: "
        f"weighted, weight of the {_weight(results)} shared out over the pooled releases; Korn-Graubard 95 % interval "
        "with PSUs - strata degrees of freedom. Diamond: all adults; squares: groups. Panels side by side share a "
        f"scale. Suppressed, and {REVIEW} to be reviewed (few degrees of freedom, or nobody or everybody a case): NCHS "
        f"data presentation standards for proportions, 2017.{absent} 60+ years: people above 80 are recorded as 80. "
        "Restless legs that a doctor named or prescribed for: most people with it are not among these cases, so this "
        "is not the prevalence of the disease."
    )
