"""Every declaration against CDC's codebook, the catalog and the study plan."""

import csv
import re
import sys
from collections import defaultdict
from functools import cache
from itertools import groupby
from pathlib import Path

import pandas as pd
import pytest

from rlsanalysis.nhanes import catalog, sources
from rlsanalysis.nhanes.bind import registry
from rlsanalysis.nhanes.canonical import RELEASES
from rlsanalysis.nhanes.columns import Column
from rlsanalysis.nhanes.sources import body
from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.records import ADULTS, Variable
from rlsanalysis.survey.errors import AnalysisError

SHARED = Path(__file__).parents[4] / "shared"
TABLES = SHARED / "nhanes" / "tables"
RANGE = re.compile(r"(-?[\d.]+) to (-?[\d.]+)")
NUMBER = re.compile(r"-?\d+(\.\d+)?|-?\.\d+")
IN_THE_PLAN = {"diet1": "diet day 1", "diet2": "diet two days"}

BOUND = list(registry().values())
STUDIED = nhanes_study().variables
VARIABLES = list(STUDIED.values())


def declared_columns() -> list[Column]:
    """Columns of every module that declares some; a shared one stands once."""
    modules = [module for name, module in sorted(sys.modules.items()) if name.startswith(sources.__name__)]
    grids = [getattr(module, grid, {}) for module in modules for grid in ("COLUMNS", "LOOKUP")]
    return list({id(column): column for grid in grids for column in grid.values()}.values())


DECLARED = declared_columns()
COLUMNS = [pytest.param(column, id=column.name) for column in DECLARED]
CODED = [pytest.param(column, id=column.name) for column in DECLARED if not column.free]


@cache
def codebook() -> dict[tuple[str, str], list[str]]:
    """Documented codes and ranges by table and column; skips where the shared codebook is absent."""
    file = SHARED / "nhanes" / "codebook.tsv"
    if not file.is_file():
        pytest.skip("CDC's codebook is not beside the repository (../shared/nhanes/codebook.tsv)")
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    with file.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            found[row["table"], row["variable"].upper()].append(row["code"])
    return dict(found)


def documented(column: Column) -> dict[str, list[str]]:
    """Codes of a column by release: CDC's, or those of the table where CDC's codebook is not at hand."""
    return {
        release: codebook().get((column.table(release), column.raw_name(release).upper()))
        or recorded(column, release)
        for release in column.source
    }


def recorded(column: Column, release: str) -> list[str]:
    """Codes of a column in a table whose codebook is not at hand, and the range of its other values."""
    table = pd.read_parquet(TABLES / f"{column.table(release)}.parquet")
    values = table[next(name for name in table if name.upper() == column.raw_name(release).upper())].dropna()
    if column.limits is None:
        return [f"{value:g}" for value in sorted(values.unique())]
    special = values.isin([*column.codes, *column.missing])
    codes = [f"{value:g}" for value in sorted(values[special].unique())]
    return [*codes, f"{values[~special].min()} to {values[~special].max()}"]


def ranges(column: Column) -> list[tuple[float, float]]:
    found = [RANGE.fullmatch(code) for codes in documented(column).values() for code in codes]
    return [(float(match[1]), float(match[2])) for match in found if match]


def numbers(codes: list[str]) -> set[float]:
    return {float(code) for code in codes if NUMBER.fullmatch(code)}


@pytest.mark.parametrize("column", CODED)
def test_every_documented_code_is_declared(column):
    lowest, highest = column.limits or (1, 0)
    undeclared = {
        (release, code)
        for release, codes in documented(column).items()
        for code in numbers(codes) - set(column.codes) - set(column.missing)
        if not lowest <= code <= highest
    }
    assert not undeclared


@pytest.mark.parametrize("column", CODED)
def test_every_declared_code_is_documented(column):
    known = set().union(*(numbers(codes) for codes in documented(column).values()))
    assert {*column.codes, *column.missing} <= known


@pytest.mark.parametrize("column", CODED)
def test_limits_are_the_documented_range(column):
    own = {*column.codes, *column.missing}
    values = {bound for pair in ranges(column) for bound in pair}
    values |= set().union(*(numbers(codes) - own for codes in documented(column).values()))
    if not values:
        assert column.limits is None
    else:
        assert column.limits == (min(values), max(values))


@pytest.mark.parametrize("column", COLUMNS)
def test_tables_of_every_column_are_in_the_catalog(column):
    assert column.source
    for release in column.source:
        assert column.table(release) in catalog.tables()


