"""Every definition that is based on prescriptions, on canonical rows of a cohort that is not NHANES."""

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.definitions import groups
from rlsanalysis.definitions.columns import canonical_columns
from rlsanalysis.definitions.declare import ALWAYS, Definition, values_of
from rlsanalysis.definitions.prescriptions import TABLE, has_reason, reason_starts
from rlsanalysis.survey.errors import AnalysisError

DEFINITIONS = {id_: d for id_, d in groups.definitions().items() if d.rows == TABLE}
OF_USE = [pytest.param(d, id=d.id) for d in DEFINITIONS.values() if d.needs == ("rx_use",)]
EVERY = [pytest.param(d, id=d.id) for d in DEFINITIONS.values()]
OF_EVERY_TABLE = ("seqn", "drug_name", "for_rls")
"""Columns that need not be named: a cohort without reasons has `for_rls` all false."""


@pytest.mark.parametrize("definition", OF_USE)
def test_users_are_yes_or_no_others_are_no_and_those_who_did_not_answer_are_missing(
    definition, clinic, clinic_prescriptions
):
    values = values_of(definition, clinic, clinic_prescriptions)
    of_users = values[clinic["rx_use"] == 1]
    assert set(of_users.dropna()) <= {0, 1}
    assert of_users.notna().all() or definition.id == "treated_firm"
    assert set(values[clinic["rx_use"] == 0]) == {0}
    assert values[clinic["rx_use"].isna()].isna().all()


@pytest.mark.parametrize("definition", EVERY)
def test_a_definition_reads_no_column_but_those_that_it_names(definition, clinic, clinic_prescriptions):
    people = clinic[["seqn", *dict.fromkeys((*definition.needs, *ALWAYS))]]
    rows = clinic_prescriptions[list(dict.fromkeys((*OF_EVERY_TABLE, *definition.row_columns)))]
    pd.testing.assert_series_equal(
        values_of(definition, people, rows), values_of(definition, clinic, clinic_prescriptions)
    )


@pytest.mark.parametrize("definition", EVERY)
def test_the_name_of_a_wave_means_nothing_to_a_definition(definition, clinic, clinic_prescriptions):
    pd.testing.assert_series_equal(
        values_of(definition, clinic.assign(release="H"), clinic_prescriptions),
        values_of(definition, clinic, clinic_prescriptions),
    )


def test_the_table_has_the_columns_that_are_described(clinic_prescriptions):
    assert set(clinic_prescriptions) == {"seqn", *canonical_columns(TABLE)}


def rows(*taken: tuple[str, str, set[int], str], days: list[float] | None = None) -> pd.DataFrame:
    """Return the drugs of person 1: id, name, classes and reasons, and for how many days they have been taken."""
    found = pd.DataFrame(taken, columns=["drug_id", "drug_name", "classes", "reasons"])
    found["days"] = days or np.nan
    found["drug_id"] = found["drug_id"].replace("", np.nan)
    return found.assign(
        seqn=1.0,
        classes=found["classes"].map(frozenset),
        ingredient_classes=[frozenset()] * len(found),
        for_rls=has_reason(found["reasons"], "G25.81"),
    )


def value(definition: Definition, taken: pd.DataFrame, **columns: float) -> float:
    person = pd.DataFrame({"seqn": 1.0, "age": 50.0, "female": 0.0, "rx_use": 1.0, **columns}, index=[0])
    return float(values_of(definition, person, taken).iloc[0])


SERTRALINE = ("d1", "SERTRALINE", {249, 208})
GABAPENTIN = ("d2", "GABAPENTIN", {64, 347})
ROPINIROLE = ("d4", "ROPINIROLE", {66, 276})
LEVODOPA = ("d5", "CARBIDOPA; LEVODOPA", {66, 276})
BENZTROPINE = ("d6", "BENZTROPINE", {66})
TRAMADOL = ("d7", "TRAMADOL", {60})
UNKNOWN = ("", "99999", set())


