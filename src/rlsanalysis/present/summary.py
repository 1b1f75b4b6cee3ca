"""The findings of a study in sentences, written from its results."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import pandas as pd

from rlsanalysis.present import labels, printing, units, vocabulary
from rlsanalysis.present.controls import of_control_outcomes, similar_negative_controls, with_estimate
from rlsanalysis.present.findings import GROUPS, Finding, by_group, findings, remains
from rlsanalysis.present.other_sets import near_the_limit
from rlsanalysis.present.phrases import (
    counted,
    estimate,
    numeral,
    outcome_name,
    outcomes_named,
    subject,
)
from rlsanalysis.present.rounding import HIGH, LOW
from rlsanalysis.present.sensitivity import sensitivity_of
from rlsanalysis.present.verdict import side, verdict
from rlsanalysis.present.words import NOT_SAFE, listed
from rlsanalysis.study.records import Outcome, Study
from rlsanalysis.study.results import Results

VERDICT_WORDS = {
    ("associated", 1): "was associated with higher odds of",
    ("associated", -1): "was associated with lower odds of",
    ("undecided", 0): "is undecided for",
    ("no evidence", 0): "showed no evidence of an association with",
    ("not clearly associated", 0): "was not clearly associated with",
    ("not reported", 0): "is not reported for",
    ("not estimable", 0): "could not be estimated for",
}
NEGATIVE = ("no evidence", "not clearly associated", "not reported", "not estimable")
NOT_REPORTED = "not reported"
NOT_TESTED = "differences between the classes were not tested."
IN_REPORT = "Estimates by class are in the report"
GROUP_WORDS = {
    "Associated": "The 95% CI excludes 1 for at least one outcome.",
    "Undecided": f"The 95% CI includes 1 and reaches beyond {LOW:g} to {HIGH:g}, or that of a continuous exposure "
    "includes 1 with fewer than {fewest} cases, for at least one outcome.",
    "Not clearly associated": f"The 95% CI includes 1 and lies within {LOW:g} to {HIGH:g}.",
    "Not reported": f"There is no estimate that may be shown. {NOT_SAFE}",
}


def group_words(study: Study, group: str) -> str:
    """Say by which rule a finding is in a group."""
    return GROUP_WORDS[group].format(fewest=study.fewest_cases)


def lead(results: Results) -> str:
    """Say which primary exposures are associated with every primary outcome, and remain so after correction."""
    study = results.study
    found, outcomes = findings(results), [o.id for o in results.primary]
    if len(found) < 2:
        return f"{units.first_upper(numeral(len(found)))} primary exposure is part of this run."
    every = [f for f in found if [o for o, v in f.verdicts.items() if v == "associated"] == outcomes]
    subjects = [subject(f) for f in every]
    text = f"Of {numeral(len(found))} primary exposures, {counted(subjects)} associated with"
    return f"{text} {outcomes_named(study, outcomes)}{_corrected(study, every)}.{_control_of_lead(results, every)}"


def _corrected(study: Study, every: Sequence[Finding]) -> str:
    """Say which of the exposures that are associated with every outcome remain so after correction."""
    if not every or any(pd.isna(row.q_value) for finding in every for row in finding.rows.values()):
        return ""
    kept = [
        subject(finding) for finding in every if all(remains(study, row) for row in finding.rows.values())
    ]
    rate = f"after correction for multiple comparisons (false discovery rate {study.level:.0%})"
    if len(kept) == len(every):
        return f" and remained so {rate}"
    return f", and {f'only {listed(kept)}' if kept else 'none of them'} remained so {rate}"


def _control_of_lead(results: Results, every: Sequence[Finding]) -> str:
    """Name the control outcomes with which exposures are associated too, if any of these is not true by definition."""
    study = results.study
    shared = {subject(finding): also for finding in every if (also := _also_associated(results, finding))}
    if not shared:
        return ""
    sentences = [
        f"{units.first_upper(name)} was also associated with conditions other than {study.words.condition} that were "
        f"used as controls (OR, 95% CI): {listed(also)}."
        for name, also in shared.items()
    ]
    which = "this association" if len(shared) == 1 else "these associations"
    text = " ".join(filter(None, (*sentences, study.words.neutral_controls)))
    return (
        f" {text} The data therefore cannot tell how far {which} reflects contact with care or shared causes rather "
        f"than {study.words.condition}."
    )


def _also_associated(results: Results, finding: Finding) -> list[str]:
    """Return the control outcomes that are associated in the same direction; those partly true by definition last."""
    study = results.study
    row, others, by_definition = finding.first, [], []
    for outcome, control in of_control_outcomes(results, row).items():
        if control.status in printing.INTERVAL and side(control) == side(row):
            text = with_estimate(study, outcome, control)
            if outcome in study.words.true_by_definition.get(row.exposure, ()):
                by_definition.append(f"{text} (partly true by definition)")
            else:
                others.append(text)
    return [*others, *by_definition] if others else []


def key(results: Results) -> dict[str, str]:
    """Define the terms of the findings; empty for a run without findings."""
    if not findings(results):
        return {}
    study = results.study
    cases, continuous = (
        "{}, {} and {}".format(*of.values()) for of in (vocabulary.CASES, vocabulary.EFFECTIVE_DF)
    )
    primary = numeral(sum(exposure.primary for exposure in study.exposures.values()))
    return {
        "OR (95% CI)": "odds ratio with its 95% confidence interval; an odds ratio above 1 means higher odds of the "
        "outcome with the factor, below 1 lower odds",
        "Headline exposures": f"the suspected causes that the analysis plan names; {primary} of them are primary",
        "Caution, sparse data, not reported": f"{cases} cases expected in the smaller group, exposed or "
        f"unexposed (continuous exposures: {continuous} effective degrees of freedom); of sparse data only the 95% CI "
        "is shown",
        "Associated": f"the 95% CI excludes 1, whether or not q is below {study.level:g}",
        "Imprecise": f"fewer than {study.fewest_cases} cases or {study.fewest_df} design degrees of freedom",
        "No evidence of an association": f"the 95% CI of a factor that is present or absent includes 1 and lies within "
        f"{LOW:g} to {HIGH:g}",
        "Undecided": f"the 95% CI includes 1 and reaches beyond {LOW:g} to {HIGH:g}; a continuous exposure is also "
        "undecided if it is imprecise, and otherwise not clearly associated",
        "q": "a P value corrected for the number of headline exposures of an outcome; if every association with q of "
        f"{study.level:g} or less is declared, at most {study.level:.0%} of them are expected to be false. The joint "
        "test of a factor with several levels tests them together",
    }


def summary(results: Results, *, by_class: bool = True) -> list[tuple[str, list[str]]]:
    """Return the heading and the texts of each group that has findings: one for each exposure.

    `by_class`: the estimates of the classes that an exposure comprises, and those of sensitivity analyses, follow as
    texts of their own; else the former are only referred to.
    """
    return [
        (name, [text for texts in of_findings for text in texts])
        for name, of_findings in in_detail(results, by_class=by_class)
    ]


def in_detail(results: Results, *, by_class: bool = True) -> list[tuple[str, list[list[str]]]]:
    """Return the heading and the findings of each group that has some; a finding is the list of its texts."""
    found = findings(results)
    groups = {
        name: [list(_texts(results, f, by_class=by_class)) for f in found if f.group == name]
        for name in GROUPS
    }
    return [(name, of_findings) for name, of_findings in groups.items() if of_findings]


def caveats(results: Results) -> list[str]:
    """Return what a reader must know about single findings, each after the name of its exposure."""
    of_finding = {subject(f): " ".join(_reading(results, f)) for f in by_group(results)}
    return [f"{units.first_upper(name)}: {text}" for name, text in of_finding.items() if text]


def _reading(results: Results, finding: Finding) -> Iterator[str]:
    """Say how to read a finding: near the limit, after correction, and what its exposure may stand for."""
    yield from near_the_limit(results, finding)
    yield from _false_discovery(results, finding)
    yield from filter(None, [_comment(finding)])


def _comment(finding: Finding) -> str:
    exposure = finding.first.exposure
    return finding.study.words.comments.get(exposure, finding.study.variables[exposure].note)


def _texts(results: Results, finding: Finding, *, by_class: bool) -> Iterator[str]:
    """Write a finding: what was found for each outcome, how to read it, estimates by class and of sensitivity."""
    exposure = finding.first.exposure
    classes = " ".join(_by_class(results, exposure))
    elsewhere = (
        (IN_REPORT + (f"; {NOT_TESTED}" if NOT_TESTED in classes else "."))
        if classes and not by_class
        else ""
    )
    yield " ".join(filter(None, (_sentence(finding), *_reading(results, finding), elsewhere)))
    if by_class:
        yield from filter(None, (classes, sensitivity_of(results, finding)))


def _sentence(finding: Finding) -> str:
    """Write what was found for each outcome, with its estimate."""
    by_verdict = groupby(finding.rows, key=lambda o: (finding.verdicts[o], _side(finding.rows[o])))
    first, parts = next(iter(finding.rows)), []
    for (found, direction), outcomes in by_verdict:
        named = [
            f"{outcome_name(finding.study, o)} {estimate(finding.study, finding.rows[o], first=o == first)}"
            for o in outcomes
        ]
        joined = " or ".join(named) if found in NEGATIVE else listed(named)
        parts.append((found, f"{VERDICT_WORDS[found, direction]} {joined}"))
    contrast = " but " if ("associated" in {v for v, _ in parts}) and len(parts) > 1 else " and "
    return f"{units.first_upper(subject(finding))} {contrast.join(words for _, words in parts)}."


def _side(row: Any) -> int:
    return side(row) if row.status in printing.INTERVAL else 0


def _false_discovery(results: Results, finding: Finding) -> Iterator[str]:
    """Say that an association does not remain after correction, with the negative controls of similar size."""
    study = results.study
    for outcome in results.primary:
        row = finding.rows.get(outcome.id)
        if row is None or finding.verdicts[outcome.id] != "associated" or not row.q_value >= study.level:
            continue
        similar = similar_negative_controls(results, outcome, row)
        yield (
            f"The association with {outcome_name(study, outcome.id)} does not meet a false discovery rate of "
            f"{study.level:.0%} ({labels.q_text(study, row)}){_similar(similar)}."
        )


def _similar(negative_controls: Sequence[str]) -> str:
    if not negative_controls:
        return ""
    one = len(negative_controls) == 1
    found = "a negative control has an odds ratio" if one else "negative controls have odds ratios"
    return f", and {found} of similar size: {listed(negative_controls)}"


def _by_class(results: Results, exposure: str) -> Iterator[str]:
    """Give the estimates of the classes that an exposure comprises, in a sentence for each outcome."""
    study = results.study
    classes = study.words.classes.get(exposure, ())
    texts = [text for outcome in results.primary if (text := _classes(results, outcome, classes))]
    for position, text in enumerate(texts):
        yield (
            units.first_upper(text if position else f"by class of {outcome_name(study, exposure)}, {text}")
            + "."
        )
    if any(NOT_REPORTED in text for text in texts):
        yield NOT_SAFE


def _classes(results: Results, outcome: Outcome, classes: Sequence[str]) -> str:
    every = results.primary_rows(outcome, *results.study.words.roles)
    rows = [row for exposure in classes for row in every if row.exposure == exposure]
    shown = [row for row in rows if row.status in printing.INTERVAL]
    absent = [
        outcome_name(results.study, row.exposure) for row in rows if row.status not in printing.INTERVAL
    ]
    verb = f"{'is' if len(absent) == 1 else 'are'} {NOT_REPORTED}"
    if not shown:
        return f"{listed(absent)} {verb} for {outcome_name(results.study, outcome.id)}" if absent else ""
    estimates = listed([_class(results.study, row, first=not position) for position, row in enumerate(shown)])
    others = f", while {listed(absent)} {verb}" if absent else ""
    compared = f"; {NOT_TESTED.removesuffix('.')}" if len(shown) > 1 else ""
    return f"estimates for {outcome_name(results.study, outcome.id)} are: {estimates}{others}{compared}"


def _class(study: Study, row: Any, *, first: bool) -> str:
    """Write the estimate of a class: `SSRI (1.35, 0.74 to 2.32; 30 of 127; undecided)`."""
    found = verdict(study, row)
    q = [labels.q_text(study, row)] if found == "associated" and printing.line(row).q else []
    return f"{outcome_name(study, row.exposure)} {estimate(study, row, found, *q, first=first)}"
