"""The rows, weights, strata and PSUs of a survey design and its domain: what every estimator reads.

The estimators are functions of a `Design`. Its subclass `rlsanalysis.survey.design.SurveyDesign` adds the constructor
and has the estimators as methods. No estimator imports it.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from rlsanalysis.survey.columns import content
from rlsanalysis.survey.design_columns import aligned
from rlsanalysis.survey.errors import DesignError
from rlsanalysis.survey.linearize import covariance, psu_totals

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from rlsanalysis.survey.linearize import Sampling


class Design:
    """A survey design without estimators; the attributes are those of `SurveyDesign`, which sets them."""

    frame: pd.DataFrame
    weights: NDArray[np.float64]
    weight_label: str
    weight_deciders: tuple[str, ...]
    in_domain: NDArray[np.bool_]
    psu: NDArray[np.intp]
    sampling: Sampling
    _given: pd.DataFrame

    def domain(self, mask: ArrayLike) -> Self:
        """Restrict the design to the rows where `mask` is true, within the present domain.

        Parameters
        ----------
        mask : array_like of bool, shape (len(frame),)
            A series must have the index of the frame. Missing values are outside the domain.

        Raises
        ------
        DesignError
            If the mask is a query or otherwise not boolean, or its length or index differs from the frame's.
        """
        if isinstance(mask, str):
            raise DesignError(
                "mask: a query is not accepted here. Give a boolean Series, such as design.frame['age'] >= 20."
            )
        inside = aligned(self.frame, mask, "mask")
        if content(inside) != "boolean":
            raise DesignError(
                f"mask: booleans are needed, not {inside.dtype}. Compare columns, as in frame['age'] >= 20."
            )
        restricted = copy.copy(self)
        restricted.in_domain = self.in_domain & inside.astype("boolean").to_numpy(dtype=bool, na_value=False)
        return restricted

    def assign(self, **columns: pd.Series) -> Self:
        """Add variables derived from the frame to a new design, or replace them; weights, strata and PSUs are kept.

        Parameters
        ----------
        columns : pandas.Series or array_like, shape (len(frame),), by name
            A series must have the index of the frame.

        Raises
        ------
        DesignError
            If the length or index of a column differs from the frame's.
        """
        wider = copy.copy(self)
        wider.frame = self.frame.assign(
            **{name: aligned(self.frame, values, name) for name, values in columns.items()}
        )
        wider.weight_deciders = ()  # a new column may be derived from any of them
        return wider

    def to_frame(self) -> pd.DataFrame:
        """Return weight, strata and PSU as they were given, and the domain, to check a result in other software.

        Returns
        -------
        pandas.DataFrame
            With the index of the frame and the columns weight, strata, psu, fpc (if given), and domain (bool). In R:
            `subset(svydesign(~psu, strata=~strata, weights=~weight, nest=TRUE, data=d), domain)`.
        """
        return self._given.assign(domain=self.in_domain)

    @property
    def member(self) -> NDArray[np.bool_]:
        """Rows in the domain with a positive weight, shape (len(frame),)."""
        return self.in_domain & (self.weights > 0)

    @property
    def n(self) -> int:
        """Unweighted number of members of the domain: rows with a positive weight."""
        return int(self.member.sum())

    @property
    def psu_present(self) -> NDArray[np.bool_]:
        """PSUs of the full design with members of the domain, shape (n PSUs of the full design,)."""
        return self._psus_of(self.member)

    @property
    def psu_in_domain(self) -> NDArray[np.bool_]:
        """PSUs of the full design with rows in the domain, of weight 0 too; they decide about single-PSU strata."""
        return self._psus_of(self.in_domain)

    @property
    def n_psu(self) -> int:
        """Number of PSUs with members of the domain."""
        return int(self.psu_present.sum())

    @property
    def n_strata(self) -> int:
        """Number of strata with members of the domain."""
        return int(np.unique(self.sampling.stratum[self.psu_present]).size)

    @property
    def df(self) -> int:
        """Design degrees of freedom: PSUs minus strata, of those with members of the domain (R's `degf`)."""
        return self.n_psu - self.n_strata

    def _psus_of(self, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
        found: NDArray[Any] = np.bincount(self.psu[rows], minlength=len(self.sampling.stratum))
        return found > 0


def domain_covariance(influence: NDArray[np.float64], domain: Design) -> NDArray[np.float64]:
    """Return the covariance of sums of influence values over a domain.

    Rows outside the domain contribute zeros to the PSUs of the full design, which all count.

    Parameters
    ----------
    influence : ndarray, shape (domain.n, q)
        One column per statistic.
    domain : Design

    Returns
    -------
    ndarray, shape (q, q)
    """
    totals = psu_totals(influence.T, domain.psu[domain.member], len(domain.sampling.stratum))
    return covariance(totals, domain.sampling, domain.psu_in_domain)
