"""Answers to items of checklists on results: people, missing values, cases, estimates, absolute size."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any

from rlsanalysis.present import labels, printing, summary, units, vocabulary
from rlsanalysis.present.few_cases import few_cases
from rlsanalysis.present.findings import findings
from rlsanalysis.present.manuscript import numbers
from rlsanalysis.present.phrases import outcome_name
from rlsanalysis.present.roles import estimates_shown, roles_shown
from rlsanalysis.present.size import in_words
from rlsanalysis.present.titles import MOST_NAMED
from rlsanalysis.present.words import listed
from rlsanalysis.study.plan import primary_sample
from rlsanalysis.study.records import Study
from rlsanalysis.study.results import Results, records

MODEL = re.compile(r"in the \S+ model: ")
"""Beginning of a step of the flow that counts an adjustment set."""
WEIGHT = re.compile(r"(\w+) weight(?= above 0)")
"""The component of the survey whose weight a step of the flow requires."""
OUTCOME_KNOWN = "outcome known"
"""Step of the flow from which on cases are counted among units whose outcome is known, as `study.flow` names it."""


def _flows(results: Results) -> Iterator[tuple[str, list[Any]]]:
    """Yield the name and the rows of the flow up to the primary model of each outcome and primary exposure.

    The outcomes are those that are presented first; one without a primary exposure has its first exposure.
    """
    study = results.study
    for outcome in results.primary:
        rows = results.flow[results.flow["outcome"] == outcome.id]
        there = list(dict.fromkeys(rows["exposure"]))
        primary = [exposure for exposure in there if study.exposures[exposure].primary]
        for exposure in primary or there[:1]:
            planned = study.exposures[exposure]
            sample, model = primary_sample(outcome, planned), f"in the {planned.primary_set(outcome)} model"
            own = rows[(rows["exposure"] == exposure) & (rows["sample"] == sample)].sort_values("step")
            steps = [s for s in records(own) if s.left.startswith(model) or not MODEL.match(s.left)]
            yield f"{outcome_name(study, outcome.id)} and {numbers.name_of(study, exposure)}", steps


def _step(study: Study, left: str) -> str:
    """Write a step of the flow within a sentence."""
    text = (
        labels.typeset(left).replace(": adjusters known", " (adjusters known").replace("above 0", "above 0)")
    )
    return WEIGHT.sub(lambda found: units.weight(study, found[1]), text)


def flow(results: Results) -> str:
    """Count the units at each stage, and the cases once it is known who is one, for every primary exposure."""
    sentences = []
    for name, steps in _flows(results):
        known = next((i for i, step in enumerate(steps) if step.left == OUTCOME_KNOWN), 0)
        counted = [
            f"{_step(results.study, step.left)}, {printing.count(step.n)}"
            + f" ({printing.count(step.cases)} cases)" * (i >= known)
            for i, step in enumerate(steps)
        ]
        sentences.append(f"{units.first_upper(name)}: {'; '.join(counted)}.")
    return " ".join(sentences)


def exclusions(results: Results) -> str:
    """Count the units that each step of the flow excluded, for every primary exposure."""
    sentences = []
    for name, steps in _flows(results):
        lost = [
            f"{printing.count(before.n - after.n)} at “{_step(results.study, after.left)}”"
            for before, after in pairwise(steps)
            if before.n > after.n
        ]
        sentences.append(f"Excluded by step of the flow, {name}: {'; '.join(lost) or 'none'}.")
    return " ".join(sentences)


def flow_diagram(results: Results) -> str:
    """Name the flow diagrams in the folder, or the table that they would be drawn from."""
    drawn = sorted(path.name for path in (results.folder / "figures").glob("flow_*.pdf"))
    return f"Flow diagrams: {', '.join(f'figures/{name}' for name in drawn)}." if drawn else (
        "No flow diagram was drawn; flow.csv has its counts for every exposure." if len(results.flow) else ""
    )  # fmt: skip


def characteristics(results: Results) -> str:
    """Name the tables of characteristics."""
    if results.descriptives.empty:
        return ""
    tables = listed([f"tables/table1_{outcome.id}.html" for outcome in results.primary])
    return f"Weighted characteristics of cases and non-cases, with unweighted numbers, are in {tables}."


def missing_values(results: Results) -> str:
    """Give the share of missing values over headline exposures and adjusters, by cohort."""
    study = results.study
    variables = [e.id for e in numbers.exposures_with(results, *roles_shown(results))]
    variables += [a.variable for a in study.adjusters.values()]
    spreads = numbers.missing(results, variables)
    shares = [f"{spread.percents()} in {study.cohorts[cohort].years}" for cohort, spread in spreads.items()]
    if not shares:
        return ""
    return (
        f"The share of {study.unit.people} without a value, over exposures and adjusters and including variables that "
        f"were not measured in all of them, was {listed(shares)}. Each variable and reason is counted in "
        "descriptives.csv."
    )


def cases(results: Results) -> str:
    """Count the cases of every outcome."""
    counted = []
    for outcome in results.outcomes:
        few = few_cases(results, outcome)
        percent = f" ({few.percent}%, weighted)" if few.percent and few.flag in ("present", "review") else ""
        counted.append(f"{outcome_name(results.study, outcome.id)}, {few.cases} of {few.people}{percent}")
    return f"Cases: {'; '.join(counted)}."


def estimates(results: Results) -> str:
    """Count what was estimated and how reliable it was, and name the tables."""
    study, sentences = results.study, []
    for outcome in results.primary:
        few = few_cases(results, outcome)
        counted = [
            f"{n} {vocabulary.STATUS_NAMES[s].partition(':')[0]}" for s, n in few.statuses.items() if n
        ]
        if counted:
            name = outcome_name(study, outcome.id)
            sentences.append(f"{numbers.plural(few.kind.capitalize(), 2)} for {name}: {', '.join(counted)}.")
    sets = [set_ for set_ in study.main_sets if set_ in {*results.estimates["set"]}]
    tables = listed([f"tables/estimates_{outcome.id}.html" for outcome in results.primary])
    found = (
        [sentence for _, group in summary.summary(results) for sentence in group] if findings(results) else []
    )
    return " ".join(
        (*found, *sentences, f"Estimates with 95% CIs and with {listed(sets)} adjustment are in {tables}.")
    )


def categories(results: Results) -> str:
    """Give the levels of the categorical exposures that are shown first."""
    study = results.study
    shown = [study.variables[e.id] for e in numbers.exposures_with(results, *roles_shown(results))]
    named = [
        f"{numbers.name_of(study, v.id)} ({', '.join(labels.level(study, v.id, level) for level in v.levels)})"
        for v in shown
        if v.kind == "categorical"
    ]
    if not named:
        return "No exposure that is shown first has more than two levels; cutoffs are part of the names of exposures."
    return f"Levels, reference first: {'; '.join(named)}. Cutoffs of exposures with two levels are part of their names."


def absolute_risk(results: Results) -> str:
    """Give the absolute size of the associations of the findings."""
    return " ".join(_sizes(results))


def _sizes(results: Results) -> Iterator[str]:
    study = results.study
    shown = [(finding.label, row) for finding in findings(results) for row in finding.rows.values()]
    if not shown:
        rows = (row for outcome in results.primary for row in records(estimates_shown(results, outcome)))
        shown = [(numbers.name_of(study, row.exposure), row) for row in islice(rows, MOST_NAMED)]
    for label, row in shown:
        if words := in_words(study, row):
            name = units.first_upper(labels.typeset(label))
            yield f"{name}, {outcome_name(study, row.outcome)}: {labels.in_sentence(words)}"


def other_analyses(results: Results) -> str:
    """Count the estimates and curves of other analyses."""
    shown = sum(len(estimates_shown(results, outcome)) for outcome in results.primary)
    others = len(results.estimates) - shown
    planned, estimated = (
        frame.groupby(["outcome", "exposure"]).ngroups for frame in (results.curve_tests, results.curves)
    )
    drawn = (
        f"; curves.csv has {printing.count(estimated)} of {printing.count(planned)} planned dose–response curves, and "
        "curve_tests.csv why others could not be estimated"
        if planned
        else ""
    )
    return (
        f"Besides the {printing.count(shown)} estimates that are shown first, estimates.csv has "
        f"{printing.count(others)} of other outcomes, exposures, adjustment sets, samples and methods{drawn}."
    )


def sample_sizes(results: Results) -> str:
    """Give the range of the analytic samples and their cases."""
    study, sentences = results.study, []
    for outcome in results.primary:
        rows = estimates_shown(results, outcome)
        if len(rows):
            (n, many), (few, most) = ((rows[c].min(), rows[c].max()) for c in ("n", "cases"))
            sentences.append(
                f"{printing.count(n)} to {printing.count(many)} {study.unit.people} with {printing.count(few)} to "
                f"{printing.count(most)} cases for {outcome_name(study, outcome.id)}"
            )
    return (
        f"Analytic samples of the estimates that are shown first had {listed(sentences)}; each row of estimates.csv "
        "has its unweighted numbers."
    )
