"""The tipping-point figure: how unequal detection would have to be to explain each association.

Each panel has the share of cases that is detected among people without the factor on its horizontal axis and that among
people with it on its vertical axis (Lash, Fox and Fink 2009). On a line through equal ratios, detection alone gives the
odds ratio of that line.
"""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator

from rlsanalysis.present import labels, printing, size
from rlsanalysis.present.controls import control_outcomes, of_control_outcomes
from rlsanalysis.present.figures.forest_panel import definition_of
from rlsanalysis.present.figures.key import Entry, draw_key, key_height
from rlsanalysis.present.figures.page import Page, blank, head_height, line_height, new_page
from rlsanalysis.present.figures.text import wrapped
from rlsanalysis.present.figures.theme import DASHED, Theme, drawing_style, look, theme_named
from rlsanalysis.present.own_rows import results_of
from rlsanalysis.present.reliability import reliability
from rlsanalysis.present.roles import roles_shown
from rlsanalysis.present.verdict import side
from rlsanalysis.study.names import as_names, known_name
from rlsanalysis.study.results import Results

ACROSS = 4
LEAST = 0.01
TICKS = (0.01, 0.1, 1.0)
DOTTED = (0, (0.8, 1.2))
GAP, EDGE, LABELS, BELOW = 0.3, 0.3, 0.56, 0.1
"""Inches on A4: between panels, left of the axes, above them and below."""
TITLE = "How unequal detection would have to be to explain each association"
WITHOUT, WITH = "detected without the factor", "detected with the factor"


def tipping_point(results: Results, *, outcomes: Sequence[str] | None = None, theme: str = "light") -> Figure:
    """Draw, for each headline association, which ratios of detection would explain it.

    Parameters
    ----------
    results : Results
    outcomes : ids; the primary outcomes if None. Exposures whose 95% CI includes 1 are left out.
    theme : `light` (A4), `dark` (A4) or `slide` (16:9).

    Returns
    -------
    matplotlib.figure.Figure
        Its caption is `caption("tipping_point", results)`.

    Raises
    ------
    AnalysisError
        These are no results of a run, there is no such outcome or theme, or the panels do not fit the page.
    """
    run, theme_ = results_of(results, "The tipping-point figure"), theme_named(theme)
    found = associated(run, outcomes)
    if not found:
        return blank(run.study, theme_, TITLE, "no 95% CI of a headline exposure excludes 1.")
    wide = (theme_.width - 2 * theme_.margin - (ACROSS - 1) * GAP * theme_.scale) / ACROSS
    deep = wide + (LABELS + BELOW) * theme_.scale
    heads = {
        o: wrapped(definition_of(run.study, o), theme_.width - 2 * theme_.margin, theme_.normal, "bold")
        for o in found
    }
    lines = {o: [rows[i : i + ACROSS] for i in range(0, len(rows), ACROSS)] for o, rows in found.items()}
    entries = _entries(theme_)
    top = head_height(run.study, theme_, TITLE)
    height = top + key_height(theme_, entries) + theme_.margin
    height += sum(len(heads[o]) * theme_.line + 0.06 + len(lines[o]) * deep for o in found)
    with drawing_style():
        page = new_page(run.study, theme_, TITLE, height)
        for outcome in found:
            top = page.lines(theme_.margin, top, heads[outcome], size=theme_.normal, weight="bold") + 0.06
            for line in lines[outcome]:
                for position, row in enumerate(line):
                    _panel(page, run, row, theme_.margin + position * (wide + GAP * theme_.scale), top, wide)
                top += deep
        draw_key(page, top, entries)
    return page.figure


def associated(results: Results, outcomes: Sequence[str] | None = None) -> dict[str, list[Any]]:
    """Return the primary estimates of headline exposures whose 95% CI excludes 1, by outcome that has any."""
    fitted = {o.id: o for o in results.outcomes}
    shown = [known_name("outcome", o, fitted) for o in as_names(outcomes or [p.id for p in results.primary])]
    found = {
        o: [
            r
            for r in results.primary_rows(fitted[o], *roles_shown(results))
            if r.status in printing.INTERVAL and side(r)
        ]
        for o in shown
    }
    return {outcome: rows for outcome, rows in found.items() if rows}


