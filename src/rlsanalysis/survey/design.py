"""Define a survey design, and estimate means, totals, ratios, proportions and quantiles in its domains."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rlsanalysis.survey import comparison, display, means, proportions, quantiles, standardisation, totals
from rlsanalysis.survey.arguments import as_list, check_choice, check_flag, check_type, described
from rlsanalysis.survey.columns import as_frame
from rlsanalysis.survey.design_base import Design
from rlsanalysis.survey.design_columns import read_design, weight_source
from rlsanalysis.survey.errors import AnalysisError, DesignError
from rlsanalysis.survey.linearize import SINGLETON_POLICIES
from rlsanalysis.survey.refused import DESIGN, refusing_keywords
from rlsanalysis.survey.single_psu import warn_of_single_psus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    import pandas as pd
    from numpy.typing import ArrayLike

    from rlsanalysis.survey.design_columns import Column
    from rlsanalysis.survey.domains import By


class SurveyDesign(Design):
    """A stratified one-stage cluster design, as R's `svydesign`; later stages are covered by the ultimate clusters.

    Without strata, PSUs and weights the design is a simple random sample. The object is not modified: `domain` and
    `assign` return a new one that shares the full design, so that strata and PSUs without members of the domain
    still count in the variance.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row per person. A table of polars or Arrow is converted by its own `to_pandas()`.
    weights : str or array_like, shape (len(frame),), optional
        Sampling weights: the number of people in the population that a row represents. Only `total` depends on their
        scale. Without weights each row has weight 1 or, if `fpc` is given, the inverse of its sampling fraction.
        Rows of weight 0 remain units of the design, as in R and Stata: they count in the number of PSUs of a
        stratum, but not in n, in the degrees of freedom, or in a model.
    strata, psu : str or array_like, shape (len(frame),), optional
        Labels of stratum and primary sampling unit (PSU). Without `strata` there is one stratum; without `psu` each
        row is its own PSU.
    fpc : str or array_like, shape (len(frame),), optional
        Finite population, constant within a stratum: its number of PSUs or, if all values are at most 1, the
        fraction of them that was sampled. Without it, PSUs are treated as drawn with replacement.
    singleton : {"adjust", "fail", "certainty", "average", "remove"}, optional
        What a stratum with a single PSU contributes to a variance, as `survey.lonely.psu` in R: its deviation from
        the grand mean; an error; nothing; the mean of the other strata; nothing. None is "adjust" with a warning if
        there is such a stratum: rows may have been removed before the design was made.
    nest : bool
        True if PSU labels are unique within strata only, as in NHANES, which reuses 1 and 2. False makes a label
        that occurs in two strata an error.
    weight_label : str, optional
        Which weight this is, and why, for display; by default the name of the column.
    weight_deciders : sequence of str
        Columns that require this weight: without any of them a less restrictive weight would do. A model that uses
        none of them gets a warning.

    Attributes
    ----------
    frame : pandas.DataFrame
    weights : ndarray of float, shape (len(frame),)
    weight_label : str
    in_domain : ndarray of bool, shape (len(frame),)
        Rows in the domain, of any weight.
    member : ndarray of bool, shape (len(frame),)
        Rows in the domain with a positive weight: those that estimates are made of.
    psu : ndarray of int, shape (len(frame),)
        Position of each row's PSU in `sampling`.
    sampling : Sampling
        Strata and PSUs of the full design.

    Raises
    ------
    DesignError
        If weights are missing, negative or infinite, labels are missing, PSU labels are reused under `nest=False`,
        a column is unknown or unusable, or the policy is unknown.

    Notes
    -----
    Variances are obtained by linearization (Binder 1983; see `rlsanalysis.survey.linearize`). The degrees of freedom
    are the number of PSUs minus the number of strata, of those with members of the domain, as R's `degf`.
    """

    @refusing_keywords("SurveyDesign", DESIGN)
    def __init__(
        self,
        frame: pd.DataFrame,
        weights: Column | None = None,
        strata: Column | None = None,
        psu: Column | None = None,
        *,
        fpc: Column | None = None,
        singleton: str | None = None,
        nest: bool = True,
        weight_label: str | None = None,
        weight_deciders: Sequence[str] = (),
    ) -> None:
        policy = "adjust" if singleton is None else singleton
        check_choice("singleton", policy, SINGLETON_POLICIES, DesignError)
        check_flag("nest", nest, DesignError)
        check_type("weight_label", weight_label, str, "a text")
        self.frame = as_frame(frame)
        read = read_design(self.frame, weights, strata, psu, fpc, nest=nest, singleton=policy)
        self.weights, self.psu, self.sampling = read.weights, read.psu, read.sampling
        if singleton is None:
            warn_of_single_psus(self.sampling)
        self.weight_label = weight_source(weights, fpc) if weight_label is None else weight_label
        self.weight_deciders = tuple(as_list(weight_deciders, "weight_deciders"))
        self.in_domain = np.ones(len(self.frame), dtype=bool)
        self._given = read.given

    def mean(self, variable: str, by: By = None) -> pd.DataFrame:
        """Estimate weighted means: see `rlsanalysis.survey.means.mean`."""
        return means.mean(self, variable, by)

    def total(self, variable: str, by: By = None) -> pd.DataFrame:
        """Estimate population totals: see `rlsanalysis.survey.totals.total`."""
        return totals.total(self, variable, by)

    def ratio(self, numerator: str, denominator: str, by: By = None) -> pd.DataFrame:
        """Estimate ratios of population totals: see `rlsanalysis.survey.totals.ratio`."""
        return totals.ratio(self, numerator, denominator, by)

    def proportion(self, variable: str, by: By = None) -> pd.DataFrame:
        """Estimate weighted proportions: see `rlsanalysis.survey.proportions.proportion`."""
        return proportions.proportion(self, variable, by)

    def quantile(
        self, variable: str, probabilities: ArrayLike = quantiles.QUARTILES, by: By = None
    ) -> pd.DataFrame:
        """Estimate weighted quantiles: see `rlsanalysis.survey.quantiles.quantile`."""
        return quantiles.quantile(self, variable, probabilities, by)

    def standardised(
        self, by: str, population: Mapping[Any, float] | pd.Series, over: By = None
    ) -> standardisation.Standardised:
        """Standardize to a standard population: see `rlsanalysis.survey.standardisation.standardised`."""
        return standardisation.standardised(self, by, population, over)

    def independence(self, first: str, second: str) -> comparison.IndependenceTest:
        """Test the independence of two categorical variables: see `rlsanalysis.survey.comparison.independence`."""
        return comparison.independence(self, first, second)

    def difference(self, variable: str, by: str) -> comparison.DifferenceTest:
        """Test the difference of two group means: see `rlsanalysis.survey.comparison.difference`."""
        return comparison.difference(self, variable, by)

    def __repr__(self) -> str:
        return display.as_text(self)

    def _repr_html_(self) -> str:
        return display.as_html(self)


def check_design(design: object, call: str) -> None:
    """Refuse everything but a `SurveyDesign`, such as the data frame itself."""
    if not isinstance(design, SurveyDesign):
        raise AnalysisError(
            f"{call} needs a SurveyDesign, not {described(design)}. Set it up by SurveyDesign(frame, weights=..., "
            "strata=..., psu=...), or by SurveyDesign(frame) for a simple random sample."
        )
