"""Every variable against readable people: plain yes, plain no, the cut-point, each kind of missing."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.variables import registry
from rlsanalysis.variables.build import BASE, TOP_AGE
from rlsanalysis.variables.columns import Column
from rlsanalysis.variables.declare import NO_RECORD, NOT_MEASURED, Variable
from rlsanalysis.variables.decode import KINDS, decode, derive, kind_of_missing

FILES = sorted((Path(__file__).parent / "people").glob("*.txt"))


def sections() -> dict[str, str]:
    found: dict[str, str] = {}
    for file in FILES:
        for name, table in re.findall(r"^\[(\w+)\]\n((?:.+\n?)+)", file.read_text(), flags=re.MULTILINE):
            assert name not in found, f"{name} stands twice"
            found[name] = table
    return found


def read(table: str) -> pd.DataFrame:
    header, *lines = [
        re.split(r"\s{2,}", line.strip()) for line in table.strip().splitlines() if line[0] != "#"
    ]
    return pd.DataFrame(lines, columns=header)


SECTIONS = sections()


def raw_values(table: pd.DataFrame, name: str) -> tuple[pd.Series, pd.Series]:
    """Raw values of a column (blank where the table has no such column), and who is not in its file."""
    cells = table[name] if name in table else pd.Series(".", table.index)
    return cells.replace({".": np.nan, "-": np.nan}).astype(float), cells == "-"


@pytest.mark.parametrize("name", SECTIONS)
def test_people_get_the_value_that_the_definition_gives(name, request):
    variable = registry()[name]
    table = read(SECTIONS[name])
    people = pd.DataFrame({"seqn": np.arange(len(table)) + 1.0})
    people["release"] = table["release"] if "release" in table else variable.releases[0]
    missing = pd.DataFrame(index=people.index)
    for column in person_columns(variable):
        raw, not_in_file = raw_values(table, column.name)
        people[column.name], missing[column.name] = decode(column, raw, "a test table")
        missing.loc[not_in_file, column.name] = KINDS.index(NO_RECORD)
    people["age"] = people["age"].clip(upper=TOP_AGE)
    rows = request.getfixturevalue(variable.rows.name)(people, table) if variable.rows else None
    values = derive(variable, people, rows)
    kinds = pd.Series("", index=people.index)
    for release, group in people.groupby("release"):
        if release not in variable.releases:
            kinds[group.index] = NOT_MEASURED
            continue
        eligible = variable.eligible(release).mask(group)
        of_columns = [
            missing.loc[group.index, c.name] for c in variable.columns_in(release) if c.name in missing
        ]
        kinds[group.index] = kind_of_missing(values[group.index], of_columns, eligible)
    expected = table["answer"]
    if variable.kind == "binary":
        expected = expected.replace({"no": variable.levels[0], "yes": variable.levels[1]})
    person = table.iloc[:, 0]
    got = [kind or as_text(variable, value) for value, kind in zip(values, kinds, strict=True)]
    assert dict(zip(person, got, strict=True)) == dict(zip(person, expected, strict=True))


def person_columns(variable: Variable) -> list[Column]:
    """Columns of one value a person, age and sex first."""
    rows = variable.rows
    of_rows = {*rows.columns, *rows.lookup} - {rows.person} if rows else set()
    return list({c.name: c for c in (*BASE, *variable.needs) if c.name not in of_rows}.values())


def as_text(variable: Variable, value: float) -> str:
    return variable.levels[int(value)] if variable.levels else f"{value:.6g}"


def test_every_variable_has_its_people():
    assert set(registry()) == set(SECTIONS)


@pytest.mark.parametrize("name", SECTIONS)
def test_six_people_or_more_among_them_one_outside_the_population(name):
    table = read(SECTIONS[name])
    assert len(table) >= 6
    assert "not_eligible" in set(table["answer"])
