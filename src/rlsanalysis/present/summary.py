"""The findings of a study and their reliability in sentences, written from its results."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd

from rlsanalysis.present import labels, vocabulary
from rlsanalysis.present.about import about
from rlsanalysis.present.controls import bias, control_outcomes, shared_with
from rlsanalysis.present.findings import GROUPS, Finding, conflicts, findings
from rlsanalysis.present.remarks import on_controls
from rlsanalysis.present.rows import SUPPRESS
from rlsanalysis.present.verdict import side, verdict
from rlsanalysis.present.words import adjusters, few_cases, listed, measured_in
from rlsanalysis.study.plan import USERS, load_plan
from rlsanalysis.study.results import Results, records
from rlsanalysis.variables import registry

NUMERALS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
VERDICT_WORDS = {
    ("associated", 1): "was associated with higher odds of",
    ("associated", -1): "was associated with lower odds of",
    ("undecided", 0): "is undecided for",
    ("no evidence", 0): "showed no evidence of an association with",
    ("not clearly associated", 0): "was not clearly associated with",
    ("not reported", 0): "is not reported for",
    ("not estimable", 0): "could not be estimated for",
}
DRUGS = "medications"
NEGATIVE = ("no evidence", "not clearly associated", "not reported", "not estimable")
GROUP_WORDS = {
    "Associated": "The 95% CI excludes 1 for at least one outcome.",
    "Undecided": f"The 95% CI includes 1 and reaches beyond {labels.LOW:g} to {labels.HIGH:g}.",
    "Not clearly associated": "The 95% CI includes 1; for a factor that is present or absent, it lies within "
    f"{labels.LOW:g} to {labels.HIGH:g}.",
    "Not reported": "Too few exposed cases are expected, or no estimate exists.",
}


def lead(results: Results) -> str:
    """Say which primary exposures are associated with every primary outcome, and which with only some of them."""
    found, outcomes = findings(results), [o.id for o in results.primary]
    if len(found) < 2:
        return f"{_first_upper(_numeral(len(found)))} primary exposure is part of this run."
    associated = [(_subject(f), [o for o, v in f.verdicts.items() if v == "associated"]) for f in found]
    every = [subject for subject, of in associated if of == outcomes]
    some = [(subject, listed(list(map(_outcome, of)))) for subject, of in associated if of and of != outcomes]
    text = f"Of {_numeral(len(found))} primary exposures, {_counted(every)} associated with {_all_of(outcomes, 'both')}"
    if some:
        (subject, of), *others = some
        text += f"; {listed([f'{subject} was associated with {of} only', *(f'{s} with {o} only' for s, o in others)])}"
    return f"{text}.{_control_of_lead(results, every)}"


def _control_of_lead(results: Results, subjects: Sequence[str]) -> str:
    """Say that exposures that are associated with every outcome are also associated with control outcomes."""
    controls = {o.id: shared_with(results, o) for o in results.primary}
    shared = {
        _subject(finding)
        for finding in findings(results)
        for outcome, row in finding.rows.items()
        if controls[outcome].get((row.exposure, row.level))
    }
    named = [subject for subject in subjects if subject in shared]
    if not named:
        return ""
    verb = "was" if len(named) == 1 else "were"
    return (
        f" {_first_upper(listed(named))} {verb} also associated with control outcomes, so these data do not show that "
        f"it is specific to {about().condition}."
    )


def summary(results: Results) -> list[tuple[str, list[str]]]:
    """Return the heading and the sentences, one for each exposure, of each group that has findings."""
    found = findings(results)
    groups = {name: [_sentence(f) for f in found if f.group == name] for name in GROUPS}
    return [(name, sentences) for name, sentences in groups.items() if sentences]


def adjustment(results: Results) -> str:
    """Say what the estimates of each primary outcome are adjusted for, and in whom drugs are compared."""
    parts = [
        f"estimates for {_outcome(o.id)} are adjusted for {adjusters(o.headline_set)}"
        for o in results.primary
    ]
    users = (
        f" Drugs are compared among {labels.sample(USERS)} for treated outcomes."
        if any(o.among_users for o in results.primary)
        else ""
    )
    return f"{_first_upper('; '.join(parts))}.{users}"


def comments(results: Results) -> Iterator[str]:
    """Say which associations depend on adjustment or on the number of comparisons, and which results conflict."""
    yield from _other_set(results)
    tested = [
        (finding, outcome, finding.rows[outcome])
        for finding in findings(results)
        for outcome, found in finding.verdicts.items()
        if found == "associated" and pd.notna(finding.rows[outcome].q_value)
    ]
    if tested:
        yield _after_correction(tested)
    yield from opposite(results)


def opposite(results: Results, exposures: Collection[str] = ()) -> Iterator[str]:
    """Name the comparisons, of some exposures or of all, whose estimates conflict between two primary outcomes."""
    conflicting = [
        f"{_subject(finding)}, {_estimates(finding)}"
        for finding in conflicts(results)
        if not exposures or any(row.exposure in exposures for row in finding.rows.values())
    ]
    if conflicting:
        yield (
            "Estimates point in opposite directions, and neither 95% CI includes the other odds ratio, for "
            f"{'; '.join(conflicting)}. Chance or bias may explain at least one of each pair."
        )


def reliability_of_findings(results: Results) -> Iterator[str]:
    """Say how few cases there are, what the controls suggest, and what should not be concluded."""
    if results.primary:
        yield f"{_cases_of(results)}."
    yield from _shared(results)
    yield on_controls(results)
    yield from (bias(results, outcome) for outcome in results.primary)
    if any(outcome.role == "primary" for outcome in results.primary):
        if any(outcome.among_users for outcome in results.primary):
            yield about().selection
        yield about().under_ascertainment
    yield about().association


def _other_set(results: Results) -> Iterator[str]:
    """Name the findings that are associated in another adjustment set only, with their estimates there."""
    found: dict[str, list[str]] = {}
    for finding in findings(results):
        for outcome, row in finding.rows.items():
            for other in records(_same_model_in_other_sets(results, row)):
                if verdict(other) == "associated" and finding.verdicts[outcome] != "associated":
                    estimate = f"{_subject(finding)} with {_outcome(outcome)} ({_short_estimate(other)})"
                    found.setdefault(other.set, []).append(estimate)
    for set_, estimates in found.items():
        verb = "was" if len(estimates) == 1 else "were"
        yield f"With {set_} adjustment instead, {listed(estimates)} {verb} associated as well."


def _short_estimate(row: Any) -> str:
    shown = labels.line(row)
    return ", ".join(filter(None, (shown.odds_ratio, f"95% CI {shown.interval}")))


def _same_model_in_other_sets(results: Results, row: Any) -> pd.DataFrame:
    """Return the rows of the same comparison, people and method with an adjustment set other than the crude one."""
    rows = results.estimates
    same = [rows[name] == getattr(row, name) for name in ("outcome", "exposure", "level", "method", "sample")]
    other: pd.DataFrame = rows[np.logical_and.reduce(same) & ~rows["set"].isin([row.set, "crude"])]
    return other


def _after_correction(tested: Sequence[tuple[Finding, str, Any]]) -> str:
    level, kept = load_plan().level, dict[str, list[str]]()
    for finding, outcome, row in tested:
        if row.q_value < level:
            kept.setdefault(_subject(finding), []).append(outcome)
    remained = [f"{subject} remained associated with {_all_of(o, 'both')}" for subject, o in kept.items()]
    lost = [
        f"{_subject(finding)} did not remain associated with {_outcome(outcome)} ({labels.q_text(row)})"
        for finding, outcome, row in tested
        if row.q_value >= level
    ]
    rate = f"At a false discovery rate of {level:.0%} across the headline exposures"
    return f"{rate}, {'; '.join(map(listed, filter(None, (remained, lost))))}."


def _sentence(finding: Finding) -> str:
    """Write a finding as one sentence: what was found for each outcome, then the estimates."""
    by_verdict = groupby(finding.rows, key=lambda o: (finding.verdicts[o], _side(finding.rows[o])))
    parts = []
    for (found, direction), outcomes in by_verdict:
        article = "either" if found in NEGATIVE else "both"
        parts.append((found, f"{VERDICT_WORDS[found, direction]} {_all_of(list(outcomes), article)}"))
    contrast = " but " if ("associated" in {v for v, _ in parts}) and len(parts) > 1 else " and "
    text = contrast.join(words for _, words in parts)
    note = registry()[next(iter(finding.rows.values())).exposure].note
    return " ".join(filter(None, (f"{_first_upper(_subject(finding))} {text}: {_estimates(finding)}.", note)))


def _side(row: Any) -> int:
    return side(row) if row.status in labels.INTERVAL else 0


def _subject(finding: Finding) -> str:
    """Name what is compared within a sentence: `ferritin`, `antidepressant use`, `smoking (current vs never)`."""
    exposure = next(iter(finding.rows.values())).exposure
    name, _, levels = labels.without_unit(finding.label).partition(": ")
    if name.isupper():
        name = labels.name(exposure).partition(" (")[0]  # an abbreviation is spelled out
    name = labels.in_sentence(name.removesuffix(", by category"))
    use = " use" if registry()[exposure].group == DRUGS else ""
    return f"{name} ({levels})" if levels else f"{name}{use}"


def _estimates(finding: Finding) -> str:
    """List the estimates of a finding: `OR 2.99 (95% CI 1.49 to 6.08; 14 of 41 cases exposed) for ... and ...`."""
    texts = [_estimate(row, first=not position) for position, row in enumerate(finding.rows.values())]
    if len(texts) == 1:
        return texts[0]
    return listed([f"{text} for {_outcome(o)}" for text, o in zip(texts, finding.rows, strict=True)])


def _estimate(row: Any, *, first: bool) -> str:
    """Write an estimate; the first of a sentence names its measure and unit."""
    shown = labels.line(row)
    if not shown.interval:
        return (
            labels.not_reported(row) if row.status == vocabulary.TOO_FEW else f"not estimable ({row.reason})"
        )
    unit = f" {labels.contrast(row)}" if first and not row.reference else ""
    cases = _cases(row, first=first)
    if people := _restricted(row):
        cases = f"{cases}; {people}"
    if not shown.odds_ratio:
        return f"95% CI {shown.interval}{unit} without a point estimate (sparse data; {cases})"
    measure, interval = ("OR ", f"95% CI {shown.interval}") if first else ("", shown.interval)
    return f"{measure}{shown.odds_ratio}{unit} ({interval}; {cases})"


def _restricted(row: Any) -> str:
    """Name the population and survey cycles of an estimate, where they are not those of the whole cohort."""
    outcome = load_plan().outcomes[row.outcome]
    return measured_in(str(row.exposure), outcome, row.releases.split())


def _cases(row: Any, *, first: bool) -> str:
    exposed, cases = labels.count(row.cases_exposed), labels.count(row.cases)
    limits = [", imprecise"] if row.cases < load_plan().fewest_cases and row.status in labels.POINT else []
    limits += [", interpret with caution"] if row.status == "caution" else []
    return (f"{exposed} of {cases}{' cases exposed' * first}" if exposed else f"{cases} cases") + "".join(
        limits
    )


def _cases_of(results: Results) -> str:
    """Count the cases of each primary outcome among all adults of its cohort."""
    counted: list[str] = []
    for outcome in results.primary:
        few = few_cases(results, outcome)
        percent = f" ({few.percent}%, weighted)" if few.percent and few.flag != SUPPRESS else ""
        cases = "" if counted else " cases"
        counted.append(f"{few.cases}{cases} of {_outcome(outcome.id)} among {few.people} adults{percent}")
    return f"There are {listed(counted)}"


def _shared(results: Results) -> Iterator[str]:
    """Give the estimates of the control outcomes for each exposure that is associated with a primary outcome."""
    outcomes = {o.id: shared_with(results, o) for o in results.primary if control_outcomes(results, o)}
    for finding in findings(results):
        own = [finding.rows[o] for o, v in finding.verdicts.items() if v == "associated" and o in outcomes]
        shared = [c for row in own for c in outcomes[row.outcome][row.exposure, row.level]]
        if shared:
            yield f"{_first_upper(_subject(finding))} was also associated with control outcomes: {listed(shared)}."
        elif own:
            yield f"No control outcome was clearly associated with {_subject(finding)} in the same direction."


def _all_of(outcomes: Sequence[str], article: str) -> str:
    """Name outcomes, or say `both definitions` of the condition where they are two: `either definition of RLS`."""
    if len(outcomes) == 2 and about().definitions.keys() >= {*outcomes}:
        return f"{article} definition{'s' * (article == 'both')} of {about().condition}"
    return listed([_outcome(o) for o in outcomes])


def _outcome(id_: str) -> str:
    return labels.in_sentence(labels.short(id_))


def _counted(items: Sequence[str]) -> str:
    """Name some exposures with the verb: `none was clearly`, `only antidepressant use was`, `two (a and b) were`."""
    if len(items) < 2:
        return f"only {items[0]} was" if items else "none was clearly"
    return f"{_numeral(len(items))} ({listed(items)}) were"


def _first_upper(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _numeral(n: int) -> str:
    return NUMERALS[n] if n < len(NUMERALS) else str(n)
