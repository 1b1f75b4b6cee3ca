"""A study as one value: whom it asks about what, in which cohorts, by which models, and in which words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from rlsanalysis.study.records.cohort import CohortDesign, Release, Unit
from rlsanalysis.study.records.plan import (
    Adjuster,
    Bins,
    Curve,
    Grouping,
    Line,
    Method,
    Outcome,
    PlannedExposure,
    Robustness,
    Sample,
)
from rlsanalysis.study.records.source import RawColumn
from rlsanalysis.study.records.variable import Variable
from rlsanalysis.study.records.words import Brands, Reference, Topic, Words

SYNTHETIC = "SYNTHETIC"


@dataclass(frozen=True)
class Study:
    """A study. It is pure data: what `study.json` and `variables.csv` of a results folder contain.

    Attributes
    ----------
    words : what the study says of itself.
    cohorts : designs of the cohorts, by name.
    variables : outcomes, exposures and adjusters, by id.
    outcomes, exposures : records of the plan, by id of the variable.
    adjusters : records by their name in the plan.
    sets : names of the adjusters of each adjustment set, by its name.
    samples : restricted samples in which exposures may be compared, by name.
    sensitivity : adjustment sets of sensitivity analyses, by the headline set of the outcomes that they are for.
    by_release_set : adjustment set of the models of each release alone.
    methods : primary method and comparison method.
    fewest_cases, fewest_df : an estimate with fewer cases or design degrees of freedom is flagged.
    fewest_expected : a comparison of cases with non-cases is flagged where a level has fewer expected cases.
    condition_percent : lowest and highest prevalence of the condition in percent, whether or not it is diagnosed, in
        published surveys; empty if unknown.
    power, level : power and two-sided significance level of the minimum detectable odds ratio.
    groupings : groupings by which prevalence is estimated, by name.
    robustness : settings of the robustness analyses.
    bins : bins of the variables whose distribution is reported, by variable.
    curves : dose-response curves of every outcome that is not a control, by variable.
    table_one : lines of Table 1.
    figures : exposures or variables with a figure of their own among those of a run, by kind of figure.
    columns : raw columns from which the variables are derived, by name.
    documentation : address of the documentation of a raw table, by table.
    topics : topics without a variable, for readers who search for them.
    references : works that the study rests on, besides those of the methods.
    brands : brand names of drugs, by generic name in lower case.
    bibliography : BibTeX entries of the works that the words of the manuscript cite.
    synthetic : whether the people are simulated; everything made from such a study must say so.
    """

    words: Words
    cohorts: Mapping[str, CohortDesign]
    outcomes: Mapping[str, Outcome]
    exposures: Mapping[str, PlannedExposure]
    adjusters: Mapping[str, Adjuster]
    sets: Mapping[str, tuple[str, ...]]
    by_release_set: str
    methods: tuple[Method, Method]
    fewest_cases: int
    fewest_df: int
    fewest_expected: int
    power: float
    level: float
    condition_percent: tuple[float, ...] = ()
    samples: Mapping[str, Sample] = field(default_factory=dict)
    sensitivity: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groupings: Mapping[str, Grouping] = field(default_factory=dict)
    robustness: Robustness = field(default_factory=Robustness)
    bins: Mapping[str, Bins] = field(default_factory=dict)
    curves: Mapping[str, Curve] = field(default_factory=dict)
    table_one: tuple[Line, ...] = ()
    figures: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    columns: Mapping[str, RawColumn] = field(default_factory=dict)
    documentation: Mapping[str, str] = field(default_factory=dict)
    topics: tuple[Topic, ...] = ()
    brands: Mapping[str, Brands] = field(default_factory=dict)
    references: tuple[Reference, ...] = ()
    variables: Mapping[str, Variable] = field(default_factory=dict)
    synthetic: bool = False
    bibliography: str = ""

    @property
    def label(self) -> str:
        """Name of the data in every row of results."""
        return SYNTHETIC if self.synthetic else self.words.survey

    @cached_property
    def main_sets(self) -> tuple[str, ...]:
        """Names of the adjustment sets that are not of sensitivity analyses."""
        more = {set_ for sets in self.sensitivity.values() for set_ in sets}
        return tuple(set_ for set_ in self.sets if set_ not in more)

    def stands_for(self, exposure: str) -> str:
        """Return the exposure whose place one takes for control outcomes; of any other exposure itself."""
        planned = self.exposures.get(exposure)
        return (planned.stands_for if planned else "") or exposure

    @cached_property
    def releases(self) -> Mapping[str, Release]:
        """Releases of all cohorts, by id."""
        return {id_: r for cohort in self.cohorts.values() for id_, r in cohort.releases.items()}

    @property
    def unit(self) -> Unit:
        """The unit of analysis in words, which the cohorts of a study share."""
        return next(iter(self.cohorts.values())).unit

    def __deepcopy__(self, memo: dict[int, Any]) -> "Study":
        """Return the study itself: it never changes, and pandas copies the attributes of a frame with the frame."""
        return self
