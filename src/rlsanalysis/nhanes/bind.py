"""Bind definitions to NHANES: which raw columns, survey cycles and participants each variable has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from rlsanalysis.definitions.cohort import record
from rlsanalysis.definitions.declare import ALWAYS, Definition
from rlsanalysis.definitions.groups import definitions
from rlsanalysis.nhanes.canonical import RELEASES, Canonical, Facts, Source
from rlsanalysis.nhanes.cohorts import COMPONENTS
from rlsanalysis.nhanes.columns import Column, RowTable
from rlsanalysis.nhanes.hazards import HAZARDS
from rlsanalysis.nhanes.source import NHANES
from rlsanalysis.study.records.variable import ADULTS, Variable
from rlsanalysis.study.weights import most_restrictive
from rlsanalysis.survey.errors import AnalysisError


@dataclass(frozen=True)
class Bound:
    """A definition and where its data come from.

    Attributes
    ----------
    definition : what is derived, from canonical columns.
    variable : the variable of the study, which is pure data.
    columns : raw columns, each once. They determine the kind of missing and the survey component, hence the weight.
    canonical : canonical columns with one value per person, with `age` and `female`.
    rows : raw table with several rows per person, or None.
    """

    definition: Definition
    variable: Variable
    columns: tuple[Column, ...]
    canonical: tuple[Canonical, ...]
    rows: RowTable | None

    def exists_in(self, release: str) -> bool:
        """Return whether a survey cycle has the variable."""
        return release in self.variable.population

    def columns_in(self, release: str) -> tuple[Column, ...]:
        """Return the raw columns that exist in a survey cycle."""
        return tuple(c for c in self.columns if release in c.source)


@cache
def registry() -> Mapping[str, Bound]:
    """Return all variables of NHANES by id, in the order of the groups."""
    return {bound.definition.id: bound for bound in bind(definitions().values(), NHANES)}


def bind(wanted: Iterable[Definition], source: Source) -> tuple[Bound, ...]:
    """Bind definitions to a source.

    A variable exists in a survey cycle if all canonical columns that it needs exist there. Its population is the
    intersection of those of the definition and of these columns.

    Raises
    ------
    AnalysisError
        The source lacks a canonical column that a definition needs, or a hazard is not explained.
    """
    return tuple(_bound(definition, source) for definition in wanted)


def _bound(definition: Definition, source: Source) -> Bound:
    """Bind one definition."""
    lacking = [name for name in definition.needs if name not in source.columns]
    if lacking:
        raise AnalysisError(
            f"{definition.id} needs the canonical column {', '.join(lacking)}, which no module of nhanes/sources "
            "provides. Declare it there."
        )
    needs = [source.columns[name] for name in definition.needs]
    rows = source.rows[definition.rows] if definition.rows else None
    of_rows = [c for name in definition.row_columns for c in rows.columns[name]] if rows else []
    columns = tuple({c.name: c for c in (*(c for n in needs for c in n.needs), *of_rows)}.values())
    table = rows.table if rows else next((c.rows for c in needs if c.rows), None)
    facts = source.facts.get(definition.id, Facts())
    populations = {
        release: ADULTS.within(definition.population, *(c.population_in(release) for c in needs))
        for release in facts.releases.split() or RELEASES
        if all(c.exists_in(release) for c in needs) and all(release in c.source for c in of_rows)
    }
    components = {release: _component(columns, release) for release in populations}
    variable = replace(
        record(definition, populations, components, tuple(c.name for c in columns)),
        label=facts.label or definition.label,
        contrast=facts.contrast or definition.contrast,
        hazards=_hazards(definition, facts),
        citation="; ".join(filter(None, (definition.citation, facts.citation))),
        note=" ".join(filter(None, (definition.note, facts.note))),
        rows=table.name if table else "",
    )
    always = [source.columns[name] for name in ALWAYS if name not in definition.needs]
    return Bound(definition, variable, columns, (*needs, *always), table)


def _component(columns: Iterable[Column], release: str) -> str:
    """Return the most restrictive survey component among raw columns in a survey cycle."""
    return most_restrictive(COMPONENTS, {c.component_in(release) for c in columns if release in c.source})


def _hazards(definition: Definition, facts: Facts) -> tuple[str, ...]:
    """Return the hazards of a definition and of its data, in the order in which `HAZARDS` explains them."""
    found = {*definition.hazards, *facts.hazards}
    unknown = found - HAZARDS.keys()
    if unknown:
        raise AnalysisError(
            f"{definition.id} has hazards that are not explained: {', '.join(sorted(unknown))}."
        )
    return tuple(hazard for hazard in HAZARDS if hazard in found)
