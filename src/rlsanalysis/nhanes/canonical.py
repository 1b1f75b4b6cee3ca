"""Describe how NHANES provides canonical columns: from which raw columns, in which survey cycles, and for whom.

Everything that depends on CDC's files is here and in `nhanes/sources`: codes, conversions of assays between survey
cycles, questions that changed, and what a reader should know about a variable in this survey.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Self

import numpy as np
import pandas as pd

from rlsanalysis.nhanes.columns import Column, RowTable
from rlsanalysis.study.records.variable import ADULTS, Population
from rlsanalysis.survey.errors import AnalysisError

RELEASES = ("D", "E", "H", "I", "J", "P")
EVERY_RELEASE = " ".join(RELEASES)
Derive = Callable[..., "pd.Series[float]"]


@dataclass(frozen=True)
class Canonical:
    """A canonical column as NHANES provides it.

    Parameters
    ----------
    name : name of the column in `definitions/columns.csv`.
    needs : raw columns. They determine the kind of missing and the survey component, hence the weight.
    derive : function of the decoded raw columns (one row per person, missing values NaN, with `release` and `seqn`;
        a raw column that a survey cycle lacks is all missing) and, if `rows` is given, of the rows of that table.
    population : population in which the column is known, by survey cycle; all adults in the cycles that are left out.
    releases : letters of the survey cycles that have the column, separated by blanks. Needed only where the raw columns
        differ between cycles; otherwise these are the cycles that have every raw column.
    rows : raw table with several rows per person that the column is derived from.
    """

    name: str
    needs: tuple[Column, ...]
    derive: Derive
    population: Mapping[str, Population] = field(default_factory=dict)
    releases: str = ""
    rows: RowTable | None = None

    def exists_in(self, release: str) -> bool:
        """Return whether a survey cycle has the column."""
        return (
            release in self.releases.split()
            if self.releases
            else all(release in c.source for c in self.needs)
        )

    def population_in(self, release: str) -> Population:
        """Return the population in which the column is known in a survey cycle."""
        return self.population.get(release, ADULTS)

    def values(self, people: pd.DataFrame, rows: pd.DataFrame | None = None) -> "pd.Series[float]":
        """Return the column (n,) from decoded raw columns (n, ...)."""
        absent = {c.name: np.nan for c in self.needs if c.name not in people}
        people = people.assign(**absent)
        return self.derive(people) if self.rows is None else self.derive(people, rows)


@dataclass(frozen=True)
class CanonicalRows:
    """A canonical table with several rows per person as NHANES provides it.

    Parameters
    ----------
    table : the raw table; its `prepare` returns the canonical rows.
    columns : raw columns of each canonical column of the table. They count among the sources of a variable.
    """

    table: RowTable
    columns: Mapping[str, tuple[Column, ...]]


@dataclass(frozen=True)
class Facts:
    """What a reader should know about a variable in NHANES, in addition to its definition.

    Parameters
    ----------
    hazards : threats to comparability or validity.
    citation : source of a conversion.
    note : whole sentences, printed after the note of the definition.
    releases : letters of the only survey cycles in which the variable is used; empty if there is no such restriction.
    label, contrast : what the questionnaire asked, in place of the texts of the definition; empty if those are right.
    """

    hazards: tuple[str, ...] = ()
    citation: str = ""
    note: str = ""
    releases: str = ""
    label: str = ""
    contrast: str = ""


@dataclass(frozen=True)
class Source:
    """The canonical columns and tables of NHANES, and facts about variables by id."""

    columns: Mapping[str, Canonical]
    rows: Mapping[str, CanonicalRows]
    facts: Mapping[str, Facts]

    @classmethod
    def of(cls, modules: Iterable[ModuleType]) -> Self:
        """Combine the modules of `nhanes/sources`, which have `CANONICAL` and may have `ROWS` and `FACTS`.

        Raises
        ------
        AnalysisError
            Two modules provide the same canonical column.
        """
        modules = list(modules)
        columns: dict[str, Canonical] = {}
        for column in (c for module in modules for c in module.CANONICAL):
            if columns.setdefault(column.name, column) is not column:
                raise AnalysisError(
                    f"Two modules of nhanes/sources provide the canonical column {column.name}. Rename one."
                )
        return cls(
            columns,
            {name: rows for module in modules for name, rows in getattr(module, "ROWS", {}).items()},
            {id_: facts for module in modules for id_, facts in getattr(module, "FACTS", {}).items()},
        )


def canonical_people(
    columns: Iterable[Canonical], people: pd.DataFrame, rows: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return canonical columns, one row per person.

    Parameters
    ----------
    columns : the canonical columns.
    people : (n, ...) decoded raw columns, with `seqn` and `release`.
    rows : prepared rows of raw tables with several rows per person, by name of the table.
    """
    found = {c.name: c.values(people, rows[c.rows.name] if c.rows else None) for c in columns}
    return pd.DataFrame({"seqn": people["seqn"], **found})


def as_recorded(name: str) -> Derive:
    """Derive the raw value itself."""
    return lambda people: people[name]


def yes(name: str) -> Derive:
    """Derive 1 for yes (code 1) and 0 for no (code 2)."""
    return lambda people: people[name].map({1: 1.0, 2: 0.0})


def any_yes(*columns: Column) -> Derive:
    """Derive 1 if any answer is yes (code 1), 0 if every question asked in the survey cycle is no (code 2)."""

    def derive(people: pd.DataFrame) -> "pd.Series[float]":
        any_is = pd.Series(data=False, index=people.index)
        all_are_no = ~any_is
        for question in columns:
            answer = people[question.name]
            any_is |= answer == 1
            all_are_no &= (answer == 2) | ~people["release"].isin(list(question.source))
        return pd.Series(np.select([any_is, all_are_no], [1, 0], np.nan), index=people.index)

    return derive


def converted(name: str, by_release: Mapping[str, tuple[float, float]]) -> Derive:
    """Convert an assay to one scale by a line (slope, intercept) per survey cycle; other cycles stay as measured."""
    slope = {release: line[0] for release, line in by_release.items()}
    intercept = {release: line[1] for release, line in by_release.items()}

    def derive(people: pd.DataFrame) -> "pd.Series[float]":
        release = people["release"].astype(str)
        return people[name] * release.map(slope).fillna(1.0) + release.map(intercept).fillna(0.0)

    return derive
