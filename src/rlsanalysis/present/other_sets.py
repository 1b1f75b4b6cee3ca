"""The findings in their other adjustment sets, in sentences: estimates near the limit, and associations found there."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from rlsanalysis.present import printing, vocabulary
from rlsanalysis.present.findings import Finding, findings
from rlsanalysis.present.phrases import estimate, outcome_name, subject
from rlsanalysis.present.verdict import side, verdict
from rlsanalysis.study.results import Results, records

SIDES = {1: "higher", -1: "lower"}


def near_the_limit(results: Results, finding: Finding) -> Iterator[str]:
    """Warn of an associated odds ratio that is shown with caution, while the crude one is based on sparse data."""
    for row, crude in _in_other_sets(results, finding):
        sparse = not results.study.sets[crude.set] and crude.status == "sparse"
        if sparse and row.status == "caution" and verdict(results.study, row) == "associated":
            yield (
                f"The size of the association with {outcome_name(results.study, row.outcome)} is uncertain: "
                f"{printing.cases_expected(row)}, just above the limit of {vocabulary.LEAST_CASES[1]:g} below which no "
                f"odds ratio is shown, and only {printing.expected(crude.expected_exposed_cases)} in the crude model."
            )


def found_in_another_set(results: Results) -> str:
    """Name the associations that are found in another adjustment set only, with direction and estimate."""
    return " ".join(
        _in_other_set(finding, row, other)
        for finding in findings(results)
        for row, other in _in_other_sets(results, finding)
        if results.study.sets[other.set]
        and verdict(results.study, other) == "associated"
        and verdict(results.study, row) != "associated"
    )


def _in_other_set(finding: Finding, row: Any, other: Any) -> str:
    """Write an association in another adjustment set, or why it is not read where `row` has no odds ratio to show."""
    if row.status in printing.POINT:
        return (
            f"With {other.set} adjustment instead, {subject(finding)} was associated with {SIDES[side(other)]} odds of "
            f"{outcome_name(finding.study, row.outcome)} {estimate(finding.study, other)}."
        )
    return (
        f"The primary estimate of {subject(finding)} for {outcome_name(finding.study, row.outcome)} is based on sparse "
        f"data (95% CI only, {printing.line(row).interval}). With {other.set} adjustment the 95% CI excludes 1 "
        f"({printing.line(other).interval}), but {printing.count(other.cases)} cases do not support that many "
        "parameters, so it is not interpreted."
    )


def _in_other_sets(results: Results, finding: Finding) -> Iterator[tuple[Any, Any]]:
    """Pair each row of a finding with those of the same comparison, people and method in other adjustment sets."""
    rows, model = results.estimates, ("outcome", "exposure", "level", "method", "sample")
    for row in finding.rows.values():
        same = np.logical_and.reduce([rows[name] == getattr(row, name) for name in model])
        for other in records(rows[same & (rows["set"] != row.set)]):
            yield row, other
