"""A run with its robustness analyses: their tables are written, read, compared; without them they are empty."""

import json
from dataclasses import replace

import pandas as pd
import pytest

from rlsanalysis.study import robustness as module
from rlsanalysis.study.diff import compare
from rlsanalysis.study.plan import fits
from rlsanalysis.study.results import BROKE, RECORD, read_results
from rlsanalysis.study.run import Part, robustness_jobs, run_plan
from rlsanalysis.study.tables import is_later, schema
from second_study import invented_people, second_cohort

LATER = ("specifications", "control_differences", "p_values")
PART = Part(groups=("work", "body"))


def run(folder, **options):
    cohort = second_cohort(invented_people())
    return run_plan(cohort.study, lambda _: cohort, folder, PART, workers=1, **options)


@pytest.fixture(scope="module")
def robust(tmp_path_factory):
    return run(tmp_path_factory.mktemp("robust"), robustness=True)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return run(tmp_path_factory.mktemp("plain"))


def test_headline_exposures_have_specifications_and_differences_and_all_exposures_p_values(robust):
    assert set(robust.specifications["exposure"]) == {"obesity", "night_shift"}
    assert set(robust.specifications["outcome"]) == {"jerks"}
    assert set(robust.specifications["adjusters"]) == {"age", "age female"}
    assert set(robust.control_differences["exposure"]) == {"obesity", "night_shift"}
    assert set(robust.control_differences["control"]) == {"cramps"}
    assert set(robust.p_values["exposure"]) == {"obesity", "night_shift", "steps"}
    assert sorted(robust.p_values["rank"]) == [1, 2, 3]
    assert (robust.p_values["low"] <= robust.p_values["median"]).all()
    assert (robust.p_values["median"] <= robust.p_values["high"]).all()


def test_everything_else_is_as_in_a_run_without_them(robust, plain):
    for name in schema():
        if name in LATER:
            assert getattr(plain, name).empty
        else:
            pd.testing.assert_frame_equal(getattr(plain, name), getattr(robust, name))
    assert (robust.provenance["robustness"], plain.provenance["robustness"]) == (True, False)
    assert robust.provenance["fingerprint"] == plain.provenance["fingerprint"]
    differences = compare(plain.folder, robust.folder)
    assert set(differences["file"]) == set(LATER)
    assert set(differences["change"]) == {"new"}


def test_the_primary_p_value_is_that_of_the_estimates(robust):
    rows = robust.estimates[
        (robust.estimates["headline"] == "yes") | (robust.estimates["exposure"] == "steps")
    ]
    rows = rows[(rows["outcome"] == "jerks") & (rows["method"] == "firth") & (rows["set"] == "minimal")]
    rows = rows[rows["sample"] == "all"].set_index("exposure")
    found = robust.p_values.set_index("exposure")
    pd.testing.assert_series_equal(found["p_value"], rows["p_value"][found.index])


def test_a_folder_of_an_earlier_version_is_read_without_them(plain, tmp_path):
    for path in plain.folder.iterdir():
        if path.suffix in (".csv", ".json") and path.stem not in LATER:
            (tmp_path / path.name).write_bytes(path.read_bytes())
    record = json.loads((tmp_path / RECORD).read_text())
    record["digests"] = {name: d for name, d in record["digests"].items() if (tmp_path / name).exists()}
    (tmp_path / RECORD).write_text(json.dumps(record))
    read = read_results(tmp_path)
    assert all(getattr(read, name).empty for name in LATER)
    pd.testing.assert_frame_equal(read.estimates, plain.estimates)
    assert {name for name in schema() if is_later(name)} == {*LATER}


def test_jobs_are_those_of_primary_outcomes_whose_primary_model_is_planned(study):
    jobs = list(robustness_jobs(study, fits(study, exposure="ckd")))
    assert [(job.outcome, job.exposure) for job in jobs] == [("diagnosed", "ckd"), ("treated", "ckd")]
    assert all(job.robustness and not job.fits for job in jobs)
    assert not list(robustness_jobs(study, fits(study, outcome="leg_jerks")))


def test_a_program_error_is_a_row_with_its_reason(tmp_path, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(module, "specification_rows", broken)
    monkeypatch.setattr(module, "control_rows", broken)
    found = run(tmp_path, robustness=True)
    for rows in (found.specifications, found.control_differences):
        assert set(rows["status"]) == {"not_estimable"}
        assert set(rows["reason"]) == {f"{BROKE}ZeroDivisionError: oh"}
    assert found.broken == 4  # two curves and two differences


def test_what_the_user_can_correct_is_its_own_reason(tmp_path):
    cohort = second_cohort(invented_people())
    nobody = replace(cohort, everyone=cohort.everyone.assign(jerks=0.0))
    found = run_plan(cohort.study, lambda _: nobody, tmp_path, PART, workers=1, robustness=True)
    assert found.specifications["reason"].str.contains("does not vary").all()
    assert found.p_values.empty
    assert found.broken == 0
