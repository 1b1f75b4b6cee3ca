"""Catalog the survey cycles and tables of NHANES that the study may read: their names, addresses and properties.

The facts are in ``data/releases.toml``, ``data/tables.csv`` (one row per base name, one column per survey cycle; a cell
has the number of rows of the table, or is blank where there is no table), ``data/hazards.csv`` and
``data/digests.csv``. This module reads them, once and on demand, into frozen records.
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
RELEASE_FREE_YEAR = 1988


@dataclass(frozen=True)
class Release:
    """A survey cycle of NHANES.

    Attributes
    ----------
    letter
        Release letter: D, E, H, I, J; P is the pre-pandemic file of 2017 to March 2020.
    label
        Years, such as ``2005-2006``.
    begin_year
        Year in the address of the tables.
    years
        Length of data collection in years, by which weights are divided when cycles are pooled.
    table_name
        Pattern that turns a base name into the name of a table: ``{base}_D`` or ``P_{base}``.
    overlaps
        Letters of the survey cycles that contain the same people.
    weights
        Weight column of each survey component.
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
    """A table of a survey cycle; `release` is None for a table that serves every cycle.

    Attributes
    ----------
    name, base, release
        ``FERTIN_D`` is base ``FERTIN`` in survey cycle ``D``.
    begin_year
        Year in the address of the table.
    component
        Survey component in which the table was collected, which determines the least restrictive weight.
    unit
        What a row represents: a ``person`` (`key` is unique), a ``record`` (several rows per person) or a ``drug``.
    rows
        Number of rows of the catalogued version, which `digests` describes.
    hazards
        What a user should know about the table, one sentence each.
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
        """Return whether each row is a person."""
        return self.unit == "person"

    @property
    def key(self) -> str:
        """Return the column that identifies the person or drug of a row."""
        return "RXDDRGID" if self.unit == "drug" else "SEQN"

    @property
    def relative_path(self) -> str:
        """Return the path of the file, which is the same below a raw folder and below the address of CDC."""
        return f"Nchs/Data/Nhanes/Public/{self.begin_year}/DataFiles/{self.name}.xpt"

    @property
    def documentation(self) -> str:
        """Return the path of the codebook below the address of CDC."""
        return f"{self.relative_path.removesuffix('.xpt')}.htm"


def _text(name: str) -> str:
    return (files(__package__) / "data" / name).read_text(encoding="utf-8")


def _records(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(_text(name).splitlines())


@cache
def releases() -> Mapping[str, Release]:
    """Return every survey cycle, by letter, in order of time."""
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
    """Return the survey cycle of a letter.

    Raises
    ------
    AnalysisError
        The letter is not in the catalog.
    """
    if letter not in releases():
        raise AnalysisError(
            f"Survey cycle {letter!r} is not in the catalog. Choose from {', '.join(releases())}."
        )
    return releases()[letter]


@cache
def weight_tables() -> Mapping[Component, str]:
    """Return the base name of the table that contains the weight of each survey component."""
    return MappingProxyType(tomllib.loads(_text("releases.toml"))["weight_tables"])


@cache
def tables() -> Mapping[str, Table]:
    """Return every table, by name."""
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
    """Return the digests (`digest.column_digest`) of the columns that the study reads, by table and column."""
    found: dict[str, dict[str, str]] = {}
    for record in _records("digests.csv"):
        found.setdefault(record["table"], {})[record["column"]] = record["digest"]
    return MappingProxyType({name: MappingProxyType(columns) for name, columns in found.items()})


def table_name(base: str, letter: str) -> str:
    """Return the name of a table in a survey cycle: ``FERTIN`` is ``FERTIN_D`` in D and ``P_FERTIN`` in P."""
    return release(letter).table_name.format(base=base)


def table(base: str, letter: str) -> Table:
    """Return the table of a base name in a survey cycle; ``RXQ_DRUG`` serves every cycle.

    Raises
    ------
    AnalysisError
        The survey cycle is unknown, or has no such table in the catalog.
    """
    name = table_name(base, letter)
    known = tables()
    for candidate in (name, base):
        if candidate in known:
            return known[candidate]
    elsewhere = [entry.release for entry in known.values() if entry.base == base and entry.release]
    if elsewhere:
        raise AnalysisError(
            f"The catalog has no table {name}. {base} exists for survey cycles {', '.join(elsewhere)}."
        )
    bases = sorted({entry.base for entry in known.values()})
    near = difflib.get_close_matches(base, bases, n=6)
    advice = f"Names that look similar: {', '.join(near)}." if near else f"Choose from {', '.join(bases)}."
    raise AnalysisError(f"The catalog has no table {base} in any survey cycle. {advice}")
