"""Every file that names versions names the same, within the bounds of pyproject.toml, and no host."""

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text()
CONDA = (ROOT / "environment.yml").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
REQUIRED = [
    Requirement(line)
    for line in (
        *PROJECT["dependencies"],
        *(x for group in PROJECT["optional-dependencies"].values() for x in group),
    )
]


def versions(text: str, pattern: str) -> dict[str, Version]:
    return {canonicalize_name(n): Version(v) for n, v in re.findall(pattern, text, flags=re.MULTILINE)}


LOWEST = PROJECT["requires-python"].removeprefix(">=")
HIGHEST = max(
    (c.rpartition(" ")[2] for c in PROJECT["classifiers"] if "Python :: 3." in c),
    key=Version,
)
LOCKED = versions(LOCK, r"^([\w.-]+)==(\S+)$")
IN_CONDA = versions(CONDA, r"^ +- ([\w.-]+)={1,2}([\w.]+)$")


@pytest.mark.parametrize("requirement", REQUIRED, ids=str)
def test_both_files_hold_the_dependency_at_the_same_version_within_its_bounds(requirement):
    name = canonicalize_name(requirement.name)
    assert requirement.specifier.contains(LOCKED[name])
    assert IN_CONDA[name] == LOCKED[name]


def test_conda_names_nothing_else():
    assert set(IN_CONDA) == {canonicalize_name(r.name) for r in REQUIRED}


def test_every_line_of_the_lock_is_a_version_and_names_no_host():
    lines = [line for line in LOCK.splitlines() if line and not line.startswith("#")]
    assert len(lines) == len(LOCKED)
    for text in (LOCK, CONDA):
        assert "://" not in text
        assert "@" not in text


def test_the_build_needs_nothing_that_is_not_locked():
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    assert {canonicalize_name(Requirement(line).name) for line in build} <= set(LOCKED)


def test_python_has_the_same_bounds_everywhere():
    assert f"python>={LOWEST},<3.{int(HIGHEST.split('.')[1]) + 1}" in CONDA
    assert f"Python {LOWEST}.0 to {HIGHEST}" in LOCK
    assert PROJECT["classifiers"].count("Programming Language :: Python :: 3.11") == 1
    assert f"version_info < ({LOWEST.replace('.', ', ')})" in (ROOT / "Makefile").read_text()
    assert f"PYTHONS ?= python{LOWEST} python{HIGHEST}\n" in (ROOT / "Makefile").read_text()
    assert all(
        f'"{python}"' in (ROOT / ".github/workflows/ci.yml").read_text() for python in (LOWEST, HIGHEST)
    )
    assert f"Python {LOWEST} or newer" in (ROOT / "README.md").read_text()


@pytest.mark.parametrize("python", [f"{LOWEST}.0", f"{HIGHEST}.0"])
def test_the_lock_holds_on_the_lowest_and_the_highest_python(python):
    """Every locked package allows that Python, and what it requires there is locked within its bounds."""
    environment = {
        "python_full_version": python,
        "python_version": python.rpartition(".")[0],
        "implementation_version": python,
        "extra": "",
    }
    faults = []
    for name, locked in LOCKED.items():
        package = distribution(name)
        assert Version(package.version) == locked, f"{name} is installed in another version: run make install"
        if not SpecifierSet(package.metadata.get("Requires-Python") or "").contains(python):
            faults.append(f"{name} requires Python {package.metadata.get('Requires-Python')}")
        for needed in map(Requirement, package.requires or ()):
            if needed.marker and not needed.marker.evaluate(environment):
                continue
            found = LOCKED.get(canonicalize_name(needed.name))
            if found is None or not needed.specifier.contains(found, prereleases=True):
                faults.append(f"{name} requires {needed}; locked is {found}")
    assert faults == []
