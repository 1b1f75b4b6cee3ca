"""Every definition that is based on prescriptions, on canonical rows of a cohort that is not NHANES."""

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.definitions import medications, neurological, neuropathy, outcomes
from rlsanalysis.definitions.columns import canonical_columns
from rlsanalysis.definitions.declare import ALWAYS, Definition, values_of
from rlsanalysis.definitions.prescriptions import TABLE, has_reason, reason_starts
from rlsanalysis.survey.errors import AnalysisError

DEFINITIONS = {
    d.id: d
    for module in (outcomes, medications, neuropathy, neurological)
    for d in module.DEFINITIONS
    if d.rows == TABLE
}
EVERY = [pytest.param(d, id=d.id) for d in DEFINITIONS.values()]
OF_EVERY_TABLE = ("seqn", "drug_name", "for_rls")
"""Columns that need not be named: a cohort without reasons has `for_rls` all false."""


@pytest.mark.parametrize("definition", EVERY)
def test_users_are_yes_or_no_others_are_no_and_those_who_did_not_answer_are_missing(
    definition, clinic, clinic_prescriptions
):
    values = values_of(definition, clinic, clinic_prescriptions)
    assert set(values[clinic["rx_use"] == 1]) <= {0, 1}
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


def rows(*taken: tuple[str, str, set[int], str]) -> pd.DataFrame:
    """Return the drugs of person 1: id, name, classes and reasons."""
    found = pd.DataFrame(taken, columns=["drug_id", "drug_name", "classes", "reasons"])
    found["drug_id"] = found["drug_id"].replace("", np.nan)
    return found.assign(
        seqn=1.0,
        classes=found["classes"].map(frozenset),
        ingredient_classes=[frozenset()] * len(found),
        for_rls=has_reason(found["reasons"], "G25.81"),
    )


def value(definition: Definition, taken: pd.DataFrame) -> float:
    person = pd.DataFrame({"seqn": [1.0], "age": [50.0], "female": [0.0], "rx_use": [1.0]})
    return float(values_of(definition, person, taken).iloc[0])


SERTRALINE = ("d1", "SERTRALINE", {249, 208})
GABAPENTIN = ("d2", "GABAPENTIN", {64, 347})
ROPINIROLE = ("d4", "ROPINIROLE", {66, 276})
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
        ("insomnia_treated", [(*SERTRALINE, "F32 G47.01")], 1),
        ("insomnia_treated", [(*SERTRALINE, "G47.0 G25.81")], 0),
        ("neuropathy_treated", [(*GABAPENTIN, "G62.9")], 1),
        ("neuropathy_other_drug", [(*GABAPENTIN, "G62.9")], 0),
        ("neuropathy_other_drug", [(*UNKNOWN, "G62.9")], 0),
        ("neuropathy_other_drug", [(*SERTRALINE, "G62.9")], 1),
        ("migraine_treated", [(*SERTRALINE, "G43.P")], 1),
        ("rx_five_or_more", [(*UNKNOWN, "")] * 5, 1),
        ("rx_five_or_more", [(*UNKNOWN, "")] * 4 + [(*ROPINIROLE, "G25.81")], 0),
    ],
)
def test_values_by_hand(id_, taken, expected):
    assert value(DEFINITIONS[id_], rows(*taken)) == expected


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
