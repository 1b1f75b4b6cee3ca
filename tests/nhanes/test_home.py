"""Where data and results lie: beside the checkout one is in, where a variable says, or here."""

import pytest

from rlsanalysis.nhanes import catalog, home
from rlsanalysis.survey.errors import AnalysisError


@pytest.fixture(autouse=True)
def _nothing_named(monkeypatch):
    monkeypatch.delenv("RLSANALYSIS_DATA", raising=False)


def test_in_a_checkout_data_lie_beside_its_source(tmp_path, monkeypatch):
    (tmp_path / "src" / "rlsanalysis").mkdir(parents=True)
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert home.raw_folder("demo") == tmp_path / "data" / "raw" / "demo"
    assert home.results_folder("nhanes", ["treated", "ckd"]) == tmp_path / "results" / "nhanes--treated--ckd"


def test_elsewhere_data_lie_here_whatever_folders_stand_above(tmp_path, monkeypatch):
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    assert home.processed_folder("nhanes") == tmp_path / "work" / "data" / "processed" / "nhanes"


def test_a_variable_names_another_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("RLSANALYSIS_DATA", str(tmp_path / "elsewhere"))
    assert home.raw_folder("nhanes") == tmp_path / "elsewhere" / "raw" / "nhanes"


def test_the_best_source_is_the_real_one_once_the_people_of_every_release_are_there(tmp_path, monkeypatch):
    monkeypatch.setenv("RLSANALYSIS_DATA", str(tmp_path))
    found = []
    for letter in catalog.releases():
        path = home.raw_folder("nhanes") / catalog.table("DEMO", letter).relative_path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        found.append(home.best_source())
    assert found == ["demo"] * 5 + ["nhanes"]


def test_an_unknown_source_is_named():
    with pytest.raises(AnalysisError, match="no source 'real': it is 'demo'"):
        home.checked("real")
