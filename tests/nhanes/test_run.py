"""Results on disk are taken if, and only if, a new run of the whole plan would write the same."""

import hashlib
import json
from dataclasses import replace

import pandas as pd
import pytest

from rlsanalysis.nhanes import run as module
from rlsanalysis.nhanes import store
from rlsanalysis.nhanes.demo.write import SEED
from rlsanalysis.nhanes.run import fit_plan, load_results
from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study import provenance
from rlsanalysis.study import results as results_module
from rlsanalysis.study.names import as_names
from rlsanalysis.study.provenance import fingerprint
from rlsanalysis.study.results import BROKE, RECORD, Results, read_results, write_results
from rlsanalysis.study.run import Part
from rlsanalysis.study.tables import read, schema, write
from rlsanalysis.survey.errors import AnalysisError, AnalysisWarning


@pytest.fixture
def runs(monkeypatch) -> list[dict[str, object]]:
    """The runs that were asked for; none takes place."""
    asked: list[dict[str, object]] = []

    def record(source, **request) -> None:
        asked.append({"source": source, **request})

    monkeypatch.setattr(module, "fit_plan", record)
    return asked


def change(folder, **fields) -> None:
    record = json.loads((folder / RECORD).read_text())
    (folder / RECORD).write_text(json.dumps(record | fields))


@pytest.fixture
def copy(demonstration, tmp_path):
    for file in demonstration.results.iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


def load(demonstration, out) -> Results:
    return load_results("demo", raw=demonstration.raw, processed=demonstration.processed, out=out)


@pytest.mark.parametrize(
    ("source", "seed", "synthetic", "group"),
    [("nhanes", None, False, "iron"), ("demo", SEED, True, ["iron", "kidney"])],
)
def test_the_source_is_recorded_and_only_simulated_people_have_a_seed(
    source, seed, synthetic, group, monkeypatch, tmp_path
):
    asked = []
    monkeypatch.setattr(module, "run_plan", lambda *given, **named: asked.append((given, named)))
    fit_plan(source, outcome="treated", group=group, out=tmp_path, workers=1)
    (((study, _, folder, part), named),) = asked
    assert named["record"] == {"source": source, "seed": seed}
    assert (study, study.synthetic) == (nhanes_study(source), synthetic)
    assert (folder, part) == (tmp_path, Part(outcome="treated", groups=tuple(as_names(group))))


def test_an_unknown_source_is_refused():
    for function in (fit_plan, load_results):
        with pytest.raises(AnalysisError, match="There is no source 'nhane'"):
            function("nhane")


def test_current_results_are_read(at_home, runs):
    results = load_results("demo")
    assert runs == []
    assert results.folder == at_home.results
    pd.testing.assert_frame_equal(results.estimates, read_results(at_home.results).estimates)


@pytest.mark.parametrize(
    "fields",
    [
        {"fingerprint": "of other code"},
        {"source": "nhanes"},
        {"request": {"cohort": None, "outcome": "treated"}},
        {"request": None},
    ],
)
def test_results_of_other_code_data_or_part_are_fitted_again_in_the_same_folder(
    demonstration, copy, runs, fields
):
    assert load(demonstration, copy)
    assert runs == []
    change(copy, **fields)
    load(demonstration, copy)
    (run,) = runs
    assert (run["source"], run["out"], run["raw"]) == ("demo", copy, demonstration.raw)
    assert not {"cohort", "outcome", "exposure", "group", "headline"} & set(run)


@pytest.mark.parametrize("content", [None, "", "[]", "{}"])
def test_a_folder_without_a_record_is_fitted(demonstration, copy, runs, content):
    (copy / RECORD).unlink() if content is None else (copy / RECORD).write_text(content)
    load(demonstration, copy)
    assert len(runs) == 1


def test_results_with_a_program_error_are_fitted_again(demonstration, copy, runs):
    whole = read_results(copy)
    tables = {name: getattr(whole, name) for name in schema()}
    tables["estimates"] = whole.estimates.assign(reason=f"{BROKE}MemoryError")
    write_results(copy, whole.study, tables, whole.provenance)
    load(demonstration, copy)
    assert len(runs) == 1


