"""What every variable of the study is, from its declaration: for the report and the terminal."""

from collections.abc import Iterator
from dataclasses import dataclass

from rlsanalysis.present import labels
from rlsanalysis.study.plan import load_plan
from rlsanalysis.study.results import Results
from rlsanalysis.variables import registry
from rlsanalysis.variables.columns import Column
from rlsanalysis.variables.declare import RELEASES, Variable


@dataclass(frozen=True)
class Source:
    """One raw column: what it holds, who was asked, its table and name in each release (empty where there is none).

    `compact` names it once for all releases that share it: `D E: DIQ.DIQ010`. `codes` are the values that mean
    something beside a measurement, each with what it means and, where that is missing, True.
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
    """One variable in words."""

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
    outcome, exposure = load_plan().outcomes.get(variable.id), load_plan().exposures.get(variable.id)
    role = (
        f"{outcome.role} outcome"
        if outcome
        else labels.ROLE_WORDS[exposure.role]
        if exposure
        else "adjuster or helper"
    )
    here = variable.releases
    return Definition(
        variable.id, variable.label, labels.group(variable.group), variable.kind, role, variable.contrast,
        " | ".join(variable.levels) or f"per {variable.unit}" if variable.unit or variable.levels else "",
        here, _by_release({r: str(variable.eligible(r)) for r in here}),
        _by_release({r: variable.component(r) for r in here}),
        ", ".join(variable.hazards), variable.citation, variable.note,
        tuple(_source(column, here) for column in variable.needs),
    )  # fmt: skip


def _source(column: Column, releases: tuple[str, ...]) -> Source:
    """Put a raw column into words, as far as these releases hold it."""
    here = [r for r in releases if r in column.source]
    return Source(
        column.name, f"{column.label}{f', {column.unit}' if column.unit else ''}", column.asked,
        tuple(f"{column.table(r)}.{column.raw_name(r)}" if r in here else "" for r in releases),
        "; ".join(
            f"{' '.join(r for r in here if column.source[r] == source)}: {source}"
            for source in dict.fromkeys(column.source[r] for r in here)
        ),
        f"{column.limits[0]:.10g} to {column.limits[1]:.10g} {column.unit}".strip() if column.limits else "",
        (
            *((f"{code:.10g}", meaning, False) for code, meaning in column.codes.items()),
            *((f"{code:.10g}", kind, True) for code, kind in column.missing.items()),
        ),
    )  # fmt: skip


def definitions(results: Results) -> dict[str, list[Definition]]:
    """Definitions by group: of the fitted outcomes and exposures, and of all adjusters."""
    used = {*results.estimates["outcome"], *results.estimates["exposure"], "rx_user"}
    used |= {a.variable for a in load_plan().adjusters.values()}
    found: dict[str, list[Definition]] = {}
    for variable in registry().values():
        if variable.id in used:
            found.setdefault(labels.group(variable.group), []).append(define(variable))
    return found


def _by_release(words: dict[str, str]) -> str:
    """Words that differ by release beside its letter; alone where they are the same in all."""
    if len(set(words.values())) == 1:
        return next(iter(words.values()))
    return "; ".join(
        f"{word} in {', '.join(r for r in _ordered(words) if words[r] == word)}"
        for word in dict.fromkeys(words.values())
    )


def _ordered(words: dict[str, str]) -> Iterator[str]:
    return (r for r in RELEASES if r in words)
