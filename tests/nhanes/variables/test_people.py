"""Every variable against readable people: plain yes, plain no, the cut-point, each kind of missing."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.definitions.declare import values_of
from rlsanalysis.nhanes.bind import Bound, registry
from rlsanalysis.nhanes.canonical import canonical_people
from rlsanalysis.nhanes.columns import Column
from rlsanalysis.nhanes.decode import KINDS, decode, kind_of_missing
from rlsanalysis.nhanes.inputs import BASE
from rlsanalysis.study.records import Variable
from rlsanalysis.study.records.missing import NO_RECORD, NOT_MEASURED

FILES = sorted((Path(__file__).parent / "people").glob("*.txt"))


@dataclass(frozen=True)
class Section:
    """The participants of one variable: the lines of a file under `[name]`, of which the first has this number."""

    file: str
    name: str
    line: int
    text: str


def sections_of(file: str, text: str) -> dict[str, Section]:
    found: dict[str, Section] = {}
    for match in re.finditer(r"^\[(\w+)\]\n((?:.+\n?)+)", text, flags=re.MULTILINE):
        name, lines = match.groups()
        assert name not in found, f"{file} has two sections [{name}]"
        found[name] = Section(file, name, text.count("\n", 0, match.start(2)) + 1, lines)
    return found


def sections() -> dict[str, Section]:
    found: dict[str, Section] = {}
    for file in FILES:
        of_file = sections_of(f"people/{file.name}", file.read_text(encoding="utf-8"))
        for name in of_file.keys() & found.keys():
            raise ValueError(f"{of_file[name].file} and {found[name].file} both have a section [{name}].")
        found |= of_file
    return found


def read(section: Section) -> pd.DataFrame:
    numbered = enumerate(section.text.splitlines(), start=section.line)
    (first, heading), *lines = [
        (number, re.split(r"\s{2,}", line.strip())) for number, line in numbered if line[0] != "#"
    ]
    where, rule = (
        f"{section.file}, section [{section.name}], line",
        "Separate columns by at least two spaces.",
    )
    if "answer" not in heading:
        raise ValueError(f"{where} {first}: the heading has no column `answer`. {rule}")
    for number, cells in lines:
        if len(cells) != len(heading):
            raise ValueError(
                f"{where} {number}: the line has {len(cells)} columns ({' | '.join(cells)}), "
                f"but the heading has {len(heading)} ({' | '.join(heading)}). {rule}"
            )
    return pd.DataFrame([cells for _, cells in lines], columns=heading)


SECTIONS = sections()
CELLS = {"prescriptions": "drugs", "activities": "activities"}
"""Column of a test table that describes the rows of a person, by the name of the table with these rows."""


def check_heading(section: Section, heading: list[str], bound: Bound) -> None:
    """Refuse a column that the variable does not read; the first one has the names of the participants."""
    columns = [c.name for c in person_columns(bound)]
    columns += [CELLS[bound.rows.name]] if bound.rows else []
    for name in heading[1:]:
        if name not in {*columns, "release", "answer"}:
            raise ValueError(
                f"{section.file}, section [{section.name}]: `{bound.definition.id}` does not read the column `{name}`. "
                f"It reads {', '.join(columns)}; `release` and `answer` are allowed too."
            )


def raw_values(table: pd.DataFrame, name: str) -> tuple[pd.Series, pd.Series]:
    """Raw values of a column (blank where the table has no such column), and who is not in its file."""
    cells = table[name] if name in table else pd.Series(".", table.index)
    return cells.replace({".": np.nan, "-": np.nan}).astype(float), cells == "-"


@pytest.mark.parametrize("name", SECTIONS)
def test_people_get_the_value_that_the_definition_gives(name, request):
    bound = registry()[name]
    table = read(SECTIONS[name])
    check_heading(SECTIONS[name], list(table.columns), bound)
    people = pd.DataFrame({"seqn": np.arange(len(table)) + 1.0})
    people["release"] = table["release"] if "release" in table else bound.variable.releases[0]
    missing = pd.DataFrame(index=people.index)
    for column in person_columns(bound):
        raw, not_in_file = raw_values(table, column.name)
        people[column.name], missing[column.name], _ = decode(column, raw, "a test table")
        missing.loc[not_in_file, column.name] = KINDS.index(NO_RECORD)
    rows = {}
    if bound.rows:
        rows[bound.rows.name] = request.getfixturevalue(bound.rows.name)(people, table)
    canonical = canonical_people(bound.canonical, people, rows)
    values = values_of(bound.definition, canonical, rows.get(bound.definition.rows))
    kinds = pd.Series("", index=people.index)
    for release, group in people.groupby("release"):
        if not bound.exists_in(release):
            kinds[group.index] = NOT_MEASURED
            continue
        eligible = bound.variable.population[release].mask(canonical.loc[group.index])
        of_columns = [
            missing.loc[group.index, c.name] for c in bound.columns_in(release) if c.name in missing
        ]
        kinds[group.index] = kind_of_missing(values[group.index], of_columns, eligible)
    expected = table["answer"]
    if bound.variable.kind == "binary":
        no, yes = bound.variable.levels
        expected = expected.replace({"no": no, "yes": yes})
    person = table.iloc[:, 0]
    got = [kind or as_text(bound.variable, value) for value, kind in zip(values, kinds, strict=True)]
    assert dict(zip(person, got, strict=True)) == dict(zip(person, expected, strict=True))


def person_columns(bound: Bound) -> list[Column]:
    """Columns of one value a person, age and sex first."""
    rows = bound.rows
    of_rows = {*rows.columns, *rows.lookup} - {rows.person} if rows else set()
    return list({c.name: c for c in (*BASE, *bound.columns) if c.name not in of_rows}.values())


def as_text(variable: Variable, value: float) -> str:
    return variable.levels[int(value)] if variable.levels else f"{value:.6g}"


def test_every_variable_has_its_people():
    assert set(registry()) == set(SECTIONS)


@pytest.mark.parametrize("name", SECTIONS)
def test_six_people_or_more_among_them_one_outside_the_population(name):
    table = read(SECTIONS[name])
    assert len(table) >= 6
    assert "not_eligible" in set(table["answer"])


PEOPLE = """# One section per variable.

