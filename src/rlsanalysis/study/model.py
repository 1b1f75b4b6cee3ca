"""Assemble a planned model from a cohort: analytic sample, design matrix, survey design and weight."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rlsanalysis.study.cohort import Cohort
from rlsanalysis.study.domain import Domain
from rlsanalysis.study.plan import Fit, in_sample, variables_of
from rlsanalysis.study.records import ALL, Adjuster, Study, Unit, Variable
from rlsanalysis.study.terms import adjusters_coded, coded, term_name, variable_of
from rlsanalysis.survey import SurveyDesign

Columns = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Term:
    """A term of the exposure, one row of results: its column of the design matrix, its level and reference level."""

    column: str
    level: str
    reference: str


@dataclass(frozen=True)
class Model:
    """A model ready to be fitted.

    Attributes
    ----------
    planned : the planned model, on the releases that have data.
    exposure : declaration of the exposure.
    component : survey component whose weight is used.
    terms : terms of the exposure.
    design : survey design, restricted to the analytic sample: adults of the exposure's population with outcome,
        exposure and adjusters known.
    outcome : one value per row of the design's frame.
    exog : design matrix, one row per row of the design's frame; the columns of the exposure come first.
    releases_without_data : planned releases in which no participant has all variables known, because a raw table is
        missing, for example; they are not pooled.
    constant : ids of adjusters that are constant in the domain of the analysis, such as sex among women, and columns
        of other adjusters that are; they are not in `exog`.
    unit : the unit of analysis, in words.
    """

    planned: Fit
    exposure: Variable
    component: str
    terms: tuple[Term, ...]
    design: SurveyDesign
    outcome: "pd.Series[float]"
    exog: pd.DataFrame
    releases_without_data: tuple[str, ...]
    constant: tuple[str, ...] = ()
    unit: Unit = field(default_factory=Unit)

    @property
    def columns(self) -> list[str]:
        """Columns of the exposure in the design matrix, one per term."""
        return [term.column for term in self.terms]

    @property
    def factors(self) -> dict[str, list[str]]:
        """The columns of a categorical exposure under its id; none for another exposure."""
        return {self.exposure.id: self.columns} if self.exposure.kind == "categorical" else {}

    def counts(self, term: Term) -> dict[str, int | None]:
        """Count participants and cases, unweighted, in total and in the level of a term (None if continuous)."""
        inside = self.design.member
        case = (self.outcome == 1).to_numpy() & inside
        counts: dict[str, int | None] = {"n": int(inside.sum()), "cases": int(case.sum())}
        if self.exposure.kind == "continuous":
            return counts | {"n_exposed": None, "cases_exposed": None}
        exposed = (self.exog[term.column] == 1).to_numpy()
        return counts | {
            "n_exposed": int((inside & exposed).sum()),
            "cases_exposed": int((case & exposed).sum()),
        }


@dataclass
class Assembler:
    """Assembles models from one cohort, and caches what they share.

    These are the survey design of each combination of releases and weight, and the permutations of an outcome.
    """

    cohort: Cohort
    study: Study
    _designs: dict[tuple[tuple[str, ...], str], SurveyDesign] = field(default_factory=dict)
    _permuted: dict[tuple[str, str], NDArray[np.bool_]] = field(default_factory=dict)

    def model(self, planned: Fit, domain: Domain | None = None) -> Model:
        """Assemble a planned model on those of its releases that have data (on all of them if none has).

        Parameters
        ----------
        planned : the planned model.
        domain : participants to which the analysis is restricted; None for no restriction.

        Raises
        ------
        AnalysisError
            No survey weight exists for the variables together, or the releases include the same participants.
        """
        declared = self.cohort.variables
        exposure = self.cohort.variable(planned.variable)
        adjusters = [self.study.adjusters[a] for a in planned.adjusters]
        used = [*variables_of(self.study, planned), *(domain.variables if domain else ())]
        component = self.cohort.component(used, planned.releases)
        known = self._known(used, component, planned.people)
        if domain:
            known &= domain.inside.reindex(known.index, fill_value=False)
        present = set(self.cohort.everyone["release"][known].unique())
        releases = tuple(r for r in planned.releases if r in present) or planned.releases
        design = self._design(releases, component)
        frame = self.cohort.everyone.loc[design.frame.index, list(dict.fromkeys(["release", *used]))]
        exog = pd.concat(
            [
                coded(frame[exposure.id], exposure),
                adjusters_coded(frame, adjusters, declared, releases),
                pd.DataFrame({"const": 1.0}, index=frame.index),
            ],
            axis=1,
        )
        terms = terms_of(exposure)
        inside = design.domain(known[design.frame.index])
        coded_terms = {*(t.column for t in terms), "const"}
        members = {str(c): exog[c].to_numpy()[inside.member] for c in exog if c not in coded_terms}
        dropped = _empty(members)
        dropped += _references(_without(members, dropped), adjusters)
        constant: tuple[str, ...] = ()
        if domain:
            fixed = _one_value(_without(members, dropped))
            dropped += fixed
            of_adjusters = _one_value(
                {a.variable: frame[a.variable].to_numpy()[inside.member] for a in adjusters}
            )
            constant = (*of_adjusters, *(c for c in fixed if variable_of(c) not in of_adjusters))
        exog = exog.drop(columns=dropped)
        without_data = tuple(r for r in planned.releases if r not in releases)
        pooled = replace(planned, releases=releases)
        return Model(
            pooled, exposure, component, terms, inside, frame[planned.outcome], exog, without_data, constant,
            self.study.unit,
        )  # fmt: skip

    def permuted(
        self, outcome: str, people: str, make: Callable[[Cohort, str, str], NDArray[np.bool_]]
    ) -> NDArray[np.bool_]:
        """Return the permutations of an outcome among the people of a sample, which are made once."""
        key = outcome, people
        if key not in self._permuted:
            self._permuted[key] = make(self.cohort, outcome, people)
        return self._permuted[key]

    def _known(self, used: list[str], component: str, people: str) -> "pd.Series[bool]":
        """Return which participants belong to a sample and have a weight and all variables known."""
        everyone = self.cohort.everyone
        known = everyone[used].notna().all(axis=1) & (everyone[f"w_{component}"] > 0)
        return known if people == ALL else known & in_sample(self.study, people, everyone)

    def _design(self, releases: tuple[str, ...], component: str) -> SurveyDesign:
        key = (releases, component)
        if key not in self._designs:
            self._designs[key] = self.cohort.design_of(component, releases, ["release"])
        return self._designs[key]


def terms_of(exposure: Variable) -> tuple[Term, ...]:
    """Return the terms of an exposure: one per level but the reference, or one for a continuous exposure."""
    if exposure.kind == "continuous":
        return (Term(exposure.id, exposure.unit, ""),)
    if exposure.kind == "binary":
        return (Term(exposure.id, exposure.levels[1], exposure.levels[0]),)
    return tuple(
        Term(term_name(exposure.id, level), level, exposure.levels[0]) for level in exposure.levels[1:]
    )


def _without(members: Columns, names: list[str]) -> Columns:
    return {name: values for name, values in members.items() if name not in names}


def _empty(members: Columns) -> list[str]:
    """Return the columns of adjuster levels that nobody in the domain has."""
    return [name for name, values in members.items() if len(values) and not values.any()]


def _references(members: Columns, adjusters: Sequence[Adjuster]) -> list[str]:
    """Return the first column of each factor whose reference level nobody in the domain has, as its new reference."""
    found = []
    for adjuster in adjusters:
        columns = [name for name in members if name.startswith(f"{adjuster.variable}[")]
        if len(columns) > 1 and (np.sum([members[name] for name in columns], axis=0) == 1).all():
            found.append(columns[0])
    return found


def _one_value(members: Columns) -> list[str]:
    """Return the columns that have one value in the domain."""
    return [name for name, values in members.items() if len(values) and (values == values[0]).all()]
