"""People collapsed to their distinct covariate patterns, on which a likelihood is computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORTHWHILE = 0.8  # collapse if there are fewer patterns, relative to people


@dataclass(frozen=True)
class Patterns:
    """The m distinct covariate patterns of n people: exact, since all people of one have the same log odds.

    Attributes
    ----------
    X : ndarray, shape (q, m)
        One row a coefficient, one column a pattern. Where there is a constant, covariates that lie all on one
        side of 0 (years, ages) are centred, which spares digits and changes nothing but the constant's
        coefficient: see `T`.
    T : ndarray, shape (q, q)
        T @ b are the coefficients of the covariates as they were, for b those of `X`; so row j of T is the
        contrast of b that is coefficient j.
    raw : ndarray, shape (q, m)
        The covariates as they were.
    people, cases : ndarray, shape (m,)
        Unweighted.
    w, wy, w2 : ndarray, shape (m,)
        Sums over the people of w, w y, w^2.
    row : ndarray of int, shape (n,)
        Pattern of each person.
    """

    X: NDArray[np.float64]
    T: NDArray[np.float64]
    raw: NDArray[np.float64]
    people: NDArray[np.float64]
    cases: NDArray[np.float64]
    w: NDArray[np.float64]
    wy: NDArray[np.float64]
    w2: NDArray[np.float64]
    row: NDArray[np.intp]


def collapse(covariates: NDArray[np.float64], y: NDArray[np.float64], w: NDArray[np.float64]) -> Patterns:
    """Collapse people to their covariate patterns.

    Parameters
    ----------
    covariates : ndarray, shape (n, q)
    y : ndarray of 0 and 1, shape (n,)
    w : ndarray, shape (n,)
        Weights with mean 1.
    """
    first, row = _distinct(covariates)
    raw = np.ascontiguousarray(covariates[first].T)
    T = _centring(raw)

    def total(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(row, values, minlength=len(first)).astype(float, copy=False)

    people, cases = total(np.ones(len(y))), total(y)
    return Patterns(T.T @ raw, T, raw, people, cases, total(w), total(w * y), total(w**2), row)


def _distinct(covariates: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Find the first row of each pattern, and the pattern of each row; all rows where it saves little."""
    everyone = np.arange(len(covariates))
    key = covariates @ np.sqrt(
        np.arange(2.0, covariates.shape[1] + 2)
    )  # people alike share it; others hardly
    _, first, row = np.unique(key, return_index=True, return_inverse=True)
    if len(first) < WORTHWHILE * len(covariates) and np.array_equal(covariates[first][row], covariates):
        return first, row
    return everyone, everyone


def _centring(raw: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the T of `Patterns`: the identity, with minus the means in the constant's row for what is centred."""
    T = np.eye(len(raw))
    low, high = raw.min(axis=1), raw.max(axis=1)
    constant = np.flatnonzero((low == high) & (low != 0))
    if constant.size:
        c = constant[0]
        far = (low > 0) | (high < 0)
        T[c, far] = -raw[far].mean(axis=1) / raw[c, 0]
        T[c, c] = 1.0
    return T
