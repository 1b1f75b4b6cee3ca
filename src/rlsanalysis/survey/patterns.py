"""The rows of a fit grouped by distinct covariate pattern, on which the likelihood is computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORTHWHILE = 0.8  # rows are grouped if there are fewer patterns than this share of the rows


@dataclass(frozen=True)
class Patterns:
    """The m distinct covariate patterns of n rows. Grouping is exact: rows of one pattern have the same log odds.

    Attributes
    ----------
    X : ndarray, shape (q, m)
        Covariates, one row per coefficient and one column per pattern. If the model has a constant, covariates of one
        sign (years, ages) are centered for numerical accuracy, which changes the coefficient of the constant only:
        see `T`.
    T : ndarray, shape (q, q)
        T @ b are the coefficients of the covariates as given, where b are those of `X`. Row j of T is therefore the
        contrast of b that equals coefficient j.
    raw : ndarray, shape (q, m)
        The covariates as given.
    offset : ndarray, shape (m,)
        Known part of the log odds; 0 without an offset.
    people, cases : ndarray, shape (m,)
        Unweighted counts.
    w, wy, w2 : ndarray, shape (m,)
        Sums over the rows of w, w y and w^2.
    row : ndarray of int, shape (n,)
        Pattern of each row.
    """

    X: NDArray[np.float64]
    T: NDArray[np.float64]
    raw: NDArray[np.float64]
    offset: NDArray[np.float64]
    people: NDArray[np.float64]
    cases: NDArray[np.float64]
    w: NDArray[np.float64]
    wy: NDArray[np.float64]
    w2: NDArray[np.float64]
    row: NDArray[np.intp]


def collapse(
    covariates: NDArray[np.float64],
    y: NDArray[np.float64],
    w: NDArray[np.float64],
    offset: NDArray[np.float64] | None = None,
) -> Patterns:
    """Group rows by covariate pattern, and by offset if there is one.

    Parameters
    ----------
    covariates : ndarray, shape (n, q)
    y : ndarray of 0 and 1, shape (n,)
    w : ndarray, shape (n,)
        Weights with mean 1.
    offset : ndarray, shape (n,), optional
    """
    first, row = _distinct(covariates if offset is None else np.column_stack([covariates, offset]))
    raw = np.ascontiguousarray(covariates[first].T)
    T = _centring(raw)

    def total(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(row, values, minlength=len(first)).astype(float, copy=False)

    people, cases = total(np.ones(len(y))), total(y)
    shift = np.zeros(len(first)) if offset is None else offset[first]
    return Patterns(T.T @ raw, T, raw, shift, people, cases, total(w), total(w * y), total(w**2), row)


def _distinct(covariates: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the first row of each pattern and the pattern of each row, or every row where grouping saves little."""
    every_row = np.arange(len(covariates))
    # equal rows have equal keys; different rows have different ones but by coincidence, which is checked
    key = covariates @ np.sqrt(np.arange(2.0, covariates.shape[1] + 2))
    _, first, row = np.unique(key, return_index=True, return_inverse=True)
    if len(first) < WORTHWHILE * len(covariates) and np.array_equal(covariates[first][row], covariates):
        return first, row
    return every_row, every_row


def _centring(raw: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return `Patterns.T`: the identity, with minus the means of centered covariates in the constant's row."""
    T = np.eye(len(raw))
    low, high = raw.min(axis=1), raw.max(axis=1)
    constant = np.flatnonzero((low == high) & (low != 0))
    if constant.size:
        c = constant[0]
        far = (low > 0) | (high < 0)
        T[c, far] = -raw[far].mean(axis=1) / raw[c, 0]
        T[c, c] = 1.0
    return T
