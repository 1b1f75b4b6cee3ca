"""Every estimate as the explorer stores it: the columns of `estimates.csv`, then texts for display.

A number that the status of its row hides is absent here, so that it is nowhere in the page.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from rlsanalysis.present import labels, printing, size, vocabulary
from rlsanalysis.present.controls import shared_with
from rlsanalysis.present.reliability import reliability
from rlsanalysis.present.verdict import in_words
from rlsanalysis.present.words import adjusted_for
from rlsanalysis.study.primary import primary_model
from rlsanalysis.study.records import Study
from rlsanalysis.study.results import Results, records
from rlsanalysis.study.tables import schema

PRIMARY_SET, PRIMARY_SAMPLE = 1, 2
WITH_POINT = (
    "estimate", "std_error", "odds_ratio", "statistic",
    "prevalence_without", "prevalence_with", "difference", "e_value",
)  # fmt: skip
WITH_INTERVAL = (
    "df", "conf_low", "conf_high", "p_value", "q_value", "detectable_or", "difference_low", "difference_high",
    "detection_ratio", "e_value_limit",
)  # fmt: skip
SIZES = ("prevalence_text", "difference_text", "detection_text", "e_value_text")
"""Fields of a row that say how large it is, in the order of `size.TITLES`."""
DISPLAY_COLUMNS = (
    "exposure_label", "comparison", "outcome_label", "or_95ci", "adjusted_for", "reliability", "reliability_details",
    "in_words",
)  # fmt: skip


def csv_columns() -> tuple[str, ...]:
    """Columns of the CSV file: those of `estimates.csv`, then what the page displays."""
    return (*_schema_columns(), *DISPLAY_COLUMNS)


@cache
def _schema_columns() -> tuple[str, ...]:
    return tuple(column.name for column in schema()["estimates"])


@dataclass(frozen=True)
class Column:
    """One column of the table on the page.

    Attributes
    ----------
    id : field of a row that it shows.
    title : head of the column.
    sort : numeric field by which it is sorted; empty if it is sorted by its text.
    width : least width of the page at which it is shown: `phone`, `tablet`, `desktop` or `wide`.
    constant : whether it is left out where all rows have the same value.
    """

    id: str
    title: str
    sort: str = ""
    width: str = "phone"
    constant: bool = False


COLUMNS = (
    Column("exposure_label", "Factor"),
    Column("comparison", "Comparison", width="tablet"),
    Column("outcome_label", "Outcome", width="tablet", constant=True),
    Column("set", "Adjustment", width="tablet", constant=True),
    Column("method", "Method", width="tablet", constant=True),
    Column("sample", "Sample", width="tablet", constant=True),
    Column("exposed_cases", "Exposed / all cases", "cases_exposed"),
    Column("exposed_noncases", "Exposed / all non-cases", "n_exposed", "tablet"),
    Column("or_95ci", "OR (95% CI)", "odds_ratio"),
    Column("p_text", "p", "p_value", "tablet"),
    Column("q_text", "q", "q_value", "desktop"),
    Column("n_text", "Analytic sample", "n", "wide"),
    Column("expected_text", vocabulary.EXPECTED_CASES, "expected_exposed_cases", "wide"),
    Column("detectable_text", "Detectable OR", "detectable_or", "wide"),
    Column("reliability", "Reliability", width="tablet"),
)


def row_fields(results: Results) -> Iterator[dict[str, Any]]:
    """Fields of each row of `estimates`, in its order."""
    study = results.study
    shared = {o.id: shared_with(results, o) for o in results.outcomes}
    for row in records(results.estimates):
        primary = _primary(study, row)
        whole = primary == PRIMARY_SET | PRIMARY_SAMPLE and row.method == study.methods[0]
        controls = shared[row.outcome].get((row.exposure, row.level), []) if whole else []
        yield numbers(row) | texts(results.study, row, controls) | {
            "adjusted_for": _adjusted(study, row), "primary": primary, "is_primary": int(whole),
            "stands_for": study.stands_for(row.exposure),
        }  # fmt: skip


def numbers(row: Any) -> dict[str, Any]:
    """Return the columns of the results schema, without the numbers that the status of a row hides.

    A missing number, and an upper limit that is open, is None.
    """
    hidden: tuple[str, ...] = () if row.status in printing.POINT else WITH_POINT
    hidden += () if row.status in printing.INTERVAL else WITH_INTERVAL
    return {name: None if name in hidden else _value(getattr(row, name)) for name in _schema_columns()}


def texts(study: Study, row: Any, controls: list[str]) -> dict[str, Any]:
    """Return what the page shows of a row.

    `controls` names the control outcomes that are associated in the same direction, each with its estimate.
    """
    shown, rated = printing.line(row), reliability(study, row, controls)
    return {
        "name": labels.comparison(study, row), "title": labels.comparison(study, row, complete=True),
        "comparison": labels.contrast(study, row), "or_95ci": printing.estimate_text(row),
        "exposed_cases": printing.exposed_cases(row), "exposed_noncases": printing.exposed_noncases(row),
        "n_text": printing.count(row.n), "cases_text": printing.count(row.cases), "p_text": shown.p, "q_text": shown.q,
        "detectable_text": shown.detectable, "expected_text": printing.expected(row.expected_exposed_cases),
        "reliability": rated.label, "limits": reliability(study, row).label, "reliability_details": rated.details,
        "symbol": rated.symbol, "in_words": in_words(study, row, controls),
        **dict(zip(SIZES, size.texts(row), strict=True)),
    }  # fmt: skip


def packed(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return rows as columns: numbers as a list; texts as a list of distinct ones, and for each row its place there.

    A cell of several texts has a list of places.
    """
    together = list(rows)
    names = list(together[0]) if together else []
    return {name: _column([row[name] for row in together]) for name in names}


def _column(values: list[Any]) -> Any:
    if all(isinstance(value, str) for value in values):
        place = {text: position for position, text in enumerate(dict.fromkeys(values))}
        return {"texts": list(place), "at": [place[value] for value in values]}
    if all(isinstance(value, tuple) for value in values):
        place = {t: position for position, t in enumerate(dict.fromkeys(t for v in values for t in v))}
        return {"texts": list(place), "at": [[place[text] for text in value] for value in values]}
    return values


def _value(value: Any) -> Any:
    """A cell of the results as JSON can hold it: None for a missing or infinite number."""
    if isinstance(value, str):
        return value
    if pd.isna(value) or not math.isfinite(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def _adjusted(study: Study, row: Any) -> str:
    """Name what the model of a row is adjusted for; its adjustment set, if the plan does not have the exposure."""
    planned, releases = study.exposures.get(row.exposure), tuple(row.releases.split())
    return study.words.sets[row.set] if planned is None else adjusted_for(study, planned, row.set, releases)


def _primary(study: Study, row: Any) -> int:
    """Return whether the adjustment set and the sample of a row are those of the primary estimate, as two bits."""
    planned = study.exposures.get(row.exposure)
    if planned is None:
        return 0
    _, _, set_, _, sample = primary_model(study, study.outcomes[row.outcome], planned)
    return int(PRIMARY_SET * (row.set == set_) | PRIMARY_SAMPLE * (row.sample == sample))
