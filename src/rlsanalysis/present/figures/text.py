"""How much room a text takes, and where it is broken: labels are wrapped, never shrunk."""

import re
from collections.abc import Iterable
from functools import cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from rlsanalysis.present.figures.theme import FONT

FIRM = "\N{NO-BREAK SPACE}"
_UNBROKEN = re.compile(r"\([^()]{1,22}\)[^ ]*|[^ ]+")


@cache
def width_of(text: str, size: float, weight: str = "normal") -> float:
    """Return the width of a line of text in inches; `size` in points."""
    font = FontProperties(family=FONT, size=size, weight=weight)
    return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]) / 72


def widest(texts: Iterable[str], size: float) -> float:
    """Return the width of the widest of some lines of text in inches; `size` in points."""
    return max(width_of(text, size) for text in texts)


def wrapped(text: str, width: float, size: float, weight: str = "normal") -> list[str]:
    """Break a text into lines of at most `width` inches, at spaces outside of short brackets but not at `FIRM` ones.

    What cannot be broken has a line to itself.
    """
    lines: list[str] = []
    for word in _UNBROKEN.findall(text):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line.replace(FIRM, " ") for line in lines]
