"""Rows of the report's tables of estimates: the columns, and what a row shows when it is opened."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from rlsanalysis.present import labels, printing, size, units, vocabulary
from rlsanalysis.present.controls import shared_with
from rlsanalysis.present.findings import conflicts
from rlsanalysis.present.report.mark import mark
from rlsanalysis.present.roles import beside
from rlsanalysis.present.rows import EstimateRow, estimate_rows
from rlsanalysis.present.words import adjusted_for
from rlsanalysis.study.records import Outcome, Study
from rlsanalysis.study.results import Results

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Shown:
    """One row of a table.

    `estimate` is in two parts between which a line may break; `reliability` is the text of its column; `details` are
    the terms and texts that the opened row adds.
    """

    exposure: str
    group: str
    factor: str
    contrast: str
    cases: str
    noncases: str
    estimate: tuple[str, str]
    mark: Markup
    p: str
    q: str
    adequate: bool
    reliability: str
    details: tuple[tuple[str, str], ...]


def shown_rows(results: Results, outcome: Outcome, estimates: pd.DataFrame) -> Iterator[Shown]:
    """Put rows of `estimates` of one outcome into words, in their order."""
    study = results.study
    conflicting = _conflicting(results)
    for e in estimate_rows(study, estimates, shared_with(results, outcome)):
        other = conflicting.get((outcome.id, e.exposure, e.row.level), "")
        reliability = "; ".join(
            filter(None, (e.reliability.label, other and f"odds ratio on the other side of 1 for {other}"))
        )
        yield Shown(
            e.exposure, labels.group(study, e.row.group), e.label,
            contrast_beyond(study, e.exposure, e.contrast) or beside(study, e.row),
            e.cases, _noncases(e), _estimate(e), mark(study, e.row), e.shown.p, e.shown.q,
            reliability == "adequate", reliability, tuple(_details(study, e)),
        )  # fmt: skip


def contrast_beyond(study: Study, exposure: str, contrast: str) -> str:
    """Return the comparison of a factor with several levels; the label of any other factor names it."""
    return contrast if study.variables[exposure].kind == "categorical" else ""


def _estimate(e: EstimateRow) -> tuple[str, str]:
    """Write the odds ratio and the 95% CI; where neither is shown, say so."""
    if not e.shown.interval:
        return printing.estimate_text(e.row), ""
    if not e.shown.odds_ratio:
        return "CI only:", e.shown.interval
    return e.shown.odds_ratio, f"({e.shown.interval})"


def _details(study: Study, e: EstimateRow) -> Iterator[tuple[str, str]]:
    """Terms and texts of the opened row; empty ones are left out."""
    row, planned = e.row, study.exposures[e.exposure]
    power = f"{study.power:.0%}"
    counted = "Exposed / all non-cases" if printing.exposed_noncases(row) else "Non-cases"
    terms = (
        ("Association", e.in_words),
        ("Reliability", " ".join(e.reliability.details)),
        *zip(size.TITLES, size.texts(row), strict=True),
        (vocabulary.EXPECTED_CASES, e.expected),
        (f"Minimum detectable odds ratio ({power} power)", e.shown.detectable),
        (counted, _noncases(e)),
        ("p", e.shown.p),
        ("q", e.shown.q),
        ("Analytic sample", _sample(study, e)),
        ("Weight", units.weight(study, row.weight)),
        ("Adjusted for", adjusted_for(study, planned, row.set, tuple(row.releases.split()))),
        ("Expected direction in the analysis plan", units.direction(study, planned.hypothesis)),
        ("Note", study.variables[e.exposure].note),
    )
    yield from ((term, text) for term, text in terms if text)


def _noncases(e: EstimateRow) -> str:
    """Exposed non-cases among all; of a continuous exposure all."""
    return printing.exposed_noncases(e.row) or printing.count(e.row.n - e.row.cases)


def _sample(study: Study, e: EstimateRow) -> str:
    users = f", among {study.samples[e.row.sample].label}" if e.row.sample in study.samples else ""
    return f"{e.n} {study.unit.people}{users}, {labels.releases(study, e.row.releases)}"


def _conflicting(results: Results) -> Mapping[Key, str]:
    """Name, for each estimate that conflicts with that of another outcome, the other outcome and its estimate."""
    return {
        (outcome, row.exposure, row.level): "; ".join(
            f"{labels.in_sentence(labels.short(results.study, other))}: {printing.estimate_text(one)}"
            for other, one in finding.rows.items()
            if other != outcome
        )
        for finding in conflicts(results)
        for outcome, row in finding.rows.items()
    }
