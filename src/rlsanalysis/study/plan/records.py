"""What the plan is made of: outcomes, exposures, adjusters, as frozen records."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

OutcomeRole = Literal["primary", "secondary", "control"]
Role = Literal["headline", "secondary", "accompanying", "treats_rls", "positive_control", "negative_control"]
Method = Literal["firth", "ml"]
Scale = Literal["linear", "log2"]


@dataclass(frozen=True)
class Outcome:
    """An outcome: the variable of the same id, in which cohort, with which set the text quotes it.

    `knots`: percentiles of an exposure at which the knots of its curve lie. `among_users`: drugs are compared among
    people with any prescription, since a case has one by definition.
    """

    id: str
    role: OutcomeRole
    cohort: str
    headline_set: str
    knots: tuple[float, ...]
    among_users: bool = False


@dataclass(frozen=True)
class PlannedExposure:
    """One line of the plan: the variable of the same id, its role, and what its models hold.

    `releases` are those pooled, by cohort; `drop` and `add` name an adjuster that leaves every set, or enters each
    but the crude one.
    """

    id: str
    role: Role
    hypothesis: str
    primary: bool
    releases: Mapping[str, tuple[str, ...]]
    among_users: bool
    sets: tuple[str, ...]
    drop: str
    add: str

    def primary_set(self, outcome: Outcome) -> str:
        """Set whose model is quoted: the outcome's headline set, or the fullest that the exposure has."""
        return outcome.headline_set if outcome.headline_set in self.sets else self.sets[-1]


@dataclass(frozen=True)
class Adjuster:
    """A variable that models adjust for, and its powers that enter."""

    variable: str
    powers: tuple[int, ...] = (1,)


@dataclass(frozen=True)
class Bins:
    """Bins in which the distribution of a continuous variable is told: between edges, and beyond the outer two.

    `edges` are in the unit of the variable, evenly spaced on the scale; an edge belongs to the bin above it.
    """

    variable: str
    scale: Scale
    edges: tuple[float, ...]


@dataclass(frozen=True)
class Curve:
    """A curve of the odds along a continuous variable, in place of the exposure whose people and adjusters it takes.

    The curve is drawn over `step` times the variable, in `unit`; without a step the variable is its binary logarithm.
    On `scale` it is a straight line beyond the outer knots. The odds ratio is 1 at `reference` (the weighted median
    if None), chosen for `reason`.
    """

    variable: str
    exposure: str
    step: float | None
    unit: str
    scale: Scale
    reference: float | None
    reason: str


@dataclass(frozen=True)
class Study:
    """The whole plan.

    Attributes
    ----------
    outcomes, exposures, adjusters : records by id, or by their name in the plan.
    sets : adjusters of each adjustment set.
    by_release_set : the set with which each release is fitted alone.
    methods : the headline method and the one beside it.
    fewest_cases, fewest_df : an estimate with less is marked.
    fewest_expected : a comparison of cases with others is marked where a level has fewer cases to expect.
    power, level : of the smallest odds ratio that could have been found.
    bins : bins of the variables whose distribution is told, by variable.
    curves : curves that are drawn for every outcome that is no control, by variable.
    """

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
    bins: Mapping[str, Bins]
    curves: Mapping[str, Curve]
