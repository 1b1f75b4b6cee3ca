"""The main figure: every headline odds ratio by group, the two primary outcomes side by side, on one printable page."""

from collections.abc import Callable
from pathlib import Path
from textwrap import fill
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, NullFormatter, NullLocator

from rlsanalysis.present import labels
from rlsanalysis.present.forest_rows import ForestLine, forest_lines, primary
from rlsanalysis.present.results import Results
from rlsanalysis.present.words import caption
from rlsanalysis.study.plan import Outcome

BLUE, VERMILION, GREY, RED = "#0072B2", "#D55E00", "#555555", "#B00020"  # Okabe and Ito; grey and red beside it
COLOURS = {"ok": BLUE, "caution": VERMILION, "sparse": GREY}
MARKERS = {"ok": "s", "caution": "D", "sparse": "None"}
LEAST, MOST = 0.1, 20.0
TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20)

WIDTH, TALLEST = 8.27, 11.69  # inches, A4 upright
TOP, BOTTOM, LINE = 0.98, 1.58, 0.16
MARGIN, LABELS, PANEL = 0.22, 2.28, 2.87
N_AT, CASES_AT, PLOT_AT, PLOT_WIDE, TEXT_AT = 0.34, 0.82, 0.90, 1.10, 2.05  # within a panel
SMALL, NORMAL, LONGEST = 5.9, 6.4, 46

RC = {
    "font.family": "DejaVu Sans",
    "font.size": NORMAL,
    "svg.hashsalt": "rlsanalysis",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "axes.linewidth": 0.6,
}
NO_DATES = {
    "svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    "png": {"Software": None},
}


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
    height = min(TALLEST, TOP + BOTTOM + LINE * max(len(lines), 1))
    with mpl.rc_context({**mpl.rcParamsDefault, **RC}):
        figure = Figure(figsize=(WIDTH, height), facecolor="white")
        page = figure.add_axes((0, BOTTOM / height, 1, 1 - (TOP + BOTTOM) / height))
        page.set(xlim=(0, WIDTH), ylim=(len(lines) - 0.5, -0.5))
        page.axis("off")
        _names(page, lines)
        for position, outcome in enumerate(primary(results)):
            left = MARGIN + LABELS + position * PANEL
            _panel(figure, page, lines, outcome, left)
        _frame(figure, results, height)
    return figure


def save(figure: Figure, folder: Path) -> None:
    """Write forest.svg, forest.pdf and forest.png (300 dpi); the same bytes for the same figure."""
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context({**mpl.rcParamsDefault, **RC}):
        for kind, metadata in NO_DATES.items():
            figure.savefig(folder / f"forest.{kind}", dpi=300, metadata=metadata)


def _names(page: Axes, lines: list[ForestLine]) -> None:
    for y, line in enumerate(lines):
        if line.heading in (1, 2):
            page.axhspan(y - 0.5, y + 0.5, color="#E3E9EE" if line.heading == 2 else "#CFD8DF", linewidth=0)
        elif y % 2:
            page.axhspan(y - 0.5, y + 0.5, color="#F6F7F8", linewidth=0)
        page.text(
            MARGIN + 0.09 * line.indent, y, line.label, va="center_baseline",
            weight="bold" if line.heading in (1, 2) else "normal", size=NORMAL * min(1, LONGEST / len(line.label)),
        )  # fmt: skip


def _panel(figure: Figure, page: Axes, lines: list[ForestLine], outcome: Outcome, left: float) -> None:
    """Counts, intervals and odds ratios of one outcome."""
    box = page.get_position()
    plot = figure.add_axes(((left + PLOT_AT) / WIDTH, box.y0, PLOT_WIDE / WIDTH, box.height))
    plot.set(xscale="log", xlim=(LEAST, MOST), ylim=page.get_ylim(), yticks=[])
    plot.patch.set_alpha(0)
    plot.spines[["left", "right", "top"]].set_visible(False)
    plot.xaxis.set_major_locator(FixedLocator(list(TICKS)))
    plot.xaxis.set_minor_locator(NullLocator())
    plot.xaxis.set_minor_formatter(NullFormatter())
    plot.set_xticks(list(TICKS), [f"{t:g}" for t in TICKS])
    plot.tick_params(labelsize=SMALL - 0.6, length=2, width=0.5, pad=1.5)
    plot.set_xlabel("odds ratio, log scale", size=SMALL, labelpad=2)
    plot.axvline(1, color="black", linewidth=0.7, zorder=1)

    def put(x: float, y: float, text: str, align: str, **style: Any) -> None:
        page.text(left + x, y, text, ha=align, va="center_baseline", size=SMALL, **style)

    _head(put, outcome)
    for y, line in enumerate(lines):
        if line.heading:
            continue
        row = line.estimates.get(outcome.id)
        if row is None:
            put(TEXT_AT, y, labels.NOT_COMPARED, "left", color=GREY)
            continue
        put(N_AT, y, labels.count(row.n), "right")
        put(CASES_AT, y, labels.exposed_cases(row), "right")
        put(TEXT_AT, y, labels.estimate_text(row), "left")
        if row.status in COLOURS:
            _interval(plot, y, row)


