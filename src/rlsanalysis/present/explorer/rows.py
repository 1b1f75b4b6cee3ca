"""Every estimate as the explorer holds it: texts as in the report, numbers beside them where a status allows them."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rlsanalysis.present import labels
from rlsanalysis.present.controls import shared_with
from rlsanalysis.present.reliability import reliability
from rlsanalysis.present.verdict import in_words
from rlsanalysis.present.words import adjusted_for
from rlsanalysis.study.plan import Study, load_plan
from rlsanalysis.study.results import Results, primary_model, records

DIGITS = 6
QUOTED_SET, QUOTED_SAMPLE = 1, 2


@dataclass(frozen=True)
class Column:
    """One column of the table and of the CSV file.

    `title` heads it in the table, where it is empty if only the file has it; `header` heads it in the file, unit
    included; `number` names the field that it is sorted by, where that is not the text.
    """

    id: str
    title: str
    header: str
    numeric: bool = False
    number: str = ""


COLUMNS = (
    Column("label", "Factor", "factor"),
    Column("exposure", "", "factor_id"),
    Column("group", "", "group"),
    Column("role", "", "role"),
    Column("contrast", "Compared", "compared"),
    Column("outcome_label", "Outcome", "outcome"),
    Column("outcome", "", "outcome_id"),
    Column("set", "Set", "adjustment_set"),
    Column("method", "Method", "method"),
    Column("sample", "Sample", "sample"),
    Column("releases", "", "releases"),
    Column("weight", "", "survey_weight"),
    Column("n", "People", "n [people, unweighted]", numeric=True),
    Column("cases", "Cases", "cases [people, unweighted]", numeric=True),
    Column("exposed", "Exposed cases", "exposed_cases [people, unweighted]", numeric=True),
    Column("expected", "Expected", "expected_exposed_cases [people]", numeric=True),
    Column("odds_ratio", "Odds ratio", "odds_ratio [ratio, or status]", numeric=True, number="point"),
    Column("interval", "95 % interval", "", numeric=True, number="low"),
    Column("conf_low", "", "conf_low [ratio, 95 %, or open]", numeric=True),
    Column("conf_high", "", "conf_high [ratio, 95 %, or open]", numeric=True),
    Column("p", "p", "p [two-sided]", numeric=True, number="p_number"),
    Column("q", "q", "q [false discovery rate]", numeric=True, number="q_number"),
    Column("detectable", "Detectable", "detectable_odds_ratio [ratio, 80 % power]", numeric=True),
    Column("status", "Status", "status"),
    Column("mark", "", "marks"),
    Column("words", "In words", "in_words"),
    Column("reason", "", "reason"),
    Column("source", "", "source"),
)


def row_fields(results: Results) -> Iterator[dict[str, Any]]:
    """Fields of each row of `estimates`, in its order; numbers that its status forbids are absent (None)."""
    study = load_plan()
    shared = {o.id: shared_with(results, o) for o in results.outcomes}
    for row in records(results.estimates):
        quoted, by = _quoted(study, row), shared[row.outcome].get((row.exposure, row.level), [])
        whole = quoted == QUOTED_SET | QUOTED_SAMPLE and row.method == study.methods[0]
        shown = labels.line(row)
        low, dash, high = shown.interval.partition(" to ")
        yield {
            "exposure": row.exposure, "level": row.level, "contrast": labels.contrast(row), "group": row.group,
            "role": row.role, "outcome": row.outcome, "set": row.set, "method": row.method, "sample": row.sample,
            "releases": row.releases, "weight": row.weight, "n": labels.count(row.n), "cases": labels.count(row.cases),
            "exposed": labels.count(row.cases_exposed), "expected": labels.expected(row.expected_exposed_cases),
            "odds_ratio": shown.odds_ratio, "conf_low": low, "conf_high": high, "p": shown.p, "q": shown.q,
            "detectable": shown.detectable, "mark": reliability(row, by if whole else ()).label,
            "estimate": labels.estimate_text(row), "status": row.status,
            "words": in_words(row, by if whole else ()), "reason": row.reason, "source": row.source,
            "adjusted": _adjusted(study, row), "quoted": quoted, "headline": int(whole),
            "point": number(row.odds_ratio) if row.status in labels.POINT else None,
            "low": number(row.conf_low) if dash else None, "high": number(row.conf_high) if dash else None,
            "p_number": number(row.p_value) if dash else None, "q_number": number(row.q_value) if dash else None,
        }  # fmt: skip


def number(value: float) -> float | None:
    """A number for axis and sorting, with six digits; None if there is none, or no limit."""
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None


def packed(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Rows as columns: numbers as a list, texts as a list of the different ones and the place of each row's in it."""
    together = list(rows)
    names = list(together[0]) if together else []
    return {name: _column([row[name] for row in together]) for name in names}


def _column(values: list[Any]) -> Any:
    if not all(isinstance(v, str) for v in values):
        return values
    place = {text: position for position, text in enumerate(dict.fromkeys(values))}
    return {"texts": list(place), "at": [place[v] for v in values]}


def _adjusted(study: Study, row: Any) -> str:
    """What the model of a row is adjusted for; of an exposure that the plan does not hold, what its set is."""
    planned, releases = study.exposures.get(row.exposure), tuple(row.releases.split())
    if planned is not None:
        return adjusted_for(planned, row.set, releases)
    said = labels.SET_WORDS[row.set]
    return said if len(releases) > 1 else said.removesuffix(", release")


def _quoted(study: Study, row: Any) -> int:
    """Whether a row's set, and its sample, are those that the text quotes."""
    planned = study.exposures.get(row.exposure)
    if planned is None:
        return 0
    _, _, set_, _, sample = primary_model(study, study.outcomes[row.outcome], planned)
    return int(QUOTED_SET * (row.set == set_) | QUOTED_SAMPLE * (row.sample == sample))
