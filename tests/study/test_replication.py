"""Verdicts at the printed digit, and the table of computed and published numbers."""

from dataclasses import replace
from math import nan

import pandas as pd
import pytest

from rlsanalysis.study.replication import (
    COLUMNS,
    EQUAL,
    FURTHER,
    NEAR,
    Computed,
    Missing,
    Published,
    compared,
    limits_verdict,
    summary,
    unit_of,
    verdict,
)
from rlsanalysis.survey.errors import AnalysisError

NUMBER = Published(
    "X1",
    "A paper",
    "A share, %",
    "in its words",
    "estimate",
    "12.0",
    "10.5",
    "13.5",
    "100",
    "stated",
    "We do not know.",
)


@pytest.mark.parametrize(
    ("computed", "printed", "expected"),
    [
        (12.04, "12.0", EQUAL),
        (12.05, "12.0", NEAR),  # rounds to 12.1
        (11.95, "12.0", EQUAL),  # a half is rounded up
        (11.9499, "12.0", NEAR),
        (12.2, "12.0", NEAR),  # exactly two units
        (11.8, "12.0", NEAR),
        (12.2001, "12.0", FURTHER),
        (11.7999, "12.0", FURTHER),
        (12.2, "12", EQUAL),  # fewer printed digits, a wider unit
        (14.0, "12", NEAR),
        (14.01, "12", FURTHER),
        (18.6, "18", NEAR),  # would be 18 if it were truncated
        (1.505, "1.50", NEAR),
        (0.15000000000000002, "0.1", NEAR),
        (2.675, "2.68", EQUAL),  # 2.675 in decimals, though its binary value is smaller
        (-0.04, "0.0", EQUAL),
        (25.0, "25", EQUAL),
        (6139, "6139", EQUAL),
        (6138, "6139", NEAR),
    ],
)
def test_a_verdict_is_about_the_last_printed_digit(computed, printed, expected):
    assert verdict(computed, printed) == expected


@pytest.mark.parametrize(
    ("printed", "unit"), [("12.0", "0.1"), ("48", "1"), ("1.40", "0.01"), ("68.0", "0.1")]
)
def test_a_unit_is_that_of_the_last_printed_digit(printed, unit):
    assert str(unit_of(printed)) == unit


@pytest.mark.parametrize("printed", ["", "12,0", "24-25", "NaN"])
def test_what_is_no_number_is_refused(printed):
    with pytest.raises(AnalysisError, match="is not a number"):
        verdict(12.0, printed)
    with pytest.raises(AnalysisError, match="not a finite number"):
        verdict(nan, "12.0")


def test_limits_have_the_verdict_of_the_one_that_agrees_less():
    assert limits_verdict(Computed(12.0, 10.52, 13.46, 99), NUMBER) == EQUAL
    assert limits_verdict(Computed(12.0, 10.52, 13.3, 99), NUMBER) == NEAR
    assert limits_verdict(Computed(12.0, 9.9, 13.3, 99), NUMBER) == FURTHER
    assert limits_verdict(Computed(12.0, nan, nan, 99), NUMBER) == ""
    assert limits_verdict(Computed(12.0, 10.5, 13.5, 99), replace(NUMBER, low="", high="")) == ""


@pytest.fixture
def table():
    published = [replace(NUMBER, id=f"X{i}") for i in range(1, 5)]
    published.append(replace(NUMBER, id="C1", kind="count", value="7", low="", high=""))
    return compared(
        published,
        {
            "X1": Computed(12.01, 10.5, 13.5, 99, "2001", "a standard", "how"), "X2": Computed(11.87, 1, 2, 99),
            "X3": Computed(13.0, 1, 2, 99), "X4": Missing("The table is absent."), "C1": Computed(7, nan, nan, 7),
        },
        {"X3": {"All ages": Computed(12.0, 1, 2, 99), "Women": Missing("nobody")}},
    )  # fmt: skip


def test_every_published_number_is_a_row_with_difference_verdict_and_reason(table):
    assert tuple(table) == COLUMNS
    assert table["id"].tolist() == ["X1", "X2", "X3", "X4", "C1"]
    assert table["verdict"].tolist() == [EQUAL, NEAR, FURTHER, "", EQUAL]
    assert table["reason"].tolist() == ["", "We do not know.", "We do not know.", "The table is absent.", ""]
    pd.testing.assert_series_equal(
        table["difference_in_units"], pd.Series([0.1, -1.3, 10.0, nan, 0.0]), check_names=False, atol=1e-9
    )
    assert table["published"].tolist() == ["12.0"] * 4 + ["7"]
    assert table.loc[0, ["releases", "standard", "reading"]].tolist() == ["2001", "a standard", "how"]
    assert pd.isna(table.loc[3, "computed"])


def test_what_was_tried_stands_in_the_row_whether_it_fits_or_not(table):
    assert table["tried"].tolist()[:2] == ["", ""]
    assert table.loc[2, "tried"] == f"All ages: 12.00, {EQUAL}; Women: not computed (nobody)"


def test_counts_are_summed_up_apart_from_estimates(table):
    counts, estimates = summary(table).to_dict("records")
    assert counts == {
        "kind": "count", "published": 1, "computed": 1, EQUAL: 1, NEAR: 0, FURTHER: 0, "share_equal": 1.0
    }  # fmt: skip
    assert estimates["share_equal"] == pytest.approx(1 / 3)
    assert [estimates[key] for key in ("published", "computed", EQUAL, NEAR, FURTHER)] == [4, 3, 1, 1, 1]
    assert pd.isna(summary(table[table["verdict"] == ""])["share_equal"]).all()


@pytest.mark.parametrize(("field", "value"), [("kind", "guess"), ("chosen", "later")])
def test_an_unknown_kind_is_refused(field, value):
    with pytest.raises(AnalysisError, match=f"X1: {field} is '{value}'"):
        replace(NUMBER, **{field: value})
