"""Flow of participants: who is left after each step, from everybody interviewed to the people of each model."""

from textwrap import fill
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from rlsanalysis.present import labels
from rlsanalysis.present.figures.style import (
    BLUE,
    GREY,
    MARGIN,
    NORMAL,
    TOP,
    WIDTH,
    blank,
    foot,
    frame,
    outcome_heading,
    page_axes,
    page_style,
    put,
    sheet,
)
from rlsanalysis.present.words import population
from rlsanalysis.study.plan import USERS, Outcome, load_plan
from rlsanalysis.study.results import Results, primary_model, records
from rlsanalysis.variables.names import known_name

HEAD, BOX, GAP = 0.42, 0.5, 0.22  # inches
BOX_WIDE, OUT_AT, OUT_WIDE = 2.35, 2.6, 1.12
WRAPPED = 42


def flow(results: Results, exposure: str, *, outcomes: list[str] | None = None) -> Figure:
    """Draw the flow of participants of an exposure's quoted models, outcomes side by side.

    Parameters
    ----------
    results : Results
        Its table `flow`.
    exposure : id of a planned exposure.
    outcomes : ids, two at most; the primary ones if None.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    AnalysisError
        The plan has no such exposure.
    """
    known_name("exposure", exposure, load_plan().exposures)
    title = f"Flow of participants: {labels.name(exposure)}"
    wanted = [o for o in results.outcomes if o.id in outcomes] if outcomes else results.primary
    found = {o: _steps(results, o, exposure) for o in wanted}
    columns = {o: steps for o, steps in found.items() if len(steps)}
    if not columns:
        return blank(results, title, f"this run has no flow of participants for {labels.name(exposure)}.")
    said = _caption(results, columns, [o for o in found if o not in columns])
    deep = max(len(steps) for steps in columns.values())
    with page_style():
        figure = sheet(TOP + HEAD + deep * (BOX + GAP) + foot(said))
        page = page_axes(figure)
        wide = (WIDTH - 2 * MARGIN) / 2
        for position, (outcome, steps) in enumerate(columns.items()):
            _column(page, outcome, exposure, list(records(steps)), MARGIN + position * (wide + 0.06))
        frame(figure, results, title, said)
    return figure


def _model(outcome: Outcome, exposure: str) -> tuple[str, str]:
    """Adjustment set and sample of the quoted model."""
    study = load_plan()
    _, _, set_, _, sample = primary_model(study, outcome, study.exposures[exposure])
    return set_, sample


def _steps(results: Results, outcome: Outcome, exposure: str) -> pd.DataFrame:
    rows, sample = results.flow, _model(outcome, exposure)[1]
    mine = (rows["outcome"] == outcome.id) & (rows["exposure"] == exposure) & (rows["sample"] == sample)
    return rows[mine].sort_values("step")


def _column(page: Axes, outcome: Outcome, exposure: str, steps: list[Any], left: float) -> None:
    """Boxes of one outcome from top to bottom; beside each arrow who left there."""
    outcome_heading(page, outcome, left, TOP)
    quoted = f"in the {_model(outcome, exposure)[0]} model"
    top, middle, before = TOP + HEAD, left + BOX_WIDE / 2, None
    for step in steps:
        if before is not None:
            _arrow(page, (middle, top - GAP), (middle, top))
            _out(page, before, step, left, top - GAP / 2)
        heavy = step.left.startswith(quoted)
        page.add_patch(
            Rectangle((left, top), BOX_WIDE, BOX, facecolor="white", edgecolor=BLUE if heavy else "black",
                      linewidth=1.8 if heavy else 0.6)
        )  # fmt: skip
        text = fill(labels.typeset(step.left[:1].upper() + step.left[1:]), WRAPPED)
        page.text(middle, top + 0.17, text, ha="center", va="center", size=NORMAL, linespacing=1.1)
        counts = f"n = {labels.count(step.n)}; cases = {labels.count(step.cases)}"
        put(page, middle, top + BOX - 0.11, counts, "center", size=NORMAL, weight="bold")
        before, top = step, top + BOX + GAP


def _out(page: Axes, before: Any, step: Any, left: float, y: float) -> None:
    """People who leave between two steps."""
    gone, cases = before.n - step.n, before.cases - step.cases
    if gone == 0:
        put(page, left + BOX_WIDE / 2 + 0.1, y, "nobody leaves", color=GREY)
        return
    _arrow(page, (left + BOX_WIDE / 2, y), (left + OUT_AT, y))
    page.add_patch(
        Rectangle((left + OUT_AT, y - 0.16), OUT_WIDE, 0.32, facecolor="#E3E9EE", edgecolor=GREY, lw=0.5)
    )
    put(page, left + OUT_AT + OUT_WIDE / 2, y - 0.065, f"leave: {labels.count(gone)}", "center")
    put(page, left + OUT_AT + OUT_WIDE / 2, y + 0.075, f"cases: {labels.count(cases)}", "center")


def _arrow(page: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.annotate(
        "", end, start, arrowprops={"arrowstyle": "-|>,head_width=0.12,head_length=0.25", "lw": 0.7,
                                    "color": "black", "shrinkA": 0, "shrinkB": 0},
    )  # fmt: skip


def _caption(results: Results, columns: dict[Outcome, pd.DataFrame], lacking: list[Outcome]) -> str:
    letters = sorted({r for o in columns for r in _releases(results, o)}, key=labels.releases)
    years = ", ".join(f"{r} {labels.releases(r)}" for r in letters)
    users = any((steps["sample"] == USERS).any() for steps in columns.values())
    among = (
        " Prescribed drugs are compared with treated RLS among people who take any prescription drug: a case takes "
        "one by definition."
        if users
        else ""
    )
    absent = "".join(
        f" Not part of this run, or not asked in those years: {labels.name(o.id)}." for o in lacking
    )
    return (
        f"{population(results)} Releases: {years}. All counts are of people, unweighted; cases: people with the "
        f"outcome. A person leaves at the first step that is not met; each model keeps the people of the one before. "
        f"Heavy frame: the model that the text quotes.{among}{absent} The weight is that of the most restrictive part "
        "of the survey among a model's variables; people without it are not in the model."
    )


def _releases(results: Results, outcome: Outcome) -> set[str]:
    pooled = results.prevalence.loc[results.prevalence["outcome"] == outcome.id, "releases"]
    return {r for letters in pooled for r in letters.split()}
