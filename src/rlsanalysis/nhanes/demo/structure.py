"""Describe the columns of the demonstration: their kind and the answers on which they depend."""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import numpy as np

from rlsanalysis.nhanes import catalog

Kind = Literal["codes", "number"]


@dataclass(frozen=True)
class Field:
    """A column of a table, or several columns that are drawn together because they depend on each other.

    Attributes
    ----------
    name
        ``BASE.COLUMN``, or ``BASE.COLUMN+COLUMN`` for columns drawn together.
    kind
        ``codes`` (a closed list of answers) or ``number`` (a measured or counted quantity).
    special
        Codes that are separate from the rest: refused, don't know, "under a year".
    falling
        Whether the lowest code is the largest amount of what the column measures (1 yes, 2 no).
    parents
        Columns whose answers determine who has a value, and its distribution.
    within_age
        Whether the value is an age or a duration, hence at most the age of the person.
    ratio_to
        Column of which the value is drawn as a multiple.
    least, most
        Limits of the value, where a multiple could exceed the range of the real files.
    """

    name: str
    kind: Kind
    special: tuple[float, ...] = ()
    falling: bool = False
    parents: tuple[str, ...] = ()
    within_age: bool = False
    ratio_to: str = ""
    least: float = -np.inf
    most: float = np.inf

    @property
    def base(self) -> str:
        """Return the base name of the table."""
        return self.name.split(".")[0]

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns as ``BASE.COLUMN``."""
        return tuple(f"{self.base}.{column}" for column in self.name.split(".")[1].split("+"))


def text(name: str) -> str:
    """Return the text of a data file of this package."""
    return (files(__package__) / "data" / name).read_text(encoding="utf-8")


def records(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file of this package."""
    yield from csv.DictReader(text(name).splitlines())


@cache
def settings() -> Mapping[str, Any]:
    """Return sizes, numbers of cases and other constants of the demonstration (``settings.toml``)."""
    return tomllib.loads(text("settings.toml"))


@cache
def fields(release: str) -> tuple[Field, ...]:
    """Return the columns of a survey cycle, parents first."""
    weights: dict[str, str] = dict(catalog.release(release).weights.items())
    return tuple(
        Field(
            row["field"].format(**weights),
            "number" if row["kind"] == "number" else "codes",
            tuple(float(code) for code in row["special"].split()),
            bool(row["falling"]),
            tuple(parent.format(**weights) for parent in row["parents"].split()),
            bool(row["within_age"]),
            row["ratio_to"].format(**weights),
            float(row["least"] or -np.inf),
            float(row["most"] or np.inf),
        )
        for row in records("fields.csv")
        if release in row["releases"]
    )


@cache
def drug_groups() -> tuple[str, ...]:
    """Return the names of the drug groups, without ``other``."""
    return tuple(row["group"] for row in records("drug_groups.csv"))


@cache
def drug_fields() -> tuple[Field, ...]:
    """Return one field per drug group, among users of prescription drugs; ``DRUG.other`` counts all other drugs."""
    use = "RXQ_RX.RXDUSE"
    groups = [(row["group"], row["parents"].split()) for row in records("drug_groups.csv")]
    return tuple(
        Field(f"DRUG.{group}", "codes", parents=(use, *more)) for group, more in [*groups, ("other", [])]
    )
