"""How a continuous variable is distributed among cases and non-cases: weighted percents in the bins of the plan."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rlsanalysis.present import labels, printing
from rlsanalysis.present.figures.heading import draw_heading, heading_height, years_and_people
from rlsanalysis.present.figures.key import Entry, draw_key, key_height
from rlsanalysis.present.figures.page import Page, blank, head_height, line_height, new_page
from rlsanalysis.present.figures.sentences import UNWEIGHTED, with_notes
from rlsanalysis.present.figures.theme import Theme, drawing_style, theme_named
from rlsanalysis.present.own_rows import results_of
from rlsanalysis.present.words import population
from rlsanalysis.study.names import as_names, known_name
from rlsanalysis.study.records import Outcome, Study
from rlsanalysis.study.results import Results

ACROSS = 2
PLOT, BELOW, LEFT, APART = 1.75, 0.78, 0.85, 0.3  # inches on A4; LEFT: names of the counts
PERCENTS = (
    "Weighted percents of cases and of non-cases in each bin, which sum to 100 within each group; below each bin, its "
    "number of people."
)
BINS = (
    "The weight is that of the most restrictive survey component of outcome and variable, rescaled over the "
    "pooled {releases}. A value at an edge belongs to the bin to its right; the outermost bins include everyone beyond."
)
GROUPS = {"others": "non-cases", "cases": "cases"}


def distribution(
    results: Results, variable: str, *, outcomes: Sequence[str] | None = None, theme: str = "light"
) -> Figure:
    """Draw the distribution of a variable among the cases and the non-cases of each outcome.

    Parameters
    ----------
    results : Results
        Its table `distributions`.
    variable : id of a continuous variable.
    outcomes : ids, in the order in which they are drawn. If None, the primary and then the secondary outcomes; on a
        slide, the primary ones.
    theme : `light`, `dark` (both A4 wide) or `slide` (16:9).

    Returns
    -------
    matplotlib.figure.Figure
        Two outcomes side by side. The caption is `caption("distribution", results, variable=variable)`.

    Raises
    ------
    AnalysisError
        There is no such outcome or theme, or the outcomes do not fit the page.
    """
    results = results_of(results, "The figure `distribution`")
    study = results.study
    look = theme_named(theme)
    if theme == "slide" and outcomes is None:
        outcomes = [o.id for o in results.primary]
    title = f"{labels.name(study, variable)}: cases and non-cases"
    panels = {o: rows for o, rows in _found(results, variable, outcomes).items() if rows["n"].sum() > 0}
    if not panels:
        why = f"this run has no distribution of {labels.name(study, variable)}."
        return blank(study, look, title, why)
    k, wide = look.scale, (look.width - 2 * look.margin - APART * look.scale) / ACROSS
    strips = [list(panels.items())[i : i + ACROSS] for i in range(0, len(panels), ACROSS)]
    details = {o: _details(study, o, variable, rows) for o, rows in panels.items()}
    heads = [max(heading_height(study, look, wide, o.id, details[o]) for o, _ in strip) for strip in strips]
    top, entries = head_height(study, look, title), _entries(look)
    height = top + sum(heads) + len(strips) * (PLOT + BELOW) * k + key_height(look, entries) + look.margin
    with drawing_style():
        page = new_page(study, look, title, height)
        for strip, head in zip(strips, heads, strict=True):
            for position, (outcome, rows) in enumerate(strip):
                left = look.margin + position * (wide + APART * k)
                draw_heading(study, page, left, top, wide, outcome.id, details[outcome])
                _panel(study, page, rows, variable, (left, left + wide), top + head)
            top += head + (PLOT + BELOW) * k
        draw_key(page, top, entries)
    return page.figure


def distribution_caption(results: Results, variable: str, *, outcomes: Sequence[str] | None = None) -> str:
    """Return the caption of a figure of a distribution; parameters as those of `distribution`."""
    results = results_of(results, "The caption of `distribution`")
    found = _found(results, variable, outcomes)
    absent = "; ".join(labels.name(results.study, o.id) for o, rows in found.items() if rows["n"].sum() == 0)
    note = results.study.variables[variable].note
    described = (population(results), PERCENTS)
    notes = (
        UNWEIGHTED,
        BINS.format(releases=results.study.unit.releases),
        f"Percents of fewer than {results.study.fewest_cases} cases are imprecise. Not adjusted for age or sex.",
        f"Not in this run, or not measured with this variable: {absent}." if absent else "",
        f"{labels.name(results.study, variable)}: {note}" if note else "",
        results.study.words.association,
    )
    return with_notes(described, notes)


def _found(results: Results, variable: str, outcomes: Sequence[str] | None) -> dict[Outcome, pd.DataFrame]:
    """Return the bins of a variable by outcome."""
    fitted = {
        o.id: o for role in ("primary", "secondary", "control") for o in results.outcomes if o.role == role
    }
    shown = as_names(outcomes or [o.id for o in fitted.values() if o.role != "control"])
    rows = results.distributions[results.distributions["variable"] == variable]
    return {
        fitted[known_name("outcome", o, fitted)]: rows[rows["outcome"] == o].sort_values("bin") for o in shown
    }


def _details(study: Study, outcome: Outcome, variable: str, rows: pd.DataFrame) -> list[str]:
    """Say in which years and people the variable is known, and whether there are few cases."""
    cases = rows.loc[rows["people"] == "cases", "n"].sum()
    people = years_and_people(study, variable, outcome, rows["releases"].iloc[0].split())
    few = f"{printing.count(cases)} cases: imprecise" if cases < study.fewest_cases else ""
    return [people, few]


def _entries(theme: Theme) -> list[Entry]:
    colors = theme.colors
    return [
        Entry(GROUPS["others"], band=colors.rule),
        Entry(
            GROUPS["cases"], {"color": colors.ink, "linewidth": 0.2 * theme.normal, "linestyle": (0, (3, 1))}
        ),
    ]


def _panel(
    study: Study, page: Page, rows: pd.DataFrame, variable: str, edges: tuple[float, float], top: float
) -> None:
    """Draw the histogram of one outcome; below it how many people are in each bin."""
    theme, (left, right) = page.theme, edges
    k, start = theme.scale, left + LEFT * theme.scale
    groups = {people: rows[rows["people"] == people] for people in GROUPS}
    plot = page.plot(start, top, right - start, PLOT * k)
    count = len(groups["others"])
    _steps(plot, theme, groups)
    plot.set(xlim=(0.5, count + 0.5))
    plot.set_ylim(0, plot.get_ylim()[1])
    plot.set_ylabel("weighted percent", size=theme.small, labelpad=2, color=theme.colors.ink)
    inner = [f"{high:g}" for high in groups["others"]["high"].iloc[:-1]]
    plot.set_xticks([1.5 + position for position in range(len(inner))], inner)
    plot.set_xlabel(_quantity(study, variable), size=theme.small, labelpad=1.5, color=theme.colors.ink)
    below, slot = top + PLOT * k + 0.32 * k + line_height(theme.small) / 2, (right - start) / count
    for line, (people, name) in enumerate(GROUPS.items()):
        y = below + line_height(theme.small) * line
        page.text(left, y, f"{name} {printing.count(groups[people]['n'].sum())}")
        for position, n in enumerate(groups[people]["n"]):
            page.text(start + (position + 0.5) * slot, y, printing.count(n), "center")


def _steps(plot: Axes, theme: Theme, groups: dict[str, pd.DataFrame]) -> None:
    """Draw non-cases as an area and cases as an outline."""
    colors = theme.colors
    looks: dict[str, dict[str, Any]] = {
        "others": {"fill": True, "color": colors.rule, "linewidth": 0},
        "cases": {"color": colors.ink, "linewidth": 0.2 * theme.normal, "linestyle": (0, (3, 1))},
    }
    for people, bins in groups.items():
        if bins["n"].sum() > 0:
            plot.stairs(bins["percent"].to_numpy(), np.arange(len(bins) + 1) + 0.5, **looks[people])


def _quantity(study: Study, variable: str) -> str:
    declared, scale = study.variables[variable], study.bins[variable].scale
    unit = labels.typeset(declared.unit.removeprefix("1 ") if declared.kind == "continuous" else "")
    return ", ".join(filter(None, (unit, "log scale" if scale == "log2" else "")))
