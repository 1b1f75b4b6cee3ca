"""Columns of a model: treatment coding with the declared reference, missing kept."""

import numpy as np
import pandas as pd
import pytest
from formulaic import model_matrix

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.records import Adjuster
from rlsanalysis.study.terms import adjusters_coded, coded, levels_coded

STUDY = nhanes_study()

RACE = STUDY.variables["race"]
LEVELS = list(RACE.levels)


@pytest.fixture
def race() -> pd.Series:
    codes = np.random.default_rng(1).integers(-1, len(LEVELS), 60)
    return pd.Series(pd.Categorical.from_codes(codes, LEVELS), index=np.arange(60) * 3)


def test_levels_are_coded_as_formulaic_codes_them_where_known(race):
    ours = levels_coded(race, RACE)
    theirs = model_matrix("C(race)", pd.DataFrame({"race": race.dropna()})).drop(columns="Intercept")
    assert [c.removeprefix("race[").removesuffix("]") for c in ours] == LEVELS[1:]
    np.testing.assert_array_equal(ours[race.notna()], theirs)


def test_a_missing_level_is_missing_in_every_column(race):
    ours = levels_coded(race, RACE)
    assert race.isna().any()
    assert ours[race.isna()].isna().all(axis=None)
    assert ours[race.notna()].notna().all(axis=None)


def test_the_reference_is_the_declared_one_in_whatever_order_categories_are_stored(race):
    shuffled = race.cat.set_categories(LEVELS[::-1])
    pd.testing.assert_frame_equal(levels_coded(shuffled, RACE), levels_coded(race, RACE))


def test_a_number_enters_by_its_powers():
    age = pd.Series([2.0, 3.5, np.nan])
    columns = coded(age, STUDY.variables["age_10"], (1, 2))
    assert list(columns) == ["age_10", "age_10^2"]
    np.testing.assert_array_equal(columns.to_numpy(), [[2, 4], [3.5, 12.25], [np.nan, np.nan]])


def test_adjusters_stand_in_order_with_the_releases_but_the_first_behind(race):
    frame = pd.DataFrame({"race": race, "female": 1.0, "release": ["H", "I", "P"] * 20}, index=race.index)
    found = adjusters_coded(frame, [Adjuster("female"), Adjuster("race")], STUDY.variables, ("H", "I", "P"))
    assert list(found) == ["female", *(f"race[{level}]" for level in LEVELS[1:]), "release[I]", "release[P]"]
    assert found["release[P]"].tolist() == [0, 0, 1] * 20
    assert "release" not in "".join(adjusters_coded(frame, [Adjuster("female")], STUDY.variables, ("H",)))
