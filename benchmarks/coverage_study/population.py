"""Finite populations, the true coefficients in them, and samples of their people.

The truth is the coefficient of the model fitted to the whole population (a census fit). It differs from the coefficient
within PSUs because the odds ratio does not collapse over their effects. PSUs are drawn with replacement within strata,
and people within PSUs by Poisson sampling, so that the weights are exactly the inverse probabilities.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from coverage_study.cells import Cell
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit

from rlsanalysis.survey.likelihood import Point, maximize
from rlsanalysis.survey.patterns import Patterns, collapse
from rlsanalysis.survey.spline import restricted_cubic_spline

Array = NDArray[np.float64]

PEOPLE = 800_000
PER_SAMPLED = 16  # people in a PSU for each that is sampled on average
STRATUM_SD, AGE_OR, FEMALE_OR, CONFOUNDING = 0.2, 1.3, 1.4, 0.1
CATEGORIES = ((0.2, 0.1, 0.1, 0.05), (0.3, 0.2, 0.1), (0.25, 0.25, 0.15), (0.5,), (0.3, 0.15))
"""Shares of the levels, beyond the reference, of further adjusters that are independent of the outcome."""
KNOTS = {3: (0.1, 0.5, 0.9), 4: (0.05, 0.35, 0.65, 0.95)}
CURVE_AT = {"p10": 0.1, "p25": 0.25, "p75": 0.75, "p90": 0.9}
"""Percentiles that a curve compares with the median."""


@dataclass(frozen=True)
class Population:
    """People in PSUs of equal size, which are contiguous, as are the PSUs of a stratum.

    Attributes
    ----------
    cell : Cell
    y : outcome of each person.
    X : coded covariates, one column per coefficient.
    names : names of the columns of X.
    size : weight of each person relative to others in the PSU.
    domain : whether a person belongs to the domain.
    curve : contrasts of the coefficients of a spline, by the percentile that is compared with the median.
    """

    cell: Cell
    y: Array
    X: Array
    names: list[str]
    size: Array
    domain: NDArray[np.bool_]
    curve: dict[str, Array]

    @property
    def psu_size(self) -> int:
        """Number of people of a PSU."""
        return PER_SAMPLED * self.cell.people

    @cached_property
    def probability(self) -> Array:
        """Probability of each person to be sampled, given the PSU; at most 1; one row per PSU."""
        inverse = 1 / self.size.reshape(-1, self.psu_size)
        return np.minimum(self.cell.people * inverse / inverse.sum(axis=1, keepdims=True), 1)

    @cached_property
    def census(self) -> tuple[Patterns, Point]:
        """The maximum-likelihood fit to everyone in the domain."""
        y = self.y[self.domain]
        data = collapse(self.X[self.domain], y, np.ones(len(y)))
        return data, maximize(data, np.zeros(len(data.X)), penalized=False)

    @cached_property
    def cell_totals(self) -> Array:
        """Number of people by age and sex, to which weights are calibrated."""
        return np.bincount(self.age_and_sex(np.arange(len(self.y))), minlength=12).astype(float)

    def age_and_sex(self, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return the group of age and sex of some people, from 0 to 11."""
        age, female = (self.X[rows, self.names.index(name)] for name in ("age", "female"))
        return np.asarray(2 * age + female, dtype=int)


