"""Where numbers come from: inputs by the digest of their values, versions, plan, revision."""

import json
import subprocess
from dataclasses import replace
from hashlib import sha256
from importlib.metadata import version

import numpy as np
import pytest

from rlsanalysis.nhanes.demo.write import SEED
from rlsanalysis.nhanes.read import read_table
from rlsanalysis.nhanes.store import raw_tables
from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study import provenance as module
from rlsanalysis.study.files import plan_text
from rlsanalysis.study.fingerprint import LENGTH
from rlsanalysis.study.provenance import git_revision, provenance

STUDY = nhanes_study()


@pytest.fixture(scope="module")
def told(demonstration) -> dict:
    return json.loads((demonstration.results / "provenance.json").read_text())


def test_a_synthetic_run_says_so_with_its_seed(told):
    assert (told["source"], told["synthetic"], told["seed"]) == ("demo", True, SEED)
    assert told["cohorts"] == ["2005-2008", "2013-2020"]
    assert set(told["request"].values()) == {None}


def test_every_table_read_stands_once_with_its_rows(told, demonstration):
    names = [i["table"] for i in told["inputs"]]
    assert names == sorted(set(names))
    assert set(names) == {t for cohort in STUDY.cohorts for t in raw_tables(cohort)} - set(
        told["absent_tables"]
    )
    written = {path.stem: path for path in demonstration.raw.rglob("*.xpt")}
    demo = next(i for i in told["inputs"] if i["table"] == "DEMO_D")
    assert demo["rows"] == len(read_table(written["DEMO_D"], ["SEQN"]))
    assert {"SDMVSTRA", "SDMVPSU", "WTMEC2YR", "RIDAGEYR"} <= set(demo["digests"])


def test_versions_and_plan_are_those_in_use(told):
    assert told["plan"] == sha256(plan_text(nhanes_study("demo")).encode()).hexdigest()[:LENGTH]
    assert told["versions"]["numpy"] == np.__version__
    assert told["versions"]["rlsanalysis"] == version("rlsanalysis")


def test_real_results_have_no_seed_and_tell_notices(demo_cohorts):
    cohort = demo_cohorts["2005-2008"]
    noticed = replace(cohort, inputs=cohort.inputs.assign(notice="CDC revised it"), absent=("X_D",))
    found = provenance(STUDY, [noticed, noticed], {})
    assert (found["source"], found["synthetic"]) == ("NHANES", False)
    assert found["notices"] == ["CDC revised it"]
    assert found["absent_tables"] == ["X_D"]


def test_the_revision_is_that_of_the_checkout(monkeypatch, tmp_path):
    def git(*_, **__):
        here = module.Path(module.__file__).resolve().parents[3]
        return subprocess.CompletedProcess([], 0, stdout=f"{here}\nabc123\n")

    monkeypatch.setattr(module.subprocess, "run", git)
    assert git_revision() == "abc123"
    elsewhere = lambda *_, **__: subprocess.CompletedProcess([], 0, stdout=f"{tmp_path} with space\nabc123\n")  # noqa: E731
    monkeypatch.setattr(module.subprocess, "run", elsewhere)
    assert git_revision() == ""


@pytest.mark.parametrize("error", [FileNotFoundError("git"), subprocess.CalledProcessError(128, "git")])
def test_without_git_there_is_no_revision(monkeypatch, error):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(module.subprocess, "run", fail)
    assert git_revision() == ""
