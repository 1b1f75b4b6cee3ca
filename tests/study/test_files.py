"""A study is written next to its results and read again as an equal value, or refused in one line."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from pathlib import Path

import pandas as pd
import pytest

from rlsanalysis.nhanes.study import nhanes_study
from rlsanalysis.study.diff import compare
from rlsanalysis.study.files import DICTIONARY, FORMAT, PLAN, plan_text, read_study, write_study
from rlsanalysis.study.records import (
    Adjuster,
    Brands,
    Component,
    Grouping,
    Line,
    Manuscript,
    Outcome,
    Population,
    RawColumn,
    Reference,
    Release,
    Sample,
    Study,
    Topic,
    Unit,
    Variable,
    Words,
)
from rlsanalysis.study.results import read_results
from rlsanalysis.study.run import Part, run_plan
from rlsanalysis.survey.errors import AnalysisError
from second_study import NAME, invented_people, second_cohort, second_study

HEADACHE = Variable(
    "headache", "Headache, “any”, in the past week", "pain", "categorical", "more vs none",
    short="Headache", levels=("none", "some; weekly", "daily"), level_labels={"daily": "each day, or more"},
    unit="days\nper week", population={"D": Population(12, 17), "17": Population(15, 49, women=True)},
    component={"D": "visit", "17": "scan"}, columns=("pain_1", "pain_2"), hazards=("self-report",),
    citation="Doe, J. (2020), \"Pain\", p. 3", note="Asked twice. NA means “none”.", synonyms=("migraine", "pain"),
    drugs=("aspirin",), rows="PAIN",
)  # fmt: skip
EMPTY = Variable("empty", "Nothing", "pain", "continuous", "per unit")


def whole_study() -> Study:
    """The second study with a value in every field."""
    study = second_study(invented_people())
    said = {f.name: f"About {f.name}: 5 < 6 & “7”." for f in fields(Words) if f.type is str}
    words = said | {
        "definitions": {"jerks": "jerks at the onset of sleep"},
        "comments": {"steps": "Counted by a phone."},
        "classes": {"obesity": ("steps",), "smoking": ()},
        "revealing": {"steps": "steps"},
        "scheduled": {"night_shift": "asked of workers only"},
        "true_by_definition": {"obesity": {"cramps": ("orlistat", "semaglutide")}},
        "not_assessable": {"smoking": "Few smoke."},
        "directions": {"u": "U-shaped"},
        "manuscript": Manuscript(
            **{f.name: f"On {f.name} [@Doe2020]." for f in fields(Manuscript) if f.type is str},
            outcomes={"jerks": "Jerks were reported."},
            samples={"shift": "Night workers were analyzed."},
        ),
    }
    design = study.cohorts[NAME]
    releases = {**design.releases, "both": Release("waves 1 and 2", 0.5, ("D", "violet"))}
    components = {**design.components, "scan": Component("scan weight", "patients scanned", ("visit",))}
    outcome = study.outcomes["cramps"]
    return replace(
        study,
        words=replace(study.words, **words),
        cohorts={NAME: replace(design, releases=releases, components=components, unit=Unit("visit"))},
        outcomes={**study.outcomes, "cramps": replace(outcome, knots=(10, 50.5, 90), sample="shift")},
        adjusters={**study.adjusters, "age": Adjuster("age_10", (1, 2), "age")},
        samples={"shift": Sample("night_shift", ("yes",), "a", "b", "c", "d", "e", "f", "{exposure}_form")},
        sensitivity={"minimal": ("more",)},
        condition_percent=(2.5, 7),
        groupings={"age": Grouping("Age", bands={"18-49": (18, 49)}), "work": Grouping("Work", "night_shift")},
        curves={"steps": replace(study.curves["steps"], step=None, reference=None)},
        table_one=(Line("Work", "steps", "Steps", "a day", 1000.0),),
        columns={
            "steps": RawColumn(
                "Steps", {"D": "PHONE.S"}, {"D": "PHONE.S"}, "steps", "all", (0, 1e5), {"1": "yes"}, {"9": "no"})
        },
        documentation={"PHONE": "https://example.org/phone"},
        topics=(Topic("Tea", ("tea", "mate"), "", "Nobody was asked."),),
        brands={"aspirin": Brands(("A",), ()), "iron": Brands(over_the_counter=("B", "C")), "zinc": Brands()},
        references=(Reference("bias", "Doe 2020"),),
        bibliography="@misc{Doe2020,\n  title = {Jerks}\n}\n",
        variables={**study.variables, "headache": HEADACHE, "empty": EMPTY},
        synthetic=True,
    )  # fmt: skip


STUDIES = {
    "nhanes": nhanes_study(),
    "simulated": nhanes_study("demo"),
    "second": second_study(invented_people()),
    "whole": whole_study(),
}


def parts(value: object) -> Iterator[object]:
    """Yield a value and everything that it contains."""
    yield value
    if is_dataclass(value):
        inside = [getattr(value, f.name) for f in fields(value)]
    elif isinstance(value, Mapping):
        inside = [*value, *value.values()]
    else:
        inside = list(value) if isinstance(value, list | tuple) else []
    for part in inside:
        yield from parts(part)


@pytest.fixture
def written(tmp_path) -> Path:
    """The folder of the second study, with everything in it."""
    write_study(STUDIES["whole"], tmp_path)
    return tmp_path


def test_the_invented_study_has_a_value_in_every_field():
    """So that no field is lost unnoticed between writing and reading."""
    study = STUDIES["whole"]
    for record in (study, study.words, study.words.manuscript, HEADACHE, study.columns["steps"]):
        for f in fields(record):
            value = getattr(record, f.name)
            default = f.default if f.default_factory is MISSING else f.default_factory()
            assert value != default, f"{type(record).__name__}.{f.name}"
            assert value or f.name == "levels", f"{type(record).__name__}.{f.name}"


@pytest.mark.parametrize("name", STUDIES)
def test_what_is_read_is_what_was_written(name, tmp_path):
    study = STUDIES[name]
    write_study(study, tmp_path)
    again = read_study(tmp_path)
    for f in fields(Study):
        assert getattr(again, f.name) == getattr(study, f.name), f.name
    assert again == study
    assert list(again.variables) == list(study.variables)
    assert [*map(list, (again.exposures, again.sets, again.cohorts))] == [
        *map(list, (study.exposures, study.sets, study.cohorts))
    ]


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_that_was_read_is_written_as_the_same_bytes(name, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    write_study(STUDIES[name], first)
    write_study(read_study(first), second)
    for file in (PLAN, DICTIONARY):
        assert (first / file).read_bytes() == (second / file).read_bytes()


@pytest.mark.parametrize("name", STUDIES)
def test_lists_come_back_as_tuples_and_records_as_records(name, tmp_path):
    write_study(STUDIES[name], tmp_path)
    again = read_study(tmp_path)
    assert not [part for part in parts(again) if isinstance(part, list)]
    assert [type(part) for part in parts(again)] == [type(part) for part in parts(again)]
    assert {type(o) for o in again.outcomes.values()} == {Outcome}
    assert {type(p) for v in again.variables.values() for p in v.population.values()} <= {Population}
    assert hash(next(iter(again.exposures.values())).sets)


@pytest.mark.parametrize("name", STUDIES)
def test_one_file_has_the_variables_and_the_other_has_the_rest(name, tmp_path):
    study = STUDIES[name]
    write_study(study, tmp_path)
    plan = json.loads((tmp_path / PLAN).read_text())
    dictionary = pd.read_csv(tmp_path / DICTIONARY, dtype=str, keep_default_na=False)
    assert plan.keys() == {"format"} | {f.name for f in fields(Study)} - {"variables"}
    assert plan["format"] == FORMAT == 3
    assert list(dictionary) == [f.name for f in fields(Variable)]
    assert dictionary["id"].tolist() == list(study.variables)
    for line in study.table_one:
        variable = study.variables[line.variable]
        assert line.label != variable.label
        assert not line.unit or line.unit != variable.unit


@pytest.mark.parametrize(
    "change",
    [
        {"synonyms": ("one | two",)},
        {"levels": ("none", "some | more")},
        {"hazards": ("a", "b | c")},
        {"drugs": ("iron | zinc",)},
        {"columns": ("a | b",)},
        {"level_labels": {"daily": "each | day"}},
        {"level_labels": {"day: 1": "each day"}},
        {"component": {"D: 1": "visit"}},
        {"population": {"D: 1": Population()}},
        {"synonyms": ("",)},
        {"kind": "nominal"},
    ],
)
def test_a_text_that_could_not_be_read_again_is_refused_by_the_name_of_the_variable(change, tmp_path):
    study = STUDIES["whole"]
    variables = {**study.variables, "headache": replace(HEADACHE, **change)}
    with pytest.raises(
        AnalysisError, match=r"The variable headache cannot be written to variables\.csv: .*contains"
    ):
        write_study(replace(study, variables=variables), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text", ["a: b", "a|b", "3: 4 | 5", "“q”, 'p'", "=1+1", "NA", "  two  spaces ", "line\nline"]
)
def test_a_separator_within_a_sentence_or_label_is_text(text, tmp_path):
    labelled = replace(
        HEADACHE, label=text, note=text, citation=text, contrast=text, level_labels={"daily": "a: b"}
    )
    study = replace(STUDIES["whole"], variables={"headache": labelled})
    write_study(study, tmp_path)
    assert read_study(tmp_path) == study


def test_a_folder_of_an_earlier_version_gets_one_clear_line(tmp_path):
    (tmp_path / "estimates.csv").write_text("outcome\n")
    with pytest.raises(AnalysisError) as error:
        read_study(tmp_path)
    assert str(error.value) == (
        f"{tmp_path} was written by an earlier version, which did not write study.json, so only `rlsanalysis diff` can "
        "read it. Run the study again: rlsanalysis run."
    )


@pytest.mark.parametrize("file", [PLAN, DICTIONARY])
def test_a_file_that_does_not_exist_is_named(file, written):
    (written / file).unlink()
    with pytest.raises(AnalysisError, match=rf"{file} does not exist\. Run the study first"):
        read_study(written)


def test_a_later_format_is_refused(written):
    plan = json.loads((written / PLAN).read_text())
    (written / PLAN).write_text(json.dumps(plan | {"format": FORMAT + 1, "strata": "new"}))
    with pytest.raises(AnalysisError) as error:
        read_study(written)
    assert str(error.value) == (
        f"{written / PLAN} has format {FORMAT + 1}, but this version of the package reads formats up to {FORMAT}. "
        "Update the package."
    )


@pytest.mark.parametrize(
    "content",
    [
        "", "{", "[]", "3", "null", '"text"', "{}", '{"format": 1}', '{"format": "one"}', '{"format": null}',
        "\xff\xfe",
    ],
)  # fmt: skip
def test_a_broken_plan_is_refused_in_one_line(content, written):
    (written / PLAN).write_text(content, encoding="latin-1")
    with pytest.raises(
        AnalysisError, match=r"study\.json is not the description of a study \(.*Run the study"
    ) as error:
        read_study(written)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "change", [{"words": None}, {"outcomes": {"jerks": {"role": "x"}}}, {"power": "strong"}]
)
def test_a_plan_with_a_wrong_value_is_refused_in_one_line_that_names_it(change, written):
    plan = json.loads((written / PLAN).read_text())
    (written / PLAN).write_text(json.dumps(plan | change))
    with pytest.raises(
        AnalysisError, match=rf"not the description of a study \(.*{next(iter(change))}"
    ) as error:
        read_study(written)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "change",
    [
        lambda _: "",
        lambda text: text.replace("population,", "people,", 1),
        lambda text: text.replace("synonyms,drugs", "synonyms", 1),
        lambda text: text.replace("women 15-49", "girls"),
        lambda text: text.replace("categorical", "nominal"),
        lambda text: text + '"\n',
        lambda text: text + "a,b\n" + 40 * "c," + "\n",
    ],
)
def test_a_broken_dictionary_is_refused_in_one_line(change, written):
    path = written / DICTIONARY
    text = path.read_text()
    assert change(text) != text
    path.write_text(change(text))
    with pytest.raises(
        AnalysisError, match=r"variables\.csv is not a dictionary of variables \(.*Run the study"
    ) as error:
        read_study(written)
    assert "\n" not in str(error.value)


def test_the_digest_of_a_plan_knows_its_every_value():
    study = STUDIES["second"]
    assert plan_text(study) == plan_text(second_study(invented_people()))
    assert plan_text(replace(study, fewest_cases=21)) != plan_text(study)
    assert plan_text(replace(study, synthetic=True)) != plan_text(study)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A small part of the second study, after a run."""
    cohort, folder = second_cohort(invented_people()), tmp_path_factory.mktemp("run")
    part = Part(outcome="jerks", exposure="obesity", headline=True)
    run_plan(cohort.study, {NAME: cohort}.__getitem__, folder, part, workers=1)
    return folder


def test_a_run_of_a_part_writes_the_whole_study(folder):
    assert read_study(folder) == second_study(invented_people())
    assert read_results(folder).study == second_study(invented_people())


def test_every_folder_of_a_full_run_has_its_study(demonstration):
    assert read_study(demonstration.results) == nhanes_study("demo")


def test_folders_with_and_without_a_study_are_compared(folder, tmp_path):
    for file in folder.iterdir():
        if file.name not in (PLAN, DICTIONARY):
            (tmp_path / file.name).write_bytes(file.read_bytes())
    with pytest.raises(AnalysisError, match="was written by an earlier version"):
        read_results(tmp_path)
    assert compare(folder, tmp_path).empty
    assert compare(tmp_path, folder).empty
    path = tmp_path / "estimates.csv"
    path.write_text(path.read_text().replace(",obesity,", ",bmi,"))
    assert set(compare(tmp_path, folder)["change"]) == {"new", "gone"}
