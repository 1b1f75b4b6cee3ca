"""The notebooks run from top to bottom on the demonstration, define nothing, and agree with their text pairs."""

import ast
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return request.param


def test_a_notebook_runs_on_the_demonstration(notebook, demonstration, tmp_path, monkeypatch):
    monkeypatch.setenv("RLSANALYSIS_DATA", str(demonstration.data))
    read = nbformat.read(notebook, as_version=4)
    NotebookClient(
        read, timeout=300, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    ).execute()
    shown = "".join(str(output) for cell in read.cells for output in cell.get("outputs", []))
    assert "SYNTHETIC PEOPLE" in shown
    assert "image/png" in shown


def test_a_notebook_defines_nothing(notebook):
    cells = [c.source for c in nbformat.read(notebook, as_version=4).cells if c.cell_type == "code"]
    code = "\n".join(line for cell in cells for line in cell.splitlines() if not line.startswith("%"))
    definitions = (ast.FunctionDef, ast.ClassDef, ast.Lambda)
    assert not [node for node in ast.walk(ast.parse(code)) if isinstance(node, definitions)]


def test_a_notebook_is_committed_executed_on_the_real_data(notebook):
    cells = [c for c in nbformat.read(notebook, as_version=4).cells if c.cell_type == "code"]
    assert all(c.execution_count for c in cells)
    assert "Real data" in str(cells[0].outputs)


def test_a_notebook_and_its_text_hold_the_same_cells(notebook):
    text = jupytext.read(notebook.with_suffix(".py"))
    cells = nbformat.read(notebook, as_version=4).cells
    assert [(c.cell_type, c.source) for c in text.cells] == [(c.cell_type, c.source) for c in cells]
