"""Replace the exposure of a model by a restricted cubic spline: knots, columns, grid and contrasts."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rlsanalysis.study.model import Model
from rlsanalysis.study.records import Curve
from rlsanalysis.survey import Logit
from rlsanalysis.survey.errors import NotEstimableError
from rlsanalysis.survey.quantiles import weighted_quantiles
from rlsanalysis.survey.spline import FEWEST_KNOTS, restricted_cubic_spline

Array = NDArray[np.float64]

GRID = np.arange(2.0, 99.0, 2.0)
"""Weighted percentiles of the analytic sample at which a curve is estimated."""


@dataclass(frozen=True)
class Spline:
    """A model with the spline of a continuous variable in place of its exposure.

    Attributes
    ----------
    model : analytic sample, adjusters and design.
    curve : variable, unit, scale and reference.
    percentiles : weighted percentiles of the exposure at which the knots are placed.
    """

    model: Model
    curve: Curve
    percentiles: tuple[float, ...]

    @cached_property
    def values(self) -> Array:
        """Exposure in the unit of the curve, one value per row of the frame; missing outside the analytic sample."""
        exposure = self.model.exog[self.model.exposure.id].to_numpy(float)
        variable = np.where(self.model.design.member, exposure, np.nan)
        return np.exp2(variable) if self.curve.step is None else self.curve.step * variable

    @cached_property
    def known(self) -> tuple[Array, Array]:
        """Values and weights of the analytic sample."""
        inside = self.model.design.member
        return self.values[inside], self.model.design.weights[inside]

    @cached_property
    def knots(self) -> Array:
        """Distinct values of the exposure at the percentiles of the plan."""
        return np.unique(weighted_quantiles(*self.known, np.array(self.percentiles) / 100))

    @cached_property
    def reference(self) -> float:
        """Value at which the odds ratio is 1: that of the curve, or the weighted median."""
        if self.curve.reference is not None:
            return self.curve.reference
        return float(weighted_quantiles(*self.known, [0.5])[0])

    @cached_property
    def grid(self) -> "pd.Series[float]":
        """Values at which the curve is estimated, by percentile (the lowest of ties), with the reference."""
        values, first = np.unique(weighted_quantiles(*self.known, GRID / 100), return_index=True)
        percentiles = GRID[first]
        x, w = self.known
        share = 100 * float(w[x <= self.reference].sum() / w.sum())
        between = values[0] < self.reference < values[-1] and self.reference not in values
        if between and share not in percentiles:
            values, percentiles = np.append(values, self.reference), np.append(percentiles, share)
        return pd.Series(values, index=percentiles).sort_values()

    @cached_property
    def share_beyond(self) -> Array:
        """Unweighted share of the analytic sample at or beyond each value of the grid, away from the reference."""
        x, values = np.sort(self.known[0]), self.grid.to_numpy()
        below = np.searchsorted(x, values, side="right")
        above = len(x) - np.searchsorted(x, values, side="left")
        return np.where(values < self.reference, below, above) / len(x)

    @cached_property
    def columns(self) -> list[str]:
        """Names of the columns of the spline; the linear term comes first."""
        return [self.model.exposure.id, *(f"nonlinear {j}" for j in range(1, len(self.knots) - 1))]

    @cached_property
    def tested(self) -> dict[str, list[str]]:
        """Columns whose coefficients are 0 under the null hypothesis of each test."""
        return {"association": self.columns, "curvature": self.columns[1:]}

    @cached_property
    def logit(self) -> Logit:
        """Logistic regression with the spline."""
        exog = self.model.exog
        distinct, row = np.unique(self.values, return_inverse=True)  # equal values keep equal columns
        spline = pd.DataFrame(self._coded(distinct)[row], index=exog.index, columns=self.columns)
        others = exog.drop(columns=self.model.exposure.id)
        return Logit(self.model.outcome, pd.concat([spline, others], axis=1), self.model.design)

    @cached_property
    def contrasts(self) -> Array:
        """Contrast of each value of the grid with the reference, one column per coefficient."""
        reference = np.array([self.reference])
        difference = self._turned(self._harrell(self.grid.to_numpy()) - self._harrell(reference))
        others = self.model.exog.shape[1] - 1
        return np.column_stack([difference, np.zeros((len(difference), others))])

    def check(self) -> None:
        """Check that the curve can be estimated.

        Raises
        ------
        NotEstimableError
            There are fewer than 3 distinct knots, a value has no logarithm, or the reference is outside the data.
        """
        name, x = self.model.exposure.id, self.known[0]
        if self.curve.scale == "log2" and x.min() <= 0:
            raise NotEstimableError(
                f"{name}: a log2 scale needs values above 0; the smallest is {x.min():g} {self.curve.unit}."
            )
        if not x.min() <= self.reference <= x.max():
            observed = f"{x.min():g} to {x.max():g} {self.curve.unit}"
            raise NotEstimableError(
                f"{name}: the reference {self.reference:g} is outside the observed range, {observed}."
            )
        if len(self.knots) < FEWEST_KNOTS:
            places = ", ".join(f"{p:g}" for p in self.percentiles)
            values = ", ".join(f"{knot:g}" for knot in self.knots)
            raise NotEstimableError(
                f"{name}: a spline needs {FEWEST_KNOTS} distinct knots, but the percentiles {places} have only the "
                f"values {values}."
            )

    def _coded(self, values: NDArray[np.floating]) -> Array:
        """Return the columns of the spline, uncorrelated in the analytic sample, with mean 0 and standard deviation 1.

        Each column is a linear combination of Harrell's columns up to its own position, so model and tests are the
        same. Harrell's own columns are nearly collinear where two knots are close to each other.
        """
        return self._turned(self._harrell(values) - self._uncorrelated[0])

    def _turned(self, columns: Array) -> Array:
        return np.asarray(np.linalg.solve(self._uncorrelated[1].T, columns.T).T)

    @cached_property
    def _uncorrelated(self) -> tuple[Array, Array]:
        columns = self._harrell(self.known[0])
        middle = columns.mean(axis=0)
        return middle, np.linalg.qr(columns - middle, mode="r") / np.sqrt(len(columns))

    def _harrell(self, values: NDArray[np.floating]) -> Array:
        if self.curve.scale == "log2":
            return restricted_cubic_spline(np.log2(values), np.log2(self.knots))
        return restricted_cubic_spline(values, self.knots)
