"""Cohorts on disk: built once, rebuilt when an input changes, never from the wrong people."""

import os
import re
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from rlsanalysis.nhanes import store
from rlsanalysis.nhanes.cohorts import cohorts
from rlsanalysis.nhanes.read import read_table
from rlsanalysis.nhanes.schema import validated
from rlsanalysis.nhanes.store import load_cohort, raw_paths, raw_tables, stored_key
from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.records.missing import MISSING_KINDS
from rlsanalysis.survey.errors import AnalysisError, AnalysisWarning

VARIABLES = nhanes_study().variables
EARLY, LATE = "2005-2008", "2013-2020"


@pytest.fixture
def folders(demo_data, tmp_path) -> dict[str, Path]:
    """Raw tables and built cohorts of the demonstration that a test may change."""
    shutil.copytree(demo_data.raw, tmp_path / "raw")
    shutil.copytree(demo_data.processed, tmp_path / "processed")
    return {"raw": tmp_path / "raw", "processed": tmp_path / "processed"}


@pytest.fixture
def builds(monkeypatch) -> list[str]:
    """Names of the cohorts that were built; the building itself is left out."""
    built = []
    monkeypatch.setattr(store, "build", lambda name, *_, **__: built.append(name))
    return built


def test_a_cohort_that_is_there_is_not_built_again(folders, builds):
    load_cohort(EARLY, "demo", **folders)
    assert builds == []


def test_a_changed_byte_of_an_input_builds_again(folders, builds):
    path = folders["raw"] / raw_paths(EARLY)[3]
    changed = bytearray(path.read_bytes())
    changed[-200] ^= 1
    path.write_bytes(changed)
    load_cohort(EARLY, "demo", **folders)
    load_cohort(LATE, "demo", **folders)
    assert builds == [EARLY]


def test_a_newer_date_of_an_input_alone_builds_nothing(folders, builds):
    os.utime(folders["raw"] / raw_paths(EARLY)[3])
    load_cohort(EARLY, "demo", **folders)
    assert builds == []


def test_an_absent_or_damaged_cohort_is_built_again(folders, builds):
    path = folders["processed"] / f"{EARLY}.parquet"
    whole = path.read_bytes()
    for damaged in (whole[:1000], b""):
        path.write_bytes(damaged)
        assert stored_key(EARLY, folders["processed"]) == ""
        with pytest.raises(Exception, match="Parquet"):  # the building is left out here
            load_cohort(EARLY, "demo", **folders)
    assert builds == [EARLY, EARLY]
    assert stored_key(EARLY, folders["processed"] / "nowhere") == ""


def test_one_row_a_person_and_release_as_in_the_person_file(demo_data, demo_cohorts):
    for cohort in demo_cohorts.values():
        for release in cohorts()[cohort.name].releases:
            (table,) = (t for t in raw_tables(cohort.name) if t in (f"DEMO_{release}", f"{release}_DEMO"))
            path = next(p for p in raw_paths(cohort.name) if p.endswith(f"/{table}.xpt"))
            people = read_table(demo_data.raw / path, ["SEQN"])
            ours = cohort.everyone.loc[cohort.everyone["release"] == release, "seqn"]
            assert sorted(ours) == sorted(people["SEQN"])


def test_levels_are_stored_in_the_declared_order(demo_cohorts):
    for cohort in demo_cohorts.values():
        for variable in VARIABLES.values():
            if variable.kind == "categorical":
                assert list(cohort.everyone[variable.id].cat.categories) == list(variable.levels)


def test_a_value_is_missing_exactly_where_it_has_a_kind_of_missing(demo_cohorts):
    for cohort in demo_cohorts.values():
        assert set(cohort.missing) == set(VARIABLES)
        known = cohort.missing[list(VARIABLES)].astype(str) == ""
        pd.testing.assert_frame_equal(cohort.everyone[list(VARIABLES)].notna(), known)


def test_the_dictionary_has_every_variable_with_counts_that_add_up(demo_data, demo_cohorts):
    for name, cohort in demo_cohorts.items():
        dictionary = pd.read_csv(demo_data.processed / f"{name}.dictionary.csv", keep_default_na=False)
        adults = cohort.everyone["age"] >= 20
        dictionary = dictionary.set_index("column")
        assert list(dictionary.index) == list(VARIABLES)
        assert (dictionary[["known", *MISSING_KINDS]].sum(axis=1) == adults.sum()).all()
        assert dictionary.loc["ckd", "known"] == cohort.everyone.loc[adults, "ckd"].notna().sum()
    assert dictionary.loc["ferritin_lt50", "releases"] == "P"
    assert dictionary.loc["ferritin_lt50", "sources"] == "P: FERTIN.LBXFER"
    assert dictionary.loc["smoking", "levels"].split(" | ") == list(VARIABLES["smoking"].levels)


def test_real_people_are_never_built_from_synthetic_files(folders):
    with pytest.raises(AnalysisError, match="is synthetic, but source 'nhanes' was requested"):
        load_cohort(EARLY, "nhanes", raw=folders["raw"], processed=folders["processed"] / "new")
    assert not (folders["processed"] / "new").exists()


