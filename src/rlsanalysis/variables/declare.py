"""Declare variables: source columns, population, derivation, labels, and what is known of their validity.

Each module of this package declares one group of variables. It contains a grid of source columns (`columns`), and one
`Variable` per outcome, exposure or adjuster. Derivations are small pure functions of the decoded columns. Nothing here
reads data or fits a model.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from rlsanalysis.definitions.drugs import Drugs
from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.cohorts import COMPONENTS
from rlsanalysis.nhanes.columns import Column, RowTable, refused_or_unknown
from rlsanalysis.study.display import html_table
from rlsanalysis.study.records.variable import ADULTS, Kind, Population
from rlsanalysis.study.weights import most_restrictive

__all__ = [
    "ADULTS",
    "HAZARDS",
    "RELEASES",
    "Eligible",
    "Hazard",
    "RowTable",
    "Variable",
    "refused_or_unknown",
]

Eligible = Population

RELEASES = ("D", "E", "H", "I", "J", "P")

Hazard = str
HAZARDS: Mapping[str, str] = {
    "asked with the outcome": "Asked in the same series of questions as the outcome, so that a yes to one leads to the "
    "other.",
    "self-report": "Self-reported, and therefore subject to recall and reporting error.",
    "assay changed": "The laboratory or method changed between survey cycles, so that a difference between cycles may "
    "be a difference in measurement.",
    "question changed": "The wording or the response options changed between survey cycles.",
    "skip changed": "The skip pattern changed between survey cycles, so that different people were asked.",
    "measured in some ages or one sex": "Measured in some age groups or in one sex only. Results apply to this group, "
    "and there are fewer cases.",
    "reverse causation": "May be a consequence of RLS or of its treatment.",
    "top-coded": "High values were released as a single value.",
    "sparse": "There are few cases or few exposed people. Expect wide confidence intervals, or no estimate.",
    "older file in our reference copy": "CDC has revised the file since it was catalogued. A revised file is used and "
    "named in the provenance.",
}


@dataclass(frozen=True, repr=False)
class Variable:
    """An outcome, exposure or adjuster: its definition, its derivation, and what is known of its sources.

    Parameters
    ----------
    id : name of the column in a cohort, and key of results.
    label : complete label, for tables and text.
    group : group of variables, which is the name of the declaring module.
    kind : `binary`, `continuous` or `categorical`.
    contrast : what is compared, in words.
    needs : source columns. They determine the kind of missing and the survey component, hence the weight.
    derive : function of the decoded columns (people, one row each, missing values NaN, with `release`, `age` and
        `sex`) and, for a variable of a `RowTable`, of its rows. Returns 0 or 1 for a binary variable, the position
        in `levels` for a categorical one, a number otherwise, and NaN where the value is undetermined.
    levels : levels, reference first.
    unit : unit of the comparison, for a continuous variable.
    population : population in which the variable is defined, by survey cycle if it differs.
    rows : table with several rows per person that the variable is derived from.
    measured_in : survey cycles in which the variable exists. Needed only where the columns differ between cycles;
        otherwise these are the cycles that have every column.
    hazards : known threats to comparability or validity, explained in `HAZARDS`.
    citation : source of the definition.
    note : what a reader should know, in whole sentences.
    short : label for figures; empty if `label` is short enough.
    level_labels : display labels of levels (or of the unit) whose id does not read well, by id.
    synonyms : clinical terms and drug names by which a reader may search for the variable.
    drugs : prescription drugs that the variable counts; None if it does not count drugs.
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
    drugs: Drugs | None = None

    @property
    def releases(self) -> tuple[str, ...]:
        """Return the survey cycles (release letters) in which the variable exists."""
        if self.measured_in:
            return tuple(self.measured_in.split())
        return tuple(r for r in RELEASES if all(r in c.source for c in self.needs) and self.eligible(r))

    def known_in(self, releases: Iterable[str]) -> tuple[str, ...]:
        """Return those of some survey cycles in which the variable exists, in the order given."""
        return tuple(r for r in releases if r in self.releases)

    def eligible(self, release: str) -> Eligible | None:
        """Return the population in which the variable is defined in a survey cycle, or None."""
        return self.population if isinstance(self.population, Eligible) else self.population.get(release)

    def columns_in(self, release: str) -> tuple[Column, ...]:
        """Return the source columns that exist in a survey cycle."""
        return tuple(c for c in self.needs if release in c.source)

    def component(self, release: str) -> str:
        """Return the most restrictive survey component among the source columns in a survey cycle."""
        return most_restrictive(COMPONENTS, {c.component_in(release) for c in self.columns_in(release)})

    def __repr__(self) -> str:
        return f"<Variable {self.id}: {self.label} ({self.kind}; {self.contrast})>"

    def _repr_html_(self) -> str:
        """Return a table of the definition, for notebooks."""
        return html_table(
            self.label,
            {
                "Id": self.id,
                "Kind": self.kind,
                "Contrast": self.contrast,
                "Levels (reference first)": "; ".join(self.level_labels.get(v, v) for v in self.levels),
                "Population": "; ".join(dict.fromkeys(str(self.eligible(r)) for r in self.releases)),
                "Survey cycles": ", ".join(catalog.release(r).label for r in self.releases),
                "Survey component": "; ".join(dict.fromkeys(self.component(r) for r in self.releases)),
                "Hazards": "; ".join(self.hazards),
                "Source of the definition": self.citation,
                "Note": self.note,
            },
        )
