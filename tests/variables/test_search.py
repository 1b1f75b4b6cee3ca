"""Clinical words and drug names find a variable, or the sentence that says that it is not measured."""

from pathlib import Path

import pandas as pd
import pytest
from rlsanalysis.variables.search import brand_names, drug_names, not_measured

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.search import drugs, search_words
from rlsanalysis.variables.prescriptions import COLUMNS, LOOKUP, prepare

STUDY = nhanes_study()

TABLES = Path(__file__).parents[3] / "shared" / "nhanes" / "tables"
RESULTS = Path(__file__).parents[2] / "results" / "nhanes"
PRESCRIPTIONS = ("RXQ_RX_D", "RXQ_RX_E", "RXQ_RX_H", "RXQ_RX_I", "RXQ_RX_J", "P_RXQ_RX")


def variables_found(query: str) -> list[str]:
    return [v.id for v in STUDY.variables.values() if any(query in words for words in search_words(v))]


def topics_found(query: str) -> list[str]:
    return [n.topic for n in not_measured() if any(query in words for words in n.words)]


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
    ],
)  # fmt: skip
def test_a_clinical_word_finds_its_variable(query, found):
    assert found in variables_found(query)


@pytest.mark.parametrize(
    ("query", "topic"),
    [
        ("genetic", "Genetic factors"), ("family history", "Family history of RLS"), ("melatonin", "Melatonin"),
        ("glutamate", "Glutamate and adenosine"), ("brain iron", "Brain iron"),
        ("time of day", "Time of day of caffeine or exercise"), ("iron supplement", "Iron supplements"),
        ("iron tablets", "Iron supplements"), ("ferrous", "Iron supplements"),
        ("kidney failure", "Kidney failure and dialysis"), ("renal failure", "Kidney failure and dialysis"),
        ("dialysis", "Kidney failure and dialysis"), ("hemodialysis", "Kidney failure and dialysis"),
        ("pregnancy", "Pregnancy"),
        ("akathisia", "Akathisia"), ("transplant", "Transplantation"),
        ("multiple sclerosis", "Multiple sclerosis"), ("fibromyalgia", "Fibromyalgia"),
        ("spinal cord", "Spinal cord disease"), ("augmentation", "Augmentation"),
        ("pramipexole", "Dopaminergic drugs and treated RLS"), ("ropinirole", "Dopaminergic drugs and treated RLS"),
        ("plms", "Periodic limb movements"), ("plmd", "Periodic limb movements"),
        ("periodic limb movement", "Periodic limb movements"), ("gabapentin enacarbil", "Gabapentin enacarbil"),
        ("horizant", "Gabapentin enacarbil"), ("adhd", "Attention deficit hyperactivity disorder"),
        ("methylphenidate", "Attention deficit hyperactivity disorder"), ("celiac", "Celiac disease"),
        ("gastric bypass", "Bariatric surgery"), ("transfusion", "Blood transfusion"), ("cannabis", "Cannabis"),
        ("topiramate", "Topiramate"), ("contraceptive", "Contraception"), ("radiculopathy", "Radiculopathy"),
        ("anxiety", "Anxiety"), ("estrogen", "Hormone therapy"), ("hormone therapy", "Hormone therapy"),
    ],
)  # fmt: skip
def test_what_is_not_measured_is_found_with_its_sentence(query, topic):
    assert topic in topics_found(query)


def test_every_topic_that_is_not_measured_has_words_and_whole_sentences():
    for entry in not_measured():
        assert entry.topic.lower() in entry.words
        assert all(words and words == words.lower() for words in entry.words)
        assert entry.sentence.endswith(".")


def test_a_topic_that_is_called_no_part_of_the_plan_names_no_planned_exposure_and_no_counted_drug():
    outside = [entry for entry in not_measured() if "part of the analysis plan" in entry.sentence]
    assert len(outside) == 10
    labels = {word for id_ in STUDY.exposures for word in STUDY.variables[id_].label.lower().split()}
    counted = {drug.name for drug in drugs() if drug.variables}
    for entry in outside:
        assert [word for word in entry.words if word in labels or word in counted] == []


def test_a_topic_with_a_search_of_its_own_has_words_that_find_a_variable():
    searches = {entry.topic: entry.search for entry in not_measured() if entry.search}
    assert searches == {
        "Periodic limb movements": "leg jerks", "Gabapentin enacarbil": "gabapentin", "Hormone therapy": "estrogen",
    }  # fmt: skip
    assert all(variables_found(words) for words in searches.values())