@pytest.mark.parametrize("column", COLUMNS)
def test_codes_and_missing_codes_do_not_overlap(column):
    assert not set(column.codes) & set(column.missing)


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda v: v.id)
def test_levels_fit_the_kind(variable):
    if variable.kind == "continuous":
        assert not variable.levels
        assert variable.unit
    elif variable.kind == "binary":
        assert len(variable.levels) == 2
    else:
        assert len(variable.levels) > 2
    assert len(set(variable.levels)) == len(variable.levels)


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda v: v.id)
def test_variable_exists_in_releases_in_which_all_parts_of_it_are_measured(variable):
    assert variable.releases
    assert set(variable.releases) <= set(RELEASES)
    for release in variable.releases:
        assert registry()[variable.id].columns_in(release)
        assert variable.component[release]


def test_no_declared_column_is_unused():
    used = {id(column) for bound in BOUND for column in bound.columns}
    tables = [bound.rows for bound in BOUND if bound.rows]
    used |= {id(column) for rows in tables for column in (*rows.columns.values(), *rows.lookup.values())}
    assert not [column.name for column in DECLARED if id(column) not in used]


def test_no_raw_column_is_declared_twice():
    cells: dict[str, list[str]] = defaultdict(list)
    for column in DECLARED:
        for release, cell in column.source.items():
            cells[f"{cell} in {release}"].append(column.name)
    assert not {cell: names for cell, names in cells.items() if len(names) > 1}


RENAMED = {"stfr_doubling": "stfr_doubling_women", "body_iron_negative": "body_iron_negative_women"}
REMOVED = {"ferritin_lt75"}


@pytest.fixture(scope="module")
def plan() -> list[dict[str, str]]:
    """Rows of exposures.csv, which has the first edition, without those that the second removed."""
    file = SHARED / "exposures.csv"
    if not file.is_file():
        pytest.skip("the study plan is not beside the repository (../shared/exposures.csv)")
    with file.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["id"] not in REMOVED]
    return [row | {"id": RENAMED.get(row["id"], row["id"])} for row in rows]


def releases_of(row: dict[str, str]) -> list[str]:
    return row["releases_2005_2008"].split() + row["releases_2013_2020"].split()


def population(variable: Variable, releases: list[str]) -> str:
    """Population as the plan writes it: `women 20-49 in D, E; adults 20+ in P`."""
    eligible = {r: variable.population[r].described("adults") for r in releases}
    if len(set(eligible.values())) == 1:
        return eligible[releases[0]]
    return "; ".join(
        f"{group} in {', '.join(some)}" for group, some in groupby(eligible, key=eligible.__getitem__)
    )


def test_every_exposure_of_the_plan_is_declared(plan):
    assert not {row["id"] for row in plan} - set(STUDIED)


@pytest.mark.parametrize("field", ["group", "kind"])
def test_declarations_have_the_group_and_kind_of_the_plan(plan, field):
    assert {row["id"]: getattr(STUDIED[row["id"]], field) for row in plan} == {
        row["id"]: row[field] for row in plan
    }


def quantities(text: str) -> set[str]:
    """Numbers in a text, but for those that belong to a unit, a scale or a name."""
    return set(re.findall(r"(?<![\w.])\d+(?:\.\d+)?", re.sub(r"24-hour|1\.73 m2|m2|log2|e601|B12", "", text)))


def test_cutoffs_of_the_plan_are_in_the_label_or_the_contrast(plan):
    lacking = {}
    for row in plan:
        declared = STUDIED[row["id"]]
        text = (
            f"{declared.label} {declared.contrast} {' '.join(declared.level_labels.values())} {declared.note}"
        )
        missing = quantities(f"{row['label']} {row['contrast']}") - quantities(text)
        if missing:
            lacking[row["id"]] = missing
    assert not lacking


def test_exposures_exist_in_the_releases_of_the_plan(plan):
    assert not {
        row["id"]: row for row in plan if not set(releases_of(row)) <= set(STUDIED[row["id"]].releases)
    }


def test_exposures_take_the_component_of_the_plan_and_so_the_weight(plan):
    def components(row: dict[str, str]) -> set[str]:
        found = {STUDIED[row["id"]].component[release] for release in releases_of(row)}
        return {IN_THE_PLAN.get(component, component) for component in found}

    assert {row["id"]: components(row) for row in plan} == {row["id"]: {row["component"]} for row in plan}


