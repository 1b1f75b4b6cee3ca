"""The columns of a model: treatment coding with declared levels, the exposure first, then adjusters and release."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from rlsanalysis.study.plan import Adjuster
from rlsanalysis.variables.declare import Variable


def term_name(variable: str, level: str) -> str:
    """Name of the column of one level."""
    return f"{variable}[{level}]"


def levels_coded(values: pd.Series, variable: Variable) -> pd.DataFrame:
    """0/1 columns of the levels but the reference of a categorical variable; missing where it is missing."""
    known = values.notna()
    return pd.DataFrame(
        {
            term_name(variable.id, level): (values == level).astype(float).where(known)
            for level in variable.levels[1:]
        }
    )


def coded(values: pd.Series, variable: Variable, powers: Sequence[int] = (1,)) -> pd.DataFrame:
    """Columns of one variable: one a level, or the powers of a number."""
    if variable.kind == "categorical":
        return levels_coded(values, variable)
    return pd.DataFrame({variable.id if p == 1 else f"{variable.id}^{p}": values**p for p in powers})


def adjusters_coded(
    frame: pd.DataFrame,
    adjusters: Iterable[Adjuster],
    declared: Mapping[str, Variable],
    releases: Sequence[str],
) -> pd.DataFrame:
    """Columns of the adjusters, then of the releases but the first."""
    parts = [coded(frame[a.variable], declared[a.variable], a.powers) for a in adjusters]
    parts.append(
        pd.DataFrame(
            {term_name("release", r): (frame["release"] == r).astype(float) for r in releases[1:]},
            index=frame.index,
        )
    )
    return pd.concat(parts, axis=1)
