"""The main figure: every headline odds ratio by group, the two primary outcomes side by side, on one printable page."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, NullLocator

from rlsanalysis.present import labels
from rlsanalysis.present.controls import any_controls
from rlsanalysis.present.figures.forest_rows import ForestLine, forest_lines
from rlsanalysis.present.figures.style import (
    BLUE,
    DASHED,
    GREY,
    MARGIN,
    NORMAL,
    SMALL,
    TALLEST,
    VERMILION,
    WIDTH,
    frame,
    page_style,
    put,
    sheet,
)
from rlsanalysis.present.words import caption
from rlsanalysis.study.plan import Outcome
from rlsanalysis.study.results import Results

MARKS: dict[str, dict[str, Any]] = {
    "ok": {"color": BLUE, "marker": "s"},
    "caution": {"color": VERMILION, "marker": "D", "markerfacecolor": "white"},
    "sparse": {"color": GREY, "marker": "None", "linestyle": DASHED},
}
LEAST, MOST = 0.1, 20.0
TICKS = (0.1, 0.3, 1, 3, 10)

TOP, BOTTOM, LINE = 0.98, 1.68, 0.16  # inches
NAMES, PANEL = 2.2, 2.9
N_AT, CASES_AT, PLOT_AT, PLOT_WIDE, TEXT_AT = 0.36, 0.83, 0.91, 0.99, 1.98  # within a panel
LONGEST = 46


def forest(results: Results) -> Figure:
    """Draw the forest plot.

    Parameters
    ----------
    results : Results
        Only its quoted rows are drawn; nothing is computed.

    Returns
    -------
    matplotlib.figure.Figure
        A4 upright at most; SYNTHETIC on its face where the people are invented.
    """
    lines = forest_lines(results)
    rows = max(len(lines), 1)
    height = min(TALLEST, TOP + BOTTOM + LINE * rows)
    with page_style():
        figure = sheet(height)
        page = figure.add_axes((0, BOTTOM / height, 1, 1 - (TOP + BOTTOM) / height))
        page.set(xlim=(0, WIDTH), ylim=(rows - 0.5, -0.5))
        page.axis("off")
        _names(page, lines)
        for position, outcome in enumerate(results.primary):
            _panel(figure, page, lines, outcome, MARGIN + NAMES + position * PANEL)
        who = "synthetic people" if results.synthetic else "US adults, NHANES"
        title = f"Suspected factors and restless legs syndrome (RLS): odds ratios in {who}"
        frame(figure, results, title, caption(results), caption_top=BOTTOM - 0.64)
        _legend(figure, height, shared=any_controls(results))
    return figure


def _names(page: Axes, lines: list[ForestLine]) -> None:
    """What each line is about, on stripes that lead the eye across."""
    for y, line in enumerate(lines):
        shade = {1: "#CFD8DF", 2: "#E3E9EE"}.get(line.heading, "#F6F7F8" if y % 2 else "white")
        page.axhspan(y - 0.5, y + 0.5, color=shade, linewidth=0)
        title = line.heading in (1, 2)
        size = NORMAL * (1 if title else min(1, LONGEST / len(line.label)))
        put(
            page,
            MARGIN + 0.09 * line.indent,
            y,
            labels.typeset(line.label),
            "left",
            size=size,
            weight="bold" if title else "normal",
        )


def _panel(
    figure: Figure,
    page: Axes,
    lines: list[ForestLine],
    outcome: Outcome,
    left: float,
) -> None:
    """Counts, intervals and odds ratios of one outcome; `left` in inches."""
    box = page.get_position()
    an_inch = page.get_ylim()[0] - page.get_ylim()[1]
    an_inch /= box.height * figure.get_figheight()
    plot = figure.add_axes(((left + PLOT_AT) / WIDTH, box.y0, PLOT_WIDE / WIDTH, box.height))
    plot.set(xscale="log", xlim=(LEAST, MOST), ylim=page.get_ylim(), yticks=[])
    plot.patch.set_alpha(0)
    plot.spines[["left", "right", "top"]].set_visible(False)
    plot.xaxis.set_major_locator(FixedLocator(list(TICKS)))
    plot.xaxis.set_minor_locator(NullLocator())
    plot.set_xticks(list(TICKS), [f"{t:g}" for t in TICKS])
    plot.tick_params(labelsize=SMALL, length=2, width=0.5, pad=1.5)
    plot.set_xlabel("odds ratio, log scale", size=SMALL, labelpad=2)
    plot.axvline(1, color="black", linewidth=0.7, zorder=1)
    years = f"NHANES {outcome.cohort.replace('-', labels.DASH)}, {outcome.headline_set} adjustment"
    put(page, left, -0.5 - 0.5 * an_inch, labels.name(outcome.id), "left", weight="bold")
    put(page, left, -0.5 - 0.36 * an_inch, years, "left")
    for x, text, align in (
        (N_AT, "n", "right"), (CASES_AT, "cases\n(exposed)", "right"), (TEXT_AT, "odds ratio\n(95 % interval)", "left"),
    ):  # fmt: skip
        put(page, left + x, -0.5 - 0.13 * an_inch, text, align, linespacing=1.05, style="italic")
    for y, line in enumerate(lines):
        row = line.estimates.get(outcome.id)
        if row is not None:
            put(page, left + N_AT, y, labels.count(row.n), "right")
            put(page, left + CASES_AT, y, labels.exposed_cases(row), "right")
            put(
                page,
                left + TEXT_AT,
                y,
                labels.estimate_text(row),
                "left",
            )
            if row.status in MARKS:
                _interval(plot, y, row)
        elif not line.heading:
            put(page, left + TEXT_AT, y, labels.NOT_COMPARED, "left", color=GREY)


def _interval(plot: Axes, y: int, row: Any) -> None:
    """Interval with arrows where it leaves the axis, and the point where its status allows one."""
    look = MARKS[row.status]
    ends = [min(max(limit, LEAST), MOST) for limit in (row.conf_low, row.conf_high)]
    plot.plot(ends, [y, y], **{**look, "marker": "None"}, zorder=2)
    for limit, end, arrow in zip((row.conf_low, row.conf_high), ends, "<>", strict=True):
        plot.plot(
            [end], [y], color=look["color"], marker="|" if limit == end else arrow, clip_on=False, zorder=3
        )
    if row.status in labels.POINT and LEAST <= row.odds_ratio <= MOST:
        plot.plot([row.odds_ratio], [y], **look, zorder=4)


def _legend(figure: Figure, height: float, *, shared: bool) -> None:
    said = {"ok": "ok", "caution": "† caution", "sparse": "‡ sparse: interval only, no point"}
    handles = [
        Line2D([], [], **{"linestyle": "-", **MARKS[status], "label": text}) for status, text in said.items()
    ]
    handles.append(
        Line2D([], [], color=GREY, marker=">", linestyle="", label="interval goes on beyond the axis")
    )
    marks = {"#": "too few: counts only", labels.NONE: "not estimable", labels.FEW: "few cases in all"}
    if shared:
        marks[labels.SHARED] = "a control outcome shows it too"
    handles += [Line2D([], [], linestyle="", label=f"{mark} {text}") for mark, text in marks.items()]
    figure.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(MARGIN / WIDTH, (BOTTOM - 0.33) / height), ncols=4,
        fontsize=SMALL, frameon=False, handlelength=2, columnspacing=0.8, borderpad=0, borderaxespad=0,
    )  # fmt: skip
