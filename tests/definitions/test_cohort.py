"""A cohort of one's own: what its columns must be, and that its numbers follow from them alone."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.definitions.cohort import cohort_of
from rlsanalysis.definitions.declare import values_of
from rlsanalysis.definitions.groups import definitions
from rlsanalysis.study.prevalence import prevalence_rows
from rlsanalysis.study.provenance import fingerprint
from rlsanalysis.study.records import Component, Grouping
from rlsanalysis.survey.errors import AnalysisError, AnalysisWarning
from second_study import DEFINITIONS, NAME, invented_people, second_study

PEOPLE = invented_people()
STUDY = second_study(PEOPLE)


def cohort(people):
    return cohort_of(NAME, STUDY, people, DEFINITIONS)


@pytest.mark.parametrize(
    ("column", "values", "problem"),
    [
        ("strata", np.nan, "strata is missing in 500 rows; every row needs it"),
        ("psu", np.nan, "psu is missing in 500 rows"),
        ("strata", "s1", "strata must be numbers; give every row 1 if there are no strata"),
        ("release", "fourth", r"there is no release 'fourth' \(choose from 'D'"),
        ("release", 17, r"there is no release (np\.int64\()?17"),
        ("seqn", 1, "rows repeat the seqn of another row of their release"),
    ],
)
def test_rows_that_the_design_cannot_place_are_refused(column, values, problem):
    with pytest.raises(AnalysisError, match=problem):
        cohort(PEOPLE.assign(**{column: values}))


def test_strata_that_are_not_whole_numbers_stay_apart():
    halves = PEOPLE.assign(strata=np.arange(len(PEOPLE)) % 2 / 2 + 1)
    assert cohort(halves).design(["jerks"]).n_strata == 2 * PEOPLE["release"].nunique()


def test_the_key_of_a_cohort_knows_its_values():
    other = PEOPLE.assign(jerks=1 - PEOPLE["jerks"])
    assert cohort(PEOPLE).key == cohort(PEOPLE.copy()).key
    assert fingerprint(STUDY, [cohort(PEOPLE).key]) != fingerprint(STUDY, [cohort(other).key])


def test_a_negative_quantity_is_refused():
    people = PEOPLE.assign(ferritin=PEOPLE["ferritin"].mask(PEOPLE.index < 3, -9))
    with pytest.raises(AnalysisError, match="ferritin is negative in 3 rows, but no quantity is"):
        cohort(people)


def test_the_logarithm_of_0_is_missing_and_counted():
    people = PEOPLE.assign(ferritin=PEOPLE["ferritin"].mask(PEOPLE.index < 3, 0))
    with pytest.warns(AnalysisWarning, match="ferritin_halving: 3 values are not finite"):
        found = values_of(definitions()["ferritin_halving"], people)
    assert found[:3].isna().all()
    assert not np.isinf(found).any()


@pytest.mark.parametrize("id_", ["egfr", "egfr_stage", "ckd", "anaemia"])
def test_a_formula_that_depends_on_sex_is_missing_where_sex_is(id_):
    clinic = pd.DataFrame(
        {
            "age": 50.0, "female": [0.0, np.nan], "creatinine": 2.0, "urine_albumin": 5.0, "urine_creatinine": 100.0,
            "haemoglobin": 9.0, "pregnant": 0.0,
        }
    )  # fmt: skip
    assert values_of(definitions()[id_], clinic).isna().tolist() == [False, True]


def test_a_grouping_does_not_change_the_prevalence_of_everyone():
    design = STUDY.cohorts[NAME]
    design = replace(
        design, components={**design.components, "lab": Component("lab weight", "patients", ("visit",))}
    )
    obesity = STUDY.variables["obesity"]
    measured = replace(obesity, component=dict.fromkeys(obesity.releases, "lab"))
    study = replace(
        STUDY, cohorts={NAME: design}, variables={**STUDY.variables, "obesity": measured}, groupings={}
    )
    people = PEOPLE.assign(w_lab=PEOPLE["w_visit"].where(PEOPLE.index % 2 == 0, 0.0))
    people["body_mass_index"] = people["body_mass_index"].where(people["w_lab"] > 0)
    grouped = replace(study, groupings={"obese": Grouping("Obesity", "obesity")})
    without, with_ = (
        list(prevalence_rows(cohort_of(NAME, s, people, DEFINITIONS), "jerks")) for s in (study, grouped)
    )
    assert [row for row in with_ if row["by"] != "obese"] == without
    weight = people["w_visit"]
    assert without[0]["percent"] == pytest.approx(100 * np.average(people["jerks"], weights=weight))
    assert sum(row["n"] for row in with_ if row["by"] == "obese") <= (people["w_lab"] > 0).sum()
