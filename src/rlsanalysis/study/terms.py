"""Code variables as columns of a design matrix: treatment coding with the declared reference level first."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from rlsanalysis.study.records import Adjuster, Variable


def term_name(variable: str, level: str) -> str:
    """Return the name of the column of a level."""
    return f"{variable}[{level}]"


def variable_of(column: str) -> str:
    """Return the id of the variable that a column of the design matrix codes."""
    return column.partition("[")[0].partition("^")[0]


def levels_coded(values: pd.Series, variable: Variable) -> pd.DataFrame:
    """Return a 0/1 column for each level of a categorical variable but the reference; missing where it is missing."""
    known = values.notna()
    return pd.DataFrame(
        {
            term_name(variable.id, level): (values == level).astype(float).where(known)
            for level in variable.levels[1:]
        }
    )


def coded(values: pd.Series, variable: Variable, powers: Sequence[int] = (1,)) -> pd.DataFrame:
    """Return the columns of a variable: one per level but the reference, or one per power of a number."""
    if variable.kind == "categorical":
        return levels_coded(values, variable)
    return pd.DataFrame({variable.id if p == 1 else f"{variable.id}^{p}": values**p for p in powers})


def adjusters_coded(
    frame: pd.DataFrame,
    adjusters: Iterable[Adjuster],
    declared: Mapping[str, Variable],
    releases: Sequence[str],
) -> pd.DataFrame:
    """Return the columns of the adjusters, then one for each release but the first."""
    parts = [coded(frame[a.variable], declared[a.variable], a.powers) for a in adjusters]
    parts.append(
        pd.DataFrame(
            {term_name("release", r): (frame["release"] == r).astype(float) for r in releases[1:]},
            index=frame.index,
        )
    )
    return pd.concat(parts, axis=1)
