"""Check what users pass to figures, captions and tables: the results of a run, or tidy rows of estimates or curves.

Every tidy row enters `present` here, so that a figure and a table accept and refuse the same rows. It does not check
whether the numbers are right.
"""

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from rlsanalysis.present import labels, printing
from rlsanalysis.present.vocabulary import STATUS_NAMES
from rlsanalysis.study.attached import study_of
from rlsanalysis.study.estimate import NOT_ESTIMABLE
from rlsanalysis.study.records import Study
from rlsanalysis.study.results import Results
from rlsanalysis.study.tables import schema
from rlsanalysis.survey.arrays import is_table
from rlsanalysis.survey.columns import as_frame
from rlsanalysis.survey.errors import AnalysisError

ESTIMATES = (
    "outcome", "exposure", "level", "reference", "group", "role", "set", "method", "sample", "releases", "n", "cases",
    "n_exposed", "cases_exposed", "df", "odds_ratio", "conf_low", "conf_high", "p_value", "q_value",
    "expected_exposed_cases", "detectable_or", "status", "reason", "source",
)  # fmt: skip
"""Columns of `estimates.csv` that figures and tables read."""
CURVES = (
    "outcome", "exposure", "set", "sample", "method", "value", "odds_ratio", "conf_low", "conf_high", "status",
    "source",
)  # fmt: skip
"""Columns of a curve that a figure cannot do without."""
MODEL = ("outcome", "exposure", "level", "reference", "set", "sample", "releases", "method")
NAMED = ("outcome", "exposure", "level", "set", "sample", "method")
COUNTED = ("n", "cases", "n_exposed", "cases_exposed")
PARTS_OF = (("cases", "n"), ("n_exposed", "n"), ("cases_exposed", "cases"), ("cases_exposed", "n_exposed"))
SHARES = ("p_value", "q_value")
ROUNDING = 1 + 1e-9
"""At the reference value of a curve, odds ratio and limits are 1 but for rounding."""


def estimate_rows_of(rows: Any) -> pd.DataFrame:
    """Return rows of estimates with the types of `estimates.csv`; a missing value in a column of text is empty text.

    Parameters
    ----------
    rows : data frame with the columns of `estimates.csv`, as `associate` returns it, or a table with `to_pandas()`.

    Raises
    ------
    AnalysisError
        The rows are no table, lack a column, have no study or the source of another one, have text where numbers are
        needed or an unknown status, are of synthetic and of real people, lack a number or reason that their status
        needs, have an odds ratio outside its CI or counts that contradict each other, or contain a comparison and
        model twice.
    """
    frame = _checked(rows, ESTIMATES, ("estimates",), "associate")
    repeated = frame.duplicated([*MODEL])
    if repeated.any():
        raise same_model(next(frame[repeated].itertuples(index=False)))
    _check_numbers(frame)
    return frame


def curve_rows_of(rows: Any) -> pd.DataFrame:
    """Return rows of curves, as `estimate_rows_of` returns rows of estimates.

    Parameters
    ----------
    rows : data frame as `rlsanalysis.dose_response` returns it, or a table with `to_pandas()`.

    Raises
    ------
    AnalysisError
        As in `estimate_rows_of`, except that a curve has many rows of the same model.
    """
    frame = _checked(rows, CURVES, ("curve_tests", "curves"), "rlsanalysis.dose_response")
    _check_numbers(frame)
    return frame


def results_of(results: Any, what: str) -> Results:
    """Return the results of a run.

    Raises
    ------
    AnalysisError
        It is anything else, such as rows or a cohort; the message names `what` needs the results.
    """
    if isinstance(results, Results):
        return results
    raise AnalysisError(
        f"{what} needs the results of a run, not an object of the type {type(results).__name__}. Pass what "
        "`fit_plan`, `run_study` or `read_results` returns."
    )


def study_of_source(source: Any) -> Study:
    """Return the study of a run or of tidy rows.

    Raises
    ------
    AnalysisError
        It is neither, or the rows have no study.
    """
    if isinstance(source, Results):
        return source.study
    _check_table(source, "associate")
    return study_of(source)


def same_model(row: Any) -> AnalysisError:
    """Return the error for a second row of a comparison and model."""
    model = ", ".join(getattr(row, column) for column in NAMED)
    return AnalysisError(
        f"Two rows are of the same comparison and model ({model}). Keep one of them, such as with "
        "`rows.drop_duplicates()`, or show them in two figures or tables."
    )


def _checked(rows: Any, needed: Collection[str], tables: Collection[str], function: str) -> pd.DataFrame:
    _check_table(rows, function)
    frame, study = as_frame(rows), study_of(rows)
    twice = list(dict.fromkeys(frame.columns[frame.columns.duplicated()]))
    if twice:
        raise AnalysisError(
            f"The rows have the column {twice[0]} more than once. Keep one column of each name."
        )
    if missing := [name for name in needed if name not in frame]:
        columns = "column" if len(missing) == 1 else "columns"
        raise AnalysisError(
            f"The rows lack the {columns} {', '.join(missing)}. Pass rows as `{function}` returns them."
        )
    types = {column.name: column.type for table in tables for column in schema()[table]}
    frame = frame.assign(**{str(c): _typed(frame[c], types[c]) for c in frame if c in types})
    frame = frame.assign(sample=_told_apart(study, frame["sample"]))
    _check_values(frame, "status", STATUS_NAMES)
    _check_source(frame["source"], study)
    return frame


