"""Hooks of the API pages: docstrings in the package's short form, and types under their public names."""

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
    """Move the words after `name :` to the start of the description, so that Sphinx takes none of them for a type.

    A description that begins in lower case continues the same sentence; otherwise a new one begins after the words.
    """
    section = ""
    for position, line in enumerate(list(lines)):
        following = lines[position + 1] if position + 1 < len(lines) else ""
        if following and not following.strip("-"):
            section = line
        entry = ENTRY.fullmatch(line)
        if section in SECTIONS and entry:
            new_sentence = following.startswith(" ") and not following.strip()[0].islower()
            lines[position] = f"{entry['name']}\n    {entry['words']}{'.' * new_sentence}"
    lines[:] = [part for line in lines for part in line.split("\n")]


def sentences_kept(
    _app: Sphinx, what: str, _name: str, object_: Any, _options: Any, lines: list[str]
) -> None:
    """Keep the docstring of a property unchanged: napoleon would read the words before its first colon as a type."""
    if what in ("attribute", "property") and isinstance(object_, property | cached_property):
        lines[:] = [*inspect.cleandoc(object_.__doc__ or "").splitlines(), ""]


def public_name(
    _app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.Element
) -> nodes.Element | None:
    """Resolve a full type name, or the bare name of a type of the survey layer, to the page that documents it."""
    python = env.get_domain("py")
    target, last = node["reftarget"], node["reftarget"].rpartition(".")[2]
    if node["refdomain"] != "py" or not (target == last or target.startswith("rlsanalysis.")):
        return None
    for name, entry in python.objects.items():  # type: ignore[attr-defined]
        known = target != last or re.fullmatch(r"rlsanalysis\.(survey\.(errors\.)?)?\w+", name)
        if known and name.rpartition(".")[2] == last and entry.objtype in ("class", "exception", "function"):
            return python.resolve_xref(env, node["refdoc"], env._app.builder, "obj", name, node, content)  # noqa: SLF001
    return None


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the hooks."""
    app.connect("autodoc-process-docstring", written_out, priority=100)
    app.connect("autodoc-process-docstring", sentences_kept, priority=900)
    app.connect("missing-reference", public_name)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