def _head(put: Callable[..., None], outcome: Outcome) -> None:
    put(0, -3.85, labels.name(outcome.id), "left", weight="bold")
    put(0, -2.85, f"NHANES {outcome.cohort.replace('-', labels.DASH)}, {outcome.headline_set} adjustment", "left")
    for x, text, align in (
        (N_AT, "n", "right"),
        (CASES_AT, "cases\n(exposed)", "right"),
        (TEXT_AT, "odds ratio\n(95 % interval)", "left"),
    ):
        put(x, -1.35, text, align, linespacing=1.05, style="italic")


def _interval(plot: Axes, y: int, row: Any) -> None:
    """Interval with arrows where it leaves the axis, and the point where its status allows one."""
    colour = COLOURS[row.status]
    low, high = max(row.conf_low, LEAST), min(row.conf_high, MOST)
    if low < MOST and high > LEAST:
        plot.plot([low, high], [y, y], color=colour, linewidth=1.0, linestyle=(0, (2, 1.2)) if row.status == "sparse" else "-", zorder=2)
    for limit, shown, arrow in ((row.conf_low, low, "<"), (row.conf_high, high, ">")):
        clipped = limit != shown
        plot.plot([min(max(shown, LEAST), MOST)], [y], marker=arrow if clipped else "|", markersize=3 if clipped else 3.2, color=colour, markeredgewidth=0.8, clip_on=False, zorder=3)
    if row.status in labels.POINT and LEAST <= row.odds_ratio <= MOST:
        plot.plot([row.odds_ratio], [y], marker=MARKERS[row.status], markersize=3.4, color=colour, markerfacecolor="white" if row.status == "caution" else colour, markeredgewidth=0.9, zorder=4)


def _frame(figure: Figure, results: Results, height: float) -> None:
    """Title, legend, caption, and the word SYNTHETIC where it must stand."""
    def at(inches_from_top: float) -> float:
        return 1 - inches_from_top / height

    left = MARGIN / WIDTH
    figure.text(left, at(0.22 if not results.synthetic else 0.34), "Suspected factors and restless legs syndrome (RLS): odds ratios in US adults, NHANES", size=9.5, weight="bold", va="center")
    handles = [
        Line2D([], [], color=COLOURS[s], marker=MARKERS[s], markersize=3.6, linewidth=1, markerfacecolor="white" if s == "caution" else COLOURS[s], linestyle=(0, (2, 1.2)) if s == "sparse" else "-", label=text)
        for s, text in (("ok", "ok"), ("caution", "† caution"), ("sparse", "‡ sparse: interval only, no point"))
    ]  # fmt: skip
    handles += [
        Line2D([], [], color=GREY, marker=">", markersize=3.2, linestyle="", label="interval goes on beyond the axis"),
        Line2D([], [], linestyle="", label="# too few: counts only"),
        Line2D([], [], linestyle="", label="— not estimable"),
        Line2D([], [], linestyle="", label=f"{labels.FEW} few cases in all"),
    ]
    figure.legend(handles=handles, loc="upper left", bbox_to_anchor=(left, (BOTTOM - 0.33) / height), ncols=7, fontsize=SMALL, frameon=False, handlelength=2, columnspacing=0.8, borderpad=0, borderaxespad=0)
    figure.text(left, (BOTTOM - 0.5) / height, fill(caption(results), 178), size=SMALL, va="top", linespacing=1.25)
    if results.synthetic:
        figure.text(0.5, at(0.12), labels.SYNTHETIC_WORDS, size=8.5, weight="bold", color="white", ha="center", va="center", bbox={"facecolor": RED, "edgecolor": "none", "pad": 2.5})
        figure.text(0.5, 0.52, labels.SYNTHETIC, size=74, weight="bold", color=RED, alpha=0.13, rotation=52, ha="center", va="center", zorder=10)