@pytest.mark.parametrize("damage", ["missing", "cut", "edited"])
def test_a_damaged_folder_is_fitted_again_with_a_warning_that_names_the_file(
    demonstration, copy, runs, damage
):
    path = copy / "curves.csv"
    text = path.read_text()
    if damage == "missing":
        path.unlink()
    else:
        path.write_text(text[: len(text) // 2] if damage == "cut" else text.replace(",ok,", ",caution,"))
    with pytest.warns(AnalysisWarning, match=r"The study is run again, because .*curves\.csv"):
        load(demonstration, copy)
    assert len(runs) == 1


def test_a_table_that_was_edited_after_the_run_is_refused_by_its_digest(copy):
    """The number of rows, the columns and the source are those of the run."""
    path = copy / "estimates.csv"
    found = read("estimates", copy)
    write(found.assign(odds_ratio=1.0), path)
    with pytest.raises(AnalysisError, match=r"estimates\.csv is not the file that the run wrote: its digest"):
        read_results(copy)


def test_digests_hold_on_systems_with_other_line_ends(copy):
    path = copy / "estimates.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert len(read_results(copy).estimates) == len(read("estimates", copy))


def test_the_record_has_the_digest_of_every_file(copy):
    digests = json.loads((copy / RECORD).read_text())["digests"]
    assert set(digests) == {path.name for path in copy.iterdir()} - {RECORD}
    for name, recorded in digests.items():
        assert recorded == hashlib.sha256((copy / name).read_bytes()).hexdigest()


def test_an_interrupted_run_leaves_no_folder_that_looks_complete(copy, monkeypatch):
    whole = read_results(copy)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(results_module, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_results(copy, whole.study, {"estimates": whole.estimates}, whole.provenance)
    with pytest.raises(AnalysisError, match=RECORD):
        read_results(copy)


def test_the_fingerprint_depends_on_data_code_and_versions(monkeypatch):
    before = fingerprint(nhanes_study(), ["a", "b"])
    assert before == fingerprint(nhanes_study(), ["a", "b"])
    assert fingerprint(nhanes_study(), ["a", "c"]) != before
    variables = nhanes_study().variables
    renamed = {**variables, "ckd": replace(variables["ckd"], label="Kidney")}
    assert fingerprint(replace(nhanes_study(), variables=renamed), ["a", "b"]) != before
    assert fingerprint(replace(nhanes_study(), fewest_cases=41), ["a", "b"]) != before
    read = []
    monkeypatch.setattr(provenance, "sources", lambda *packages: read.append(packages) or ())
    assert fingerprint(nhanes_study(), ["a", "b"]) != before
    assert read == [("rlsanalysis.survey", "rlsanalysis.study")]
    monkeypatch.undo()
    monkeypatch.setattr(provenance, "version", lambda name: f"another {name}")
    assert fingerprint(nhanes_study(), ["a", "b"]) != before
    monkeypatch.undo()
    monkeypatch.setattr(provenance.platform, "python_version", lambda: "3.99.0")
    assert fingerprint(nhanes_study(), ["a", "b"]) != before


def test_a_part_has_the_rows_of_a_run_of_its_groups_but_keeps_the_q_values_of_the_whole(
    demonstration, tmp_path
):
    whole = read_results(demonstration.results)
    part = whole.part(["exercise", "neuropathy"])
    fitted = fit_plan(
        "demo",
        group=["exercise", "neuropathy"],
        raw=demonstration.raw, processed=demonstration.processed, out=tmp_path,
    )  # fmt: skip
    for name in schema():
        rows, expected = (
            getattr(results, name).drop(columns="q_value", errors="ignore") for results in (part, fitted)
        )
        text = [c for c in expected if not pd.api.types.is_float_dtype(expected[c])]
        rows, expected = (f.sort_values(text, ignore_index=True) for f in (rows, expected))
        pd.testing.assert_frame_equal(rows, expected)
    key = ["outcome", "exposure", "level", "set", "method", "sample"]
    both = part.estimates.merge(whole.estimates, on=key, validate="one_to_one")
    assert both["q_value_x"].equals(both["q_value_y"])
    assert both["q_value_x"].notna().any()
    assert part.provenance["request"] == fitted.provenance["request"]
    assert whole.provenance["request"]["group"] is None


def test_a_part_of_an_unknown_group_is_refused(demonstration):
    with pytest.raises(AnalysisError, match=r"There is no group .iorn.\..*iron"):
        read_results(demonstration.results).part("iorn")


@pytest.mark.parametrize("group", ["outcomes", ["iron", "outcomes"]])
def test_a_part_of_a_group_without_exposures_is_refused(demonstration, group):
    with pytest.raises(
        AnalysisError, match=r"The group outcomes has no exposures .* Groups with exposures: iron,"
    ):
        read_results(demonstration.results).part(group)


def test_a_part_of_a_part_has_exposures_or_is_refused(demonstration):
    part = read_results(demonstration.results).part(["iron", "kidney"])
    assert set(part.part("kidney").estimates["group"]) == {"kidney"}
    with pytest.raises(
        AnalysisError, match=r"smoking has no exposures .* Groups with exposures: iron, kidney\."
    ):
        part.part("smoking")


def test_cohorts_depend_on_the_code_of_populations_and_weights(monkeypatch):
    read = []
    monkeypatch.setattr(store, "digest_of", lambda paths: read.extend(p.name for p in paths) or "")
    store._fingerprint("nhanes", [])
    assert {"variable.py", "weights.py", "iron.py", "decode.py"} <= {*read}
    assert not {"study.toml", "estimate.py"} & {*read}
