"""What is missing: the percent of adults without a value, by variable and release, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from rlsanalysis.present import labels
from rlsanalysis.present.figures.style import (
    GREY,
    MARGIN,
    NORMAL,
    SMALL,
    TOP,
    WIDTH,
    blank,
    foot,
    frame,
    page_axes,
    page_style,
    put,
    sheet,
)
from rlsanalysis.present.words import population
from rlsanalysis.study.plan import Outcome, load_plan
from rlsanalysis.study.results import Results
from rlsanalysis.variables import registry
from rlsanalysis.variables.cohort import COHORTS
from rlsanalysis.variables.declare import NOT_MEASURED

KINDS = {
    "no_record": ("n", "not examined, or not interviewed on this subject"),
    "blank": ("b", "blank: not asked, not measured, or the measurement failed"),
    "refused": ("r", "refused"),
    "dont_know": ("d", "don't know"),
    "undetermined": ("u", "the answers give neither value"),
    "no_weight": ("w", "a value, but no weight of that part of the survey"),
}
HEAD, LINE, NAMES = 0.5, 0.15, 2.42  # inches
SHADES = ((1, "white"), (5, "#E8F1F8"), (10, "#CFE3F1"), (20, "#A9CDE6"), (50, "#7DB3D8"), (101, "#4F97C7"))
ADULTS = "adults 20+"  # the step of `flow`
NEVER = "#EEEEEE"
LEAST = 0.95  # percent below which a kind is not named
LONGEST = 46


@dataclass(frozen=True)
class Cell:
    """What is missing of one variable in one release: percent of the adults, in all and by kind; None: not measured."""

    percent: float | None
    kinds: dict[str, float]


def missingness(results: Results) -> Figure:
    """Draw the percent of adults without a value, for headline exposures and adjusters, in each release.

    Parameters
    ----------
    results : Results
        Its table `descriptives`, of all people of a release alone.

    Returns
    -------
    matplotlib.figure.Figure
        A4 upright at most, the releases of all cohorts side by side.
    """
    who = "synthetic people" if results.synthetic else "US adults, NHANES"
    title = f"What is missing: percent of {who}, by release"
    columns = [(o, r) for o in _one_a_cohort(results) for r in COHORTS[o.cohort].releases]
    cells = {(v, r): cell for o, r in columns for v, cell in _cells(results, o, r)}
    outcomes = [(o, share) for o in results.outcomes if (share := _outcome_missing(results, o)) is not None]
    lines = list(_lines({v for v, _ in cells}))
    if not lines:
        return blank(results, title, "this run describes no variable of a release alone.")
    said = _caption(results, [o for o, _ in columns])
    with page_style():
        last = TOP + HEAD + LINE * len(lines)
        figure = sheet(last + LINE * (len(outcomes) + bool(outcomes)) + 0.12 + foot(said))
        page = page_axes(figure)
        wide = (WIDTH - 2 * MARGIN - NAMES) / len(columns)
        _heads(page, columns, wide)
        for position, (label, variable) in enumerate(lines):
            top = TOP + HEAD + LINE * position
            if not variable:
                _heading(page, label, top)
                continue
            size = NORMAL * min(1, LONGEST / len(label))
            put(page, MARGIN + 0.09, top + LINE / 2, label, size=size)
            for column, (_, release) in enumerate(columns):
                found = cells.get((variable, release), Cell(None, {}))
                _cell(page, found, MARGIN + NAMES + column * wide, top, wide)
        _outcomes(page, outcomes, columns, last, wide)
        frame(figure, results, title, said)
    return figure


def _one_a_cohort(results: Results) -> list[Outcome]:
    """The first outcome of each cohort: its people stand for the adults of a release."""
    found: dict[str, Outcome] = {}
    for outcome in results.outcomes:
        found.setdefault(outcome.cohort, outcome)
    return list(found.values())


def _cells(results: Results, outcome: Outcome, release: str) -> Iterator[tuple[str, Cell]]:
    rows = results.descriptives
    mine = (rows["outcome"] == outcome.id) & (rows["people"] == "all") & (rows["releases"] == release)
    for row in rows[mine].drop_duplicates("variable").to_dict("records"):
        yield str(row["variable"]), _missing(row)


def _missing(row: dict[Any, Any]) -> Cell:
    counts = {kind: 0 if pd.isna(row[kind]) else int(row[kind]) for kind in (*KINDS, NOT_MEASURED)}
    total = sum(counts.values()) + int(row["n"])
    if total == 0 or counts[NOT_MEASURED] == total:
        return Cell(None, {})
    shares = {kind: 100 * count / total for kind, count in counts.items()}
    return Cell(sum(shares.values()), shares)


def _lines(known: set[str]) -> Iterator[tuple[str, str]]:
    """Label and variable of each line, from top to bottom; a heading has no variable."""
    study = load_plan()
    adjusters = [a.variable for a in study.adjusters.values()]
    headline = [e.id for e in study.exposures.values() if e.role == "headline"]
    group = ""
    for variable in headline:
        if variable not in known or variable in adjusters:
            continue
        if registry()[variable].group != group:
            group = registry()[variable].group
            yield labels.group(group), ""
        yield labels.typeset(labels.name(variable)), variable
    kept = [v for v in adjusters if v in known]
    if kept:
        yield "Adjusters", ""
    for variable in kept:
        yield labels.typeset(labels.name(variable)), variable


def _outcome_missing(results: Results, outcome: Outcome) -> float | None:
    """Percent of the adults of the pooled releases whose outcome is not known; None where the run does not tell."""
    adults = results.flow.loc[
        (results.flow["outcome"] == outcome.id) & (results.flow["left"] == ADULTS), "n"
    ].max()
    known = _outcome_known(results, outcome)
    return None if pd.isna(adults) or known is None else 100 * (1 - known / int(adults))


def _outcomes(
    page: Axes,
    outcomes: list[tuple[Outcome, float]],
    columns: list[tuple[Outcome, str]],
    top: float,
    wide: float,
) -> None:
    """A line for each outcome, with one cell over the releases of its cohort."""
    if not outcomes:
        return
    _heading(page, "Outcomes, in the pooled releases", top)
    for line, (outcome, share) in enumerate(outcomes, start=1):
        mine = [k for k, (o, _) in enumerate(columns) if o.cohort == outcome.cohort]
        left, y = MARGIN + NAMES + mine[0] * wide, top + LINE * line
        put(page, MARGIN + 0.09, y + LINE / 2, labels.name(outcome.id), size=NORMAL)
        _cell(page, Cell(share, dict.fromkeys(KINDS, 0.0)), left, y, wide * len(mine))
        put(page, left + 0.32, y + LINE / 2, "of all adults in them")


def _heading(page: Axes, label: str, top: float) -> None:
    page.add_patch(
        Rectangle((MARGIN - 0.06, top), WIDTH - 2 * MARGIN + 0.06, LINE, facecolor="#E3E9EE", lw=0)
    )
    put(page, MARGIN, top + LINE / 2, label, weight="bold", size=NORMAL)


def _heads(page: Axes, columns: list[tuple[Outcome, str]], wide: float) -> None:
    for position, (outcome, release) in enumerate(columns):
        left = MARGIN + NAMES + position * wide
        if position == 0 or columns[position - 1][0] != outcome:
            put(
                page,
                left + 0.03,
                TOP + 0.05,
                f"NHANES {outcome.cohort.replace('-', labels.DASH)}",
                weight="bold",
            )
        beside = release in COHORTS[outcome.cohort].overlapping
        put(page, left + 0.03, TOP + 0.22, f"{release}{'*' if beside else ''}", size=NORMAL, weight="bold")
        put(page, left + 0.03, TOP + 0.36, labels.releases(release), size=SMALL)


def _cell(page: Axes, cell: Cell, left: float, top: float, wide: float) -> None:
    """Shade by the percent; percent; kinds by letter."""
    box: dict[str, Any] = {"edgecolor": "white", "linewidth": 0.8}
    if cell.percent is None:
        hatched: dict[str, Any] = {"edgecolor": "#BBBBBB", "linewidth": 0, "hatch": "////"}
        page.add_patch(Rectangle((left, top), wide, LINE, facecolor=NEVER, **hatched))
        ground = {"facecolor": NEVER, "edgecolor": "none", "pad": 0.6}
        put(page, left + wide / 2, top + LINE / 2, "not measured", "center", color=GREY, bbox=ground)
        return
    shade = next(colour for most, colour in SHADES if cell.percent < most)
    page.add_patch(Rectangle((left, top), wide, LINE, facecolor=shade, **box))
    put(page, left + 0.27, top + LINE / 2, _percent(cell.percent), "right", size=NORMAL)
    named = " ".join(
        f"{letter}{cell.kinds[kind]:.0f}" for kind, (letter, _) in KINDS.items() if cell.kinds[kind] >= LEAST
    )
    put(page, left + 0.32, top + LINE / 2, named)


def _percent(value: float) -> str:
    return (
        "0" if value == 0 else "<0.1" if value < 0.05 else f"{value:.1f}" if value < 9.95 else f"{value:.0f}"
    )


def _caption(results: Results, outcomes: list[Outcome]) -> str:
    kinds = "; ".join(f"{letter} {text}" for letter, text in KINDS.values())
    known = "; ".join(
        f"{labels.name(o.id)}: {labels.count(_outcome_known(results, o)) or 'number not in this run'}"
        for o in dict.fromkeys(outcomes)
    )
    return (
        f"{population(results)} Unweighted percent of the people of the variable's own population (women for live "
        f"births, say) with the outcome of the cohort known ({known}). Large: in all; beside it, in whole percent "
        f"from 1 on, by kind: {kinds}. Not measured: the release has no such variable, or its file is absent here. "
        "Darker: more is missing. * J is part of P: some of its people are in both, so they are never pooled. "
        "People who are missing leave the models; nothing is imputed. Income unknown is a level of its own there."
    )


def _outcome_known(results: Results, outcome: Outcome) -> int | None:
    """People with the outcome known."""
    rows = results.prevalence[
        (results.prevalence["outcome"] == outcome.id) & (results.prevalence["by"] == "all")
    ]
    return int(rows["n"].iloc[0]) if len(rows) else None
