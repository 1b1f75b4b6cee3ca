"""Any tidy rows of estimates as a table: what `associate` returns, rows of a run, or several of these together."""

from typing import Any

import pandas as pd

from rlsanalysis.present import labels
from rlsanalysis.present.about import about
from rlsanalysis.present.reliability import reliability
from rlsanalysis.present.tables.table import Column, Row, Table, make
from rlsanalysis.present.tables.view_estimates import COUNTS, counts
from rlsanalysis.present.verdict import in_words
from rlsanalysis.study.results import records
from rlsanalysis.study.tables import SOURCE_LABELS
from rlsanalysis.survey.errors import AnalysisError
from rlsanalysis.variables.names import known_name

SYNTHETIC_SOURCE = SOURCE_LABELS["demo"]
METHODS = {"firth": "Firth", "ml": "maximum likelihood"}
ACROSS = {"outcome": "Outcome", "sample": "People", "set": "Adjustment", "method": "Method"}


def listed(rows: pd.DataFrame) -> Table:
    """Tabulate tidy rows, one line each, below a heading for each outcome; what all rows share is said in the title."""
    differing = [name for name in ("sample", "set", "method") if _differs(rows, name)]
    columns = [
        *(Column(ACROSS[name], align="left") for name in differing), *COUNTS,
        Column("Odds ratio (95% CI)", align="left"), Column("P"), Column("Reliability", align="left", wrap=True),
        Column("In words", align="left", wrap=True),
    ]  # fmt: skip
    lines = [
        Row(
            labels.name(row.outcome),
            labels.comparison(row, complete=True),
            (
                *(_word(name, row) for name in differing), *counts(row), labels.estimate_text(row), labels.line(row).p,
                reliability(row).label, in_words(row),
            ),
        )
        for row in records(rows)
    ]  # fmt: skip
    return _made(rows, columns, lines, _shared(rows, differing))


def side_by_side(rows: pd.DataFrame, across: str) -> Table:
    """Tabulate odds ratios with one column for each value of `across`: outcome, sample, set or method.

    Raises
    ------
    AnalysisError
        There is no such column to go across, or two rows would share a cell.
    """
    known_name("column to go across", across, ACROSS)
    keys = ["exposure", "level"]
    for name in (name for name in ACROSS if name != across and _differs(rows, name)):
        if rows.duplicated([*keys, across]).any():
            keys.append(name)
    if rows.duplicated([*keys, across]).any():
        raise AnalysisError(
            f"Two rows share a cell of the table with {across} across. Choose rows of one adjustment set, method and "
            "sample, or let another column go across."
        )
    own = [name for name in ACROSS if name not in (across, *keys) and _differs(rows, name)]
    heads = {value: _head(of_value, across, own) for value, of_value in rows.groupby(across, sort=False)}
    columns = [*(Column(ACROSS[name], align="left") for name in keys[2:])]
    columns += [Column(head, "Odds ratio (95% CI)", "left") for head in heads.values()]
    lines = []
    for _, together in rows.groupby(keys, sort=False):
        cells = {getattr(row, across): labels.estimate_text(row) for row in records(together)}
        row = next(records(together))
        shown = (*(_word(name, row) for name in keys[2:]), *(cells.get(value, "") for value in heads))
        lines.append(Row(labels.group(row.group), labels.comparison(row, complete=True), shown))
    return _made(rows, columns, lines, _shared(rows, [*keys, *own, across]))


def _head(rows: pd.DataFrame, across: str, own: list[str]) -> str:
    """Head a column, with the adjustment set, sample and method that all its rows share and other columns do not."""
    row = next(records(rows))
    shared = [_word(name, row) for name in own if not _differs(rows, name)]
    return f"{_word(across, row)} ({', '.join(shared)})" if shared else _word(across, row)


def _differs(rows: pd.DataFrame, column: str) -> bool:
    return len(set(rows[column])) > 1


def _made(rows: pd.DataFrame, columns: list[Column], lines: list[Row], title: str) -> Table:
    return make(
        "estimates", title, "Exposure", columns, lines, [about().association],
        synthetic=SYNTHETIC_SOURCE in set(rows["source"]), empty="There are no rows to show.",
    )  # fmt: skip


def _shared(rows: pd.DataFrame, differing: list[str]) -> str:
    """Name what all rows have in common."""
    first = next(records(rows), None)
    same = [_word(name, first) for name in ACROSS if name not in differing] if first is not None else []
    return "; ".join(same) or "Estimates"


def _word(name: str, row: Any) -> str:
    """Put the outcome, sample, adjustment set or method of a row into words."""
    value = str(getattr(row, name))
    if name == "outcome":
        return labels.name(value)
    if name == "sample":
        return labels.sample(value)
    if name == "method":
        return METHODS.get(value, value)
    return labels.adjustment(value)
