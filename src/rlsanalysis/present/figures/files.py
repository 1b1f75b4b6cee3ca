"""Figures as files: the same figure gives the same bytes."""

import io
from pathlib import Path
from textwrap import fill
from typing import Any

from matplotlib.figure import Figure
from PIL import Image

from rlsanalysis.present.figures.lean import lean
from rlsanalysis.present.figures.scheme import follow_scheme
from rlsanalysis.present.figures.theme import drawing_style

DPI = 300
COLORS = 56
NO_DATES: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


def save(figure: Figure, folder: Path | str, name: str, caption: str = "") -> list[Path]:
    """Write `<name>.svg`, `.pdf`, `.png` (300 dpi, few colors) and, with a caption, `.txt`.

    Parameters
    ----------
    figure : Figure
    folder : made if it does not exist.
    name : without ending.
    caption : text for `<name>.txt`, paragraphs apart; no such file is written if it is empty.

    Returns
    -------
    list of Path
        The files. An old file stays until the new one is complete.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    contents = {"svg": svg(figure).encode(), "pdf": _pdf(figure), "png": _png(figure)}
    if caption:
        paragraphs = (fill(paragraph, 100, break_on_hyphens=False) for paragraph in caption.split("\n\n"))
        contents["txt"] = ("\n\n".join(paragraphs) + "\n").encode()
    paths = []
    for kind, content in contents.items():
        path = folder / f"{name}.{kind}"
        part = path.with_name(f"{path.name}.part")
        part.write_bytes(content)
        paths.append(part.replace(path))
    return paths


def svg(figure: Figure) -> str:
    """Return a figure as SVG, to be put into a page or shown as an image.

    A figure of the theme `light` or `slide` turns dark where the reader prefers dark screens, and prints light.
    """
    return follow_scheme(lean(_drawn(figure, "svg").decode()))


def _pdf(figure: Figure) -> bytes:
    return _drawn(figure, "pdf")


def _png(figure: Figure) -> bytes:
    image = Image.open(io.BytesIO(_drawn(figure, "png"))).convert("RGB").quantize(COLORS)
    reduced = io.BytesIO()
    image.save(reduced, format="png", dpi=(DPI, DPI))
    return reduced.getvalue()


def _drawn(figure: Figure, kind: str) -> bytes:
    drawn = io.BytesIO()
    with drawing_style():
        figure.savefig(
            drawn, format=kind, dpi=DPI if kind == "png" else "figure", metadata=NO_DATES.get(kind)
        )
    return drawn.getvalue()
