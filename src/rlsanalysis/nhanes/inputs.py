"""Name the raw tables and columns that a survey cycle is built from."""

from collections import defaultdict
from collections.abc import Iterable

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.bind import Bound
from rlsanalysis.nhanes.columns import Column, RowTable
from rlsanalysis.nhanes.sources.demographics import COLUMNS as DEMOGRAPHICS
from rlsanalysis.survey.errors import AnalysisError

BASE = (DEMOGRAPHICS["age"], DEMOGRAPHICS["sex"])


def design_columns(release: str) -> dict[str, str]:
    """Return the raw column (`TABLE.COLUMN`) of strata, PSUs and weights in a survey cycle, by name."""
    person = catalog.table("DEMO", release).name
    cells = {"strata": f"{person}.SDMVSTRA", "psu": f"{person}.SDMVPSU"}
    for component, weight in catalog.release(release).weights.items():
        table = catalog.table_name(catalog.weight_tables()[component], release)
        if table in catalog.tables():
            cells[f"w_{component}"] = f"{table}.{weight}"
    return cells


def row_tables(release: str, variables: Iterable[Bound]) -> dict[str, RowTable]:
    """Return the tables with several rows per person that variables of a survey cycle need, by name."""
    return {v.rows.name: v.rows for v in variables if v.rows is not None and v.exists_in(release)}


def person_columns(release: str, variables: Iterable[Bound]) -> dict[str, Column]:
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
        for column in variable.columns_in(release) if variable.exists_in(release) else ():
            if any(column.name in names for names in of_rows):
                continue
            if found.setdefault(column.name, column) != column:
                raise AnalysisError(
                    f"Two source columns are named {column.name}. Rename one of them, or share its record."
                )
    return found


def columns_read(release: str, variables: Iterable[Bound]) -> dict[str, list[str]]:
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
