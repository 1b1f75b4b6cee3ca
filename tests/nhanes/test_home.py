"""Where data and results are: next to the current checkout, in the folder that a variable names, or here."""

import warnings

import pytest

from rlsanalysis.nhanes import catalog, home
from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.survey.errors import AnalysisError

STUDY = nhanes_study()


@pytest.fixture(autouse=True)
def _no_variable(monkeypatch):
    monkeypatch.delenv("RLSANALYSIS_DATA", raising=False)


def test_in_a_checkout_data_are_next_to_its_source(tmp_path, monkeypatch):
    (tmp_path / "src" / "rlsanalysis").mkdir(parents=True)
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert home.raw_folder("demo") == tmp_path / "data" / "raw" / "demo"
    assert home.results_folder("nhanes", ["treated", "ckd"]) == tmp_path / "results" / "nhanes--treated--ckd"


def test_elsewhere_data_are_here_whatever_folders_are_above(tmp_path, monkeypatch):
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
    for letter in STUDY.releases:
        path = home.raw_folder("nhanes") / catalog.table("DEMO", letter).relative_path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", home.SyntheticDataNotice)
            found.append(home.best_source())
    assert found == ["demo"] * 5 + ["nhanes"]


def test_the_demonstration_is_never_the_best_source_in_silence(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.warns(home.SyntheticDataNotice, match="people are synthetic") as caught:
        assert home.best_source() == "demo"
    assert "working directory is not in a checkout" in str(caught[0].message)
    assert "RLSANALYSIS_DATA" in str(caught[0].message)


def test_absent_files_name_the_folder_and_the_variable(tmp_path, monkeypatch):
    monkeypatch.setenv("RLSANALYSIS_DATA", str(tmp_path))
    with pytest.raises(
        AnalysisError, match=r"no complete NHANES files in .*raw.nhanes.* RLSANALYSIS_DATA"
    ) as error:
        home.assert_fetched(home.raw_folder("nhanes"), ["D"])
    assert "not in a checkout" not in str(error.value)
    path = home.raw_folder("nhanes") / catalog.table("DEMO", "D").relative_path
    path.parent.mkdir(parents=True)
    path.touch()
    home.assert_fetched(home.raw_folder("nhanes"), ["D"])


def test_an_unknown_source_is_named():
    with pytest.raises(AnalysisError, match=r"There is no source 'real'. Choose 'nhanes'"):
        home.checked("real")