def test_words_are_lower_case_and_not_repeated():
    for variable in STUDY.variables.values():
        words = search_words(variable)
        assert len(set(words)) == len(words)
        assert all(word == word.lower() for word in words)
        assert variable.label.lower() in words


def test_a_brand_name_finds_only_variables_that_count_its_drug():
    assert variables_found("benadryl") == ["rx_antihistamine"]
    assert variables_found("remeron") == ["rx_antidepressant", "rx_mirtazapine"]
    assert variables_found("compazine") == ["rx_antiemetic_dopamine", "rx_antiemetic"]


def test_each_brand_name_belongs_to_a_drug_that_some_variable_counts_or_that_defines_a_case():
    known = {word for variable in STUDY.variables.values() for word in search_words(variable)}
    products = pd.read_csv(RESULTS / "indications.csv")["drug"].str.cat(sep="; ")
    assert [drug for drug in brand_names() if drug not in known and drug not in products] == []


def test_a_drug_is_counted_by_the_narrowest_class_first():
    found = {drug.name: drug for drug in drugs()}
    assert found["sertraline"].variables == ("rx_ssri", "rx_antidepressant")
    assert found["bupropion"].variables == ("rx_bupropion", "rx_antidepressant")
    assert found["gabapentin"].variables == ("rx_gabapentinoid",)
    assert found["cetirizine"].variables == ()
    assert found["diphenhydramine"].brands == ("Benadryl", "ZzzQuil")
    assert found["diphenhydramine"].nonprescription
    assert not found["sertraline"].nonprescription


def test_drug_names_are_of_variables_declared_by_class():
    for id_, names in drug_names().items():
        assert STUDY.variables[id_].drugs.classes
        assert set(names) <= set(search_words(STUDY.variables[id_]))


def test_the_drugs_that_a_variable_declares_are_those_that_it_counts():
    declared = [variable for variable in STUDY.variables.values() if variable.drugs]
    assert {*drug_names()} <= {variable.id for variable in declared}
    assert all(variable.derive == variable.drugs.derive for variable in declared)


@pytest.fixture(scope="module")
def drugs_taken() -> pd.DataFrame:
    """Drugs in the prescription files that were reported at least twice, with their Multum classes."""
    if not TABLES.is_dir():
        pytest.skip("the real tables are not beside the repository (../shared/nhanes/tables)")

    def read(name: str) -> pd.DataFrame:
        return pd.read_parquet(TABLES / f"{name}.parquet").rename(columns=str.upper)

    table = read("RXQ_DRUG")
    lookup = pd.DataFrame({name: table[c.source["D"].split(".")[1]] for name, c in LOOKUP.items()})
    ids = pd.concat([read(name)["RXDDRGID"] for name in PRESCRIPTIONS]).value_counts()
    rows = pd.DataFrame({"drug_id": ids.index[(ids >= 2) & (ids.index != "")]})
    rows["drug_name"] = rows["drug_id"].map(dict(zip(table["RXDDRGID"], table["RXDDRUG"], strict=True)))
    reasons = {name: "" for name in COLUMNS if name.startswith("reason")}
    return prepare(rows.assign(rx_use=1, seqn=range(len(rows)), **reasons), lookup)


def test_the_drug_list_has_gabapentin_and_no_drug_of_the_name_of_gabapentin_enacarbil():
    if not TABLES.is_dir():
        pytest.skip("the real tables are not beside the repository (../shared/nhanes/tables)")
    names = pd.read_parquet(TABLES / "RXQ_DRUG.parquet").rename(columns=str.upper)["RXDDRUG"]
    assert "GABAPENTIN" in set(names)
    assert not names.str.contains("ENACARBIL", na=False).any()


@pytest.mark.parametrize("id_", sorted(drug_names()))
def test_listed_drug_names_are_those_of_the_class_in_the_prescription_files(id_, drugs_taken):
    counted = set(drugs_taken.loc[STUDY.variables[id_].drugs.taken(drugs_taken), "drug_name"])
    listed = {name.upper() for name in drug_names()[id_]}
    assert not {name for name in counted if "UNSPECIFIED" not in name and listed.isdisjoint(name.split("; "))}
    elsewhere = set(drugs_taken["drug_name"]) - counted
    assert not listed & elsewhere