[obesity]
person     age  sex  bmi  answer
slim       50   1    22   no
# a comment
very slim  50   1    17   no
"""


def test_columns_are_separated_by_two_spaces_and_names_may_contain_one():
    table = read(sections_of("people/body.txt", PEOPLE)["obesity"])
    assert list(table.columns) == ["person", "age", "sex", "bmi", "answer"]
    assert list(table["person"]) == ["slim", "very slim"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("17   no", "17 no", r"line 7: the line has 4 columns \(very slim \| 50 \| 1 \| 17 no\), .* has 5 "),
        ("22   no", "22   no  yes", r"line 5: the line has 6 columns .*, but the heading has 5 "),
        ("bmi  answer", "bmi answer", "line 4: the heading has no column `answer`"),
        ("age  sex", "age sex", "line 5: the line has 5 columns .*, but the heading has 4 "),
    ],
)
def test_a_line_with_another_number_of_columns_is_named(old, new, fault):
    section = sections_of("people/body.txt", PEOPLE.replace(old, new))["obesity"]
    with pytest.raises(ValueError, match=rf"people/body.txt, section \[obesity\], {fault}.*two spaces"):
        read(section)


def test_a_heading_that_the_variable_does_not_read_is_named():
    section = sections_of("people/body.txt", PEOPLE)["obesity"]
    with pytest.raises(
        ValueError,
        match=r"^people/body\.txt, section \[obesity\]: `obesity` does not read the column `bmii`\. "
        "It reads age, sex, bmi; ",
    ):
        check_heading(section, ["person", "age", "sex", "bmii", "answer"], registry()["obesity"])
