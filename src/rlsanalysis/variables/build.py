"""From raw tables to people: read, decode, join one row a person, derive."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.read import read_table
from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.variables.declare import BLANK, NO_RECORD, NOT_MEASURED, Column, RowTable, Variable
from rlsanalysis.variables.decode import decode, derive, kind_of_missing

TOP_AGE = 80


@dataclass(frozen=True)
class BuiltRelease:
    """One release, one row a person.

    `frame`: seqn, release, strata, psu, weights (`w_<component>`), age, sex, then every variable.
    `missing`: kind of missing of every variable, "" where known. `absent`: raw tables that are not there.
    """

    frame: pd.DataFrame
    missing: pd.DataFrame
    absent: tuple[str, ...]


def design_columns(release: str) -> dict[str, str]:
    """Our names of design columns and weights to `BASE.COLUMN` in a release."""
    tables = catalog.weight_tables()
    weights = {f"w_{c}": f"{tables[c]}.{name}" for c, name in catalog.releases()[release].weights.items()}
    return {"strata": "DEMO.SDMVSTRA", "psu": "DEMO.SDMVPSU", **weights}


def columns_read(release: str, variables: Iterable[Variable]) -> dict[str, list[str]]:
    """Raw tables of a release to the raw columns that the variables and the design need (SEQN apart)."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for cell in design_columns(release).values():
        base, name = cell.split(".")
        wanted[catalog.table(base, release).name].add(name)
    for variable in variables:
        for column in variable.columns_in(release):
            wanted[column.table(release)].add(column.raw_name(release))
        if variable.rows is not None:
            for column in variable.rows.columns.values():
                if release in column.source:
                    wanted[column.table(release)].add(column.raw_name(release))
    return {table: sorted(names) for table, names in sorted(wanted.items())}
