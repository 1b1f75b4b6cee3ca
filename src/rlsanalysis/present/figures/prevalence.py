"""Prevalence of each outcome, overall and by group: weighted percent with its Korn-Graubard CI."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from matplotlib.figure import Figure

from rlsanalysis.present import labels, units
from rlsanalysis.present.figures.heading import draw_heading, heading_height, years
from rlsanalysis.present.figures.page import Page, blank, head_height, line_height, new_page
from rlsanalysis.present.figures.sentences import UNWEIGHTED, with_notes
from rlsanalysis.present.figures.text import width_of
from rlsanalysis.present.figures.theme import Theme, drawing_style, theme_named
from rlsanalysis.present.own_rows import results_of
from rlsanalysis.present.rows import FLAG_WORDS, SUPPRESS, PrevalenceRow, prevalence_rows
from rlsanalysis.present.words import population
from rlsanalysis.study.names import as_names, known_name
from rlsanalysis.study.records import Outcome, Study
from rlsanalysis.study.results import Results, records

ACROSS = 2
APART, GAP, KINDS, AXIS = 0.3, 0.1, 0.06, 0.42  # inches on A4; KINDS: between kinds of groups
HEADS = ("cases /", "people"), ("percent", "(95% CI)")
TITLE = "Prevalence by group"
MARKS = (
    "Diamonds: everyone; squares: groups; gray: needs review. Panels next to each other have the same scale."
)
INTERVALS = "The CIs have PSUs minus strata degrees of freedom."
STANDARDS = (
    "Rows are suppressed, or need review (few degrees of freedom, or no one or everyone is a case), by the NCHS data "
    "presentation standards for proportions, 2017."
)

Row = tuple[Any, PrevalenceRow]


def prevalence(
    results: Results, *, controls: bool = False, outcomes: Sequence[str] | None = None, theme: str = "light"
) -> Figure:
    """Draw the prevalence of each outcome, overall and by sex, age, race and ethnicity and survey cycle.

    Parameters
    ----------
    results : Results
        Its table `prevalence`. Where the NCHS standards suppress a row, only its counts are given.
    controls : draw the control outcomes instead of the others.
    outcomes : ids, in the order in which they are drawn, instead of `controls`.
    theme : `light`, `dark` (both A4 wide) or `slide` (16:9).

    Returns
    -------
    matplotlib.figure.Figure
        Two outcomes side by side, on the same scale. The caption is `caption("prevalence", results)`.

    Raises
    ------
    AnalysisError
        There is no such outcome or theme, or the outcomes do not fit the page.
    """
    results = results_of(results, "The figure `prevalence`")
    study = results.study
    look = theme_named(theme)
    if theme == "slide" and outcomes is None and not controls:
        outcomes = [o.id for o in results.primary]
    panels = [
        (o, rows) for o in _outcomes(results, outcomes, controls=controls) if (rows := _rows(results, o))
    ]
    if not panels:
        return blank(study, look, TITLE, "this run has no table of prevalence.")
    strips = [panels[i : i + ACROSS] for i in range(0, len(panels), ACROSS)]
    wide = (look.width - 2 * look.margin - (ACROSS - 1) * APART * look.scale) / ACROSS
    heads = [max(_head_height(study, look, wide, o) for o, _ in strip) for strip in strips]
    deep = [max(_depths(look, rows)[-1] + look.line for _, rows in strip) for strip in strips]
    top = head_height(study, look, TITLE)
    height = top + sum(heads) + sum(deep) + len(strips) * AXIS * look.scale + look.margin
    with drawing_style():
        page = new_page(study, look, TITLE, height)
        for strip, head, depth in zip(strips, heads, deep, strict=True):
            most = max((r.conf_high for _, rows in strip for r, _ in rows if _shown(r)), default=1)
            for position, (outcome, rows) in enumerate(strip):
                left = look.margin + position * (wide + APART * look.scale)
                draw_heading(study, page, left, top, wide, outcome.id, [years(study, outcome.id)])
                _panel(page, rows, (left, left + wide), top + head, most)
            top += head + depth + AXIS * look.scale
    return page.figure


def prevalence_caption(
    results: Results, *, controls: bool = False, outcomes: Sequence[str] | None = None
) -> str:
    """Return the caption of the figure of prevalence; parameters as those of `prevalence`."""
    results = results_of(results, "The caption of `prevalence`")
    study = results.study
    shown = _outcomes(results, outcomes, controls=controls)
    absent = "; ".join(labels.name(study, o.id) for o in shown if not _rows(results, o))
    described = (
        population(results),
        "Cases among people with the outcome known, and weighted percents with their 95% CIs (Korn-Graubard).",
        MARKS,
    )
    notes = (
        UNWEIGHTED,
        f"The {units.weight_of(study, *shown)} is rescaled over the pooled {study.unit.releases}.",
        INTERVALS,
        STANDARDS,
        *(grouping.note for grouping in study.groupings.values()),
        f"No prevalence in this run: {absent}." if absent else "",
        study.words.under_ascertainment,
    )
    return with_notes(described, notes)


def _outcomes(results: Results, outcomes: Sequence[str] | None, *, controls: bool) -> list[Outcome]:
    fitted = {o.id: o for o in results.outcomes}
    if outcomes is not None:
        return [fitted[known_name("outcome", o, fitted)] for o in as_names(outcomes)]
    return [o for o in results.outcomes if controls == (o.role == "control")]


def _rows(results: Results, outcome: Outcome) -> list[Row]:
    rows = results.prevalence[results.prevalence["outcome"] == outcome.id]
    return list(zip(records(rows), prevalence_rows(results, outcome), strict=True))


def _head_height(study: Study, theme: Theme, wide: float, outcome: Outcome) -> float:
    heading = heading_height(study, theme, wide, outcome.id, [years(study, outcome.id)])
    return heading + 2 * line_height(theme.small) + 0.06


def _depths(theme: Theme, rows: list[Row]) -> list[float]:
    """Return the top of each row, in inches below the first line of a panel."""
    found = [0.0]
    for (above, _), (below, _) in pairwise(rows):
        found.append(found[-1] + 1.08 * theme.line + KINDS * theme.scale * (above.by != below.by))
    return found


def _panel(page: Page, rows: list[Row], edges: tuple[float, float], top: float, most: float) -> None:
    """Draw counts, percents and intervals of one outcome, on a scale from 0 to `most` percent."""
    theme, (left, right) = page.theme, edges
    gap, high = GAP * theme.scale, line_height(theme.small)
    names = [_group(row, text) for row, text in rows]
    counts = [f"{text.cases} / {text.n}" for _, text in rows]
    percents = [_percent(row, text) for row, text in rows]
    counts_at = left + _widest(names, theme) + gap + _widest([*counts, *HEADS[0]], theme)
    percent_at = right - _widest([*percents, *HEADS[1]], theme)
    page.lines(counts_at, top - 2 * high - 0.03, HEADS[0], "right", color=theme.colors.quiet)
    page.lines(percent_at, top - 2 * high - 0.03, HEADS[1], color=theme.colors.quiet)
    tops = _depths(theme, rows)
    deep = tops[-1] + theme.line
    plot = page.plot(counts_at + gap, top, percent_at - counts_at - 2 * gap, deep)
    plot.set(ylim=(deep, 0), yticks=[], xlim=(0, 1.08 * most))
    plot.spines["left"].set_visible(False)
    plot.locator_params(axis="x", nbins=4)
    plot.set_xlabel("percent", size=theme.small, labelpad=2, color=theme.colors.ink)
    for position, (row, _) in enumerate(rows):
        middle, everyone = tops[position] + theme.line / 2, row.by == "all"
        if position and row.by != rows[position - 1][0].by:
            page.rule(top + tops[position] - KINDS * theme.scale / 2, left, right)
        page.text(left, top + middle, names[position], weight="bold" if everyone else "normal")
        page.text(counts_at, top + middle, counts[position], "right")
        color = theme.colors.quiet if row.flag == "review" else theme.colors.ink
        page.text(percent_at, top + middle, percents[position], color=color)
        if _shown(row):
            look: dict[str, Any] = {"color": color, "zorder": 3, "clip_on": False, "markersize": theme.mark}
            plot.plot([row.conf_low, row.conf_high], [middle, middle], marker="|", **look)
            plot.plot([row.percent], [middle], marker="D" if everyone else "s", **look)


def _shown(row: Any) -> bool:
    return row.flag not in (SUPPRESS, "nobody")


def _group(row: Any, text: PrevalenceRow) -> str:
    words = {"all": "Everyone", "age": f"{text.level.replace('-', labels.DASH)} years"}
    name = words.get(row.by, text.level)
    return f"{name[:1].upper()}{name[1:]}"


def _percent(row: Any, text: PrevalenceRow) -> str:
    if not _shown(row):
        return FLAG_WORDS[row.flag].split(":")[0]
    return f"{text.percent} ({text.interval})"


def _widest(texts: Sequence[str], theme: Theme) -> float:
    return max(width_of(text, theme.small) for text in texts)
