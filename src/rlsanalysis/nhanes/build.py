"""Build the people of one survey cycle: read its raw tables, decode, join to one row per person, and derive."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from rlsanalysis.definitions.declare import values_of
from rlsanalysis.definitions.outcomes import INDICATIONS
from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.bind import Bound
from rlsanalysis.nhanes.canonical import canonical_people
from rlsanalysis.nhanes.catalog import Table
from rlsanalysis.nhanes.columns import Column, RowTable
from rlsanalysis.nhanes.decode import KINDS, decode, kind_of_missing, not_measured
from rlsanalysis.nhanes.digest import check, frame_digests
from rlsanalysis.nhanes.inputs import columns_read, design_columns, person_columns, row_tables
from rlsanalysis.nhanes.read import read_table
from rlsanalysis.nhanes.source import NHANES
from rlsanalysis.study.records.missing import NO_RECORD

PRESCRIPTIONS = "prescriptions"
UNKNOWN_DRUG = "unknown drug"


@dataclass(frozen=True)
class Input:
    """A raw table as it was read.

    Attributes
    ----------
    table : its name.
    rows : number of rows.
    digests : digest of the values of each column.
    notice : how it differs from the catalogued version, and which values are outside the documented range; empty if
        there is neither.
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
    outside : one sentence per column with values outside its documented range.
    """

    frame: pd.DataFrame
    missing: pd.DataFrame
    inputs: tuple[Input, ...]
    absent: tuple[str, ...]
    indications: pd.DataFrame
    outside: tuple[str, ...]


def read_release(
    release: str, raw: Path, variables: Mapping[str, Bound], *, catalogued: bool = True
) -> BuiltRelease:
    """Read, decode, join and derive one survey cycle.

    Parameters
    ----------
    release : letter of the survey cycle.
    raw : folder of raw tables, laid out as at CDC.
    variables : bound definitions by id.
    catalogued : whether to compare the values with the digests of the catalog (real files, not synthetic ones).

    Raises
    ------
    AnalysisError
        The demographics file is absent; a file is unreadable or repeats a person; a code has no declared meaning.
    """
    tables, inputs = _read_tables(release, raw, variables.values(), catalogued=catalogued)
    absent = tuple(name for name in columns_read(release, variables.values()) if name not in tables)
    people = _design(release, tables)
    outside: dict[str, list[str]] = defaultdict(list)
    rows = {
        name: _rows(table, release, tables, outside)
        for name, table in row_tables(release, variables.values()).items()
        if not _absent(table.columns.values(), release, absent)
    }
    values, missing = _decoded(release, people, person_columns(release, variables.values()), tables, outside)

    measured = {
        id_: bound
        for id_, bound in variables.items()
        if bound.exists_in(release) and not _absent(_sources(bound, release), release, absent)
    }
    derived, kinds = _derived(release, measured, values, missing, rows)
    unknown = not_measured(len(people))
    age = NHANES.columns["age"].values(values).rename("age")
    frame = pd.concat([people, age, values["sex"], derived.reindex(columns=list(variables))], axis=1)
    return BuiltRelease(
        frame.rename_axis("seqn").reset_index(),
        pd.DataFrame({id_: kinds.get(id_, unknown) for id_ in variables}),
        tuple(replace(i, notice=" ".join(filter(None, (i.notice, *outside[i.table])))) for i in inputs),
        absent,
        _indications(release, rows, measured),
        tuple(notice for notices in outside.values() for notice in notices),
    )


def _derived(
    release: str,
    variables: Mapping[str, Bound],
    values: pd.DataFrame,
    missing: Mapping[str, "pd.Series[int]"],
    rows: Mapping[str, pd.DataFrame],
) -> tuple[pd.DataFrame, dict[str, "pd.Categorical[str]"]]:
    """Derive variables from decoded columns and rows; return their values and the kind of missing of each value."""
    derived: dict[str, pd.Series[float]] = {}
    kinds: dict[str, pd.Categorical[str]] = {}
    needed = {c.name: c for bound in variables.values() for c in bound.canonical}
    people = canonical_people(needed.values(), values, rows)
    for id_, bound in variables.items():
        eligible = bound.variable.population[release].mask(people)
        found = values_of(bound.definition, people, rows.get(bound.definition.rows)).where(eligible)
        of_columns = [missing[c.name] for c in bound.columns_in(release) if c.name in missing]
        derived[id_], kinds[id_] = found, kind_of_missing(found, of_columns, eligible)
    return pd.DataFrame(derived, index=people.index), kinds


def _read_tables(
    release: str, raw: Path, variables: Collection[Bound], *, catalogued: bool
) -> tuple[dict[str, pd.DataFrame], list[Input]]:
    """Read the raw tables that exist, by name and with the key as index, and describe each of them."""
    tables: dict[str, pd.DataFrame] = {}
    inputs: list[Input] = []
    for name, names in columns_read(release, variables).items():
        table, path = catalog.tables()[name], raw / catalog.tables()[name].relative_path
        if path.exists() or table.base == "DEMO":
            frame = read_table(path, [table.key, *names], persons=table.persons)
            inputs.append(_input(table, frame, catalogued=catalogued))
            tables[name] = frame.set_index(table.key)
    return tables, inputs


def _design(release: str, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return strata, PSUs and weights of the participants; a weight is missing where its table is absent."""
    people = pd.DataFrame(index=tables[catalog.table("DEMO", release).name].index)
    people["release"] = release
    for name, cell in design_columns(release).items():
        table, raw_name = cell.split(".")
        people[name] = tables[table][raw_name].reindex(people.index) if table in tables else np.nan
    return people


