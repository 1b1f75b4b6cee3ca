"""The demonstration cohort, built and fitted once for a session of tests; its workers share it."""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from rlsanalysis.study.run import fit_plan
from rlsanalysis.variables.cohort import COHORTS, Cohort
from rlsanalysis.variables.store import read_cohort

SHARED = Path(__file__).parents[2] / "shared"


@dataclass(frozen=True)
class Demonstration:
    """A home with raw tables, built cohorts and the tables of a full run of the synthetic people."""

    home: Path

    @property
    def data(self) -> Path:
        """What RLSANALYSIS_DATA names."""
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


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """A full run on the demonstration; whoever comes first makes it, the others wait."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    made = Demonstration(base / "demonstration")
    with (base / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made.results / "provenance.json").exists():
            fit_plan("demo", raw=made.raw, processed=made.processed, out=made.results)
    return made


@pytest.fixture(scope="session")
def demo_cohorts(demonstration: Demonstration) -> dict[str, Cohort]:
    """Both cohorts of the demonstration."""
    return {name: read_cohort(name, "demo", demonstration.processed) for name in COHORTS}


@pytest.fixture
def at_home(demonstration: Demonstration, monkeypatch: pytest.MonkeyPatch) -> Demonstration:
    """The demonstration as the folder that commands work in by default."""
    monkeypatch.setenv("RLSANALYSIS_DATA", str(demonstration.data))
    return demonstration


@pytest.fixture(scope="session")
def shared() -> Path:
    """What the developers share beside the repository: the plan, reference cases, the real tables."""
    if not SHARED.is_dir():
        pytest.skip("there is no ../shared beside the repository")
    return SHARED
