"""Committed maximum likelihood estimates are those of R's svyglm, from people assembled apart from the package.

The reference is `tests/reference/second_edition.csv`. A case of it names the outcome, exposure, adjustment set, sample,
pooled survey cycles and weight.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.study.results import read_results

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = pd.read_csv(ROOT / "tests" / "reference" / "second_edition.csv", comment="#")
CASES = dict(list(REFERENCE.groupby("case", sort=False)))
COUNTS = ("n", "cases", "n_exposed", "cases_exposed")
NUMBERS = ("estimate", "std_error", "df", "statistic", "p_value", "conf_low", "conf_high")
RTOL = 1e-6  # results are written with 10 digits


@pytest.fixture(scope="module")
def results():
    return read_results(ROOT / "results" / "nhanes")


def rows_of(results, case: str) -> pd.DataFrame:
    """Rows of the estimates that a case of the reference describes, one for each level."""
    outcome, exposure, adjusters, sample, releases, weight = case.split()
    keys = {
        "outcome": outcome, "exposure": exposure, "set": adjusters, "sample": sample,
        "releases": " ".join(releases), "weight": weight, "method": "ml",
    }  # fmt: skip
    estimates = results.estimates
    return estimates[np.logical_and.reduce([estimates[name] == value for name, value in keys.items()])]


def test_at_least_twenty_rows_are_compared():
    assert len(REFERENCE[REFERENCE["quantity"] == "estimate"]) >= 20


@pytest.mark.parametrize("case", CASES)
def test_a_row_of_the_second_edition_is_that_of_svyglm(results, case):
    rows, expected = rows_of(results, case), CASES[case]
    levels = expected["term"].dropna().unique()
    assert len(rows) == len(levels), "the run has no such row"
    for position in levels:
        declared = results.study.variables[rows["exposure"].iloc[0]].levels
        row = rows[rows["level"] == declared[int(position)]].iloc[0] if declared else rows.iloc[0]
        mine = expected[expected["term"].isna() | (expected["term"] == position)]
        for quantity, value in zip(mine["quantity"], mine["value"], strict=True):
            if quantity in COUNTS:
                assert row[quantity] == value, quantity
            else:
                np.testing.assert_allclose(row[quantity], value, rtol=RTOL, err_msg=quantity)
        assert {*COUNTS[:2], *NUMBERS} <= set(mine["quantity"])
