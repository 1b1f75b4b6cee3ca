"""Directly standardized means and proportions: those of groups, such as ages, weighted by a standard population."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rlsanalysis.survey import columns
from rlsanalysis.survey.arguments import as_numbers, described
from rlsanalysis.survey.domains import groups, indicators
from rlsanalysis.survey.errors import AnalysisError, NotEstimableError
from rlsanalysis.survey.means import t_interval, variance_of_sum
from rlsanalysis.survey.proportions import check_binary, proportion_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from rlsanalysis.survey.design_base import Design
    from rlsanalysis.survey.domains import By


@dataclass(frozen=True)
class Standardised:
    """A design whose means and proportions are standardized; `SurveyDesign.standardised` returns it.

    The estimate is the sum over groups k of W_k times the weighted mean of group k, where W_k is the share of the
    group in the standard population. The shares are fixed, so the influence values of the rows of group k are
    W_k w (y - mean_k) / sum_k w. Rows with a missing value of the variable, and rows outside the groups, are excluded
    first. Estimate and standard error are those of `svymean` after R's `svystandardize` with the variable as
    `excluding.missing` (Lumley, survey; Klein & Schoenborn 2001 for direct standardization).

    Attributes
    ----------
    design : Design
    by : str
        Column that defines the groups, such as age groups.
    shares : dict
        Share of each group in the standard population; they add up to 1.
    over : str or sequence of str, optional
        Columns whose combinations each get an estimate, all standardized to the same population.
    """

    design: Design
    by: str
    shares: Mapping[Any, float]
    over: By = None

    def mean(self, variable: str) -> pd.DataFrame:
        """Estimate the standardized mean of a variable.

        Parameters
        ----------
        variable : str
            Column of numbers or booleans.

        Returns
        -------
        pandas.DataFrame
            One row per combination of `over`, in the unit of the variable: the columns of `over`, estimate, std_error,
            conf_low and conf_high (95% CI from the t distribution), df (PSUs minus strata), n (unweighted).

        Raises
        ------
        AnalysisError
            If a column is unknown or not unique, the variable does not contain finite numbers, or a group of the
            standard population has no row with a value.
        """
        values = columns.numbers(columns.column(self.design.frame, variable), variable)
        rows = []
        for labels, domain, cells in self._cells(variable, values):
            estimate, variance = standardised_mean(values[domain.member], cells, self._weights, domain)
            rows.append(labels | t_interval(estimate, variance, domain))
        return pd.DataFrame(rows)

    def proportion(self, variable: str) -> pd.DataFrame:
        """Estimate standardized proportions of a 0/1 variable, or of each level of a categorical one.

        Parameters
        ----------
        variable : str
            Column of 0 and 1 or booleans; or of categories or text.

        Returns
        -------
        pandas.DataFrame
            One row per combination of `over`, and per level of a categorical variable, with the columns of
            `rlsanalysis.survey.proportions.proportion`. The confidence limits are those of Korn & Graubard for the
            standardized proportion and its variance; cases are unweighted and not standardized.

        Raises
        ------
        AnalysisError
            As `mean`, or if a numeric variable has other values than 0 and 1.
        """
        levels, known = indicators(self.design, variable)
        rows = []
        for labels, domain, cells in self._cells(variable, known):
            for level, values in levels:
                inside = values[domain.member]
                check_binary(inside, variable)
                p, variance = standardised_mean(inside, cells, self._weights, domain)
                rows.append(labels | level | proportion_row(p, variance, inside, domain))
        return pd.DataFrame(rows)

    @property
    def _weights(self) -> NDArray[np.float64]:
        return np.array(list(self.shares.values()))

    def _cells(
        self, variable: str, values: NDArray[np.float64]
    ) -> Iterator[tuple[dict[str, Any], Design, NDArray[np.intp]]]:
        """Yield labels and domain of each combination of `over`, and the position of each member's group."""
        group = columns.column(self.design.frame, self.by)
        codes = {label: float(k) for k, label in enumerate(self.shares)}
        position = group.astype(object).map(codes).to_numpy(dtype=float, na_value=np.nan)
        for labels, domain in groups(self.design, {variable: values, self.by: position}, self.over):
            cells = position[domain.member].astype(np.intp)
            self._check_cells(cells, variable, labels)
            yield labels, domain, cells

    def _check_cells(self, cells: NDArray[np.intp], variable: str, labels: dict[str, Any]) -> None:
        found = np.bincount(cells, minlength=len(self.shares))
        empty = [str(label) for label, n in zip(self.shares, found, strict=True) if n == 0]
        if empty:
            where = "".join(f" where {name} = {label}" for name, label in labels.items())
            raise NotEstimableError(
                f"No row has a value of `{variable}` and {self.by} = {', '.join(empty)}{where}, so the standardized "
                "estimate is undefined. Use wider groups, or a population without this one."
            )


def standardised(
    design: Design, by: str, population: Mapping[Any, float] | pd.Series, over: By = None
) -> Standardised:
    """Standardize means and proportions directly to a standard population.

    Parameters
    ----------
    design : Design
    by : str
        Column that defines the groups, such as age groups.
    population : mapping of group to number, or pandas.Series
        Size of each group in the standard population, on any scale. Rows of other groups are excluded.
    over : str or sequence of str, optional
        Columns whose combinations each get an estimate.

    Returns
    -------
    Standardised
        With the methods `mean` and `proportion`.

    Raises
    ------
    AnalysisError
        If a column is unknown or not unique, or the population is not a mapping of positive finite numbers.
    """
    columns.column(design.frame, by)
    if not isinstance(population, Mapping | pd.Series) or len(population) == 0:
        raise AnalysisError(
            f"population must be a mapping from each group of `{by}` to its size, such as {{'20-39': 0.4, ...}}, not "
            f"{described(population)}."
        )
    sizes = dict(population.items())
    if len(sizes) < len(population):
        raise AnalysisError("population: a group occurs twice. Give each group once.")
    found = as_numbers(list(sizes.values()), "population: the sizes of the groups")
    if not (np.isfinite(found).all() and (found > 0).all()):
        raise AnalysisError(
            "population: every size must be a positive finite number. Leave out groups of size 0."
        )
    return Standardised(design, by, dict(zip(sizes, (found / found.sum()).tolist(), strict=True)), over)


def standardised_mean(
    values: NDArray[np.float64], cells: NDArray[np.intp], shares: NDArray[np.float64], domain: Design
) -> tuple[float, float]:
    """Return the standardized mean and its variance from the influence values of fixed shares.

    Parameters
    ----------
    values : ndarray, shape (domain.n,)
        Without missing values.
    cells : ndarray of int, shape (domain.n,)
        Position of each row's group in `shares`; every group occurs.
    shares : ndarray, shape (groups,)
        Shares in the standard population, which add up to 1.
    domain : Design
    """
    w = domain.weights[domain.member]
    size = np.bincount(cells, w, len(shares))
    means = np.bincount(cells, w * values, len(shares)) / size
    influence = (shares / size)[cells] * w * (values - means[cells])
    return float(shares @ means), variance_of_sum(influence, domain)
