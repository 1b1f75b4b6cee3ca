"""The findings of a study, selected by a rule and written from its results, for README, site, report and terminal.

The rule: primary exposures of the analysis plan only, for every primary outcome, by their headline estimates. Of a
categorical exposure its last level stands for it. An exposure belongs to the group of its strongest verdict: associated
with an outcome; undecided; not clearly associated; not reported.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rlsanalysis.present import labels
from rlsanalysis.present.about import about
from rlsanalysis.present.controls import bias, control_outcomes, shared_with
from rlsanalysis.present.remarks import NO_CONTROLS
from rlsanalysis.present.verdict import Verdict, verdict
from rlsanalysis.present.words import few_cases
from rlsanalysis.study.plan import Outcome, load_plan
from rlsanalysis.study.results import Results, records

GROUPS: dict[str, tuple[Verdict, ...]] = {
    "Associated": ("associated",),
    "Undecided": ("undecided",),
    "Not clearly associated": ("no evidence", "not clearly associated"),
    "Not reported": ("not reported", "not estimable"),
}
NUMERALS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Finding:
    """The headline estimates of one primary exposure: its row of `estimates` by primary outcome."""

    label: str
    rows: dict[str, Any]

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """Verdict by outcome."""
        return {outcome: verdict(row) for outcome, row in self.rows.items()}

    @property
    def group(self) -> str:
        """Heading under which it is listed: the first that one of its verdicts belongs to."""
        return next(name for name, members in GROUPS.items() if {*members} & {*self.verdicts.values()})


def findings(results: Results) -> list[Finding]:
    """Return the findings of a run, in the order of the plan."""
    rows: dict[str, dict[str, Any]] = {}
    for outcome in results.primary:
        for row in records(results.primary_estimates(outcome, "headline")):
            if load_plan().exposures[row.exposure].primary:
                rows.setdefault(row.exposure, {})[outcome.id] = row  # the last level stands for the exposure
    return [Finding(labels.comparison(next(iter(of.values()))), of) for of in rows.values()]


def summary(results: Results) -> list[tuple[str, str]]:
    """Return one heading and paragraph for each group that has findings."""
    found = findings(results)
    grouped = {name: [f for f in found if f.group == name] for name in GROUPS}
    return [
        (f"{name} ({len(members)} of {len(found)} primary exposures)", " ".join(map(_sentence, members)))
        for name, members in grouped.items()
        if members
    ]


def lead(results: Results) -> str:
    """Say in one sentence which primary exposures are associated with all, and which with some, primary outcomes."""
    found, outcomes = findings(results), results.primary
    counts = {f.label: sum(v == "associated" for v in f.verdicts.values()) for f in found}
    every = [label for label, n in counts.items() if n == len(outcomes)]
    some = [label for label, n in counts.items() if 0 < n < len(outcomes)]
    if not found:
        return "No primary exposure is part of this run."
    total = f"Of {_numeral(len(found))} primary exposures"
    if len(outcomes) == 1:
        return f"{total}, {_named(every)} associated with {_outcome(outcomes[0])}."
    both = "both definitions" if len(outcomes) == 2 else "every definition"
    first = f"{total}, {_named(every)} associated with {both} of {about().condition}"
    return f"{first}, and {_named(some)} associated with one definition only." if some else f"{first}."


def reliability_of_findings(results: Results) -> Iterator[str]:
    """Say how few cases there are, what the controls say about the associations, and what nobody should conclude."""
    few = [few_cases(results, o) for o in results.primary]
    yield " ".join(
        f"There are {f.cases} cases of {_outcome(f.outcome)} among {f.people} adults"
        + (f" ({f.percent}%, weighted)." if f.percent else ".")
        for f in few
    )
    yield from (sentence for o in results.primary for sentence in _controls(results, o))
    yield from (bias(results, o) for o in results.primary)
    yield about().under_ascertainment
    yield about().association


def _sentence(finding: Finding) -> str:
    parts = [_estimate(finding.rows[o], _outcome_of(o)) for o in finding.rows]
    return f"{finding.label}: {'; '.join(parts)}."


def _estimate(row: Any, outcome: str) -> str:
    """Write an estimate within a sentence: `OR 9.47 (95% CI 4.28 to 21.66; 19 of 41 cases exposed) for ...`."""
    shown, cases = labels.line(row), _cases(row)
    if not shown.interval:
        return f"{labels.estimate_text(row)} for {outcome} ({cases})"
    interval = f"95% CI {shown.interval}; {cases}"
    return (
        f"OR {shown.odds_ratio} ({interval}) for {outcome}"
        if shown.odds_ratio
        else f"{interval.replace(';', ' only (sparse;', 1)}) for {outcome}"
    )


def _cases(row: Any) -> str:
    exposed, cases = labels.count(row.cases_exposed), labels.count(row.cases)
    imprecise = ", imprecise" if row.cases < load_plan().fewest_cases and row.status in labels.POINT else ""
    return (f"{exposed} of {cases} cases exposed" if exposed else f"{cases} cases") + imprecise


def _controls(results: Results, outcome: Outcome) -> Iterator[str]:
    """Give the estimates of the control outcomes for each finding that is an association."""
    if not control_outcomes(results, outcome):
        yield f"{NO_CONTROLS} for {_outcome(outcome)}."
        return
    shared = shared_with(results, outcome)
    for finding in findings(results):
        row = finding.rows.get(outcome.id)
        if row is None or verdict(row) != "associated":
            continue
        found = shared[row.exposure, row.level]
        label = finding.label
        if found:
            yield f"{label} was also associated with control outcomes of {_outcome(outcome)}: {', '.join(found)}."
        else:
            yield f"{label} was not associated with any control outcome of {_outcome(outcome)}."


def _outcome(outcome: Outcome) -> str:
    return _outcome_of(outcome.id)


def _outcome_of(id_: str) -> str:
    return labels.in_sentence(labels.short(id_))


def _named(items: Sequence[str]) -> str:
    """Count some labels and name them, with the verb: `one (antidepressant) was`."""
    verb = "was" if len(items) < 2 and items else "were"
    named = f" ({'; '.join(map(labels.in_sentence, items))})" if items else ""
    return f"{_numeral(len(items)) if items else 'none'}{named} {verb}"


def _numeral(n: int) -> str:
    return NUMERALS[n] if n < len(NUMERALS) else str(n)
