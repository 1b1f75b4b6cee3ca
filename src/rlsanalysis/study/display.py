"""Small HTML tables for notebooks. They set no color, so that they follow the light or dark theme of the page."""

from collections.abc import Mapping
from html import escape

_CELL = 'style="text-align: left; white-space: normal; vertical-align: top"'


def html_table(title: str, facts: Mapping[str, str]) -> str:
    """Return an HTML table with one row per fact; facts without a value are left out."""
    rows = "".join(
        f'<tr><th scope="row" {_CELL}>{escape(name)}</th><td {_CELL}>{escape(value)}</td></tr>'
        for name, value in facts.items()
        if value
    )
    return f"<table><caption {_CELL}><b>{escape(title)}</b></caption><tbody>{rows}</tbody></table>"
