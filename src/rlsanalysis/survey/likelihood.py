"""The weighted log-likelihood of a logistic regression, plain or with Firth's penalty, and its maximum.

Letters as in the literature: X covariates, w weights (mean 1), p fitted probabilities, v = w p (1 - p),
I = sum v x x', h hat values, U score, l log-likelihood; a star marks Firth's penalised version.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rlsanalysis.survey.errors import ConvergenceError

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_STEP = 2.0
MAX_HALVINGS = 30
BLOCK = 2048  # columns of X that fit a processor's cache
WORTHWHILE = 0.8  # collapse if there are fewer patterns, relative to people


@dataclass(frozen=True)
class Patterns:
    """People collapsed to distinct covariate patterns: exact, since all people of one have the same x'b.

    Attributes
    ----------
    X : ndarray, shape (q, m)
        One row a coefficient, one column a pattern.
    n, cases : ndarray, shape (m,)
        People and cases (unweighted).
    w, wy, w2 : ndarray, shape (m,)
        Sums over the people of w, w y, w^2.
    row : ndarray of int, shape (n,)
        Pattern of each person.
    """

    X: NDArray[np.float64]
    n: NDArray[np.float64]
    cases: NDArray[np.float64]
    w: NDArray[np.float64]
    wy: NDArray[np.float64]
    w2: NDArray[np.float64]
    row: NDArray[np.intp]


@dataclass(frozen=True)
class Point:
    """The likelihood at one value b of the coefficients.

    Attributes
    ----------
    b : ndarray, shape (q,)
    loglik : float
        l, or l* = l + 1/2 log|I|.
    score : ndarray, shape (q,)
        U = sum w (y - p) x, or U* = sum [w (y - p) + h (1/2 - p)] x.
    information : ndarray, shape (q, q)
        I = sum v x x'.
    p, pq : ndarray, shape (m,)
        Fitted probabilities of the patterns, and p (1 - p).
    """

    b: NDArray[np.float64]
    loglik: float
    score: NDArray[np.float64]
    information: NDArray[np.float64]
    p: NDArray[np.float64]
    pq: NDArray[np.float64]


def collapse(X: NDArray[np.float64], y: NDArray[np.float64], w: NDArray[np.float64]) -> Patterns:
    """Collapse people to their distinct covariate patterns.

    Parameters
    ----------
    X : ndarray, shape (n, q)
    y : ndarray of 0 and 1, shape (n,)
    w : ndarray, shape (n,)
        Weights with mean 1.
    """
    key = X @ np.sqrt(
        np.arange(2.0, X.shape[1] + 2)
    )  # people alike have the same key; the converse is checked
    _, first, row = np.unique(key, return_index=True, return_inverse=True)
    per_person = (np.ones(len(X)), y, w, w * y, w**2)
    if len(first) > WORTHWHILE * len(X) or not np.array_equal(X[first][row], X):
        return Patterns(np.ascontiguousarray(X.T), *per_person, row=np.arange(len(X)))
    return Patterns(np.ascontiguousarray(X[first].T), *(np.bincount(row, v) for v in per_person), row=row)


def evaluate(b: NDArray[np.float64], data: Patterns, *, penalised: bool) -> Point | None:
    """The likelihood at `b`; None where the information is numerically singular (b has run off)."""
    eta = b @ data.X
    tail = np.exp(-np.abs(eta))
    p = np.where(eta >= 0, 1.0, tail) / (1 + tail)
    pq = tail / (1 + tail) ** 2
    loglik = float(data.wy @ eta - data.w @ (np.maximum(eta, 0) + np.log1p(tail)))
    residual = data.wy - data.w * p
    root = data.X * np.sqrt(data.w * pq)
    information = root @ root.T
    try:
        L = np.linalg.cholesky(information)
    except np.linalg.LinAlgError:
        return None
    if penalised:
        loglik += float(np.log(np.diag(L)).sum())
        residual = residual + _hat_values(root, L) * (0.5 - p)
    return Point(b, loglik, data.X @ residual, information, p, pq)


def _hat_values(root: NDArray[np.float64], L: NDArray[np.float64]) -> NDArray[np.float64]:
    """h_i = v_i x_i' I^-1 x_i = |L^-1 (sqrt(v_i) x_i)|^2 with I = LL', shape (m,); in blocks that fit a cache."""
    inverse = np.linalg.inv(L)
    h = np.empty(root.shape[1])
    for block in range(0, len(h), BLOCK):
        whitened = inverse @ root[:, block : block + BLOCK]
        h[block : block + BLOCK] = np.einsum("ji,ji->i", whitened, whitened)
    return h


def maximize(
    data: Patterns,
    start: NDArray[np.float64],
    *,
    penalised: bool,
    free: NDArray[np.bool_] | None = None,
    tolerance: float = 1e-20,
    max_iterations: int = 200,
) -> Point:
    """Newton's method: b += I^-1 U, steps capped at 2 and halved while the likelihood falls.

    Parameters
    ----------
    data : Patterns
    start : ndarray, shape (q,)
    penalised : bool
        Firth's l* instead of l.
    free : ndarray of bool, shape (q,), optional
        Coefficients to vary; the others stay at their start.
    tolerance : float
        Ends when U' I^-1 U, the squared length of the next step in standard errors, is below it.
    max_iterations : int

    Raises
    ------
    ConvergenceError
        After `max_iterations`, or when no step raises the likelihood.
    """
    free = np.ones(len(start), dtype=bool) if free is None else free
    cap = MAX_STEP / np.minimum(1.0, np.abs(data.X).max(axis=1))
    point = evaluate(start, data, penalised=penalised)
    if point is None:
        raise ConvergenceError("The iterations started where every fitted probability is 0 or 1.")
    for _ in range(max_iterations):
        step = np.zeros(len(start))
        step[free] = np.linalg.solve(point.information[np.ix_(free, free)], point.score[free])
        if step @ point.score < tolerance:
            return point
        point = _climb(data, point, step / max(1.0, float(np.max(np.abs(step) / cap))), penalised=penalised)
    raise ConvergenceError(f"No maximum of the likelihood after {max_iterations} iterations.")


def _climb(data: Patterns, point: Point, step: NDArray[np.float64], *, penalised: bool) -> Point:
    rounding = 1e-12 * (1 + abs(point.loglik))
    for _ in range(MAX_HALVINGS):
        trial = evaluate(point.b + step, data, penalised=penalised)
        if trial is not None and trial.loglik >= point.loglik - rounding:
            return trial
        step = step / 2
    raise ConvergenceError(f"No step raises the likelihood after {MAX_HALVINGS} halvings.")
