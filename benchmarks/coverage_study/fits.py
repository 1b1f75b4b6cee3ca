"""Fits of one sample by the array functions of `rlsanalysis.survey`, without the checks and labels of its classes.

A test compares the results with those of `Logit`. Samples are many, and the checks would take most of the time.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from coverage_study.population import Drawn
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from rlsanalysis.survey.errors import ConvergenceError
from rlsanalysis.survey.firth import Sample, StabilizedVariance, score_covariance, stabilized_variance
from rlsanalysis.survey.likelihood import Point, maximize
from rlsanalysis.survey.linearize import Sampling
from rlsanalysis.survey.patterns import Patterns, collapse
from rlsanalysis.survey.profile import Profile, constrained, signed_root
from rlsanalysis.survey.support import expected_cases

Array = NDArray[np.float64]
NEWTON_ITERATIONS = 30  # as `Logit.fit` for maximum likelihood


@dataclass(frozen=True)
class Fit:
    """A fit with the covariance of its score.

    Attributes
    ----------
    sample, data, best : as in `rlsanalysis.survey.firth`.
    df : degrees of freedom of t.
    penalized : whether by Firth's method.
    """

    sample: Sample
    data: Patterns
    best: Point
    df: int
    penalized: bool

    @cached_property
    def b(self) -> Array:
        """Coefficients."""
        return self.data.T @ self.best.b

    @cached_property
    def G(self) -> Array:  # noqa: N802
        """Linearized covariance of the score."""
        return score_covariance(self.sample, self.data, self.best)

    @property
    def dispersion(self) -> float:
        """Weighted variance of the Pearson residuals, by which R divides the deviance of a profile."""
        p, w = self.best.p[self.data.row], self.sample.w
        residual = (self.sample.y - p) / np.sqrt(p * (1 - p))
        n = len(residual)
        return float(np.average((residual - np.average(residual, weights=w)) ** 2, weights=w) * n / (n - 1))

    @property
    def t(self) -> float:
        """Quantile of t for a 95% CI."""
        return float(stdtrit(self.df, 0.975))

    def p(self, statistic: float) -> float:
        """Two-sided P value by t."""
        return float(2 * stdtr(self.df, -abs(statistic)))

    def contrast(self, weights: Array) -> Array:
        """Return a contrast of the centered coefficients from its weights for the coefficients."""
        return np.asarray(self.data.T.T @ weights)

    def stabilized(self, contrasts: Array) -> StabilizedVariance:
        """Return the stabilized variances of contrasts, shape (q, m)."""
        return stabilized_variance(self.sample, self.data, self.best, self.G, contrasts)

    def linearized(self, contrasts: Array) -> Array:
        """Return the linearized variances of contrasts, shape (q, m)."""
        spread = np.linalg.solve(self.best.information, contrasts)
        return np.asarray(np.einsum("jm,jk,km->m", spread, self.G, spread))

    def inverse_information(self, contrast: Array) -> float:
        """Return c'I^-1 c."""
        return float(contrast @ np.linalg.solve(self.best.information, contrast))

    def at(self, contrasts: Array, value: float) -> Point:
        """Return the maximum where contrasts, shape (q, m), have a value."""
        return constrained(self.data, self.best, contrasts, value, penalized=self.penalized)

    def profile(self, contrast: Array, variance: float) -> Profile:
        """Return the profile of a contrast with a given variance."""
        delta = variance / self.inverse_information(contrast)
        return Profile(self.data, self.best, contrast, delta, penalized=self.penalized)

    def root(self, contrast: Array, at: Point) -> float:
        """Return the signed root for a design effect of 1."""
        return signed_root(Profile(self.data, self.best, contrast, 1.0, penalized=self.penalized), at)

    def expected(self, columns: list[int], j: int, null: Point) -> float:
        """Return the cases expected in the smaller group, E0, capped at half of the cases; missing if not 0/1."""
        raw = self.data.raw
        if not np.isin(raw[j], (0, 1)).all():
            return np.nan
        reference = (raw[columns] == 0).all(axis=0)
        expected = expected_cases(null.p, self.data.people, raw[j] == 1, reference)
        return min(expected, self.sample.y.sum() / 2)


def sample_of(drawn: Drawn) -> tuple[Sample, Patterns] | None:
    """Return the domain of a sample as fits need it; None without cases or with a column that does not vary."""
    inside = drawn.domain
    y, X, w, psu = drawn.y[inside], drawn.X[inside], drawn.weight[inside], drawn.psu[inside]
    if y.sum() in (0, len(y)) or (np.ptp(X[:, 1:], axis=0) == 0).any():
        return None
    w = w / w.mean()
    n_h = np.bincount(drawn.stratum)
    labels = tuple(map(str, range(len(n_h))))
    sampling = Sampling(drawn.stratum, n_h, np.ones(len(n_h)), "adjust", labels)
    present = np.bincount(psu, minlength=len(drawn.stratum)) > 0
    return Sample(y, w, psu, present, sampling), collapse(X, y, w)


def start(data: Patterns) -> Array:
    """Return the coefficients at which iterations start: the weighted log odds, and zeros."""
    b = np.zeros(len(data.X))
    prevalence = data.wy.sum() / data.w.sum()
    b[0] = np.log(prevalence / (1 - prevalence))
    return b


def design_df(sample: Sample) -> int:
    """Return PSUs - strata, of those with people of the domain."""
    present = sample.psu_present
    return int(present.sum()) - len(np.unique(sample.sampling.stratum[present]))


def firth(sample: Sample, data: Patterns) -> Fit:
    """Fit by Firth's method."""
    return Fit(sample, data, maximize(data, start(data), penalized=True), design_df(sample), penalized=True)


def svyglm(sample: Sample, data: Patterns) -> Fit | None:
    """Fit by maximum likelihood; None where the estimate is not finite or has no degrees of freedom."""
    df = design_df(sample) + 1 - len(data.X)
    indicators = [x for x in data.raw[1:] if np.isin(x, (0, 1)).all()]
    levels = np.array([*indicators, *(1 - x for x in indicators)])
    cases, others = levels @ data.wy, levels @ (data.w - data.wy)
    if df < 1 or (cases <= 0).any() or (others <= 1e-9 * data.w.sum()).any():
        return None
    try:
        best = maximize(data, start(data), penalized=False, max_iterations=NEWTON_ITERATIONS)
    except ConvergenceError:
        return None
    return Fit(sample, data, best, df, penalized=False)