@pytest.mark.parametrize(
    ("id_", "taken", "expected"),
    [
        ("rx_ssri", [(*SERTRALINE, "F32")], 1),
        ("rx_ssri", [(*SERTRALINE, "F32 G25.81")], 0),
        ("rx_ssri", [(*UNKNOWN, "F32")], 0),
        ("rx_gabapentinoid", [(*GABAPENTIN, "")], 1),
        ("rx_dopaminergic", [(*ROPINIROLE, "G20")], 1),
        ("treated", [(*ROPINIROLE, "G25.81P")], 1),
        ("treated", [(*ROPINIROLE, "G20")], 0),
        ("treated_firm", [(*TRAMADOL, "G25.81")], 1),
        ("treated_firm", [(*LEVODOPA, "G25.81 G20")], 1),
        ("treated_firm", [(*BENZTROPINE, "G25.81"), (*GABAPENTIN, "G25.81")], 1),
        ("treated_firm", [(*BENZTROPINE, "G25.81"), (*GABAPENTIN, "M79.2")], np.nan),
        ("treated_firm", [(*UNKNOWN, "G25.81")], np.nan),
        ("treated_firm", [(*ROPINIROLE, "G20")], 0),
        ("insomnia_treated", [(*SERTRALINE, "F32 G47.01")], 1),
        ("insomnia_treated", [(*SERTRALINE, "G47.9")], 1),
        ("insomnia_treated", [(*SERTRALINE, "G47.30")], 0),
        ("insomnia_treated", [(*SERTRALINE, "G47.0 G25.81")], 0),
        ("neuropathy_treated", [(*GABAPENTIN, "G62.9")], 1),
        ("neuropathy_other_drug", [(*GABAPENTIN, "G62.9")], 0),
        ("neuropathy_other_drug", [(*UNKNOWN, "G62.9")], 0),
        ("neuropathy_other_drug", [(*SERTRALINE, "G62.9")], 1),
        ("pain_other_drug", [(*GABAPENTIN, "M54.5")], 1),
        ("pain_other_drug", [(*SERTRALINE, "M54.5")], 0),
        ("pain_other_drug", [(*UNKNOWN, "G89")], 0),
        ("rx_ssri_other_reason", [(*SERTRALINE, "F32 G47.0")], 0),
        ("rx_ssri_other_reason", [(*SERTRALINE, "J30.9")], 0),
        ("rx_ssri_other_reason", [(*SERTRALINE, "F32 G25.81")], 0),
        ("rx_ssri_other_reason", [(*SERTRALINE, "G47.9"), (*SERTRALINE, "F32")], 1),
        ("rx_ssri_other_reason", [(*SERTRALINE, "")], 1),
        ("migraine_treated", [(*SERTRALINE, "G43.P")], 1),
        ("rx_five_or_more", [(*UNKNOWN, "")] * 5, 1),
        ("rx_five_or_more", [(*UNKNOWN, "")] * 4 + [(*ROPINIROLE, "G25.81")], 0),
    ],
)
def test_values_by_hand(id_, taken, expected):
    assert value(DEFINITIONS[id_], rows(*taken)) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([400, 30, 365, 365], 1),
        ([30, 400, 365, 30], 1),
        ([365, 365, 365, 365], 0),
        ([364, 30, 30, 365], 0),
        ([400, 30, np.nan, 365], 1),
        ([400, np.nan, 365, np.nan], 1),
        ([np.nan, np.nan, 365, 365], 0),
        ([400, 30, np.nan, np.nan], 0),
    ],
)
def test_the_longest_row_of_a_drug_is_compared_with_the_longest_row_for_rls(days, expected):
    taken = rows(
        (*SERTRALINE, "F32"), (*SERTRALINE, ""), (*ROPINIROLE, "G25.81"), (*GABAPENTIN, "G25.81"), days=days
    )  # fmt: skip
    assert value(DEFINITIONS["rx_ssri_before"], taken) == expected
    assert value(DEFINITIONS["rx_snri_before"], taken) == 0


def test_without_a_drug_for_rls_use_of_any_duration_counts():
    assert value(DEFINITIONS["rx_ssri_before"], rows((*SERTRALINE, "F32"), days=[np.nan])) == 1
    assert value(DEFINITIONS["rx_ssri_before"], rows((*GABAPENTIN, "G62.9"), days=[9])) == 0


@pytest.mark.parametrize(
    ("taken", "diagnosed", "expected"),
    [
        ([], 1, 1),
        ([(*SERTRALINE, "")], 0, 0),
        ([(*ROPINIROLE, "")], 0, 1),
        ([(*ROPINIROLE, "G25.81")], 0, 1),
        ([(*ROPINIROLE, ""), (*LEVODOPA, "")], 0, 0),
        ([(*ROPINIROLE, ""), (*LEVODOPA, "")], 1, 1),
        ([(*ROPINIROLE, ""), (*BENZTROPINE, "")], 0, 0),
        ([(*ROPINIROLE, "")], np.nan, np.nan),
    ],
)
def test_a_dopamine_agonist_makes_a_case_unless_a_drug_for_parkinson_disease_is_taken(
    taken, diagnosed, expected
):
    found = value(DEFINITIONS["diagnosed_or_agonist"], rows(*taken), restless_legs=diagnosed)
    assert found == pytest.approx(expected, nan_ok=True)


def test_a_reason_is_matched_from_the_start_of_a_code():
    taken = rows((*SERTRALINE, "F32 E11.4"), (*ROPINIROLE, "G25.81 F32"))
    assert reason_starts(taken, "F32").tolist() == [True, False]
    assert reason_starts(taken, "E11").tolist() == [True, False]
    assert not reason_starts(taken, "1.4", "32").any()


@pytest.mark.parametrize("definition", EVERY)
def test_a_column_of_the_table_that_a_cohort_lacks_is_an_error_and_never_a_no(
    definition, clinic, clinic_prescriptions
):
    for name in definition.row_columns:
        with pytest.raises(
            AnalysisError, match=rf"^{definition.id} .* the table `{TABLE}` has no column {name}\."
        ):
            values_of(definition, clinic, clinic_prescriptions.drop(columns=name))
