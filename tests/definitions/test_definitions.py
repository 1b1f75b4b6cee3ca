"""Every definition on canonical columns of a cohort that is not NHANES."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rlsanalysis import definitions
from rlsanalysis.definitions import body, groups
from rlsanalysis.definitions.columns import canonical_columns
from rlsanalysis.definitions.declare import ALWAYS, Definition, values_of
from rlsanalysis.survey.errors import AnalysisError

DEFINITIONS = groups.definitions()
OF_PEOPLE = [pytest.param(d, id=d.id) for d in DEFINITIONS.values() if not d.rows]
EVERY = [pytest.param(d, id=d.id) for d in DEFINITIONS.values()]


@pytest.mark.parametrize("definition", OF_PEOPLE)
def test_a_definition_gives_its_levels_from_canonical_columns(definition, clinic):
    values = values_of(definition, clinic)
    assert values.notna().any()
    if definition.kind != "continuous":
        assert set(values.dropna()) <= set(range(len(definition.levels)))


@pytest.mark.parametrize("definition", OF_PEOPLE)
def test_the_name_of_a_wave_means_nothing_to_a_definition(definition, clinic):
    values = values_of(definition, clinic)
    pd.testing.assert_series_equal(values_of(definition, clinic.drop(columns="release")), values)
    pd.testing.assert_series_equal(values_of(definition, clinic.assign(release="E")), values)


@pytest.mark.parametrize("definition", OF_PEOPLE)
def test_a_definition_reads_no_column_but_those_that_it_names(definition, clinic):
    own = clinic[["seqn", *dict.fromkeys((*definition.needs, *ALWAYS))]]
    pd.testing.assert_series_equal(values_of(definition, own), values_of(definition, clinic))


@pytest.mark.parametrize("definition", EVERY)
def test_a_column_that_a_cohort_lacks_is_an_error_and_never_a_no(definition, clinic):
    for name in definition.needs:
        with pytest.raises(
            AnalysisError, match=rf"^{definition.id} cannot be derived, .* no column {name}\."
        ):
            values_of(definition, clinic.drop(columns=name))


@pytest.mark.parametrize("definition", EVERY)
def test_the_columns_of_a_definition_are_described(definition):
    assert set(definition.needs) <= set(canonical_columns())
    assert set(definition.row_columns) <= (
        set(canonical_columns(definition.rows)) if definition.rows else set()
    )
    assert bool(definition.rows) == bool(definition.row_columns) or definition.id == "rx_five_or_more"


def test_no_canonical_column_is_described_that_no_definition_needs():
    needed = {name for d in DEFINITIONS.values() for name in d.needs}
    assert set(canonical_columns()) == needed | set(ALWAYS)


def test_a_canonical_column_has_a_unit_or_codes():
    for column in canonical_columns().values():
        assert bool(column.unit) != bool(column.coding)
        assert column.meaning[0].isupper()


def test_the_definitions_name_no_survey():
    home = Path(definitions.__file__).parent
    for path in [*home.glob("*.py"), *home.glob("*.csv")]:
        text = re.sub(r"`rlsanalysis\.nhanes\S*`( for NHANES)?", "", path.read_text(encoding="utf-8"))
        text = text.replace('"CDC, National Exposure Report', "")  # the source of a cutoff
        assert not re.search(r"\b(NHANES|CDC|BIOPRO|survey cycle)\b", text), path.name


def test_definitions_depend_on_records_names_and_errors_only():
    allowed = (
        "rlsanalysis.definitions", "rlsanalysis.study.names", "rlsanalysis.study.records",
        "rlsanalysis.survey.errors",
    )  # fmt: skip
    for path in Path(definitions.__file__).parent.glob("*.py"):
        if path.stem != "cohort":  # makes a cohort of them
            imported = re.findall(
                r"^from (rlsanalysis\S+) import", path.read_text(encoding="utf-8"), re.MULTILINE
            )
            assert all(name.startswith(allowed) for name in imported), path.name


def person(**columns: float) -> pd.DataFrame:
    """One man of 50 with some canonical columns."""
    return pd.DataFrame({"age": [50.0], "female": [0.0]} | {name: [value] for name, value in columns.items()})


def value(id_: str, **columns: float) -> float:
    return float(values_of(DEFINITIONS[id_], person(**columns)).iloc[0])


PHQ9 = {name: 1.0 for name in canonical_columns() if name.startswith("phq_")}
"""One point for each of the nine items."""

DASH_GOALS = {
    "energy": 1000, "protein": 45, "fibre": 14.8, "magnesium": 238, "calcium": 590, "potassium": 2238, "fat": 30,
    "saturated_fat": 6, "cholesterol": 71, "sodium": 1143,
}  # fmt: skip
DASH_GOALS = {f"dietary_{name}_day{day}": total for name, total in DASH_GOALS.items() for day in (1, 2)}
"""Intake on two days that meets each goal: 18% of energy from protein, 27% from fat, 5.4% from saturated fat."""


@pytest.mark.parametrize(
    ("id_", "columns", "expected"),
    [
        ("ferritin_lt50", {"ferritin": 49.9}, 1),
        ("ferritin_lt50", {"ferritin": 50}, 0),
        ("ferritin_lt50", {"ferritin": 6200}, 0),
        ("ferritin_halving", {"ferritin": 8}, -3),
        ("anaemia", {"haemoglobin": 12.9, "pregnant": np.nan}, 1),
        ("anaemia", {"haemoglobin": 12.9, "pregnant": np.nan, "female": 1}, 0),
        ("anaemia", {"haemoglobin": 11.5, "pregnant": 1, "female": 1}, 0),
        ("anaemia", {"haemoglobin": 11.5, "pregnant": 0, "female": 1}, 1),
        ("age_10", {"age": 91}, 9.1),
        ("poverty_or_unknown", {"income_to_poverty": np.nan}, 3),
        ("parity", {"live_births": 3}, 2),
        ("obesity", {"body_mass_index": 30}, 1),
        ("egfr", {"creatinine": 0.9}, 142 * 0.9938**50),
        ("egfr", {"creatinine": 0.7, "female": 1}, 142 * 0.9938**50 * 1.012),
        ("egfr_stage", {"creatinine": 0.9}, 0),
        ("albuminuria", {"urine_albumin": 36.3, "urine_creatinine": 121}, 1),
        ("ckd", {"creatinine": 2.5, "urine_albumin": np.nan, "urine_creatinine": 100}, np.nan),
        ("diabetes_any", {"diabetes": 1, "hba1c": 6.4}, 0),
        ("diabetes_any", {"diabetes": 0, "hba1c": 6.5}, 1),
        ("glycaemia", {"diabetes": 1, "hba1c": 5}, 1),
        ("insulin", {"diabetes": 0, "insulin": np.nan}, 0),
        ("insulin", {"diabetes": 2, "insulin": np.nan}, np.nan),
        ("retinopathy", {"diabetes": 2, "retinopathy": 1}, 2),
        ("diabetes_duration", {"diabetes": 2, "age_at_diabetes_diagnosis": 40}, 2),
        ("glucose_fasting", {"glucose_fasting": 90}, 5),
        ("pack_years", {"pack_years": 25}, 2.5),
        ("alcohol", {"drinks_per_week": 7.5}, 0),
        ("alcohol", {"drinks_per_week": 7.5, "female": 1}, 2),
        ("alcohol_lifetime", {"drinks_per_week": 0, "lifetime_abstainer": 1}, 1),
        ("alcohol_lifetime", {"drinks_per_week": 0, "lifetime_abstainer": 0}, 2),
        ("alcohol_lifetime", {"drinks_per_week": 0, "lifetime_abstainer": np.nan}, np.nan),
        ("inactive", {"vigorous_activity": 0, "moderate_activity": 0}, 1),
        ("inactive", {"vigorous_activity": 0, "moderate_activity": np.nan}, np.nan),
        ("active_150", {"activity_minutes": 150}, 1),
        ("cvd", {"heart_failure": 0, "coronary_disease": 0, "angina": 0, "heart_attack": 0}, 0),
        ("cvd", {"heart_failure": 0, "coronary_disease": 0, "angina": np.nan, "heart_attack": 1}, 1),
        ("cvd", {"heart_failure": 0, "coronary_disease": 0, "angina": 0, "heart_attack": np.nan}, np.nan),
        ("poor_health", {"general_health": 4}, 1),
        ("crp_ge3", {"c_reactive_protein": 3}, 1),
        ("diagnosed", {"restless_legs": 1}, 1),
        ("diagnosed", {"restless_legs": np.nan}, np.nan),
        ("other_sleep_disorder", {"other_sleep_disorder": 0}, 0),
        ("leg_jerks", {"leg_jerks": 2}, 0),
        ("leg_jerks", {"leg_jerks": 3}, 1),
        ("leg_cramps", {"leg_cramps": 4}, 1),
        ("rx_user", {"rx_use": 0}, 0),
        ("b12_lt200", {"vitamin_b12": 199.9}, 1),
        ("b12_lt200", {"vitamin_b12": 200}, 0),
        ("depression_core", {"phq_interest": 1, "phq_mood": 2}, 1),
        ("depression_core", {"phq_interest": 1, "phq_mood": 1}, 0),
        ("depression_core", {"phq_interest": 3, "phq_mood": np.nan}, np.nan),
        ("depression", PHQ9, 0),
        ("depression", PHQ9 | {"phq_death": 2}, 1),
        ("depression", PHQ9 | {"phq_death": np.nan}, np.nan),
        ("stroke", {"stroke": 1}, 1),
        ("memory_trouble", {"memory_trouble": np.nan}, np.nan),
        ("short_sleep", {"sleep_hours": 6.5}, 1),
        ("short_sleep", {"sleep_hours": 7}, 0),
        ("sleep_apnoea", {"sleep_apnoea": 1}, 1),
        ("snores_often", {"snoring": 1}, 0),
        ("snores_often", {"snoring": 2}, 1),
        ("dash_score", DASH_GOALS, 9),
        ("dash_score", DASH_GOALS | {"dietary_sodium_day2": 1287}, 8.5),
        ("dash_score", DASH_GOALS | {"dietary_sodium_day2": 2000}, 8),
        ("dash_score", DASH_GOALS | {"dietary_fibre_day2": np.nan}, np.nan),
        ("dash_score", DASH_GOALS | {"dietary_energy_day1": 0, "dietary_energy_day2": 0}, np.nan),
        ("diet_poor", {"diet_rating": 3}, 0),
        ("diet_poor", {"diet_rating": 4}, 1),
        ("fibre_10", {"dietary_fibre_day1": 25}, 2.5),
        ("dietary_iron_5_lower", {"dietary_iron_day1": 10}, -2),
        ("energy", {"dietary_energy_day1": 2100}, 2.1),
        ("caffeine", {"dietary_caffeine_day1": 49.9}, 0),
        ("caffeine", {"dietary_caffeine_day1": 400}, 3),
        ("caffeine_100_two_day", {"dietary_caffeine_day1": 150, "dietary_caffeine_day2": 50}, 1),
        ("caffeine_100_two_day", {"dietary_caffeine_day1": 150, "dietary_caffeine_day2": np.nan}, np.nan),
        ("exam_nov_apr", {"examined_november_april": 1}, 1),
        ("recall_weekend", {"recall_weekday": 1}, 1),
        ("recall_weekend", {"recall_weekday": 6}, 0),
        ("relative_asthma", {"asthma_in_relative": np.nan}, np.nan),
    ],
)
def test_values_by_hand(id_, columns, expected):
    assert value(id_, **columns) == pytest.approx(expected, nan_ok=True)


def test_a_code_that_the_canonical_column_does_not_have_is_an_error_and_never_missing():
    for id_, columns in (
        ("blood_donor", {"blood_donated": 2}),
        ("cvd", {"heart_failure": 2, "coronary_disease": 2, "angina": 2, "heart_attack": 2}),
        ("anaemia", {"haemoglobin": 12, "pregnant": 0, "female": 2}),
    ):
        with pytest.raises(
            AnalysisError, match=r"^The canonical column \w+ has the values 2\. Its codes are: 0 "
        ):
            value(id_, **columns)


def test_a_value_that_no_level_has_is_an_error():
    doubled = replace(DEFINITIONS["blood_donor"], derive=lambda people: 2 * people["blood_donated"])
    with pytest.raises(
        AnalysisError, match=r"^blood_donor: .* not one of the levels.* columns blood_donated have"
    ):
        values_of(doubled, person(blood_donated=1))


def test_a_definition_without_its_rows_is_an_error(clinic):
    of_rows = Definition(
        "x", "", "", "binary", "", (), lambda people, _: people["age"] > 0, rows="prescriptions"
    )
    with pytest.raises(AnalysisError, match="x cannot be derived without the table `prescriptions`"):
        values_of(of_rows, clinic)


def test_a_definition_may_have_another_group_than_its_module(monkeypatch):
    cramps = replace(DEFINITIONS["leg_cramps"], id="cramps_at_night")
    monkeypatch.setattr(body, "DEFINITIONS", (*body.DEFINITIONS, cramps))
    assert groups.module_of("cramps_at_night") == "body"
    assert groups.module_of("leg_cramps") == "outcomes"


def test_two_definitions_with_one_id_are_refused(monkeypatch):
    monkeypatch.setattr(body, "DEFINITIONS", (*body.DEFINITIONS, DEFINITIONS["leg_cramps"]))
    with pytest.raises(AnalysisError, match="leg_cramps is defined in both outcomes and body"):
        groups.definitions.__wrapped__()


def test_an_unknown_id_is_an_error_that_suggests_similar_ones():
    with pytest.raises(
        AnalysisError, match=r"^There is no definition 'smokng'\. Names that look similar: smoking\."
    ):
        DEFINITIONS["smokng"]
    assert "smokng" not in DEFINITIONS
    assert DEFINITIONS.get("smokng") is None
