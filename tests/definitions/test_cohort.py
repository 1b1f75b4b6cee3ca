"""A cohort of one's own: what its columns must be, and that its numbers follow from them alone."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.definitions.cohort import cohort_of, records
from rlsanalysis.definitions.declare import values_of
from rlsanalysis.definitions.groups import definitions
from rlsanalysis.study.prevalence import prevalence_rows
from rlsanalysis.study.provenance import fingerprint
from rlsanalysis.study.records import Component, Grouping
from rlsanalysis.survey.errors import AnalysisError, AnalysisWarning
from second_study import DEFINITIONS, DESIGN, NAME, invented_people, second_study

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
        ("release", 17, r"there is no release 17 \(choose from 'D', 'violet', '17'\)"),
        ("w_visit", "heavy", "w_visit must be numbers"),
        ("seqn", 1, "rows repeat the seqn of another row of their release"),
    ],
)
def test_rows_that_the_design_cannot_place_are_refused(column, values, problem):
    with pytest.raises(AnalysisError, match=problem):
        cohort(PEOPLE.assign(**{column: values}))


def test_a_cohort_that_the_study_does_not_have_is_refused():
    with pytest.raises(AnalysisError, match=r"^There is no cohort 'klinik'\. Did you mean clinic\?"):
        cohort_of("klinik", STUDY, PEOPLE, DEFINITIONS)


@pytest.mark.parametrize(
    ("people", "problem"),
    [
        (
            PEOPLE.assign(release=2023),
            r"^The people: there is no release 2023 \(choose from 'D', 'violet', '17'\)\.$",
        ),
        (PEOPLE.drop(columns=["release", "age"]), r"^The people lack the columns release, age\.$"),
        (PEOPLE.drop(columns="female"), r"^The people lack the columns female\.$"),
    ],
)
def test_records_of_people_without_their_release_age_or_sex_are_refused(people, problem):
    with pytest.raises(AnalysisError, match=problem):
        records(DEFINITIONS, people, DESIGN)


def test_a_definition_that_no_release_has_is_named_with_the_columns_that_it_lacks():
    wanted = [definitions()[id_] for id_ in ("body_iron_negative", "treated", "anaemia", "smoking")]
    of_one = PEOPLE["release"] == "D"
    people = PEOPLE.assign(
        ferritin=PEOPLE["ferritin"].where(of_one),
        transferrin_receptor=np.where(of_one, np.nan, 4.0),
        rx_use=1.0,
    )
    expected = (
        "The cohort has no variable body_iron_negative (needs ferritin, transferrin_receptor together), "
        "treated (needs the table prescriptions), anaemia (needs haemoglobin, pregnant): no wave has values in all "
        "of the columns that it needs. Add the columns to the people, or leave the definition out."
    )
    with pytest.warns(AnalysisWarning) as warned:
        assert list(records(wanted, people, DESIGN)) == ["smoking"]
    assert [str(w.message) for w in warned] == [expected]


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("smoking", "never", "smoking has the type str, with values such as 'never', but it needs the codes 0 never"),
        ("ferritin", "<5", "ferritin has the type str, with values such as '<5', but it needs numbers in ng/mL"),
        ("age", "old", "age has the type str, with values such as 'old', but it needs numbers in years"),
        ("female", None, "female has the type object, with values such as None, but it needs the codes 0 male"),
        ("night_shifts", "yes", "the derivation returns values that are not numbers .*columns night_shifts"),
    ],
)  # fmt: skip
def test_text_in_place_of_numbers_is_refused(column, value, problem):
    with pytest.raises(AnalysisError, match=problem):
        cohort(PEOPLE.assign(**{column: value}))


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
