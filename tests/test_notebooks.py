"""Notebooks run on the demonstration, define nothing, agree with their text, and answer with numbers that they show."""

import ast
import re
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
CAUSAL = re.compile(
    r"\b(caus(?:es|ed|ing)|leads? to|due to|effects? of|protects?|risk factors?)\b", re.IGNORECASE
)
NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+|(?<![\w.])\d+(?:\.\d+)?")
LARGEST, LARGEST_IN_ALL = 500_000, 3_500_000
LONGEST_SENTENCE = 60  # words, each number one


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


def numbers_in(text):
    return {number.replace(",", "") for number in NUMBER.findall(text)}


def answer_of(path):
    """Sentences of the last paragraph."""
    closing = cells_of(path)[-1].source.split("\n\n")
    assert closing[0] == "## The answer"
    said = " ".join(closing[-1].split())
    return re.split(r"(?<=[.?!]) (?=[A-Z0-9])", said)


def test_there_are_eight_in_order():
    assert [path.stem for path in NOTEBOOKS] == [
        "01_data", "02_prevalence", "03_iron", "04_kidney_diabetes", "05_lifestyle", "06_medications", "07_all_factors",
        "08_your_own",
    ]  # fmt: skip


def test_a_notebook_runs_on_the_demonstration(notebook, demonstration, monkeypatch):
    monkeypatch.setenv("RLSANALYSIS_DATA", str(demonstration.data))
    read = nbformat.read(notebook, as_version=4)
    NotebookClient(
        read, timeout=300, kernel_name="python3", resources={"metadata": {"path": notebook.parent}}
    ).execute()
    assert "SYNTHETIC PEOPLE" in outputs_of(read.cells[:3])
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


def test_a_notebook_closes_with_its_answer_in_three_sentences(notebook):
    answer = answer_of(notebook)
    assert len(answer) == 3
    assert max(len(sentence.split()) for sentence in answer) <= LONGEST_SENTENCE
    assert "CDC's real files" in cells_of(notebook)[-1].source


def test_every_number_of_the_answer_stands_above_it(notebook):
    """Decimals in an output on the real data; whole numbers there or in the text, where definitions have them."""
    cells = cells_of(notebook)
    closing = [cell.source for cell in cells if cell.source.startswith(("## In numbers", "## The answer"))]
    above = "\n".join(cell.source for cell in cells if cell.source not in closing)
    shown, told, said = numbers_in(outputs_of(cells)), numbers_in(above), numbers_in("\n".join(closing))
    assert len(said) > 5
    assert {number for number in said - shown if "." in number or number not in told} == set()


def test_a_notebook_speaks_of_association(notebook):
    said = " ".join(c.source for c in cells_of(notebook) if c.cell_type == "markdown")
    assert not CAUSAL.findall(said)
    assert "associat" in said or notebook.stem in {"01_data", "02_prevalence"}


def test_a_notebook_is_committed_executed_on_the_real_data(notebook):
    code = [c for c in cells_of(notebook) if c.cell_type == "code"]
    assert [c.execution_count for c in code] == list(range(1, len(code) + 1))
    assert "Real data" in str(code[0].outputs)
    assert not [o for c in code for o in c.outputs if o.output_type == "error" or o.get("name") == "stderr"]


def test_a_notebook_has_figures_but_for_that_of_other_surveys(notebook):
    assert ("image/png" in notebook.read_text()) == (notebook.stem != "08_your_own")


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
