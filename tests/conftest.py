"""What all tests share: the demonstration, folders kept between sessions, and markers that follow from fixtures."""

import fcntl
import gc
import hashlib
import json
import os
import platform
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported: workers share the processor

import pytest

import rlsanalysis
from rlsanalysis.nhanes.run import fit_plan
from rlsanalysis.nhanes.store import load_cohort, read_cohort
from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.provenance import git_revision
from rlsanalysis.study.results import RECORD

STUDY = nhanes_study()

SHARED = Path(__file__).parents[2] / "shared"
PACKAGE = Path(rlsanalysis.__file__).parent
MARKED_BY_FIXTURE = {
    "slow": {"demonstration", "at_home", "demo_data", "demo_cohorts"},
    "browser": {"browser"},
    "real": {"real_releases", "real_tables", "shared"},
}

MakeFolder = Callable[[Path], object]
KeptFolder = Callable[[str, str, MakeFolder], AbstractContextManager[Path]]


def pytest_collection_finish() -> None:
    """Spare the garbage collector the modules and tests, which stay until the end."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the fixtures that they use; those that wait for the full run come first, short ones last."""
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        for mark, fixtures in MARKED_BY_FIXTURE.items():
            if used & fixtures:
                item.add_marker(mark)
    items.sort(
        key=lambda item: (
            "demonstration" not in getattr(item, "fixturenames", ()),
            not any(map(item.get_closest_marker, ("browser", "slow", "real"))),
        )
    )


@dataclass(frozen=True)
class Demonstration:
    """A project folder with raw tables, cohorts and results of the synthetic people."""

    home: Path

    @property
    def data(self) -> Path:
        """The folder to name in RLSANALYSIS_DATA."""
        return self.home / "data"

    @property
    def raw(self) -> Path:
        return self.data / "raw" / "demo"

    @property
    def processed(self) -> Path:
        return self.data / "processed" / "demo"

    @property
    def results(self) -> Path:
        return self.home / "results" / "demo"


def digest(*paths: Path) -> str:
    """Return a digest of files and folders (names and contents), of Python and of every installed version."""
    versions = sorted(f"{d.name}=={d.version}" for d in distributions())
    total = hashlib.sha256(repr((platform.python_version(), platform.machine(), versions)).encode())
    files = [p for path in paths for p in (path.rglob("*") if path.is_dir() else [path]) if p.is_file()]
    for file in sorted(f for f in files if f.suffix != ".pyc"):
        total.update(str(file.relative_to(PACKAGE.parents[1])).encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:32]


def code(*without: str) -> list[Path]:
    """Return the files and folders of the package but for some, and this file, which says how folders are made."""
    return [Path(__file__), *(path for path in PACKAGE.iterdir() if path.name not in without)]


@pytest.fixture(scope="session")
def session_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the workers of a session share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def code_digest() -> Callable[..., str]:
    """Return a function: the digest of the package without some subpackages, and of more files."""
    return lambda *more, without=("cli", "present"): digest(*code(*without), *more)


@pytest.fixture(scope="session")
def kept(request: pytest.FixtureRequest, session_folder: Path) -> KeptFolder:
    """Return a function that makes a folder once for a digest of all that it depends on.

    The folder lies in pytest's cache, where later sessions find it; a folder of another digest is deleted. Other
    processes wait for as long as the context is open.
    """
    cache = getattr(request.config, "cache", None)
    top = cache.mkdir("kept") if cache else session_folder

    @contextmanager
    def folder(name: str, key: str, make: MakeFolder) -> Iterator[Path]:
        target, part = top / f"{name}-{key}", top / f"{name}.part"
        with (top / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not target.exists():
                for old in (part, *top.glob(f"{name}-*")):
                    shutil.rmtree(old, ignore_errors=True)
                part.mkdir()
                make(part)
                part.rename(target)
            yield target

    return folder


@pytest.fixture(scope="session")
def demo_data(kept: KeptFolder, code_digest: Callable[..., str], session_folder: Path) -> Demonstration:
    """Raw tables and both cohorts of the demonstration, without results."""
    made = Demonstration(session_folder / "demonstration")

    def build(folder: Path) -> None:
        inside = Demonstration(folder)
        for name in STUDY.cohorts:
            load_cohort(name, "demo", raw=inside.raw, processed=inside.processed, workers=2)

    with kept("demo_data", code_digest(without=("cli", "present", "study")), build) as folder:
        if not made.data.exists():
            shutil.copytree(folder / "data", made.data)
    return made


@pytest.fixture(scope="session")
def demonstration(
    kept: KeptFolder, code_digest: Callable[..., str], demo_data: Demonstration
) -> Demonstration:
    """A full run on the demonstration."""

    def fit(folder: Path) -> None:
        fit_plan("demo", raw=demo_data.raw, processed=demo_data.processed, out=folder)

    with kept("demo_results", code_digest(), fit) as folder:
        if not demo_data.results.exists():
            copy = shutil.copytree(folder, demo_data.results.with_suffix(".part"))
            record = json.loads((copy / RECORD).read_text()) | {"git": git_revision()}
            (copy / RECORD).write_text(json.dumps(record, indent=1, sort_keys=True) + "\n")
            copy.rename(demo_data.results)
    return demo_data


@pytest.fixture(scope="session")
def demo_cohorts(demo_data: Demonstration) -> dict[str, Cohort]:
    """Both cohorts of the demonstration."""
    return {name: read_cohort(name, "demo", demo_data.processed) for name in STUDY.cohorts}


@pytest.fixture
def at_home(demonstration: Demonstration, monkeypatch: pytest.MonkeyPatch) -> Demonstration:
    """The demonstration as the folder that commands work in by default."""
    monkeypatch.setenv("RLSANALYSIS_DATA", str(demonstration.data))
    return demonstration


@pytest.fixture(scope="session")
def shared() -> Path:
    """What the developers share next to the repository: the plan, reference cases, the real tables."""
    if not SHARED.is_dir():
        pytest.skip("there is no ../shared next to the repository")
    return SHARED
