"""Make a cohort from canonical columns: the records of its variables, and their values with the kinds of missing."""

import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from rlsanalysis.definitions.declare import ALWAYS, Definition, values_of
from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.fingerprint import frames_digest
from rlsanalysis.study.names import known_name
from rlsanalysis.study.records import CohortDesign, Population, Study, Variable
from rlsanalysis.study.records.cohort import DESIGN
from rlsanalysis.study.records.missing import BLANK, MISSING_KINDS, NOT_ELIGIBLE, NOT_MEASURED
from rlsanalysis.survey.errors import AnalysisError, AnalysisWarning

INPUTS = ("table", "rows", "column", "digest", "notice")
INDICATIONS = ("release", "seqn", "outcome", "drug")


def record(
    definition: Definition, population: Mapping[str, Population], component: Mapping[str, str],
    columns: tuple[str, ...] = (),
) -> Variable:  # fmt: skip
    """Return the record of a definition in a cohort.

    Parameters
    ----------
    definition : what the variable is.
    population : population in which the cohort knows it, by release; its keys are the releases that have it.
    component : component of the survey that has it, by release.
    columns : names of the raw columns that it is derived from.
    """
    drugs = (*definition.drugs.names, *definition.drugs.containing) if definition.drugs else ()
    return Variable(
        definition.id, definition.label, definition.group, definition.kind, definition.contrast,
        short=definition.short, levels=definition.levels, level_labels=definition.level_labels,
        unit=definition.unit, population=population, component=component, columns=columns,
        hazards=definition.hazards, citation=definition.citation, note=definition.note,
        synonyms=definition.synonyms, drugs=tuple(map(str.lower, drugs)), rows=definition.rows,
    )  # fmt: skip


def records(
    definitions: Iterable[Definition], people: pd.DataFrame, design: CohortDesign
) -> dict[str, Variable]:
    """Return the records of definitions, each in the releases in which its canonical columns have values.

    Parameters
    ----------
    definitions : definitions, in the order in which their variables are presented.
    people : (n, ...) `release`, `age`, `female` and the canonical columns of the cohort, missing values NaN.
    design : design of the cohort; all columns are of its first component.

    Raises
    ------
    AnalysisError
        `release`, `age` or `female` is absent, or a release is not one of the design.

    Warns
    -----
    AnalysisWarning
        No release has all of the canonical columns of a definition, which therefore has no record.
    """
    _require(people, ("release", *ALWAYS), "The people")
    if found := list(_unknown_releases(people, design)):
        raise AnalysisError(f"The people: {'; '.join(found)}.")
    component, made, absent = next(iter(design.components)), {}, []
    for definition in definitions:
        known = _known(definition, people)
        releases = [release for release in design.releases if release in known.index[known.all(axis=1)]]
        if releases:
            population = design.population.within(definition.population)
            made[definition.id] = record(
                definition, dict.fromkeys(releases, population), dict.fromkeys(releases, component)
            )
        else:
            absent.append(f"{definition.id} (needs {_lacking(definition, known)})")
    if absent:
        warnings.warn(
            f"The cohort has no variable {', '.join(absent)}: no {design.unit.release} has values in all of the "
            "columns that it needs. Add the columns to the people, or leave the definition out.",
            AnalysisWarning,
            stacklevel=2,
        )
    return made


def _known(definition: Definition, people: pd.DataFrame) -> pd.DataFrame:
    """Return whether each canonical column of a definition has values, one row per release; no table has any."""
    needs = list(dict.fromkeys((*definition.needs, *ALWAYS)))
    counts = people.reindex(columns=needs).groupby(people["release"], sort=False).count()
    return (counts > 0).assign(**{f"the table {definition.rows}": False} if definition.rows else {})


def _lacking(definition: Definition, known: pd.DataFrame) -> str:
    """Name the columns of a definition that no release has, or all of them if each is in another release."""
    return ", ".join(known.columns[~known.any()]) or f"{', '.join(definition.needs)} together"


