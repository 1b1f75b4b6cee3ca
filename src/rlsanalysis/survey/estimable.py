"""What makes a logistic model not estimable, found before or after the iterations and told by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linprog

from rlsanalysis.survey.errors import NotEstimableError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rlsanalysis.survey.likelihood import Patterns

WAY_OUT = "use method='firth', merge levels, or drop the variable."

COLLINEAR = 1e-7
"""A column whose part not explained by the others is smaller than this, relative to itself, is collinear (as in R)."""


def check_events(y: NDArray[np.float64], outcome: str) -> None:
    """Refuse an empty domain and an outcome that does not vary."""
    people, cases = len(y), int(y.sum())
    if people == 0:
        raise NotEstimableError(f"{outcome}: nobody in the domain has all variables known; widen the domain.")
    if cases in (0, people):
        what = "no cases" if cases == 0 else "only cases"
        raise NotEstimableError(f"{outcome}: {what} among the {people} people of the domain; widen it.")


def check_columns(data: Patterns, names: Sequence[str]) -> None:
    """Refuse constant columns (but one) and columns that the others determine."""
    X = data.X.T / np.sqrt((data.X**2).mean(axis=1) + (data.X == 0).all(axis=1))
    gram = X.T @ X / len(X)
    if np.linalg.eigvalsh(gram)[0] > 1e-12:
        return
    kept: list[int] = []
    for j, name in enumerate(names):
        others = X[:, kept]
        rest = X[:, j] - others @ np.linalg.lstsq(others, X[:, j], rcond=None)[0] if kept else X[:, j]
        if np.linalg.norm(rest) > COLLINEAR * np.linalg.norm(X[:, j]):
            kept.append(j)
            continue
        if np.ptp(data.X[j]) == 0:
            raise NotEstimableError(f"{name} is constant in the domain: drop it, or widen the domain.")
        raise NotEstimableError(
            f"{name} is determined by the other variables of the model (collinear): drop one."
        )


def check_cells(data: Patterns, names: Sequence[str], factors: Mapping[str, Sequence[str]]) -> None:
    """Refuse, for maximum likelihood, a level in which nobody or everybody is a case (its coefficient is infinite)."""
    binary = (data.X * (data.X - 1) == 0).all(axis=1) & (np.ptp(data.X, axis=1) > 0)
    level = dict(zip(names, data.X, strict=True))
    groups = {f"{name} = 1": level[name] for name in np.array(names)[binary]}
    groups |= {
        f"the reference level of {name}": 1 - sum(level[c] for c in columns)
        for name, columns in factors.items()
        if binary[[names.index(c) for c in columns]].all()
    }
    groups |= {f"{name} = 0": 1 - level[name] for name in np.array(names)[binary]}
    for label, inside in groups.items():
        people, cases = round(float(inside @ data.n)), round(float(inside @ data.cases))
        if cases in (0, people):
            what = "No cases" if cases == 0 else "Only cases"
            raise NotEstimableError(f"{what} among the {people} people with {label}: {WAY_OUT}")


def check_separation(data: Patterns, names: Sequence[str]) -> None:
    """Refuse a model with a direction that tells cases from others without error (Albert & Anderson 1984).

    A linear programme looks for d with x'd >= 0 for cases and <= 0 for others, and not 0 for all.
    """
    X = (data.X / np.abs(data.X).max(axis=1, keepdims=True)).T
    sign = np.where(data.cases > 0, 1.0, -1.0)
    mixed = (data.cases > 0) & (data.cases < data.n)
    side = sign[~mixed, None] * X[~mixed]
    result = linprog(
        -side.sum(axis=0),
        A_ub=-side,
        b_ub=np.zeros(len(side)),
        A_eq=X[mixed] if mixed.any() else None,
        b_eq=np.zeros(mixed.sum()) if mixed.any() else None,
        bounds=(-1, 1),
    )
    if result.fun < -1e-6:
        told = [
            name for name, d, x in zip(names, result.x, data.X, strict=True) if abs(d) > 1e-6 and np.ptp(x)
        ]
        raise NotEstimableError(
            f"{', '.join(told)}: tell cases from others without error (separation): {WAY_OUT}"
        )
