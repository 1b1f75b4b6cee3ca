"""What makes a logistic model not estimable, found before or after the iterations and told by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linprog

from rlsanalysis.survey.errors import NotEstimableError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rlsanalysis.survey.patterns import Patterns

WAY_OUT = "use method='firth', merge levels, or drop the variable."
COLLINEAR = 1e-7  # part of a column that the others do not explain, relative to it; as in R


def check_events(y: NDArray[np.float64], outcome: str) -> None:
    """Refuse an empty domain and an outcome that does not vary."""
    people, cases = len(y), int(y.sum())
    if people == 0:
        raise NotEstimableError(f"{outcome}: nobody in the domain has all variables known; widen the domain.")
    if cases in (0, people):
        what = "no cases" if cases == 0 else "only cases"
        raise NotEstimableError(f"{outcome}: {what} among the {people} people of the domain; widen it.")


def check_columns(covariates: NDArray[np.float64], names: Sequence[str]) -> None:
    """Refuse a second constant column and columns that those before them determine.

    Parameters
    ----------
    covariates : ndarray, shape (q, m)
    names : sequence of str, length q
    """
    length = np.linalg.norm(covariates, axis=1, keepdims=True)
    X = covariates / np.where(length == 0, 1.0, length)
    if np.linalg.eigvalsh(X @ X.T)[0] > COLLINEAR:
        return  # far from collinear: the common case, found without a decomposition of X
    for j, name in enumerate(names):
        before = X[:j].T
        rest = X[j] - before @ np.linalg.lstsq(before, X[j])[0]
        if np.linalg.norm(rest) > COLLINEAR:
            continue
        if np.ptp(covariates[j]) == 0:
            raise NotEstimableError(f"{name} is constant in the domain: drop it, or widen the domain.")
        raise NotEstimableError(f"{name} is determined by the variables before it (collinear): drop one.")


def check_cells(data: Patterns, names: Sequence[str], factors: Mapping[str, Sequence[str]]) -> None:
    """Refuse, for maximum likelihood, a level in which nobody or everybody is a case: its b is infinite."""
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
        people, cases = round(float(inside @ data.people)), round(float(inside @ data.cases))
        if people > 0 and cases in (0, people):
            what = "No cases" if cases == 0 else "Only cases"
            raise NotEstimableError(f"{what} among the {people} people with {label}: {WAY_OUT}")


def check_separation(data: Patterns, names: Sequence[str]) -> None:
    """Refuse a model with a direction that tells cases from others without error (Albert & Anderson 1984).

    A linear programme looks for d with x'd >= 0 for cases and <= 0 for others, but not 0 for all.
    """
    X = (data.raw / np.abs(data.raw).max(axis=1, keepdims=True)).T
    side = np.concatenate([X[data.cases > 0], -X[data.cases < data.people]])
    found = linprog(-side.sum(axis=0), A_ub=-side, b_ub=np.zeros(len(side)), bounds=(-1, 1))
    direction = np.asarray(found.x)
    if (side @ direction).sum() > 1e-6:
        varying = zip(names, direction, np.ptp(data.raw, axis=1), strict=True)
        told = ", ".join(name for name, d, spread in varying if abs(d) > 1e-6 and spread > 0)
        raise NotEstimableError(f"{told}: no finite estimate, cases and others are separated: {WAY_OUT}")
