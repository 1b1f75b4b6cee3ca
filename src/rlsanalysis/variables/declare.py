"""What a variable is: where its raw columns lie in each release, what their codes mean, how it is derived.

A module of this folder declares one group of factors. It holds a grid of source columns, a record for each
of them, and a `Variable` for each factor; derivations are small pure functions of the decoded columns.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.weights import most_restrictive
from rlsanalysis.survey.errors import AnalysisError

RELEASES = ("D", "E", "H", "I", "J", "P")

Kind = Literal["binary", "continuous", "categorical"]
Hazard = Literal[
    "assay changed", "question changed", "skip changed", "measured in some ages or one sex", "sparse",
    "reverse causation", "self-report", "asked with the outcome", "top-coded", "older file in our reference copy",
]  # fmt: skip

REFUSED, DONT_KNOW, NO_RECORD, BLANK, UNDETERMINED, NOT_ELIGIBLE, NOT_MEASURED = (
    "refused", "dont_know", "no_record", "blank", "undetermined", "not_eligible", "not_measured",
)  # fmt: skip
MISSING_KINDS: dict[str, str] = {
    REFUSED: "the person refused to answer",
    DONT_KNOW: "the person did not know",
    NO_RECORD: "the person is not in the file: not examined, or not interviewed on this subject",
    BLANK: "in the file without a value: not asked, not measured, or the measurement failed",
    UNDETERMINED: "answered, but the definition gives neither value (a reason outside the two groups, say)",
    NOT_ELIGIBLE: "outside the population in which the variable is defined",
    NOT_MEASURED: "the release has no such variable, or its file is absent here",
}


def refused_or_unknown(digits: int) -> dict[float, str]:
    """CDC's codes for refused and don't know: 7 and 9, 77 and 99, 777 and 999, ... by the field's width."""
    return {float("7" * digits): REFUSED, float("9" * digits): DONT_KNOW}


@dataclass(frozen=True)
class Column:
    """One raw column under a name that holds in every release.

    Parameters
    ----------
    name : our name, with the unit where it is physical.
    source : release letter to `BASE.COLUMN` (`FERTIN.LBXFER`); a release without it is absent.
    label : what was asked or measured, in our words.
    codes : valid answers and what each means; also special values among measurements (666 = under a year).
    missing : codes that mean missing, and the kind of missing.
    limits : smallest and largest measured value CDC documents, both included; None for pure codes.
    unit : unit of the measured value.
    asked : who was asked or examined.
    component : part of the survey, where it differs from that of the file (so another weight).
    free : no closed list of values (text, numbers of a classification): not checked for codes.
    """

    name: str
    source: Mapping[str, str]
    label: str
    codes: Mapping[float, str] = field(default_factory=dict)
    missing: Mapping[float, str] = field(default_factory=dict)
    limits: tuple[float, float] | None = None
    unit: str = ""
    asked: str = "everybody"
    component: str = ""
    free: bool = False

    def table(self, release: str) -> str:
        """Name of the raw table in a release (`FERTIN_D`, `P_FERTIN`)."""
        return catalog.table(self.source[release].split(".")[0], release).name

    def raw_name(self, release: str) -> str:
        """CDC's name of the column in a release."""
        return self.source[release].split(".")[1]

    def component_in(self, release: str) -> str:
        """Part of the survey that the column belongs to, which decides the weight."""
        return self.component or catalog.tables()[self.table(release)].component


def coded(
    label: str, codes: Mapping[float, str], missing: Mapping[float, str] | None = None, **rest: str
) -> Column:
    """Declare a column of codes (completed with name and source by `columns`)."""
    return Column("", {}, label, codes, missing or {}, **rest)  # type: ignore[arg-type]


def measured(
    label: str, unit: str, limits: tuple[float, float], codes: Mapping[float, str] | None = None,
    missing: Mapping[float, str] | None = None, **rest: str,
) -> Column:  # fmt: skip
    """Declare a measured or counted column (completed with name and source by `columns`)."""
    return Column("", {}, label, codes or {}, missing or {}, limits, unit, **rest)  # type: ignore[arg-type]


def free(label: str, **rest: str) -> Column:
    """Declare a column without a closed list of values (completed with name and source by `columns`)."""
    return Column("", {}, label, free=True, **rest)  # type: ignore[arg-type]


