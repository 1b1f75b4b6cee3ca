"""Imports point down only, the statistics stand alone, and modules stay short."""

import ast
import re
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import rlsanalysis

HOME = Path(rlsanalysis.__file__).parent
MAY_IMPORT = {
    "survey": {},
    "study": {"survey"},
    "definitions": {"study", "survey"},
    "present": {"study", "survey"},
    "nhanes": {"definitions", "study", "survey"},
    "site": {"present", "nhanes", "study", "survey"},
    "api": {"present", "nhanes", "study", "survey"},
    "cli": {"api", "site", "present", "nhanes", "study", "survey"},
    "__main__": {"cli"},
}
"""The layers, and the other layers that each may import."""
MODULES = sorted(HOME.rglob("*.py"))
PRESENTED = [p for p in sorted((HOME / "present").rglob("*")) if p.suffix in (".j2", ".js", ".css", ".csv")]
FOREIGN = re.compile(r"NHANES|\bCDC\b|\bRLS\b|restless|United States(?!')")
STATISTICS = {"numpy", "patsy", "scipy", "pandas", "formulaic", "statsmodels"}
LONGEST = 300


def name(path: Path) -> str:
    return str(path.relative_to(HOME))


def layer(path: Path) -> str:
    """Layer of a module; that of the package itself, which names its public functions, is `__init__`."""
    return path.relative_to(HOME).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Every imported module, wherever in the file it is."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def dotted(path: Path) -> str:
    """Name of a module as imports write it; a package is named without its `__init__`."""
    return ".".join(["rlsanalysis", *path.relative_to(HOME).with_suffix("").parts]).removesuffix(".__init__")


def imported_modules(path: Path, modules: set[str]) -> set[str]:
    """Those of `modules` that a module imports, even if only in a function or for type checking."""
    found = set()
    for imported in imports(path):
        module = imported if imported in modules else imported.rpartition(".")[0]
        found |= {module} & (modules - {dotted(path)})
    return found


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/how-it-is-built.md"])
def test_the_pages_for_contributors_name_the_layers_that_each_imports(page):
    lines = (Path(__file__).parents[1] / page).read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("| layer |") and "imports" in line)
    header, _, *table = [
        [cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines[start : start + 10]
    ]
    imported = header.index("imports")
    found = {
        cells[0].strip("`/").removesuffix(".py"): set(re.findall(r"`(\w+)`", cells[imported]))
        for cells in table
    }
    assert found == {name: set(others) for name, others in MAY_IMPORT.items() if name != "__main__"}


def test_the_longest_module_that_is_allowed_is_that_of_the_style():
    text = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert f"never more than {LONGEST}" in text


def test_every_layer_is_there():
    assert {layer(path) for path in MODULES} == {"__init__", *MAY_IMPORT}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_point_down(path):
    own = layer(path)
    if own == "__init__":
        return
    for imported in imports(path):
        package, _, rest = imported.partition(".")
        if package == "rlsanalysis":
            assert rest.split(".")[0] in {own, *MAY_IMPORT[own]}, f"{name(path)} imports {imported}"


@pytest.mark.parametrize("own", MAY_IMPORT)
def test_modules_of_a_layer_do_not_import_each_other_in_a_circle(own):
    paths = {dotted(path): path for path in MODULES if layer(path) == own}
    TopologicalSorter({name: imported_modules(path, set(paths)) for name, path in paths.items()}).prepare()


@pytest.mark.parametrize("path", [p for p in MODULES if layer(p) in ("study", "present")], ids=name)
def test_studies_and_their_presentation_know_no_survey_and_no_disease(path):
    tree = ast.parse(path.read_text())
    docstrings = [
        n.value.value for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)
    ]
    texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    own = [text for text in texts if text not in docstrings and FOREIGN.search(text)]
    assert not own


@pytest.mark.parametrize("path", PRESENTED, ids=name)
def test_no_template_names_a_survey_or_a_disease(path):
    assert not FOREIGN.findall(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted((HOME / "survey").rglob("*.py")), ids=name)
def test_the_statistics_know_statistics_only(path):
    for imported in imports(path):
        package = imported.split(".")[0]
        if package == "rlsanalysis":
            assert imported.startswith("rlsanalysis.survey."), imported
        else:
            assert package in STATISTICS | sys.stdlib_module_names, imported


@pytest.mark.parametrize("path", sorted((HOME / "survey").rglob("*.py")), ids=name)
def test_the_statistics_do_not_name_the_survey_or_the_disease(path):
    identifiers = {n.id.lower() for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Name)}
    assert not {i for i in identifiers if "nhanes" in i or "rls" in i.split("_")}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_can_be_held_in_the_head(path):
    assert len(path.read_text().splitlines()) <= LONGEST
