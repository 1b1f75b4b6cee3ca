"""Phrases from which sentences about findings are built: subjects, outcomes and estimates."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from rlsanalysis.present import labels, printing, vocabulary
from rlsanalysis.present.findings import Finding
from rlsanalysis.present.verdict import imprecise
from rlsanalysis.present.words import listed, measured_in
from rlsanalysis.study.records import MEDICATIONS, Study
from rlsanalysis.study.results import records

NUMERALS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def subject(finding: Finding) -> str:
    """Name what is compared within a sentence: `ferritin`, `antidepressant use`, `smoking (current vs never)`."""
    exposure = finding.first.exposure
    name, _, levels = labels.without_unit(finding.label).partition(": ")
    if name.isupper():
        name = labels.name(finding.study, exposure).partition(" (")[0]  # an abbreviation is spelled out
    name = labels.in_sentence(name.removesuffix(", by category"))
    use = " use" if finding.study.variables[exposure].group == MEDICATIONS else ""
    return f"{name} ({levels})" if levels else f"{name}{use}"


def outcome_name(study: Study, id_: str) -> str:
    """Name an outcome or an exposure within a sentence: `treated RLS`."""
    return labels.in_sentence(labels.short(study, id_))


def outcomes_named(study: Study, outcomes: Sequence[str]) -> str:
    """Name outcomes, or say `both definitions` of the condition where they are its two."""
    if len(outcomes) == 2 and study.words.definitions.keys() >= {*outcomes}:
        return f"both definitions of {study.words.condition}"
    return listed([outcome_name(study, outcome) for outcome in outcomes])


def estimate(study: Study, row: Any, *notes: str, first: bool = True) -> str:
    """Write an estimate in brackets, with its cases and what limits it: `(OR 2.99, 95% CI 1.49 to 6.08; ...)`.

    The first estimate of a sentence names its measure and unit. `notes` are added at the end.
    """
    shown = printing.line(row)
    if not shown.interval:
        return f"({_why_absent(row)})"
    unit = f" {labels.contrast(study, row)}" if first and not row.reference else ""
    if not shown.odds_ratio:
        numbers = f"95% CI only, {shown.interval}{unit}; sparse data"
    elif first:
        numbers = f"OR {shown.odds_ratio}{unit}, 95% CI {shown.interval}"
    else:
        numbers = f"{shown.odds_ratio}, {shown.interval}"
    return f"({'; '.join(filter(None, (numbers, cases(study, row, first=first), restricted(study, row), *notes)))})"


def _why_absent(row: Any) -> str:
    if row.status != vocabulary.TOO_FEW or pd.isna(row.cases_exposed):
        return str(row.reason).partition("; ")[0]
    return printing.expected_and_observed(row)


def cases(study: Study, row: Any, *, first: bool) -> str:
    """Count exposed and all cases, with what limits the estimate: `6 of 41 cases exposed; caution`."""
    exposed, of = printing.count(row.cases_exposed), printing.count(row.cases)
    limits = ["; imprecise"] if imprecise(study, row) and row.status in printing.INTERVAL else []
    limits += ["; caution"] if row.status == "caution" else []
    return (f"{exposed} of {of}{' cases exposed' * first}" if exposed else f"{of} cases") + "".join(limits)


def restricted(study: Study, row: Any) -> str:
    """Name the population and survey cycles of an estimate, where they are not those of the whole cohort."""
    outcome = study.outcomes[row.outcome]
    return measured_in(study, str(row.exposure), outcome, row.releases.split())


def restricted_populations(study: Study, rows: pd.DataFrame) -> str:
    """Name the population and survey cycles of exposures that are not known for all people of a cohort."""
    several = len({*rows["outcome"]}) > 1
    found = [
        f"{labels.comparison(study, row)}{f', for {outcome_name(study, row.outcome)}' * several}: {people}"
        for row in records(rows)
        if (people := restricted(study, row))
    ]
    return f"Restricted populations: {'; '.join(found)}." if found else ""


def compared_among(study: Study, models: Iterable[tuple[str, str]], verb: str = "are") -> str:
    """Say which exposures of which outcomes are compared in a restricted sample, and why.

    `models`: outcome and sample of each model. Empty if no sample is a restricted one of the study. `verb`: `are`, or
    `were` in the methods of a manuscript.
    """
    models, sentences = [*models], []
    for name, sample in study.samples.items():
        outcomes = dict.fromkeys(outcome for outcome, of_model in models if of_model == name)
        if outcomes:
            named = listed([outcome_name(study, outcome) for outcome in outcomes])
            sentences.append(
                f"For {named}, {sample.exposures} {verb} compared among {sample.label}, because {sample.reason}."
            )
    return " ".join(sentences)


def counted(items: Sequence[str]) -> str:
    """Name some exposures with the verb: `none was clearly`, `only antidepressant use was`, `two (a and b) were`."""
    if len(items) < 2:
        return f"only {items[0]} was" if items else "none was clearly"
    return f"{numeral(len(items))} ({listed(items)}) were"


def numeral(n: int) -> str:
    """Write a number within a sentence."""
    return NUMERALS[n] if n < len(NUMERALS) else str(n)