def columns(grid: str, **records: Column) -> dict[str, Column]:
    """Join a grid (releases across, our names down, `-` where not measured) with a record for each name.

    The grid's first row names the releases; a cell is `BASE.COLUMN`.
    """
    header, *lines = [line.split() for line in grid.strip().splitlines()]
    sources = {
        name: {r: cell for r, cell in zip(header, cells, strict=True) if cell != "-"}
        for name, *cells in lines
    }
    if sources.keys() != records.keys():
        odd = sorted(sources.keys() ^ records.keys())
        raise AnalysisError(
            f"grid and records name different columns: {', '.join(odd)}. Declare each in both."
        )
    return {
        name: Column(**{**records[name].__dict__, "name": name, "source": source})
        for name, source in sources.items()
    }


@dataclass(frozen=True)
class Eligible:
    """A population by age at screening and sex; ages in years, both ends included."""

    youngest: int = 20
    oldest: int | None = None
    women: bool = False

    def __str__(self) -> str:
        ages = f"{self.youngest}+" if self.oldest is None else f"{self.youngest}-{self.oldest}"
        return f"{'women' if self.women else 'adults'} {ages}"

    def mask(self, people: pd.DataFrame) -> "pd.Series[bool]":
        """Who belongs to it; needs the columns `age` (years) and `sex` (2 = female)."""
        inside = people["age"] >= self.youngest
        if self.oldest is not None:
            inside &= people["age"] <= self.oldest
        return inside & (people["sex"] == 2) if self.women else inside


ADULTS = Eligible()


@dataclass(frozen=True)
class RowTable:
    """A raw table with several rows a person (prescriptions, activities).

    `person` names the column whose value is one a person and tells who answered at all ("" where that stands
    in another table). `lookup` are the columns of a table without people that rows refer to;
    `prepare(rows, lookup)` makes the rows that derivations get, with the column `seqn`.
    """

    name: str
    columns: Mapping[str, Column]
    person: str
    prepare: Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]
    lookup: Mapping[str, Column] = field(default_factory=dict)


@dataclass(frozen=True)
class Variable:
    """One outcome, exposure or adjuster: definition, derivation, and all that is known of its sources.

    `derive(people)` (or `derive(people, rows)` for a variable of a `RowTable`) takes the decoded columns,
    one row a person, missing as NaN, with `release`, `age` and `sex` beside them. It returns numbers: 0/1
    for a binary variable, the position in `levels` for a categorical one, NaN where it cannot be told.
    `levels` has the reference first. `needs` are its columns: they decide the kind of missing and the
    component, hence the weight. It exists in the releases that have them all, unless `measured_in` names
    the releases (where questions changed their names, one of several columns serves).

    `label` is the complete label, for tables; `short` is the label for figures (the complete one if empty).
    `level_labels` are display labels of those `levels` whose id does not read well, by id. `synonyms` are the clinical
    words and drug names under which a reader may search for the variable.
    """

    id: str
    label: str
    group: str
    kind: Kind
    contrast: str
    needs: tuple[Column, ...]
    derive: Callable[..., "pd.Series[float]"]
    levels: tuple[str, ...] = ()
    unit: str = ""
    population: Eligible | Mapping[str, Eligible] = ADULTS
    rows: RowTable | None = None
    measured_in: str = ""
    hazards: tuple[Hazard, ...] = ()
    citation: str = ""
    note: str = ""
    short: str = ""
    level_labels: Mapping[str, str] = field(default_factory=dict)
    synonyms: tuple[str, ...] = ()

    @property
    def releases(self) -> tuple[str, ...]:
        """Releases in which the variable exists."""
        if self.measured_in:
            return tuple(self.measured_in.split())
        return tuple(r for r in RELEASES if all(r in c.source for c in self.needs) and self.eligible(r))

    def known_in(self, releases: Iterable[str]) -> tuple[str, ...]:
        """Those of some releases in which the variable exists, in their order."""
        return tuple(r for r in releases if r in self.releases)

    def eligible(self, release: str) -> Eligible | None:
        """Population in which the variable is defined in a release; None if it is not."""
        return self.population if isinstance(self.population, Eligible) else self.population.get(release)

    def columns_in(self, release: str) -> tuple[Column, ...]:
        """Needed columns that exist in a release."""
        return tuple(c for c in self.needs if release in c.source)

    def component(self, release: str) -> str:
        """Most restrictive part of the survey among its columns in a release."""
        return most_restrictive({c.component_in(release) for c in self.columns_in(release)})
