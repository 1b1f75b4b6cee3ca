"""Declare definitions, and derive their values from canonical columns."""

import warnings
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from rlsanalysis.definitions.columns import canonical_columns
from rlsanalysis.definitions.drugs import Drugs
from rlsanalysis.study.records.variable import Kind, Population
from rlsanalysis.survey.errors import AnalysisError, AnalysisWarning

ALWAYS = ("age", "female")
"""Canonical columns that every cohort has, because populations and many definitions depend on them."""


@dataclass(frozen=True)
class Definition:
    """An outcome, exposure or adjuster, as a function of canonical columns.

    Parameters
    ----------
    id : name of the variable in a cohort, and key of results.
    label : complete label, for tables and text.
    group : group of variables.
    kind : `binary`, `continuous` or `categorical`.
    contrast : what is compared, in words.
    needs : names of the canonical columns with one value per person that it is derived from. A cohort that lacks one
        of them lacks the variable. `age` and `female` are in every cohort and may be left out.
    derive : function of the canonical columns (one row per person, missing values NaN) and, if `rows` is not empty, of
        the rows of that table. Returns 0 or 1 for a binary variable, the position in `levels` for a categorical one, a
        number otherwise, and NaN where the value is undetermined.
    levels : levels, reference first.
    unit : unit of the comparison, for a continuous variable.
    population : population in which the variable has a meaning; None if that is everybody. A cohort may know it in a
        smaller one.
    rows : name of a canonical table with several rows per person (`prescriptions`); empty if it needs none.
    row_columns : columns of `rows` that it is derived from, besides the identifier of the person.
    hazards : threats to validity that come with the definition, such as `reverse causation`. Those of a survey, such as
        a changed assay, are part of the survey.
    citation : source of the definition.
    note : what a reader should know wherever the variable is derived, in whole sentences.
    short : label for figures.
    level_labels : display labels of levels (or of the unit) whose id does not read well, by id.
    synonyms : clinical terms and drug names by which a reader may search for the variable.
    drugs : prescription drugs that the variable counts; None if it does not count drugs.
    """

    id: str
    label: str
    group: str
    kind: Kind
    contrast: str
    needs: tuple[str, ...]
    derive: Callable[..., "pd.Series[float]"]
    levels: tuple[str, ...] = ()
    unit: str = ""
    population: Population | None = None
    rows: str = ""
    row_columns: tuple[str, ...] = ()
    hazards: tuple[str, ...] = ()
    citation: str = ""
    note: str = ""
    short: str = ""
    level_labels: Mapping[str, str] = field(default_factory=dict)
    synonyms: tuple[str, ...] = ()
    drugs: Drugs | None = None

    def lacking(self, columns: Collection[str]) -> tuple[str, ...]:
        """Return the canonical columns that the definition needs and that are not among `columns`."""
        return tuple(name for name in dict.fromkeys((*self.needs, *ALWAYS)) if name not in columns)


def values_of(
    definition: Definition, people: pd.DataFrame, rows: pd.DataFrame | None = None
) -> "pd.Series[float]":
    """Derive the values of a definition.

    Parameters
    ----------
    definition : what to derive.
    people : (n, ...) canonical columns, one row per person, missing values NaN.
    rows : rows of the canonical table `definition.rows`, if the definition needs one.

    Returns
    -------
    (n,) float: 0 or 1 for a binary variable, the position of the level for a categorical one. The population is not
    applied.

    Raises
    ------
    AnalysisError
        A canonical column or table is absent; a canonical column has text, a negative quantity, or a code that
        `columns.csv` does not describe; the derivation returns text, or a value that is not one of the levels.

    Warns
    -----
    AnalysisWarning
        A derived value is not finite, such as the logarithm of 0. It counts as missing.
    """
    lacking = definition.lacking([str(name) for name in people])
    if lacking:
        raise AnalysisError(
            f"{definition.id} cannot be derived, because the data have no column {', '.join(lacking)}. "
            "`definitions/columns.csv` describes each column and its unit."
        )
    for name in dict.fromkeys((*definition.needs, *ALWAYS)):
        _check(name, people[name])
    tables = (_rows_of(definition, rows),) if definition.rows else ()
    with np.errstate(divide="ignore"):
        values = _as_numbers(definition, definition.derive(people, *tables), people.index)
    allowed = range(2 if definition.kind == "binary" else len(definition.levels))
    if definition.kind != "continuous" and not values.dropna().isin(list(allowed)).all():
        raise AnalysisError(
            f"{definition.id}: the derivation returns a value that is not one of the levels. Check that the columns "
            f"{', '.join(definition.needs)} have the values that `definitions/columns.csv` describes."
        )
    if infinite := int(np.isinf(values).sum()):
        warnings.warn(
            f"{definition.id}: {infinite:,} values are not finite and count as missing, such as the logarithm of 0.",
            AnalysisWarning,
            stacklevel=2,
        )
    return values.where(np.isfinite(values))


def _as_numbers(definition: Definition, derived: object, index: pd.Index) -> "pd.Series[float]":
    """Return what a derivation returned as numbers."""
    try:
        return pd.Series(derived, index=index, dtype=float)
    except (TypeError, ValueError) as error:
        raise AnalysisError(
            f"{definition.id}: the derivation returns values that are not numbers ({error}). It must return 0 or 1, "
            f"the position of a level, or a quantity. Check the columns {', '.join(definition.needs)}."
        ) from error


def _check(name: str, values: "pd.Series[float]") -> None:
    """Refuse values that a canonical column cannot have: text, an unknown code (2 for no), a negative quantity."""
    column = canonical_columns().get(name)
    if column is None:
        return
    if not pd.api.types.is_numeric_dtype(values):
        expected = f"the codes {column.coding}" if column.codes else f"numbers in {column.unit}"
        raise AnalysisError(
            f"The canonical column {name} has the type {values.dtype}, with values such as "
            f"{next(iter(values.dropna()), None)!r}, but it needs {expected}. Recode the column, or convert it with "
            "`pandas.to_numeric`."
        )
    if not column.codes:
        if negative := int((values < 0).sum()):
            raise AnalysisError(
                f"The column {name} is negative in {negative:,} rows, but no quantity is. If such values are codes for "
                "missing, set them to NaN."
            )
        return
    odd = sorted(set(values.dropna().unique()) - set(column.codes))
    if odd:
        raise AnalysisError(
            f"The canonical column {name} has the values {', '.join(f'{value:g}' for value in odd)}. Its codes are: "
            f"{column.coding}. Recode the column."
        )


def _rows_of(definition: Definition, rows: pd.DataFrame | None) -> pd.DataFrame:
    """Return the rows of a definition, which must have every column that it names."""
    if rows is None:
        raise AnalysisError(f"{definition.id} cannot be derived without the table `{definition.rows}`.")
    lacking = [name for name in definition.row_columns if name not in rows]
    if lacking:
        raise AnalysisError(
            f"{definition.id} cannot be derived, because the table `{definition.rows}` has no column "
            f"{', '.join(lacking)}."
        )
    return rows
