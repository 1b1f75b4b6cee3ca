"""Every file that names versions names the same, within the bounds of pyproject.toml, and no host."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
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


def test_python_is_the_same_everywhere():
    assert PROJECT["requires-python"] == ">=3.11"
    assert "python>=3.11," in CONDA
