"""Records of a study are data: populations in words and as masks, names of the data, copies that are the same."""

import pickle
from copy import copy, deepcopy
from dataclasses import FrozenInstanceError, fields, replace

import pandas as pd
import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.records import ADULTS, SYNTHETIC, Population, Release, Study
from rlsanalysis.survey.errors import AnalysisError
from second_study import NAME, invented_people, second_study

NHANES, SECOND = nhanes_study(), second_study(invented_people())
POPULATIONS = {
    "20+": Population(),
    "0+": Population(0),
    "12-17": Population(12, 17),
    "women 20-49": Population(20, 49, women=True),
    "women 18+": Population(18, women=True),
}


@pytest.mark.parametrize(("text", "population"), POPULATIONS.items())
def test_a_population_is_read_as_it_is_written(text, population):
    assert str(population) == text
    assert Population.read(text) == population


@pytest.mark.parametrize(
    "text",
    [
        "",
        "adults 20+",
        "20",
        "men 20+",
        "women",
        "20-",
        "20-49+",
        "20+ ",
        " 20+",
        "women  20+",
        "-5+",
        "20.5+",
    ],
)
def test_a_text_that_is_no_population_is_refused(text):
    with pytest.raises(AnalysisError) as error:
        Population.read(text)
    assert str(error.value) == f"{text!r} is not a population. Write it as '20+' or 'women 20-49'."


def test_a_population_is_described_with_the_people_of_the_study():
    assert ADULTS.described(NHANES.unit.people) == "adults 20+"
    assert Population(18, 64).described(SECOND.unit.people) == "patients 18-64"
    assert Population(20, 49, women=True).described("patients") == "women 20-49"


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("20+", [False, True, True, True, True, False, True]),
        ("20-48", [False, True, False, False, False, False, False]),
        ("20-49", [False, True, True, True, True, False, False]),
        ("women 20-49", [False, True, True, False, True, False, False]),
        ("women 19+", [True, True, True, False, True, False, False]),
    ],
)
def test_a_mask_has_both_limits_and_nobody_whose_age_or_sex_is_unknown(text, inside):
    people = pd.DataFrame(
        {
            "age": [19.5, 20.0, 49.0, 49.0, 49.5, float("nan"), 80.0],
            "female": [1.0, 1.0, 1.0, 0.0, 1.0, 1.0, float("nan")],
        },
        index=list("gfedcba"),
    )
    found = Population.read(text).mask(people)
    assert found.dtype == bool
    assert found.index.equals(people.index)
    assert found.tolist() == inside


def test_releases_are_those_of_all_cohorts_in_their_order():
    assert "".join(NHANES.releases) == "DEHIJP"
    assert NHANES.releases["P"] is NHANES.cohorts["2013-2020"].releases["P"]
    assert NHANES.releases["D"].label == "2005-2006"
    assert dict(SECOND.releases) == SECOND.cohorts[NAME].releases
    assert SECOND.releases["violet"].label == "wave 2"


@pytest.mark.parametrize("id_", ["wave 1", "", " ", "2023 ", 2023])
def test_the_id_of_a_release_is_a_text_without_blanks(id_):
    design = SECOND.cohorts[NAME]
    with pytest.raises(AnalysisError) as error:
        replace(design, releases={**design.releases, id_: Release("wave 1", 1.0)})
    assert str(error.value).startswith(
        f"{id_!r} cannot be the id of a release of 2019–2021. Use a text without blanks"
    )


def test_the_unit_is_that_of_the_cohorts():
    assert NHANES.unit.people == "adults"
    assert SECOND.unit is SECOND.cohorts[NAME].unit


def test_variables_are_known_in_the_releases_of_their_populations():
    ferritin = NHANES.variables["ferritin_lt50"]
    assert ferritin.releases == tuple(ferritin.population) == ("D", "E", "P")
    assert ferritin.known_in(("P", "H", "D")) == ("P", "D")


@pytest.mark.parametrize("study", [NHANES, SECOND], ids=["nhanes", "second"])
def test_the_label_of_a_synthetic_study_hides_its_survey(study):
    simulated = replace(study, synthetic=True)
    assert simulated.label == SYNTHETIC == "SYNTHETIC"
    assert study.label == study.words.survey != SYNTHETIC
    assert simulated.words.survey == study.words.survey


def test_the_simulated_study_of_nhanes_is_the_other_one_with_simulated_people():
    assert nhanes_study("demo").synthetic
    assert not NHANES.synthetic
    assert replace(nhanes_study("demo"), synthetic=False) == NHANES
    assert nhanes_study("demo") is nhanes_study("demo")


def test_a_deep_copy_of_a_study_is_itself():
    """Pandas copies the attributes of a frame with the frame."""
    assert deepcopy(SECOND) is SECOND
    assert deepcopy([SECOND, {"study": SECOND}]) == [SECOND, {"study": SECOND}]
    assert deepcopy({"study": SECOND})["study"] is SECOND
    assert copy(SECOND) == SECOND


@pytest.mark.parametrize("study", [NHANES, SECOND], ids=["nhanes", "second"])
def test_a_study_goes_to_another_process_as_an_equal_value(study):
    """Also with its releases looked up before."""
    assert study.releases
    assert pickle.loads(pickle.dumps(study)) == study  # noqa: S301


def test_a_study_cannot_be_changed():
    for f in fields(Study):
        with pytest.raises(FrozenInstanceError):
            setattr(SECOND, f.name, None)
