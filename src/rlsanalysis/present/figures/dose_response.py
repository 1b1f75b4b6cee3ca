"""Dose-response figures: the odds ratio along a continuous variable, one panel per outcome."""

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from rlsanalysis.present import labels
from rlsanalysis.present.figures.curve_panel import CurvePanel
from rlsanalysis.present.figures.curve_panels import curve_panels, tidy_panels
from rlsanalysis.present.figures.curve_plot import draw_curve, key_of_curves
from rlsanalysis.present.figures.heading import draw_heading, heading_height
from rlsanalysis.present.figures.key import draw_key, key_height
from rlsanalysis.present.figures.page import blank, head_height, line_height, new_page
from rlsanalysis.present.figures.selection import Source
from rlsanalysis.present.figures.text import wrapped
from rlsanalysis.present.figures.theme import drawing_style, theme_named
from rlsanalysis.present.own_rows import curve_rows_of, study_of_source
from rlsanalysis.study.attached import study_of
from rlsanalysis.study.names import known_name
from rlsanalysis.study.results import Results
from rlsanalysis.survey.errors import AnalysisError

ACROSS = 2
PLOT, LEAST, NUMBERS, AXIS, APART = 2.2, 1.6, 0.46, 0.42, 0.3  # inches on A4; LEAST: of a plot


def dose_response(
    source: Source,
    exposure: str | None = None,
    *,
    outcomes: Sequence[str] | None = None,
    theme: str = "light",
) -> Figure:
    """Draw the odds ratio along a continuous variable relative to its reference value.

    Parameters
    ----------
    source : Results or DataFrame
        A run, of which the headline method is drawn; or tidy rows, as `rlsanalysis.dose_response` returns them.
    exposure : id of a variable with a curve in the plan; not needed for tidy rows of one variable.
    outcomes : ids. If None, the primary and then the secondary outcomes; on a slide, the primary ones.
    theme : `light`, `dark` (both A4 wide) or `slide` (16:9).

    Returns
    -------
    matplotlib.figure.Figure
        Two panels side by side, each of one model; all figures have the same vertical axis. The caption is
        `caption("dose_response", source, exposure=exposure)`.

    Raises
    ------
    AnalysisError
        The plan has no such curve, there is no such outcome or theme, or tidy rows are of different sources or have a
        value of a curve twice.
    """
    look = theme_named(theme)
    if theme == "slide" and outcomes is None and isinstance(source, Results):
        outcomes = [o.id for o in source.primary]
    variable, panels, _ = panels_of(source, exposure, outcomes)
    study = study_of_source(source)
    title = f"Dose–response: {labels.quantity(study, variable)}"
    if not panels:
        return blank(
            study,
            look,
            title,
            f"this run has no curve of {labels.quantity(study, variable)}.",
        )
    k, rows = look.scale, [panels[i : i + ACROSS] for i in range(0, len(panels), ACROSS)]
    wide = (look.width - 2 * look.margin - APART * k) / ACROSS
    heads = [max(heading_height(study, look, wide, p.outcome, p.details) for p in row) for row in rows]
    entries, top = (
        key_of_curves(look, panels),
        head_height(study, look, title),
    )
    rest = top + sum(heads) + len(rows) * AXIS * k + key_height(look, entries) + look.margin
    plot = max(LEAST * k, min(PLOT * k, (look.tallest - rest) / len(rows)))
    with drawing_style():
        page = new_page(study, look, title, rest + len(rows) * plot)
        for row, head in zip(rows, heads, strict=True):
            for position, panel in enumerate(row):
                left = look.margin + position * (wide + APART * k)
                draw_heading(study, page, left, top, wide, panel.outcome, panel.details)
                axes = page.plot(left + NUMBERS * k, top + head, wide - NUMBERS * k, plot)
                if panel.symbol == "none":
                    axes.set_axis_off()
                    page.box(left, top + head, wide, plot, look.colors.stripe)
                    why = wrapped(panel.note, wide - 0.6, look.normal)
                    middle = top + head + (plot - len(why) * line_height(look.normal)) / 2
                    page.lines(left + wide / 2, middle, why, "center", size=look.normal)
                else:
                    draw_curve(axes, look, panel, _span(panels))
            top += head + plot + AXIS * k
        draw_key(page, top, entries)
    return page.figure


def panels_of(
    source: Source, exposure: str | None, outcomes: Sequence[str] | None
) -> tuple[str, list[CurvePanel], list[str]]:
    """Return the variable, its panels, and the outcomes without a curve."""
    if isinstance(source, Results):
        variable = known_name("curve", exposure or "", source.study.curves)
        return variable, *curve_panels(source, variable, outcomes)
    rows = curve_rows_of(source)
    rows = rows if exposure is None else rows[rows["exposure"] == exposure]
    variables = list(dict.fromkeys(map(str, rows["exposure"])))
    if len(variables) != 1:
        raise AnalysisError(
            f"A dose-response figure is of one variable; the rows have {', '.join(variables) or 'none'}. "
            "Choose it with `exposure=`."
        )
    return variables[0], tidy_panels(study_of(rows), rows, outcomes), []


def _span(panels: list[CurvePanel]) -> tuple[float, float]:
    """Return the least and the greatest value of the variable in the panels, including the reference."""
    values = np.concatenate([[p.reference, *p.grid["value"]] for p in panels if p.symbol != "none"])
    return float(values.min()), float(values.max())
