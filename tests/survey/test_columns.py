"""Columns of a data frame: which tables and dtypes are read, which are refused, and what the error says."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from rlsanalysis.survey import SurveyDesign
from rlsanalysis.survey.columns import column, numbers
from rlsanalysis.survey.errors import AnalysisError, DesignError


class Foreign:
    """A table of another library, with a conversion of its own."""

    def __init__(self, converted):
        self.converted = converted

    def to_pandas(self):
        if isinstance(self.converted, Exception):
            raise self.converted
        return self.converted


@pytest.fixture
def frame():
    return pd.DataFrame(
        {"y": [1.0, 2, 4, 8, 16, 32], "w": [1.0, 2, 1, 2, 1, 2], "g": list("aabbcc"), "s": [1, 1, 1, 2, 2, 2]}
    )


@pytest.mark.parametrize("convert", [pa.Table.from_pandas, pa.RecordBatch.from_pandas, Foreign])
def test_tables_are_converted_by_their_own_method(frame, convert):
    ours = SurveyDesign(convert(frame), weights="w", strata="s")
    theirs = SurveyDesign(frame, weights="w", strata="s")
    pd.testing.assert_frame_equal(ours.frame, frame)
    assert ours.mean("y", by="g").equals(theirs.mean("y", by="g"))
    assert ours.domain(pa.array([True] * 5 + [False])).n == 5


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"w": [1.0]}, "A pandas DataFrame is needed, not a dict. Convert it first"),
        (np.ones((2, 2)), "not a numpy.ndarray"),
        (pd.Series([1.0]), "not a pandas.Series"),
        (pa.chunked_array([[1.0]]), "not a pyarrow.ChunkedArray"),  # its to_pandas() returns a series
        (Foreign(None), "not a [a-z_]+.Foreign"),
        (Foreign(ImportError("pyarrow is needed")), "Foreign could not be converted .*: pyarrow is needed"),
    ],
)
def test_other_objects_are_refused_by_their_class(table, words):
    with pytest.raises(DesignError, match=words):
        SurveyDesign(table, weights="w")


@pytest.mark.parametrize(
    ("name", "names", "words"),
    [
        ("wt", ["w_exam", "age"], "`wt` is not a column of the data frame. Columns that look similar: `w_exam`.$"),
        ("ferritn", ["ferritin_lt50", "age", "ferritin"], "look similar: `ferritin`, `ferritin_lt50`.$"),
        ("AGE", ["sex", "age"], "look similar: `age`.$"),
        ("exam", ["w_exam", "sex"], "look similar: `w_exam`.$"),
        ("sex", ["bmi", "age"], "`sex` is not a column of the data frame. The columns are: `bmi`, `age`.$"),
        ("sex", list("abcdefg"), "The columns are: `a`, `b`, `c`, `d`, `e` and 2 more.$"),
        ("sex", ["_id", "age"], "The columns are: `_id`, `age`.$"),
        ("sex", [1, 2], "The columns are: `1`, `2`.$"),
        ("sex", [], "The data frame has no columns.$"),
        ("x", ["x", "y", "x"], "`x` is the name of 2 columns of the data frame. Rename or drop all but one.$"),
    ],
)  # fmt: skip
def test_a_column_that_is_absent_or_not_unique_is_named(name, names, words):
    with pytest.raises(AnalysisError, match=words):
        column(pd.DataFrame([range(len(names))], columns=names), name)


def test_a_column_that_occurs_twice_is_refused_wherever_it_is_used(frame):
    twice = pd.concat([frame, frame[["y", "g"]]], axis=1)
    design = SurveyDesign(twice, weights="w")
    assert design.mean("s")["estimate"].item() == pytest.approx(14 / 9)  # others may be used
    for use in (
        lambda: SurveyDesign(twice, weights="y"),
        lambda: SurveyDesign(twice, psu="g"),
        lambda: design.mean("y"),
        lambda: design.total("y"),
        lambda: design.ratio("s", "y"),
        lambda: design.quantile("y"),
        lambda: design.proportion("g"),
        lambda: design.mean("s", by=["s", "g"]),
        lambda: design.independence("s", "g"),
        lambda: design.difference("y", "s"),
        lambda: design.difference("s", "g"),
    ):
        with pytest.raises(AnalysisError, match=r"`[yg]` is the name of 2 columns"):
            use()


@pytest.mark.parametrize(
    "dtype",
    ["int8", "uint8", "int64", "float16", "float32", "float64", "Int8", "UInt32", "Float64", "object",
     "int64[pyarrow]", "double[pyarrow]", "Sparse[float64]"],
)  # fmt: skip
def test_numbers_of_every_dtype_give_the_same_estimates(dtype):
    """A squared weight or a total of 8-bit integers would overflow."""
    frame = pd.DataFrame({"y": [100, 120, 90, 110, 127, 80], "w": [90, 120, 100, 101, 99, 127]})
    expected = SurveyDesign(frame.astype("float64"), "w").total("y")
    assert SurveyDesign(frame.astype(dtype), "w").total("y").equals(expected)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (pd.array([1, None, 0], dtype="Int8"), [1, np.nan, 0]),
        (pd.array([True, None, False], dtype="boolean"), [1, np.nan, 0]),
        (pd.array([True, None], dtype="bool[pyarrow]"), [1, np.nan]),
        ([True, None, False], [1, np.nan, 0]),
        ([None, None], [np.nan, np.nan]),
        ([Decimal("1.5"), None], [1.5, np.nan]),
        (pd.Categorical([1, None, 0], categories=[0, 1]), [1, np.nan, 0]),
        (pd.Categorical([True, False]), [1, 0]),
    ],
)
def test_what_counts_as_numbers(values, expected):
    np.testing.assert_array_equal(numbers(pd.Series(values), "v"), np.array(expected, dtype=float))


DAY = dt.date(2020, 1, 1)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (["1", "2"], "text, but numbers are needed. Convert the column with pandas.to_numeric"),
        (pd.array(["1", None], dtype="string"), "text, but numbers"),
        (pd.array(["1", None], dtype="string[pyarrow]"), "text, but numbers"),
        ([b"1"], r"text \(bytes\), but numbers are needed. Decode"),
        (pd.Categorical(["a"]), "categories, but numbers are needed. Convert them to numbers, or use proportion"),
        (pd.Categorical([0, 1, 2]), "categories, but numbers"),
        (pd.Categorical(["0", "1"]), "categories, but numbers"),
        ([1 + 2j], "complex numbers, but numbers are needed. Use their real part"),
        (pd.to_datetime(["2020-01-01"]), "dates or times, but numbers are needed. Convert them to numbers first"),
        ([DAY], "dates or times"),
        ([dt.time(1)], "dates or times"),
        (pd.period_range("2020", periods=1), "dates or times"),
        (pd.array(["2020-01-01"], dtype="timestamp[s][pyarrow]"), "dates or times"),
        (pd.to_timedelta([1], unit="D"), "durations, but numbers are needed. Convert them to"),
        ([1, "a"], r"values of mixed or unsupported type \(object\), but numbers"),
        (pd.interval_range(0, 1), r"values of mixed or unsupported type \(interval"),
    ],
)  # fmt: skip
def test_what_does_not(values, found):
    with pytest.raises(AnalysisError, match=f"`v` contains {found}"):
        numbers(pd.Series(values), "v")


def test_dates_are_refused_wherever_numbers_are_needed(frame):
    """NumPy would silently take their nanoseconds."""
    dated = frame.assign(day=pd.date_range("2020-01-01", periods=6))
    design = SurveyDesign(dated, weights="w")
    for use in (
        lambda: SurveyDesign(dated, weights="day"),
        lambda: SurveyDesign(dated, fpc="day"),
        lambda: design.mean("day"),
        lambda: design.total("day"),
        lambda: design.ratio("y", "day"),
        lambda: design.ratio("day", "y"),
        lambda: design.quantile("day"),
        lambda: design.proportion("day"),
        lambda: design.difference("day", "s"),
    ):
        with pytest.raises(AnalysisError, match="`day` contains dates or times"):
            use()
