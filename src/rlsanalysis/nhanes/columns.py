"""Declare raw columns: their source in each survey cycle, and the meaning of their codes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

import pandas as pd

from rlsanalysis.nhanes import catalog
from rlsanalysis.study.records.missing import DONT_KNOW, REFUSED
from rlsanalysis.survey.columns import similar_names
from rlsanalysis.survey.errors import AnalysisError

YES_NO: Mapping[float, str] = {1: "yes", 2: "no"}


@dataclass(frozen=True)
class Column:
    """A raw column under one name in all survey cycles.

    Parameters
    ----------
    name : name in this package, with the unit where it is physical.
    source : survey cycle (release letter) to `BASE.COLUMN`, such as `FERTIN.LBXFER`; cycles without it are left out.
    label : what was asked or measured.
    codes : valid codes and their meaning; also special values of a measurement (666 = under 1 year of age).
    missing : codes for missing values, and the kind of missing that each stands for.
    limits : smallest and largest documented value, both included; None for a column of codes.
    unit : unit of the measured value.
    asked : who was asked or examined.
    component : survey component, where it differs from that of the file (and requires another weight).
    free : whether there is no closed list of values (text, classification codes); such columns are not checked.
    """

    name: str
    source: Mapping[str, str]
    label: str
    codes: Mapping[float, str] = field(default_factory=dict)
    missing: Mapping[float, str] = field(default_factory=dict)
    limits: tuple[float, float] | None = None
    unit: str = ""
    asked: str = "all participants"
    component: str = ""
    free: bool = False

    def table(self, release: str) -> str:
        """Return the name of the raw table in a survey cycle (`FERTIN_D`, `P_FERTIN`)."""
        return catalog.table(self.source[release].split(".")[0], release).name

    def raw_name(self, release: str) -> str:
        """Return the name of the raw column in a survey cycle."""
        return self.source[release].split(".")[1]

    def component_in(self, release: str) -> str:
        """Return the survey component of the column, which determines the weight."""
        return self.component or catalog.tables()[self.table(release)].component


@dataclass(frozen=True)
class RowTable:
    """A raw table with several rows per person (prescriptions, activities).

    Parameters
    ----------
    name : name of the table in this package.
    columns : its columns.
    person : column with one value per person that records whether the person answered at all; empty if that column
        is in another table.
    prepare : function of the rows and of `lookup` that returns the rows passed to derivations, with a column `seqn`.
    lookup : columns of a table without persons that the rows refer to.
    """

    name: str
    columns: Mapping[str, Column]
    person: str
    prepare: Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]
    lookup: Mapping[str, Column] = field(default_factory=dict)


class Columns(dict[str, Column]):
    """The columns of a module by name; an unknown name is an AnalysisError that lists similar ones."""

    def __missing__(self, name: str) -> NoReturn:
        raise AnalysisError(
            f"A declaration under nhanes/sources/ reads the column `{name}`, which its module does not have. "
            f"{similar_names(name, self)}"
        )


def coded(
    label: str, codes: Mapping[float, str], missing: Mapping[float, str] | None = None, **rest: str
) -> Column:
    """Declare a column of codes; `columns` adds its name and source."""
    return Column("", {}, label, codes, missing or {}, **rest)  # type: ignore[arg-type]


def yes_no(label: str, **rest: str) -> Column:
    """Declare a question with the codes 1 (yes), 2 (no), 7 (refused) and 9 (don't know)."""
    return coded(label, YES_NO, refused_or_unknown(1), **rest)


def diagnosis(condition: str, asked: str = "adults 20+") -> Column:
    """Declare the question whether a professional ever told the participant of a condition."""
    return yes_no(f"Ever told by a doctor or other health professional of {condition}", asked=asked)


def measured(
    label: str, unit: str, limits: tuple[float, float], codes: Mapping[float, str] | None = None,
    missing: Mapping[float, str] | None = None, **rest: str,
) -> Column:  # fmt: skip
    """Declare a measured or counted column; `columns` adds its name and source."""
    return Column("", {}, label, codes or {}, missing or {}, limits, unit, **rest)  # type: ignore[arg-type]


def free(label: str, **rest: str) -> Column:
    """Declare a column without a closed list of values; `columns` adds its name and source."""
    return Column("", {}, label, free=True, **rest)  # type: ignore[arg-type]


def columns(grid: str, **records: Column) -> Columns:
    """Combine a grid of source columns with the record that describes each of them.

    Parameters
    ----------
    grid : one row per column of this package, one column per survey cycle; the first row names the cycles. A cell is
        `BASE.COLUMN`, or `-` where the column was not measured.
    **records : description of each column, by name.

    Returns
    -------
    Columns by name.

    Raises
    ------
    AnalysisError
        A name is in the grid or among the records, but not in both.
    """
    header, *lines = [line.split() for line in grid.strip().splitlines()]
    sources = {
        name: {r: cell for r, cell in zip(header, cells, strict=True) if cell != "-"}
        for name, *cells in lines
    }
    if sources.keys() != records.keys():
        odd = sorted(sources.keys() ^ records.keys())
        raise AnalysisError(
            f"The grid and the records do not have the same columns: {', '.join(odd)}. "
            "Declare each column in both."
        )
    return Columns(
        (name, Column(**{**records[name].__dict__, "name": name, "source": source}))
        for name, source in sources.items()
    )


def refused_or_unknown(digits: int) -> dict[float, str]:
    """Return the codes for "refused" and "don't know" of a field: 7 and 9, 77 and 99, ... by its width in digits."""
    return {float("7" * digits): REFUSED, float("9" * digits): DONT_KNOW}
