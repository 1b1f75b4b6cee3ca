"""The site in a browser: axe-core finds nothing, and no page is wider than a telephone."""

import sys
from pathlib import Path

import pytest

sphinx = pytest.importorskip("sphinx.cmd.build", reason="Sphinx is not installed")

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("index", "getting-started", "results", "methods", "variables/index", "variables/ckd", "api/survey")


def build(folder):
    """Build the site without its notebooks."""
    without = "exclude_patterns=_build,_ext,notebooks/*,**.ipynb_checkpoints"
    before, sys.path = sys.path, list(sys.path)
    try:
        code = sphinx.build_main(
            ["-Q", "-b", "html", "-d", str(folder / "trees"), "-D", without, str(DOCS), str(folder)]
        )
    finally:
        sys.path = before
    assert code == 0


@pytest.fixture(scope="module")
def site(kept, code_digest):
    sources = [*DOCS.parent.glob("*.md"), *(path for path in DOCS.iterdir() if path.name != "_build")]
    with kept("site", code_digest(*sources, without=()), build) as folder:
        return folder


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("page", PAGES)
def test_page_breaks_no_rule_of_axe_and_fits_a_telephone(site, browser, axe, page):
    for width, scheme in ((375, "light"), (1280, "dark")):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        opened = context.new_page()
        opened.goto((site / f"{page}.html").as_uri())
        assert axe(opened) == []
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
        context.close()
