"""Clinical words and drug names find a variable, or the sentence that says that it is not measured."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.search import drugs, search_words

STUDY = nhanes_study()

RESULTS = Path(__file__).parents[2] / "results" / "nhanes"


def variables_found(query: str) -> list[str]:
    return [v.id for v in STUDY.variables.values() if any(query in words for words in search_words(STUDY, v))]


def topics_found(query: str) -> list[str]:
    return [n.topic for n in STUDY.topics if any(query in words for words in n.words)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("anemia", "anaemia"), ("anaemia", "anaemia"), ("neuropathy", "neuropathy_other_drug"),
        ("kidney failure", "dialysis"), ("renal", "ckd"), ("hemodialysis", "dialysis"), ("dialysis", "dialysis"),
        ("venlafaxine", "rx_snri"), ("sertraline", "rx_ssri"), ("quetiapine", "rx_antipsychotic"),
        ("metoclopramide", "rx_antiemetic_dopamine"), ("coffee", "caffeine"), ("physical activity", "inactive"),
        ("blood sugar", "hba1c"), ("iron", "ferritin_halving"), ("thyroid", "thyroid"),
        ("sleep apnea", "sleep_apnoea"), ("ssri", "rx_antidepressant"), ("snri", "rx_snri"),
        ("diphenhydramine", "rx_antihistamine"), ("gabapentin", "rx_gabapentinoid"), ("metformin", "rx_metformin"),
        ("high blood pressure", "hypertension"), ("esrd", "dialysis"),
        ("end stage renal disease", "dialysis"), ("benadryl", "rx_antihistamine"), ("restless legs", "diagnosed"),
        ("zoloft", "rx_ssri"), ("prozac", "rx_antidepressant"), ("lexapro", "rx_ssri"), ("celexa", "rx_ssri"),
        ("paxil", "rx_ssri"), ("effexor", "rx_snri"), ("cymbalta", "rx_snri"), ("remeron", "rx_mirtazapine"),
        ("wellbutrin", "rx_bupropion"), ("seroquel", "rx_antipsychotic"), ("zyprexa", "rx_antipsychotic"),
        ("risperdal", "rx_antipsychotic"), ("abilify", "rx_antipsychotic"), ("reglan", "rx_antiemetic_dopamine"),
        ("compazine", "rx_antiemetic_dopamine"), ("phenergan", "rx_antiemetic_dopamine"),
        ("requip", "rx_dopaminergic"), ("mirapex", "rx_dopaminergic"), ("neurontin", "rx_gabapentinoid"),
        ("lyrica", "rx_gabapentinoid"), ("ferrous sulfate", "anaemia_treated_told"),
        ("iron supplement", "iron_supplement"), ("iron tablets", "iron_supplement"), ("ferrous", "iron_supplement"),
        ("fibromyalgia", "fibromyalgia_treated"), ("celiac", "coeliac"), ("topiramate", "rx_topiramate_zonisamide"),
        ("contraceptive", "rx_oestrogen"), ("estrogen", "rx_oestrogen"), ("hormone therapy", "rx_oestrogen"),
        ("methylphenidate", "rx_stimulant"), ("kidney failure", "kidney_failure"),
    ],
)  # fmt: skip
def test_a_clinical_word_finds_its_variable(query, found):
    assert found in variables_found(query)


@pytest.mark.parametrize(
    ("query", "topic"),
    [
        ("genetic", "Genetic factors"), ("family history", "Family history of RLS"), ("melatonin", "Melatonin"),
        ("glutamate", "Glutamate and adenosine"), ("brain iron", "Brain iron"),
        ("time of day", "Time of day of caffeine or exercise"),
        ("kidney failure", "Kidney failure and dialysis"), ("renal failure", "Kidney failure and dialysis"),
        ("dialysis", "Kidney failure and dialysis"), ("hemodialysis", "Kidney failure and dialysis"),
        ("pregnancy", "Pregnancy"),
        ("akathisia", "Akathisia"), ("transplant", "Transplantation"),
        ("multiple sclerosis", "Multiple sclerosis"),
        ("spinal cord", "Spinal cord disease"), ("augmentation", "Augmentation"),
        ("pramipexole", "Dopaminergic drugs and treated RLS"), ("ropinirole", "Dopaminergic drugs and treated RLS"),
        ("plms", "Periodic limb movements"), ("plmd", "Periodic limb movements"),
        ("periodic limb movement", "Periodic limb movements"), ("gabapentin enacarbil", "Gabapentin enacarbil"),
        ("horizant", "Gabapentin enacarbil"), ("adhd", "Attention deficit hyperactivity disorder"),
        ("gastric bypass", "Bariatric surgery"), ("transfusion", "Blood transfusion"), ("cannabis", "Cannabis"),
        ("radiculopathy", "Radiculopathy"), ("anxiety", "Anxiety"), ("blood draw", "Time of the blood sample"),
    ],
)  # fmt: skip
def test_what_is_not_measured_is_found_with_its_sentence(query, topic):
    assert topic in topics_found(query)


def test_every_topic_that_is_not_measured_has_words_and_whole_sentences():
    for entry in STUDY.topics:
        assert entry.topic.lower() in entry.words
        assert all(words and words == words.lower() for words in entry.words)
        assert entry.sentence.endswith(".")


def test_a_topic_that_is_called_no_part_of_the_plan_names_no_planned_exposure_and_no_counted_drug():
    outside = [entry for entry in STUDY.topics if "part of the analysis plan" in entry.sentence]
    assert len(outside) == 6
    labels = {word for id_ in STUDY.exposures for word in STUDY.variables[id_].label.lower().split()}
    counted = {drug.name for drug in drugs(STUDY) if drug.variables}
    for entry in outside:
        assert [word for word in entry.words if word in labels or word in counted] == []


def test_a_topic_with_a_search_of_its_own_has_words_that_find_a_variable():
    searches = {entry.topic: entry.search for entry in STUDY.topics if entry.search}
    assert searches == {
        "Periodic limb movements": "leg jerks", "Gabapentin enacarbil": "gabapentin",
        "Attention deficit hyperactivity disorder": "stimulant",
    }  # fmt: skip
    assert all(variables_found(words) for words in searches.values())


def test_words_are_lower_case_and_not_repeated():
    for variable in STUDY.variables.values():
        words = search_words(STUDY, variable)
        assert len(set(words)) == len(words)
        assert all(word == word.lower() for word in words)
        assert variable.label.lower() in words


def test_a_brand_name_finds_only_variables_that_count_its_drug():
    assert variables_found("benadryl") == ["rx_antihistamine"]
    assert variables_found("remeron") == ["rx_antidepressant", "rx_serotonergic", "rx_mirtazapine"]
    assert variables_found("compazine") == ["rx_antiemetic_dopamine", "rx_antiemetic"]


def test_each_brand_name_belongs_to_a_drug_that_some_variable_counts_or_that_defines_a_case():
    known = {word for variable in STUDY.variables.values() for word in search_words(STUDY, variable)}
    branded = [drug for drug, brands in STUDY.brands.items() if brands.names]
    products = pd.read_csv(RESULTS / "indications.csv")["drug"].str.cat(sep="; ")
    assert [drug for drug in branded if drug not in known and drug not in products] == []


def test_a_drug_is_counted_by_the_narrowest_class_first():
    found = {drug.name: drug for drug in drugs(STUDY)}
    assert found["sertraline"].variables == ("rx_ssri", "rx_serotonergic", "rx_antidepressant")
    assert found["bupropion"].variables == ("rx_bupropion", "rx_antidepressant")
    assert found["gabapentin"].variables == ("rx_gabapentinoid",)
    assert found["cetirizine"].variables == ("rx_antihistamine_nonsedating",)
    assert found["diphenhydramine"].brands == ("Benadryl", "ZzzQuil")
    assert found["diphenhydramine"].nonprescription
    assert not found["sertraline"].nonprescription


def test_words_and_drugs_are_those_of_the_study_that_is_asked():
    """A study without brand names finds no variable by them, and has no drug that no variable counts."""
    plain = replace(STUDY, brands={})
    ssri = STUDY.variables["rx_ssri"]
    assert {"zoloft", "sertraline"} <= {*search_words(STUDY, ssri)}
    assert "sertraline" in search_words(plain, ssri)
    assert "zoloft" not in search_words(plain, ssri)
    assert "cetirizine" in {drug.name for drug in drugs(STUDY)}
    assert {drug.name for drug in drugs(plain)} == {
        name for v in STUDY.variables.values() for name in v.drugs
    }
    assert not any(drug.brands or drug.nonprescription for drug in drugs(plain))
