"""Compute the covariance of an estimator from its influence values (Taylor linearization; Binder 1983).

An estimator whose error is, to first order, a sum of influence values over the sample has the variance of that sum.
PSUs are the units that were sampled, so influence values are summed within PSUs and the sums compared within strata.
All statistics and models of `rlsanalysis.survey` obtain their variance here.
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
WHOLE_SAMPLE = (
    "If rows were removed before the design was made, make it from all rows instead and select the subpopulation "
    "with design.domain(mask)."
)


@dataclass(frozen=True)
class Sampling:
    """Strata and PSUs of a full design.

    Attributes
    ----------
    stratum : ndarray of int, shape (G,)
        Stratum of each PSU.
    n_psu : ndarray of int, shape (H,)
        Number of PSUs of each stratum, n_h.
    unsampled : ndarray of float, shape (H,)
        Finite population correction 1 - n_h / N_h; 1 if PSUs are treated as drawn with replacement.
    singleton : str
        What a stratum with a single PSU contributes, one of `SINGLETON_POLICIES`.
    labels : tuple of str, length H
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
    """Sum values within PSUs.

    Parameters
    ----------
    values : q arrays of shape (n,)
        One array per statistic, one element per row.
    psu : ndarray of int, shape (n,)
        PSU of each row, from 0 to G - 1.
    n_psu : int
        Number of PSUs of the full design, G.

    Returns
    -------
    ndarray, shape (G, q)
        Zero for PSUs without rows.
    """
    return np.stack([np.bincount(psu, row, minlength=n_psu) for row in values], axis=1)


def stratum_scales(
    sampling: Sampling, present: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return how each stratum enters a variance.

    Parameters
    ----------
    sampling : Sampling
    present : ndarray of bool, shape (G,)
        PSUs with rows in the domain, including rows of weight 0 (`SurveyDesign.psu_in_domain`).

    Returns
    -------
    scale : ndarray, shape (H,)
        Factor of the sum of squares: (1 - n_h/N_h) n_h/(n_h - 1); for a single PSU, according to the policy.
    centered : ndarray of bool, shape (H,)
        Whether deviations are taken from the mean of the stratum; otherwise from 0.

    Raises
    ------
    DesignError
        Under "fail", if a stratum with rows in the domain has a single PSU; under "average", if all have.
    """
    n_h = sampling.n_psu
    single = (n_h == 1) & (sampling.unsampled > 0)
    scale = sampling.unsampled * n_h / np.maximum(n_h - 1, 1)
    in_domain = np.bincount(sampling.stratum[present], minlength=len(n_h)) > 0
    lonely = single & in_domain
    if sampling.singleton == "fail" and lonely.any():
        names = ", ".join(sampling.labels[h] for h in np.flatnonzero(lonely))
        raise DesignError(
            f"Only one PSU was sampled in stratum {names}, so it has no variance. {WHOLE_SAMPLE} Otherwise merge it "
            "with another stratum, or choose singleton='adjust' (deviation from the grand mean), 'average' (the mean "
            "of the other strata), 'certainty' or 'remove' (no contribution)."
        )
    if sampling.singleton != "adjust":
        scale = np.where(single, 0.0, scale)
    if sampling.singleton == "average" and lonely.any():
        if lonely.sum() == in_domain.sum():
            raise DesignError(
                "Every stratum of the domain has a single PSU, so no variance can be averaged. "
                f"{WHOLE_SAMPLE} Otherwise merge strata."
            )
        scale = scale * in_domain.sum() / (in_domain.sum() - lonely.sum())
    return scale, ~single


def covariance(
    totals: NDArray[np.float64], sampling: Sampling, present: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return the covariance of a sum of influence values.

    sum_h (1 - n_h/N_h) n_h/(n_h - 1) sum_g (s_hg - mean_h)(s_hg - mean_h)'   (Binder 1983)

    Parameters
    ----------
    totals : ndarray, shape (G, q)
        Sums of the influence values by PSU, s_hg, from `psu_totals`.
    sampling : Sampling
    present : ndarray of bool, shape (G,)
        As for `stratum_scales`.

    Returns
    -------
    ndarray, shape (q, q)

    Raises
    ------
    DesignError
        As `stratum_scales`.
    """
    scale, centered = stratum_scales(sampling, present)
    sums = np.zeros((len(scale), totals.shape[1]))
    np.add.at(sums, sampling.stratum, totals)
    means = np.where(centered[:, None], sums / sampling.n_psu[:, None], 0.0)
    deviations = totals - means[sampling.stratum]
    return (deviations * scale[sampling.stratum, None]).T @ deviations
