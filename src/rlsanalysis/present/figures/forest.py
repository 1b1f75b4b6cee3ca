"""The forest plot: odds ratios of every headline exposure, the primary outcomes side by side, on one A4 page."""

from collections.abc import Sequence
from itertools import pairwise

from matplotlib.figure import Figure

from rlsanalysis.present import labels
from rlsanalysis.present.figures.forest_lines import ForestLine, forest_lines
from rlsanalysis.present.figures.forest_panel import (
    ESTIMATE,
    EXPOSED,
    Panel,
    draw_panel,
    head_lines,
    notes,
    panels,
    with_room,
)
from rlsanalysis.present.figures.key import draw_key, key_height, reliability_entries
from rlsanalysis.present.figures.page import Page, blank, head_height, line_height, new_page
from rlsanalysis.present.figures.selection import (
    Chosen,
    Part,
    Selection,
    Source,
    primary_rows,
    select,
)
from rlsanalysis.present.figures.text import wrapped
from rlsanalysis.present.figures.theme import Theme, drawing_style, theme_named
from rlsanalysis.present.phrases import outcome_name
from rlsanalysis.present.roles import BESIDE_DRUGS
from rlsanalysis.present.words import listed
from rlsanalysis.study.plan import CONTROLS
from rlsanalysis.study.results import Results, records

NAMES = 0.235  # of the width of the page
RULE = 0.035  # inches between groups
AXIS = 0.2  # inches: numbers of the axis, besides two lines of text


def forest(
    source: Source,
    *,
    rows: Chosen | None = None,
    outcomes: Sequence[str] | None = None,
    roles: Sequence[str] | None = None,
    part: Part | None = None,
    theme: str = "light",
    title: str | None = None,
) -> Figure:
    """Draw a forest plot of odds ratios with their 95% CIs.

    Parameters
    ----------
    source : Results or DataFrame
        A run, or tidy rows with the columns of `estimates.csv`, as `associate` returns them; several such frames may be
        concatenated.
    rows : exposures by id, single levels as (exposure, level), or tidy rows, in the order in which they are drawn. If
        None, the exposures with these `roles` in the order of the plan; on a slide, its primary exposures.
    outcomes : ids, from left to right; the primary outcomes if None.
    roles : roles of exposures in the plan, such as `("positive_control", "negative_control")`; if None, the headline
        ones, or those that the run has if none of its exposures is a headline one.
    part : `drugs` draws prescription drugs, then active comparators and control drugs; `others` all other exposures.
        If None, both, without comparators and control drugs. For a run, if `rows` and `roles` are None.
    theme : `light` (A4), `dark` (A4) or `slide` (16:9). An A4 page grows wider for many outcomes.
    title : if None, that of the plan; of tidy rows, the label of their outcome.

    Returns
    -------
    matplotlib.figure.Figure
        Its caption is `caption("forest", source)`.

    Raises
    ------
    AnalysisError
        There is no such exposure, outcome or theme, tidy rows are none or not valid, or the rows do not fit the page.
    """
    look = theme_named(theme)
    if theme == "slide" and rows is None and part is None and isinstance(source, Results):
        rows = primary_rows(source)  # a slide has no room for all
    selection = select(source, rows, outcomes, roles, part=part)
    lines = forest_lines(selection)
    title = title or _titled(selection, part)
    if not lines:
        return blank(selection.study, look, title, "no estimate was chosen.")
    look = with_room(selection, look, NAMES)
    names = look.margin + NAMES * look.width
    columns = panels(selection, look, names)
    heads = [head_lines(selection, panel) for panel in columns]
    entries = reliability_entries(selection.study, look, records(selection.rows))
    deep = [_height(selection, line, columns, look) for line in lines]
    top = head_height(selection.study, look, title)
    first = top + _head_height(heads, look)
    end = first + sum(deep) + RULE * sum(_ruled(lines))
    height = end + _axis_height(look) + key_height(look, entries) + look.margin
    with drawing_style():
        page = new_page(selection.study, look, title, height)
        placed = _placed(lines, deep, first)
        _names(page, placed)
        for panel, head in zip(columns, heads, strict=True):
            _head(page, panel, head, top, first)
            draw_panel(page, selection, panel, placed, first, end)
        draw_key(page, end + _axis_height(look), entries)
    return page.figure


