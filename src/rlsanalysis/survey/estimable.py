"""Checks for models that have no estimate, before or after the iterations, with messages that name the variable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linprog

from rlsanalysis.survey.errors import NotEstimableError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rlsanalysis.survey.patterns import Patterns

REMEDY = "Use method='firth', merge levels, or drop the variable."
COLLINEAR = 1e-7  # least share of a column's length that the preceding columns do not explain, as in R


def check_events(y: NDArray[np.float64], outcome: str) -> None:
    """Refuse an empty domain and an outcome that does not vary."""
    rows, cases = len(y), int(y.sum())
    if rows == 0:
        raise NotEstimableError(
            f"No rows are left to fit `{outcome}`: every row of the domain has a missing value in the outcome, a "
            "covariate or the offset. Check the domain and the missing values."
        )
    if cases in (0, rows):
        what = "no cases" if cases == 0 else "only cases"
        raise NotEstimableError(
            f"The outcome `{outcome}` does not vary: there are {what} among the {rows} rows of the domain. Choose "
            "a larger domain."
        )


def check_columns(covariates: NDArray[np.float64], names: Sequence[str]) -> None:
    """Refuse a second constant column, and a column that the preceding columns determine.

    Parameters
    ----------
    covariates : ndarray, shape (q, m)
    names : sequence of str, length q
    """
    length = np.linalg.norm(covariates, axis=1, keepdims=True)
    X = covariates / np.where(length == 0, 1.0, length)
    if np.linalg.eigvalsh(X @ X.T)[0] > COLLINEAR:
        return  # far from collinear: the usual case, recognized without a decomposition of X
    for j, name in enumerate(names):
        before = X[:j].T
        rest = X[j] - before @ np.linalg.lstsq(before, X[j])[0]
        if np.linalg.norm(rest) > COLLINEAR:
            continue
        if np.ptp(covariates[j]) == 0:
            raise NotEstimableError(
                f"`{name}` has the same value ({covariates[j, 0]:g}) in all rows of the domain. Drop it, or choose a "
                "larger domain."
            )
        raise NotEstimableError(
            f"`{name}` is a linear combination of the preceding columns (collinear). Drop one of them."
        )


def check_cells(data: Patterns, names: Sequence[str], factors: Mapping[str, Sequence[str]]) -> None:
    """Refuse, for maximum likelihood, a level without cases or without non-cases: its coefficient is infinite."""
    binary = (data.raw * (data.raw - 1) == 0).all(axis=1)
    levels = {name: x for name, x, yes in zip(names, data.raw, binary, strict=True) if yes}
    references = {
        name: 1 - np.sum([levels[column] for column in columns], axis=0)
        for name, columns in factors.items()
        if set(columns) <= set(levels)
    }
    groups = {f"{name} = 1": level for name, level in levels.items()}
    groups |= {f"the reference level of {name}": level for name, level in references.items()}
    groups |= {f"{name} = 0": 1 - level for name, level in levels.items()}
    for label, inside in groups.items():
        rows, cases = round(float(inside @ data.people)), round(float(inside @ data.cases))
        if rows > 0 and cases in (0, rows):
            what = "no cases" if cases == 0 else "only cases"
            raise NotEstimableError(f"There are {what} among the {rows} rows with {label}. {REMEDY}")


def check_separation(data: Patterns, names: Sequence[str]) -> None:
    """Refuse a model in which a linear combination of covariates separates cases from non-cases.

    A linear program looks for d with x'd >= 0 for cases and x'd <= 0 for non-cases, but not 0 for all
    (Albert & Anderson 1984).
    """
    X = (data.raw / np.abs(data.raw).max(axis=1, keepdims=True)).T
    side = np.concatenate([X[data.cases > 0], -X[data.cases < data.people]])
    found = linprog(-side.sum(axis=0), A_ub=-side, b_ub=np.zeros(len(side)), bounds=(-1, 1))
    direction = np.asarray(found.x)
    if (side @ direction).sum() > 1e-6:
        varying = zip(names, direction, np.ptp(data.raw, axis=1), strict=True)
        listed = ", ".join(f"`{name}`" for name, d, spread in varying if abs(d) > 1e-6 and spread > 0)
        raise NotEstimableError(
            f"Cases and non-cases are separated by {listed}: there is no finite estimate. {REMEDY}"
        )
