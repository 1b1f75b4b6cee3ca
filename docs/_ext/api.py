"""The API pages: docstrings in the package's short form, and types that are known under their public names."""

import inspect
import re
from functools import cached_property
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

SECTIONS = {"Parameters", "Attributes"}
ENTRY = re.compile(r"(?P<name>[\w*, ]+) : (?P<words>.+)")


def written_out(_app: Sphinx, _what: str, _name: str, _object: Any, _options: Any, lines: list[str]) -> None:
    """Write `name : words` of a section as the first words of its description, so that no word is taken for a type.

    A body that goes on in lower case belongs to the same sentence; one that begins anew follows the type.
    """
    section = ""
    for position, line in enumerate(list(lines)):
        following = lines[position + 1] if position + 1 < len(lines) else ""
        if following and not following.strip("-"):
            section = line
        entry = ENTRY.fullmatch(line)
        if section in SECTIONS and entry:
            begins_anew = following.startswith(" ") and not following.strip()[0].islower()
            lines[position] = f"{entry['name']}\n    {entry['words']}{'.' * begins_anew}"
    lines[:] = [part for line in lines for part in line.split("\n")]


def sentences_kept(
    _app: Sphinx, what: str, _name: str, object_: Any, _options: Any, lines: list[str]
) -> None:
    """Take the docstring of a property as it stands: napoleon reads the words before its first colon as a type."""
    if what in ("attribute", "property") and isinstance(object_, property | cached_property):
        lines[:] = [*inspect.cleandoc(object_.__doc__ or "").splitlines(), ""]


def public_name(
    _app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.Element
) -> nodes.Element | None:
    """Resolve the full name of a type, or the name alone of one of the survey layer, to where it is documented."""
    python = env.get_domain("py")
    asked, last = node["reftarget"], node["reftarget"].rpartition(".")[2]
    if node["refdomain"] != "py" or not (asked == last or asked.startswith("rlsanalysis.")):
        return None
    for name, entry in python.objects.items():  # type: ignore[attr-defined]
        known = asked != last or re.fullmatch(r"rlsanalysis\.(survey\.(errors\.)?)?\w+", name)
        if known and name.rpartition(".")[2] == last and entry.objtype in ("class", "exception", "function"):
            return python.resolve_xref(env, node["refdoc"], env._app.builder, "obj", name, node, content)  # noqa: SLF001
    return None


def setup(app: Sphinx) -> dict[str, bool]:
    """Register all of it."""
    app.connect("autodoc-process-docstring", written_out, priority=100)
    app.connect("autodoc-process-docstring", sentences_kept, priority=900)
    app.connect("missing-reference", public_name)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