def test_demonstration_files_are_written_once_for_a_version_of_the_generator(folders, monkeypatch):
    written = []
    monkeypatch.setattr(store, "write_demo", written.append)
    store.ensure_demo(folders["raw"])
    assert written == []
    (folders["raw"] / "generator.txt").write_text("another version")
    store.ensure_demo(folders["raw"])
    assert written == [folders["raw"]]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ((EARLY, "cdc"), "no source 'cdc'"),
        (
            ("2005-2009", "demo"),
            r"no cohort '2005-2009'. Did you mean 2005-2008\? Choose one of: 2005-2008, 2013-2020",
        ),
        ((EARLY, "nhanes"), "no complete NHANES files in .* RLSANALYSIS_DATA"),
    ],
)
def test_what_does_not_exist_is_named(asked, message, tmp_path):
    with pytest.raises(AnalysisError, match=message):
        load_cohort(*asked, raw=tmp_path, processed=tmp_path)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda f: f.assign(ckd=f["ckd"].replace({1.0: 2.0})), r"ckd: isin\(\[0, 1\]\)"),
        (lambda f: f.assign(w_interview=f["w_interview"] * 0), r"w_interview: greater_than\(0\)"),
        (lambda f: f.assign(psu=f["psu"] + 3), "psu: isin"),
        (lambda f: f.assign(seqn=f["seqn"].iloc[0], release="D"), r"seqn: multiple_fields_uniqueness"),
        (lambda f: f.assign(weight=1.0), r"weight: column_in_schema \(1\)"),
        (lambda f: f.assign(race=f["race"].astype(str)), "race: dtype"),
    ],
)
def test_a_frame_that_breaks_the_schema_is_refused_by_column(demo_cohorts, change, fault):
    frame = demo_cohorts[EARLY].everyone
    with pytest.raises(AnalysisError, match=f"The built cohort breaks its schema: .*{fault}"):
        validated(change(frame), VARIABLES)


def test_a_frame_that_keeps_the_schema_remains_as_it_is(demo_cohorts):
    frame = demo_cohorts[EARLY].everyone
    pd.testing.assert_frame_equal(validated(frame, VARIABLES), frame)


def test_a_cohort_s_frame_holds_each_person_once(demo_cohorts):
    assert set(demo_cohorts[LATE].frame["release"]) == {"H", "I", "P"}
    assert set(demo_cohorts[LATE].everyone["release"]) == {"H", "I", "J", "P"}


def test_a_cohort_describes_itself_without_colors(demo_cohorts):
    cohort = demo_cohorts[LATE]
    assert repr(cohort) == (
        f"<Cohort 2013-2020 (SYNTHETIC, {len(cohort.frame):,} people; "
        "survey cycles 2013-2014, 2015-2016, 2017-March 2020)>"
    )
    table = cohort._repr_html_()
    assert "SYNTHETIC people" in table
    assert f"{(cohort.frame['age'] >= 20).sum():,} adults" in table
    assert "not pooled" in table
    assert "color" not in table


@pytest.mark.parametrize(
    ("releases", "message"),
    [
        (("J", "P"), "contain the same people"),
        ("D", r"2013-2020 cohort has no survey cycle D\. Choose from H \(2013-2014\), I "),
    ],
)
def test_people_that_may_not_be_pooled_are_refused(demo_cohorts, releases, message):
    with pytest.raises(AnalysisError, match=message):
        demo_cohorts[LATE].pool(releases)


def test_the_weight_of_a_design_follows_from_its_variables(demo_cohorts):
    cohort = demo_cohorts[LATE]
    design = cohort.design(["treated", "ckd"])
    years = cohort.frame["release"].map({"H": 2, "I": 2, "P": 3.2}) / 7.2
    np.testing.assert_allclose(design.weights, cohort.frame["w_exam"] * years)
    assert "energy" not in design.frame
    assert design.weight_deciders == ("ckd",)
    assert design.weight_label == (
        "NHANES examination weight (required by ckd), 2013-2014, 2015-2016, 2017-March 2020"
    )
    of_interview = cohort.design(["treated", "female"])
    assert of_interview.weight_deciders == ()
    assert of_interview.weight_label.startswith("NHANES interview weight, 2013-2014")
    with pytest.raises(
        AnalysisError,
        match=r"memory_trouble was not measured in survey cycle P\. Pass `releases` from H, I, J\.",
    ):
        cohort.design(["treated", "memory_trouble"])
    assert cohort.design(["treated", "memory_trouble"], ["H", "I", "J"]).n > 0
    assert cohort.design(["treated", "energy"]).weight_deciders == ("energy",)


def test_values_outside_the_documented_range_are_built_with_a_warning_and_recorded(folders):
    path = folders["raw"] / next(p for p in raw_paths(EARLY) if p.endswith("FERTIN_D.xpt"))
    table, meta = pyreadstat.read_xport(path)
    table.loc[table["LBXFER"].first_valid_index(), "LBXFER"] = 6200.0
    pyreadstat.write_xport(
        table, path, table_name="FERTIN_D", file_label=meta.file_label or "", file_format_version=5
    )
    sentence = "FERTIN_D.LBXFER: 1 value outside the documented range 1.04 to 5190 (6200), kept as measured."
    with pytest.warns(AnalysisWarning, match=f"^{re.escape(sentence)} Check whether"):
        cohort = load_cohort(EARLY, "demo", **folders)
    assert set(cohort.inputs.loc[cohort.inputs["table"] == "FERTIN_D", "notice"]) == {sentence}
