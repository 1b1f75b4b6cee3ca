"""Data and reference numbers that several tests of survey/ use."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.survey import SurveyDesign

REPOSITORY = Path(__file__).resolve().parents[2]
REFERENCE = REPOSITORY / "tests" / "reference"
SHARED = REPOSITORY.parent / "shared"


def reference_numbers(name):
    """The table that an R script wrote: a series of numbers by case, quantity and term."""
    table = pd.read_csv(REFERENCE / f"{name}.csv", comment="#", keep_default_na=False)
    return table.set_index(["case", "quantity", "term"])["value"].astype(float)


@pytest.fixture(scope="session")
def reference():
    """A function from the name of an R script to its numbers."""
    return reference_numbers


@pytest.fixture(scope="session")
def api():
    """R's api samples: "strat" and "clus"."""
    frames = {name: pd.read_csv(REFERENCE / f"api_{name}.csv") for name in ("strat", "clus")}
    return {
        name: frame.assign(poor=pd.cut(frame["meals"], [-1, 20, 40, 60, 101]))
        for name, frame in frames.items()
    }


@pytest.fixture(scope="session")
def nhanes():
    """R's nhanes data."""
    ages = ["0-19", "20-39", "40-59", "60+"]
    frame = pd.read_csv(REFERENCE / "nhanes_data.csv.gz")
    return frame.assign(agecat=pd.Categorical(frame["agecat"], categories=ages))


@pytest.fixture(scope="session")
def page():
    """The reference case of the method's page: its frame, and the numbers expected of each outcome."""
    path = SHARED / "firth-reference.json"
    if not path.exists():
        pytest.skip("the reference case of the shared folder is absent")
    loaded = json.loads(path.read_text())
    expected = {"y": loaded["expected"], "y_separated": loaded["expected_separated"]}
    return pd.DataFrame(loaded["data"]), expected


@pytest.fixture(scope="session")
def survey_frame():
    """A small NHANES-like sample: 12 strata x 2 PSUs, skewed weights, a rare outcome, some values missing."""
    rng = np.random.default_rng(20240101)
    n = 900
    frame = pd.DataFrame(
        {
            "stratum": rng.integers(0, 12, n),
            "psu": rng.integers(1, 3, n),
            "wt": rng.lognormal(8, 0.9, n),
            "x": (rng.random(n) < 0.15).astype(float),
            "age": rng.integers(20, 81, n) / 10.0,
            "race": rng.choice(["a", "b", "c"], n, p=[0.5, 0.3, 0.2]),
        }
    )
    odds = np.exp(-3.4 + 0.7 * frame["x"] + 0.15 * (frame["age"] - 5) + 0.4 * (frame["race"] == "b"))
    frame["y"] = (rng.random(n) < odds / (1 + odds)).astype(float)
    return frame


@pytest.fixture(scope="session")
def survey_design(survey_frame):
    """The design of `survey_frame`."""
    return SurveyDesign(survey_frame, weights="wt", strata="stratum", psu="psu")