def _panel(page: Page, results: Results, row: Any, left: float, top: float, wide: float) -> None:
    """Draw one association: the ratios of detection that would explain it, and those of the control outcomes."""
    theme, study = page.theme, results.study
    name = wrapped(labels.comparison(study, row), wide, theme.small)[:2]
    page.lines(left, top, name)
    page.lines(
        left, top + len(name) * line_height(theme.small), [size.detection(row)], color=theme.colors.quiet
    )
    at, edge = top + LABELS * theme.scale, EDGE * theme.scale
    axes = page.plot(left + edge, at, wide - edge, wide - edge)
    _scales(axes)
    _beyond(axes, theme, row.detection_ratio)
    if span := share_detected(results, row.outcome):
        for share in span:
            axes.axvline(share, color=theme.colors.quiet, linewidth=0.5, linestyle=DOTTED)
    _ray(axes, 1.0, color=theme.colors.ink, linewidth=0.5)
    for control in drawn_controls(results, row).values():
        _ray(axes, control.odds_ratio, color=theme.colors.quiet, linewidth=0.7, linestyle=DASHED)
    if row.status in printing.POINT:
        drawn = look(theme, reliability(study, row).symbol)
        _ray(axes, row.odds_ratio, color=drawn["color"], linewidth=1.4)
    quiet = {"color": theme.colors.quiet}
    page.text(left + (edge + wide) / 2, at + wide - edge + 0.2 * theme.scale, WITHOUT, "center", **quiet)
    page.text(left + edge - 0.06, at - 0.08 * theme.scale, WITH, **quiet)


def drawn_controls(results: Results, row: Any) -> dict[str, Any]:
    """Return the estimates of a comparison for the control outcomes of the same cohort that have a point estimate."""
    own = {o.id for o in control_outcomes(results, results.study.outcomes[row.outcome])}
    found = of_control_outcomes(results, row)
    return {o: control for o, control in found.items() if o in own and control.status in printing.POINT}


def share_detected(results: Results, outcome: str) -> tuple[float, ...]:
    """Return the least and the greatest share of people with the condition who are cases of an outcome.

    It is the weighted prevalence of the outcome over the highest and the lowest published prevalence of the condition;
    empty if either is unknown.
    """
    rows = results.prevalence[
        (results.prevalence["outcome"] == outcome) & (results.prevalence["by"] == "all")
    ]
    if rows.empty or not results.study.condition_percent:
        return ()
    return tuple(
        sorted(float(rows["percent"].iloc[0]) / percent for percent in results.study.condition_percent)
    )


def _scales(axes: Axes) -> None:
    axes.set(xscale="log", yscale="log", xlim=(LEAST, 1), ylim=(LEAST, 1))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(FixedLocator(list(TICKS)))
        axis.set_minor_locator(NullLocator())
    shown = [f"{tick:.0%}" for tick in TICKS]
    axes.set_xticks(list(TICKS), shown)
    axes.set_yticks(list(TICKS), shown)


def _ray(axes: Axes, ratio: float, **line: Any) -> None:
    """Draw the line on which detection with the factor is `ratio` times that without it."""
    axes.plot([LEAST / 10, 10], [ratio * LEAST / 10, ratio * 10], **line)


def _beyond(axes: Axes, theme: Theme, ratio: float) -> None:
    """Fill the ratios that would bring the interval to 1."""
    far = 1e6 if ratio > 1 else 1e-6
    x = [LEAST / 10, 10]
    axes.fill_between(
        x, [ratio * v for v in x], [far * v for v in x], color=theme.colors.tints[0], linewidth=0
    )


def _entries(theme: Theme) -> list[Entry]:
    colors = theme.colors
    mark = {"marker": "None"}
    return [
        Entry(
            "would give this odds ratio (blue: adequate; orange: caution or imprecise)",
            {**mark, "color": colors.adequate, "linewidth": 1.4},
        ),
        Entry(
            "would bring the CI to 1",
            {"marker": "s", "color": colors.tints[0], "linestyle": "", "markersize": theme.mark * 1.6},
        ),
        Entry(
            "would give the odds ratio of a control outcome",
            {**mark, "color": colors.quiet, "linestyle": DASHED},
        ),
        Entry("equal detection", {**mark, "color": colors.ink, "linewidth": 0.5}),
        Entry(
            "lowest and highest share that may be detected in all people",
            {**mark, "color": colors.quiet, "linestyle": DOTTED, "linewidth": 0.5},
        ),
    ]
