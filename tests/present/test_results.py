"""Reading a results folder, and which rows the text quotes."""

import json
import shutil

import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.primary import primary_model
from rlsanalysis.study.results import RECORD, read_results
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


@pytest.fixture
def without_digests(copied):
    """A folder of an earlier version, whose tables are recognized by their source and number of rows alone."""
    record = json.loads((copied / RECORD).read_text(encoding="utf-8"))
    del record["digests"]
    (copied / RECORD).write_text(json.dumps(record), encoding="utf-8")
    return copied


@pytest.mark.parametrize("folder", ["copied", "without_digests"])
def test_table_of_another_run_is_refused(folder, demo_folder, request):
    shutil.copy(demo_folder / "estimates.csv", request.getfixturevalue(folder))
    with pytest.raises(
        AnalysisError, match=r"estimates.csv (is not the file that the run wrote|has the source)"
    ):
        read_results(request.getfixturevalue(folder))


def test_table_of_invented_people_is_no_result_of_real_ones(without_digests, demo_folder):
    copied = without_digests
    shutil.copy(demo_folder / "estimates.csv", copied)
    with pytest.raises(
        AnalysisError, match=r"estimates.csv has the source SYNTHETIC, but the study has NHANES"
    ):
        read_results(copied)


def test_table_that_was_cut_is_refused(without_digests):
    copied = without_digests
    lines = (copied / "estimates.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (copied / "estimates.csv").write_text("".join(lines[:50]), encoding="utf-8")
    with pytest.raises(AnalysisError, match=r"estimates.csv has 49 rows, but provenance.json lists"):
        read_results(copied)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"source": "nhanes"}',
        '{"source": "nhanes", "rows": null}',
        "",
    ],
)
def test_record_that_cannot_be_read_is_named(copied, text):
    (copied / "provenance.json").write_text(text)
    with pytest.raises(AnalysisError, match=r"provenance.json was not written by this version"):
        read_results(copied)


def test_record_without_a_table_is_refused(without_digests):
    (without_digests / RECORD).write_text('{"source": "nhanes", "rows": {}}')
    with pytest.raises(AnalysisError, match=r"estimates.csv has 1,816 rows, but provenance.json lists None"):
        read_results(without_digests)


def test_results_are_those_of_the_files(copied):
    rows = json.loads((copied / "provenance.json").read_text())["rows"]
    found = read_results(copied)
    assert {name: len(getattr(found, name)) for name in rows} == rows
