"""Any tidy rows of estimates as a table: what `associate` returns, rows of a run, or several of these together."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from rlsanalysis.present import labels, models, printing, units, words
from rlsanalysis.present.reliability import limits, reliability
from rlsanalysis.present.tables.table import Column, Row, Table, make
from rlsanalysis.present.tables.view_estimates import COUNTS, counts
from rlsanalysis.present.verdict import in_words
from rlsanalysis.study.names import known_name
from rlsanalysis.study.records import Study
from rlsanalysis.study.results import records
from rlsanalysis.survey.errors import AnalysisError

METHODS = {"firth": "Firth", "ml": "maximum likelihood"}
COUNTED = "Counts are unweighted. P values are not adjusted for multiple testing."
ACROSS = {"outcome": "Outcome", "sample": "People", "set": "Adjustment", "method": "Method"}


def listed(study: Study, rows: pd.DataFrame, title: str = "", caption: str = "") -> Table:
    """Tabulate tidy rows, one line each, below a heading for each outcome; what all rows share is said in the title.

    `title` replaces that title; `caption` is the first note.
    """
    shared = models.shared_sample(study, rows)
    differing = [name for name in ("sample", "set", "method") if _differs(rows, name)]
    columns = [
        *(Column(ACROSS[name], align="left") for name in differing), *COUNTS,
        Column("Odds ratio (95% CI)", align="left"), Column("P"), Column("Reliability", align="left", wrap=True),
        Column("In words", align="left", wrap=True),
    ]  # fmt: skip
    lines = [
        Row(
            labels.name(study, row.outcome),
            labels.comparison(study, row, complete=True),
            (
                *(_cell(study, name, row, shared) for name in differing), *counts(row), printing.estimate_text(row),
                printing.line(row).p, reliability(study, row).label, in_words(study, row),
            ),
        )
        for row in records(rows)
    ]  # fmt: skip
    return _made(
        study,
        columns,
        lines,
        title or _shared(study, rows, differing),
        [caption, *_notes(study, rows, COUNTED)],
    )


def side_by_side(study: Study, rows: pd.DataFrame, across: str, title: str = "", caption: str = "") -> Table:
    """Tabulate odds ratios with one column for each value of `across`: outcome, sample, set or method.

    A cell names what limits its estimate; an estimate of adequate reliability has no such words.
    `title` and `caption` as in `listed`.

    Raises
    ------
    AnalysisError
        There is no such column to go across, or two rows would share a cell.
    """
    known_name("column to go across", across, ACROSS)
    keys, shared = ["exposure", "level"], models.shared_sample(study, rows)
    for name in (name for name in ACROSS if name != across and _differs(rows, name)):
        if rows.duplicated([*keys, across]).any():
            keys.append(name)
    if rows.duplicated([*keys, across]).any():
        raise AnalysisError(
            f"Two rows share a cell of the table with {across} across. Choose rows of one adjustment set, method and "
            "sample, or let another column go across."
        )
    own = [name for name in ACROSS if name not in (across, *keys) and _differs(rows, name)]
    heads = {
        value: _head(study, of_value, across, own, shared)
        for value, of_value in rows.groupby(across, sort=False)
    }
    columns = [*(Column(ACROSS[name], align="left") for name in keys[2:])]
    columns += [Column(head, "Odds ratio (95% CI)", "left", wrap=True) for head in heads.values()]
    lines = []
    for _, together in rows.groupby(keys, sort=False):
        cells = {
            getattr(row, across): "; ".join([printing.estimate_text(row), *limits(study, row)])
            for row in records(together)
        }
        row = next(records(together))
        shown = (
            *(_cell(study, name, row, shared) for name in keys[2:]),
            *(cells.get(value, "") for value in heads),
        )
        lines.append(Row(labels.group(study, row.group), labels.comparison(study, row, complete=True), shown))
    return _made(
        study,
        columns,
        lines,
        title or _shared(study, rows, [*keys, *own, across]),
        [caption, *_notes(study, rows)],
    )


def _head(study: Study, rows: pd.DataFrame, across: str, own: list[str], common: tuple[str, ...]) -> str:
    """Head a column, with the adjustment set, sample and method that all its rows share and other columns do not."""
    row = next(records(rows))
    shared = [_cell(study, name, row, common) for name in own if not _differs(rows, name)]
    head = _cell(study, across, row, common)
    return f"{head} ({', '.join(shared)})" if shared else head


def _differs(rows: pd.DataFrame, column: str) -> bool:
    return len(set(rows[column])) > 1


def _made(study: Study, columns: list[Column], lines: list[Row], title: str, notes: list[str]) -> Table:
    return make(
        study, "estimates", title, "Exposure", columns, lines, notes, empty="There are no rows to show.",
    )  # fmt: skip


def _notes(study: Study, rows: pd.DataFrame, counted: str = "") -> Iterator[str]:
    """Explain sample, estimators, weights, adjustment and reliability; `counted` explains other columns."""
    if len(rows):
        yield models.samples(study, rows)
        cycles = " ".join(sorted({letter for letters in rows["releases"] for letter in letters.split()}))
        named = units.first_upper(study.unit.releases)
        yield f"{named}: {labels.releases(study, cycles)}. {models.estimators(rows)} {words.weights(study)}"
        planned = {*rows["set"]} & {*study.words.sets}
        yield f"{models.adjustment(study, rows)} {study.words.adjustment_exceptions if planned else ''}".strip()
        yield f"{counted} {words.RELIABILITY}".strip()
        yield words.on_not_reported(rows)
        yield models.drug_source(study, rows)
    yield study.words.association


def _shared(study: Study, rows: pd.DataFrame, differing: list[str]) -> str:
    """Name what all rows have in common."""
    first = next(records(rows), None)
    if first is None:
        return "Estimates"
    found = {name: _word(study, name, first) for name in ACROSS if name not in differing}
    if "set" in found:
        found["set"] = (
            f"adjusted for {words.adjusters(study, first.set, rows['releases'], models.left_out(study, rows))}"
        )
    if "sample" in differing:
        restricted = [p for p in models.shared_sample(study, rows) if p not in models.people_of(study)]
        found |= {"sample": "; ".join(restricted)} if restricted else {}
    return "; ".join(found[name] for name in ACROSS if name in found) or "Estimates"


def _cell(study: Study, name: str, row: Any, shared: tuple[str, ...]) -> str:
    """Put a value into words that differs among rows: of a sample, the people and what not all rows share."""
    if name != "sample":
        return _word(study, name, row)
    return "; ".join(models.beyond(study, row.sample, shared))


def _word(study: Study, name: str, row: Any) -> str:
    """Put the outcome, sample, adjustment set or method of a row into words."""
    value = str(getattr(row, name))
    if name == "outcome":
        return labels.name(study, value)
    if name == "sample":
        return labels.sample(study, value)
    if name == "method":
        return METHODS.get(value, value)
    if value in study.words.sets:
        return words.adjustment_set(study, value)
    return words.adjusters(study, value, [row.releases], models.lacking_in(study, row))
