"""Represent a cohort: its people in one tidy frame, its survey cycles, and the designs of models on them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.catalog import Component
from rlsanalysis.nhanes.weights import most_restrictive, pooled_weight, pooled_years
from rlsanalysis.survey import SurveyDesign
from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.variables.declare import Variable
from rlsanalysis.variables.display import html_table
from rlsanalysis.variables.names import as_names, known_name


@dataclass(frozen=True)
class Pool:
    """Survey cycles of a cohort.

    Parameters
    ----------
    together : letters of the cycles with different people, which may be pooled.
    overlapping : letters of cycles with some of the same people, which may not be pooled with the others.
    """

    together: tuple[str, ...]
    overlapping: tuple[str, ...] = ()

    @property
    def releases(self) -> tuple[str, ...]:
        """Return all survey cycles, in order of time."""
        return tuple(r for r in catalog.releases() if r in (*self.together, *self.overlapping))


_WEIGHTS: Mapping[str, str] = {
    "interview": "interview weight",
    "exam": "examination weight",
    "fasting": "fasting subsample weight",
    "diet1": "dietary weight of the first recall",
    "diet2": "dietary weight of both recalls",
}

COHORTS: Mapping[str, Pool] = {
    "2005-2008": Pool(("D", "E")),
    "2013-2020": Pool(("H", "I", "P"), overlapping=("J",)),
}


def component_of(variables: Iterable[Variable], releases: Iterable[str]) -> Component:
    """Return the survey component whose weight a model needs: the most restrictive one among its variables.

    Raises
    ------
    AnalysisError
        There is no weight for these variables together, or none of them is measured in these survey cycles.
    """
    pooled = tuple(releases)
    return most_restrictive({v.component(r) for v in variables for r in pooled if r in v.releases})


@dataclass(frozen=True, repr=False)
class Cohort:
    """People of a cohort.

    Attributes
    ----------
    name : `2005-2008` or `2013-2020`.
    source : `demo` (synthetic people) or `nhanes`.
    everyone : one row per person and survey cycle: seqn, release, strata, psu, weights, age (years, above 80 as 80),
        sex, and every variable: binary 0/1, categorical as a pandas category with the reference first, continuous in
        the unit of its declaration. The 2013-2020 cohort includes 2017-2018 (J) in addition to 2017-March 2020 (P),
        which contains the same people.
    missing : kind of missing of every variable, "" where known; rows as in `everyone`.
    variables : declarations by id.
    inputs : one row per raw table and column: table, rows, column, digest, notice.
    absent : raw tables that were not found; variables that need them are missing as `not_measured`.
    indications : one row per prescription that makes its user a case of an outcome, such as treated RLS: release,
        seqn, outcome, drug.
    """

    name: str
    source: str
    everyone: pd.DataFrame
    missing: pd.DataFrame
    variables: Mapping[str, Variable]
    inputs: pd.DataFrame
    absent: tuple[str, ...]
    indications: pd.DataFrame

    @property
    def releases(self) -> tuple[str, ...]:
        """Return the letters of the survey cycles that may be pooled."""
        return COHORTS[self.name].together

    @property
    def frame(self) -> pd.DataFrame:
        """Return one row per person, from the survey cycles that may be pooled."""
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
        strangers = [r for r in wanted if r not in COHORTS[self.name].releases]
        if strangers:
            held = ", ".join(f"{r} ({catalog.release(r).label})" for r in COHORTS[self.name].releases)
            raise AnalysisError(
                f"The {self.name} cohort has no survey cycle {', '.join(strangers)}. Choose from {held}."
            )
        pooled_years(wanted)
        return self.everyone[self.everyone["release"].isin(wanted)]

    def component(self, variables: str | Iterable[str], releases: Iterable[str]) -> Component:
        """Return the survey component whose weight a model with these variables needs (`component_of`)."""
        return component_of([self.variable(v) for v in as_names(variables)], releases)

    def variable(self, name: str) -> Variable:
        """Return the declaration of a variable.

        Raises
        ------
        AnalysisError
            There is no such variable. The message lists the names that look similar.
        """
        return self.variables[known_name("variable", name, self.variables)]

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
            has these variables, seqn, release, age and sex. Its `weight_label` says which weight it has and why.

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
                    f"{name} was not measured in survey cycle {', '.join(lacking)}. Pass `releases` with cycles from "
                    f"{', '.join(self.variable(name).known_in(COHORTS[self.name].releases))}."
                )
        columns = dict.fromkeys(["seqn", "release", "age", "sex", *variables])
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
        deciders = _deciders(variables, component, releases)
        weight = np.nan_to_num(pooled_weight(frame[f"w_{component}"], frame["release"], releases))
        stratum = frame["release"].astype(str) + " " + frame["strata"].astype(int).astype(str)
        kept = frame if columns is None else frame[list(columns)]
        return SurveyDesign(
            kept, weights=weight, strata=stratum, psu=frame["psu"],
            weight_label=_weight_label(component, releases, deciders), weight_deciders=deciders,
        )  # fmt: skip

    def __repr__(self) -> str:
        synthetic = "SYNTHETIC, " if self.source == "demo" else ""
        cycles = ", ".join(catalog.release(r).label for r in self.releases)
        return f"<Cohort {self.name} ({synthetic}{len(self.frame):,} people; survey cycles {cycles})>"

    def _repr_html_(self) -> str:
        """Return a table of people and variables, for notebooks."""
        people = self.everyone["release"].value_counts()
        facts = {
            "Source": "demonstration (SYNTHETIC people)" if self.source == "demo" else "NHANES",
            "People": f"{len(self.frame):,} ({(self.frame['age'] >= 20).sum():,} adults aged 20 or older)",
            **{
                f"Survey cycle {catalog.release(r).label} ({r})": f"{people.get(r, 0):,} people"
                + ("" if r in self.releases else "; not pooled, because they are also in another cycle")
                for r in COHORTS[self.name].releases
            },
            "Variables": f"{len(self.variables)}, listed in `.variables`",
            "Absent raw tables": ", ".join(self.absent),
        }
        return html_table(f"{self.name} cohort", facts)


def _deciders(variables: Iterable[Variable], component: str, releases: tuple[str, ...]) -> list[str]:
    """Return the variables without which a less restrictive weight than that of the component would do."""
    if component == "interview":
        return []
    return [v.id for v in variables if component_of([v], releases) == component]


def _weight_label(component: str, releases: tuple[str, ...], deciders: list[str]) -> str:
    """Say which weight a design has, why, and over which survey cycles it is pooled."""
    reason = f" (required by {', '.join(deciders)})" if deciders else ""
    cycles = ", ".join(catalog.release(r).label for r in releases)
    return f"NHANES {_WEIGHTS[component]}{reason}, {cycles}"
