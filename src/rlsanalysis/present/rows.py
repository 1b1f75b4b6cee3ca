"""Rows of text that report, figures and tables share: the content of each cell, before anything is drawn."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rlsanalysis.present import labels, printing
from rlsanalysis.present.controls import Comparison, comparison_of, control_outcomes, of_control_outcomes
from rlsanalysis.present.findings import findings
from rlsanalysis.present.printing import Line
from rlsanalysis.present.reliability import Reliability, reliability
from rlsanalysis.present.roles import roles_shown
from rlsanalysis.present.verdict import in_words
from rlsanalysis.study.indications import FEWEST, OTHER
from rlsanalysis.study.primary import MODEL
from rlsanalysis.study.records import Outcome, Study
from rlsanalysis.study.results import Results, records

SUPPRESS = "suppress"
OTHER_DRUGS = f"Any other drug (each with fewer than {FEWEST} cases)"
FLAG_WORDS = {
    "present": "",
    "review": "review needed: few degrees of freedom, or no one or everyone is a case",
    SUPPRESS: "suppressed: too imprecise",
    "nobody": "no one in this group",
}


@dataclass(frozen=True)
class EstimateRow:
    """One estimate as text."""

    exposure: str
    label: str
    contrast: str
    row: Any
    n: str
    cases: str
    expected: str
    shown: Line
    reliability: Reliability
    in_words: str


def estimate_rows(
    study: Study, estimates: pd.DataFrame, shared: Mapping[Comparison, list[str]] | None = None
) -> Iterator[EstimateRow]:
    """Rows of `estimates` as text, in their order.

    `shared` names the control outcomes that are associated in the same direction, by comparison.
    """
    for row in records(estimates):
        controls = (shared or {}).get((row.exposure, row.level), ())
        yield EstimateRow(
            str(row.exposure), labels.name(study, str(row.exposure)), labels.contrast(study, row), row,
            printing.count(row.n), printing.exposed_cases(row), printing.expected(row.expected_exposed_cases),
            printing.line(row), reliability(study, row, controls), in_words(study, row, controls),
        )  # fmt: skip


@dataclass(frozen=True)
class PrevalenceRow:
    """Prevalence in one group as text; only counts where the NCHS standards suppress it."""

    by: str
    level: str
    n: str
    cases: str
    percent: str
    std_error: str
    interval: str
    flag: str


def prevalence_rows(results: Results, outcome: Outcome) -> Iterator[PrevalenceRow]:
    """Prevalence of an outcome, overall and by group."""
    study = results.study
    for row in records(results.prevalence[results.prevalence["outcome"] == outcome.id]):
        hidden = row.flag in (SUPPRESS, "nobody")
        level = (
            labels.releases(study, str(row.level))
            if row.by == "release"
            else labels.level(study, row.by, str(row.level))
        )
        yield PrevalenceRow(
            str(row.by), level, printing.count(row.n), printing.count(row.cases),
            printing.NONE if hidden else printing.percent(row.percent),
            "" if hidden else printing.percent(row.std_error),
            "" if hidden else f"{printing.percent(row.conf_low)} to {printing.percent(row.conf_high)}",
            FLAG_WORDS.get(str(row.flag), str(row.flag)),
        )  # fmt: skip


@dataclass(frozen=True)
class DrugRow:
    """A drug that defines cases of an outcome as text: its cases among all, and the weighted percentage of cases."""

    drug: str
    cases: str
    percent: str


def drugs_of(results: Results, outcome: Outcome) -> list[DrugRow]:
    """Return the drugs that define the cases of an outcome, the most frequent first; none if no drug does."""
    rows = results.indications[results.indications["outcome"] == outcome.id]
    return [
        DrugRow(
            OTHER_DRUGS if row.drug == OTHER else str(row.drug).capitalize(),
            f"{printing.count(row.n)} / {printing.count(row.cases)}", printing.one_decimal(row.percent),
        )
        for row in records(rows)
    ]  # fmt: skip


def flow_of(results: Results, outcome: Outcome) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """Participant flow for the exposures of `roles_shown`: exposure, sample, steps (remaining, people, cases)."""
    primary = results.primary_estimates(outcome, *roles_shown(results))[
        ["outcome", "exposure", "sample"]
    ].drop_duplicates()
    steps = primary.merge(results.flow, on=["outcome", "exposure", "sample"])
    return [
        (
            str(exposure),
            str(sample),
            [(r.left, printing.count(r.n), printing.count(r.cases)) for r in records(rows)],
        )
        for (exposure, sample), rows in steps.groupby(["exposure", "sample"], sort=False)
    ]


def joint_tests(results: Results, estimates: pd.DataFrame) -> pd.DataFrame:
    """Joint tests of the models that some rows of `estimates` belong to."""
    return results.tests.merge(estimates[MODEL].drop_duplicates())


def control_comparisons(
    results: Results, outcome: Outcome
) -> tuple[list[Outcome], list[tuple[str, str, list[str]]]]:
    """Compare the estimates of an outcome with those of the control outcomes of its cohort, by `roles_shown`.

    Returns
    -------
    The outcomes across; then one row a comparison: exposure, contrast, an estimate as text for each outcome.
    """
    across = [outcome, *control_outcomes(results, outcome)]
    cells = {
        o.id: {
            comparison_of(results.study, r): printing.estimate_text(r)
            for r in results.primary_rows(o, *roles_shown(results))
        }
        for o in across
    }
    rows = [
        (
            str(r.exposure),
            labels.contrast(results.study, r),
            [cells[o.id].get((r.exposure, r.level), printing.NONE) for o in across],
        )
        for r in results.primary_rows(outcome, *roles_shown(results))
    ]
    return across, rows


def primary_with_controls(results: Results) -> tuple[list[Outcome], list[tuple[str, list[str]]]]:
    """Return the control outcomes of a run, and the name of each primary exposure with its estimates for them."""
    across = [outcome for outcome in results.outcomes if outcome.role == "control"]
    rows = []
    for finding in findings(results):
        found = of_control_outcomes(results, finding.first)
        cells = [printing.estimate_text(found[o.id]) if o.id in found else printing.NONE for o in across]
        rows.append((finding.label, cells))
    return across, rows
