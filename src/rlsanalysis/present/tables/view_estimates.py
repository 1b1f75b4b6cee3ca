"""Odds ratios of one outcome: crude, minimal and full adjustment side by side, each with counts and reliability."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rlsanalysis.present import labels, printing, units, words
from rlsanalysis.present.controls import Comparison, about_control_outcomes, any_controls, shared_with
from rlsanalysis.present.phrases import compared_among
from rlsanalysis.present.reliability import reliability
from rlsanalysis.present.roles import beside, estimates_shown, roles_shown
from rlsanalysis.present.tables.table import Column, References, Row, Table, make
from rlsanalysis.study.estimate import NOT_ESTIMABLE
from rlsanalysis.study.primary import MODEL
from rlsanalysis.study.records import Outcome, Study
from rlsanalysis.study.results import Results, records

NOT_FITTED = labels.DASH
COUNTS = (Column("Exposed / cases"), Column("Exposed / non-cases"))


@dataclass(frozen=True)
class Context:
    """What the table shows in addition to the primary estimates of an outcome.

    Attributes
    ----------
    study : the study.
    sets : rows of the same exposures and people, by exposure, level and adjustment set.
    joint : joint tests of the primary models, by exposure.
    controls : control outcomes that are associated in the same direction, by comparison.
    releases : survey cycles of most exposures; the others name theirs.
    """

    study: Study
    sets: Mapping[tuple[str, str, str], Any]
    joint: Mapping[str, Any]
    controls: Mapping[Comparison, list[str]]
    releases: str


def estimates(results: Results, outcome: Outcome, *roles: str) -> Table:
    """Tabulate the estimates of exposures with these roles; by default those that are shown first."""
    study = results.study
    primary = results.primary_estimates(outcome, *roles) if roles else estimates_shown(results, outcome)
    roles = roles or tuple(dict.fromkeys((*roles_shown(results), *primary["role"])))
    references = References()
    context = context_of(results, outcome, primary)
    rows = [
        row
        for _, levels in primary.groupby("exposure", sort=False)
        for row in exposure_rows(list(records(levels)), context, references)
    ]
    return make(
        study,
        f"estimates_{outcome.id}",
        f"{labels.name(study, outcome.id)}: crude and adjusted odds ratios, {_which(study, roles)}, "
        f"{units.data(study)} {study.cohorts[outcome.cohort].years}",
        "Exposure",
        [*_columns(study, outcome)],
        rows,
        [*notes(results, outcome, primary, context.releases, rows, roles), *references.notes],
        empty="No such estimate of this outcome is part of this run.",
    )


def _which(study: Study, roles: Sequence[str]) -> str:
    others = "; ".join(study.words.roles[r] for r in roles if r != "headline")
    kinds = ["headline exposures"] * ("headline" in roles) + [f"other exposures ({others})"] * bool(others)
    return " and ".join(kinds)


def _columns(study: Study, outcome: Outcome) -> Iterator[Column]:
    yield Column("Population", align="left")
    yield from COUNTS
    for set_ in study.main_sets:
        yield Column(_set_heading(set_, outcome), "Odds ratio (95% CI)", "left")
    yield Column("P")
    yield Column("q")
    yield Column("Reliability", align="left", wrap=True)


def _set_heading(set_: str, outcome: Outcome) -> str:
    return f"{set_.capitalize()}{' (headline)' if set_ == outcome.headline_set else ''}"


def context_of(results: Results, outcome: Outcome, primary: pd.DataFrame) -> Context:
    """Gather the other adjustment sets, joint tests and control outcomes of some primary estimates."""
    same_people = primary[[name for name in MODEL if name != "set"]].drop_duplicates()
    tests = results.tests.merge(primary[MODEL].drop_duplicates())
    releases = primary.drop_duplicates("exposure")["releases"].mode()
    return Context(
        results.study,
        {(row.exposure, row.level, row.set): row for row in records(results.estimates.merge(same_people))},
        {row.exposure: row for row in records(tests)},
        shared_with(results, outcome),
        "" if releases.empty else str(releases.iloc[0]),
    )


def population(study: Study, row: Any, usual: str, references: References) -> str:
    """Population of a model, with a reference where its survey cycles are not the usual ones."""
    text = labels.population(study, row.exposure, row.releases)
    if row.sample in study.samples:
        text = f"{text} {study.samples[row.sample].having}"
    if row.releases == usual:
        return text
    named = f"{units.first_upper(study.unit.releases)} {labels.releases(study, row.releases)}"
    return f"{text} {references.mark(named)}"


def exposure_rows(levels: Sequence[Any], context: Context, references: References) -> Iterator[Row]:
    """Return one row, or for an exposure with several levels its counts and joint test and then a row a level."""
    first, declared = levels[0], context.study.variables[levels[0].exposure]
    group, label = labels.group(context.study, first.group), labels.typeset(declared.label)
    people = population(context.study, first, context.releases, references)
    if role := beside(context.study, first):
        label = f"{label} ({role})"
    if declared.kind != "categorical":
        shown = printing.line(first)
        cells = (*counts(first), *odds_ratios(context, first, references), shown.p, shown.q)
        yield Row(group, label, (people, *cells, _reliability(context, first)))
        return
    joint = printing.joint(context.joint[first.exposure])
    blank = ("",) * len(context.study.main_sets)
    totals = (printing.count(first.cases), printing.count(first.n - first.cases))
    yield Row(group, label, (people, *totals, *blank, joint.p, joint.q, ""))
    reference = f"{labels.level(context.study, first.exposure, first.reference)} (reference)"
    yield Row(group, reference, ("", "", "", *("1" for _ in blank), "", "", ""), label)
    for row in levels:
        cells = ("", *counts(row), *odds_ratios(context, row, references), printing.line(row).p, "")
        yield Row(
            group,
            labels.level(context.study, row.exposure, row.level),
            (*cells, _reliability(context, row)),
            label,
        )


def counts(row: Any) -> tuple[str, str]:
    """Exposed people among cases and among non-cases; of a continuous exposure all of them."""
    return printing.exposed_cases(row), printing.exposed_noncases(row) or printing.count(row.n - row.cases)


def odds_ratios(context: Context, primary: Any, references: References) -> Iterator[str]:
    """Estimate of each adjustment set as text, as far as its status lets it be shown."""
    for set_ in context.study.main_sets:
        row = context.sets.get((primary.exposure, primary.level, set_))
        if row is None:
            yield NOT_FITTED
            continue
        text = printing.estimate_text(row)
        yield f"{text} {references.mark(row.reason)}" if row.status == NOT_ESTIMABLE and row.reason else text


def _reliability(context: Context, row: Any) -> str:
    return reliability(context.study, row, context.controls.get((row.exposure, row.level), ())).label


def notes(
    results: Results,
    outcome: Outcome,
    primary: pd.DataFrame,
    releases: str,
    rows: Sequence[Row],
    roles: Sequence[str],
) -> Iterator[str]:
    """Explain methods, adjustment, counts and reliability, and name what is not there."""
    study = results.study
    usual = (
        f"{units.first_upper(study.unit.releases)}, unless noted: {labels.releases(results.study, releases)}. "
        if rows
        else ""
    )
    yield f"{usual}{words.METHOD} {words.weights(study)}"
    yield (
        " ".join(f"{set_.capitalize()}: {results.study.words.sets[set_]}." for set_ in study.main_sets)
        + f" {study.words.adjusters_themselves} {study.words.adjustment_exceptions}"
    )
    yield (
        "Counts, P, q and reliability are those of the headline model; counts are unweighted. Another adjustment set "
        "includes everyone with all of its variables known, so its people can differ, and so can the exposed cases "
        f"that are expected in it. P of an exposure with several levels: joint test. {words.q_words(primary)} "
        "q: Benjamini-Hochberg."
    )
    users = bool(primary["sample"].isin(study.samples).any())
    yield compared_among(study, zip(primary["outcome"], primary["sample"], strict=True))
    yield (
        words.RELIABILITY
        + f" Imprecise: fewer than {study.fewest_cases} cases or {study.fewest_df} design degrees of freedom."
    )
    yield words.on_not_reported(primary)
    if any_controls(results) and outcome.role == "primary":
        yield about_control_outcomes(results.study) + f" {results.study.words.shared_indication}" * users
    if any(cell == NOT_FITTED for row in rows for cell in row.cells):
        yield f"{NOT_FITTED} not fitted: not in the analysis plan, or not part of this run."
    fitted, groups = set(primary["exposure"]), set(primary["group"])
    lacking = "; ".join(
        labels.name(results.study, e.id)
        for e in study.exposures.values()
        if e.role in roles
        and not e.stands_for
        and e.id not in fitted
        and results.study.variables[e.id].group in groups
    )
    if lacking and rows:
        yield (
            "Exposures of these groups without an estimate, because they were not asked in those years, are part of "
            f"the definition of the outcome, or are not part of this run: {lacking}."
        )
    yield results.study.words.association
