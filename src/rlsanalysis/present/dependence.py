"""What the findings depend on, in sentences: adjustment, the number of comparisons, the definition of the outcome."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np

from rlsanalysis.present import labels, vocabulary
from rlsanalysis.present.about import about
from rlsanalysis.present.controls import shared_with
from rlsanalysis.present.findings import Finding, conflicts, findings, others_that_remain
from rlsanalysis.present.phrases import cases, estimate, first_upper, outcome_name, subject
from rlsanalysis.present.verdict import overlap, side, verdict
from rlsanalysis.present.words import adjusters_in, listed
from rlsanalysis.study.plan import USERS, load_plan
from rlsanalysis.study.results import Results, records

CRUDE = "crude"
SIDES = {1: "higher", -1: "lower"}
Adjusters = tuple[str, ...]
"""Words for the adjusters of a model."""


def adjustment(results: Results, *, exceptions: bool = True) -> str:
    """Say what the estimates of the findings are adjusted for, and among whom drugs are compared.

    `exceptions`: name the findings with other adjusters; else refer to the report.
    """
    usual, found = _usual(results), findings(results)
    different = [text for finding in found if (text := _exception(finding, usual))]
    listed_exceptions = f"Estimates for {'; those for '.join(different)}." if different else ""
    if different and not exceptions:
        listed_exceptions = "The report lists the exceptions."
    return " ".join(filter(None, (_usual_adjustment(results), listed_exceptions, _among_users(found))))


def _usual_adjustment(results: Results) -> str:
    """Name the adjusters that most estimates of each outcome share; those of the first outcome are not repeated."""
    texts: list[str] = []
    before: Adjusters = ()
    for outcome, adjusters in _usual(results).items():
        new = [a for a in adjusters if a not in before]
        if before and {*before} <= {*adjusters}:
            added = f"also adjusted for {listed(new)}" if new else "adjusted for the same"
        else:
            added = f"adjusted for {listed(adjusters) or 'nothing'}"
        texts.append(f"Estimates for {outcome_name(outcome)} are {added}.")
        before = before or adjusters
    return " ".join(texts)


def _usual(results: Results) -> dict[str, Adjusters]:
    """Return the most frequent adjusters among the findings, by outcome."""
    found = findings(results)
    sets = {o.id: Counter(_adjusters(f.rows[o.id]) for f in found if o.id in f.rows) for o in results.primary}
    return {outcome: of.most_common(1)[0][0] for outcome, of in sets.items() if of}


def _adjusters(row: Any) -> Adjusters:
    return adjusters_in(load_plan().exposures[row.exposure], row.set, tuple(row.releases.split()))


def _exception(finding: Finding, usual: Mapping[str, Adjusters]) -> str:
    """Say how the adjusters of a finding differ from the usual ones, naming outcomes if not the same for all."""
    of = {outcome: _adjusters(row) for outcome, row in finding.rows.items()}
    added, dropped = [], []
    for adjuster in dict.fromkeys(a for outcome in of for a in (*usual[outcome], *of[outcome])):
        more = [o for o in of if adjuster in of[o] and adjuster not in usual[o]]
        less = [o for o in of if adjuster in usual[o] and adjuster not in of[o]]
        if more:
            added.append(_for(adjuster, more, [*of]))
        if less:
            dropped.append(_for(adjuster, less, [o for o in of if adjuster in usual[o]]))
    parts = [f"also adjusted for {listed(added)}"] if added else []
    parts += [f"not adjusted for {' or '.join(dropped)}"] if dropped else []
    return f"{subject(finding).partition(' (')[0]} are {' and '.join(parts)}" if parts else ""


def _for(adjuster: str, outcomes: list[str], possible: list[str]) -> str:
    return adjuster if outcomes == possible else f"{adjuster} ({listed([*map(outcome_name, outcomes)])})"


def _among_users(found: Sequence[Finding]) -> str:
    """Say for which outcomes the drugs among the findings are compared among participants with any prescription."""
    outcomes = dict.fromkeys(o for finding in found for o, row in finding.rows.items() if row.sample == USERS)
    if not outcomes:
        return ""
    named = listed([outcome_name(outcome) for outcome in outcomes])
    return f"For {named}, drugs are compared among {labels.sample(USERS)}, because every case has one."


def comments(results: Results) -> Iterator[str]:
    """Say which associations depend on adjustment, which others remain after correction, and which results conflict."""
    near, other = " ".join(_near_the_limit(results)), " ".join(_other_set(results))
    yield from filter(None, (near, other, other_associations(results)))
    yield from opposite(results)


def _near_the_limit(results: Results) -> Iterator[str]:
    """Name the associations whose odds ratio is shown with caution, while the crude one is based on sparse data."""
    for finding, row, crude in _in_other_sets(results):
        sparse = crude.set == CRUDE and crude.status == "sparse"
        if sparse and row.status == "caution" and verdict(row) == "associated":
            yield _near(finding, row, crude)


def _near(finding: Finding, row: Any, crude: Any) -> str:
    few, fewer = labels.cases_expected(row), labels.expected(crude.expected_exposed_cases)
    return (
        f"The odds ratio of {subject(finding)} for {outcome_name(row.outcome)} is near the limit below which none is "
        f"shown ({few}; the limit is {vocabulary.LEAST_CASES[1]:g}). The crude "
        f"estimate is based on sparse data ({fewer} cases expected), so the size of the association is uncertain."
    )


def _other_set(results: Results) -> Iterator[str]:
    """Name the associations that are found in another adjustment set only, with direction and estimate."""
    for finding, row, other in _in_other_sets(results):
        found = other.set != CRUDE and verdict(other) == "associated"
        if found and verdict(row) != "associated":
            yield _in_other_set(finding, row, other)


def _in_other_set(finding: Finding, row: Any, other: Any) -> str:
    """Write an association in another adjustment set, or why it is not one where `row` has no odds ratio to show."""
    if row.status in labels.POINT:
        return (
            f"With {other.set} adjustment instead, {subject(finding)} was associated with {SIDES[side(other)]} odds of "
            f"{outcome_name(row.outcome)} {estimate(other)}."
        )
    return (
        f"The primary estimate of {subject(finding)} for {outcome_name(row.outcome)} is based on sparse data (95% CI "
        f"only, {labels.line(row).interval}). {first_upper(other.set)} adjustment ({labels.line(other).interval}) is "
        f"no evidence of an association: that model has more parameters than {labels.count(other.cases)} cases support."
    )


def _in_other_sets(results: Results) -> Iterator[tuple[Finding, Any, Any]]:
    """Pair each row of the findings with those of the same comparison, people and method in other adjustment sets."""
    rows, model = results.estimates, ("outcome", "exposure", "level", "method", "sample")
    for finding in findings(results):
        for row in finding.rows.values():
            same = np.logical_and.reduce([rows[name] == getattr(row, name) for name in model])
            for other in records(rows[same & (rows["set"] != row.set)]):
                yield finding, row, other


def other_associations(results: Results) -> str:
    """Name the headline exposures that are not primary and whose association remains after correction."""
    found: dict[str, list[str]] = {}
    for row in others_that_remain(results):
        name = subject(Finding(labels.comparison(row, complete=True), {row.outcome: row}))
        odds = f"{SIDES[side(row)]} odds of {outcome_name(row.outcome)}"
        text = f"{name} {estimate(row, labels.q_text(row), first=not found)}"
        found.setdefault(odds, []).append(text)
    if not found:
        return ""
    parts = [f"with {odds}, {listed(texts)}" for odds, texts in found.items()]
    text = (
        "Headline exposures that are not primary were also associated at a false discovery rate of "
        f"{load_plan().level:.0%}: {'; '.join(parts)}."
    )
    return " ".join([text, *_warnings(results)])


def _warnings(results: Results) -> Iterator[str]:
    """Say which of these exposures are also associated with control outcomes, and what must be read with them."""
    rows = others_that_remain(results)
    shared = {o.id: shared_with(results, o) for o in results.primary}
    named = [
        f"{outcome_name(row.exposure)} with {listed(controls)}"
        for row in rows
        if (controls := shared[row.outcome].get((row.exposure, row.level)))
    ]
    if named:
        yield f"Control outcomes were associated in the same direction: {'; '.join(named)}."
    yield from dict.fromkeys(
        about().comments[row.exposure] for row in rows if row.exposure in about().comments
    )


def opposite(results: Results, exposures: Collection[str] = ()) -> Iterator[str]:
    """Name the comparisons, of some exposures or of all, whose estimates conflict between two primary outcomes."""
    found = [
        finding
        for finding in conflicts(results)
        if not exposures or any(row.exposure in exposures for row in finding.rows.values())
    ]
    if found:
        outcomes = listed([outcome_name(outcome) for outcome in found[0].rows])
        pairs = "; for ".join(map(_pair, found))
        yield f"Odds ratios for {outcomes} point in opposite directions for {pairs}. {_reading(found)}"


def _reading(found: Sequence[Finding]) -> str:
    """Say how to read estimates in opposite directions: from their 95% CIs, and what else differs between outcomes."""
    rows = [[*finding.rows.values()] for finding in found]
    differ = "The two definitions differ in years, adjustment and people."
    if any(map(side, chain(*rows))) or not all(map(overlap, rows)):
        return differ
    return (
        "All these 95% CIs include 1 and those of each pair overlap, so the direction is undecided for both "
        f"definitions. {differ}"
    )


def _pair(finding: Finding) -> str:
    """Write the estimates of a finding: `caffeine (≥400 mg vs <50 mg), 0.20 (0.02 to 1.04; ...) and 2.69 (...)`."""
    rows = [*finding.rows.values()]
    shown = [(labels.line(row), cases(row, first=row is rows[0])) for row in rows]
    texts = [f"{line.odds_ratio} ({line.interval}; {counted})" for line, counted in shown]
    return f"{subject(finding)}, {listed(texts)}"
