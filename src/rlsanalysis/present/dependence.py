"""What the findings depend on, in sentences: adjustment, the number of comparisons, the definition of the outcome."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from rlsanalysis.present import labels, printing
from rlsanalysis.present.controls import not_shared, shared_with
from rlsanalysis.present.findings import Finding, conflicts, findings, others_that_remain
from rlsanalysis.present.other_sets import SIDES, found_in_another_set
from rlsanalysis.present.phrases import cases, compared_among, estimate, outcome_name, subject
from rlsanalysis.present.verdict import overlap, side
from rlsanalysis.present.words import adjusters_in, listed
from rlsanalysis.study.records import Study
from rlsanalysis.study.results import Results, records

DIFFER = "The two definitions differ in years, adjustment and people."
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
    return " ".join(
        filter(
            None,
            (
                _usual_adjustment(results),
                listed_exceptions,
                compared_among(results.study, ((o, row.sample) for f in found for o, row in f.rows.items())),
            ),
        )
    )


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
        texts.append(f"Estimates for {outcome_name(results.study, outcome)} are {added}.")
        before = before or adjusters
    return " ".join(texts)


def _usual(results: Results) -> dict[str, Adjusters]:
    """Return the most frequent adjusters among the findings, by outcome."""
    found = findings(results)
    sets = {
        o.id: Counter(_adjusters(results.study, f.rows[o.id]) for f in found if o.id in f.rows)
        for o in results.primary
    }
    return {outcome: of.most_common(1)[0][0] for outcome, of in sets.items() if of}


def _adjusters(study: Study, row: Any) -> Adjusters:
    return adjusters_in(study, study.exposures[row.exposure], row.set, tuple(row.releases.split()))


def _exception(finding: Finding, usual: Mapping[str, Adjusters]) -> str:
    """Say how the adjusters of a finding differ from the usual ones, naming outcomes if not the same for all."""
    of = {outcome: _adjusters(finding.study, row) for outcome, row in finding.rows.items()}
    added, dropped = [], []
    for adjuster in dict.fromkeys(a for outcome in of for a in (*usual[outcome], *of[outcome])):
        more = [o for o in of if adjuster in of[o] and adjuster not in usual[o]]
        less = [o for o in of if adjuster in usual[o] and adjuster not in of[o]]
        if more:
            added.append(_for(finding.study, adjuster, more, [*of]))
        if less:
            dropped.append(_for(finding.study, adjuster, less, [o for o in of if adjuster in usual[o]]))
    parts = [f"also adjusted for {listed(added)}"] if added else []
    parts += [f"not adjusted for {' or '.join(dropped)}"] if dropped else []
    return f"{subject(finding).partition(' (')[0]} are {' and '.join(parts)}" if parts else ""


def _for(study: Study, adjuster: str, outcomes: list[str], possible: list[str]) -> str:
    if outcomes == possible:
        return adjuster
    return f"{adjuster} ({listed([outcome_name(study, outcome) for outcome in outcomes])})"


def comments(results: Results) -> Iterator[str]:
    """Say which associations depend on adjustment, which others remain after correction, and which results conflict."""
    unequal, conflicting = _unequal(results), [*opposite(results)]
    yield from filter(None, (found_in_another_set(results), other_associations(results), unequal))
    yield from conflicting or ([DIFFER] if unequal else [])


def other_associations(results: Results) -> str:
    """Name the headline exposures that are not primary and whose association remains after correction."""
    found: dict[str, list[str]] = {}
    for row in others_that_remain(results):
        name = subject(
            Finding(results.study, labels.comparison(results.study, row, complete=True), {row.outcome: row})
        )
        odds = f"{SIDES[side(row)]} odds of {outcome_name(results.study, row.outcome)}"
        text = f"{name} {estimate(results.study, row, labels.q_text(results.study, row), first=not found)}"
        found.setdefault(odds, []).append(text)
    if not found:
        return ""
    parts = [f"with {odds}, {listed(texts)}" for odds, texts in found.items()]
    text = (
        "Headline exposures that are not primary were also associated at a false discovery rate of "
        f"{results.study.level:.0%}: {'; '.join(parts)}."
    )
    return " ".join([text, *_warnings(results)])


def _warnings(results: Results) -> Iterator[str]:
    """Say which of these exposures are also associated with control outcomes, and what must be read with them."""
    study = results.study
    rows = others_that_remain(results)
    shared = {o.id: shared_with(results, o) for o in results.primary}
    named = [
        f"{outcome_name(study, row.exposure)} with {listed(controls)}"
        for row in rows
        if (controls := shared[row.outcome].get((row.exposure, row.level)))
    ]
    if named:
        yield f"Control outcomes were associated in the same direction: {'; '.join(named)}."
        others = [
            f"{outcome_name(study, row.exposure)} with {listed(no)}"
            for row in rows
            if shared[row.outcome].get((row.exposure, row.level)) and (no := not_shared(results, row))
        ]
        if others:
            yield f"The 95% CI included 1 for {'; '.join(others)}."
        yield study.words.neutral_controls
    yield from dict.fromkeys(
        study.words.comments[row.exposure] for row in rows if row.exposure in study.words.comments
    )


def _unequal(results: Results) -> str:
    """Name the findings that are associated with each primary outcome while the 95% CIs have no value in common."""
    found = [
        finding
        for finding in findings(results)
        if set(finding.verdicts.values()) == {"associated"} and not overlap([*finding.rows.values()])
    ]
    if not found:
        return ""
    named = "; for ".join(f"{subject(finding)}, {_estimates(finding)}" for finding in found)
    alike = [text for finding in found for text in _in_like_people(results, finding)]
    return " ".join(
        (
            f"The 95% CIs of the headline estimates do not overlap for {named}.",
            *alike,
            "No difference was tested.",
        )
    )


def _in_like_people(results: Results, finding: Finding) -> Iterator[str]:
    """Give the estimate for each further outcome in the sample and adjustment set of the first, where these differ."""
    study, first, rows = finding.study, finding.first, results.estimates
    same = (
        (rows["exposure"] == first.exposure)
        & (rows["level"] == first.level)
        & (rows["method"] == first.method)
    )
    alike = rows[same & (rows["sample"] == first.sample) & (rows["set"] == first.set)]
    for row in records(alike[alike["status"].isin(printing.POINT)]):
        if row.outcome in finding.rows and finding.rows[row.outcome].sample != first.sample:
            common = "the CIs overlap" if overlap([first, row]) else "the CIs do not overlap either"
            yield (
                f"Part of the difference may come from the comparison group: among {labels.sample(study, row.sample)} "
                f"with {row.set} adjustment, as for {outcome_name(study, first.outcome)}, the odds ratio of "
                f"{subject(finding)} for {outcome_name(study, row.outcome)} is {printing.estimate_text(row)}, "
                f"and {common}."
            )


def opposite(results: Results, exposures: Collection[str] = ()) -> Iterator[str]:
    """Name the comparisons, of some exposures or of all, whose estimates conflict between two primary outcomes."""
    found = [
        finding
        for finding in conflicts(results)
        if not exposures or any(row.exposure in exposures for row in finding.rows.values())
    ]
    if found:
        pairs = "; ".join(map(_pair, found))
        yield (
            "For these comparisons the odds ratios of the definitions lie on opposite sides of 1, and neither 95% CI "
            f"includes the other odds ratio: {pairs}. {_reading(found)}"
        )


def _reading(found: Sequence[Finding]) -> str:
    """Say how to read estimates in opposite directions: from their 95% CIs, and what else differs between outcomes."""
    rows = [*chain(*(finding.rows.values() for finding in found))]
    excluding = sum(map(abs, map(side, rows)))
    if not excluding:
        return f"All these 95% CIs include 1, so the direction is undecided for both definitions. {DIFFER}"
    return (
        f"Of these {len(rows)} 95% CIs, {len(rows) - excluding} include 1. Where one does, the direction is undecided "
        f"for that definition. {DIFFER}"
    )


def _estimates(finding: Finding) -> str:
    """Write the estimates of a finding with their outcomes: `9.47 (4.28 to 21.66) for diagnosed RLS and ...`."""
    of = finding.rows.items()
    return listed(
        [f"{printing.estimate_text(row)} for {outcome_name(finding.study, outcome)}" for outcome, row in of]
    )


def _pair(finding: Finding) -> str:
    """Write the estimates of a finding: `caffeine (≥400 mg vs <50 mg), 0.20 (0.02 to 1.04; ...) for ... and ...`."""
    rows = [*finding.rows.values()]
    shown = [(printing.line(row), cases(finding.study, row, first=row is rows[0])) for row in rows]
    texts = [
        f"{line.odds_ratio} ({line.interval}; {counted}) for {outcome_name(finding.study, row.outcome)}"
        for row, (line, counted) in zip(rows, shown, strict=True)
    ]
    return f"{subject(finding)}, {listed(texts)}"
