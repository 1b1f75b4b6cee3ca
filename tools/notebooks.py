"""Execute the notebooks and write them so that the same results give the same bytes.

    python tools/notebooks.py [NAME ...]

The text (`notebooks/*.py`) is what is executed; `jupytext --sync` first takes over what was edited in the other half of
a pair. A cell that fails ends the run, and the notebook on disk stays as it was.
"""

import base64
import io
import sys
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from PIL import Image

FOLDER = Path(__file__).parents[1] / "notebooks"
SECONDS = 600


def executed(text: Path) -> nbformat.NotebookNode:
    """The notebook of a text, with its outputs: cells named by position, no times, pictures of few colours."""
    notebook = jupytext.read(text)
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
    for data in (o.data for cell in notebook.cells for o in cell.get("outputs", []) if "data" in o):
        if "image/png" in data:
            data["image/png"] = slim(data["image/png"])
    return notebook


def slim(png: str) -> str:
    """The same picture in at most 64 colours, which is a third of the bytes; base64 in and out."""
    picture = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB").quantize(64)
    written = io.BytesIO()
    picture.save(written, format="png", optimize=True)
    return base64.b64encode(written.getvalue()).decode()


def main(names: list[str]) -> None:
    """Execute all notebooks, or some."""
    for text in sorted(FOLDER.glob("*.py")):
        if not names or text.stem in names:
            notebook = executed(text)
            whole = text.with_suffix(".ipynb.part")
            nbformat.write(notebook, whole)
            whole.replace(text.with_suffix(".ipynb"))
            sys.stdout.write(f"{text.with_suffix('.ipynb')}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
