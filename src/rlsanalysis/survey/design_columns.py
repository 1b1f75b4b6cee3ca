"""Read the columns of a survey design: weights, strata, PSUs and finite population, as R's `svydesign` does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rlsanalysis.survey import columns
from rlsanalysis.survey.errors import AnalysisError, DesignError
from rlsanalysis.survey.linearize import Sampling

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Column = str | ArrayLike


@dataclass(frozen=True)
class DesignColumns:
    """A design as it was specified, and as the variance needs it.

    Attributes
    ----------
    given : pandas.DataFrame
        Columns weight, strata, psu and, if specified, fpc, with the labels of the user and the index of the
        frame. Without strata there is one, called 1; without PSUs each row is one, called by its number from 1.
    weights : ndarray of float, shape (n rows,)
    psu : ndarray of int, shape (n rows,)
        Position of each row's PSU in `sampling`.
    sampling : Sampling
    """

    given: pd.DataFrame
    weights: NDArray[np.float64]
    psu: NDArray[np.intp]
    sampling: Sampling


def read_design(
    frame: pd.DataFrame,
    weights: Column | None,
    strata: Column | None,
    psu: Column | None,
    fpc: Column | None,
    *,
    nest: bool,
    singleton: str,
) -> DesignColumns:
    """Read and check the columns of a design; the arguments are those of `SurveyDesign`.

    Raises
    ------
    DesignError
        As `SurveyDesign`.
    """
    if len(frame) == 0:
        raise DesignError("The data frame has no rows. A design needs at least one.")
    given = {
        "strata": _series(frame, strata, "strata", np.ones(len(frame), dtype=int)),
        "psu": _series(frame, psu, "psu", np.arange(1, len(frame) + 1)),
    }
    stratum, strata_labels = _codes(given["strata"], "strata")
    unit, unit_labels = _codes(given["psu"], "psu")
    pairs, index = np.unique(stratum * len(unit_labels) + unit, return_inverse=True)
    if not nest:
        _check_unique(pairs % len(unit_labels), unit_labels)
    stratum_of_psu = pairs // len(unit_labels)
    n_psu = np.bincount(stratum_of_psu, minlength=len(strata_labels))
    fraction = np.zeros(len(n_psu))
    equal_chances = np.ones(len(frame))
    if fpc is not None:
        given["fpc"] = _series(frame, fpc, "fpc")
        fraction = _fraction(_numbers(given["fpc"], "fpc"), stratum, n_psu)
        with np.errstate(divide="ignore"):  # an infinite population: refused below, unless weights are given
            equal_chances = 1 / fraction[stratum]
    weight = _series(frame, weights, "weights", equal_chances)
    labels = tuple(str(label) for label in strata_labels)
    return DesignColumns(
        pd.DataFrame({"weight": weight, **given}),
        _checked_weights(weight),
        index,
        Sampling(stratum_of_psu, n_psu, 1 - fraction, singleton, labels),
    )


def weight_source(weights: Column | None, fpc: Column | None) -> str:
    """Return in words which weight a design carries, as far as its arguments tell."""
    if weights is None:
        return "1 for each row" if fpc is None else "inverse of the sampling fraction (fpc)"
    name = weights if isinstance(weights, str) else getattr(weights, "name", None)
    return "values without a name" if name in (None, "") else f"`{name}`"


def aligned(frame: pd.DataFrame, values: Column, role: str) -> pd.Series:
    """Return one value per row of the frame as a series with the frame's index.

    Raises
    ------
    DesignError
        If the number of values differs from that of the rows, a series has another index than the frame, or
        the values are not one-dimensional.
    """
    array = values.array if isinstance(values, pd.Series) else np.asarray(values)
    if array.ndim != 1 or len(array) != len(frame):
        raise DesignError(
            f"{role}: one value per row is needed, {len(frame)} in total; found values of shape {array.shape}."
        )
    if isinstance(values, pd.Series) and not values.index.equals(frame.index):
        raise DesignError(
            f"{role}: the index of the series differs from that of the data frame. Derive the series from the frame."
        )
    return pd.Series(array, index=frame.index)


def _series(
    frame: pd.DataFrame, given: Column | None, role: str, default: NDArray[np.generic] | None = None
) -> pd.Series:
    if given is None:
        return pd.Series(default, index=frame.index)
    if not isinstance(given, str):
        return aligned(frame, given, role)
    try:
        return columns.column(frame, given)
    except AnalysisError as error:
        raise DesignError(f"{role}: {error}") from error


def _numbers(values: pd.Series, role: str) -> NDArray[np.float64]:
    try:
        return columns.numbers(values, str(values.name or role))
    except AnalysisError as error:
        raise DesignError(f"{role}: {error}") from error


def _checked_weights(values: pd.Series) -> NDArray[np.float64]:
    weights = _numbers(values, "weights")
    for fault, found in (
        ("missing", np.isnan(weights)),
        ("negative", weights < 0),
        ("infinite", np.isinf(weights)),
    ):
        if found.any():
            raise DesignError(
                f"weights: {_count(found)} {fault}, the first in row {found.argmax()} (counted from 0). Correct them; "
                "set the weight of sampled people without data to 0, and drop rows that were never sampled."
            )
    if not (weights > 0).any():
        raise DesignError("weights: no row has a positive weight. Check the column of weights.")
    return weights


def _count(found: NDArray[np.bool_]) -> str:
    number = int(found.sum())
    return "1 value is" if number == 1 else f"{number} values are"


def _codes(labels: pd.Series, role: str) -> tuple[NDArray[np.intp], pd.Index]:
    """Return codes 0, 1, ... of the labels in order of appearance, and the labels."""
    try:
        codes, found = pd.factorize(labels)
    except TypeError as error:
        raise DesignError(f"{role}: the labels must be text, numbers or categories ({error}).") from error
    missing = codes < 0
    if missing.any():
        raise DesignError(
            f"{role}: {_count(missing)} missing, the first in row {missing.argmax()} (counted from 0). Rows of "
            "weight 0 are units of the design too and need a label; drop rows that were never sampled."
        )
    return codes, pd.Index(found)


def _check_unique(unit_of_psu: NDArray[np.intp], labels: pd.Index) -> None:
    reused = np.flatnonzero(np.bincount(unit_of_psu) > 1)
    if reused.size:
        raise DesignError(
            f"psu: the label {labels[reused[0]]} occurs in several strata, as do {reused.size - 1} other labels. "
            "Use nest=True if PSUs are labeled within strata."
        )


def _fraction(
    population: NDArray[np.float64], stratum: NDArray[np.intp], n_psu: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return n_h / N_h, shape (n strata,): the share of each stratum's PSUs that was sampled."""
    per_stratum = np.empty(len(n_psu))
    per_stratum[stratum] = population
    if not ((population > 0) & (per_stratum[stratum] == population)).all():
        raise DesignError(
            "fpc: a positive number that is the same in all rows of a stratum is needed. Give each stratum's "
            "number of PSUs in the population, or the fraction of them that was sampled."
        )
    if (per_stratum <= 1).all():
        return per_stratum
    if (per_stratum < n_psu).any():
        raise DesignError(
            "fpc: a stratum has more PSUs in the sample than in the population. Give the number of PSUs in the "
            "population, not the number of people."
        )
    return n_psu / per_stratum
