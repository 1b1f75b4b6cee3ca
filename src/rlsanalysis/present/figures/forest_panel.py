"""One outcome of the forest plot: the head of its column, counts, intervals and odds ratios, and the room they take."""

from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

import pandas as pd

from rlsanalysis.present import labels, printing, units, vocabulary
from rlsanalysis.present.figures.axis import directions, draw_interval, odds_axis, ticks_above
from rlsanalysis.present.figures.forest_lines import ForestLine
from rlsanalysis.present.figures.page import Page, line_height
from rlsanalysis.present.figures.selection import Selection
from rlsanalysis.present.figures.text import widest, wrapped
from rlsanalysis.present.figures.theme import Theme
from rlsanalysis.present.figures.variants import differing
from rlsanalysis.present.models import among, left_out, part_of_cycles, shared_sample
from rlsanalysis.present.reliability import reliability
from rlsanalysis.present.words import adjusters, measured_in
from rlsanalysis.study.records import Study
from rlsanalysis.study.results import records
from rlsanalysis.survey.errors import AnalysisError

GAP, APART = 0.09, 0.17  # inches on A4: between counts, plot and text; between outcomes
EXPOSED = ("exposed /", "all cases")
LEAST_PLOT = 0.8  # inches on A4
SCALE = "odds ratio, log scale"
ESTIMATE = ("odds ratio", "(95% CI)")


@dataclass(frozen=True)
class Panel:
    """The column of an outcome: where it begins and how wide its parts are, in inches."""

    outcome: str
    theme: Theme
    left: float
    counts: float
    plot: float
    estimate: float

    @property
    def plot_at(self) -> float:
        """Left edge of the plot."""
        return self.left + self.counts + GAP * self.theme.scale

    @property
    def estimate_at(self) -> float:
        """Left edge of the text of estimates."""
        return self.plot_at + self.plot + GAP * self.theme.scale

    @property
    def width(self) -> float:
        """Width of all parts together."""
        return self.counts + self.plot + self.estimate + 2 * GAP * self.theme.scale


def with_room(selection: Selection, theme: Theme, names: float) -> Theme:
    """Return the theme with a page that is wide enough for all outcomes.

    Parameters
    ----------
    selection : rows and outcomes to draw.
    theme : theme of the figure; a page of an A4 theme grows, a slide does not.
    names : share of the width of the page that labels of rows take.

    Raises
    ------
    AnalysisError
        The outcomes do not fit a slide; the message says how many do.
    """
    widest_text = max((sum(_text(selection, o, theme)) for o in selection.outcomes), default=0.0)
    each = widest_text + (LEAST_PLOT + 2 * GAP + APART) * theme.scale
    needed = (len(selection.outcomes) * each + 2 * theme.margin) / (1 - names)
    if needed <= theme.width:
        return theme
    if isfinite(theme.tallest):
        most = int((theme.width * (1 - names) - 2 * theme.margin) / each)
        raise AnalysisError(
            f"A slide has room for {most} of these {len(selection.outcomes)} outcomes. Choose them with `outcomes=`, "
            "or draw on a page that grows with theme='light'."
        )
    return replace(theme, width=needed)


def panels(selection: Selection, theme: Theme, left: float) -> list[Panel]:
    """Divide what is right of `left` among the outcomes; counts and estimates take what they need, plots the rest."""
    share = (theme.width - theme.margin - left) / max(len(selection.outcomes), 1)
    found = []
    for position, outcome in enumerate(selection.outcomes):
        counts, estimate = _text(selection, outcome, theme)
        plot = share - counts - estimate - (2 * GAP + APART) * theme.scale
        found.append(
            Panel(outcome, theme, left + position * share + APART * theme.scale, counts, plot, estimate)
        )
    return found


def _text(selection: Selection, outcome: str, theme: Theme) -> tuple[float, float]:
    """Return the width of the counts and of the estimates of an outcome, in inches."""
    rows = [row for row in selection.rows.itertuples(index=False) if row.outcome == outcome]
    counts = widest([*EXPOSED, *map(printing.exposed_cases, rows)], theme.small)
    shown = (printing.estimate_text(r) for r in rows if _shown(r))
    return counts, widest([*ESTIMATE, labels.NOT_COMPARED, *shown], theme.small)


def head_lines(selection: Selection, panel: Panel) -> tuple[list[str], list[str]]:
    """Return the head of a column: its definition and years, and how its models differ from others'."""
    study = selection.study
    rows = selection.rows[selection.rows["outcome"] == panel.outcome]
    wide, small, normal = panel.width - GAP, panel.theme.small, panel.theme.normal
    definition = wrapped(definition_of(study, panel.outcome), wide, normal, "bold")
    about_models = _of_tidy(selection, rows) if selection.tidy else _of_run(study, selection.rows, rows)
    return definition, [line for text in about_models for line in wrapped(text, wide, small)]


def definition_of(study: Study, outcome: str) -> str:
    """Say in one phrase what an outcome is and in which years it was measured."""
    planned = study.outcomes.get(outcome)
    cohort = f" ({study.cohorts[planned.cohort].years})" if planned else ""
    phrase = study.words.definitions.get(outcome) or f"{labels.name(study, outcome)}{cohort}"
    return labels.typeset(f"{phrase[:1].upper()}{phrase[1:]}")


