"""Read the calibrated parameters: proportions and quantiles by cell, loadings, and the sampling design.

``cells_<release>.csv`` has one row per cell: people of one sex and age range with one answer to the parent question.
Field and key are given in the first of their rows only. The column `who` has the sex (M, F or A for all) and the ages,
`blank` the share without a value, `answers` the codes and their shares of the remaining people, and `quantiles` the
distribution of the numbers that are not codes, at `PROBABILITIES`.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from rlsanalysis.nhanes.demo.structure import Field, records, text

PROBABILITIES = (0.005, 0.025, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98, 0.995)
SEXES = {"M": (1.0,), "F": (2.0,), "A": (1.0, 2.0)}
COVARIATES = ("black", "hispanic", "other", "age_10")

Floats = npt.NDArray[np.float64]
Answer = tuple[float, ...]


@dataclass(frozen=True)
class Cell:
    """Distribution of a field among people of one sex and age range with one answer to the parents.

    Attributes
    ----------
    sexes
        Codes of sex.
    youngest, oldest
        Age limits in years, both included.
    blank
        Share without a value.
    answers, shares
        Codes (one value a column of the field; NaN is blank) in rising order, and the share of each.
    quantiles
        Quantiles, at `PROBABILITIES`, of numbers that are not among the answers; empty if there are none.
    step
        Step to which numbers are rounded; 0 if they are not.
    """

    sexes: tuple[float, ...]
    youngest: int
    oldest: int
    blank: float
    answers: tuple[Answer, ...]
    shares: tuple[float, ...]
    quantiles: tuple[float, ...]
    step: float

    def mask(self, sex: Floats, age: Floats) -> npt.NDArray[np.bool_]:
        """Return who belongs to the cell."""
        inside = (age >= self.youngest) & (age <= self.oldest)
        return inside if len(self.sexes) > 1 else inside & (sex == self.sexes[0])


@dataclass(frozen=True)
class Loadings:
    """Dependence of a field on common factors and covariates, in standard deviations.

    Attributes
    ----------
    factors
        Loadings on the common factors.
    covariates
        Shift for each of `COVARIATES`.
    icc
        Share of the variance between PSUs.
    """

    factors: tuple[float, ...]
    covariates: tuple[float, ...]
    icc: float


def parsed(answer: str) -> Answer:
    """Parse an answer of a file: ``1``, or ``1/3//2`` for several columns."""
    return tuple(float(value) if value else np.nan for value in answer.split("/"))


def ordered(answers: Sequence[str], field: Field) -> list[str]:
    """Sort answers from least to most of what the field measures; special codes come first."""

    def rank(answer: str) -> tuple[bool, list[float]]:
        values = [-1.0 if np.isnan(value) else value for value in reversed(parsed(answer))]
        return not set(values) & set(field.special), [-v for v in values] if field.falling else values

    return sorted(answers, key=rank)


def number(value: float) -> str:
    """Return the shortest text of a number; blank for NaN."""
    return "" if np.isnan(value) else f"{value:.6g}"


def joined(columns: Sequence[Floats], people: int) -> npt.NDArray[np.str_]:
    """Join the values of each person into a text such as ``1/3//2``, empty where blank."""
    texts = np.full(people, "", dtype=np.str_)
    for position, column in enumerate(columns):
        distinct, index = np.unique(column, return_inverse=True)
        part = np.array([number(value) for value in distinct])[index]
        texts = np.char.add(np.char.add(texts, "/"), part) if position else part
    return texts


@cache
def cells(release: str) -> Mapping[str, Mapping[str, tuple[Cell, ...]]]:
    """Return the cells of a survey cycle, by field and by key of the answers to the parents."""
    found: dict[str, dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    field = key = ""
    for row in records(f"cells_{release}.csv"):
        if row["field"]:
            field, key = row["field"], row["key"]
        found[field][key].append(_cell(row))
    return {name: {key: tuple(group) for key, group in by_key.items()} for name, by_key in found.items()}


def _cell(row: Mapping[str, str]) -> Cell:
    youngest, oldest = row["who"][1:].split("-")
    pairs = [pair.rsplit(":", 1) for pair in row["answers"].split()]
    return Cell(
        SEXES[row["who"][0]],
        int(youngest),
        int(oldest),
        float(row["blank"] or 0),
        tuple(parsed(answer) for answer, _ in pairs),
        tuple(float(share) for _, share in pairs),
        tuple(float(value) for value in row["quantiles"].split()),
        float(row["step"] or 0),
    )


@cache
def loadings() -> Mapping[str, Loadings]:
    """Return the loadings, by field."""
    found = {}
    for row in records("loadings.csv"):
        factors = tuple(float(row[name] or 0) for name in row if name.startswith("factor"))
        covariates = tuple(float(row[name] or 0) for name in COVARIATES)
        found[row["field"]] = Loadings(factors, covariates, float(row["icc"] or 0))
    return found


@cache
def design() -> Mapping[str, Any]:
    """Return strata with PSU shares, ages, membership in tables, and population totals, by survey cycle."""
    found: Mapping[str, Any] = json.loads(text("design.json"))
    return found
