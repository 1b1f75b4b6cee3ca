"""Describe the design of a cohort: its releases, the weights of its components, and whom it contains."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rlsanalysis.study.records.variable import ADULTS, Population
from rlsanalysis.survey.errors import AnalysisError


@dataclass(frozen=True)
class Release:
    """A part of a cohort that was collected and published together, such as a cycle of a survey.

    Attributes
    ----------
    label : its years, as they are written in data files: `2005-2006`.
    years : length of data collection, by which weights are shared when releases are pooled.
    overlaps : releases that contain some of the same people.
    """

    label: str
    years: float
    overlaps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Component:
    """A part of the survey that only some people took part in, with a weight of its own.

    Attributes
    ----------
    weight : its weight, in words.
    people : the people who have this weight, in words.
    covers : components whose variables may be used under this weight too.
    """

    weight: str
    people: str = ""
    covers: tuple[str, ...] = ()


DESIGN = ("seqn", "release", "strata", "psu")
"""Columns of the survey design that every cohort has, besides its weights."""


@dataclass(frozen=True)
class Unit:
    """The unit of analysis, in words.

    Attributes
    ----------
    one, many : a unit and several: participant, patient, visit.
    people : the units that the study describes, in the plural: adults, patients, visits.
    entered : how a unit entered the files, before their years: `interviewed in 2005-2006`.
    release, releases : what a release is called, and several.
    """

    one: str = "participant"
    many: str = "participants"
    people: str = "participants"
    entered: str = "recorded"
    release: str = "wave"
    releases: str = "waves"


@dataclass(frozen=True)
class CohortDesign:
    """The design of a cohort.

    Attributes
    ----------
    years : its years, as they are printed.
    releases : every release, by id, in order of time. An id has no blanks, which separate ids in results and plans.
    together : releases with different people, which may be pooled.
    components : components by name, the one that the most people took part in first.
    population : the people whom the study describes.
    unit : the unit of analysis, in words.

    Raises
    ------
    AnalysisError
        The id of a release is not a text without blanks.
    """

    years: str
    releases: Mapping[str, Release]
    together: tuple[str, ...]
    components: Mapping[str, Component]
    population: Population = ADULTS
    unit: Unit = field(default_factory=Unit)

    def __post_init__(self) -> None:
        """Refuse ids of releases that could not be told apart in a list that is joined by blanks."""
        if odd := [id_ for id_ in self.releases if not isinstance(id_, str) or id_.split() != [id_]]:
            raise AnalysisError(
                f"{', '.join(map(repr, odd))} cannot be the id of a release of {self.years}. Use a text without "
                "blanks, such as '2023', and give the full name as the label of the release."
            )
