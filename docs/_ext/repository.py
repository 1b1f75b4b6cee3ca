"""Hooks for files of the repository that the site shows: stale pages fail the build, and results are copied."""

import posixpath
import re
import shutil
from pathlib import Path

from docutils import nodes
from pygments.lexers.special import TextLexer
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from rlsanalysis.site.pages import stale

RESULTS = Path("results") / "nhanes"
LOADS = re.compile(
    r"""<(?:script|img|iframe|link(?! rel="(?:search|canonical)))[^>]*(?:src|href)=["']((?:https?:)?//[^"']+)"""
)
logger = logging.getLogger(__name__)


class RepositoryLinks(SphinxTransform):
    """Resolve links that are written for the repository to the same file in the site.

    A link to a file of `results/nhanes` opens its copy in the site, so that the links within that file work too.
    `docs/notebooks` is a symbolic link, so one notebook names another by a path outside the source folder.
    """

    default_priority = 10

    def apply(self) -> None:
        """Resolve both kinds of links."""
        docs = Path(self.app.srcdir)
        repository = docs.parent.resolve()
        for node in list(self.document.findall(addnodes.download_reference)):
            file = (docs / self.env.docname).parent.joinpath(node["reftarget"]).resolve()
            if file.is_relative_to(repository / RESULTS) and file.is_file():
                here = posixpath.dirname(self.env.docname) or "."
                target = posixpath.relpath(file.relative_to(repository).as_posix(), here)
                node.replace_self(nodes.reference("", "", *node.children, refuri=target, internal=True))
        for node in self.document.findall(addnodes.pending_xref):
            named = Path(node.get("reftarget", ""))
            if named.is_absolute() and named.is_relative_to(repository / "notebooks"):
                node["reftarget"] = named.relative_to(repository).as_posix()


def warn_of_stale_pages(app: Sphinx) -> None:
    """Warn about each committed page that differs from what its declaration produces."""
    for line in stale(Path(app.srcdir)):
        logger.warning(line)


def copy_results(app: Sphinx, error: Exception | None) -> None:
    """Copy the results into the site."""
    source = Path(app.srcdir).parent / RESULTS
    if error is None and app.builder.format == "html" and source.is_dir():
        shutil.copytree(source, Path(app.outdir) / RESULTS, dirs_exist_ok=True)


def warn_of_requests(app: Sphinx, error: Exception | None) -> None:
    """Warn about each page that loads something from elsewhere, since the site works offline."""
    if error is None and app.builder.format == "html":
        for page in Path(app.outdir).rglob("*.html"):
            if loaded := LOADS.search(page.read_text(encoding="utf-8")):
                logger.warning("%s loads %s. Copy it into the site.", page, loaded[1])


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the hooks."""
    app.connect("builder-inited", warn_of_stale_pages)
    app.connect("build-finished", copy_results)
    app.connect("build-finished", warn_of_requests)
    app.add_transform(RepositoryLinks)
    app.add_lexer("csv", TextLexer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
