"""The survey design: who was sampled together, with which weight, and which people a question is about."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from rlsanalysis.survey import comparison, means, proportions
from rlsanalysis.survey.errors import DesignError
from rlsanalysis.survey.linearize import SINGLETON_POLICIES, Sampling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Column = str | ArrayLike


class SurveyDesign:
    """A stratified one-stage (ultimate) cluster design around a frame of people.

    The object is immutable: `domain` and `assign` return a new one that shares the full design, so that
    strata and PSUs without members of the domain still count in the variance.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a person.
    weights : str or array_like
        Sampling weights, in any scale. Rows with weight 0 leave the design altogether.
    strata, psu : str or array_like, optional
        Labels of stratum and primary sampling unit. Without `strata` there is one stratum; without `psu`
        each row is its own unit.
    fpc : str or array_like, optional
        Finite population, constant within a stratum: its number of PSUs, or (all values at most 1) the
        fraction of them that was sampled. Without it PSUs count as drawn with replacement.
    singleton : {"adjust", "fail", "certainty", "average", "remove"}
        What a stratum with one PSU adds to a variance, as `survey.lonely.psu` in R: its deviation from the
        grand mean; an error; nothing; as much as the other strata on average; nothing.
    nest : bool
        True: PSU labels are read within strata (NHANES reuses 1 and 2). False: a label found in two strata
        is an error.

    Attributes
    ----------
    member : ndarray of bool, shape (len(frame),)
        The rows in the domain.
    weights : ndarray of float, shape (len(frame),)
    psu : ndarray of int, shape (len(frame),)
        Index of each row's PSU in `sampling`; -1 for rows of weight 0.
    sampling : Sampling
        Strata and PSUs of the full design.

    Raises
    ------
    DesignError
        For weights that are missing, negative or infinite, missing labels, reused labels under `nest=False`,
        an unusable finite population, an unknown policy.
    """

    def __init__(
        self,
        frame: pd.DataFrame,
        weights: Column,
        strata: Column | None = None,
        psu: Column | None = None,
        *,
        fpc: Column | None = None,
        singleton: str = "adjust",
        nest: bool = True,
    ) -> None:
        if singleton not in SINGLETON_POLICIES:
            raise DesignError(f"singleton={singleton!r}: choose one of {', '.join(SINGLETON_POLICIES)}.")
        self.frame = frame
        self.weights = _weights(frame, weights)
        self.member: NDArray[np.bool_] = self.weights > 0
        if not self.member.any():
            raise DesignError("No row has a positive weight: check the column of weights.")
        used = self.member
        stratum, strata_labels = _codes(frame, strata, used, "strata", default=np.zeros(len(frame), int))
        unit, unit_labels = _codes(frame, psu, used, "psu", default=np.arange(len(frame)))
        pair = stratum * len(unit_labels) + unit
        pairs, index = np.unique(pair[used], return_inverse=True)
        stratum_of_psu = pairs // len(unit_labels)
        if not nest:
            _refuse_reused(pairs % len(unit_labels), unit_labels)
        self.psu: NDArray[np.intp] = np.full(len(frame), -1)
        self.psu[used] = index
        n_psu = np.bincount(stratum_of_psu, minlength=len(strata_labels))
        self.sampling = Sampling(
            stratum=stratum_of_psu,
            n_psu=n_psu,
            unsampled=_unsampled(frame, fpc, stratum, n_psu, used),
            singleton=singleton,
            labels=tuple(str(label) for label in strata_labels),
        )

    def domain(self, mask: ArrayLike) -> Self:
        """Restrict to the rows where `mask` holds; the full design stays for the variance.

        Parameters
        ----------
        mask : array_like of bool, shape (len(frame),)
            A Series must carry the index of the frame. Missing values count as outside.

        Raises
        ------
        DesignError
            When the mask is not boolean, or its length or index is not the frame's.
        """
        if isinstance(mask, pd.Series) and not mask.index.equals(self.frame.index):
            raise DesignError(
                "The mask of a domain has another index than the frame: build it from the frame."
            )
        values = pd.array(np.asarray(mask) if not isinstance(mask, pd.Series) else mask)
        if len(values) != len(self.frame) or not pd.api.types.is_bool_dtype(values.dtype):
            raise DesignError(
                f"The mask of a domain must be {len(self.frame)} booleans, one a row of the frame."
            )
        inside = np.asarray(values.to_numpy(dtype=bool, na_value=False))
        restricted = copy.copy(self)
        restricted.member = self.member & inside
        return restricted

    def assign(self, **columns: pd.Series) -> Self:
        """Add variables that were derived from the frame, such as a cut-off of one's own; the design stays.

        Parameters
        ----------
        columns : pandas.Series by name
            With the index of the frame; missing where it is not known.

        Raises
        ------
        DesignError
            When an index is not the frame's.
        """
        for name, column in columns.items():
            if not column.index.equals(self.frame.index):
                raise DesignError(f"{name} has another index than the frame: derive it from the frame.")
        wider = copy.copy(self)
        wider.frame = self.frame.assign(**columns)
        return wider

    @property
    def n(self) -> int:
        """People in the domain (unweighted)."""
        return int(self.member.sum())

    @property
    def psu_present(self) -> NDArray[np.bool_]:
        """Which PSUs of the full design have members of the domain, shape (n PSUs of the full design,)."""
        return np.bincount(self.psu[self.member], minlength=len(self.sampling.stratum)) > 0

    @property
    def n_psu(self) -> int:
        """PSUs with members of the domain."""
        return int(self.psu_present.sum())

    @property
    def n_strata(self) -> int:
        """Strata with members of the domain."""
        return int(np.unique(self.sampling.stratum[self.psu_present]).size)

    @property
    def df(self) -> int:
        """Design degrees of freedom: PSUs less strata, of those with members of the domain (R's `degf`)."""
        return self.n_psu - self.n_strata

    def proportion(self, variable: str, by: str | Sequence[str] | None = None) -> pd.DataFrame:
        """Estimate weighted proportions: see `rlsanalysis.survey.proportions.proportion`."""
        return proportions.proportion(self, variable, by)

    def mean(self, variable: str, by: str | Sequence[str] | None = None) -> pd.DataFrame:
        """Estimate weighted means: see `rlsanalysis.survey.means.mean`."""
        return means.mean(self, variable, by)

    def independence(self, first: str, second: str) -> comparison.IndependenceTest:
        """Test whether two categorical variables are independent: see `rlsanalysis.survey.comparison.independence`."""
        return comparison.independence(self, first, second)

    def difference(self, variable: str, by: str) -> comparison.DifferenceTest:
        """Test whether the means of two groups differ: see `rlsanalysis.survey.comparison.difference`."""
        return comparison.difference(self, variable, by)

    def __repr__(self) -> str:
        people, units = (
            f"{self.n} of {len(self.frame)} people",
            f"{self.n_psu} PSUs in {self.n_strata} strata",
        )
        return f"SurveyDesign: {people}, {units}, {self.df} degrees of freedom"


def _values(frame: pd.DataFrame, column: Column, role: str) -> pd.Series:
    if isinstance(column, str):
        if column not in frame.columns:
            raise DesignError(f"{role}: the frame has no column {column!r}.")
        return frame[column]
    values = pd.Series(np.asarray(column))
    if len(values) != len(frame):
        raise DesignError(f"{role}: {len(values)} values for {len(frame)} rows.")
    return values


def _numbers(frame: pd.DataFrame, column: Column, role: str) -> NDArray[np.float64]:
    try:
        return np.asarray(_values(frame, column, role).to_numpy(dtype=float, na_value=np.nan))
    except (TypeError, ValueError) as error:
        raise DesignError(f"{role}: numbers are needed.") from error


def _weights(frame: pd.DataFrame, column: Column) -> NDArray[np.float64]:
    weights = _numbers(frame, column, "weights")
    for fault, found in (
        ("missing", np.isnan(weights)),
        ("negative", weights < 0),
        ("infinite", np.isinf(weights)),
    ):
        if found.any():
            raise DesignError(
                f"weights: {found.sum()} {fault}, the first at row {found.argmax()}: "
                "mend them, or set to 0 the weight of who does not belong to the sample."
            )
    return weights


def _codes(
    frame: pd.DataFrame, column: Column | None, used: NDArray[np.bool_], role: str, default: NDArray[Any]
) -> tuple[NDArray[np.intp], Any]:
    """Codes 0, 1, ... of the labels among the rows used, and the labels; other rows have code 0."""
    values = pd.Series(default) if column is None else _values(frame, column, role)
    codes = np.zeros(len(frame), dtype=np.intp)
    codes[used], labels = pd.factorize(values[used])
    if (codes < 0).any():
        raise DesignError(f"{role}: {(codes < 0).sum()} rows with a positive weight have no label.")
    return codes, labels


def _refuse_reused(unit_of_psu: NDArray[np.intp], labels: Any) -> None:
    reused = np.flatnonzero(np.bincount(unit_of_psu) > 1)
    if reused.size:
        raise DesignError(
            f"psu: label {labels[reused[0]]} occurs in several strata (as do {reused.size - 1} others): "
            "use nest=True if labels count within strata."
        )


def _unsampled(
    frame: pd.DataFrame,
    fpc: Column | None,
    stratum: NDArray[np.intp],
    n_psu: NDArray[np.intp],
    used: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """1 - n_h / N_h, shape (n strata,): the share of each stratum's PSUs that was not sampled."""
    if fpc is None:
        return np.ones(len(n_psu))
    population = _numbers(frame, fpc, "fpc")[used]
    codes = stratum[used]
    per_stratum = np.empty(len(n_psu))
    per_stratum[codes] = population
    if np.isnan(population).any() or (population <= 0).any() or (per_stratum[codes] != population).any():
        raise DesignError("fpc: a positive number, the same for all rows of a stratum, is needed.")
    if (per_stratum <= 1).all():
        return 1 - per_stratum
    if (per_stratum < n_psu).any():
        raise DesignError(
            "fpc: a stratum has more sampled PSUs than PSUs; give the number of PSUs, not of people."
        )
    return 1 - n_psu / per_stratum