def _check_table(rows: Any, function: str) -> None:
    if not is_table(rows):
        raise AnalysisError(
            "The results of a run or a data frame of rows is needed, not an object of the type "
            f"{type(rows).__name__}. Pass rows as `{function}` returns them."
        )


def _typed(values: pd.Series, type_: str) -> pd.Series:
    if type_ == "text":
        return values.astype(object).map(_text).astype(str)
    numbers = pd.to_numeric(values, errors="coerce")
    wrong = values[numbers.isna() & values.notna()]
    if len(wrong):
        raise AnalysisError(
            f"The column {values.name} of the rows must have numbers, but has the text {str(wrong.iloc[0])!r}. Convert "
            "it with `pandas.to_numeric`."
        )
    if type_ == "number":
        return numbers.astype("float64")
    if (numbers.dropna() % 1 != 0).any():
        raise AnalysisError(
            f"The column {values.name} of the rows has numbers that are not whole. Pass counts of people, unweighted."
        )
    return numbers.astype("float64").astype("Int64")


def _text(value: Any) -> str:
    """Return a cell of text; `pandas.read_csv` reads empty cells as NaN, and levels such as 0 as 0.0 next to them."""
    if pd.isna(value):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _check_values(frame: pd.DataFrame, column: str, allowed: Collection[str]) -> None:
    if unknown := sorted({*frame[column]} - {*allowed}):
        raise AnalysisError(
            f"The rows have the {column} {', '.join(name or 'empty' for name in unknown)}. It must be one of "
            f"{', '.join(allowed)}."
        )


def _told_apart(study: Study, samples: pd.Series) -> pd.Series:
    """Add a digest to the names of masks that are displayed alike: of one name and size, with different adults."""
    shown = {sample: labels.sample(study, sample) for sample in samples.unique()}
    alike = [sample for sample, text in shown.items() if [*shown.values()].count(text) > 1]
    named = {
        sample: "; ".join(labels.MASK.sub(r"mask \1, \3 [\2, \3]", part) for part in sample.split("; "))
        for sample in alike
    }
    return samples.replace(named)


def _check_numbers(frame: pd.DataFrame) -> None:
    """Check that a row has what its status promises: counts, an odds ratio within its CI, a CI alone, or a reason."""
    interval = frame["status"].isin(printing.INTERVAL)
    needed = dict.fromkeys(("n", "cases", "conf_low", "conf_high"), printing.INTERVAL) | {
        "odds_ratio": printing.POINT
    }
    for column, statuses in needed.items():
        if column in frame:
            _refuse(frame[frame["status"].isin(statuses) & frame[column].isna()], f"no {column}")
    low, high = frame["conf_low"], frame["conf_high"]
    point = frame["odds_ratio"].fillna(low)
    ordered = (low >= 0) & (low <= point * ROUNDING) & (point <= high * ROUNDING)
    _refuse(frame[interval & ~ordered], "an odds_ratio outside its CI, conf_low to conf_high")
    if "reason" in frame:
        _refuse(frame[(frame["status"] == NOT_ESTIMABLE) & (frame["reason"] == "")], "no reason")
    infinite = np.isinf(frame["odds_ratio"]) & frame["status"].isin(printing.POINT)
    _refuse(frame[infinite], "no finite odds_ratio")
    _check_ranges(frame, interval)


def _check_ranges(frame: pd.DataFrame, shown: "pd.Series[bool]") -> None:
    """Check that each count is part of the larger one, and that P and q of shown rows are probabilities."""
    numbers = frame.reindex(columns=[*COUNTED, *SHARES]).astype("float64")
    for less, more in PARTS_OF:
        _refuse(frame[numbers[less] > numbers[more]], f"more {less} than {more}")
    for column in COUNTED:
        _refuse(frame[numbers[column] < 0], f"a negative {column}")
    for column in SHARES:
        _refuse(frame[shown & ((numbers[column] < 0) | (numbers[column] > 1))], f"a {column} outside 0 to 1")


def _refuse(rows: pd.DataFrame, what: str) -> None:
    if len(rows):
        row = rows.iloc[0]
        model = ", ".join(row[[column for column in NAMED if column in rows]])
        raise AnalysisError(
            f"The row {rows.index[0]} ({model}) has the status {row['status']} and {what}. Correct the row, or give it "
            "the status that it has in the results of the fit."
        )


def _check_source(source: pd.Series, study: Study) -> None:
    """Refuse synthetic next to real people, and rows that are not of the study by which they would be labeled."""
    sources = [name or "empty" for name in source.unique()]
    if len(sources) > 1:
        raise AnalysisError(
            f"The rows are of different sources ({', '.join(sorted(sources))}). Show the rows of each source "
            "apart, so that invented people are not taken for real ones."
        )
    if sources and sources[0] != study.label:
        raise AnalysisError(
            f"The rows have the source {sources[0]}, but the study attached to them has {study.label}. Attach the "
            "study that they are of, with `rls.with_study(rows, results.study)` or `cohort.study`."
        )
