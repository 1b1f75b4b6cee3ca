"""Reading a results folder, and which rows the text quotes."""

import csv
import json
import shutil

import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.primary import primary_model
from rlsanalysis.study.results import RECORD, read_results
from rlsanalysis.study.tables import schema
from rlsanalysis.survey.errors import AnalysisError

STUDY = nhanes_study()


def test_quoted_headline_rows_are_those_marked_in_the_file(real):
    quoted = [real.primary_estimates(o, "headline") for o in real.outcomes if o.role != "control"]
    marked = real.estimates[real.estimates["headline"] == "yes"]
    assert sum(map(len, quoted)) == len(marked) > 0
    assert all((rows["headline"] == "yes").all() for rows in quoted)


@pytest.mark.parametrize(
    ("outcome", "exposure", "model"),
    [
        ("diagnosed", "rx_ssri", ("minimal", "all")),
        ("treated", "rx_ssri", ("full", "users")),
        ("insomnia_treated", "rx_ssri", ("full", "users")),
        ("treated", "race", ("minimal", "all")),
    ],
)
def test_quoted_model_is_the_headline_set_in_the_main_sample(outcome, exposure, model):
    study = STUDY
    found = primary_model(study, study.outcomes[outcome], study.exposures[exposure])
    assert found == (outcome, exposure, model[0], "firth", model[1])


def test_folder_without_results_is_named(tmp_path):
    with pytest.raises(AnalysisError, match="Run the study first"):
        read_results(tmp_path)


@pytest.fixture
def copied(real_folder, tmp_path):
    return shutil.copytree(real_folder, tmp_path / "results")


@pytest.mark.parametrize("name", ["estimates.csv", "indications.csv", "study.json"])
def test_file_of_another_run_is_refused(name, copied, demo_folder):
    shutil.copy(demo_folder / name, copied)
    with pytest.raises(AnalysisError, match=rf"{name} is not the file that the run wrote"):
        read_results(copied)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("study.json", "by a doctor", "by a nurse"),
        ("variables.csv", "per 10 years", "per 1 years"),
        ("estimates.csv", ",no,", ",yes,"),
    ],
)
def test_file_that_was_changed_is_refused(name, before, after, copied):
    text = (copied / name).read_text(encoding="utf-8")
    assert before in text
    (copied / name).write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(AnalysisError, match=rf"{name} is not the file that the run wrote"):
        read_results(copied)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"source": "nhanes"}',
        '{"source": "nhanes", "digests": null}',
        "",
    ],
)
def test_record_that_cannot_be_read_is_named(copied, text):
    (copied / "provenance.json").write_text(text)
    with pytest.raises(AnalysisError, match=r"provenance.json was not written by this version"):
        read_results(copied)


@pytest.mark.parametrize("name", ["estimates.csv", "study.json"])
def test_file_without_a_digest_is_refused(name, copied):
    record = json.loads((copied / RECORD).read_text(encoding="utf-8"))
    del record["digests"][name]
    (copied / RECORD).write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(AnalysisError, match=rf"{name} is not the file that the run wrote"):
        read_results(copied)


def test_results_are_those_of_the_files(copied):
    found = read_results(copied)
    for name in schema():
        with (copied / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert len(getattr(found, name)) == sum(1 for _ in csv.reader(file)) - 1
