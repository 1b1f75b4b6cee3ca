"""The weighted log-likelihood of a logistic regression, with or without Firth's penalty, and its maximum.

Notation: X covariates, w weights (mean 1), b coefficients, o offset, p = expit(x'b + o) fitted probabilities,
v = w p (1 - p), I = sum v x x', h hat values, U score, l log-likelihood. A star marks Firth's penalized versions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rlsanalysis.survey.errors import ConvergenceError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rlsanalysis.survey.patterns import Patterns

SINGULAR = 1e-12  # least share of a column's information that the preceding columns do not explain
CONVERGED = 1e-24  # of U' I^-1 U, at the maximum itself
TOLERANCE = 1e-10  # of U' I^-1 U, the squared length of the next step in standard errors
STALLED = 1e-14  # below this value of U' I^-1 U, a step without progress has reached machine precision
MAX_STEP = 5.0  # largest change of any fitted log odds in one step
OVERSHOT = 1.5  # curvature along a step relative to I above which the next step is damped
MAX_HALVINGS = 30
ROUNDING = 1e-8  # decrease of the log-likelihood that is attributed to rounding
BLOCK = 2048  # columns of X that fit into a processor's cache


@dataclass(frozen=True)
class Point:
    """The log-likelihood and its derivatives at one value of the coefficients.

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


def evaluate(b: NDArray[np.float64], data: Patterns, *, penalized: bool) -> Point | None:
    """Evaluate the log-likelihood at `b`; None where the information is numerically singular (b has diverged)."""
    eta = b @ data.X + data.offset
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
    if (np.diag(L) ** 2 < SINGULAR * np.diag(information)).any():
        return None
    if penalized:
        loglik += float(np.log(np.diag(L)).sum())
        residual = residual + _hat_values(root, L) * (0.5 - p)
    return Point(b, loglik, data.X @ residual, information, p, pq)


def _hat_values(root: NDArray[np.float64], L: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return h_i = v_i x_i' I^-1 x_i = |L^-1 sqrt(v_i) x_i|^2, shape (m,), with I = LL'."""
    inverse = np.linalg.inv(L)
    h = np.empty(root.shape[1])
    for start in range(0, len(h), BLOCK):
        block = slice(start, start + BLOCK)
        whitened = inverse @ root[:, block]
        h[block] = np.einsum("ji,ji->i", whitened, whitened)
    return h


def maximize(
    data: Patterns,
    start: NDArray[np.float64],
    *,
    penalized: bool,
    fixed: NDArray[np.float64] | None = None,
    tolerance: float = CONVERGED,
    max_iterations: int = 1000,
) -> Point:
    """Maximize the log-likelihood by Newton's method.

    Iterates b += I^-1 U until U' I^-1 U < tolerance. Steps are limited in length, and halved while they decrease the
    log-likelihood.

    Parameters
    ----------
    data : Patterns
    start : ndarray, shape (q,)
    penalized : bool
        Maximize Firth's l* instead of l.
    fixed : ndarray, shape (q, m), optional
        Contrasts C of the coefficients. C'b is held at its starting value: U is replaced by U - C lambda, with
        lambda = (C' I^-1 C)^-1 C' I^-1 U.
    tolerance : float
        Of U' I^-1 U.
    max_iterations : int

    Raises
    ------
    ConvergenceError
        After `max_iterations`, or when no step increases the log-likelihood.
    """
    point = evaluate(start, data, penalized=penalized)
    if point is None:
        raise ConvergenceError(
            "The iterations cannot start where every fitted probability is 0 or 1. Choose other start_params."
        )
    last, damping = np.inf, 1.0
    for _ in range(max_iterations):
        score = point.score if fixed is None else point.score - fixed @ multipliers(point, fixed)
        step = np.linalg.solve(point.information, score)
        left = float(step @ score)
        if left < tolerance or last <= left < STALLED:
            return point
        step *= min(damping, MAX_STEP / float(np.abs(step @ data.X).max()))
        better = _climb(data, point, step, penalized=penalized)
        damping = _damping(point, better)
        point, last = better, left
    raise ConvergenceError(f"The log-likelihood has no maximum after {max_iterations} iterations.")


def _damping(before: Point, after: Point) -> float:
    """Return the factor of the next step, below 1 if the curvature along the last step exceeded that of I.

    This happens with Firth's penalty if a level has one row of small weight: h adds to w, and full steps would
    overshoot forever.
    """
    step = after.b - before.b
    observed = float(step @ (before.score - after.score))
    expected = float(step @ before.information @ step)
    return expected / observed if observed > OVERSHOT * expected else 1.0


def _climb(data: Patterns, point: Point, step: NDArray[np.floating], *, penalized: bool) -> Point:
    """Return the point one step further, with the step halved while it decreases the log-likelihood."""
    for _ in range(MAX_HALVINGS):
        trial = evaluate(point.b + step, data, penalized=penalized)
        if trial is not None and trial.loglik > point.loglik - ROUNDING:
            return trial
        step = step / 2
    raise ConvergenceError(f"No step increases the log-likelihood after {MAX_HALVINGS} halvings.")


def multipliers(point: Point, fixed: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (C' I^-1 C)^-1 C' I^-1 U, shape (m,): the slope of l along C'b at a constrained maximum."""
    solved = np.linalg.solve(point.information, fixed)
    return np.asarray(np.linalg.solve(fixed.T @ solved, solved.T @ point.score), dtype=float)
