"""Every variable against a handful of readable people: plain yes, plain no, the cut-point, each kind of missing."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rlsanalysis.variables import registry
from rlsanalysis.variables.decode import decode, derive, kind_of_missing

FILES = sorted((Path(__file__).parent / "people").glob("*.txt"))


def sections() -> dict[str, str]:
    found: dict[str, str] = {}
    for file in FILES:
        for name, table in re.findall(r"^\[(\w+)\]\n((?:.+\n?)+)", file.read_text(), flags=re.MULTILINE):
            assert name not in found, f"{name} stands twice"
            found[name] = table
    return found


def read(table: str) -> pd.DataFrame:
    header, *lines = [re.split(r"\s{2,}", line.strip()) for line in table.strip().splitlines() if line[0] != "#"]
    return pd.DataFrame(lines, columns=header)


SECTIONS = sections()


@pytest.mark.parametrize("name", SECTIONS)
def test_people_get_the_value_that_the_definition_gives(name, prescriptions, activities):
    variable = registry()[name]
    table = read(SECTIONS[name])
    people = pd.DataFrame({"seqn": np.arange(len(table)) + 1.0})
    people["release"] = table["release"] if "release" in table else variable.releases[0]
    people["age"], people["sex"] = table["age"].astype(float), table["sex"].astype(float)
    missing = pd.DataFrame(index=people.index)
    for column in variable.needs:
        raw = table[column.name].replace(".", np.nan) if column.name in table else pd.Series(np.nan, people.index)
        people[column.name], missing[column.name] = decode(column, raw.astype(float), "a test table")
    rows = None
    if variable.rows is not None:
        rows = {"prescriptions": prescriptions, "activities": activities}[variable.rows.name](people, table)
    values = derive(variable, people, rows)
    kinds = pd.Series("", index=people.index)
    for release, group in people.groupby("release"):
        eligible = variable.eligible(release).mask(group)
        kinds[group.index] = kind_of_missing(variable, release, values[group.index], missing.loc[group.index], eligible)
    got = []
    for value, kind in zip(values, kinds, strict=True):
        if np.isnan(value):
            got.append(kind)
        else:
            got.append(variable.levels[int(value)] if variable.levels else f"{value:.6g}")
    expected = table["answer"].to_list()
    if variable.kind == "binary":
        said = {"no": variable.levels[0], "yes": variable.levels[1]}
        expected = [said.get(e, e) for e in expected]
    assert dict(zip(table["who"], got, strict=True)) == dict(zip(table["who"], expected, strict=True))


def test_every_variable_has_its_people():
    assert set(registry()) == set(SECTIONS)
