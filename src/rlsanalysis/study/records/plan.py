"""Records of the analysis plan: outcomes, exposures, adjusters, samples, groupings, bins and curves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

OutcomeRole = Literal["primary", "secondary", "control"]
Role = Literal[
    "headline",
    "secondary",
    "comparator",
    "accompanying",
    "treats_rls",
    "positive_control",
    "negative_control",
]
Method = Literal["firth", "ml"]
Scale = Literal["linear", "log2"]
ALL = "all"
"""The sample of everyone."""


@dataclass(frozen=True)
class Outcome:
    """An outcome of the plan.

    Attributes
    ----------
    id : id of the outcome's variable.
    role : primary, secondary or control.
    cohort : cohort in which it was measured.
    headline_set : adjustment set of its primary estimates.
    knots : percentiles of an exposure at which the knots of its dose-response curve lie.
    sample : sample in which exposures that name the same one are compared: `all`, or a sample of the study. A
        restricted one is needed where every case is in it by definition.
    without : exposures that are never compared for it, such as those that are part of its definition.
    """

    id: str
    role: OutcomeRole
    cohort: str
    headline_set: str
    knots: tuple[float, ...]
    sample: str = ALL
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlannedExposure:
    """An exposure of the plan: one line of `exposures.csv`.

    Attributes
    ----------
    id : id of the exposure's variable.
    role : role in the study.
    hypothesis : direction that the plan expects: `+` higher odds, `-` lower odds, `two-sided`, `0` none; empty if the
        plan has none.
    primary : whether the hypothesis is primary in the analysis plan.
    releases : letters of the pooled releases, by cohort.
    sample : sample in which it is compared for outcomes that require the same one: `all`, or a sample of the study.
    sets : adjustment sets.
    drop : adjuster that is removed from every set; empty if none.
    add : adjuster that is added to every set but the crude one; empty if none.
    more_sets : adjustment sets of sensitivity analyses, in its primary sample.
    more_samples : samples of sensitivity analyses, with every set of `sets`.
    stands_for : exposure whose place it takes for control outcomes, which are its only ones; empty if none.
    """

    id: str
    role: Role
    hypothesis: str
    primary: bool
    releases: Mapping[str, tuple[str, ...]]
    sample: str
    sets: tuple[str, ...]
    drop: str
    add: str
    more_sets: tuple[str, ...] = ()
    more_samples: tuple[str, ...] = ()
    stands_for: str = ""

    def primary_set(self, outcome: Outcome) -> str:
        """Return the primary adjustment set: the outcome's headline set, or else the exposure's fullest."""
        return outcome.headline_set if outcome.headline_set in self.sets else self.sets[-1]


@dataclass(frozen=True)
class Adjuster:
    """An adjuster: its variable, the powers of it that enter the model, and its name within a sentence."""

    variable: str
    powers: tuple[int, ...] = (1,)
    label: str = ""


@dataclass(frozen=True)
class Sample:
    """A part of the people in which exposures are compared: those with some levels of a variable.

    Attributes
    ----------
    variable : id of a binary or categorical variable.
    levels : its levels in the sample.
    label : whom it contains, in words.
    having : what these people have in common, in words that follow a population.
    step : the step of the flow from the files to the analytic sample, in words.
    exposures : which exposures are compared in it, in words.
    reason : why, in words.
    note : what follows from it for a comparison of cases with non-cases, in whole sentences.
    form : variable that stands in the place of an exposure in this sample, such as `{exposure}_before`; empty if it is
        the exposure itself.
    """

    variable: str
    levels: tuple[str, ...]
    label: str
    having: str
    step: str
    exposures: str
    reason: str
    note: str = ""
    form: str = ""


@dataclass(frozen=True)
class Grouping:
    """A grouping by which prevalence is estimated: by the levels of a variable, or in bands of age.

    Attributes
    ----------
    label : heading of the groups.
    variable : id of a binary or categorical variable; empty for bands of age.
    bands : youngest and oldest age (completed years, both included) of each band, by its name.
    note : what a reader should know about the groups, in whole sentences.
    """

    label: str
    variable: str = ""
    bands: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Line:
    """A line of Table 1.

    Attributes
    ----------
    heading : heading under which it is printed.
    variable : id of the variable.
    label, unit : text in place of those of the variable; empty if those are right.
    times : factor by which the mean is multiplied.
    """

    heading: str
    variable: str
    label: str
    unit: str
    times: float


@dataclass(frozen=True)
class Bins:
    """Bins of the distribution of a continuous variable: between the edges, and beyond the outer two.

    `edges` are in the unit of the variable and evenly spaced on the scale; an edge belongs to the bin above it.
    """

    variable: str
    scale: Scale
    edges: tuple[float, ...]


@dataclass(frozen=True)
class Curve:
    """A dose-response curve of a continuous variable.

    Attributes
    ----------
    variable : id of the continuous variable.
    exposure : id of the planned exposure whose analytic sample and adjusters the curve uses.
    step : factor that converts the variable to `unit`; None if the variable is the binary logarithm of that quantity.
    unit : unit of the horizontal axis.
    scale : scale on which the curve is linear beyond the outer knots.
    reference : value in `unit` at which the odds ratio is 1; the weighted median if None.
    reason : why this reference was chosen.
    """

    variable: str
    exposure: str
    step: float | None
    unit: str
    scale: Scale
    reference: float | None
    reason: str


@dataclass(frozen=True)
class Robustness:
    """Settings of the robustness analyses.

    Attributes
    ----------
    always : adjusters that every specification of a specification curve keeps, by their names in the plan.
    permutations : number of permutations of an outcome by which the p values of all exposures are judged together.
    seed : seed of these permutations.
    """

    always: tuple[str, ...] = ()
    permutations: int = 200
    seed: int = 0
