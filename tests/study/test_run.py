"""A run: the same bytes for any number of workers, nothing lost when it fails, parts in folders of their own."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from joblib import Parallel

from rlsanalysis.nhanes import run as nhanes_run
from rlsanalysis.nhanes.run import fit_plan
from rlsanalysis.nhanes.store import load_cohort
from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study import job
from rlsanalysis.study import provenance as provenance_module
from rlsanalysis.study import run as module
from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.plan import fits, fits_table
from rlsanalysis.study.results import BROKE
from rlsanalysis.study.run import Part, jobs, run_plan
from rlsanalysis.study.tables import read, schema
from rlsanalysis.survey.errors import AnalysisError
from second_study import NAME, invented_people, second_cohort

STUDY = nhanes_study()

PART = {"outcome": "leg_jerks", "exposure": "ckd"}
CURVED = {"outcome": "leg_jerks", "exposure": "caffeine_100"}


def fit(demonstration, out: Path, **asked):
    return fit_plan("demo", raw=demonstration.raw, processed=demonstration.processed, out=out, **asked)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix == ".csv"}


def test_a_full_run_has_a_row_for_every_planned_model_and_method(demonstration, study):
    found = read("estimates", demonstration.results)
    models = ["outcome", "exposure", "set", "sample", "releases", "method"]
    planned = {
        (f.outcome, f.exposure, f.set, f.sample, " ".join(f.releases), m)
        for f in fits(study)
        for m in study.methods
    }
    assert set(map(tuple, found[models].to_numpy())) == planned
    assert not found["reason"].str.startswith(BROKE).any()
    assert (found["status"] == "not_estimable").equals(found["estimate"].isna())
    assert (found.loc[found["status"] != "ok", "reason"] != "").all()


def test_a_full_run_quotes_no_exposure_twice_and_none_without_q_or_reason(demonstration):
    found = read("estimates", demonstration.results)
    quoted = found[found["headline"] == "yes"]
    believed = quoted["status"].isin(["ok", "caution", "sparse"])
    single = ~quoted.duplicated(["outcome", "exposure"], keep=False)
    assert quoted.loc[believed & single, "q_value"].notna().all()
    assert quoted.loc[~believed & single, "q_value"].isna().all()
    assert found.loc[found["headline"] == "", "q_value"].isna().all()


def test_the_weight_of_every_row_is_that_of_the_printed_plan(demonstration, study):
    model = ["outcome", "exposure", "set", "sample"]
    found = read("estimates", demonstration.results).merge(
        fits_table(study, fits(study)), on=model, suffixes=("", "_planned"), validate="many_to_one"
    )
    assert len(found) > 4000
    assert (found["weight"] == found["weight_planned"]).all()


def test_any_number_of_workers_and_a_second_run_write_the_same_bytes(demonstration, tmp_path, monkeypatch):
    monkeypatch.setattr("rlsanalysis.study.run.JOBS_PER_PROCESS", 1)
    one = fit(demonstration, tmp_path / "one", workers=1, **CURVED)
    again = fit(demonstration, tmp_path / "again", workers=1, **CURVED)
    two = fit(demonstration, tmp_path / "two", workers=2, **CURVED)
    assert len(one.curves) > 20
    assert set(contents(one.folder)) == {"variables.csv", *(f"{name}.csv" for name in schema())}
    assert contents(one.folder) == contents(again.folder) == contents(two.folder)
    recorded = [json.loads((r.folder / "provenance.json").read_text()) for r in (one, again, two)]
    assert recorded[0] == recorded[1] == recorded[2]
    assert recorded[0]["request"].items() >= CURVED.items()
    assert not recorded[0]["robustness"]


def test_a_part_of_the_plan_has_the_rows_of_the_full_run_without_q(demonstration, tmp_path):
    part = fit(demonstration, tmp_path, workers=1, **PART).estimates
    whole = read("estimates", demonstration.results)
    whole = whole[(whole["outcome"] == "leg_jerks") & (whole["exposure"] == "ckd")].reset_index(drop=True)
    assert len(part) > 5
    assert part["q_value"].isna().all()
    pd.testing.assert_frame_equal(part.drop(columns="q_value"), whole.drop(columns="q_value"), rtol=1e-8)


def test_what_is_returned_is_what_was_written(demonstration, tmp_path):
    results = fit(demonstration, tmp_path, workers=1, **PART)
    assert results.folder == tmp_path
    assert results.broken == 0
    for name in schema():
        pd.testing.assert_frame_equal(getattr(results, name), read(name, tmp_path), rtol=1e-9)


def test_a_part_has_a_folder_of_its_own_beside_the_whole(demonstration, at_home):
    before = contents(demonstration.results)
    results = fit_plan("demo", workers=1, **PART)
    assert results.folder == at_home.home / "results" / "demo--leg_jerks--ckd"
    assert contents(demonstration.results) == before


def test_groups_share_a_folder_and_one_may_be_named_alone(at_home):
    asked = {"outcome": "treated", "headline": True, "workers": 1}
    alone = fit_plan("demo", group="exercise", **asked)
    assert alone.folder == at_home.home / "results" / "demo--treated--exercise--headline"
    both = fit_plan("demo", group=["exercise", "caffeine"], **asked)
    assert both.folder == at_home.home / "results" / "demo--treated--exercise+caffeine--headline"
    assert both.provenance["request"]["group"] == "exercise+caffeine"
    assert set(alone.estimates["group"]) == {"exercise"}
    assert set(both.estimates["group"]) == {"exercise", "caffeine"}
    for name in ("descriptives", "comparisons", "distributions"):
        described = {STUDY.variables[v].group for v in getattr(both, name)["variable"]}
        assert described == ({"caffeine"} if name == "distributions" else {"exercise", "caffeine"}), name
    assert set(both.prevalence["by"]) == {"all", "sex", "age", "race", "release"}


def test_the_recorded_code_is_that_before_the_models_are_fitted(demonstration, tmp_path, monkeypatch):
    """A source that is edited during a run is not recorded as the one that was used."""
    before, run = provenance_module.digest_of(()), module._run
    monkeypatch.setattr(provenance_module, "digest_of", lambda _: before)

    def edited(*arguments):
        monkeypatch.setattr(provenance_module, "digest_of", lambda _: "edited")
        return run(*arguments)

    expected = fit(demonstration, tmp_path / "first", workers=1, headline=True, **PART)
    monkeypatch.setattr(module, "_run", edited)
    found = fit(demonstration, tmp_path / "second", workers=1, headline=True, **PART)
    assert found.provenance["fingerprint"] == expected.provenance["fingerprint"]


def test_a_file_where_a_folder_is_needed_is_refused_before_anything_is_read(
    demonstration, tmp_path, monkeypatch
):
    file = tmp_path / "results"
    file.write_text("mine")
    monkeypatch.setattr(nhanes_run, "load_cohort", lambda *_, **__: pytest.fail("a cohort was read"))
    for out in (file, file / "below"):
        with pytest.raises(AnalysisError, match=r"results is a file, but a folder is needed"):
            fit(demonstration, out, **PART)
    assert file.read_text() == "mine"


def test_a_model_that_breaks_is_a_row_with_the_reason_and_others_go_on(demonstration, tmp_path, monkeypatch):
    real = job.fitted_rows

    def sometimes(model, study):
        if model.planned.set == "minimal" and model.planned.sample == "all":
            raise ZeroDivisionError("a fault")
        return real(model, study)

    monkeypatch.setattr(job, "fitted_rows", sometimes)
    results = fit(demonstration, tmp_path, workers=1, **PART)
    broken = results.estimates[results.estimates["set"].eq("minimal") & results.estimates["sample"].eq("all")]
    assert results.broken == 1
    assert set(broken["reason"]) == {"program error: ZeroDivisionError: a fault"}
    assert set(broken["status"]) == {"not_estimable"}
    assert len(broken) == 2
    assert results.estimates.drop(broken.index)["estimate"].notna().any()


def test_a_curve_that_breaks_is_a_row_with_the_reason(demonstration, tmp_path, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(job, "curve_rows", fail)
    results = fit(demonstration, tmp_path, workers=1, **CURVED)
    assert results.broken == 1
    assert results.curves.empty
    assert set(results.curve_tests["reason"]) == {"program error: ZeroDivisionError: a fault"}
    assert len(results.curve_tests) == 4
    assert results.estimates["estimate"].notna().any()


def test_curves_belong_to_the_exposure_and_not_to_the_headline_models(demonstration, tmp_path):
    asked = fit(demonstration, tmp_path / "asked", workers=1, **CURVED)
    quoted = fit(demonstration, tmp_path / "quoted", workers=1, headline=True, **CURVED)
    other = fit(demonstration, tmp_path / "other", workers=1, **PART)
    assert set(asked.curves["exposure"]) == set(asked.curve_tests["exposure"]) == {"caffeine_mg"}
    assert quoted.curves.empty
    assert quoted.curve_tests.empty
    assert other.curve_tests.empty


def test_a_model_that_has_no_design_is_not_broken(demonstration, tmp_path, monkeypatch):
    def refuse(*_):
        raise AnalysisError("No row has a positive weight.")

    monkeypatch.setattr(job, "fitted_rows", refuse)
    results = fit(demonstration, tmp_path, workers=1, **PART)
    assert results.broken == 0
    assert set(results.estimates["reason"]) == {"No row has a positive weight."}


def test_old_results_stay_when_a_run_fails(demonstration, tmp_path, monkeypatch):
    fit(demonstration, tmp_path, workers=1, **PART)
    before = contents(tmp_path) | {"provenance": (tmp_path / "provenance.json").read_bytes()}

    def fail(*_, **__):
        raise AnalysisError("no flow")

    monkeypatch.setattr(job, "flow_rows", fail)
    with pytest.raises(AnalysisError, match="no flow"):
        fit(demonstration, tmp_path, workers=1, outcome="leg_jerks", exposure="stroke")
    assert contents(tmp_path) | {"provenance": (tmp_path / "provenance.json").read_bytes()} == before


def test_what_is_not_planned_writes_nothing(demonstration, tmp_path):
    with pytest.raises(AnalysisError, match="no model for the combination treated, sleep_apnoea"):
        fit(demonstration, tmp_path / "out", outcome="treated", exposure="sleep_apnoea")
    assert not (tmp_path / "out").exists()


def test_files_that_changed_between_two_runs_of_one_session_change_the_results(demonstration, tmp_path):
    raw = tmp_path / "raw"
    shutil.copytree(demonstration.raw, raw)
    asked = {"raw": raw, "processed": tmp_path / "processed", "out": tmp_path / "out", "workers": 1}
    before = fit_plan("demo", outcome="diagnosed", exposure="stroke", **asked).estimates
    (next(raw.rglob("MCQ_E.xpt"))).unlink()
    after = fit_plan("demo", outcome="diagnosed", exposure="stroke", **asked).estimates
    pooled = after[(after["set"] == "crude") & (after["method"] == "firth")].iloc[0]
    assert pooled["n"] < before["n"].max() * 0.8
    assert pooled["reason"].endswith("no data in release E")
    assert pooled["releases"] == "D"
    alone = after[after["sample"] == "E"]
    assert set(alone["status"]) == {"not_estimable"}
    assert alone["reason"].str.contains("no participant of release E has .* known").all()
    assert json.loads((tmp_path / "out" / "provenance.json").read_text())["absent_tables"] == ["MCQ_E"]


def test_the_headline_models_alone_are_those_that_the_text_quotes(demonstration, at_home):
    results = fit_plan("demo", headline=True, workers=1, **PART)
    whole = read("estimates", demonstration.results)
    quoted = (whole["outcome"] == "leg_jerks") & (whole["exposure"] == "ckd") & (whole["headline"] == "yes")
    firth = results.estimates[results.estimates["method"] == "firth"].reset_index(drop=True)
    assert results.folder == at_home.home / "results" / "demo--leg_jerks--ckd--headline"
    assert len(results.estimates) == 2
    pd.testing.assert_frame_equal(
        firth.drop(columns="q_value"), whole[quoted].reset_index(drop=True).drop(columns="q_value"), rtol=1e-8
    )


@pytest.mark.parametrize(
    ("part", "request_"),
    [
        (Part(), {}),
        (Part("clinic", "jerks", "steps"), {"cohort": "clinic", "outcome": "jerks", "exposure": "steps"}),
        (Part(groups=("iron",)), {"group": "iron"}),
        (Part(groups=("iron", "work"), headline=True), {"group": "iron+work", "models": "headline"}),
    ],
)
def test_the_request_of_a_part_names_what_differs_from_the_whole(part, request_):
    nothing = dict.fromkeys(("cohort", "outcome", "exposure", "group", "models"))
    assert part.request == nothing | request_


def test_the_models_of_a_part_are_those_of_the_plan():
    study = nhanes_study()
    assert Part().fits(study) == fits(study)
    part = Part("2013-2020", "treated", None, ("iron", "kidney"), headline=True)
    assert part.fits(study) == fits(study, "2013-2020", "treated", None, ["iron", "kidney"], headline=True)
    with pytest.raises(AnalysisError, match="no outcome 'treatd'"):
        Part(outcome="treatd").fits(study)


@pytest.fixture(scope="module")
def clinic() -> Cohort:
    return second_cohort(invented_people())


def test_one_process_and_two_fit_equal_tables(clinic, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "JOBS_PER_PROCESS", 1)
    part = Part(outcome="jerks")
    started = []
    monkeypatch.setattr(module.joblib, "Parallel", lambda **how: started.append(how) or Parallel(**how))
    one, two = (
        run_plan(clinic.study, {NAME: clinic}.__getitem__, tmp_path / str(n), part, workers=n) for n in (1, 2)
    )
    assert [how["n_jobs"] for how in started] == [2]
    for name in schema():
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name))
    assert len(one.estimates) > 20
    assert len(one.curves) > 20
    assert one.broken == 0
    assert contents(one.folder) == contents(two.folder)
    assert one.provenance == two.provenance


def test_a_run_records_its_part_and_the_facts_that_are_given(clinic, tmp_path):
    part = Part(outcome="jerks", exposure="obesity", headline=True)
    results = run_plan(
        clinic.study, {NAME: clinic}.__getitem__, tmp_path, part, record={"register": "of May"}, workers=1
    )
    assert results.provenance["request"] == part.request
    assert results.provenance["register"] == "of May"
    assert results.provenance["source"] == "CLINIC"
    assert "seed" not in results.provenance
    assert set(results.estimates["source"]) == {"CLINIC"}


def test_only_cohorts_of_the_part_are_loaded(clinic, tmp_path):
    loaded = []
    twice = replace(clinic.study, cohorts={**clinic.study.cohorts, "other": clinic.study.cohorts[NAME]})
    twice = replace(
        twice,
        exposures={
            id_: replace(e, releases={**e.releases, "other": ()}) for id_, e in twice.exposures.items()
        },
    )

    def load(name: str) -> Cohort:
        loaded.append(name)
        return replace(clinic, study=twice)

    run_plan(twice, load, tmp_path, Part(outcome="jerks", exposure="obesity", headline=True), workers=1)
    assert loaded == [NAME]


def test_progress_is_told_to_the_end(demonstration, tmp_path):
    told = []
    fit(demonstration, tmp_path, workers=1, progress=lambda *step: told.append(step), **PART)
    assert told == [("reading", 0, 1), ("reading", 1, 1), ("fitting", 1, 1)]


def test_jobs_hold_every_model_once_and_one_description_an_outcome():
    study = STUDY
    planned = fits(study)
    whole = list(jobs(study, planned, whole_outcomes=True, curves=True))
    assert [f for job in whole for f in job.fits] == planned
    assert [job.outcome for job in whole if not job.fits] == list(study.outcomes)
    part = list(jobs(study, planned, whole_outcomes=False, curves=False))
    assert all(job.fits for job in part)
    assert len(part) == len(whole) - len(study.outcomes)
    assert not any(job.curves for job in part)
    drawn = {(job.outcome, c.variable) for job in whole for c in job.curves}
    assert drawn == {
        (o.id, c.variable)
        for o in study.outcomes.values()
        for c in study.curves.values()
        if o.role != "control" and study.exposures[c.exposure].releases[o.cohort]
    }


def test_a_run_reads_the_cohort_that_load_cohort_gives(demonstration, demo_cohorts):
    loaded = load_cohort("2005-2008", "demo", raw=demonstration.raw, processed=demonstration.processed)
    pd.testing.assert_frame_equal(loaded.everyone, demo_cohorts["2005-2008"].everyone)
