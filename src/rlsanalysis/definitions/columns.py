"""Describe the canonical columns: what a cohort delivers so that variables can be derived from it."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class CanonicalColumn:
    """A canonical column, one line of `columns.csv`.

    Attributes
    ----------
    table : `people` (one row per person) or the name of a canonical table with several rows per person.
    name : name of the column.
    meaning : what it is, and the method or scale where these matter.
    unit : unit of a quantity; empty for a column of codes.
    coding : codes and their meaning, such as `0 no; 1 yes`; empty for a quantity.
    """

    table: str
    name: str
    meaning: str
    unit: str
    coding: str

    @property
    def codes(self) -> tuple[float, ...]:
        """Return the codes of a column of codes; none for a quantity."""
        return tuple(float(value.split()[0]) for value in self.coding.split(";") if value)


@cache
def canonical_columns(table: str = "people") -> Mapping[str, CanonicalColumn]:
    """Return the canonical columns of a table by name, in the order of `columns.csv`."""
    text = (files("rlsanalysis.definitions") / "columns.csv").read_text(encoding="utf-8")
    records = (CanonicalColumn(**record) for record in csv.DictReader(text.splitlines()))
    return {column.name: column for column in records if column.table == table}
