"""What is missing: the percent of adults without a value, by variable and reason, as stacked bars."""

from collections.abc import Sequence

from matplotlib.figure import Figure

from rlsanalysis.present import labels, printing
from rlsanalysis.present.figures.missing_rows import REASONS, Missing, MissingRow, missing_rows, outcome_known
from rlsanalysis.present.figures.page import Page, blank, head_height, line_height, new_page
from rlsanalysis.present.figures.sentences import UNWEIGHTED, with_notes
from rlsanalysis.present.figures.text import wrapped
from rlsanalysis.present.figures.theme import Theme, drawing_style, theme_named
from rlsanalysis.present.own_rows import results_of
from rlsanalysis.present.words import population
from rlsanalysis.study.records import Study
from rlsanalysis.study.records.missing import NOT_MEASURED
from rlsanalysis.study.results import Results

NAMES = 0.25  # of the width of the page
BAR, GAP, PADDING = 0.85, 0.08, 0.045  # inches on A4
TITLE = "Missing values by variable and reason"
BARS = (
    "Percent of {people} without a value, of the population in which the variable is defined. "
    "The length of a bar is 100%; its empty part is people with a value. The words next to a bar name its parts from "
    "left to right, from 1% on."
)
MEANINGS = (
    f"{REASONS[NOT_MEASURED].capitalize()}: the variable is not part of some {{releases}}. "
    f"{REASONS['no_record'].capitalize()}: not examined, or not interviewed on this subject. "
    f"{REASONS['blank'].capitalize()}: not asked, or the measurement failed. "
    f"{REASONS['undetermined'].capitalize()}: cannot be determined from the answers. "
    f"{REASONS['no_weight'].capitalize()}: a value, but no weight of that survey component."
)
EXCLUDED = "People with a missing value are excluded from the models that need it; nothing is imputed."


def missingness(results: Results, *, variables: Sequence[str] | None = None, theme: str = "light") -> Figure:
    """Draw the percent of adults without a value, by reason, in each cohort.

    Parameters
    ----------
    results : Results
        Its table `descriptives`.
    variables : ids, in the order in which they are drawn. Headline exposures, adjusters and outcomes if None.
    theme : `light`, `dark` (both A4) or `slide` (16:9).

    Returns
    -------
    matplotlib.figure.Figure
        Each bar is as long as all adults. The caption is `caption("missingness", results)`.

    Raises
    ------
    AnalysisError
        There is no such theme, or the rows do not fit the page.
    """
    results = results_of(results, "The figure `missingness`")
    study = results.study
    look = theme_named(theme)
    rows = missing_rows(results, variables)
    if not rows:
        return blank(study, look, TITLE, "this run has no table of variables.")
    cohorts = list(dict.fromkeys(cohort for row in rows for cohort in row.cohorts))
    left = look.margin + NAMES * look.width
    wide = (look.width - look.margin - left) / len(cohorts)
    deep = [_height(study, row, look, wide) for row in rows]
    top = head_height(study, look, TITLE)
    first = top + line_height(look.normal) + 0.06
    with drawing_style():
        page = new_page(study, look, TITLE, first + sum(deep) + look.margin)
        for position, cohort in enumerate(cohorts):
            head = study.cohorts[cohort].years
            page.lines(left + position * wide, top, [head], size=look.normal, weight="bold")
        at, group = first, None
        for row, height in zip(rows, deep, strict=True):
            if row.group != group:
                page.rule(at, look.margin, look.width - look.margin)
            group = row.group
            page.lines(look.margin, at + PADDING * look.scale / 2, _label(study, row, look))
            for position, cohort in enumerate(cohorts):
                _cell(page, row.cohorts.get(cohort), left + position * wide, at, wide)
            at += height
    return page.figure


def missingness_caption(results: Results, *, variables: Sequence[str] | None = None) -> str:
    """Return the caption of the figure of missing values; it is the same whichever variables are drawn."""
    results = results_of(results, "The caption of `missingness`")
    study = results.study
    del variables
    shown = [o for o in results.outcomes if o.role != "control"]
    known = [
        f"{labels.name(study, o.id)}, {printing.count(n)}"
        for o in shown
        if (n := outcome_known(results.prevalence, o.id))
    ]
    described = (population(results), BARS.format(people=study.unit.people))
    notes = (
        UNWEIGHTED,
        MEANINGS.format(releases=study.unit.releases),
        f"People with the outcome known: {'; '.join(known)}." if known else "",
        EXCLUDED,
        study.words.missing_values,
    )
    return with_notes(described, notes)


def _label(study: Study, row: MissingRow, theme: Theme) -> list[str]:
    return wrapped(labels.typeset(labels.short(study, row.variable)), NAMES * theme.width - 0.08, theme.small)


def _words(missing: Missing, theme: Theme, wide: float) -> list[str]:
    return wrapped(missing.words, wide - (BAR + 2 * GAP) * theme.scale, theme.small)


def _height(study: Study, row: MissingRow, theme: Theme, wide: float) -> float:
    lines = [_label(study, row, theme), *(_words(missing, theme, wide) for missing in row.cohorts.values())]
    return max(map(len, lines)) * line_height(theme.small) + PADDING * theme.scale


def _cell(page: Page, missing: Missing | None, left: float, top: float, wide: float) -> None:
    """Draw the bar of a cohort with its words to the right."""
    theme, colors = page.theme, page.theme.colors
    k, high = theme.scale, line_height(theme.small)
    start = top + PADDING * k / 2
    if missing is None:
        page.lines(left + (BAR + GAP) * k, start, ["not measured"], color=colors.quiet)
        return
    page.box(
        left, start + 0.15 * high, BAR * k, 0.7 * high, colors.paper, edgecolor=colors.rule, linewidth=0.5
    )
    at = left
    for position, reason in enumerate(REASONS):
        share = missing.shares.get(reason, 0.0) / 100 * BAR * k
        if share:
            shade = colors.rule if position == 0 else colors.tints[min(position, 5)]
            page.box(at, start + 0.15 * high, share, 0.7 * high, shade, edgecolor=colors.paper, linewidth=0.2)
            at += share
    page.lines(left + (BAR + GAP) * k, start, _words(missing, theme, wide))