def cohort_of(name: str, study: Study, people: pd.DataFrame, definitions: Iterable[Definition]) -> Cohort:
    """Make a cohort in memory.

    Parameters
    ----------
    name : name of the cohort in the study.
    study : the study; its variables are among the definitions.
    people : (n, ...) one row per person and release: `seqn`, `release`, `strata` (numbers; PSUs and strata are those of
        a release, so rows of a person in two pooled releases count as two independent people), `psu`, a weight
        `w_<component>` for each component of the cohort, `age` (years), `female` (0/1), and canonical
        columns, missing values NaN.
    definitions : definitions of the study's variables.

    Raises
    ------
    AnalysisError
        The study has no such cohort; a column is absent; a column of the design has missing values, a release is not
        one of the cohort, a person has two rows in a release; or a value is not one that the canonical column or the
        variable can have.
    """
    design = study.cohorts[known_name("cohort", name, study.cohorts)]
    weights = [f"w_{component}" for component in design.components]
    _require(people, (*DESIGN, *weights, *ALWAYS), f"The people of cohort {name}")
    if found := list(_faults(people, design, weights)):
        raise AnalysisError(f"The people of cohort {name}: {'; '.join(found)}.")
    people = people.reset_index(drop=True)
    values, missing = {}, {}
    for definition in definitions:
        if definition.id in study.variables:
            values[definition.id], missing[definition.id] = _derived(
                definition, study.variables[definition.id], people
            )
    everyone = pd.concat([people[[*DESIGN, *weights, "age"]], pd.DataFrame(values)], axis=1)
    everyone = everyone.assign(**{c: people[c] for c in ALWAYS if c not in everyone})
    kinds = pd.DataFrame(missing)
    return Cohort(
        name, study, everyone, kinds, pd.DataFrame(columns=list(INPUTS)), (),
        pd.DataFrame(columns=list(INDICATIONS)), key=frames_digest(everyone, kinds),
    )  # fmt: skip


def _require(people: pd.DataFrame, columns: Iterable[str], whose: str) -> None:
    """Refuse people who lack a column."""
    if absent := [column for column in columns if column not in people]:
        raise AnalysisError(f"{whose} lack the columns {', '.join(absent)}.")


def _unknown_releases(people: pd.DataFrame, design: CohortDesign) -> Iterator[str]:
    """Yield that people are of a release that the design does not have."""
    if strangers := [r for r in people["release"].dropna().unique().tolist() if r not in design.releases]:
        yield (
            f"there is no release {', '.join(map(repr, strangers))} "
            f"(choose from {', '.join(map(repr, design.releases))})"
        )


def _faults(people: pd.DataFrame, design: CohortDesign, weights: Collection[str]) -> Iterator[str]:
    """Yield what is wrong with the columns of the survey design."""
    for column in DESIGN:
        if missing := int(people[column].isna().sum()):
            yield f"{column} is missing in {missing:,} rows; every row needs it"
    if not pd.api.types.is_numeric_dtype(people["strata"]):
        yield "strata must be numbers; give every row 1 if there are no strata"
    yield from (f"{w} must be numbers" for w in weights if not pd.api.types.is_numeric_dtype(people[w]))
    yield from _unknown_releases(people, design)
    if repeated := int(people.duplicated(["release", "seqn"]).sum()):
        yield f"{repeated:,} rows repeat the seqn of another row of their release; give each person one row"


def _derived(
    definition: Definition, variable: Variable, people: pd.DataFrame
) -> tuple[pd.Series, "pd.Categorical[str]"]:
    """Return the values of a variable and their kinds of missing."""
    derived = values_of(definition, people)
    measured, eligible = people["release"].isin(variable.releases), variable.eligible(people)
    values = derived.where(eligible)
    kinds = np.select([values.notna(), ~measured, ~eligible], ["", NOT_MEASURED, NOT_ELIGIBLE], default=BLANK)
    missing = pd.Categorical(kinds, categories=["", *MISSING_KINDS])
    return (values if variable.kind != "categorical" else with_levels(values, variable.levels)), missing


def with_levels(codes: "pd.Series[float]", levels: Sequence[str]) -> pd.Series:
    """Return the levels at the positions `codes` (n,) as pandas categories, reference first."""
    positions = codes.fillna(-1).astype(int).to_numpy()
    return pd.Series(pd.Categorical.from_codes(positions, pd.Index(list(levels))), index=codes.index)
