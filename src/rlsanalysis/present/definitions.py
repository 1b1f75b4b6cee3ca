"""What each variable of the study is, in words, from its declaration: for report, explorer, site and terminal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rlsanalysis.present import labels, vocabulary
from rlsanalysis.study.plan import load_plan
from rlsanalysis.study.records import Variable
from rlsanalysis.study.results import Results
from rlsanalysis.variables import registry
from rlsanalysis.variables.columns import Column
from rlsanalysis.variables.declare import HAZARDS, RELEASES

COMPONENTS: Mapping[str, str] = {
    "interview": "interview weight",
    "exam": "examination weight",
    "fasting": "fasting subsample weight",
    "diet1": "day 1 dietary weight",
    "diet2": "two-day dietary weight",
}


@dataclass(frozen=True)
class Source:
    """One raw column: what it contains, who was asked, and its table and name in each survey cycle.

    Attributes
    ----------
    cells : table and column by survey cycle, empty where there is none.
    compact : the same as text, with the cycles that share a name: `2005–2006, 2007–2008: DIQ.DIQ010`.
    codes : values with a meaning other than a measurement: code, meaning, and whether it stands for missing.
    """

    name: str
    label: str
    asked: str
    cells: tuple[str, ...]
    compact: str
    limits: str
    codes: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class Definition:
    """One variable in words; `hazards` are sentences about its limitations."""

    id: str
    label: str
    group: str
    kind: str
    role: str
    contrast: str
    levels: str
    releases: tuple[str, ...]
    population: str
    component: str
    hazards: str
    citation: str
    note: str
    sources: tuple[Source, ...]


def define(variable: Variable) -> Definition:
    """Put a declaration into words."""
    here = variable.releases
    levels = " | ".join(labels.level(variable.id, level) for level in variable.levels)
    return Definition(
        variable.id, variable.label, labels.group(variable.group), variable.kind, _role(variable.id),
        labels.typeset(variable.contrast),
        levels or (f"per {labels.level(variable.id, variable.unit)}" if variable.unit else ""),
        here, labels.typeset(_by_cycle({r: str(variable.eligible(r)) for r in here})),
        _by_cycle({r: COMPONENTS[variable.component(r)] for r in here}),
        " ".join(HAZARDS[hazard] for hazard in variable.hazards), variable.citation, variable.note,
        tuple(_source(column, here) for column in variable.needs),
    )  # fmt: skip


def definitions(results: Results) -> dict[str, list[Definition]]:
    """Return the definitions of the fitted outcomes and exposures and of all adjusters, by group."""
    used = {*results.estimates["outcome"], *results.estimates["exposure"], "rx_user"}
    used |= {a.variable for a in load_plan().adjusters.values()}
    found: dict[str, list[Definition]] = {}
    for variable in registry().values():
        if variable.id in used:
            found.setdefault(labels.group(variable.group), []).append(define(variable))
    return found


def _role(variable: str) -> str:
    """Name the role of a variable in the analysis plan."""
    outcome, exposure = load_plan().outcomes.get(variable), load_plan().exposures.get(variable)
    if outcome:
        return f"{outcome.role} outcome"
    return vocabulary.ROLE_WORDS[exposure.role] if exposure else "adjuster, or part of another variable"


def _source(column: Column, releases: tuple[str, ...]) -> Source:
    """Put a raw column into words, for the survey cycles in which it exists."""
    here = [r for r in releases if r in column.source]
    return Source(
        column.name, f"{column.label}{f', {column.unit}' if column.unit else ''}", column.asked,
        tuple(f"{column.table(r)}.{column.raw_name(r)}" if r in here else "" for r in releases),
        "; ".join(
            f"{labels.releases(' '.join(r for r in here if column.source[r] == source))}: {source}"
            for source in dict.fromkeys(column.source[r] for r in here)
        ),
        labels.typeset(f"{column.limits[0]:.10g} to {column.limits[1]:.10g} {column.unit}".strip())
        if column.limits else "",
        (
            *((f"{code:.10g}", meaning, False) for code, meaning in column.codes.items()),
            *((f"{code:.10g}", kind.replace("dont_know", "don't know"), True) for code, kind in column.missing.items()),
        ),
    )  # fmt: skip


def _by_cycle(words: Mapping[str, str]) -> str:
    """Give words that differ between survey cycles with the cycles; alone where they are the same in all."""
    if len(set(words.values())) == 1:
        return next(iter(words.values()))
    return "; ".join(
        f"{word} in {labels.releases(' '.join(r for r in _ordered(words) if words[r] == word))}"
        for word in dict.fromkeys(words.values())
    )


def _ordered(words: Mapping[str, str]) -> Iterator[str]:
    return (r for r in RELEASES if r in words)
