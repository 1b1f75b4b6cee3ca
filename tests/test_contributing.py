"""The examples of CONTRIBUTING.md, an exposure and an outcome, work as they are printed, on a copy of the package."""

import inspect
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rlsanalysis.definitions import derivations
from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.tables import read

STUDY = nhanes_study()

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text()
BLOCKS = re.findall(r"^```\w+ (\S+)\n(.*?)^```$", TEXT, flags=re.MULTILINE | re.DOTALL)
SHELL = [
    [shlex.split(line) for line in block.splitlines()]
    for block in re.findall(r"^```sh\n(.*?)^```$", TEXT, flags=re.MULTILINE | re.DOTALL)
]
COMMANDS = [[line[1:] for line in block] for block in SHELL if block[0][0] == "rlsanalysis"]
TESTS = [line[1:] for block in SHELL for line in block if line[0] == "python" and "-k" in line]
SCRIPTS = [line[1:] for block in SHELL for line in block if line[0] == "python" and "-k" not in line]
END = "-- end of a command --"
EXPOSURE, OUTCOME = "obesity_severe", "leg_cramps_frequent"
NEW = {
    "clinic.toml", "clinic_exposures.csv", "clinic.py",
    "src/rlsanalysis/survey/geometric.py", "tests/survey/test_geometric.py",
}  # fmt: skip


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """A copy of package and tests with the blocks of the page added to the files that they name."""
    copied = tmp_path_factory.mktemp("contributing")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src", copied / "src", ignore=ignored)
    shutil.copytree(
        ROOT / "tests" / "nhanes" / "variables", copied / "tests" / "nhanes" / "variables", ignore=ignored
    )
    shutil.copy(ROOT / "pyproject.toml", copied)
    (copied / "tests" / "survey").mkdir()
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


@pytest.fixture(scope="module")
def with_data(copy, demo_data) -> Path:
    """The copy with the raw tables of the demonstration."""
    shutil.copytree(demo_data.raw, copy / "data" / "raw" / "demo")
    return copy


def printed(copy: Path, commands: list[list[str]]) -> list[str]:
    """Run commands one after the other in one process; what each of them prints."""
    run = (
        "import sys; from rlsanalysis.cli import main\n"
        f"for command in {commands!r}:\n"
        "    if main(command): sys.exit(f'{command} failed')\n"
        f"    print({END!r})\n"
    )
    return [text.lstrip() for text in python(copy, "-c", run, COLUMNS="200").split(END)[:-1]]


def test_the_page_names_files_that_exist_and_variables_that_are_new():
    assert [Path(name).suffix for name, _ in BLOCKS] == [
        ".py", ".txt", ".csv", ".py", ".txt", ".toml", ".toml", ".csv", ".py", ".py", ".py",
    ]  # fmt: skip
    assert {name for name, _ in BLOCKS if not (ROOT / name).exists()} == NEW
    assert [command[0] for commands in COMMANDS for command in commands] == [
        "plan", "run", "show", "list", "plan", "run", "show",
    ]  # fmt: skip
    assert EXPOSURE not in STUDY.exposures
    assert OUTCOME not in STUDY.outcomes


def test_the_page_describes_every_column_and_every_adjuster_of_the_plan():
    header = (ROOT / "src/rlsanalysis/nhanes/plan/exposures.csv").read_text().splitlines()[0].split(",")
    table = TEXT.split("| column | content |")[1].split("\n\n")[0]
    described = re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`[^|]+) \|", table, flags=re.MULTILINE)))
    assert ["exposure", *described] == header
    (adjusters,) = re.findall(r"The adjusters are ([^.]+)\.", TEXT)
    assert re.findall(r"`(\w+)`", adjusters) == list(STUDY.adjusters)


def test_the_page_names_every_standard_derivation():
    table = TEXT.split("| derivation | value |")[1].split("\n\n")[0]
    first = " ".join(re.findall(r"^\| (`[^|]+) \|", table, flags=re.MULTILINE))
    public = {
        name
        for name, function in inspect.getmembers(derivations, inspect.isfunction)
        if function.__module__ == derivations.__name__ and not name.startswith("_")
    }
    assert set(re.findall(r"`(\w+)\(", first)) == public
    assert f"from {derivations.__name__} import at_least" in TEXT


def test_the_participants_of_the_page_get_their_answers(copy):
    assert [command[-1] for command in TESTS] == [EXPOSURE, OUTCOME]
    quick = ("-p", "no:cacheprovider", "-p", "no:xdist")
    for command in TESTS:
        assert "2 passed" in python(copy, *command, *quick)
    assert "1 passed" in python(copy, *TESTS[0][:-1], "every_variable", *quick)


def test_the_folder_of_data_that_the_page_names_is_that_of_the_clone(copy):
    (line,) = (line for block in SHELL for line in block if line[0] == "export")
    name, folder = line[1].split("=")
    where = "from rlsanalysis.nhanes.home import data_home; print(data_home())"
    found = python(copy, "-c", where, **{name: folder.replace("$PWD", str(copy))})
    assert Path(found.strip()) == copy / "data"


def test_the_commands_of_the_page_print_and_write_the_new_exposure(with_data):
    plan, run, show = printed(with_data, COMMANDS[0])
    assert EXPOSURE in plan
    assert " exam " in plan
    assert "SYNTHETIC" in run
    assert "Severe obesity" in show
    found = read("estimates", with_data / "results" / f"demo--treated--{EXPOSURE}")
    assert set(found["set"]) == {"crude", "minimal", "full"}
    assert found.loc[found["method"] == "firth", "estimate"].notna().all()
    assert (found["n_exposed"] > 100).all()


def test_the_commands_of_the_page_print_and_write_the_new_outcome(with_data):
    listed, plan, run, show = printed(with_data, COMMANDS[1])
    label = "Frequent leg cramps at night"
    assert any(line.startswith(OUTCOME) and label in line for line in listed.splitlines())
    assert all(line.split()[0] == OUTCOME for line in plan.splitlines()[1:-1])
    assert f"{label}, 2005–2008: " in run
    assert f"{label}: yes vs no" in show
    folder = with_data / "results" / f"demo--{OUTCOME}--kidney+caffeine--headline"
    found = read("estimates", folder)
    assert set(found["outcome"]) == {OUTCOME}
    assert {"ckd", "caffeine_100"} <= set(found["exposure"])
    assert (found["cases"] > 40).all()
    for page in ("report.html", "explorer.html"):
        assert label in (folder / page).read_text(encoding="utf-8")
    figures = {path.stem for path in (folder / "figures").iterdir()}
    assert {"forest", "prevalence", "flow_ckd", "missingness"} <= figures
    assert (folder / "tables" / f"estimates_{OUTCOME}.csv").exists()


def test_the_cohort_of_the_page_is_studied_without_a_change_of_the_package(copy):
    script, _ = SCRIPTS
    written = python(copy, *script)
    assert {"report.html", "explorer.html", "forest.svg"} <= {
        Path(line).name for line in written.splitlines()
    }
    found = read("estimates", copy / "results" / "clinic")
    assert set(found["exposure"]) == {"obesity", "smoking"}
    assert set(found["source"]) == {"SYNTHETIC"}
    report = (copy / "results" / "clinic" / "report.html").read_text(encoding="utf-8")
    assert "SYNTHETIC DATA: these patients are invented" in report
    assert "NHANES" not in report


def test_the_estimator_of_the_page_passes_its_test(copy):
    _, test = SCRIPTS
    assert "1 passed" in python(copy, *test, "-p", "no:cacheprovider", "-p", "no:xdist")
