"""The summary figure: the primary exposures and both definitions of the outcome, to be read on a telephone."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rlsanalysis.present import labels, printing
from rlsanalysis.present.few_cases import few_cases
from rlsanalysis.present.figures.axis import directions, draw_interval, odds_axis
from rlsanalysis.present.figures.forest_lines import ForestLine, forest_lines
from rlsanalysis.present.figures.forest_panel import definition_of
from rlsanalysis.present.figures.key import draw_key, key_height, reliability_entries
from rlsanalysis.present.figures.page import Page, blank, head_height, line_height, new_page
from rlsanalysis.present.figures.selection import Selection, primary_rows, select
from rlsanalysis.present.figures.sentences import UNWEIGHTED, imprecise, people, symbols, with_notes
from rlsanalysis.present.figures.text import widest, wrapped
from rlsanalysis.present.figures.theme import THEMES, Theme, drawing_style
from rlsanalysis.present.own_rows import results_of
from rlsanalysis.present.phrases import restricted_populations
from rlsanalysis.present.reliability import reliability
from rlsanalysis.present.titles import condition
from rlsanalysis.present.words import METHOD, adjusters
from rlsanalysis.study.names import known_name
from rlsanalysis.study.records import Study
from rlsanalysis.study.results import Results, records

PIXEL = 1 / 96  # inches
WIDTH = 375  # CSS pixels, as wide as a small telephone
SMALLEST = 9  # points: 12 CSS pixels
GAP = 6 * PIXEL
NAME = 84 * PIXEL  # room for the name of an outcome
PADDING, AXIS = 0.05, 0.46  # inches: above and below an exposure; the axis and its directions
ONE_RELEASE = "A factor that is known in one {release} alone is not adjusted for {release}."
TICKS = (0.1, 1, 10)
COUNTS, ESTIMATE = ("exposed /", "all cases"), ("OR (95% CI)",)


def summary(results: Results, *, outcomes: Sequence[str] | None = None, theme: str = "light") -> Figure:
    """Draw the odds ratios of the primary exposures, 375 CSS pixels wide, with no text below 12 pixels.

    Parameters
    ----------
    results : Results
    outcomes : ids, from top to bottom for each exposure; the primary outcomes if None.
    theme : `light` or `dark`.

    Returns
    -------
    matplotlib.figure.Figure
        Of a categorical exposure its last level is drawn. The caption is `caption("summary", results)`.

    Raises
    ------
    AnalysisError
        There is no such outcome or theme.
    """
    results = results_of(results, "The figure `summary`")
    study = results.study
    colors = THEMES[known_name("theme", theme, ("light", "dark"))].colors
    look = Theme(colors, WIDTH * PIXEL, inf, 10 * PIXEL, small=SMALLEST, normal=9.4, title=11.5)
    selection = select(results, primary_rows(results), outcomes)
    title = f"Associations with {condition(study, selection.outcomes)} (not causes)"
    lines = forest_lines(selection, complete=True)
    if not lines:
        return blank(
            study,
            look,
            title,
            "no primary exposure is part of this run.",
        )
    entries = reliability_entries(study, look, records(selection.rows))
    defined = [
        line for sentence in _definitions(selection) for line in wrapped(sentence, _wide(look), look.small)
    ]
    blocks = [_block(line, selection, look) for line in lines]
    high = line_height(look.small)
    head = head_height(study, look, title)
    first = head + (len(defined) + len(COUNTS)) * high + 0.12
    end = first + sum(block.height for block in blocks)
    height = end + AXIS + key_height(look, entries) + look.margin
    with drawing_style():
        page = new_page(study, look, title, height)
        page.lines(look.margin, head, defined)
        _draw(page, selection, blocks, first, end)
        draw_key(page, end + AXIS, entries)
    return page.figure


def summary_caption(results: Results, *, outcomes: Sequence[str] | None = None) -> str:
    """Return the caption of the summary figure; parameters as those of `summary`."""
    results = results_of(results, "The caption of `summary`")
    study = results.study
    selection = select(results, primary_rows(results), outcomes)
    counted = "; ".join(
        f"{labels.short(study, f.outcome.id)}: {f.cases} cases among {f.people} {study.unit.people}{f.where}"
        for f in (few_cases(results, o) for o in results.outcomes if o.id in selection.outcomes)
    )
    described = (
        people(study, results),
        "Odds ratios with their 95% CIs of the primary exposures, on a logarithmic axis.",
        f"{counted}.",
        *_adjusted(selection),
        symbols(),
    )
    notes = (
        "Primary exposures are those that the analysis plan marks as primary.",
        "For a continuous exposure the count is that of all cases.",
        UNWEIGHTED,
        study.words.adjustment_exceptions,
        ONE_RELEASE.format(release=study.unit.release),
        *_among(selection),
        restricted_populations(study, selection.rows),
        imprecise(study),
        METHOD,
        study.words.association,
    )
    return with_notes(described, notes)


def _definitions(selection: Selection) -> list[str]:
    """Say what each outcome is, and how its models are adjusted and among whom drugs are compared."""
    exceptions = selection.study.words.adjustment_exceptions
    adjusted = _adjusted(selection, " (exceptions in the caption)" if exceptions else "")
    return [*(definition_of(selection.study, o) for o in selection.outcomes), *adjusted, *_among(selection)]


def _adjusted(selection: Selection, reservation: str = "") -> list[str]:
    """Say what the estimates of each outcome are adjusted for."""
    study = selection.study
    pairs = selection.rows[["outcome", "set"]].drop_duplicates().itertuples(index=False)
    return [
        f"{labels.short(study, o)}: adjusted for {adjusters(study, set_)}{reservation}." for o, set_ in pairs
    ]


def _among(selection: Selection) -> list[str]:
    """Say for which outcomes drugs are compared among users of prescription drugs."""
    study, models = selection.study, selection.rows[["outcome", "sample"]].drop_duplicates()
    return [
        f"{labels.short(study, o)}: {study.samples[s].exposures} are compared among {study.samples[s].label}."
        for o, s in models.itertuples(index=False)
        if s in study.samples
    ]


def _wide(theme: Theme) -> float:
    return theme.width - 2 * theme.margin


@dataclass(frozen=True)
class Block:
    """An exposure: its label in lines, and how tall the row of each outcome is."""

    line: ForestLine
    label: list[str]
    rows: list[float]
    theme: Theme

    @property
    def height(self) -> float:
        """Height of all, with the space between exposures."""
        return len(self.label) * line_height(self.theme.normal) + sum(self.rows) + 2 * PADDING


def _block(line: ForestLine, selection: Selection, theme: Theme) -> Block:
    label = wrapped(line.label, _wide(theme), theme.normal, "bold")
    high = line_height(theme.small)
    rows = [
        max(1.15 * high, len(_named(selection.study, outcome, theme)) * high)
        for outcome in selection.outcomes
    ]
    return Block(line, label, rows, theme)


def _named(study: Study, outcome: str, theme: Theme) -> list[str]:
    """Name an outcome without the condition, which is in the title."""
    return wrapped(labels.short(study, outcome).removesuffix(f" {study.words.condition}"), NAME, theme.small)


def _draw(page: Page, selection: Selection, blocks: list[Block], first: float, end: float) -> None:
    """Draw every exposure: label, then outcome, counts, interval and odds ratio in columns."""
    study = selection.study
    theme, high = page.theme, line_height(page.theme.small)
    shown = [row for block in blocks for row in block.line.rows.values()]
    names = widest([line for o in selection.outcomes for line in _named(study, o, theme)], theme.small)
    counts_at = (
        theme.margin + names + GAP + widest([*COUNTS, *map(printing.exposed_cases, shown)], theme.small)
    )
    estimate_at = (
        theme.width - theme.margin - widest([*ESTIMATE, *map(printing.estimate_text, shown)], theme.small)
    )
    plot = page.plot(counts_at + GAP, first, estimate_at - counts_at - 3 * GAP, end - first)
    odds_axis(plot, theme, TICKS)
    plot.set_ylim(end, first)
    directions(page, plot, end + AXIS - 0.8 * high)
    quiet = {"color": theme.colors.quiet}
    page.lines(counts_at, first - 0.04 - len(COUNTS) * high, COUNTS, "right", **quiet)
    page.lines(estimate_at, first - 0.04 - len(ESTIMATE) * high, ESTIMATE, **quiet)
    top = first
    for block in blocks:
        page.rule(top, theme.margin, theme.width - theme.margin)
        y = page.lines(
            theme.margin, top + PADDING, block.label, **page.over(size=theme.normal, weight="bold")
        )
        for outcome, deep in zip(selection.outcomes, block.rows, strict=True):
            name = _named(study, outcome, theme)
            page.lines(theme.margin, y + (deep - len(name) * high) / 2, name)
            _estimate(
                study,
                page,
                plot,
                block.line.rows.get(outcome),
                (counts_at, estimate_at),
                y + deep / 2,
            )
            y += deep
        top += block.height


def _estimate(study: Study, page: Page, plot: Axes, row: Any, places: tuple[float, float], y: float) -> None:
    """Draw the counts, interval and odds ratio of a row; `places` are those of counts and of the odds ratio."""
    counts_at, estimate_at = places
    if row is None:
        page.text(estimate_at, y, labels.NOT_COMPARED, color=page.theme.colors.quiet)
        return
    page.text(counts_at, y, printing.exposed_cases(row), "right")
    page.text(estimate_at, y, printing.estimate_text(row))
    draw_interval(plot, page.theme, y, row, reliability(study, row).symbol)
