"""Corrections of the HTML of Sphinx, pandas and great_tables, so that screen readers and keyboards can use it."""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

EMPTY_HEAD = re.compile(r'<th(?: class="head")?>(?:<p></p>)?</th>')
SIGNATURE = re.compile(r"<dl>\n((?:<dd>.*?</dd>\n)+)</dl>", flags=re.DOTALL)
SCROLLS = re.compile(r'(<div id="[^"]+")( style="[^"]*overflow-x:\s*auto)')


def corrected(html: str) -> str:
    """Turn empty heads into cells and signature lines into no list, and make wide tables reachable by keyboard."""
    html = EMPTY_HEAD.sub("<td></td>", html)
    html = SIGNATURE.sub(lambda found: f'<div class="signature">{_lines(found[1])}</div>', html)
    return SCROLLS.sub(r'\1 tabindex="0" role="group" aria-label="Table"\2', html)


def _lines(items: str) -> str:
    return items.replace("<dd>", "<div>").replace("</dd>", "</div>")


def correct_page(
    _app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: nodes.document
) -> None:
    """Correct the body of a page before it is written."""
    if "body" in context:
        context["body"] = corrected(context["body"])


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the correction to Sphinx."""
    app.connect("html-page-context", correct_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
