"""Read the plan (`study.toml`, `exposures.csv`) into frozen records; all its faults are told at once."""

import csv
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.variables import registry
from rlsanalysis.variables.cohort import COHORTS
from rlsanalysis.variables.declare import Variable

ROLES = (
    "headline", "secondary", "accompanying", "treats_rls", "positive_control", "negative_control",
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """An outcome: the variable of the same id, in which cohort, with which set the text quotes it.

    `among_users`: drugs are compared among people with any prescription, since a case has one by definition.
    """

    id: str
    role: str
    cohort: str
    headline_set: str
    among_users: bool = False


@dataclass(frozen=True)
class PlannedExposure:
    """One line of the plan: the variable of the same id, its role, and what its models hold."""

    id: str
    role: str
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
    """The whole plan."""

    outcomes: Mapping[str, Outcome]
    exposures: Mapping[str, PlannedExposure]
    adjusters: Mapping[str, Adjuster]
    sets: Mapping[str, tuple[str, ...]]
    by_release_set: str
    methods: tuple[str, str]
    fewest_cases: int
    fewest_df: int
    power: float
    level: float


@cache
def load_plan() -> Study:
    """Read the packaged plan.

    Raises
    ------
    AnalysisError
        Lists every fault of the plan: unknown variables, releases, sets or roles.
    """
    settings = tomllib.loads(_text("study.toml"))
    outcomes = {name: Outcome(name, **record) for name, record in settings["outcomes"].items()}
    exposures = {
        line["exposure"]: _exposure(line) for line in csv.DictReader(_text("exposures.csv").splitlines())
    }
    study = Study(
        outcomes=outcomes,
        exposures=exposures,
        adjusters={
            name: Adjuster(record["variable"], tuple(record.get("powers", (1,))))
            for name, record in settings["adjusters"].items()
        },
        sets={name: tuple(adjusters) for name, adjusters in settings["sets"].items()},
        by_release_set=settings["by_release"]["set"],
        methods=(settings["methods"]["headline"], settings["methods"]["beside"]),
        fewest_cases=settings["marks"]["fewest_cases"],
        fewest_df=settings["marks"]["fewest_df"],
        power=settings["detectable"]["power"],
        level=settings["detectable"]["level"],
    )
    found = list(faults(study, registry()))
    if found:
        raise AnalysisError(f"the plan has {len(found)} faults: " + "; ".join(found))
    return study


def plan_digest() -> str:
    """Digest of the plan's files."""
    return hashlib.sha256((_text("study.toml") + _text("exposures.csv")).encode()).hexdigest()[:16]


def faults(study: Study, variables: Mapping[str, Variable]) -> Iterator[str]:
    """Every fault of a plan, one line each."""
    for outcome in study.outcomes.values():
        if outcome.id not in variables:
            yield f"outcome {outcome.id} is not declared under variables/"
        if outcome.cohort not in COHORTS:
            yield f"outcome {outcome.id}: there is no cohort {outcome.cohort}"
        if outcome.headline_set not in study.sets:
            yield f"outcome {outcome.id}: there is no set {outcome.headline_set}"
    for name, adjuster in study.adjusters.items():
        if adjuster.variable not in variables:
            yield f"adjuster {name}: {adjuster.variable} is not declared under variables/"
    for name, adjusters in study.sets.items():
        yield from (f"set {name}: there is no adjuster {a}" for a in adjusters if a not in study.adjusters)
    for exposure in study.exposures.values():
        yield from _faults_of(exposure, study, variables)


def _faults_of(exposure: PlannedExposure, study: Study, variables: Mapping[str, Variable]) -> Iterator[str]:
    where = f"exposure {exposure.id}"
    if exposure.id not in variables:
        yield f"{where} is not declared under variables/"
        return
    if exposure.role not in ROLES:
        yield f"{where}: there is no role {exposure.role!r}"
    yield from (f"{where}: there is no set {s}" for s in exposure.sets if s not in study.sets)
    yield from (
        f"{where}: there is no adjuster {a}"
        for a in (exposure.drop, exposure.add)
        if a not in {"", *study.adjusters}
    )
    for cohort, releases in exposure.releases.items():
        for release in releases:
            if release not in COHORTS[cohort].releases:
                yield f"{where}: release {release} is not of cohort {cohort}"
            elif release not in variables[exposure.id].releases:
                yield f"{where}: not measured in release {release}"


def _exposure(line: Mapping[str, Any]) -> PlannedExposure:
    return PlannedExposure(
        id=line["exposure"],
        role=line["role"],
        hypothesis=line["hypothesis"],
        primary=line["primary"] == "yes",
        releases={cohort: tuple(line[f"releases_{cohort.replace('-', '_')}"].split()) for cohort in COHORTS},
        among_users=line["primary_sample"] == "users",
        sets=tuple(line["sets"].split()),
        drop=line["drop"],
        add=line["add"],
    )


def _text(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")
