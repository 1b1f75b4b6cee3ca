"""Canonical data of a cohort that is not NHANES."""

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.definitions.columns import canonical_columns

N = 40


@pytest.fixture
def clinic() -> pd.DataFrame:
    """People of a clinic: every canonical column, in three waves whose names mean nothing, with missing values."""
    random = np.random.default_rng(18)
    people = pd.DataFrame({"seqn": np.arange(N) + 1.0, "release": np.resize(["x1", "x2", "D"], N)})
    for name, column in canonical_columns().items():
        values = random.choice(column.codes, N) if column.codes else random.uniform(1, 90, N)
        people[name] = pd.Series(values).mask(pd.Series(random.random(N) < 0.1))
    return people.assign(age=random.uniform(20, 91, N), female=np.resize([0.0, 1.0], N))
