"""The coverage study can be repeated, and computes what the package and R compute."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
REFERENCE = Path(__file__).parent / "reference" / "likelihood.csv"


@pytest.fixture(scope="module")
def study():
    """The modules of the study, which are no part of the package."""
    sys.path.insert(0, str(BENCHMARKS))
    from coverage_study import cells, intervals, population

    sys.path.remove(str(BENCHMARKS))
    return cells, intervals, population


@pytest.fixture(scope="module")
def populated(study):
    cells, intervals, population = study
    made = population.populate(cells.read_cells()["single_psus"])
    return made, intervals.truths(made)


def test_a_sample_is_analyzed_as_the_public_classes_do(study, populated):
    _, intervals, population = study
    made, truth = populated
    found = intervals.frame_of(intervals.rows_of(made, truth, 3), truth).set_index(["quantity", "method"])
    model = intervals.logit_of(population.sample(made, 3), made.cell, made.names)
    firth, ml = model.fit(method="firth"), model.fit()
    for method, limits in {
        "profile": firth.conf_int(terms="x"),
        "wald": firth.conf_int(method="wald", terms="x"),
        "svyglm": ml.conf_int(terms="x"),
    }.items():
        np.testing.assert_allclose(
            found.loc[("x", method), ["low", "high"]].to_numpy(float), limits.to_numpy()[0], rtol=1e-6
        )
    row, support = found.loc[("x", "profile")], firth.support("x").iloc[0]
    np.testing.assert_allclose(row["p_null"], firth.pvalues["x"], rtol=1e-6)
    np.testing.assert_allclose(row["k"], support["effective_df"], rtol=1e-6)
    np.testing.assert_allclose(row["expected"], support["expected_exposed_cases"], rtol=1e-6)


def test_intervals_miss_the_truth_exactly_where_their_test_rejects_it(study, populated):
    _, intervals, _ = study
    made, truth = populated
    rows = [row for number in range(40) for row in intervals.rows_of(made, truth, number)]
    found = intervals.frame_of(rows, truth).query(
        "method in ('profile', 'svyglm_likelihood') and low.notna()"
    )
    inside = (found["low"] <= truth["x"]) & (truth["x"] <= found["high"])
    np.testing.assert_array_equal(inside, found["p_truth"] >= 0.05)
    assert len(found) > 60


@pytest.mark.slow
def test_profiles_and_jackknife_of_maximum_likelihood_are_those_of_r(study):
    cells, intervals, population = study
    made = population.populate(cells.read_cells()["e05_or3"])
    truth = intervals.truths(made)
    limits = pd.read_csv(REFERENCE, comment="#", index_col=["case", "quantity", "term"])["value"]
    for number in limits.index.unique("case"):
        rows = intervals.frame_of(intervals.rows_of(made, truth, number), truth)
        found = rows[rows["quantity"] == "x"].set_index("method")[["low", "high"]]
        # R finds a limit by interpolation between points of the profile that are about a third of an SE apart
        for method, tolerance in (("svyglm_likelihood", 1e-3), ("jackknife", 1e-6)):
            expected = [limits[number, method, end] for end in ("low", "high")]
            np.testing.assert_allclose(found.loc[method], expected, atol=tolerance)


@pytest.mark.slow
def test_a_cell_gives_the_committed_rows_again(tmp_path):
    again = tmp_path / "again.csv"
    command = [sys.executable, BENCHMARKS / "coverage.py", "--quick", "--out", again]
    subprocess.run(command, check=True, env=os.environ)
    found, committed = pd.read_csv(again), pd.read_csv(BENCHMARKS / "coverage_quick.csv")
    assert len(committed) > 50
    pd.testing.assert_frame_equal(found, committed, rtol=1e-3, atol=1e-3)


def test_the_committed_table_has_every_cell_and_its_seed(study):
    if not (BENCHMARKS / "coverage.csv").exists():
        pytest.skip("benchmarks/coverage.csv does not exist: the study has not been run to its end")
    cells = study[0].read_cells()
    table = pd.read_csv(BENCHMARKS / "coverage.csv")
    assert table.groupby("cell")["seed"].first().to_dict() == {id_: cell.seed for id_, cell in cells.items()}
