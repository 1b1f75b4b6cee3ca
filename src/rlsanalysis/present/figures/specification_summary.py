"""The joint figure of specification curves: a small curve for each headline exposure and primary outcome."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rlsanalysis.present import labels, printing
from rlsanalysis.present.figures.axis import LEAST, MOST, directions, odds_axis
from rlsanalysis.present.figures.forest_panel import definition_of
from rlsanalysis.present.figures.key import Entry, draw_key, key_height
from rlsanalysis.present.figures.page import Page, blank, head_height, line_height, new_page
from rlsanalysis.present.figures.sentences import people, with_notes
from rlsanalysis.present.figures.specifications import chosen, shown_outcomes
from rlsanalysis.present.figures.text import wrapped
from rlsanalysis.present.figures.theme import Theme, drawing_style, look, theme_named
from rlsanalysis.present.own_rows import results_of
from rlsanalysis.present.reliability import reliability
from rlsanalysis.present.robustness import SIDES, Curve, curves
from rlsanalysis.present.tables.view_specifications import notes
from rlsanalysis.present.verdict import side
from rlsanalysis.study.results import Results

NAMES, COUNTS = 0.27, 0.10
"""Of the width of the page: the names of exposures; the counts to the right of each panel."""
PITCH, AXIS, GAP = 0.245, 0.56, 0.12
"""Inches on A4: height of a row; the axis with its directions; between panels."""
TITLE = "Specification curves of the headline exposures"


def specifications(
    results: Results, *, outcomes: Sequence[str] | None = None, theme: str = "light"
) -> Figure:
    """Draw the odds ratios of every headline exposure under every subset of its adjusters.

    Parameters
    ----------
    results : Results
        Of a run with its robustness analyses.
    outcomes : ids, from left to right; the primary outcomes if None.
    theme : `light` (A4) or `dark` (A4).

    Returns
    -------
    matplotlib.figure.Figure
        Of a categorical exposure its last level is drawn. Its caption is `caption("specifications", results)`.

    Raises
    ------
    AnalysisError
        These are no results of a run, there is no such outcome or theme, or the rows do not fit the page.
    """
    run, theme_ = results_of(results, "The figure of specification curves"), theme_named(theme)
    study = run.study
    shown = shown_outcomes(run, outcomes)
    of = {o.id: {c.first.exposure: c for c in curves(run, o, last=True)} for o in shown}
    exposures = [
        e for e in study.exposures if any(e in found and len(found[e].shown) for found in of.values())
    ]
    if not exposures:
        return blank(study, theme_, TITLE, "this run has no specification whose CI is reported.")
    panel = (theme_.width - 2 * theme_.margin - NAMES * theme_.width) / len(shown)
    heads = [
        wrapped(definition_of(study, o.id), panel - GAP * theme_.scale, theme_.normal, "bold") for o in shown
    ]
    entries, pitch = _entries(theme_), PITCH * theme_.scale
    top = head_height(study, theme_, TITLE)
    first = top + max(map(len, heads)) * theme_.line + 2 * line_height(theme_.small) + 0.06
    end = first + len(exposures) * pitch
    with drawing_style():
        page = new_page(
            study, theme_, TITLE, end + AXIS * theme_.scale + key_height(theme_, entries) + theme_.margin
        )
        for i, exposure in enumerate(exposures):
            row = next(found[exposure].first for found in of.values() if exposure in found)
            label = wrapped(labels.comparison(study, row), NAMES * theme_.width - 0.1, theme_.small)[:2]
            middle = first + (i + 0.5) * pitch
            page.lines(theme_.margin, middle - len(label) * line_height(theme_.small) / 2, label)
            if i % 2:
                page.box(
                    theme_.margin,
                    first + i * pitch,
                    theme_.width - 2 * theme_.margin,
                    pitch,
                    theme_.colors.stripe,
                )
        for i, (outcome, head) in enumerate(zip(shown, heads, strict=True)):
            left = theme_.margin + NAMES * theme_.width + i * panel
            page.lines(left, top, head, size=theme_.normal, weight="bold")
            found = [of[outcome.id].get(exposure) for exposure in exposures]
            _panel(page, found, left, panel, (first, end))
        draw_key(page, end + AXIS * theme_.scale, entries)
    return page.figure


def _panel(
    page: Page, found: Sequence[Curve | None], left: float, wide: float, span: tuple[float, float]
) -> None:
    """Draw the curves of an outcome below each other, with the count of specifications that agree."""
    theme, (first, end) = page.theme, span
    pitch = (end - first) / len(found)
    counts = COUNTS * theme.width
    axes = page.plot(left, first, wide - counts - GAP * theme.scale, end - first)
    odds_axis(axes, theme)
    axes.set_ylim(end, first)
    directions(page, axes, end + 0.17 * theme.scale + line_height(theme.small))
    right = left + wide - 0.02
    page.lines(
        right,
        first - 2 * line_height(theme.small) - 0.02,
        ["agree /", "with a CI"],
        "right",
        color=theme.colors.quiet,
    )
    for i, curve in enumerate(found):
        middle = first + (i + 0.5) * pitch
        if curve is None or curve.shown.empty:
            why = labels.NOT_COMPARED if curve is None else "not reported"
            page.text(right, middle, why, "right", color=theme.colors.quiet)
            continue
        _small_curve(axes, theme, curve, middle, 0.8 * pitch)
        primary = curve.primary
        reported = primary is not None and primary.status in printing.INTERVAL
        page.text(
            right, middle, f"{curve.agreeing} / {len(curve.shown)}" if reported else labels.DASH, "right"
        )


def _small_curve(axes: Axes, theme: Theme, curve: Curve, middle: float, deep: float) -> None:
    """Draw the sorted CIs as a band and the odds ratios as a line, from the lowest at the bottom to the highest."""
    shown = curve.shown
    y = middle + deep / 2 - deep * (np.arange(len(shown)) + 0.5) / len(shown)
    low, high = (np.clip(shown[name].to_numpy(float), LEAST, MOST) for name in ("conf_low", "conf_high"))
    axes.fill_betweenx(y, low, high, color=theme.colors.tints[1], linewidth=0, zorder=1.5)
    if len(shown) == 1:
        axes.plot([low[0], high[0]], [y[0]] * 2, color=theme.colors.tints[2], linewidth=2, zorder=1.5)
    ratios = shown["odds_ratio"].where(shown["status"].isin(printing.POINT)).to_numpy(float)
    axes.plot(ratios, y, color=theme.colors.tints[5], linewidth=1.2, zorder=3)
    primary = curve.primary
    if primary is None or primary.status not in printing.INTERVAL:
        return
    drawn = look(theme, reliability(curve.study, primary).symbol)
    ends = [min(max(limit, LEAST), MOST) for limit in (primary.conf_low, primary.conf_high)]
    axes.plot(ends, [middle] * 2, **{**drawn, "marker": "None", "linewidth": 0.9}, zorder=4)
    if primary.status in printing.POINT and LEAST <= primary.odds_ratio <= MOST:
        axes.plot([primary.odds_ratio], [middle], **{**drawn, "markersize": 0.8 * theme.mark}, zorder=5)


def _entries(theme: Theme) -> list[Entry]:
    colors = theme.colors
    return [
        Entry("95% CIs of all specifications", band=colors.tints[1]),
        Entry("their odds ratios, sorted", {"marker": "None", "color": colors.tints[5], "linewidth": 1.2}),
        Entry("primary estimate: adequate", look(theme, "filled")),
        Entry("imprecise, or caution", look(theme, "open")),
        Entry("CI only (sparse data)", look(theme, "interval")),
    ]


def specifications_caption(results: Results, *, outcomes: Sequence[str] | None = None) -> str:
    """Return the caption of the joint figure; parameters as those of `specifications`."""
    run = results_of(results, "The caption of the specification curves")
    drawn = (
        "Odds ratios of each headline exposure under every subset of its adjusters, by Firth's method, on a "
        "logarithmic "
        "axis. Each row is a specification curve: the sorted CIs form the band, the odds ratios the line. "
        "Beside it, the "
        "number of specifications that agree with the primary estimate: their CI lies on the same side of 1, "
        "or includes "
        "1 as it does."
    )
    del outcomes
    return with_notes((people(run.study, run), drawn), (*_notes(run), run.study.words.association))


def specification_curve_caption(
    results: Results, exposure: str, *, outcomes: Sequence[str] | None = None
) -> str:
    """Return the caption of a specification curve; parameters as those of `specification_curve`."""
    run = results_of(results, "The caption of a specification curve")
    study = run.study
    counted = []
    for curve in chosen(run, exposure, outcomes):
        primary = curve.primary
        if primary is not None and primary.status in printing.INTERVAL:
            what = "includes 1" if not side(primary) else f"lies {SIDES[side(primary)]}"
            name = labels.in_sentence(labels.short(study, curve.first.outcome))
            counted.append(f"{curve.agreeing} of {len(curve.shown)} for {name}, whose primary 95% CI {what}")
    drawn = (
        f"{labels.name(study, exposure)}: odds ratios with 95% CIs under every subset of the adjusters, sorted, on a "
        "logarithmic axis; the marks below show what each specification adjusts for."
    )
    agree = f"Specifications that agree with the primary estimate: {'; '.join(counted)}." if counted else ""
    return with_notes((people(study, run), drawn, agree), (*_notes(run), study.words.association))


def _notes(results: Results) -> tuple[str, ...]:
    """Explain specifications, and count those that are not drawn."""
    hidden = (~results.specifications["status"].isin(printing.INTERVAL)).sum()
    few = (
        "Specifications with too few cases, or without an estimate, are counted and not drawn."
        if hidden
        else ""
    )
    return (*notes(results.study), few, "Counts of people are unweighted.")
