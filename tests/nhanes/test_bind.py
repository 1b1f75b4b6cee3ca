"""A variable exists where all of its canonical columns exist, in the people in whom all of them are known."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.definitions.groups import definitions
from rlsanalysis.nhanes.bind import bind, registry
from rlsanalysis.nhanes.canonical import Canonical, Facts, Source, canonical_people
from rlsanalysis.nhanes.source import NHANES
from rlsanalysis.nhanes.sources import body
from rlsanalysis.study.records import Population
from rlsanalysis.survey.errors import AnalysisError


def bound(id_: str, **columns: Canonical):
    """A definition bound to NHANES, with some canonical columns replaced."""
    source = replace(NHANES, columns={**NHANES.columns, **columns})
    return bind([definitions()[id_]], source)[0]


def test_every_definition_is_bound_in_the_order_of_the_definitions():
    assert list(registry()) == list(definitions())


def test_facts_are_about_variables_that_exist():
    assert set(NHANES.facts) <= set(definitions())


def test_a_variable_exists_where_all_of_its_canonical_columns_exist():
    assert bound("cvd").variable.releases == ("D", "E", "H", "I", "J", "P")
    asked_later = replace(NHANES.columns["angina"], releases="I J P")
    assert bound("cvd", angina=asked_later).variable.releases == ("I", "J", "P")


def test_a_column_that_no_source_provides_is_an_error():
    source = replace(NHANES, columns={k: v for k, v in NHANES.columns.items() if k != "angina"})
    with pytest.raises(AnalysisError, match=r"^cvd needs the canonical column angina, which no module"):
        bind([definitions()["cvd"]], source)


def test_the_population_is_the_intersection_of_those_of_definition_and_columns():
    of_men_too = replace(NHANES.columns["ferritin"], population={"P": Population(30, 80)})
    women = bound("ferritin_lt50_women", ferritin=of_men_too)
    assert women.variable.population["P"] == Population(30, 49, women=True)
    assert women.variable.population["D"] == Population(20, 49, women=True)
    assert bound("body_iron_negative_women").variable.population["E"] == Population(20, 49, women=True)


def test_hazards_citations_and_notes_of_definition_and_data_are_joined():
    definition = replace(definitions()["ckd"], hazards=("reverse causation",), citation="KDIGO", note="One.")
    facts = {"ckd": Facts(("sparse", "assay changed"), "CDC", "Two.")}
    variable = bind([definition], replace(NHANES, facts=facts))[0].variable
    assert variable.hazards == ("assay changed", "reverse causation", "sparse")
    assert (variable.citation, variable.note) == ("KDIGO; CDC", "One. Two.")


def test_what_the_questionnaire_asked_takes_the_place_of_label_and_contrast():
    definition = definitions()["diagnosed"]
    asked = Facts(label="Told of RLS", contrast="told vs not told")
    told, as_defined = (
        bind([definition], replace(NHANES, facts=facts))[0].variable for facts in ({"diagnosed": asked}, {})
    )
    assert (told.label, told.contrast) == ("Told of RLS", "told vs not told")
    assert (as_defined.label, as_defined.contrast) == ("Diagnosed RLS", "diagnosis of RLS vs none")
    assert told.short == as_defined.short == "Diagnosed RLS"


def test_how_nhanes_asked_for_a_diagnosis_is_not_part_of_its_definition():
    definition, variable = definitions()["diagnosed"], registry()["diagnosed"].variable
    assert (definition.note, definition.hazards) == ("", ())
    assert variable.hazards == ("self-report", "sparse")
    assert variable.label == "Diagnosed RLS (self-reported physician diagnosis)"
    assert "had told them that they had a sleep disorder were asked which one" in variable.note


def test_a_hazard_that_is_not_explained_is_an_error():
    with pytest.raises(AnalysisError, match=r"^ckd has hazards that are not explained: bad luck"):
        bind([definitions()["ckd"]], replace(NHANES, facts={"ckd": Facts(("bad luck",))}))


def test_facts_may_restrict_the_survey_cycles():
    assert bound("ferritin_lt50").variable.releases == ("D", "E", "P")
    assert bound("ferritin_lt50_women").variable.releases == ("D", "E", "I", "P")


def test_raw_columns_that_a_survey_cycle_lacks_are_missing_values():
    people = pd.DataFrame({"seqn": [1.0, 2.0], "release": "P", "lung_any_of_3": [1.0, 2.0]})
    found = canonical_people([NHANES.columns["lung_disease"]], people, {})
    assert found["lung_disease"].tolist() == [1, 0]


def test_an_age_above_the_top_code_of_the_survey_counts_as_80():
    people = pd.DataFrame({"seqn": [1.0, 2.0, 3.0], "release": "D", "age": [85.0, 80.0, np.nan]})
    assert canonical_people([NHANES.columns["age"]], people, {})["age"].tolist()[:2] == [80, 80]


def test_two_modules_may_not_provide_one_column():
    with pytest.raises(
        AnalysisError, match="Two modules of nhanes/sources provide the canonical column waist"
    ):
        Source.of((body, SimpleNamespace(CANONICAL=(replace(body.CANONICAL[1]),))))
