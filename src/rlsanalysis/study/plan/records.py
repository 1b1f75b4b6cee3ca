"""What the plan is made of: outcomes, exposures, adjusters, as frozen records."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

OutcomeRole = Literal["primary", "secondary", "control"]
Role = Literal["headline", "secondary", "accompanying", "treats_rls", "positive_control", "negative_control"]
Method = Literal["firth", "ml"]


@dataclass(frozen=True)
class Outcome:
    """An outcome: the variable of the same id, in which cohort, with which set the text quotes it.

    `among_users`: drugs are compared among people with any prescription, since a case has one by definition.
    """

    id: str
    role: OutcomeRole
    cohort: str
    headline_set: str
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


@dataclass(frozen=True)
class Adjuster:
    """A variable that models adjust for, and its powers that enter."""

    variable: str
    powers: tuple[int, ...] = (1,)


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
    power, level : of the smallest odds ratio that could have been found.
    """

    outcomes: Mapping[str, Outcome]
    exposures: Mapping[str, PlannedExposure]
    adjusters: Mapping[str, Adjuster]
    sets: Mapping[str, tuple[str, ...]]
    by_release_set: str
    methods: tuple[Method, Method]
    fewest_cases: int
    fewest_df: int
    power: float
    level: float