def populate(cell: Cell) -> Population:
    """Make the population of a cell from its seed."""
    rng = np.random.default_rng([cell.seed, 0])
    size = PER_SAMPLED * cell.people
    per_stratum = max(PEOPLE // (cell.strata * size), 8)
    psus = cell.strata * per_stratum
    psu = np.repeat(np.arange(psus), size)
    n = len(psu)
    age = rng.choice(6, n, p=[0.18, 0.18, 0.18, 0.18, 0.16, 0.12]).astype(float)
    female = (rng.random(n) < 0.52).astype(float)
    latent = (
        np.sqrt(cell.exposure_icc) * rng.normal(size=psus)[psu]
        + np.sqrt(1 - cell.exposure_icc) * rng.normal(size=n)
        + CONFOUNDING * (age - 2.5)
    )
    latent = (latent - latent.mean()) / latent.std()
    columns, effect = _exposure(cell, latent)
    others = _adjusters(cell, rng, n)
    sd = np.sqrt(cell.icc / (1 - cell.icc) * np.pi**2 / 3)
    cluster = (
        STRATUM_SD * np.repeat(rng.normal(size=cell.strata), per_stratum) + sd * rng.normal(size=psus)
    )[psu]
    log_odds = effect + np.log(AGE_OR) * (age - 2.5) + np.log(FEMALE_OR) * female + cluster
    prevalence = cell.cases / _sampled(cell)
    constant = brentq(lambda a: expit(a + log_odds).mean() - prevalence, -30, 30)
    y = (rng.random(n) < expit(constant + log_odds)).astype(float)
    spread = np.sqrt(np.log1p(cell.weights_cv**2))
    log_size = spread * rng.normal(size=n) - cell.informative * (y - latent / 2)
    named = {"constant": np.ones(n), **columns, "age": age, "female": female, **others}
    domain = rng.random(n) < cell.domain
    X = np.column_stack(list(named.values()))
    return Population(cell, y, X, list(named), np.exp(log_size), domain, _curve(cell, latent, len(named)))


@dataclass(frozen=True)
class Drawn:
    """The people of a sample: arrays of one element, or row of X, for each.

    Attributes
    ----------
    y, weight, domain : outcome, sampling weight, and whether the person belongs to the domain.
    X : coded covariates, shape (n, q).
    psu : position of the PSU, from 0.
    stratum : stratum of each PSU, from 0, shape (G,).
    """

    y: Array
    X: Array
    weight: Array
    domain: NDArray[np.bool_]
    psu: NDArray[np.intp]
    stratum: NDArray[np.intp]


def sample(population: Population, number: int) -> Drawn:
    """Draw a sample; a PSU of which nobody is drawn is not in it."""
    cell = population.cell
    rng = np.random.default_rng([cell.seed, 1 + number])
    per_stratum = len(population.probability) // cell.strata
    taken = np.where(np.arange(cell.strata) < cell.single, 1, cell.psus)
    stratum = np.repeat(np.arange(cell.strata), taken)
    drawn = stratum * per_stratum + rng.integers(per_stratum, size=len(stratum))
    probability = population.probability[drawn]
    position, within = np.nonzero(rng.random(probability.shape) < probability)
    rows = drawn[position] * population.psu_size + within
    weight = 1 / probability[position, within]
    if cell.single:
        weight *= np.where(stratum[position] < cell.single, cell.psus, 1)
    if cell.weighting == "unit":
        weight = np.ones(len(rows))
    if cell.weighting == "calibrated":
        group = population.age_and_sex(rows)
        weight *= (population.cell_totals / np.bincount(group, weight, minlength=12))[group]
    present, psu = np.unique(position, return_inverse=True)
    X = population.X[rows]
    return Drawn(population.y[rows], X, weight, population.domain[rows], psu, stratum[present])


def _sampled(cell: Cell) -> int:
    return (cell.strata * cell.psus - cell.single * (cell.psus - 1)) * cell.people


def _exposure(cell: Cell, latent: Array) -> tuple[dict[str, Array], Array]:
    """Return the coded columns of the exposure and their part of the log odds."""
    log_or = np.log(cell.odds_ratio)
    if cell.exposure == "levels":
        beyond = np.cumsum(cell.exposed[::-1])[::-1]
        level = np.searchsorted(np.quantile(latent, 1 - beyond), latent, side="right")
        columns = {name: (level == i + 1).astype(float) for i, name in enumerate(cell.exposures)}
        return columns, np.r_[0.0, log_or][level]
    if cell.knots:
        knots = np.quantile(latent, KNOTS[cell.knots])
        spline = restricted_cubic_spline(latent, knots)
        columns = dict(zip(cell.exposures, spline.T, strict=True))
        return columns, log_or[0] * (latent**2 if cell.exposure == "curved" else latent)
    x = latent if cell.exposure == "normal" else np.exp(latent)
    x = (x - x.mean()) / x.std()
    return {"x": x}, log_or[0] * x


def _adjusters(cell: Cell, rng: np.random.Generator, n: int) -> dict[str, Array]:
    """Return the indicators of further adjusters, as many as the model has parameters beyond four."""
    if cell.parameters == 4:
        return {}
    columns = {}
    for number, shares in enumerate(CATEGORIES, 1):
        level = rng.choice(len(shares) + 1, n, p=[1 - sum(shares), *shares])
        columns |= {f"z{number}_{i}": (level == i).astype(float) for i in range(1, len(shares) + 1)}
    return columns


def _curve(cell: Cell, latent: Array, parameters: int) -> dict[str, Array]:
    """Return the contrasts of each percentile with the median."""
    if not cell.knots:
        return {}
    at = np.quantile(latent, [0.5, *CURVE_AT.values()])
    columns = restricted_cubic_spline(at, np.quantile(latent, KNOTS[cell.knots]))
    contrasts = np.zeros((len(CURVE_AT), parameters))
    contrasts[:, 1 : cell.knots] = columns[1:] - columns[0]
    return dict(zip(CURVE_AT, contrasts, strict=True))
