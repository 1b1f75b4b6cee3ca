"""Which weight a model needs, and what it becomes when releases are pooled.

Source: CDC, NHANES Analytic Guidelines: the weight is that of the variable collected from the fewest people,
and weights of pooled releases are shared out by the years of each.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.catalog import Component
from rlsanalysis.survey.errors import AnalysisError

ORDER: tuple[Component, ...] = ("interview", "exam", "diet1", "diet2")


def most_restrictive(components: Iterable[str]) -> Component:
    """Return the component whose weight a model with variables of these components needs.

    Interview < exam < first diet recall < both diet recalls. Fasting stands for itself: it covers interview
    and exam, and no weight exists for people who both fasted and gave a diet recall.

    Raises
    ------
    AnalysisError
        No component, an unknown one, or fasting together with diet.
    """
    asked = set(components)
    unknown = asked - {*ORDER, "fasting"}
    if unknown:
        raise AnalysisError(
            f"unknown survey component {', '.join(sorted(unknown))}; known are {', '.join(ORDER)}, fasting"
        )
    if not asked:
        raise AnalysisError("a model without variables has no weight; name at least one component")
    if "fasting" in asked:
        if asked & {"diet1", "diet2"}:
            raise AnalysisError(
                "NHANES has no weight for fasting and diet variables together; put them into separate models"
            )
        return "fasting"
    return max((component for component in ORDER if component in asked), key=ORDER.index)


def pooled_years(letters: Iterable[str]) -> float:
    """Years of data collection of all pooled releases.

    Raises
    ------
    AnalysisError
        No release, an unknown or repeated one, or two that hold the same people (J and P).
    """
    asked = list(letters)
    if not asked:
        raise AnalysisError("no release to pool; name at least one")
    if len(set(asked)) < len(asked):
        raise AnalysisError(f"a release is pooled twice: {', '.join(asked)}; name each once")
    records = [catalog.release(letter) for letter in asked]
    for record in records:
        for other in sorted(record.overlaps & set(asked)):
            raise AnalysisError(
                f"releases {record.letter} and {other} hold the same people under different numbers; pool one"
            )
    return sum(record.years for record in records)


def pooled_weight(
    weight: npt.ArrayLike, release: npt.ArrayLike, releases: Iterable[str]
) -> npt.NDArray[np.float64]:
    """Share the weights of pooled releases out by their years.

    Parameters
    ----------
    weight : (n,)
        Each person's weight as CDC gives it; zero and missing stay what they are.
    release : (n,)
        Letter of each person's release.
    releases
        Letters of all pooled releases.

    Returns
    -------
    (n,)
        Weight x years of the person's release / years of all pooled releases.

    Raises
    ------
    AnalysisError
        As `pooled_years`; lengths differ; or a person's release is not among the pooled ones.
    """
    letters = tuple(releases)
    total = pooled_years(letters)
    values = np.asarray(weight, dtype=np.float64)
    owner = np.asarray(release, dtype=np.str_)
    if values.ndim != 1 or values.shape != owner.shape:
        raise AnalysisError(
            f"a weight and a release for each person are needed, got shapes {values.shape} and {owner.shape}"
        )
    strangers = sorted(set(owner.tolist()) - set(letters))
    if strangers:
        raise AnalysisError(
            f"people of release {', '.join(strangers)} are among those pooled from {', '.join(letters)}; "
            "leave them out or pool their release"
        )
    share = np.zeros(values.shape)
    for letter in letters:
        share[owner == letter] = catalog.release(letter).years / total
    return values * share
