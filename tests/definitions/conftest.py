"""Canonical data of a cohort that is not NHANES: people, and the drugs that they take."""

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.definitions.columns import canonical_columns

N = 40


@pytest.fixture
def clinic() -> pd.DataFrame:
    """People of a clinic: every canonical column, in three waves whose names mean nothing, with missing values."""
    random = np.random.default_rng(18)
    people = {"seqn": np.arange(N) + 1.0, "release": np.resize(["x1", "x2", "D"], N)}
    for name, column in canonical_columns().items():
        values = random.choice(column.codes, N) if column.codes else random.uniform(1, 90, N)
        people[name] = np.where(random.random(N) < 0.1, np.nan, values)
    return pd.DataFrame(people | {"age": random.uniform(20, 91, N), "female": np.resize([0.0, 1.0], N)})


@pytest.fixture
def clinic_prescriptions(clinic) -> pd.DataFrame:
    """Drugs of those people of the clinic who take some, of known and unknown name, with and without reasons."""
    random = np.random.default_rng(19)
    drugs = {
        "d1": ("SERTRALINE", {249, 208}, set()),
        "d2": ("GABAPENTIN", {64, 347}, set()),
        "d3": ("AMITRIPTYLINE; CHLORDIAZEPOXIDE", {79}, {249, 209, 69}),
        "d4": ("ROPINIROLE", {66, 276}, set()),
        None: ("99999", set(), set()),
    }
    reasons = ("", "G25.81", "G62.9 E11.4", "F32", "G47.0", "J30", "H40", "G20", "G40", "G43", "G20 G25.81")
    users = clinic.loc[clinic["rx_use"] == 1, "seqn"].repeat(3).to_numpy()
    ids = random.choice(np.array(list(drugs), dtype=object), len(users))
    rows = pd.DataFrame({"seqn": users, "drug_id": ids, "reasons": random.choice(reasons, len(users))})
    rows["drug_name"] = [drugs[drug][0] for drug in ids]
    rows["classes"] = [frozenset(drugs[drug][1]) for drug in ids]
    rows["ingredient_classes"] = [frozenset(drugs[drug][2]) for drug in ids]
    rows["days"] = np.where(random.random(len(rows)) < 0.1, np.nan, random.integers(1, 4000, len(rows)))
    return rows.assign(for_rls=rows["reasons"].str.contains("G25.81", regex=False))