def test_exposures_have_the_population_of_the_plan(plan):
    assert {row["id"]: population(STUDIED[row["id"]], releases_of(row)) for row in plan} == {
        row["id"]: row["population"] for row in plan
    }


def test_the_reference_of_the_plan_is_the_first_level(plan):
    """Compared by their first two words: some levels are shorter than the plan's."""
    marked = {row["id"]: row["contrast"].partition(" (ref")[0] for row in plan if "(ref" in row["contrast"]}
    assert {id_: STUDIED[id_].levels[0].split()[:2] for id_ in marked} == {
        id_: reference.split()[:2] for id_, reference in marked.items()
    }


LONGEST_SHORT_LABEL = 28
BRITISH = re.compile(r"an?aemi|haem|oedema|fibre|oestr|apnoea|isation|harmonis|glycaem|centre", re.IGNORECASE)


def test_labels_of_tables_and_of_figures_are_complete_and_unique():
    for name in ("label", "short"):
        labels = [getattr(v, name) for v in VARIABLES]
        assert all(labels)
        assert len(set(labels)) == len(labels)
    assert not {v.id: v.short for v in VARIABLES if len(v.short) > LONGEST_SHORT_LABEL}


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda v: v.id)
def test_displayed_text_is_american_and_set_in_signs(variable):
    shown = (
        variable.label, variable.short, variable.contrast, variable.note, *variable.level_labels.values(),
        *(text for c in registry()[variable.id].columns for text in (c.label, c.asked, *c.codes.values())),
    )  # fmt: skip
    for text in shown:
        assert not BRITISH.search(text)
        assert ">=" not in text
        assert "m2" not in text
        assert " %" not in text


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda v: v.id)
def test_a_note_is_made_of_sentences(variable):
    if variable.note:
        assert variable.note[0].isupper()
        assert variable.note.endswith(".")


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda v: v.id)
def test_level_labels_are_of_levels_or_of_the_unit_and_stay_distinct(variable):
    assert set(variable.level_labels) <= {*variable.levels, variable.unit}
    displayed = [variable.level_labels.get(level, level) for level in variable.levels]
    assert len(set(displayed)) == len(displayed)


def test_a_variable_describes_itself_without_colors():
    declared = STUDIED["ferritin_lt50"]
    assert repr(declared) == ("<Variable ferritin_lt50: Serum ferritin <50 ng/mL (binary; <50 vs ≥50 ng/mL)>")
    table = declared._repr_html_()
    assert "Serum ferritin &lt;50 ng/mL" in table
    assert "women 20-49; 20+" in table
    assert "color" not in table


@pytest.mark.parametrize("outcome", [v for v in VARIABLES if v.group == "outcomes"], ids=lambda v: v.id)
def test_outcomes_are_of_adults(outcome):
    assert set(outcome.population.values()) == {ADULTS}


@pytest.mark.parametrize("id_", ["dialysis", "pregnant"])
def test_what_cannot_be_assessed_is_said_in_the_note(id_):
    assert "cannot be assessed in these data" in STUDIED[id_].note


def test_kidney_disease_does_not_stand_in_for_dialysis():
    for id_ in ("ckd", "dialysis"):
        assert "does not stand in for dialysis" in STUDIED[id_].note


@pytest.mark.parametrize(
    "id_",
    ["rx_antipsychotic", "rx_antiemetic_dopamine", "rx_antiemetic", "rx_antihistamine", "rx_mirtazapine"],
)
def test_drugs_that_may_worsen_rls_say_so(id_):
    assert "worsen RLS" in STUDIED[id_].note


def test_drugs_sometimes_prescribed_for_rls_say_so():
    assert not [v.id for v in VARIABLES if "Treats RLS" in v.note]
    assert "recommended treatments of RLS" in STUDIED["rx_gabapentinoid"].note
    assert "not an established treatment" in STUDIED["rx_benzodiazepine"].note
    assert "mostly prescribed for pain" in STUDIED["rx_opioid"].note


def test_depressive_symptoms_name_their_instrument_and_cutoff():
    assert STUDIED["depression_core"].label == "Depressive symptoms (PHQ-2 score ≥3)"
    assert STUDIED["depression"].label == "Depressive symptoms (PHQ-9 score ≥10)"


def test_an_unknown_column_of_a_declaration_is_answered_with_similar_names():
    with pytest.raises(
        AnalysisError, match=r"reads the column `bmii`, which its module does not have\. .*similar: `bmi`\.$"
    ):
        body.COLUMNS["bmii"]
    assert body.COLUMNS.get("bmii") is None
