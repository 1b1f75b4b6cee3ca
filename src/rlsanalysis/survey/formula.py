"""From a formula to arrays: rows with missing values are excluded, in categorical terms too."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from formulaic import model_matrix
from formulaic.errors import DataMismatchWarning, FormulaicError
from formulaic.transforms import TRANSFORMS

from rlsanalysis.survey.columns import is_categorical
from rlsanalysis.survey.errors import AnalysisError, AnalysisWarning, NotEstimableError
from rlsanalysis.survey.formula_text import depends_on_rows, first_line, variables_of
from rlsanalysis.survey.widen import is_boolean, is_whole, widened

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Coded:
    """A data frame coded by a formula.

    Attributes
    ----------
    endog : pandas.Series
    exog : pandas.DataFrame
        The same rows: those of the domain with all variables known.
    factors : dict of str to tuple of str
        Columns of each categorical term.
    spec : formulaic.ModelSpec
        The coding, so that new rows can be coded in the same way.
    """

    endog: pd.Series
    exog: pd.DataFrame
    factors: dict[str, tuple[str, ...]]
    spec: Any


def code(formula: str, frame: pd.DataFrame, domain: NDArray[np.bool_]) -> Coded:
    """Code the rows of a domain by a formula "outcome ~ terms".

    Numbers and booleans are float64 before the formula is evaluated. A category without rows in the domain is left
    out with an `AnalysisWarning`, as R does; if it was the reference, the next category takes its place. Terms that
    depend on the rows, such as `bs(x, df=4)` and `center(x)`, are computed from the rows of the fit, unweighted.
    Next to a constant, `cr` and `cc` need constraints='center', since their columns otherwise add up to 1.

    Parameters
    ----------
    formula : str
    frame : pandas.DataFrame
        With a unique index.
    domain : ndarray of bool, shape (len(frame),)

    Raises
    ------
    AnalysisError
        When the formula cannot be read or evaluated, or has no single outcome.
    NotEstimableError
        When every row of the domain has a missing value, or a cubic basis is collinear with the constant.
    """
    names = variables_of(formula)
    columns = widened(frame, names)
    inside = columns[domain]
    stateful = depends_on_rows(formula)
    matrices = _evaluate(
        formula, inside.dropna() if stateful and inside.notna().any().all() else inside, frame
    )
    kept = inside.loc[matrices.rhs.index]
    if kept.empty:
        listed = " or ".join(f"`{name}`" for name in names)
        raise NotEstimableError(
            f"No rows are left to fit `{formula}`: every row of the domain has a missing value in {listed}. Check "
            "the domain and the missing values."
        )
    unused = {name: column for name, column in kept.items() if _has_unused_categories(column)}
    if unused or (stateful and len(kept) < len(inside.dropna())):
        kept = kept.assign(
            **{str(name): column.cat.remove_unused_categories() for name, column in unused.items()}
        )
        matrices = _evaluate(formula, kept, frame)
    _check_outcome(formula, matrices.lhs)
    if matrices.lhs.shape[1] != 1:
        raise AnalysisError(
            f"The formula `{formula}` has the outcomes {', '.join(matrices.lhs.columns)}. One outcome of 0 and 1 is "
            "needed."
        )
    if matrices.rhs.shape[1] == 0:
        raise AnalysisError(
            f"The formula `{formula}` has no terms. Add a variable, or fit a constant by '~ 1'."
        )
    _check_cubic_bases(formula, matrices.rhs)
    _report_undefined(formula, inside, kept)
    spec = matrices.rhs.model_spec
    for name, present in categorical_variables(spec).items():
        _report_empty_categories(name, columns[name], present)
    return Coded(matrices.lhs.iloc[:, 0], pd.DataFrame(matrices.rhs), _factors(matrices.rhs), spec)


def code_alike(spec: Any, frame: pd.DataFrame) -> pd.DataFrame:
    """Code new rows as those of the fit were coded; a row is missing throughout where a variable is missing.

    Raises
    ------
    AnalysisError
        When a variable is absent, or has a category that no row of the fit had.
    """
    columns = widened(frame, sorted(map(str, spec.required_variables))).reset_index(drop=True)
    categorical = categorical_variables(spec)
    for name, known in categorical.items():
        unseen = [value for value in columns[name].dropna().unique() if value not in known]
        if unseen:
            raise AnalysisError(
                f"`{name}` has the category {unseen[0]!r}, which no row of the fit had. Its categories are "
                f"{', '.join(map(str, known))}."
            )
    restored = _Labels(
        whole={name for name, known in categorical.items() if all(type(level) is int for level in known)},
        flags={name for name, known in categorical.items() if all(type(level) is bool for level in known)},
    )
    text = [f"`{name}`" for name in columns if name not in categorical and is_categorical(columns[name])]
    hint = f" Not numeric are: {', '.join(text)}." if text else ""
    with warnings.catch_warnings():
        warnings.simplefilter("error", DataMismatchWarning)
        try:
            coded = spec.get_model_matrix(
                columns.dropna() if spec.transform_state else columns, context={"C": restored.categorical}
            )
        except (FormulaicError, DataMismatchWarning, TypeError, ValueError) as error:
            raise AnalysisError(
                f"The new rows cannot be coded as those of the fit were.{hint} {first_line(error)}"
            ) from error
    return pd.DataFrame(coded).reindex(range(len(frame))).set_axis(frame.index)


def categorical_variables(spec: Any) -> dict[str, list[Any]]:
    """Return the levels of each variable that is a categorical term by itself, as `race` or `C(race, ...)`."""
    found = {}
    for factor, contrasts in spec.factor_contrasts.items():
        plain = re.fullmatch(r"(?:C\()?\s*`?(\w[^`,()]*?)`?\s*(?:,.*)?\)?", str(factor))
        if plain and plain[1] in spec.required_variables:
            found[plain[1]] = pd.Series(contrasts.levels).astype(object).tolist()
    return found


@dataclass(frozen=True)
class _Labels:
    """Variables whose categories are labeled as integers or booleans, although they are evaluated as float64."""

    whole: set[str]
    flags: set[str]

    def categorical(self, data: Any, *arguments: Any, **options: Any) -> Any:
        """Do as formulaic's `C`, with the labels that the column had before it was widened."""
        known = data.dropna()
        if data.name in self.whole and (known % 1 == 0).all():
            data = data.astype("Int64")
        elif data.name in self.flags and known.isin((0, 1)).all():
            data = data.astype("boolean")
        return TRANSFORMS["C"](data, *arguments, **options)


