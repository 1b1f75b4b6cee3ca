"""SVG that follows the color scheme of the reader: its colors are those of the light theme until a dark screen asks.

Each color stays where it is, so that every program draws the light figure. A style sheet replaces it by its partner of
the dark theme on screens whose reader prefers dark ones, inside of a page as well as in an image of its own.
"""

from dataclasses import fields

from rlsanalysis.present.figures.theme import DARK, LIGHT, Colors

CLASS = "rls-figure"


def follow_scheme(svg: str) -> str:
    """Add the style sheet for dark screens to an SVG."""
    rules = "".join(
        f'.{CLASS} [style*="{what}:{light}"]{{{what}:{dark}!important}}'
        for light, dark in zip(_listed(LIGHT), _listed(DARK), strict=True)
        for what in ("fill", "stroke")
        if f"{what}:{light}" in svg
    )
    sheet = f"<style>@media screen and (prefers-color-scheme:dark){{{rules}}}</style>"
    opening, start, rest = svg.partition("<svg ")
    attributes, end, content = rest.partition(">")
    return f'{opening}{start}class="{CLASS}" {attributes}{end}\n{sheet}{content}'


def _listed(colors: Colors) -> list[str]:
    """List the colors of a theme in a fixed order."""
    found: list[str] = []
    for field in fields(colors):
        value = getattr(colors, field.name)
        found += [value] if isinstance(value, str) else value
    return found
