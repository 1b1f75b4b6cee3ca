"""From a planned fit to a model ready to be fitted: who is in it, its columns, its design and weight."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from rlsanalysis.study.plan import USER, Fit, Study, variables_of
from rlsanalysis.study.terms import adjusters_coded, coded, term_name
from rlsanalysis.survey import SurveyDesign
from rlsanalysis.variables.cohort import Cohort
from rlsanalysis.variables.declare import Variable


@dataclass(frozen=True)
class Term:
    """One row of results: a column of the model, the level it stands for and the one it is compared with."""

    column: str
    level: str
    reference: str


@dataclass(frozen=True)
class Model:
    """A model ready to be fitted.

    Attributes
    ----------
    planned : what was asked for.
    exposure : its declaration; `terms` are its columns.
    component : part of the survey whose weight is used.
    design : restricted to adults of the population with outcome, exposure and adjusters known.
    outcome, exog : one value a row of the design's frame; `exog` has the exposure's columns first.
    left_out : planned releases of which nobody has all variables known (a file is absent, say): they are not pooled.
    """

    planned: Fit
    exposure: Variable
    component: str
    terms: tuple[Term, ...]
    design: SurveyDesign
    outcome: "pd.Series[float]"
    exog: pd.DataFrame
    left_out: tuple[str, ...]

    def counts(self, term: Term) -> dict[str, int | None]:
        """Unweighted people and cases, in all and in the term's level (None for a continuous exposure)."""
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
    """Makes models from one cohort; keeps the design of each pool of releases and weight."""

    cohort: Cohort
    study: Study
    _designs: dict[tuple[tuple[str, ...], str], SurveyDesign] = field(default_factory=dict)

    def model(self, planned: Fit) -> Model:
        """Assemble one planned fit, on the releases of which somebody has all its variables known (all, if none).

        Raises
        ------
        AnalysisError
            No weight exists for its variables together, or its releases hold the same people.
        """
        declared = self.cohort.variables
        exposure = self.cohort.variable(planned.exposure)
        adjusters = [self.study.adjusters[a] for a in planned.adjusters]
        used = variables_of(self.study, planned)
        component = self.cohort.component(used, planned.releases)
        known = self._known(used, component, users=planned.users)
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
        exog = _without_empty(exog, inside, keep=[t.column for t in terms])
        left_out = tuple(r for r in planned.releases if r not in releases)
        pooled = replace(planned, releases=releases)
        return Model(pooled, exposure, component, terms, inside, frame[planned.outcome], exog, left_out)

    def _known(self, used: list[str], component: str, *, users: bool) -> "pd.Series[bool]":
        """Who has all these variables known and a weight, whatever the release; among users if asked."""
        everyone = self.cohort.everyone
        known = everyone[used].notna().all(axis=1) & (everyone[f"w_{component}"] > 0)
        return known & (everyone[USER] == 1) if users else known

    def _design(self, releases: tuple[str, ...], component: str) -> SurveyDesign:
        key = (releases, component)
        if key not in self._designs:
            self._designs[key] = self.cohort.design_of(component, releases, ["release"])
        return self._designs[key]


def terms_of(exposure: Variable) -> tuple[Term, ...]:
    """Rows of results that an exposure gives."""
    if exposure.kind == "continuous":
        return (Term(exposure.id, exposure.unit, ""),)
    if exposure.kind == "binary":
        return (Term(exposure.id, exposure.levels[1], exposure.levels[0]),)
    return tuple(
        Term(term_name(exposure.id, level), level, exposure.levels[0]) for level in exposure.levels[1:]
    )


def _without_empty(exog: pd.DataFrame, design: SurveyDesign, keep: Sequence[str]) -> pd.DataFrame:
    """Leave out levels of adjusters in which nobody of the domain is."""
    inside = exog.loc[design.member]
    return exog.drop(columns=[c for c in exog if c not in keep and (inside[c] == 0).all()])
