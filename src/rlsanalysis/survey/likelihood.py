"""The weighted log-likelihood of a logistic regression, plain or with Firth's penalty, and its maximum.

Letters as in the literature: X covariates, w weights (mean 1), b coefficients, p fitted probabilities,
v = w p (1 - p), I = sum v x x', h hat values, U score, l log-likelihood; a star marks Firth's penalised version.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rlsanalysis.survey.errors import ConvergenceError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rlsanalysis.survey.patterns import Patterns

SINGULAR = 1e-12  # part of a column's information that the columns before it leave, if no more
TOLERANCE = 1e-10  # of U' I^-1 U, the squared length of the next step in standard errors
STALLED = 1e-14  # with no more than this left, iterations that get no nearer are at the end of their digits
MAX_STEP = 5.0  # nobody's log odds move by more in one step
OVERSHOT = 1.5
MAX_HALVINGS = 30
ROUNDING = 1e-8  # a fall of the log-likelihood that may be rounding
BLOCK = 2048  # columns of X that fit a processor's cache


@dataclass(frozen=True)
class Point:
    """The likelihood at one value of the coefficients.

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


def evaluate(b: NDArray[np.float64], data: Patterns, *, penalised: bool) -> Point | None:
    """Evaluate the likelihood at `b`; None where the information is numerically singular (b has run off)."""
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
    if (np.diag(L) ** 2 < SINGULAR * np.diag(information)).any():
        return None
    if penalised:
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
    penalised: bool,
    fixed: NDArray[np.float64] | None = None,
    tolerance: float = 1e-24,
    max_iterations: int = 1000,
) -> Point:
    """Maximise the likelihood by Newton's method.

    b += I^-1 U, steps capped and halved while the likelihood falls, until U' I^-1 U < tolerance.

    Parameters
    ----------
    data : Patterns
    start : ndarray, shape (q,)
    penalised : bool
        Maximise Firth's l* instead of l.
    fixed : ndarray, shape (q, m), optional
        Contrasts C of the coefficients; C'b keeps the value that it has at the start, for which U gives up the
        part C lambda, lambda = (C' I^-1 C)^-1 C' I^-1 U.
    tolerance : float
        Of U' I^-1 U.
    max_iterations : int

    Raises
    ------
    ConvergenceError
        After `max_iterations`, or when no step raises the likelihood.
    """
    point = evaluate(start, data, penalised=penalised)
    if point is None:
        raise ConvergenceError("The iterations started where every fitted probability is 0 or 1.")
    last, damping = np.inf, 1.0
    for _ in range(max_iterations):
        score = point.score if fixed is None else point.score - fixed @ multipliers(point, fixed)
        step = np.linalg.solve(point.information, score)
        left = float(step @ score)
        if left < tolerance or last <= left < STALLED:
            return point
        step *= min(damping, MAX_STEP / float(np.abs(step @ data.X).max()))
        better = _climb(data, point, step, penalised=penalised)
        damping = _damping(point, better)
        point, last = better, left
    raise ConvergenceError(f"No maximum of the likelihood after {max_iterations} iterations.")


def _damping(before: Point, after: Point) -> float:
    """Return how much the next step must shrink, for the likelihood bent more along the last than I says.

    Firth's does where a level has one person of small weight: h adds to w, and full steps overshoot for ever.
    """
    step = after.b - before.b
    bend, told = float(step @ (before.score - after.score)), float(step @ before.information @ step)
    return told / bend if bend > OVERSHOT * told else 1.0


def _climb(data: Patterns, point: Point, step: NDArray[np.floating], *, penalised: bool) -> Point:
    """Go a step further, the step halved while the likelihood falls."""
    for _ in range(MAX_HALVINGS):
        trial = evaluate(point.b + step, data, penalised=penalised)
        if trial is not None and trial.loglik > point.loglik - ROUNDING:
            return trial
        step = step / 2
    raise ConvergenceError(f"No step raises the likelihood after {MAX_HALVINGS} halvings.")


def multipliers(point: Point, fixed: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (C' I^-1 C)^-1 C' I^-1 U, shape (m,): at a constrained maximum the slope of l along C'b."""
    solved = np.linalg.solve(point.information, fixed)
    return np.asarray(np.linalg.solve(fixed.T @ solved, solved.T @ point.score), dtype=float)
