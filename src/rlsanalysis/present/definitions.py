"""What each variable of the study is, in words, from its declaration: for report, explorer, site and terminal."""

from collections.abc import Mapping
from dataclasses import dataclass

from rlsanalysis.present import labels, units
from rlsanalysis.study.plan import form_of
from rlsanalysis.study.records import Study, Variable
from rlsanalysis.study.results import Results, records


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


def define(study: Study, variable: Variable) -> Definition:
    """Put a declaration into words."""
    here = variable.releases
    levels = " | ".join(labels.level(study, variable.id, level) for level in variable.levels)
    return Definition(
        variable.id, variable.label, labels.group(study, variable.group), variable.kind, _role(study, variable.id),
        labels.typeset(variable.contrast),
        levels or (f"per {labels.level(study, variable.id, variable.unit)}" if variable.unit else ""),
        here, labels.typeset(_by_cycle(study, {r: variable.population[r].described(study.unit.people) for r in here})),
        _by_cycle(study, {r: units.weight(study, variable.component[r]) for r in here}),
        " ".join(study.words.hazards.get(h, f"{units.first_upper(h)}.") for h in variable.hazards), variable.citation,
        variable.note,
        tuple(_source(study, name, here) for name in variable.columns),
    )  # fmt: skip


def definitions(results: Results) -> dict[str, list[Definition]]:
    """Return the definitions of the fitted outcomes and exposures and of all adjusters, by group."""
    study = results.study
    used = {*results.estimates["outcome"], *results.estimates["exposure"]}
    used |= {a.variable for a in study.adjusters.values()}
    used |= {s.variable for s in study.samples.values()}
    models = results.estimates[["exposure", "sample"]].drop_duplicates()
    used |= {form_of(study, r.exposure, r.sample) for r in records(models) if r.sample in study.samples}
    found: dict[str, list[Definition]] = {}
    for variable in study.variables.values():
        if variable.id in used:
            found.setdefault(labels.group(study, variable.group), []).append(define(study, variable))
    return found


def _role(study: Study, variable: str) -> str:
    """Name the role of a variable in the analysis plan."""
    outcome, exposure = study.outcomes.get(variable), study.exposures.get(variable)
    if outcome:
        return f"{outcome.role} outcome"
    return study.words.roles[exposure.role] if exposure else "adjuster, or part of another variable"


def _source(study: Study, name: str, releases: tuple[str, ...]) -> Source:
    """Put a raw column into words, for the survey cycles in which it exists."""
    column = study.columns[name]
    here = [r for r in releases if r in column.cells]
    return Source(
        name, f"{column.label}{f', {column.unit}' if column.unit else ''}", column.asked,
        tuple(column.cells.get(r, "") for r in releases),
        "; ".join(
            f"{labels.releases(study, ' '.join(r for r in here if column.bases[r] == base))}: {base}"
            for base in dict.fromkeys(column.bases[r] for r in here)
        ),
        labels.typeset(f"{column.limits[0]:.10g} to {column.limits[1]:.10g} {column.unit}".strip())
        if column.limits else "",
        (
            *((code, meaning, False) for code, meaning in column.codes.items()),
            *((code, kind.replace("dont_know", "don't know"), True) for code, kind in column.missing.items()),
        ),
    )  # fmt: skip


def _by_cycle(study: Study, words: Mapping[str, str]) -> str:
    """Give words that differ between survey cycles with the cycles; alone where they are the same in all."""
    if len(set(words.values())) == 1:
        return next(iter(words.values()))
    return "; ".join(
        f"{word} in {labels.releases(study, ' '.join(r for r in study.releases if words.get(r) == word))}"
        for word in dict.fromkeys(words.values())
    )
