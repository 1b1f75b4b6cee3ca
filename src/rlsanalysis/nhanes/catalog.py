"""Which releases and tables of NHANES the study may read, what CDC calls them and where it keeps them.

The facts stand in ``data/releases.toml``, ``data/tables.csv`` (a grid: base name down, release across, the
table's rows in the cell, blank where there is no such table), ``data/hazards.csv`` and ``data/digests.csv``.
This module reads them, once and only when asked, into frozen records.
"""

import csv
import difflib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, cast

from rlsanalysis.survey.errors import AnalysisError

Component = Literal["interview", "exam", "diet1", "diet2", "fasting"]
Unit = Literal["person", "record", "drug"]

CDC = "https://wwwn.cdc.gov"
DESIGN_COLUMNS = ("SDMVSTRA", "SDMVPSU")
RELEASE_FREE_YEAR = 1988


@dataclass(frozen=True)
class Release:
    """One release of NHANES.

    Attributes
    ----------
    letter
        CDC's letter: D, E, H, I, J; P is the pre-pandemic file of 2017 to March 2020.
    label
        The years as people write them, such as ``2005-2006``.
    begin_year
        The folder in which CDC keeps the tables.
    years
        Length of data collection in years; a pooled weight is shared out by it.
    table_name
        How a base name becomes the name of a table: ``{base}_D`` or ``P_{base}``.
    overlaps
        Letters of the releases that hold the same people.
    weights
        The weight column of each component.
    """

    letter: str
    label: str
    begin_year: int
    years: float
    table_name: str
    overlaps: frozenset[str]
    weights: Mapping[Component, str] = field(hash=False)


@dataclass(frozen=True)
class Table:
    """One table of one release; `release` is None for a table that serves every release.

    Attributes
    ----------
    name, base, release
        ``FERTIN_D`` is base ``FERTIN`` in release ``D``.
    begin_year
        The folder at CDC.
    component
        The part of the survey in which the table was collected, hence the least weight that it needs.
    unit
        What a row is: a ``person`` (`key` is unique), a ``record`` (several rows a person) or a ``drug``.
    rows
        Rows of the table whose values `digests` describes.
    hazards
        What a reader must know about this table, one sentence each.
    """

    name: str
    base: str
    release: str | None
    begin_year: int
    component: Component
    unit: Unit
    rows: int
    hazards: tuple[str, ...]

    @property
    def persons(self) -> bool:
        """Whether a row is a person."""
        return self.unit == "person"

    @property
    def key(self) -> str:
        """The column that says whom or what a row is about."""
        return "RXDDRGID" if self.unit == "drug" else "SEQN"

    @property
    def relative_path(self) -> str:
        """Path below a raw folder, and below CDC's address; the same in both."""
        return f"Nchs/Data/Nhanes/Public/{self.begin_year}/DataFiles/{self.name}.xpt"


def _text(name: str) -> str:
    return (files(__package__) / "data" / name).read_text(encoding="utf-8")


def _records(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(_text(name).splitlines())


@cache
def releases() -> Mapping[str, Release]:
    """Every release, by letter, in order of time."""
    declared = tomllib.loads(_text("releases.toml"))["releases"]
    return MappingProxyType(
        {
            letter: Release(
                letter,
                record["label"],
                record["begin_year"],
                record["years"],
                record["table_name"],
                frozenset(record["overlaps"]),
                MappingProxyType(record["weights"]),
            )
            for letter, record in declared.items()
        }
    )


def release(letter: str) -> Release:
    """Return the release of a letter.

    Raises
    ------
    AnalysisError
        There is no such release in the catalog.
    """
    if letter not in releases():
        raise AnalysisError(f"release {letter!r} is not in the catalog; known are {', '.join(releases())}")
    return releases()[letter]


@cache
def weight_tables() -> Mapping[Component, str]:
    """Return the base name of the table that holds the weight of each component."""
    return MappingProxyType(tomllib.loads(_text("releases.toml"))["weight_tables"])


@cache
def tables() -> Mapping[str, Table]:
    """Every table, by name."""
    hazards: dict[str, tuple[str, ...]] = {}
    for record in _records("hazards.csv"):
        hazards[record["table"]] = (*hazards.get(record["table"], ()), record["note"])
    found = {}
    for record in _records("tables.csv"):
        base = record["base"]
        component, unit = cast("Component", record["component"]), cast("Unit", record["unit"])
        for letter in (*releases(), "every"):
            if not record[letter]:
                continue
            name = base if letter == "every" else table_name(base, letter)
            year = RELEASE_FREE_YEAR if letter == "every" else releases()[letter].begin_year
            found[name] = Table(
                name,
                base,
                None if letter == "every" else letter,
                year,
                component,
                unit,
                int(record[letter]),
                hazards.get(name, ()),
            )
    return MappingProxyType(found)


@cache
def digests() -> Mapping[str, Mapping[str, str]]:
    """Digests of the columns that the study reads, by table and column (`digest.column_digest`)."""
    found: dict[str, dict[str, str]] = {}
    for record in _records("digests.csv"):
        found.setdefault(record["table"], {})[record["column"]] = record["digest"]
    return MappingProxyType({name: MappingProxyType(columns) for name, columns in found.items()})


def table_name(base: str, letter: str) -> str:
    """Name of a base table in a release: ``FERTIN`` in ``D`` is ``FERTIN_D``, in ``P`` it is ``P_FERTIN``."""
    return release(letter).table_name.format(base=base)


def table(base: str, letter: str) -> Table:
    """Return the table of a base name in a release; ``RXQ_DRUG``, which has no release, serves every one.

    Raises
    ------
    AnalysisError
        The release is unknown, or the catalog holds no such table in it.
    """
    name = table_name(base, letter)
    known = tables()
    for candidate in (name, base):
        if candidate in known:
            return known[candidate]
    elsewhere = [entry.release for entry in known.values() if entry.base == base and entry.release]
    if elsewhere:
        raise AnalysisError(f"the catalog has no table {name}; {base} is there for {', '.join(elsewhere)}")
    bases = sorted({entry.base for entry in known.values()})
    near = difflib.get_close_matches(base, bases, n=1)
    advice = f"did you mean {near[0]}?" if near else f"known are {', '.join(bases)}"
    raise AnalysisError(f"the catalog has no table {base} in any release; {advice}")
