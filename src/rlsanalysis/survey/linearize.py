"""The one variance engine: from influence values to a covariance (Taylor linearisation, Binder 1983).

An estimator whose error is, to first order, a sum over people of influence values has the variance of that sum. PSUs
are the units that were sampled, so the influence values are added up by PSU and the totals compared within strata.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rlsanalysis.survey.errors import DesignError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

SINGLETON_POLICIES = ("adjust", "fail", "certainty", "average", "remove")


@dataclass(frozen=True)
class Sampling:
    """Strata and PSUs of a full design.

    Attributes
    ----------
    stratum : ndarray of int, shape (G,)
        Stratum of each PSU.
    n_psu : ndarray of int, shape (H,)
        PSUs of each stratum, n_h.
    unsampled : ndarray of float, shape (H,)
        Finite population correction 1 - n_h / N_h; 1 where PSUs count as drawn with replacement.
    singleton : str
        What strata with one PSU add, one of `SINGLETON_POLICIES`.
    labels : tuple of str
        Names of the strata, for messages.
    """

    stratum: NDArray[np.intp]
    n_psu: NDArray[np.intp]
    unsampled: NDArray[np.float64]
    singleton: str
    labels: tuple[str, ...]


def psu_totals(
    values: Iterable[NDArray[np.float64]], psu: NDArray[np.intp], n_psu: int
) -> NDArray[np.float64]:
    """Add up by PSU.

    Parameters
    ----------
    values : q arrays of shape (n,)
        One a statistic, one element a person.
    psu : ndarray of int, shape (n,)
    n_psu : int
        G, PSUs of the full design.

    Returns
    -------
    ndarray, shape (G, q)
        Zero for PSUs without people.
    """
    return np.stack([np.bincount(psu, row, minlength=n_psu) for row in values], axis=1)


def stratum_scales(
    sampling: Sampling, present: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Say how each stratum enters a variance.

    Parameters
    ----------
    sampling : Sampling
    present : ndarray of bool, shape (G,)
        PSUs with members of the domain.

    Returns
    -------
    scale : ndarray, shape (H,)
        Factor of the sum of squares: (1 - n_h/N_h) n_h/(n_h - 1); a stratum with one PSU by policy.
    centred : ndarray of bool, shape (H,)
        Whether totals are taken from the stratum's mean; else from 0, the grand mean of influence values.

    Raises
    ------
    DesignError
        Under "fail" for a stratum with one PSU that has members; under "average" when there is no other.
    """
    n_h = sampling.n_psu
    single = (n_h == 1) & (sampling.unsampled > 0)
    scale = sampling.unsampled * n_h / np.maximum(n_h - 1, 1)
    inhabited = np.bincount(sampling.stratum[present], minlength=len(n_h)) > 0
    lonely = single & inhabited
    if sampling.singleton == "fail" and lonely.any():
        names = ", ".join(sampling.labels[h] for h in np.flatnonzero(lonely))
        raise DesignError(
            f"One PSU only in stratum {names}: merge it with another stratum, or choose singleton='adjust' "
            "(deviation from the grand mean), 'average' (as the other strata), 'certainty' or 'remove' (no variance)."
        )
    if sampling.singleton != "adjust":
        scale = np.where(single, 0.0, scale)
    if sampling.singleton == "average" and lonely.any():
        if lonely.sum() == inhabited.sum():
            raise DesignError(
                "Every stratum has one PSU only: there is no variance to average; merge strata."
            )
        scale = scale * inhabited.sum() / (inhabited.sum() - lonely.sum())
    return scale, ~single


def covariance(
    totals: NDArray[np.float64], sampling: Sampling, present: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return the covariance of a sum of influence values.

    sum_h (1 - n_h/N_h) n_h/(n_h - 1) sum_g (s_hg - mean_h)(s_hg - mean_h)'   (Binder 1983)

    Parameters
    ----------
    totals : ndarray, shape (G, q)
        Totals of the influence values by PSU, from `psu_totals`.
    sampling : Sampling
    present : ndarray of bool, shape (G,)
        PSUs with members of the domain.

    Returns
    -------
    ndarray, shape (q, q)

    Raises
    ------
    DesignError
        As `stratum_scales`.
    """
    scale, centred = stratum_scales(sampling, present)
    sums = np.zeros((len(scale), totals.shape[1]))
    np.add.at(sums, sampling.stratum, totals)
    means = np.where(centred[:, None], sums / sampling.n_psu[:, None], 0.0)
    deviations = totals - means[sampling.stratum]
    return (deviations * scale[sampling.stratum, None]).T @ deviations
