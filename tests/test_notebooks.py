"""Notebooks run on the demonstration, define nothing, agree with their text, and compute their answers."""

import ast
import os
import re
from pathlib import Path

import jupytext
import nbformat
import pytest
from jupyter_client import KernelManager
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
CAUSAL = re.compile(
    r"(?<!suspected )\b(caus(?:es|ed|ing)|leads? to|due to(?! chance)|effects? of|protects?|risk factors?)\b",
    re.IGNORECASE,
)
TYPED_RESULT = re.compile(r"\bOR \d|\d\.\d+ to \d|\d ?% of|\d,\d{3}|= ?\d")
OWN = "08_your_own"
LARGEST, LARGEST_IN_ALL = 600_000, 3_500_000


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return request.param


def cells_of(path):
    return nbformat.read(path, as_version=4).cells


def outputs_of(cells):
    """Everything that cells show as text."""
    found = [output for cell in cells for output in cell.get("outputs", [])]
    data = [
        part for output in found for kind, part in output.get("data", {}).items() if kind.startswith("text")
    ]
    return "\n".join([*data, *(output.get("text", "") for output in found)])


def test_there_are_nine_in_order():
    assert [path.stem for path in NOTEBOOKS] == [
        "01_data", "02_prevalence", "03_iron", "04_kidney_diabetes", "05_lifestyle", "06_medications", "07_all_factors",
        "08_your_own", "09_replication",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def kernel(demonstration):
    """A kernel in the folder of the notebooks that runs one after the other."""
    manager = KernelManager(
        kernel_name="python3", client_class="jupyter_client.asynchronous.AsyncKernelClient"
    )
    manager.start_kernel(
        cwd=str(NOTEBOOKS[0].parent), env=os.environ | {"RLSANALYSIS_DATA": str(demonstration.data)}
    )
    yield manager
    manager.shutdown_kernel(now=True)


def test_a_notebook_runs_on_the_demonstration(notebook, kernel):
    read = nbformat.read(notebook, as_version=4)
    read.cells.insert(0, nbformat.v4.new_code_cell("%reset -f"))
    client = NotebookClient(read, km=kernel, timeout=300)
    try:
        client.execute()
    finally:
        client.kc.stop_channels()
    assert "SYNTHETIC DATA" in outputs_of(read.cells[:4])
    assert "Warning" not in outputs_of(read.cells)


def test_a_notebook_defines_nothing(notebook):
    cells = [c.source for c in cells_of(notebook) if c.cell_type == "code"]
    code = "\n".join(line for cell in cells for line in cell.splitlines() if not line.startswith("%"))
    definitions = (ast.FunctionDef, ast.ClassDef, ast.Lambda)
    assert not [node for node in ast.walk(ast.parse(code)) if isinstance(node, definitions)]


def test_a_notebook_imports_nothing_but_the_public_package(notebook):
    code = "\n".join(c.source for c in cells_of(notebook) if c.cell_type == "code")
    imported = re.findall(r"^(?:from|import) (\S+)", code, re.MULTILINE)
    assert set(imported) <= {"pandas", "IPython.display", "rlsanalysis"}


def test_a_notebook_opens_with_its_question(notebook):
    title, question = cells_of(notebook)[0].source.split("\n\n")[:2]
    assert title.startswith("# ")
    assert question.startswith("*")
    assert question.endswith("?*")


def test_a_notebook_computes_its_answer_and_closes_with_its_limitations(notebook):
    cells = cells_of(notebook)
    (heading,) = [i for i, c in enumerate(cells) if c.source.startswith("## Answer")]
    assert cells[-1].source.startswith("## Limitations")
    if notebook.stem != OWN:
        assert cells[heading + 1].source.startswith("rls.answer")
        assert "text/markdown" in cells[heading + 1].outputs[0].data


def test_no_result_is_typed_by_hand(notebook):
    text = "\n".join(c.source for c in cells_of(notebook) if c.cell_type == "markdown")
    assert not TYPED_RESULT.findall(text)


@pytest.mark.parametrize(
    "stem", ["03_iron", "04_kidney_diabetes", "05_lifestyle", "06_medications", "07_all_factors"]
)
def test_a_notebook_that_rests_on_the_plan_says_when_it_was_written(stem):
    text = (NOTEBOOKS[0].parent / f"{stem}.py").read_text(encoding="utf-8")
    assert "written after trial fits on the real tables" in text
    assert "not preregistered" in text


def test_a_notebook_speaks_of_association(notebook):
    text = " ".join(c.source for c in cells_of(notebook) if c.cell_type == "markdown")
    assert not CAUSAL.findall(text)
    assert "associat" in text or notebook.stem in {"01_data", "02_prevalence"}


def test_a_notebook_is_committed_executed_on_the_real_data(notebook):
    code = [c for c in cells_of(notebook) if c.cell_type == "code"]
    assert [c.execution_count for c in code] == list(range(1, len(code) + 1))
    assert "Real data" in str(code[0].outputs)
    assert not [o for c in code for o in c.outputs if o.output_type == "error" or o.get("name") == "stderr"]


def test_a_notebook_has_figures_but_for_that_of_other_surveys(notebook):
    assert ("image/png" in notebook.read_text()) == (notebook.stem != OWN)


def test_no_output_names_a_machine_a_time_or_an_address_in_memory(notebook):
    shown = outputs_of(cells_of(notebook))
    assert not re.findall(r"/(?:work|tmp|home|root)/|\b0x[0-9a-f]{6,}", shown)
    assert "iopub" not in notebook.read_text()


def test_no_output_shows_the_record_of_a_person(notebook):
    assert not re.findall(r"seqn|sdmvpsu", outputs_of(cells_of(notebook)), re.IGNORECASE)


def test_cells_are_named_by_position_and_no_version_is_kept(notebook):
    read = nbformat.read(notebook, as_version=4)
    assert [c.id for c in read.cells] == [f"cell-{i:02}" for i in range(1, len(read.cells) + 1)]
    assert set(read.metadata) == {"jupytext", "kernelspec"}


def test_notebooks_are_small():
    sizes = {path.name: path.stat().st_size for path in NOTEBOOKS}
    assert max(sizes.values()) < LARGEST, sizes
    assert sum(sizes.values()) < LARGEST_IN_ALL, sizes


def test_a_notebook_and_its_text_hold_the_same_cells(notebook):
    text = jupytext.read(notebook.with_suffix(".py"))
    assert [(c.cell_type, c.source) for c in text.cells] == [
        (c.cell_type, c.source) for c in cells_of(notebook)
    ]