def _evaluate(formula: str, columns: pd.DataFrame, frame: pd.DataFrame) -> Any:
    labels = _Labels(
        whole={str(name) for name in columns if is_whole(frame[name])},
        flags={str(name) for name in columns if is_boolean(frame[name])},
    )
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("error", DataMismatchWarning)
        try:
            return model_matrix(formula, columns, na_action="drop", context={"C": labels.categorical})
        except (FormulaicError, DataMismatchWarning, TypeError, ValueError) as error:
            raise AnalysisError(
                f"The formula `{formula}` cannot be evaluated. {first_line(error)}"
            ) from error


def _check_outcome(formula: str, endog: Any) -> None:
    """Refuse an outcome of text or categories, with a line that recodes it."""
    for name, levels in categorical_variables(endog.model_spec).items():
        codes = {level: min(position, 1) for position, level in enumerate(levels)}
        raise AnalysisError(
            f"The outcome `{name}` of `{formula}` contains text or categories, but 0 and 1 are needed. Recode it, "
            f"as in design = design.assign({name}=design.frame['{name}'].map({codes}).astype(float))"
        )


def _check_cubic_bases(formula: str, exog: Any) -> None:
    """Refuse a basis by `cr` or `cc` next to a constant, unless it is constrained."""
    if not (exog == 1).all().any():
        return
    for term, columns in exog.model_spec.term_indices.items():
        basis = str(term)
        if re.match(r"c[crs]\(", basis) and np.allclose(exog.iloc[:, columns].sum(axis=1), 1):
            raise NotEstimableError(
                f"The columns of `{basis}` add up to 1, as the constant of `{formula}` does. Write "
                f"`{basis[:-1]}, constraints='center')`, or leave out the constant by '0 +'."
            )


def _has_unused_categories(column: pd.Series) -> bool:
    return isinstance(column.dtype, pd.CategoricalDtype) and not column.cat.categories.isin(column).all()


def _report_empty_categories(name: str, column: pd.Series, kept: list[Any]) -> None:
    """Warn of categories of the data frame that no row of the fit has."""
    declared = (
        list(column.cat.categories)
        if isinstance(column.dtype, pd.CategoricalDtype)
        else sorted(column.dropna().unique())
    )
    empty = [level for level in declared if level not in kept]
    if empty:
        listed = ", ".join(repr(level) for level in empty)
        first = f" The reference is now {kept[0]!r}." if declared[0] in empty else ""
        warnings.warn(
            f"`{name}`: no row of the domain with all variables known has the category {listed}, which is left "
            f"out of the model.{first}",
            AnalysisWarning,
            stacklevel=5,
        )


def _report_undefined(formula: str, columns: pd.DataFrame, kept: pd.DataFrame) -> None:
    """Warn of rows that a function in the formula excluded, such as the logarithm of a negative number."""
    undefined = int(columns.notna().all(axis=1).sum()) - len(kept)
    if undefined:
        warnings.warn(
            f"{undefined} {'row' if undefined == 1 else 'rows'} with all variables known "
            f"{'is' if undefined == 1 else 'are'} excluded from `{formula}`, because a term is undefined "
            "for their values, such as the logarithm of a negative number.",
            AnalysisWarning,
            stacklevel=5,
        )


def _factors(exog: Any) -> dict[str, tuple[str, ...]]:
    spec = exog.model_spec
    categorical = {str(factor) for factor in spec.factor_contrasts}
    return {
        str(term): tuple(exog.columns[columns])
        for term, columns in spec.term_indices.items()
        if columns and {str(factor) for factor in term.factors} <= categorical
    }
