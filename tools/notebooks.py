"""Execute the notebooks and write them reproducibly: the same results give the same bytes.

    python tools/notebooks.py [NAME ...]

The scripts `notebooks/*.py` are executed. Run `jupytext --sync` first if a notebook was edited instead of its script,
as `make notebooks` does. If a cell fails, the program stops and the notebook on disk remains unchanged.
"""

import base64
import io
import re
import sys
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from PIL import Image

FOLDER = Path(__file__).parents[1] / "notebooks"
SECONDS = 600
COLORS = 64
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
RULE = re.compile(r"</?style>|[^{}<>]+\{[^{}]*\}")
CLASS = re.compile(r"\.(gt_\w+)")
HEADER = re.compile(r'(<th\b[^>]*? id=")([^"]*)(")')
HEADERS = re.compile(r'( headers=")([^"]*)(")')


def executed(script: Path) -> nbformat.NotebookNode:
    """Execute a script; return the notebook without times, with cell ids by position and lean outputs."""
    notebook = jupytext.read(script)
    for position, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{position:02}"
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    client = NotebookClient(
        notebook,
        timeout=SECONDS,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": FOLDER}},
    )
    client.execute()
    notebook.metadata.pop("language_info", None)
    notebook.metadata["jupytext"].pop("text_representation", None)
    shown = (o.data for cell in notebook.cells for o in cell.get("outputs", []) if "data" in o)
    for number, data in enumerate(shown):
        if "image/png" in data:
            data["image/png"] = slim(data["image/png"])
        if "text/html" in data:
            data["text/html"] = with_short_ids(without_unused_rules(data["text/html"]), f"t{number}-")
            data.pop("text/plain", None)
    return notebook


def slim(png: str) -> str:
    """Reduce a picture (base64) to few colors, which takes a third of the bytes or less."""
    picture = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB").quantize(COLORS)
    written = io.BytesIO()
    picture.save(written, format="png", optimize=True)
    return base64.b64encode(written.getvalue()).decode()


def without_unused_rules(page: str) -> str:
    """Remove the CSS rules of classes that a table does not have, and the white space between its elements."""
    page = re.sub(r">\s+<", "><", page)
    used = set(re.findall(r"gt_\w+", STYLE.sub("", page)))
    return STYLE.sub(
        lambda style: "".join(r for r in RULE.findall(style[0]) if set(CLASS.findall(r)) <= used), page
    )


def with_short_ids(page: str, prefix: str) -> str:
    """Number the header cells of a table, to which its cells refer: fewer bytes, and no id twice in a notebook."""
    ids = {found[2]: f"{prefix}{i}" for i, found in enumerate(HEADER.finditer(page))}
    page = HEADER.sub(lambda found: f"{found[1]}{ids[found[2]]}{found[3]}", page)
    return HEADERS.sub(
        lambda found: found[1] + " ".join(ids.get(name, name) for name in found[2].split()) + found[3], page
    )


def main(names: list[str]) -> None:
    """Execute the notebooks of these names, or all of them."""
    for script in sorted(FOLDER.glob("*.py")):
        if not names or script.stem in names:
            target, part = script.with_suffix(".ipynb"), script.with_suffix(".ipynb.part")
            nbformat.write(executed(script), part)
            part.replace(target)
            sys.stdout.write(f"{target}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
