"""How every figure looks, and how it is written to disk: the same figure gives the same bytes."""

import io
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from matplotlib import style
from matplotlib.figure import Figure
from PIL import Image

BLUE, VERMILION, GREY, RED = (
    "#0072B2",
    "#D55E00",
    "#555555",
    "#B00020",
)  # Okabe and Ito; grey and red beside it
SMALL, NORMAL = 5.9, 6.4
WIDTH, TALLEST = 8.27, 11.69  # inches, A4 upright
DPI = 300

RC: dict[str, Any] = {
    "font.family": "DejaVu Sans", "svg.hashsalt": "rlsanalysis", "svg.fonttype": "path", "pdf.fonttype": 42,
    "axes.linewidth": 0.6, "lines.linewidth": 1.0, "lines.markersize": 3.4, "lines.markeredgewidth": 0.9,
}  # fmt: skip
NO_DATES: dict[str, dict[str, None]] = {
    "svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


def page_style() -> AbstractContextManager[None]:
    """Settings within which a figure is made and written, whatever the user's own are."""
    return style.context(["default", RC])


def save(figure: Figure, folder: Path, name: str) -> list[Path]:
    """Write `<name>.svg`, `.pdf` and `.png` (300 dpi, at most 256 colours); the same bytes for the same figure.

    Parameters
    ----------
    figure : Figure
    folder : made if it is not there.
    name : without ending.

    Returns
    -------
    list of Path
        The files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.{kind}" for kind in NO_DATES]
    with page_style():
        for path, metadata in zip(paths, NO_DATES.values(), strict=True):
            figure.savefig(path, metadata=metadata)
        drawn = io.BytesIO()
        figure.savefig(drawn, format="png", dpi=DPI)
    png = folder / f"{name}.png"
    Image.open(drawn).convert("RGB").quantize(256).save(png, dpi=(DPI, DPI), optimize=True)
    return [*paths, png]


def svg(figure: Figure) -> str:
    """Return a figure as SVG, to be put into a page."""
    drawn = io.StringIO()
    with page_style():
        figure.savefig(drawn, format="svg", metadata=NO_DATES["svg"])
    return drawn.getvalue()
