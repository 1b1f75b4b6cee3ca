"""The sensitivity analyses of a finding, in a sentence: other adjustment sets and samples, next to control drugs."""

from typing import Any

import pandas as pd

from rlsanalysis.present import printing
from rlsanalysis.present.findings import Finding
from rlsanalysis.present.phrases import estimate, outcome_name
from rlsanalysis.present.words import added_adjusters, listed
from rlsanalysis.study.records import MEDICATIONS, Study
from rlsanalysis.study.results import Results, records


def sensitivity_of(results: Results, finding: Finding) -> str:
    """Give the estimates of a finding in the sensitivity analyses of the plan; empty if there are none."""
    study, named, notes = results.study, dict[str, list[str]](), []
    for outcome, main in finding.rows.items():
        for row in (*_in_other_sets(results, main), *_in_other_samples(results, main)):
            shown = estimate(study, row, *_of_controls(results, row), first=not named)
            text = f"{outcome_name(study, outcome)} {shown}"
            named.setdefault(_described(study, row, main), []).append(text)
            notes += [study.samples[row.sample].note] if row.sample != main.sample else []
    if not named:
        return ""
    parts = [f"{described}, {listed(texts)}" for described, texts in named.items()]
    return " ".join(
        filter(None, (f"Estimates in sensitivity analyses: {'; '.join(parts)}.", *dict.fromkeys(notes)))
    )


def _described(study: Study, row: Any, main: Any) -> str:
    """Say what differs from the primary estimate: the sample, or adjusters that are added."""
    if row.sample != main.sample:
        return f"among {study.samples[row.sample].label}"
    return f"when also adjusted for {listed(added_adjusters(study, row.set, main.set))}"


def _in_other_sets(results: Results, main: Any) -> list[Any]:
    more = results.study.sensitivity.get(main.set, ())
    rows = _reported(results, main)
    return list(records(rows[rows["set"].isin(more) & (rows["sample"] == main.sample)]))


def _in_other_samples(results: Results, main: Any) -> list[Any]:
    more = results.study.exposures[main.exposure].more_samples
    rows = _reported(results, main)
    return list(records(rows[(rows["set"] == main.set) & rows["sample"].isin(more)]))


def _reported(results: Results, main: Any) -> pd.DataFrame:
    """Select the estimates of the same comparison and method whose interval may be shown."""
    rows = _like(results.estimates, main, "outcome", "exposure", "level", "method")
    return rows[rows["status"].isin(printing.INTERVAL)]


def _like(rows: pd.DataFrame, row: Any, *columns: str) -> pd.DataFrame:
    """Select the rows that agree with a row in some columns."""
    for column in columns:
        rows = rows[rows[column] == getattr(row, column)]
    return rows


def _of_controls(results: Results, row: Any) -> list[str]:
    """Give the range of the odds ratios of control drugs in the same sample, for a drug."""
    if row.group != MEDICATIONS:
        return []
    rows = results.estimates
    same = [
        rows[column] == getattr(row, column) for column in ("outcome", "set", "sample", "method", "group")
    ]
    controls = rows[pd.concat(same, axis=1).all(axis=1) & (rows["role"] == "negative_control")]
    shown = controls.loc[controls["status"].isin(printing.POINT), "odds_ratio"]
    if shown.empty:
        return []
    return [f"control drugs in this sample: {printing.ratio(shown.min())} to {printing.ratio(shown.max())}"]
