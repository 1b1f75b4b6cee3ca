"""Describe variables: what each one is, where and in whom it is known, and what a reader should know about it.

A record has no function. How a variable is derived is part of its definition (`rlsanalysis.definitions`), and which
raw columns it comes from is part of a cohort, such as `rlsanalysis.nhanes`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from rlsanalysis.study.display import html_table
from rlsanalysis.survey.errors import AnalysisError

Kind = Literal["binary", "continuous", "categorical"]
OUTCOMES = "outcomes"
"""The group of variables that are outcomes."""
MEDICATIONS = "medications"
"""The group of variables that are the use of drugs."""
_POPULATION = re.compile(r"(women )?(\d+)(?:\+|-(\d+))")


@dataclass(frozen=True)
class Population:
    """A population defined by sex and by age in completed years, both limits included."""

    youngest: int = 20
    oldest: int | None = None
    women: bool = False

    def __str__(self) -> str:
        ages = f"{self.youngest}+" if self.oldest is None else f"{self.youngest}-{self.oldest}"
        return f"women {ages}" if self.women else ages

    def described(self, people: str) -> str:
        """Return the population in words, given whom the study describes: `adults 20+`, `women 20-49`."""
        return str(self) if self.women else f"{people} {self}"

    def mask(self, people: pd.DataFrame) -> "pd.Series[bool]":
        """Return who belongs to the population, from the columns `age` (years) and `female` (0 or 1)."""
        inside = people["age"] >= self.youngest
        if self.oldest is not None:
            inside &= people["age"] < self.oldest + 1
        return inside & (people["female"] == 1) if self.women else inside

    def within(self, *others: "Population | None") -> "Population":
        """Return the people who are in this population and in all of the others; None restricts nothing."""
        every = [self, *(p for p in others if p is not None)]
        oldest = [p.oldest for p in every if p.oldest is not None]
        return Population(
            max(p.youngest for p in every), min(oldest) if oldest else None, any(p.women for p in every)
        )

    @classmethod
    def read(cls, text: str) -> "Population":
        """Read what `str` wrote: `20+`, `women 20-49`.

        Raises
        ------
        AnalysisError
            The text does not describe a population.
        """
        found = _POPULATION.fullmatch(text)
        if found is None:
            raise AnalysisError(f"{text!r} is not a population. Write it as '20+' or 'women 20-49'.")
        women, youngest, oldest = found.groups()
        return cls(int(youngest), None if oldest is None else int(oldest), women is not None)


ADULTS = Population()


@dataclass(frozen=True, repr=False)
class Variable:
    """An outcome, exposure or adjuster of a study.

    Attributes
    ----------
    id : name of the column in a cohort, and key of results.
    label : complete label, for tables and text.
    short : label for figures; empty if `label` is short enough.
    group : group of variables.
    kind : `binary`, `continuous` or `categorical`.
    contrast : what is compared, in words.
    levels : levels, reference first.
    level_labels : display labels of levels (or of the unit) whose id does not read well, by id.
    unit : unit of the comparison, for a continuous variable.
    population : population in which the variable is defined, by release; its keys are the releases that have it.
    component : component of the survey that has the variable, which decides the weight, by release.
    columns : names of the raw columns that it is derived from.
    hazards : known threats to comparability or validity; the study explains them.
    citation : source of the definition.
    note : what a reader should know, in whole sentences.
    synonyms : clinical terms by which a reader may search for the variable.
    drugs : generic names of the drugs that the variable counts, in lower case.
    rows : raw table with several rows per person that the variable is derived from; empty if there is none.
    """

    id: str
    label: str
    group: str
    kind: Kind
    contrast: str
    short: str = ""
    levels: tuple[str, ...] = ()
    level_labels: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    population: Mapping[str, Population] = field(default_factory=dict)
    component: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    hazards: tuple[str, ...] = ()
    citation: str = ""
    note: str = ""
    synonyms: tuple[str, ...] = ()
    drugs: tuple[str, ...] = ()
    rows: str = ""

    @property
    def releases(self) -> tuple[str, ...]:
        """Return the releases that have the variable."""
        return tuple(self.population)

    @property
    def level_values(self) -> dict[str, float | str]:
        """Value of each level in a cohort: 0 and 1 of a binary variable, the level itself of a categorical one."""
        return {v: float(code) if self.kind == "binary" else v for code, v in enumerate(self.levels)}

    def eligible(self, people: pd.DataFrame) -> "pd.Series[bool]":
        """Return for whom the variable is defined, from the columns `release`, `age` and `female`."""
        inside = pd.Series(data=False, index=people.index)
        for release, population in self.population.items():
            inside |= (people["release"] == release) & population.mask(people)
        return inside

    def known_in(self, releases: Iterable[str]) -> tuple[str, ...]:
        """Return those of some releases that have the variable, in the order given."""
        return tuple(r for r in releases if r in self.population)

    def _repr_html_(self) -> str:
        """Return a table of the definition, for notebooks."""
        return html_table(
            self.label,
            {
                "Id": self.id,
                "Kind": self.kind,
                "Contrast": self.contrast,
                "Levels (reference first)": "; ".join(self.level_labels.get(v, v) for v in self.levels),
                "Population (years of age)": "; ".join(dict.fromkeys(map(str, self.population.values()))),
                "Releases": ", ".join(self.releases),
                "Survey component": "; ".join(dict.fromkeys(self.component.values())),
                "Hazards": "; ".join(self.hazards),
                "Source of the definition": self.citation,
                "Note": self.note,
            },
        )

    def __repr__(self) -> str:
        return f"<Variable {self.id}: {self.label} ({self.kind}; {self.contrast})>"
