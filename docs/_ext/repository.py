"""Pages and files of the repository that the site shows: stale pages fail the build, results open beside the pages."""

import posixpath
import shutil
from pathlib import Path

from docutils import nodes
from pygments.lexers.special import TextLexer
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.transforms import SphinxTransform

from rlsanalysis.present.pages import stale

RESULTS = Path("results") / "nhanes"


class OpenedResults(SphinxTransform):
    """A link to a file of `results/nhanes` opens the copy of it in the site, where its own links work, too."""

    default_priority = 10

    def apply(self) -> None:
        """Turn downloads of such files into links."""
        docs = Path(self.app.srcdir)
        results = (docs.parent / RESULTS).resolve()
        for node in list(self.document.findall(addnodes.download_reference)):
            file = (docs / self.env.docname).parent.joinpath(node["reftarget"]).resolve()
            if file.is_relative_to(results) and file.is_file():
                here = posixpath.dirname(self.env.docname)
                target = posixpath.relpath(file.relative_to(docs.parent.resolve()).as_posix(), here or ".")
                node.replace_self(nodes.reference("", "", *node.children, refuri=target, internal=True))


def refuse_stale_pages(app: Sphinx) -> None:
    """Stop the build where a committed page is not what its declaration says."""
    lines = list(stale(Path(app.srcdir)))
    if lines:
        raise ExtensionError("\n".join(lines))


def copy_results(app: Sphinx, error: Exception | None) -> None:
    """Put the results beside the pages."""
    source = Path(app.srcdir).parent / RESULTS
    if error is None and app.builder.format == "html" and source.is_dir():
        shutil.copytree(source, Path(app.outdir) / RESULTS, dirs_exist_ok=True)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register all of it."""
    app.connect("builder-inited", refuse_stale_pages)
    app.connect("build-finished", copy_results)
    app.add_transform(OpenedResults)
    app.add_lexer("csv", TextLexer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
