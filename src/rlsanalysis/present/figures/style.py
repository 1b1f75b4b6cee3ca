"""How every figure looks, what stands on each, and how it is written to disk: the same figure gives the same bytes."""

import io
from contextlib import AbstractContextManager
from pathlib import Path
from textwrap import wrap
from typing import Any

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from rlsanalysis.present import labels
from rlsanalysis.present.figures.lean import lean
from rlsanalysis.study.plan import Outcome
from rlsanalysis.study.results import Results

BLUE, VERMILION, GREY, RED = (
    "#0072B2",
    "#D55E00",
    "#555555",
    "#B00020",
)  # Okabe and Ito; grey and red beside it
STRIPE = "#F6F7F8"
DASHED = (0, (2, 1.2))
SMALL, NORMAL, TITLE = 5.9, 6.4, 9.5
WIDTH, TALLEST = 8.27, 11.69  # inches, A4 upright
MARGIN, TOP = 0.22, 0.62  # inches; TOP: banner and title
CAPTION_LINE, CHARACTERS = 0.102, 178
DPI = 300
COLOURS = 56

RC: dict[str, Any] = {
    "font.family": "DejaVu Sans", "svg.hashsalt": "rlsanalysis", "svg.fonttype": "path", "pdf.fonttype": 42,
    "axes.linewidth": 0.6, "lines.linewidth": 1.0, "lines.markersize": 3.4, "lines.markeredgewidth": 0.9,
    "hatch.linewidth": 0.5,
}  # fmt: skip
NO_DATES: dict[str, dict[str, None]] = {
    "svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


def page_style() -> AbstractContextManager[None]:
    """Settings within which a figure is made and written, whatever the user's own are."""
    return style.context(["default", RC])


def sheet(height: float) -> Figure:
    """A white page as wide as A4 and of this height in inches, but no taller than A4."""
    return Figure(figsize=(WIDTH, min(height, TALLEST)), facecolor="white")


def foot(said: str) -> float:
    """Height in inches that a caption takes at the foot of a page."""
    return MARGIN + CAPTION_LINE * len(wrap(said, CHARACTERS))


def frame(figure: Figure, results: Results, title: str, said: str, *, caption_top: float = 0) -> None:
    """Title, caption, and the word SYNTHETIC where it must stand; `caption_top` in inches from below, else `foot`."""
    height, left = figure.get_figheight(), MARGIN / WIDTH
    figure.text(left, 1 - 0.34 / height, title, size=TITLE, weight="bold", va="center")
    lines = "\n".join(wrap(said, CHARACTERS))
    top = (caption_top or foot(said)) / height
    figure.text(left, top, lines, size=SMALL, va="top", linespacing=1.25)
    if results.synthetic:
        centred: dict[str, Any] = {"weight": "bold", "ha": "center", "va": "center"}
        figure.text(
            0.5, 1 - 0.13 / height, labels.SYNTHETIC_WORDS, size=8.5, color="white",
            bbox={"facecolor": RED, "edgecolor": "none", "pad": 2.5}, **centred,
        )  # fmt: skip
        figure.text(
            0.5, 0.52, labels.SYNTHETIC, size=min(74, 9 * height), color=RED, alpha=0.13, zorder=10,
            rotation=52 if height > WIDTH else 25, **centred,
        )  # fmt: skip


def axes_at(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Axes at a place of the page, in inches from its upper left corner."""
    tall = figure.get_figheight()
    return figure.add_axes((left / WIDTH, 1 - (top + height) / tall, width / WIDTH, height / tall))


def page_axes(figure: Figure) -> Axes:
    """Invisible axes over the whole page, in inches from its upper left corner, for text and boxes."""
    page = axes_at(figure, 0, 0, WIDTH, figure.get_figheight())
    page.set(xlim=(0, WIDTH), ylim=(figure.get_figheight(), 0))
    page.axis("off")
    page.patch.set_alpha(0)
    return page


def put(page: Axes, x: float, y: float, text: str, align: str = "left", **look: Any) -> None:
    """Small text on a line of the page."""
    page.text(x, y, text, ha=align, va="center_baseline", **{"size": SMALL, **look})


def outcome_heading(page: Axes, outcome: Outcome, left: float, top: float, said: str = "") -> None:
    """Name of an outcome above its part of the page, its years below, and what else must be `said` of it."""
    put(page, left, top + 0.06, labels.name(outcome.id), size=NORMAL, weight="bold")
    years = f"NHANES {outcome.cohort.replace('-', labels.DASH)}"
    put(page, left, top + 0.2, f"{years}{said and ', '}{said}")


def outward(axes: Axes) -> None:
    """Axes of a plot: no frame above and to the right, small ticks and numbers."""
    axes.spines[["right", "top"]].set_visible(False)
    axes.tick_params(labelsize=SMALL, length=2, width=0.5, pad=1.5)
    axes.patch.set_alpha(0)


def blank(results: Results, title: str, why: str) -> Figure:
    """A page that says in one line what a results folder lacks for a figure."""
    with page_style():
        figure = sheet(1.6)
        frame(figure, results, title, f"Nothing to draw: {why}", caption_top=0.95)
    return figure


def save(figure: Figure, folder: Path | str, name: str) -> list[Path]:
    """Write `<name>.svg`, `.pdf` and `.png` (300 dpi, few colours); the same bytes for the same figure.

    Parameters
    ----------
    figure : Figure
    folder : made if it is not there.
    name : without ending.

    Returns
    -------
    list of Path
        The files; an old one stays until the new one is whole.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.{kind}" for kind in (*NO_DATES, "png")]
    with page_style():
        for path in paths:
            part = path.with_suffix(".part")
            if path.suffix == ".png":
                _few_colours(figure).save(part, format="png", dpi=(DPI, DPI), optimize=True)
            elif path.suffix == ".svg":
                part.write_text(svg(figure), encoding="utf-8", newline="\n")
            else:
                figure.savefig(part, format="pdf", metadata=NO_DATES["pdf"])
            part.replace(path)
    return paths


def _few_colours(figure: Figure) -> Image.Image:
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", dpi=DPI)
    return Image.open(drawn).convert("RGB").quantize(COLOURS)


def svg(figure: Figure) -> str:
    """Return a figure as SVG, to be put into a page."""
    drawn = io.StringIO()
    with page_style():
        figure.savefig(drawn, format="svg", metadata=NO_DATES["svg"])
    return lean(drawn.getvalue())
