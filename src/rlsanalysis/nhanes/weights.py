"""Choose the weight that a model needs, and combine weights when survey cycles are pooled.

Source: CDC, NHANES Analytic Guidelines. The weight is that of the variable collected on the smallest subsample, and
weights of pooled cycles are multiplied by each cycle's share of the years.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from rlsanalysis.nhanes import catalog
from rlsanalysis.nhanes.catalog import Component
from rlsanalysis.survey.errors import AnalysisError

ORDER: tuple[Component, ...] = ("interview", "exam", "diet1", "diet2")


def most_restrictive(components: Iterable[str]) -> Component:
    """Return the survey component whose weight a model with variables of these components needs.

    The order is interview < exam < first dietary recall < both dietary recalls. The fasting weight covers interview and
    exam, but there is no weight for people who both fasted and gave a dietary recall.

    Parameters
    ----------
    components
        Survey components of the variables of the model.

    Raises
    ------
    AnalysisError
        There is no component, an unknown one, or fasting together with diet.
    """
    asked = set(components)
    unknown = asked - {*ORDER, "fasting"}
    if unknown:
        raise AnalysisError(
            f"There is no survey component {', '.join(sorted(unknown))}. Choose from {', '.join(ORDER)}, fasting."
        )
    if not asked:
        raise AnalysisError("A model without variables has no weight. Name at least one survey component.")
    if "fasting" in asked:
        if asked & {"diet1", "diet2"}:
            raise AnalysisError(
                "There is no weight for fasting and dietary variables together. Put them into separate models."
            )
        return "fasting"
    return max((component for component in ORDER if component in asked), key=ORDER.index)


def pooled_years(letters: Iterable[str]) -> float:
    """Return the years of data collection of all pooled survey cycles.

    Raises
    ------
    AnalysisError
        There is no cycle, an unknown or repeated one, or two with the same people (J and P).
    """
    asked = list(letters)
    if not asked:
        raise AnalysisError("There is no survey cycle to pool. Name at least one.")
    if len(set(asked)) < len(asked):
        raise AnalysisError(f"A survey cycle is pooled twice: {', '.join(asked)}. Name each once.")
    records = [catalog.release(letter) for letter in asked]
    for record in records:
        for other in sorted(record.overlaps & set(asked)):
            raise AnalysisError(
                f"Survey cycles {record.letter} and {other} contain the same people. Pool only one of them."
            )
    return sum(record.years for record in records)


def pooled_weight(
    weight: npt.ArrayLike, release: npt.ArrayLike, releases: Iterable[str]
) -> npt.NDArray[np.float64]:
    """Return weights for pooled survey cycles: each cycle's weight times its share of the years.

    Parameters
    ----------
    weight : (n,)
        Weight of each person as released; zero and missing weights stay as they are.
    release : (n,)
        Letter of the survey cycle of each person.
    releases
        Letters of all pooled survey cycles.

    Returns
    -------
    (n,)
        Weight × years of the person's survey cycle / years of all pooled cycles.

    Raises
    ------
    AnalysisError
        As in `pooled_years`; the lengths differ; or a person is from a cycle that is not pooled.
    """
    letters = tuple(releases)
    total = pooled_years(letters)
    values = np.asarray(weight, dtype=np.float64)
    owner = np.asarray(release, dtype=np.str_)
    if values.ndim != 1 or values.shape != owner.shape:
        raise AnalysisError(
            f"Each person needs a weight and a survey cycle, but their shapes are {values.shape} and {owner.shape}."
        )
    strangers = sorted(set(owner.tolist()) - set(letters))
    if strangers:
        raise AnalysisError(
            f"There are people of survey cycle {', '.join(strangers)}, but only {', '.join(letters)} are pooled. "
            "Exclude them, or pool their cycle."
        )
    share = np.zeros(values.shape)
    for letter in letters:
        share[owner == letter] = catalog.release(letter).years / total
    return values * share
