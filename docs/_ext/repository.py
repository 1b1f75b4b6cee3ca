"""Pages and files of the repository that the site shows: stale pages fail the build, results open beside the pages."""

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

from rlsanalysis.present.site.pages import stale

RESULTS = Path("results") / "nhanes"
LOADS = re.compile(
    r"""<(?:script|img|iframe|link(?! rel="(?:search|canonical)))[^>]*(?:src|href)=["']((?:https?:)?//[^"']+)"""
)
logger = logging.getLogger(__name__)


class RepositoryLinks(SphinxTransform):
    """Links as they hold in the repository lead to the same file in the site.

    A file of `results/nhanes` opens the copy of it, where its own links work, too. `docs/notebooks` is a symbolic link,
    so that a notebook names another by a path outside the source folder.
    """

    default_priority = 10

    def apply(self) -> None:
        """Turn both kinds."""
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


def tell_stale_pages(app: Sphinx) -> None:
    """Warn of each committed page that is not what its declaration says."""
    for line in stale(Path(app.srcdir)):
        logger.warning(line)


def copy_results(app: Sphinx, error: Exception | None) -> None:
    """Put the results beside the pages."""
    source = Path(app.srcdir).parent / RESULTS
    if error is None and app.builder.format == "html" and source.is_dir():
        shutil.copytree(source, Path(app.outdir) / RESULTS, dirs_exist_ok=True)


def tell_requests(app: Sphinx, error: Exception | None) -> None:
    """Warn of each page that loads something from elsewhere: the site opens from disk and asks nothing of the web."""
    if error is None and app.builder.format == "html":
        for page in Path(app.outdir).rglob("*.html"):
            if loaded := LOADS.search(page.read_text(encoding="utf-8")):
                logger.warning("%s loads %s: put it into the site", page, loaded[1])


def setup(app: Sphinx) -> dict[str, bool]:
    """Register all of it."""
    app.connect("builder-inited", tell_stale_pages)
    app.connect("build-finished", copy_results)
    app.connect("build-finished", tell_requests)
    app.add_transform(RepositoryLinks)
    app.add_lexer("csv", TextLexer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
