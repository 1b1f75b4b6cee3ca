"""The profile of the likelihood over one coefficient: signed root, limits; and the fit under a null hypothesis.

Letters as in `likelihood`; b_j is the coefficient of interest, delta its design effect, and
r(t) = sign(b_j - t) sqrt(2 [l(b-hat) - l_j(t)] / delta), with l_j(t) the maximum of l (or of Firth's l*) over the other
coefficients where b_j = t (Heinze & Schemper 2002; the penalty is that of all coefficients).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rlsanalysis.survey.errors import ConvergenceError
from rlsanalysis.survey.likelihood import Patterns, Point, maximize

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOLERANCE = 1e-10  # of a constrained maximum: l is then right to 5e-11
STEP_TOLERANCE = 1e-5  # of a limit, in standard errors, before the last (quadratically convergent) step
FARTHEST = 300.0  # a limit that would move someone's log odds by more is open
MAX_EVALUATIONS = 60


@dataclass(frozen=True)
class Profile:
    """What the profile of one coefficient needs.

    Attributes
    ----------
    data : Patterns
    best : Point
        The likelihood at b-hat.
    j : int
        Index of the coefficient.
    delta : float
        Its design effect.
    penalised : bool
    """

    data: Patterns
    best: Point
    j: int
    delta: float
    penalised: bool


def constrained(
    data: Patterns,
    near: Point,
    fixed: NDArray[np.bool_],
    values: NDArray[np.float64] | float,
    *,
    penalised: bool,
) -> Point:
    """The maximum where the coefficients `fixed`, a mask of shape (q,), have these values.

    Starts from a maximum nearby, the free coefficients following along the ridge.
    """
    change = np.broadcast_to(values, fixed.sum()) - near.b[fixed]
    start, free, I = near.b.copy(), ~fixed, near.information  # noqa: E741 - the page's letter
    start[fixed] = values
    start[free] -= np.linalg.solve(I[np.ix_(free, free)], I[np.ix_(free, fixed)] @ change)
    return maximize(data, start, penalised=penalised, free=free, tolerance=TOLERANCE)


def signed_root(profile: Profile, at: Point) -> float:
    """r(t) at `at`, the maximum where b_j = t."""
    fall = max(0.0, profile.best.loglik - at.loglik)
    return float(np.sign(profile.best.b[profile.j] - at.b[profile.j]) * np.sqrt(2 * fall / profile.delta))


def limit(profile: Profile, target: float) -> float:
    """The t with r(t) = `target`: lower limit of an interval for a positive target, upper for a negative one.

    Newton's method from the Wald limit. The slope comes free: along the profile dl_j/dt is the score of b_j, so
    dr/dt = -U_j(t) / (delta r(t)).

    Returns
    -------
    float
        Infinite where r does not reach the target before someone's log odds move by `FARTHEST`.

    Raises
    ------
    ConvergenceError
    """
    j, best = profile.j, profile.best
    fixed = np.arange(len(best.b)) == j
    b = best.b[j]
    se = float(np.sqrt(profile.delta * np.linalg.inv(best.information)[j, j]))
    x = profile.data.X[j]
    away = -np.sign(target)
    farthest = b + away * FARTHEST / (np.ptp(x) or np.abs(x).max())
    inside, outside = b, farthest
    t, near = b - target * se, best
    for _ in range(MAX_EVALUATIONS):
        if not min(inside, outside) < t < max(inside, outside):
            t = (inside + outside) / 2
        near = constrained(profile.data, near, fixed, t, penalised=profile.penalised)
        r = signed_root(profile, near)
        step = (target - r) / (-near.score[j] / (profile.delta * r))
        if abs(step) < STEP_TOLERANCE * se:
            return float(t + step)
        if abs(r) < abs(target):
            inside = t
        else:
            outside = t
        if abs(farthest - inside) < 0.01 * abs(farthest - b):
            return float(away * np.inf)
        t += step
    raise ConvergenceError(f"The profile of coefficient {j} did not reach its limit.")
