"""A cohort: all people of its releases in one tidy frame, with design and variables; and the pools a model may use."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.catalog import Component
from rlsanalysis.nhanes.weights import most_restrictive, pooled_weight, pooled_years
from rlsanalysis.survey import SurveyDesign
from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.variables.declare import Variable
from rlsanalysis.variables.names import known_name


@dataclass(frozen=True)
class Pool:
    """Releases of a cohort that hold different people (`together`), and those that hold some of them again."""

    together: tuple[str, ...]
    overlapping: tuple[str, ...] = ()

    @property
    def releases(self) -> tuple[str, ...]:
        """All releases, in order of time."""
        return tuple(r for r in catalog.releases() if r in (*self.together, *self.overlapping))


COHORTS: Mapping[str, Pool] = {
    "2005-2008": Pool(("D", "E")),
    "2013-2020": Pool(("H", "I", "P"), overlapping=("J",)),
}


def component_of(variables: Iterable[Variable], releases: Iterable[str]) -> Component:
    """Part of the survey whose weight a model with these variables needs: the most restrictive of them all.

    Raises
    ------
    AnalysisError
        There is no weight for them together, or none of them is measured in these releases.
    """
    pooled = tuple(releases)
    return most_restrictive({v.component(r) for v in variables for r in pooled if r in v.releases})


@dataclass(frozen=True)
class Cohort:
    """People of a cohort.

    Attributes
    ----------
    name : `2005-2008` or `2013-2020`.
    source : `demo` (synthetic) or `nhanes`.
    everyone : one row a person and release; seqn, release, strata, psu, weights, age (years, above 80 as 80), sex,
        then every variable: binary 0/1, categorical as a pandas category with the reference first, continuous in
        the unit of its declaration. Of 2013-2020 it holds J beside P, which are partly the same people.
    missing : kind of missing of every variable, "" where known; rows as in `everyone`.
    variables : declarations by id.
    inputs : one row a raw table and column: table, rows, column, digest, notice.
    absent : raw tables that were not there; what depends on them is missing as `not_measured`.
    """

    name: str
    source: str
    everyone: pd.DataFrame
    missing: pd.DataFrame
    variables: Mapping[str, Variable]
    inputs: pd.DataFrame
    absent: tuple[str, ...]

    @property
    def releases(self) -> tuple[str, ...]:
        """Releases that may be pooled as they stand."""
        return COHORTS[self.name].together

    @property
    def frame(self) -> pd.DataFrame:
        """One row a person: the releases that hold different people (of 2013-2020: H, I and P)."""
        return self.pool(self.releases)

    def pool(self, releases: Iterable[str]) -> pd.DataFrame:
        """People of some releases; the index is that of `everyone` and `missing`.

        Raises
        ------
        AnalysisError
            A release is not of this cohort, or two hold the same people (J and P).
        """
        wanted = tuple(releases)
        strangers = [r for r in wanted if r not in COHORTS[self.name].releases]
        if strangers:
            raise AnalysisError(
                f"cohort {self.name} has no release {', '.join(strangers)}: it holds {self.held}"
            )
        pooled_years(wanted)
        return self.everyone[self.everyone["release"].isin(wanted)]

    @property
    def held(self) -> str:
        """Its releases in words."""
        return ", ".join(COHORTS[self.name].releases)

    def component(self, variables: Iterable[str], releases: Iterable[str]) -> Component:
        """Part of the survey whose weight a model with these variables needs: see `component_of`."""
        return component_of([self.variable(v) for v in variables], releases)

    def variable(self, name: str) -> Variable:
        """Declaration of a variable.

        Raises
        ------
        AnalysisError
            There is none of that name; suggests the nearest.
        """
        return self.variables[known_name("variable", name, self.variables)]

    def design(self, variables: Iterable[str], releases: Iterable[str] | None = None) -> SurveyDesign:
        """Survey design for a model with these variables: the weight follows from them.

        Parameters
        ----------
        variables : ids of all variables of the model.
        releases : letters to pool; those of `frame` if None.

        Returns
        -------
        SurveyDesign
            Over the people of these releases whose weight is above 0; PSUs nested in strata, strata in releases.
            Its frame has these variables beside seqn, release, age and sex, and no others: they might need
            another weight.

        Raises
        ------
        AnalysisError
            A variable is not measured in one of the releases, or there is no weight for them together.
        """
        variables, wanted = list(variables), tuple(releases or self.releases)
        for name in variables:
            lacking = [r for r in wanted if r not in self.variable(name).releases]
            if lacking:
                raise AnalysisError(
                    f"{name} was not measured in release {', '.join(lacking)}: name the releases to pool, "
                    f"of {', '.join(self.variable(name).releases)}."
                )
        columns = dict.fromkeys(["seqn", "release", "age", "sex", *variables])
        return self.design_of(self.component(variables, wanted), wanted, columns)

    def design_of(
        self, component: str, releases: tuple[str, ...], columns: Iterable[str] | None = None
    ) -> SurveyDesign:
        """Survey design of a pool under the weight of a component, around all of its columns or only some."""
        frame = self.pool(releases)
        weight = np.nan_to_num(pooled_weight(frame[f"w_{component}"], frame["release"], releases))
        stratum = frame["release"].astype(str) + " " + frame["strata"].astype(int).astype(str)
        kept = frame if columns is None else frame[list(columns)]
        return SurveyDesign(kept, weights=weight, strata=stratum, psu=frame["psu"])

    def __repr__(self) -> str:
        synthetic = "SYNTHETIC, " if self.source == "demo" else ""
        return f"<Cohort {self.name} ({synthetic}{len(self.frame):,} people, releases {' '.join(self.releases)})>"
