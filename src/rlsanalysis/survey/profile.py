"""Profile likelihood of one coefficient over a design effect: signed root and confidence limits.

Notation as in `likelihood`. For a contrast c of the coefficients (c'b = b_j for coefficient j) with design effect
delta, let l(t) be the maximum of l, or of Firth's l*, where c'b = t. The penalty is that of all coefficients, as in
Heinze & Schemper (2002). The signed root is

    r(t) = sign(c'b - t) sqrt(2 [l(b-hat) - l(t)] / delta)

Without the penalty this is the interval of R's `confint(svyglm, method = "likelihood")` (Lumley & Scott 2014), but for
the dispersion: R also divides the deviance by the variance of the Pearson residuals, which is near 1 for a 0/1 outcome.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rlsanalysis.survey.errors import ConvergenceError
from rlsanalysis.survey.likelihood import TOLERANCE, Point, maximize, multipliers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rlsanalysis.survey.patterns import Patterns

STEP_TOLERANCE = 1e-5  # of a limit, in standard errors, before the last step, which converges quadratically
VANISHED = 1e-6  # a limit is infinite where the information fell to this share of that at b-hat
MAX_EVALUATIONS = 60


@dataclass(frozen=True)
class Profile:
    """The profile of one contrast.

    Attributes
    ----------
    data : Patterns
    best : Point
        The likelihood at its maximum b-hat.
    c : ndarray, shape (q,)
        Contrast of the coefficients.
    delta : float
        Design effect of the contrast.
    penalized : bool
    """

    data: Patterns
    best: Point
    c: NDArray[np.float64]
    delta: float
    penalized: bool


def constrained(
    data: Patterns, near: Point, contrasts: NDArray[np.float64], values: float, *, penalized: bool,
    tolerance: float = TOLERANCE,
) -> Point:  # fmt: skip
    """Maximize subject to all contrasts, shape (q, m), being equal to `values`, starting from a maximum nearby."""
    solved = np.linalg.solve(near.information, contrasts)
    start = near.b + solved @ np.linalg.solve(contrasts.T @ solved, values - contrasts.T @ near.b)
    return maximize(data, start, penalized=penalized, fixed=contrasts, tolerance=tolerance)


def signed_root(profile: Profile, at: Point) -> float:
    """Return r(t), where `at` is the maximum subject to c'b = t."""
    fall = max(0.0, profile.best.loglik - at.loglik)
    return float(np.sign(profile.c @ (profile.best.b - at.b)) * np.sqrt(2 * fall / profile.delta))


def limit(profile: Profile, target: float) -> float:
    """Return the t at which r(t) = `target`: a lower limit for a positive target, an upper limit for a negative one.

    Newton's method, started at the Wald limit. The derivative of l(t) is the Lagrange multiplier of c'b = t, so
    dr/dt = -lambda(t) / (delta r(t)). A step at most doubles or halves the distance d from the estimate.

    Returns
    -------
    float
        Infinite if the information on c'b vanishes before r reaches the target.

    Raises
    ------
    ConvergenceError
    """
    c, best, delta = profile.c, profile.best, profile.delta
    C, b, at_best = c[:, None], float(c @ best.b), _inverse_information(best, c)
    se = float(np.sqrt(delta * at_best))
    d, inside, near = -target * se, 0.0, best
    for _ in range(MAX_EVALUATIONS):
        try:
            near = constrained(profile.data, near, C, b + d, penalized=profile.penalized)
        except ConvergenceError:  # too far from the estimate for the precision of the likelihood
            d = (d + inside) / 2
            continue
        r = signed_root(profile, near)
        step = (target - r) / (-float(multipliers(near, C)[0]) / (delta * r))
        if abs(step) < STEP_TOLERANCE * se:
            return b + d + step
        if abs(r) < abs(target):
            inside = d
            if _inverse_information(near, c) > at_best / VANISHED:
                return float(np.copysign(np.inf, d))
        d *= float(np.clip(1 + step / d, 0.5, 2.0))
    raise ConvergenceError("The search for a profile limit did not converge.")


def _inverse_information(point: Point, c: NDArray[np.float64]) -> float:
    return float(c @ np.linalg.solve(point.information, c))
