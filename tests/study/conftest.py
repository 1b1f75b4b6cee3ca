"""Cohorts of invented people, made in memory: every variable of the registry, at random, with gaps.

Each variable has a random generator of its own, so that a new one leaves the values of all others.
"""

import zlib

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.definitions.outcomes import INDICATIONS
from rlsanalysis.nhanes.cohorts import COMPONENTS
from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.records import Study, Variable
from rlsanalysis.study.records.missing import MISSING_KINDS

STUDY, SIMULATED = nhanes_study(), nhanes_study("demo")

PEOPLE = 1500
SEED = 4
STRATA = 12
CASES = {"diagnosed": 0.03, "treated": 0.03}


@pytest.fixture(scope="session")
def study() -> Study:
    return STUDY


@pytest.fixture(scope="session")
def invented() -> dict[str, Cohort]:
    """Both cohorts: 1,500 people a release, the same on every machine."""
    return {name: invent(name) for name in STUDY.cohorts}


def generator(*names: str) -> np.random.Generator:
    """Return the generator that belongs to some names."""
    return np.random.default_rng([SEED, *(zlib.crc32(name.encode()) for name in names)])


def invent(name: str) -> Cohort:
    parts = [people_of(release) for release in STUDY.cohorts[name].releases]
    everyone = pd.concat([frame for frame, _ in parts], ignore_index=True)
    for variable in STUDY.variables.values():
        if variable.kind == "categorical":
            codes = everyone[variable.id].fillna(-1).to_numpy(int)
            everyone[variable.id] = pd.Categorical.from_codes(codes, list(variable.levels))
    missing = pd.concat([kinds for _, kinds in parts], ignore_index=True)
    inputs = pd.DataFrame(columns=["table", "rows", "column", "digest", "notice"])
    return Cohort(name, SIMULATED, everyone, missing, inputs, (), prescribed(everyone, generator(name)))


def prescribed(everyone: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return one drug for every person with a treated outcome, for some the same drug twice."""
    cases = pd.concat(
        [everyone.loc[everyone[o] == 1, ["release", "seqn"]].assign(outcome=o) for o in INDICATIONS],
        ignore_index=True,
    )
    share = (0.6, 0.3, 0.06, 0.02, 0.02)
    cases["drug"] = rng.choice(
        ["ropinirole", "gabapentin", "clonazepam", "rotigotine", "levodopa"], len(cases), p=share
    )
    return pd.concat([cases, cases.iloc[::3], cases.iloc[::4].assign(drug="gabapentin")], ignore_index=True)


def people_of(release: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = generator(release)
    stratum = rng.integers(STRATA, size=PEOPLE)
    frame = pd.DataFrame(
        {
            "seqn": np.arange(PEOPLE) + 1, "release": release, "strata": stratum + 1.0,
            "psu": rng.integers(1, 3, size=PEOPLE) * 1.0, "age": rng.integers(12, 81, size=PEOPLE) * 1.0,
            "sex": rng.integers(1, 3, size=PEOPLE) * 1.0,
        }
    )  # fmt: skip
    people = frame.assign(female=frame["sex"] - 1)
    weight = rng.lognormal(10, 0.8, PEOPLE)
    for component in COMPONENTS:
        took_part = rng.random(PEOPLE) < {"interview": 1.0, "exam": 0.95}.get(component, 0.7)
        frame[f"w_{component}"] = weight * took_part
    values, kinds = {}, {}
    for variable in STUDY.variables.values():
        values[variable.id], kinds[variable.id] = values_of(
            variable, release, people, generator(release, variable.id)
        )
    return pd.concat([frame, pd.DataFrame(values)], axis=1), pd.DataFrame(kinds).astype("category")


def values_of(
    variable: Variable, release: str, people: pd.DataFrame, rng: np.random.Generator
) -> tuple[pd.Series, pd.Series]:
    if release not in variable.releases:
        return pd.Series(np.nan, people.index), pd.Series("not_measured", people.index)
    known = pd.Series(rng.random(PEOPLE) > 0.03) | (variable.id == "female")  # populations depend on it
    eligible = variable.population[release].mask(people)
    kinds = pd.Series(rng.choice(["refused", "dont_know", "blank"], PEOPLE), people.index)
    kinds = kinds.mask(known, "").mask(~eligible, "not_eligible")
    assert set(kinds) <= {"", *MISSING_KINDS}
    return drawn(variable, people, rng).where(known & eligible), kinds


def drawn(variable: Variable, people: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    if variable.id == "age_10":
        return people["age"] / 10
    if variable.id == "female":
        return people["female"]
    if variable.kind == "continuous":
        return pd.Series(rng.normal(3, 1, PEOPLE))
    if variable.kind == "binary":
        share = CASES.get(variable.id, 0.25)
        return pd.Series((rng.random(PEOPLE) < share).astype(float))
    return pd.Series(rng.integers(len(variable.levels), size=PEOPLE) * 1.0)
