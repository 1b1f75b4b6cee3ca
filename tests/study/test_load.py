"""Results on disk are taken if, and only if, a new run of the whole plan would write the same."""

import json

import pandas as pd
import pytest

from rlsanalysis.study import load as module
from rlsanalysis.study import provenance
from rlsanalysis.study import results as results_module
from rlsanalysis.study.load import load_results
from rlsanalysis.study.provenance import fingerprint
from rlsanalysis.study.results import BROKE, RECORD, Results, read_results, write_results
from rlsanalysis.study.run import fit_plan
from rlsanalysis.study.tables import read, schema, write
from rlsanalysis.survey.errors import AnalysisError


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
    found = read("estimates", copy)
    write(found.assign(reason=f"{BROKE}MemoryError"), copy / "estimates.csv")
    load(demonstration, copy)
    assert len(runs) == 1


def test_an_interrupted_run_leaves_no_folder_that_looks_complete(copy, monkeypatch):
    whole = read_results(copy)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(results_module, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_results(copy, "demo", {"estimates": whole.estimates}, whole.provenance)
    with pytest.raises(AnalysisError, match=RECORD):
        read_results(copy)


def test_the_fingerprint_depends_on_data_code_and_versions(monkeypatch):
    before = fingerprint(["a", "b"])
    assert before == fingerprint(["a", "b"])
    assert fingerprint(["a", "c"]) != before
    read = []
    monkeypatch.setattr(provenance, "sources", lambda *packages: read.append(packages) or ())
    assert fingerprint(["a", "b"]) != before
    assert read == [("rlsanalysis.survey", "rlsanalysis.study")]
    monkeypatch.undo()
    monkeypatch.setattr(provenance, "version", lambda name: f"another {name}")
    assert fingerprint(["a", "b"]) != before


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
