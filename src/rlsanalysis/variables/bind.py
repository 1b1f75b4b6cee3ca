"""Bind definitions to NHANES: from raw columns to canonical columns, and from those to variables."""

from collections.abc import Callable, Iterable

import pandas as pd

from rlsanalysis.definitions.declare import ALWAYS, Definition, values_of
from rlsanalysis.nhanes.canonical import RELEASES, Canonical, CanonicalRows, Facts, Source
from rlsanalysis.nhanes.columns import Column
from rlsanalysis.study.records.variable import Population
from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.variables.declare import HAZARDS, Variable


def bind(definitions: Iterable[Definition], source: Source) -> tuple[Variable, ...]:
    """Return the variables of NHANES: definitions with their raw columns, survey cycles, populations and facts.

    A variable exists in a survey cycle if all canonical columns that it needs exist there. Its population is the
    intersection of those of the definition and of these columns.
    """
    return tuple(_bound(definition, source) for definition in definitions)


def _bound(definition: Definition, source: Source) -> Variable:
    """Bind one definition."""
    needs = [source.columns[name] for name in definition.needs]
    rows = source.rows[definition.rows] if definition.rows else None
    facts = source.facts.get(definition.id, Facts())
    table = rows.table if rows else next((c.rows for c in needs if c.rows), None)
    populations = {
        release: _intersection(definition.population, *(c.population_in(release) for c in needs))
        for release in (facts.releases.split() or RELEASES)
        if _exists(definition, needs, rows, release)
    }
    return Variable(
        definition.id, definition.label, definition.group, definition.kind, definition.contrast,
        _raw_columns(definition, needs, rows), _derivation(definition, needs, source), definition.levels,
        definition.unit, populations, table, " ".join(populations),
        _hazards(definition, facts),
        "; ".join(filter(None, (definition.citation, facts.citation))),
        " ".join(filter(None, (definition.note, facts.note))),
        definition.short, definition.level_labels, definition.synonyms, definition.drugs,
    )  # fmt: skip


def _hazards(definition: Definition, facts: Facts) -> tuple[str, ...]:
    """Return the hazards of a definition and of its data, in the order in which `HAZARDS` explains them."""
    found = {*definition.hazards, *facts.hazards}
    unknown = found - HAZARDS.keys()
    if unknown:
        raise AnalysisError(
            f"{definition.id} has hazards that are not explained: {', '.join(sorted(unknown))}."
        )
    return tuple(hazard for hazard in HAZARDS if hazard in found)


def _raw_columns(
    definition: Definition, needs: Iterable[Canonical], rows: CanonicalRows | None
) -> tuple[Column, ...]:
    """Return the raw columns that a variable is derived from, each once."""
    columns = [c for column in needs for c in column.needs]
    if rows:
        columns += [c for name in definition.row_columns for c in rows.columns[name]]
    return tuple({c.name: c for c in columns}.values())


def _exists(
    definition: Definition, needs: Iterable[Canonical], rows: CanonicalRows | None, release: str
) -> bool:
    of_rows = [c for name in definition.row_columns for c in rows.columns[name]] if rows else []
    return all(c.exists_in(release) for c in needs) and all(release in c.source for c in of_rows)


def _intersection(*populations: Population) -> Population:
    oldest = [p.oldest for p in populations if p.oldest is not None]
    return Population(
        max(p.youngest for p in populations),
        min(oldest) if oldest else None,
        any(p.women for p in populations),
    )


def _derivation(
    definition: Definition, needs: Iterable[Canonical], source: Source
) -> Callable[..., "pd.Series[float]"]:
    """Return a function of decoded raw columns, and of rows if there are any, that derives the variable."""
    columns = {c.name: c for c in (*(source.columns[name] for name in ALWAYS), *needs)}

    def derive(people: pd.DataFrame, rows: pd.DataFrame | None = None) -> "pd.Series[float]":
        canonical = pd.DataFrame({name: c.values(people, rows) for name, c in columns.items()})
        canonical["seqn"] = people["seqn"]
        return values_of(definition, canonical, rows)

    return derive
