"""Choose the weight that a model needs, and combine weights when releases are pooled.

The weight is that of the variable collected on the smallest subsample, and weights of pooled releases are multiplied by
each release's share of the years. Source: CDC, NHANES Analytic Guidelines.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from rlsanalysis.study.records import CohortDesign, Component, Variable
from rlsanalysis.survey.errors import AnalysisError


def component_of(design: CohortDesign, variables: Iterable[Variable], releases: Iterable[str]) -> str:
    """Return the component whose weight a model needs: the most restrictive one among its variables.

    Raises
    ------
    AnalysisError
        There is no weight for these variables together, or none of them is measured in these releases.
    """
    pooled = tuple(releases)
    return most_restrictive(
        design.components, {v.component[r] for v in variables for r in pooled if r in v.component}
    )


def most_restrictive(components: Mapping[str, Component], of_variables: Iterable[str]) -> str:
    """Return the component whose weight a model needs.

    Parameters
    ----------
    components : components of the survey, by name.
    of_variables : components of the variables of the model.

    Raises
    ------
    AnalysisError
        There is no component, an unknown one, or none that covers all of them.
    """
    asked = set(of_variables)
    unknown = asked - components.keys()
    if unknown:
        raise AnalysisError(
            f"There is no survey component {', '.join(sorted(unknown))}. Choose from {', '.join(components)}."
        )
    if not asked:
        raise AnalysisError("A model without variables has no weight. Name at least one survey component.")
    for name, component in components.items():
        if name in asked and asked <= {name, *component.covers}:
            return name
    apart = [name for name in components if name in asked and not asked <= _compatible(components, name)]
    raise AnalysisError(
        f"There is no weight for variables of the components {' and '.join(apart)} together. Put them into separate "
        "models."
    )


def _compatible(components: Mapping[str, Component], name: str) -> set[str]:
    """Return the components that a component covers, those that cover it, and itself."""
    return {name, *components[name].covers, *(other for other, c in components.items() if name in c.covers)}


def pooled_years(design: CohortDesign, releases: Iterable[str]) -> float:
    """Return the years of data collection of all pooled releases.

    Raises
    ------
    AnalysisError
        There is no release, an unknown or repeated one, or two with the same people.
    """
    asked = list(releases)
    if not asked:
        raise AnalysisError("There is no release to pool. Name at least one.")
    if len(set(asked)) < len(asked):
        raise AnalysisError(f"A release is pooled twice: {', '.join(asked)}. Name each once.")
    if unknown := [r for r in asked if r not in design.releases]:
        raise AnalysisError(
            f"There is no release {', '.join(unknown)}. Choose from {', '.join(design.releases)}."
        )
    for name in asked:
        for other in sorted({*design.releases[name].overlaps} & {*asked}):
            raise AnalysisError(
                f"Releases {name} and {other} contain the same people. Pool only one of them."
            )
    return sum(design.releases[name].years for name in asked)


def pooled_weight(
    design: CohortDesign, weight: npt.ArrayLike, release: npt.ArrayLike, releases: Iterable[str]
) -> npt.NDArray[np.float64]:
    """Return weights for pooled releases: each release's weight times its share of the years.

    Parameters
    ----------
    design : design of the cohort.
    weight : (n,)
        Weight of each person as released; zero and missing weights stay as they are.
    release : (n,)
        Release of each person.
    releases
        All pooled releases.

    Returns
    -------
    (n,)
        Weight × years of the person's release / years of all pooled releases.

    Raises
    ------
    AnalysisError
        As in `pooled_years`; the lengths differ; or a person is from a release that is not pooled.
    """
    names = tuple(releases)
    total = pooled_years(design, names)
    values = np.asarray(weight, dtype=np.float64)
    owner = np.asarray(release, dtype=np.str_)
    if values.ndim != 1 or values.shape != owner.shape:
        raise AnalysisError(
            f"Each person needs a weight and a release, but their shapes are {values.shape} and {owner.shape}."
        )
    strangers = sorted(set(owner.tolist()) - set(names))
    if strangers:
        raise AnalysisError(
            f"There are people of release {', '.join(strangers)}, but only {', '.join(names)} are pooled. "
            "Exclude them, or pool their release."
        )
    share = np.zeros(values.shape)
    for name in names:
        share[owner == name] = design.releases[name].years / total
    return values * share
