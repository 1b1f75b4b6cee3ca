"""What the demonstration's columns are: their kind, the answers that open them, and the files that say so."""

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
    """A column of a table, or several that are drawn together because their answers hang together.

    Attributes
    ----------
    name
        ``BASE.COLUMN``, or ``BASE.COLUMN+COLUMN`` for columns drawn together.
    kind
        ``codes`` (a closed list of answers) or ``number`` (a measured or counted quantity).
    special
        Codes that stand apart from the rest: refused, don't know, "under a year".
    falling
        Whether the lowest code is the most of what the column measures (1 yes, 2 no).
    parents
        Columns whose answers decide who has this one, and how it is distributed.
    within_age
        Whether the value is an age or a span of life, so at most the age of the person.
    ratio_to
        Column of which this one is drawn as a multiple.
    least, most
        Smallest and largest value, where drawing a multiple might go beyond what CDC gives.
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
        """Base name of the table."""
        return self.name.split(".")[0]

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns as ``BASE.COLUMN``."""
        return tuple(f"{self.base}.{column}" for column in self.name.split(".")[1].split("+"))


def text(name: str) -> str:
    """Text of a data file of this package."""
    return (files(__package__) / "data" / name).read_text(encoding="utf-8")


def records(name: str) -> Iterator[dict[str, str]]:
    """Rows of a CSV file of this package."""
    yield from csv.DictReader(text(name).splitlines())


@cache
def settings() -> Mapping[str, Any]:
    """Sizes, cases and seed-free constants of the demonstration (``settings.toml``)."""
    return tomllib.loads(text("settings.toml"))


@cache
def fields(release: str) -> tuple[Field, ...]:
    """Columns of a release in an order in which parents come first."""
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
    """Names of the groups of drugs that people take or do not take, beside ``other``."""
    return tuple(row["group"] for row in records("drug_groups.csv"))


@cache
def drug_fields() -> tuple[Field, ...]:
    """One field a group of drugs, among takers of prescription drugs; ``DRUG.other`` counts all other drugs."""
    use = "RXQ_RX.RXDUSE"
    groups = [(row["group"], row["parents"].split()) for row in records("drug_groups.csv")]
    return tuple(
        Field(f"DRUG.{group}", "codes", parents=(use, *more)) for group, more in [*groups, ("other", [])]
    )
