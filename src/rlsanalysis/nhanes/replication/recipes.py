"""Read the published numbers, their recipes and the standard populations, which are data of the package."""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.replication.derived import DERIVED, PRESCRIPTIONS
from rlsanalysis.study.replication import Published
from rlsanalysis.survey.errors import AnalysisError

Estimator = Literal["count", "percent", "mean", "odds ratio"]
NAME = re.compile(r"\b[A-Z][A-Z0-9_]+\b")
FLAG = "IN_"
"""Prefix of the columns that say whether a person is in a table, such as `IN_SLQ`."""
DRUG_TABLES = ("RXQ_RX", "RXQ_DRUG")


@dataclass(frozen=True)
class Recipe:
    """How a number is computed; the columns are those that the package's docstring explains."""

    id: str
    reading: str
    releases: str
    weight: str
    estimator: Estimator
    people: str
    value: str
    known: str
    standard: str
    model: str

    @property
    def letters(self) -> tuple[str, ...]:
        """Letters of the survey cycles."""
        return tuple(self.releases.split())

    @property
    def names(self) -> frozenset[str]:
        """Columns that the recipe uses, derived or raw."""
        standard = standards()[self.standard].column if self.standard else ""
        return frozenset(NAME.findall(f"{self.people} {self.value} {self.known} {self.model} {standard}"))

    def in_words(self) -> str:
        """Return the definition as it is computed."""
        weight = f"{self.weight} weight" if self.weight else "unweighted"
        parts = [
            f"{self.estimator} of {self.value}" if self.value else self.estimator,
            f"odds ratio of the first of {self.model}" if self.model else "",
            f"among {self.people}" if self.people else "",
            f"known if {self.known}" if self.known else "",
            weight,
        ]
        return "; ".join(filter(None, parts))


@dataclass(frozen=True)
class Group:
    """Ages of a standard population, both limits included, and their size."""

    name: str
    first: int
    last: int
    size: float


@dataclass(frozen=True)
class Standard:
    """A standard population by age."""

    label: str
    column: str
    groups: tuple[Group, ...]

    def in_words(self) -> str:
        """Name population, age groups and shares."""
        total = sum(group.size for group in self.groups)
        shares = ", ".join(f"{group.name} {group.size / total:.4f}" for group in self.groups)
        return f"{self.label}; {shares}"


@cache
def published() -> tuple[Published, ...]:
    """Return the published numbers, with the citation of their source."""
    cited = {record["source"]: record["citation"] for record in _records("sources.csv")}
    numbers = (record | {"source": cited[record["source"]]} for record in _records("published.csv"))
    return tuple(Published(**number) for number in numbers)  # type: ignore[arg-type]


@cache
def recipes() -> tuple[Recipe, ...]:
    """Return all recipes.

    Raises
    ------
    AnalysisError
        A recipe has an unknown estimator, id, standard population, column or survey cycle, or an id has two recipes
        without a reading.
    """
    found = tuple(Recipe(**record) for record in _records("recipes.csv"))  # type: ignore[arg-type]
    known = {one.id for one in published()}
    mains = [recipe.id for recipe in found if not recipe.reading]
    for recipe in found:
        for fault in _faults(recipe, known):
            raise AnalysisError(f"The recipe of {recipe.id} {fault}.")
    if len(set(mains)) < len(mains):
        raise AnalysisError("An id has two recipes without a reading. Describe the reading of the other.")
    return found


@cache
def standards() -> Mapping[str, Standard]:
    """Return the standard populations by name."""
    return {
        name: Standard(record["label"], record["column"], tuple(Group(**group) for group in record["groups"]))
        for name, record in tomllib.loads(_text("standards.toml")).items()
    }


@cache
def raw_columns() -> Mapping[str, str]:
    """Return the base name of the table of each raw column."""
    declared = tomllib.loads(_text("columns.toml"))
    return {column: base for base, columns in declared.items() for column in columns}


def needed(names: frozenset[str]) -> dict[str, list[str]]:
    """Return the raw columns that columns need, by base name of their table; drug tables without columns."""
    tables: dict[str, list[str]] = {}
    for name in sorted(names):
        if name.startswith(FLAG):
            tables.setdefault(name.removeprefix(FLAG), [])
        elif name in PRESCRIPTIONS:
            tables |= {base: [] for base in DRUG_TABLES}
        else:
            for raw in DERIVED[name].needs if name in DERIVED else (name,):
                tables.setdefault(raw_columns()[raw], []).append(raw)
    return {base: list(dict.fromkeys(columns)) for base, columns in tables.items()}


def table_names() -> list[str]:
    """Return the raw tables that the recipes read, as far as the catalog has them."""
    wanted = [
        catalog.table(base, letter).name
        for recipe in recipes()
        for letter in recipe.letters
        for base in ("DEMO", *needed(recipe.names))
    ]
    return list(dict.fromkeys(wanted))


def _faults(recipe: Recipe, ids: set[str]) -> Iterator[str]:
    columns = {*raw_columns(), *DERIVED, *PRESCRIPTIONS}
    if recipe.id not in ids:
        yield "is of no published number"
    if recipe.estimator not in get_args(Estimator):
        yield f"has the unknown estimator {recipe.estimator!r}"
    if recipe.standard and recipe.standard not in standards():
        yield f"has the unknown standard population {recipe.standard!r}"
    if unknown := sorted(n for n in recipe.names if n not in columns and not n.startswith(FLAG)):
        yield f"uses the unknown column {', '.join(unknown)}"
    if unknown := [letter for letter in recipe.letters if letter not in catalog.releases()]:
        yield f"pools the unknown survey cycle {', '.join(unknown)}"


def _text(name: str) -> str:
    return (files(__package__) / "data" / name).read_text(encoding="utf-8")


def _records(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(_text(name).splitlines())
