"""Describe the design of a cohort: its releases, the weights of its components, and whom it contains."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rlsanalysis.study.records.variable import ADULTS, Population


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


@dataclass(frozen=True)
class CohortDesign:
    """The design of a cohort.

    Attributes
    ----------
    years : its years, as they are printed.
    releases : every release, by id, in order of time.
    together : releases with different people, which may be pooled.
    components : components by name, the one that the most people took part in first.
    population : the people whom the study describes.
    """

    years: str
    releases: Mapping[str, Release]
    together: tuple[str, ...]
    components: Mapping[str, Component]
    population: Population = field(default=ADULTS)
