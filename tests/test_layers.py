"""Imports point down only, the statistics stand alone, and modules stay short."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import rlsanalysis

HOME = Path(rlsanalysis.__file__).parent
LAYERS = ("survey", "study", "present", "definitions", "nhanes", "site", "api", "cli", "__main__")
MODULES = sorted(HOME.rglob("*.py"))
STATISTICS = {"numpy", "patsy", "scipy", "pandas", "formulaic", "statsmodels"}
LONGEST = 300


def name(path: Path) -> str:
    return str(path.relative_to(HOME))


def layer(path: Path) -> int | None:
    """Position from the bottom; None for the package itself, which names its public functions."""
    first = path.relative_to(HOME).parts[0].removesuffix(".py")
    return None if first == "__init__" else LAYERS.index(first)


def imports(path: Path) -> Iterator[str]:
    """Every imported module, wherever in the file it is."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_layer_is_there():
    assert {layer(path) for path in MODULES} == {None, *range(len(LAYERS))}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_point_down(path):
    own = layer(path)
    if own is None:
        return
    for imported in imports(path):
        package, _, rest = imported.partition(".")
        if package == "rlsanalysis":
            below = LAYERS[: own + 1]
            assert rest.split(".")[0] in below, f"{name(path)} imports {imported}"


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
