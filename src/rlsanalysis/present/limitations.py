"""How far the findings can be relied on, in sentences: cases, controls, selection, and what cannot be assessed."""

from collections.abc import Iterator
from typing import Any

from rlsanalysis.present import labels
from rlsanalysis.present.about import about
from rlsanalysis.present.controls import bias, control_outcomes, shared_with
from rlsanalysis.present.findings import findings
from rlsanalysis.present.phrases import first_upper, outcome_name, subject
from rlsanalysis.present.remarks import on_controls
from rlsanalysis.present.rows import SUPPRESS
from rlsanalysis.present.words import few_cases, listed
from rlsanalysis.study.plan import load_plan
from rlsanalysis.study.results import Results, records


def reliability_of_findings(results: Results) -> Iterator[str]:
    """Say how few cases there are, what the controls suggest, what is not known, and what should not be concluded."""
    if results.primary:
        yield " ".join(filter(None, (f"{_cases_of(results)}.", _complete_cases(results))))
    yield " ".join([*_shared(results), on_controls(results)])
    yield " ".join(bias(results, outcome) for outcome in results.primary)
    yield _not_assessable(results)
    if any(outcome.role == "primary" for outcome in results.primary):
        if any(outcome.among_users for outcome in results.primary):
            yield about().selection
        yield about().under_ascertainment
    yield about().not_preregistered
    yield about().association


def _cases_of(results: Results) -> str:
    """Count the cases of each primary outcome among all adults of its cohort."""
    counted: list[str] = []
    for outcome in results.primary:
        few = few_cases(results, outcome)
        percent = f" ({few.percent}%, weighted)" if few.percent and few.flag != SUPPRESS else ""
        cases = "" if counted else " cases"
        counted.append(f"{few.cases}{cases} of {outcome_name(outcome.id)} among {few.people} adults{percent}")
    return f"There are {listed(counted)}"


def _complete_cases(results: Results) -> str:
    """Say that models are fitted to complete cases, and how many cases those of the findings include."""
    counts = {
        outcome.id: [
            finding.rows[outcome.id].cases for finding in findings(results) if outcome.id in finding.rows
        ]
        for outcome in results.primary
    }
    ranges = {outcome: _range(of) for outcome, of in counts.items() if of}
    included = [f"{n}{' cases' * (not i)} of {outcome_name(o)}" for i, (o, n) in enumerate(ranges.items())]
    if not included:
        return ""
    return (
        "A model includes only adults whose outcome, exposure and adjusters are all known (complete cases): "
        f"{listed(included)}."
    )


def _range(counts: list[int]) -> str:
    low, high = labels.count(min(counts)), labels.count(max(counts))
    return low if low == high else f"{low} to {high}"


def _shared(results: Results) -> Iterator[str]:
    """Give the estimates of the control outcomes for each exposure that is associated with a primary outcome."""
    outcomes = {o.id: shared_with(results, o) for o in results.primary if control_outcomes(results, o)}
    for finding in findings(results):
        own = [finding.rows[o] for o, v in finding.verdicts.items() if v == "associated" and o in outcomes]
        shared = [c for row in own for c in outcomes[row.outcome][row.exposure, row.level]]
        if shared:
            yield f"{first_upper(subject(finding))} was also associated with control outcomes: {listed(shared)}."
        elif own:
            yield f"No control outcome was clearly associated with {subject(finding)} in the same direction."


def _not_assessable(results: Results) -> str:
    """Name exposures of clinical interest that are not reported for any primary outcome, with their exposed cases."""
    named: list[str] = []
    comments: list[str] = []
    for exposure, comment in about().not_assessable.items():
        role = load_plan().exposures[exposure].role
        rows = [
            row
            for outcome in results.primary
            for row in records(results.primary_estimates(outcome, role))
            if row.exposure == exposure
        ]
        if rows and not any(row.status in labels.INTERVAL for row in rows):
            exposed = (_exposed(row, first=not named and row is rows[0]) for row in rows)
            named.append(f"{outcome_name(exposure)} ({', '.join(exposed)})")
            comments.append(comment)
    if not named:
        return ""
    too_few = f"Too few cases were exposed to assess {listed(named)}."
    return " ".join(filter(None, (too_few, *comments)))


def _exposed(row: Any, *, first: bool) -> str:
    cases = " cases" if first else ""
    return f"{labels.count(row.cases_exposed)} of {labels.count(row.cases)}{cases} of {outcome_name(row.outcome)}"