def _indications(release: str, rows: Mapping[str, pd.DataFrame], variables: Collection[str]) -> pd.DataFrame:
    """Return the prescriptions that make their users cases of the outcomes that prescriptions define."""
    found = pd.DataFrame(columns=["release", "seqn", "outcome", "drug"])
    if PRESCRIPTIONS not in rows:
        return found
    taken = rows[PRESCRIPTIONS]
    drug = taken["drug_name"].str.lower().where(taken["drug_id"].notna(), UNKNOWN_DRUG)
    selected = [
        pd.DataFrame({"seqn": taken["seqn"], "drug": drug}).loc[selects(taken)].assign(outcome=outcome)
        for outcome, selects in INDICATIONS.items()
        if outcome in variables
    ]
    return pd.concat([found, *selected], ignore_index=True).assign(release=release)


def _input(table: Table, frame: pd.DataFrame, *, catalogued: bool) -> Input:
    if not catalogued:
        return Input(table.name, len(frame), frame_digests(frame, table.key), "")
    found = check(table, frame)
    return Input(table.name, found.rows, found.digests, found.notice or "")


def _sources(variable: Bound, release: str) -> list[Column]:
    return [*variable.columns_in(release), *(variable.rows.columns.values() if variable.rows else ())]


def _absent(columns: Iterable[Column], release: str, absent: Collection[str]) -> bool:
    return any(release in c.source and c.table(release) in absent for c in columns)


def _decoded(
    release: str,
    people: pd.DataFrame,
    columns: Mapping[str, Column],
    tables: Mapping[str, pd.DataFrame],
    outside: Mapping[str, list[str]],
) -> tuple[pd.DataFrame, dict[str, "pd.Series[int]"]]:
    """Return the values of the columns, one row per person, and their kinds of missing as positions in `KINDS`.

    Sentences about values outside the documented range are added to `outside`, by table.
    """
    values: dict[str, pd.Series] = {"release": people["release"], "seqn": people.index.to_series()}
    missing: dict[str, pd.Series[int]] = {}
    for name, column in columns.items():
        table = column.table(release)
        if table not in tables:
            continue
        raw = tables[table][column.raw_name(release)]
        if not catalog.tables()[table].persons:
            raw = raw.groupby(level=0).first()
        decoded = decode(column, raw, f"{table}.{column.raw_name(release)}")
        values[name] = decoded.known.reindex(people.index)
        missing[name] = decoded.missing.reindex(people.index, fill_value=KINDS.index(NO_RECORD))
        outside[table].extend(decoded.outside)
    return pd.DataFrame(values), missing


def _rows(
    table: RowTable, release: str, tables: Mapping[str, pd.DataFrame], outside: Mapping[str, list[str]]
) -> pd.DataFrame:
    """Return the prepared rows of a row table; there are none if the file is absent."""

    def named(columns: Collection[Column]) -> pd.DataFrame:
        here = [c for c in columns if release in c.source]
        if not here or here[0].table(release) not in tables:
            return pd.DataFrame(
                {name: pd.Series(dtype=float) for name in ("seqn", *(c.name for c in columns))}
            )
        name = here[0].table(release)
        source = tables[name].reset_index()
        values = {"seqn": source["SEQN"]} if "SEQN" in source else {}
        for column in here:
            raw_name = column.raw_name(release)
            decoded = decode(column, source[raw_name], f"{name}.{raw_name}")
            values[column.name] = decoded.known
            outside[name].extend(decoded.outside)
        return pd.DataFrame(values)

    return table.prepare(
        named(table.columns.values()), named(table.lookup.values()) if table.lookup else pd.DataFrame()
    )
