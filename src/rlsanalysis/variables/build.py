"""Build the people of one survey cycle: read its raw tables, decode, join to one row per person, and derive."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.catalog import Table
from rlsanalysis.nhanes.digest import check, frame_digests
from rlsanalysis.nhanes.read import read_table
from rlsanalysis.study.records.missing import NO_RECORD
from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.variables.columns import Column
from rlsanalysis.variables.declare import RowTable, Variable
from rlsanalysis.variables.decode import KINDS, decode, derive, kind_of_missing, not_measured
from rlsanalysis.variables.demographics import COLUMNS as DEMOGRAPHICS
from rlsanalysis.variables.outcomes import INDICATIONS
from rlsanalysis.variables.prescriptions import PRESCRIPTIONS

TOP_AGE = 80
BASE = (DEMOGRAPHICS["age"], DEMOGRAPHICS["sex"])
UNKNOWN_DRUG = "unknown drug"


@dataclass(frozen=True)
class Input:
    """A raw table as it was read.

    Attributes
    ----------
    table : its name.
    rows : number of rows.
    digests : digest of the values of each column.
    notice : how it differs from the catalogued version; empty if it does not.
    """

    table: str
    rows: int
    digests: Mapping[str, str]
    notice: str


@dataclass(frozen=True)
class BuiltRelease:
    """People of one survey cycle.

    Attributes
    ----------
    frame : one row per person: seqn, release, strata, psu, weights (`w_<component>`), age, sex, and every variable
        (float; categorical variables as the position of the level).
    missing : kind of missing of every variable, "" where the value is known; rows as in `frame`.
    inputs : the raw tables that were read.
    absent : raw tables that the variables need and that were not found.
    indications : one row per prescription that makes its user a case of an outcome: release, seqn, outcome, drug
        (generic name in lower case).
    """

    frame: pd.DataFrame
    missing: pd.DataFrame
    inputs: tuple[Input, ...]
    absent: tuple[str, ...]
    indications: pd.DataFrame


def design_columns(release: str) -> dict[str, str]:
    """Return the raw column (`TABLE.COLUMN`) of strata, PSUs and weights in a survey cycle, by name."""
    person = catalog.table("DEMO", release).name
    cells = {"strata": f"{person}.SDMVSTRA", "psu": f"{person}.SDMVPSU"}
    for component, weight in catalog.release(release).weights.items():
        table = catalog.table_name(catalog.weight_tables()[component], release)
        if table in catalog.tables():
            cells[f"w_{component}"] = f"{table}.{weight}"
    return cells


def row_tables(release: str, variables: Iterable[Variable]) -> dict[str, RowTable]:
    """Return the tables with several rows per person that variables of a survey cycle need, by name."""
    return {v.rows.name: v.rows for v in variables if v.rows is not None and release in v.releases}


def person_columns(release: str, variables: Iterable[Variable]) -> dict[str, Column]:
    """Return the columns with one value per person that variables of a survey cycle need, by name.

    Raises
    ------
    AnalysisError
        Two groups use one name for different columns.
    """
    variables = list(variables)
    of_rows = [{*t.columns, *t.lookup} - {t.person} for t in row_tables(release, variables).values()]
    found: dict[str, Column] = {c.name: c for c in BASE}
    for variable in variables:
        for column in variable.columns_in(release) if release in variable.releases else ():
            if any(column.name in names for names in of_rows):
                continue
            if found.setdefault(column.name, column) != column:
                raise AnalysisError(
                    f"Two source columns are named {column.name}. Rename one of them, or share its record."
                )
    return found


def columns_read(release: str, variables: Iterable[Variable]) -> dict[str, list[str]]:
    """Return the raw columns that the design and the variables need, without the key, by raw table."""
    variables = list(variables)
    wanted: dict[str, set[str]] = defaultdict(set)
    for cell in design_columns(release).values():
        table, name = cell.split(".")
        wanted[table].add(name)
    columns = list(person_columns(release, variables).values())
    for rows in row_tables(release, variables).values():
        columns += [c for c in (*rows.columns.values(), *rows.lookup.values()) if release in c.source]
    for column in columns:
        wanted[column.table(release)].add(column.raw_name(release))
    return {table: sorted(names - {catalog.tables()[table].key}) for table, names in sorted(wanted.items())}


def read_release(
    release: str, raw: Path, variables: Mapping[str, Variable], *, catalogued: bool = True
) -> BuiltRelease:
    """Read, decode, join and derive one survey cycle.

    Parameters
    ----------
    release : letter of the survey cycle.
    raw : folder of raw tables, laid out as at CDC.
    variables : declarations by id.
    catalogued : whether to compare the values with the digests of the catalog (real files, not synthetic ones).

    Raises
    ------
    AnalysisError
        The demographics file is absent; a file is unreadable or repeats a person; a value has no declared meaning.
    """
    tables: dict[str, pd.DataFrame] = {}
    inputs: list[Input] = []
    absent: list[str] = []
    for name, names in columns_read(release, variables.values()).items():
        table, path = catalog.tables()[name], raw / catalog.tables()[name].relative_path
        if path.exists() or table.base == "DEMO":
            frame = read_table(path, [table.key, *names], persons=table.persons)
            inputs.append(_input(table, frame, catalogued=catalogued))
            tables[name] = frame.set_index(table.key)
        else:
            absent.append(name)

    people = pd.DataFrame(index=tables[catalog.table("DEMO", release).name].index)
    people["release"] = release
    for name, cell in design_columns(release).items():
        table_name, raw_name = cell.split(".")
        people[name] = tables[table_name][raw_name].reindex(people.index) if table_name in tables else np.nan
    rows = {
        name: _rows(table, release, tables)
        for name, table in row_tables(release, variables.values()).items()
        if not _absent(table.columns.values(), release, absent)
    }
    values, missing = _decoded(release, people, person_columns(release, variables.values()), tables)
    values["age"] = values["age"].clip(upper=TOP_AGE)

    derived: dict[str, pd.Series] = {}
    kinds: dict[str, pd.Categorical[str]] = {}
    for variable in variables.values():
        population = variable.eligible(release) if release in variable.releases else None
        if population is None or _absent(_sources(variable, release), release, absent):
            derived[variable.id] = pd.Series(np.nan, people.index)
            kinds[variable.id] = not_measured(len(people))
            continue
        derived[variable.id] = derive(variable, values, rows[variable.rows.name] if variable.rows else None)
        of_columns = [missing[c.name] for c in variable.columns_in(release) if c.name in missing]
        kinds[variable.id] = kind_of_missing(derived[variable.id], of_columns, population.mask(values))
    frame = pd.concat([people, values[["age", "sex"]], pd.DataFrame(derived)], axis=1)
    return BuiltRelease(
        frame.rename_axis("seqn").reset_index(), pd.DataFrame(kinds), tuple(inputs), tuple(absent),
        _indications(release, rows, [v for v in variables.values() if release in v.releases]),
    )  # fmt: skip


def _indications(
    release: str, rows: Mapping[str, pd.DataFrame], variables: Iterable[Variable]
) -> pd.DataFrame:
    """Return the prescriptions that make their users cases of the outcomes that prescriptions define."""
    found = pd.DataFrame(columns=["release", "seqn", "outcome", "drug"])
    if PRESCRIPTIONS.name not in rows:
        return found
    taken = rows[PRESCRIPTIONS.name]
    drug = taken["drug_name"].str.lower().where(taken["drug_id"].notna(), UNKNOWN_DRUG)
    selected = [
        pd.DataFrame({"seqn": taken["seqn"], "drug": drug}).loc[INDICATIONS[v.id](taken)].assign(outcome=v.id)
        for v in variables
        if v.id in INDICATIONS
    ]
    return pd.concat([found, *selected], ignore_index=True).assign(release=release)


def _input(table: Table, frame: pd.DataFrame, *, catalogued: bool) -> Input:
    if not catalogued:
        return Input(table.name, len(frame), frame_digests(frame, table.key), "")
    found = check(table, frame)
    return Input(table.name, found.rows, found.digests, found.notice or "")


def _sources(variable: Variable, release: str) -> list[Column]:
    return [*variable.columns_in(release), *(variable.rows.columns.values() if variable.rows else ())]


def _absent(columns: Iterable[Column], release: str, absent: list[str]) -> bool:
    return any(release in c.source and c.table(release) in absent for c in columns)


def _decoded(
    release: str, people: pd.DataFrame, columns: Mapping[str, Column], tables: Mapping[str, pd.DataFrame]
) -> tuple[pd.DataFrame, dict[str, "pd.Series[int]"]]:
    """Return the values of the columns, one row per person, and their kinds of missing as positions in `KINDS`."""
    values: dict[str, pd.Series] = {"release": people["release"], "seqn": people.index.to_series()}
    missing: dict[str, pd.Series[int]] = {}
    for name, column in columns.items():
        table = column.table(release)
        if table not in tables:
            continue
        raw = tables[table][column.raw_name(release)]
        if not catalog.tables()[table].persons:
            raw = raw.groupby(level=0).first()
        known, kind = decode(column, raw, table)
        values[name] = known.reindex(people.index)
        missing[name] = kind.reindex(people.index, fill_value=KINDS.index(NO_RECORD))
    return pd.DataFrame(values), missing


def _rows(table: RowTable, release: str, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the prepared rows of a row table; there are none if the file is absent."""

    def named(columns: Iterable[Column]) -> pd.DataFrame:
        here = [c for c in columns if release in c.source]
        if not here or here[0].table(release) not in tables:
            return pd.DataFrame(
                {name: pd.Series(dtype=float) for name in ("seqn", *(c.name for c in columns))}
            )
        source = tables[here[0].table(release)].reset_index()
        return pd.DataFrame(
            {c.name: decode(c, source[c.raw_name(release)], c.table(release))[0] for c in here}
            | ({"seqn": source["SEQN"]} if "SEQN" in source else {})
        )

    return table.prepare(
        named(table.columns.values()), named(table.lookup.values()) if table.lookup else pd.DataFrame()
    )