def _titled(selection: Selection, part: Part | None) -> str:
    """Name what is drawn: exposures by their role, and outcomes; for tidy rows of one outcome, only that."""
    study = selection.study
    if selection.tidy:
        alone = len(selection.outcomes) == 1
        return labels.name(study, selection.outcomes[0]) if alone else "Odds ratios with their 95% CIs"
    roles = {*selection.rows["role"]}
    if roles and roles <= {*CONTROLS}:
        return f"Positive and negative controls of {study.words.condition}"
    if roles and roles <= {"headline", "secondary", *BESIDE_DRUGS}:
        named = f"{listed(sorted(roles))} exposures{' except drugs' if part == 'others' else ''}"
        exposures = "prescription drugs" if part == "drugs" else named
        return (
            f"Odds ratios of {exposures} for {listed([outcome_name(study, o) for o in selection.outcomes])}"
        )
    return "Odds ratios with their 95% CIs"


def _height(selection: Selection, line: ForestLine, columns: list[Panel], theme: Theme) -> float:
    """Height of a line: that of the tallest of its label and the notes of its outcomes."""
    small, padding = line_height(theme.small), theme.line - line_height(theme.small)
    most = max(1, len(_label(line, theme)))
    for panel in columns:
        instead, below = notes(selection, line, panel)
        most = max(most, max(len(instead), 1) + len(below))
    return most * small + padding


def _label(line: ForestLine, theme: Theme) -> list[str]:
    """Wrap a label, and what tells its model from others of the same comparison."""
    if line.heading:
        return [line.label]
    label = f"{line.label} ({line.variant})" if line.variant else line.label
    return wrapped(label, NAMES * theme.width - 0.05, theme.small)


def _ruled(lines: list[ForestLine]) -> list[bool]:
    """Return for each line whether a rule parts it from the line above."""
    return [True, *(a.group != b.group or b.heading for a, b in pairwise(lines))]


def _placed(lines: list[ForestLine], deep: list[float], top: float) -> list[tuple[ForestLine, float, float]]:
    """Return each line with its top and its height."""
    placed = []
    for line, height, ruled in zip(lines, deep, _ruled(lines), strict=True):
        top += RULE * ruled
        placed.append((line, top, height))
        top += height
    return placed


def _names(page: Page, placed: list[tuple[ForestLine, float, float]]) -> None:
    """Write what is compared, and draw rules between groups."""
    theme = page.theme
    ruled = _ruled([line for line, _, _ in placed])
    for (line, top, height), rule in zip(placed, ruled, strict=True):
        if line.heading:
            page.box(theme.margin, top, theme.width - 2 * theme.margin, height, theme.colors.stripe)
        if rule:
            page.rule(top - RULE / 2, theme.margin, theme.width - theme.margin)
        start = top + (theme.line - line_height(theme.small)) / 2
        page.lines(theme.margin, start, _label(line, theme), weight="bold" if line.heading else "normal")


def _axis_height(theme: Theme) -> float:
    return AXIS + 3 * line_height(theme.small)


def _head_height(heads: list[tuple[list[str], list[str]]], theme: Theme) -> float:
    most = max(
        len(definition) * line_height(theme.normal) + len(models) * line_height(theme.small)
        for definition, models in heads
    )
    return most + 2 * line_height(theme.small) + 0.1


def _head(page: Page, panel: Panel, head: tuple[list[str], list[str]], top: float, first: float) -> None:
    """Write the head of a column, and what its parts are."""
    theme = page.theme
    below = page.lines(panel.left, top, head[0], size=theme.normal, weight="bold")
    page.lines(panel.left, below, head[1])
    top = first - 2 * line_height(theme.small) - 0.03
    quiet = {"color": theme.colors.quiet}
    page.lines(panel.left + panel.counts, top, EXPOSED, "right", **quiet)
    page.lines(panel.estimate_at, top, ESTIMATE, **quiet)
