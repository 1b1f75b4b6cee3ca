"""Published numbers next to the computed ones, and the count of verdicts."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from rlsanalysis.present.replication import CHOSEN, NOT_COMPUTED
from rlsanalysis.present.tables.table import Column, Row, Table, make
from rlsanalysis.study.attached import study_of
from rlsanalysis.study.replication import VERDICTS, summary

COLUMNS = (
    Column("Published"), Column("Computed"), Column("Verdict", align="left", wrap=True),
    Column("Definition was", align="left", wrap=True), Column("Reason, and what was tried", align="left", wrap=True),
)  # fmt: skip
KINDS = {"count": "Counts of people", "estimate": "Estimates"}
SAME_PEOPLE = (
    "Both numbers come from the same people, so that a computed number within the published confidence interval is no "
    "evidence of agreement. The verdict is about the last printed digit."
)
SHORT = {"stated": "stated", "inferred": "inferred", "trial": "found by trial"}


def replication(table: pd.DataFrame) -> Table:
    """Tabulate rows of a replication, grouped by their source."""
    rows = [Row(str(row.source), str(row.quantity), _cells(row)) for row in table.itertuples()]
    notes = [
        SAME_PEOPLE,
        *(f"{SHORT[chosen].capitalize()}: {meaning}." for chosen, meaning in CHOSEN.items()),
    ]
    return make(
        study_of(table), "replication", "Published and computed numbers", "Quantity", COLUMNS, rows, notes,
        empty="No rows.",
    )  # fmt: skip


def replication_summary(table: pd.DataFrame) -> Table:
    """Tabulate the number of rows by verdict, counts of people apart from estimates."""
    columns = [Column("Published"), Column("Computed"), *(Column(v.capitalize()) for v in VERDICTS)]
    return make(
        study_of(table), "replication_summary", "Published numbers by verdict", "", columns,
        _counted(summary(table)), [SAME_PEOPLE], empty="No rows.",
    )  # fmt: skip


def _counted(counted: pd.DataFrame) -> Iterator[Row]:
    for _, row in counted.iterrows():
        shares = (
            f"{row[v]} ({row[v] / row['computed']:.0%})" if row["computed"] else str(row[v]) for v in VERDICTS
        )
        yield Row("", KINDS[row["kind"]], (str(row["published"]), str(row["computed"]), *shares))


def _cells(row: Any) -> tuple[str, ...]:
    return _published(row), _computed(row), row.verdict or NOT_COMPUTED, SHORT[row.chosen], _why(row)


def _published(row: Any) -> str:
    return (
        f"{row.published} ({row.published_low} to {row.published_high})"
        if row.published_low
        else row.published
    )


def _computed(row: Any) -> str:
    """Return the computed number and its limits with one digit more than was printed, for an estimate."""
    if not row.verdict:
        return ""
    places = len(row.published.partition(".")[2]) + (row.kind == "estimate")
    value = f"{row.computed:.{places}f}"
    limits = (
        f" ({row.computed_low:.{places}f} to {row.computed_high:.{places}f})" if row.published_low else ""
    )
    return value + limits


def _why(row: Any) -> str:
    return " ".join(filter(None, (row.reason, f"Tried: {row.tried}." if row.tried else "")))
