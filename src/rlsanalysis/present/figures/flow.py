"""Participant flow: who is excluded at each step, from everyone interviewed to the analytic sample of each model."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from rlsanalysis.present import labels, printing, units
from rlsanalysis.present.figures.heading import draw_heading, heading_height, years
from rlsanalysis.present.figures.page import Page, blank, head_height, line_height, new_page
from rlsanalysis.present.figures.sentences import with_notes
from rlsanalysis.present.figures.text import wrapped
from rlsanalysis.present.figures.theme import Theme, drawing_style, theme_named
from rlsanalysis.present.own_rows import results_of
from rlsanalysis.present.phrases import compared_among
from rlsanalysis.present.words import population
from rlsanalysis.study.names import as_names, known_name
from rlsanalysis.study.primary import primary_model
from rlsanalysis.study.records import Outcome, Study
from rlsanalysis.study.results import Results, records

GAP, BOX, OUT_AT, OUT = 0.24, 2.3, 2.52, 1.15  # inches on A4: between boxes, widths, place of the excluded
PADDING = 0.05
STEPS = (
    "Counts are unweighted; cases are people with the outcome. At each step people who do not meet it are excluded, "
    "with the cases among them. Each model includes the people of the model before it whose adjusters are known. "
    "Heavy frame: analytic sample of the primary estimate."
)
WEIGHT = (
    "The weight is that of the most restrictive survey component among the variables of a model; people without it are "
    "excluded."
)


def flow(
    results: Results, exposure: str, *, outcomes: Sequence[str] | None = None, theme: str = "light"
) -> Figure:
    """Draw the participant flow to the models of an exposure, outcomes side by side.

    Parameters
    ----------
    results : Results
        Its table `flow`.
    exposure : id of a planned exposure.
    outcomes : ids, two at most; the primary ones if None.
    theme : `light`, `dark` (both A4 wide) or `slide` (16:9).

    Returns
    -------
    matplotlib.figure.Figure
        Its caption is `caption("flow", results, exposure=exposure)`.

    Raises
    ------
    AnalysisError
        There is no such exposure, outcome or theme, or the steps do not fit the page.
    """
    results = results_of(results, "The figure `flow`")
    study = results.study
    look = theme_named(theme)
    columns, _ = _columns(results, exposure, outcomes)
    title = f"{units.first_upper(study.unit.one)} flow: {labels.name(study, exposure)}"
    if not columns:
        why = f"this run has no {study.unit.one} flow for {labels.name(study, exposure)}."
        return blank(study, look, title, why)
    wide = (look.width - 2 * look.margin) / 2
    head = max(heading_height(study, look, wide - 0.1, o.id, [years(study, o.id)]) for o in columns)
    deep = max(_depth(steps, look) for steps in columns.values())
    top = head_height(study, look, title)
    with drawing_style():
        page = new_page(study, look, title, top + head + deep + look.margin)
        for position, (outcome, steps) in enumerate(columns.items()):
            left = look.margin + position * wide
            draw_heading(study, page, left, top, wide - 0.1, outcome.id, [years(study, outcome.id)])
            _column(page, _primary_step(study, outcome, exposure), list(records(steps)), left, top + head)
    return page.figure


def flow_caption(results: Results, exposure: str, *, outcomes: Sequence[str] | None = None) -> str:
    """Return the caption of a participant flow; parameters as those of `flow`."""
    results = results_of(results, "The caption of `flow`")
    study = results.study
    columns, lacking = _columns(results, exposure, outcomes)
    cycles = sorted({r for o in columns for r in _releases(results, o)}, key=[*study.releases].index)
    named = labels.releases(study, " ".join(cycles))
    absent = "; ".join(labels.name(study, o.id) for o in lacking)
    described = (population(results), STEPS)
    notes = (
        f"{units.first_upper(study.unit.releases)}: {named}." if named else "",
        compared_among(study, ((o.id, s) for o, steps in columns.items() for s in steps["sample"])),
        WEIGHT,
        f"Not part of this run, or not asked in those years: {absent}." if absent else "",
    )
    return with_notes(described, notes)


def _columns(
    results: Results, exposure: str, outcomes: Sequence[str] | None
) -> tuple[dict[Outcome, pd.DataFrame], list[Outcome]]:
    """Return the steps by outcome, and the outcomes that have none."""
    known_name("exposure", exposure, results.study.exposures, results.study)
    fitted = {o.id: o for o in results.outcomes}
    shown = [
        fitted[known_name("outcome", o, fitted)]
        for o in as_names(outcomes or [p.id for p in results.primary])
    ]
    found = {o: _steps(results, o, exposure) for o in shown}
    return {o: steps for o, steps in found.items() if len(steps)}, [o for o in found if not len(found[o])]


def _steps(results: Results, outcome: Outcome, exposure: str) -> pd.DataFrame:
    study, rows = results.study, results.flow
    sample = primary_model(study, outcome, study.exposures[exposure])[4]
    own = (rows["outcome"] == outcome.id) & (rows["exposure"] == exposure) & (rows["sample"] == sample)
    return rows[own].sort_values("step")


def _primary_step(study: Study, outcome: Outcome, exposure: str) -> str:
    """Beginning of the step of the model whose estimate is the primary one."""
    return f"in the {primary_model(study, outcome, study.exposures[exposure])[2]} model"


def _text(step: Any, theme: Theme) -> list[str]:
    text = labels.typeset(step.left[:1].upper() + step.left[1:])
    return wrapped(text, (BOX - 0.16) * theme.scale, theme.small)


def _box_height(step: Any, theme: Theme) -> float:
    return len(_text(step, theme)) * line_height(theme.small) + line_height(theme.normal) + 2 * PADDING


def _depth(steps: pd.DataFrame, theme: Theme) -> float:
    gaps = (len(steps) - 1) * (GAP * theme.scale + 0.06)
    return gaps + sum(_box_height(step, theme) for step in records(steps))


def _column(page: Page, primary: str, steps: list[Any], left: float, top: float) -> None:
    """Draw the boxes of one outcome from top to bottom; next to each arrow, how many are excluded there."""
    theme, ink, k = page.theme, page.theme.colors.ink, page.theme.scale
    middle, before, gap = left + BOX * k / 2, None, GAP * k + 0.06
    for step in steps:
        high = _box_height(step, theme)
        if before is not None:
            _arrow(page, (middle, top - gap), (middle, top))
            _excluded(page, before, step, left, top - gap / 2)
        heavy = step.left.startswith(primary)
        page.box(
            left, top, BOX * k, high, theme.colors.paper, edgecolor=ink, linewidth=(2 if heavy else 0.6) * k
        )
        below = page.lines(middle, top + PADDING, _text(step, theme), "center")
        counts = f"n = {printing.count(step.n)}; cases = {printing.count(step.cases)}"
        page.lines(middle, below, [counts], "center", size=theme.normal, weight="bold")
        before, top = step, top + high + gap


def _excluded(page: Page, before: Any, step: Any, left: float, y: float) -> None:
    """Write how many people and cases are excluded between two steps."""
    theme, k = page.theme, page.theme.scale
    gone, cases = before.n - step.n, before.cases - step.cases
    if gone == 0:
        page.text(left + BOX * k / 2 + 0.1, y, "none excluded", color=theme.colors.quiet)
        return
    _arrow(page, (left + BOX * k / 2, y), (left + OUT_AT * k, y))
    lines = [f"excluded: {printing.count(gone)}", f"cases: {printing.count(cases)}"]
    high = 2 * line_height(theme.small) + 0.02
    page.box(left + OUT_AT * k, y - high / 2, OUT * k, high, theme.colors.stripe)
    page.lines(left + (OUT_AT + OUT / 2) * k, y - high / 2 + 0.01, lines, "center")


def _arrow(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.axes.annotate(
        "", end, start, arrowprops={"arrowstyle": "-|>,head_width=0.12,head_length=0.25", "lw": 0.7,
                                    "color": page.theme.colors.ink, "shrinkA": 0, "shrinkB": 0},
    )  # fmt: skip


def _releases(results: Results, outcome: Outcome) -> set[str]:
    pooled = results.prevalence.loc[results.prevalence["outcome"] == outcome.id, "releases"]
    return {r for letters in pooled for r in letters.split()}
