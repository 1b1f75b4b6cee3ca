"""What every variable of the study is, from its declaration: for the report and the terminal."""

from collections.abc import Iterator
from dataclasses import dataclass

from rlsanalysis.present import labels
from rlsanalysis.study.plan import load_plan
from rlsanalysis.study.results import Results
from rlsanalysis.variables import registry
from rlsanalysis.variables.declare import RELEASES, Variable


@dataclass(frozen=True)
class Source:
    """One raw column: what it holds, who was asked, its table and name in each release (empty where there is none).

    `compact` names it once for all releases that share it: `D E: DIQ.DIQ010`.
    """

    label: str
    asked: str
    cells: tuple[str, ...]
    compact: str


@dataclass(frozen=True)
class Definition:
    """One variable in words."""

    id: str
    label: str
    group: str
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
        variable.id, variable.label, labels.group(variable.group), role, variable.contrast,
        " | ".join(variable.levels) or f"per {variable.unit}" if variable.unit or variable.levels else "",
        here, _by_release({r: str(variable.eligible(r)) for r in here}),
        _by_release({r: variable.component(r) for r in here}),
        ", ".join(variable.hazards), variable.citation, variable.note,
        tuple(
            Source(
                f"{c.label}{f', {c.unit}' if c.unit else ''}", c.asked,
                tuple(f"{c.table(r)}.{c.raw_name(r)}" if r in c.source else "" for r in here),
                "; ".join(
                    f"{' '.join(r for r in here if c.source.get(r) == source)}: {source}"
                    for source in dict.fromkeys(c.source[r] for r in here if r in c.source)
                ),
            )
            for c in variable.needs
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
