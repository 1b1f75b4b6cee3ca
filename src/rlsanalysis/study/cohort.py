"""Represent a cohort: its people in one tidy frame, its survey cycles, and the designs of models on them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rlsanalysis.study.display import html_table
from rlsanalysis.study.names import as_names, known_name
from rlsanalysis.study.records import CohortDesign, Study, Variable
from rlsanalysis.study.weights import component_of, pooled_weight, pooled_years
from rlsanalysis.survey import SurveyDesign
from rlsanalysis.survey.errors import AnalysisError


@dataclass(frozen=True, repr=False)
class Cohort:
    """People of a cohort.

    Attributes
    ----------
    name : name of the cohort in the study, such as `2005-2008`.
    study : the study that it belongs to.
    everyone : one row per person and release: seqn, release, strata, psu, weights, age (years), sex, and every variable
        of the study: binary 0/1, categorical as a pandas category with the reference first, continuous in the unit of
        its record. It includes releases that may not be pooled, because they contain some of the same people.
    missing : kind of missing of every variable, "" where known; rows as in `everyone`.
    inputs : one row per raw table and column: table, rows, column, digest, notice.
    absent : raw tables that were not found; variables that need them are missing as `not_measured`.
    indications : one row per prescription that makes its user a case of an outcome, such as treated RLS: release,
        seqn, outcome, drug.
    key : digest of all that the cohort was built from; empty for a cohort that was made in memory.
    """

    name: str
    study: Study
    everyone: pd.DataFrame
    missing: pd.DataFrame
    inputs: pd.DataFrame
    absent: tuple[str, ...]
    indications: pd.DataFrame
    key: str = ""

    @property
    def sampling(self) -> CohortDesign:
        """Return the design of the cohort: its releases and components."""
        return self.study.cohorts[self.name]

    @property
    def variables(self) -> Mapping[str, Variable]:
        """Return the variables of the study, by id."""
        return self.study.variables

    @property
    def releases(self) -> tuple[str, ...]:
        """Return the releases that may be pooled."""
        return self.sampling.together

    @property
    def frame(self) -> pd.DataFrame:
        """Return one row per person, from the releases that may be pooled."""
        return self.pool(self.releases)

    def pool(self, releases: str | Iterable[str]) -> pd.DataFrame:
        """Return the people of some survey cycles; the index is that of `everyone` and `missing`.

        Parameters
        ----------
        releases : letters of the survey cycles.

        Raises
        ------
        AnalysisError
            A survey cycle is not in this cohort, or two of them contain the same people (J and P).
        """
        wanted = tuple(as_names(releases))
        strangers = [r for r in wanted if r not in self.sampling.releases]
        if strangers:
            held = ", ".join(f"{id_} ({r.label})" for id_, r in self.sampling.releases.items())
            raise AnalysisError(
                f"The {self.name} cohort has no {self.sampling.unit.release} {', '.join(strangers)}. Choose from "
                f"{held}."
            )
        pooled_years(self.sampling, wanted)
        return self.everyone[self.everyone["release"].isin(wanted)]

    def component(self, variables: str | Iterable[str], releases: Iterable[str]) -> str:
        """Return the survey component whose weight a model with these variables needs (`component_of`)."""
        return component_of(self.sampling, [self.variable(v) for v in as_names(variables)], releases)

    def variable(self, name: str) -> Variable:
        """Return the declaration of a variable.

        Raises
        ------
        AnalysisError
            There is no such variable. The message lists the names that look similar.
        """
        return self.variables[known_name("variable", name, self.variables, self.study)]

    def design(
        self, variables: str | Iterable[str], releases: str | Iterable[str] | None = None
    ) -> SurveyDesign:
        """Return the survey design for a model with these variables, with the weight that they require.

        Parameters
        ----------
        variables : ids of all variables of the model (or one id), and of no others: each may require a more
            restrictive weight.
        releases : letters of the survey cycles to pool; those of `frame` if None.

        Returns
        -------
        SurveyDesign
            Over the people of these cycles with a positive weight, PSUs nested in strata, strata in cycles. Its frame
            has these variables, seqn, release, age and female. Its `weight_label` says which weight it has and why.

        Raises
        ------
        AnalysisError
            A variable was not measured in one of the cycles, or there is no weight for the variables together.
        """
        variables, wanted = as_names(variables), tuple(as_names(releases or self.releases))
        for name in variables:
            lacking = [r for r in wanted if r not in self.variable(name).releases]
            if lacking:
                raise AnalysisError(
                    f"{name} was not measured in {self.sampling.unit.release} {', '.join(lacking)}. Pass `releases` "
                    f"from {', '.join(self.variable(name).known_in(self.sampling.releases))}."
                )
        columns = dict.fromkeys(["seqn", "release", "age", "female", *variables])
        return self.design_of(self.component(variables, wanted), wanted, columns)

    def design_of(
        self, component: str, releases: tuple[str, ...], columns: Collection[str] | None = None
    ) -> SurveyDesign:
        """Return the survey design of pooled cycles under the weight of a component.

        Parameters
        ----------
        component : survey component whose weight is used.
        releases : letters of the survey cycles to pool.
        columns : columns to keep; all if None.
        """
        frame = self.pool(releases)
        variables = [self.variables[c] for c in columns or () if c in self.variables]
        deciders = self._deciders(variables, component, releases)
        weight = np.nan_to_num(
            pooled_weight(self.sampling, frame[f"w_{component}"], frame["release"], releases)
        )
        stratum = frame["release"].astype(str) + " " + frame["strata"].map("{:.15g}".format)
        kept = frame if columns is None else frame[list(columns)]
        return SurveyDesign(
            kept, weights=weight, strata=stratum, psu=frame["psu"],
            weight_label=self._weight_label(component, releases, deciders), weight_deciders=deciders,
        )  # fmt: skip

    def _deciders(
        self, variables: Iterable[Variable], component: str, releases: tuple[str, ...]
    ) -> list[str]:
        """Return the variables without which a less restrictive weight than that of the component would do."""
        if component == next(iter(self.sampling.components)):
            return []
        return [v.id for v in variables if component_of(self.sampling, [v], releases) == component]

    def _weight_label(self, component: str, releases: tuple[str, ...], deciders: list[str]) -> str:
        """Say which weight a design has, why, and over which releases it is pooled."""
        reason = f" (required by {', '.join(deciders)})" if deciders else ""
        weight = f"{self.study.words.survey} {self.sampling.components[component].weight}"
        return f"{weight}{reason}, {self._labels(releases)}"

    def _labels(self, releases: Iterable[str]) -> str:
        return ", ".join(self.sampling.releases[r].label for r in releases)

    def __repr__(self) -> str:
        synthetic = "SYNTHETIC, " if self.study.synthetic else ""
        labels = self._labels(self.releases)
        return f"<Cohort {self.name} ({synthetic}{len(self.frame):,} people; {self.sampling.unit.releases} {labels})>"

    def _repr_html_(self) -> str:
        """Return a table of people and variables, for notebooks."""
        people = self.everyone["release"].value_counts()
        usual, unit = self.sampling.population, self.sampling.unit
        facts = {
            "Source": "SYNTHETIC people" if self.study.synthetic else self.study.words.survey,
            "People": f"{len(self.frame):,} ({usual.mask(self.frame).sum():,} {usual.described(unit.people)})",
            **{
                f"{unit.release.capitalize()} {release.label} ({id_})": f"{people.get(id_, 0):,} people"
                + ("" if id_ in self.releases else "; not pooled, because they are also in another one")
                for id_, release in self.sampling.releases.items()
            },
            "Variables": f"{len(self.variables)}, listed in `.variables`",
            "Absent raw tables": ", ".join(self.absent),
        }
        return html_table(f"{self.name} cohort", facts)
