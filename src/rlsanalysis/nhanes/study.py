"""The study of NHANES as a value: its plan, its words, and the records of its variables and raw columns."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.bind import registry
from rlsanalysis.nhanes.cohorts import cohorts
from rlsanalysis.nhanes.columns import Column
from rlsanalysis.nhanes.hazards import HAZARDS
from rlsanalysis.study.plan import parse_plan
from rlsanalysis.study.records import (
    Brands,
    Line,
    Manuscript,
    RawColumn,
    Reference,
    Study,
    Topic,
    Variable,
    Words,
)


@cache
def nhanes_study(source: str = "nhanes") -> Study:
    """Return the study.

    Parameters
    ----------
    source : `nhanes` (CDC's files) or `demo` (simulated people, who have the same variables).

    Raises
    ------
    AnalysisError
        The plan has faults; the message lists all of them.
    """
    if source != "nhanes":
        return replace(nhanes_study(), synthetic=True)
    plan = (_text(name) for name in ("study.toml", "exposures.csv", "bins.csv", "curves.csv"))
    study = parse_plan(*plan, words=_words(), cohorts=cohorts(), variables=_variables())
    columns = {column.name: column for bound in registry().values() for column in bound.columns}
    tables = {c.table(r): catalog.tables()[c.table(r)] for c in columns.values() for r in c.source}
    return replace(
        study,
        table_one=tuple(_lines()),
        columns={name: _raw_column(column) for name, column in columns.items()},
        documentation={name: f"{catalog.CDC}/{table.documentation}" for name, table in tables.items()},
        topics=tuple(_topics()),
        brands=_brands(),
        references=tuple(Reference(**row) for row in _rows("references.csv")),
        bibliography=_text("references.bib"),
    )


def _words() -> Words:
    read: dict[str, Any] = tomllib.loads(_text("words.toml"))
    read["classes"] = {exposure: tuple(classes) for exposure, classes in read["classes"].items()}
    manuscript = Manuscript(**tomllib.loads(_text("manuscript.toml")))
    return Words(hazards=HAZARDS, manuscript=manuscript, **read)


def _variables() -> dict[str, Variable]:
    drugs = {row["variable"]: _listed(row["names"]) for row in _rows("drug_names.csv")}
    return {
        id_: replace(bound.variable, drugs=tuple(dict.fromkeys((*drugs.get(id_, ()), *bound.variable.drugs))))
        for id_, bound in registry().items()
    }


def _raw_column(column: Column) -> RawColumn:
    return RawColumn(
        column.label,
        cells={r: f"{column.table(r)}.{column.raw_name(r)}" for r in column.source},
        bases=column.source,
        unit=column.unit,
        asked=column.asked,
        limits=column.limits,
        codes={f"{code:.10g}": meaning for code, meaning in column.codes.items()},
        missing={f"{code:.10g}": kind for code, kind in column.missing.items()},
    )


def _lines() -> Iterator[Line]:
    for row in _rows("table_one.csv"):
        yield Line(row["heading"], row["variable"], row["label"], row["unit"], float(row["times"] or 1))


def _topics() -> Iterator[Topic]:
    for row in _rows("topics.csv"):
        words = (row["topic"].lower(), *_listed(row["words"].lower()))
        yield Topic(row["topic"], words, row["search"], row["sentence"])


def _brands() -> dict[str, Brands]:
    prescribed, nonprescription = (
        {row["drug"]: _listed(row["brands"]) for row in _rows(name)}
        for name in ("brand_names.csv", "nonprescription_drugs.csv")
    )
    return {
        drug: Brands(prescribed.get(drug, ()), nonprescription.get(drug))
        for drug in (*prescribed, *(d for d in nonprescription if d not in prescribed))
    }


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(_text(name).splitlines())


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("; ")) if cell else ()


def _text(name: str) -> str:
    return (files(__package__) / "plan" / name).read_text(encoding="utf-8")
