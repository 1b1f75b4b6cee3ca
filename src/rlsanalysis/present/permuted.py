"""What the ordered p values of all exposures say next to those after permutations of the outcome."""

from collections.abc import Iterator, Sequence

import pandas as pd

from rlsanalysis.present.phrases import outcome_name
from rlsanalysis.present.words import listed
from rlsanalysis.study.records import Outcome
from rlsanalysis.study.results import Results

SMALL = 0.05
"""Limit below which p values are counted."""


def of_outcomes(results: Results, outcomes: Sequence[Outcome]) -> Iterator[tuple[Outcome, pd.DataFrame]]:
    """Yield each outcome that has permuted p values, with its rows of `p_values`."""
    for outcome in outcomes:
        rows = results.p_values[results.p_values["outcome"] == outcome.id]
        if len(rows):
            yield outcome, rows


def small_p_values(results: Results, outcomes: Sequence[Outcome]) -> str:
    """Count the p values below `SMALL` of each outcome, observed and permuted; empty without permutations.

    At least r p values are below the limit in a permutation if that of rank r is. The percentiles of each rank
    therefore give those of the count.
    """
    return listed(
        [
            f"{(rows['p_value'] < SMALL).sum()} of {len(rows)} exposures for {outcome_name(results.study, outcome.id)} "
            f"(permutations: median {(rows['median'] < SMALL).sum()}, 95% of them "
            f"{(rows['high'] < SMALL).sum()} to {(rows['low'] < SMALL).sum()})"
            for outcome, rows in of_outcomes(results, outcomes)
        ]
    )
