"""The worked example of CONTRIBUTING.md works as it stands, on a copy of the package."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rlsanalysis.study.plan import load_plan
from rlsanalysis.study.tables import read

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text()
BLOCKS = re.findall(r"^```\w+ (\S+)\n(.*?)^```$", TEXT, flags=re.MULTILINE | re.DOTALL)
COMMANDS = [
    shlex.split(line)[1:]
    for block in re.findall(r"^```sh\n(.*?)^```$", TEXT, flags=re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """A copy of package and tests with the blocks of the page added to the files that they name."""
    copied = tmp_path_factory.mktemp("contributing")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src", copied / "src", ignore=ignored)
    shutil.copytree(ROOT / "tests" / "variables", copied / "tests" / "variables", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", copied)
    for name, block in BLOCKS:
        with (copied / name).open("a", encoding="utf-8") as file:
            file.write(block)
    return copied


def python(copy: Path, *arguments: str, **more: str) -> str:
    """Run Python on the copy; its standard output."""
    environment = (
        os.environ | {"PYTHONPATH": str(copy / "src"), "RLSANALYSIS_DATA": str(copy / "data")} | more
    )
    environment.pop("PYTEST_XDIST_WORKER", None)
    done = subprocess.run(
        [sys.executable, *arguments], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_page_names_files_that_exist_and_a_factor_that_is_new():
    assert [Path(name).suffix for name, _ in BLOCKS] == [".py", ".txt", ".csv"]
    assert all((ROOT / name).exists() for name, _ in BLOCKS)
    assert [command[0] for command in COMMANDS] == ["plan", "run", "show"]
    assert "obesity_severe" not in load_plan().exposures


def test_the_people_of_the_page_get_their_answers(copy):
    told = python(
        copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "tests/variables/test_people.py",
        "-k", "obesity_severe or every_variable",
    )  # fmt: skip
    assert "3 passed" in told


def test_the_commands_of_the_page_print_and_write_the_new_factor(copy, demonstration):
    shutil.copytree(demonstration.raw, copy / "data" / "raw" / "demo")
    plan, run, show = (python(copy, "-m", "rlsanalysis", *command, COLUMNS="200") for command in COMMANDS)
    assert "obesity_severe" in plan
    assert " exam " in plan
    assert "SYNTHETIC" in run
    assert "Severe obesity" in show
    found = read("estimates", copy / "results" / "demo--treated--obesity_severe")
    assert set(found["set"]) == {"crude", "minimal", "full"}
    assert found.loc[found["method"] == "firth", "estimate"].notna().all()
    assert (found["n_exposed"] > 100).all()
