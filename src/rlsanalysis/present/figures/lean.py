"""SVG without what draws nothing: text is written as glyphs, one element a character, which makes most of a file."""

import re

_GLYPH = re.compile(r'<use xlink:href="#(DejaVuSans[^"]*)"(?: transform="translate\(([-\d.]+) 0\)")?/>')
_GLYPH_ID = re.compile(r'id="DejaVuSans([^"]*)"')
_EMPTY = re.compile(r'<path id="DejaVuSans([^"]*)" transform="[^"]*"/>')
_GROUP_ID = re.compile(r'<g id="[a-z0-9]+_\d+"')
_PLACES = re.compile(r' (?:d|x|y|transform)="[^"]*"')
_PATH = re.compile(r'(?<= d=")[^"]*')
_STROKE = re.compile(r"\s*([A-Za-z])\s*")
_STYLE = re.compile(r'(?<= style=")[^"]*')
_LONG = re.compile(r"(?<=[ (\"])(-?\d+\.\d{3,})(?=[ )\"])")
_MARK = re.compile(r'(<path id="m[0-9a-f]+"[^>]*?) style="[^"]*"')
_SCALE = re.compile(r"scale\([^)]*\)")


def lean(svg: str) -> str:
    """Return the same picture in about half the bytes.

    Coordinates are rounded to 1/100 of a point. Glyphs get short names and an `x` instead of a transformation. Spaces,
    names of groups and the indentation are removed. The outline of a mark has no color of its own, since each place at
    which it is drawn gives its colors.

    Parameters
    ----------
    svg : as matplotlib writes it, with text as paths (`svg.fonttype: path`).
    """
    spaces = set(_EMPTY.findall(svg))
    svg = _GLYPH.sub(lambda found: _glyph(found, spaces), _EMPTY.sub("", svg))
    svg = _GLYPH_ID.sub(r'id="D\1"', svg)
    svg = _GROUP_ID.sub("<g", svg)
    svg = _PLACES.sub(lambda places: _rounded(places.group()), svg)
    svg = _PATH.sub(lambda path: _STROKE.sub(r"\1", path.group()), svg)
    svg = _STYLE.sub(lambda style: style.group().replace(": ", ":").replace("; ", ";"), svg)
    return re.sub(r"\n\s*", "\n", _MARK.sub(r"\1", svg))


def _glyph(found: re.Match[str], spaces: set[str]) -> str:
    name, x = found.group(1).removeprefix("DejaVuSans"), found.group(2)
    if name in spaces:
        return ""
    return f'<use xlink:href="#D{name}"' + (f' x="{float(x):.1f}"' if x else "") + "/>"


def _rounded(places: str) -> str:
    """Round long decimals, but not those of a scale, which are multiplied by the size of a glyph."""
    kept = _SCALE.findall(places)
    short = _LONG.sub(lambda number: f"{float(number.group()):.2f}", _SCALE.sub("scale()", places))
    for scale in kept:
        short = short.replace("scale()", scale, 1)
    return short
