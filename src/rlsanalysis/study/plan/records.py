"""Records of the analysis plan: outcomes, exposures, adjusters, bins and curves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

OutcomeRole = Literal["primary", "secondary", "control"]
Role = Literal["headline", "secondary", "accompanying", "treats_rls", "positive_control", "negative_control"]
Method = Literal["firth", "ml"]
Scale = Literal["linear", "log2"]


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
    among_users : whether prescribed drugs are compared among participants with any prescription drug. This is needed
        where every case has a prescription by definition.
    """

    id: str
    role: OutcomeRole
    cohort: str
    headline_set: str
    knots: tuple[float, ...]
    among_users: bool = False


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
    among_users : whether it is compared among participants with any prescription drug, for outcomes that require it.
    sets : adjustment sets.
    drop : adjuster that is removed from every set; empty if none.
    add : adjuster that is added to every set but the crude one; empty if none.
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
        """Return the primary adjustment set: the outcome's headline set, or else the exposure's fullest."""
        return outcome.headline_set if outcome.headline_set in self.sets else self.sets[-1]


@dataclass(frozen=True)
class Adjuster:
    """An adjuster: its variable, and the powers of it that enter the model."""

    variable: str
    powers: tuple[int, ...] = (1,)


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
class Study:
    """The analysis plan.

    Attributes
    ----------
    outcomes, exposures : records by id.
    adjusters : records by their name in the plan.
    sets : names of the adjusters of each adjustment set, by its name.
    by_release_set : adjustment set of the models of each release alone.
    methods : primary method and comparison method.
    fewest_cases, fewest_df : an estimate with fewer cases or design degrees of freedom is flagged.
    fewest_expected : a comparison of cases with non-cases is flagged where a level has fewer expected cases.
    power, level : power and two-sided significance level of the minimum detectable odds ratio.
    bins : bins of the variables whose distribution is reported, by variable.
    curves : dose-response curves of every outcome that is not a control, by variable.
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