def _of_run(study: Study, every: pd.DataFrame, rows: pd.DataFrame) -> list[str]:
    """Name the adjusters of most rows of an outcome; the caption names the exceptions."""
    if rows.empty:
        return []
    return [f"Adjusted for {adjusters(study, str(rows['set'].mode()[0]))}", *_population(study, every, rows)]


def _of_tidy(selection: Selection, rows: pd.DataFrame) -> list[str]:
    """Describe the models of an outcome by what all of them share; labels of rows say the rest."""
    study = selection.study
    row, labeled = next(records(rows)), differing(selection)
    described = (
        f"Adjusted for {adjusters(study, row.set, rows['releases'].unique(), left_out(study, rows))}"
        if "set" not in labeled
        else "",
        among(study, shared_sample(study, selection.rows if "sample" in labeled else rows)),
        part_of_cycles(study, row) if "releases" not in labeled else "",
    )
    return [*filter(None, described)]


def _population(study: Study, every: pd.DataFrame, rows: pd.DataFrame) -> list[str]:
    """Say among whom drugs are compared, where the outcomes differ in it."""
    restricted = every[every["sample"].isin(study.samples)]
    own = rows.loc[rows["exposure"].isin(restricted["exposure"]), "sample"].unique()
    if len(own) != 1:
        return []
    exposures = study.samples[restricted["sample"].iloc[0]].exposures
    return [f"{units.first_upper(exposures)}: among {labels.sample(study, own[0])}"]


def notes(selection: Selection, line: ForestLine, panel: Panel) -> tuple[list[str], list[str]]:
    """Return what is written instead of an estimate, and below it: population, and control outcomes also associated."""
    row = line.rows.get(panel.outcome)
    if row is None:
        return [], []
    instead = [] if _shown(row) else _instead(row, panel)
    controls = selection.controls.get(panel.outcome, {}).get((row.exposure, row.level), ())
    below = [
        restricted_to(selection.study, row, tidy=selection.tidy),
        *(f"control: {control}" for control in controls),
    ]
    wide, small = panel.width, panel.theme.small
    return instead, [line for text in filter(None, below) for line in wrapped(text, wide, small)]


def restricted_to(study: Study, row: Any, *, tidy: bool) -> str:
    """Name the survey cycles and population of a row, where its exposure is not known for all adults of the cohort.

    Tidy rows have their survey cycles in the head of the column or in the label, so only the population is named.
    """
    planned, exposure = study.outcomes.get(row.outcome), study.variables.get(row.exposure)
    if planned is None or exposure is None:
        return ""
    pooled = row.releases.split()
    if not tidy:
        return measured_in(study, row.exposure, planned, pooled)
    return labels.restricted(study, row.exposure, pooled, pooled)[0]


def _instead(row: Any, panel: Panel) -> list[str]:
    """Say why there is no estimate, and how many people who are not cases are exposed."""
    noncases = printing.exposed_noncases(row)
    counted = f"; non-cases: {noncases}" if noncases else ""
    wide = panel.left + panel.width - panel.plot_at
    too_few = row.status == vocabulary.TOO_FEW
    why = printing.not_reported(row, observed=False) if too_few else f"not estimable: {row.reason}"
    return wrapped(f"{why}{counted}", wide, panel.theme.small)


def draw_panel(
    page: Page,
    selection: Selection,
    panel: Panel,
    lines: list[tuple[ForestLine, float, float]],
    top: float,
    end: float,
) -> None:
    """Draw the column of an outcome; `lines` come with the top and the height of each, in inches."""
    theme, quiet = page.theme, page.theme.colors.quiet
    over = page.over(color=quiet)
    plot = page.plot(panel.plot_at, top, panel.plot, end - top)
    odds_axis(plot, theme)
    plot.set_ylim(end, top)
    ticks_above(plot)
    words = end + 0.1 + 1.6 * line_height(theme.small)
    directions(page, plot, words)
    page.text(panel.plot_at + panel.plot / 2, words + line_height(theme.small), SCALE, "center", color=quiet)
    for line, at, _ in lines:
        row, middle = line.rows.get(panel.outcome), at + theme.line / 2
        if line.heading:
            continue
        if row is None:
            page.text(panel.estimate_at, middle, labels.NOT_COMPARED, color=quiet)
            continue
        page.text(panel.left + panel.counts, middle, printing.exposed_cases(row), "right")
        instead, below = notes(selection, line, panel)
        high = line_height(theme.small)
        after = (
            page.lines(panel.plot_at, middle - high / 2, instead, **over) if instead else middle + high / 2
        )
        if _shown(row):
            page.text(panel.estimate_at, middle, printing.estimate_text(row))
            draw_interval(plot, theme, middle, row, reliability(selection.study, row).symbol)
        page.lines(panel.left + panel.width, after, below, "right", **over)


def _shown(row: Any) -> bool:
    return row.status in printing.INTERVAL
