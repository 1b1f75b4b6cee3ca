"""Odds ratios of one outcome: crude, minimal and full adjustment side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rlsanalysis.present import labels, words
from rlsanalysis.present.about import about
from rlsanalysis.present.controls import Comparison, shared_with
from rlsanalysis.present.tables.table import Column, References, Row, Table, make
from rlsanalysis.study.estimate import NOT_ESTIMABLE
from rlsanalysis.study.plan import USERS, Outcome, load_plan
from rlsanalysis.study.results import MODEL, Results, records
from rlsanalysis.variables import registry

NOT_FITTED = labels.DASH


@dataclass(frozen=True)
class Beside:
    """What stands beside the quoted rows of an outcome.

    Attributes
    ----------
    sets : rows of the same exposures and people, by exposure, level and adjustment set.
    joint : joint tests of the quoted models, by exposure.
    shared : quoted comparisons that a control outcome shows as well.
    releases : those of most exposures; the others name theirs.
    """

    sets: Mapping[tuple[str, str, str], Any]
    joint: Mapping[str, Any]
    shared: set[Comparison]
    releases: str


def estimates(results: Results, outcome: Outcome, *roles: str) -> Table:
    """Estimates of exposures with these roles (headline if none is named), from `estimates` and `tests`."""
    roles = roles or ("headline",)
    quoted = results.primary_estimates(outcome, *roles)
    refer = References()
    found = beside(results, outcome, quoted)
    rows = [
        row
        for _, levels in quoted.groupby("exposure", sort=False)
        for row in exposure_rows(list(records(levels)), found, refer)
    ]
    others = "; ".join(labels.ROLE_WORDS[r] for r in roles if r != "headline")
    kinds = ["headline"] * ("headline" in roles) + [f"other ({others})"] * bool(others)
    return make(
        f"estimates_{outcome.id}",
        f"{labels.name(outcome.id)}: odds ratios of {' and '.join(kinds)} exposures, crude and adjusted, "
        f"{'in the form of ' if results.synthetic else ''}NHANES {outcome.cohort.replace('-', labels.DASH)}",
        "Exposure",
        [*_columns(outcome)],
        rows,
        [*notes(quoted, found.releases, rows, roles), *refer.notes],
        synthetic=results.synthetic,
        empty="No such estimate of this outcome is part of this run.",
    )


def _columns(outcome: Outcome) -> Iterator[Column]:
    yield Column("People", align="left")
    yield Column("n (exposed)")
    yield Column("Cases (exposed)")
    for set_ in load_plan().sets:
        said = f"{set_.capitalize()}{' (headline)' if set_ == outcome.headline_set else ''}"
        yield Column(said, "Odds ratio (95 % interval)", "left")
    yield Column("p")
    yield Column("q")


def beside(results: Results, outcome: Outcome, quoted: pd.DataFrame) -> Beside:
    """Gather what stands beside the quoted rows."""
    people = quoted[[name for name in MODEL if name != "set"]].drop_duplicates()
    alike = results.estimates.merge(people)
    tests = results.tests.merge(quoted[MODEL].drop_duplicates())
    releases = quoted.drop_duplicates("exposure")["releases"].mode()
    return Beside(
        {(row.exposure, row.level, row.set): row for row in records(alike)},
        {row.exposure: row for row in records(tests)},
        {comparison for comparison, by in shared_with(results, outcome).items() if by},
        "" if releases.empty else str(releases.iloc[0]),
    )


def people(row: Any, usual: str, refer: References) -> str:
    """Who is compared, with a mark where the releases are not the usual ones."""
    said = labels.population(row.exposure, row.releases)
    if row.sample == USERS:
        said = f"users, {said}"
    return (
        said if row.releases == usual else f"{said} {refer.mark('Releases ' + labels.releases(row.releases))}"
    )


def exposure_rows(quoted: Sequence[Any], found: Beside, refer: References) -> Iterator[Row]:
    """One row, or for an exposure with several levels its counts and joint test, then a row a level."""
    first, declared = quoted[0], registry()[quoted[0].exposure]
    group, label = labels.group(first.group), labels.typeset(declared.label)
    who = people(first, found.releases, refer)
    if declared.kind != "categorical":
        shown = labels.line(first)
        yield Row(group, label, (who, *counts(first), *odds_ratios(found, first, refer), shown.p, shown.q))
        return
    joint = labels.joint(found.joint[first.exposure])
    blank = ("",) * len(load_plan().sets)
    yield Row(group, label, (who, labels.count(first.n), labels.count(first.cases), *blank, joint.p, joint.q))
    reference = f"{labels.typeset(first.reference)} (reference)"
    yield Row(group, reference, ("", "", "", *("1" for _ in blank), "", ""), label)
    for row in quoted:
        exposed = (labels.count(row.n_exposed), labels.count(row.cases_exposed))
        cells = ("", *exposed, *odds_ratios(found, row, refer), labels.line(row).p, "")
        yield Row(group, labels.typeset(row.level), cells, label)


def counts(row: Any) -> tuple[str, str]:
    """People and cases of a model, each with how many are exposed; a continuous exposure has none exposed."""
    exposed = labels.count(row.n_exposed)
    return f"{labels.count(row.n)} ({exposed})" if exposed else labels.count(row.n), labels.exposed_cases(row)


def odds_ratios(found: Beside, quoted: Any, refer: References) -> Iterator[str]:
    """An estimate as text for each adjustment set, as far as its status lets it be shown."""
    for set_ in load_plan().sets:
        row = found.sets.get((quoted.exposure, quoted.level, set_))
        if row is None:
            yield NOT_FITTED
            continue
        text = labels.estimate_text(row)
        yield f"{text} {refer.mark(row.reason)}" if row.status == NOT_ESTIMABLE and row.reason else text


def notes(quoted: pd.DataFrame, releases: str, rows: Sequence[Row], roles: Sequence[str]) -> Iterator[str]:
    """Method, sets, marks that occur, and what is not there."""
    study = load_plan()
    text = " ".join(cell for row in rows for cell in row.cells)
    usual = f"Releases, if not said otherwise: {labels.releases(releases)}. " if rows else ""
    yield f"{usual}{words.METHOD} {words.WEIGHTS}"
    yield (
        " ".join(f"{set_.capitalize()}: {labels.SET_WORDS[set_]}." for set_ in study.sets)
        + f" {words.OWN_SET} {words.EXCEPTIONS}"
    )
    yield (
        "n, cases, p and q are those of the headline model, unweighted; another set has the people with a value of all "
        "that it adjusts for. In brackets: the exposed; for a level, the people and cases in it. "
        f"p of an exposure with several levels: joint test. {words.q_words(quoted)} q: Benjamini-Hochberg."
    )
    users = bool((quoted["sample"] == USERS).any())
    if users:
        yield "Users: people who take any prescription drug, as every case does by definition."
    marks = {
        labels.MARKS["caution"]: labels.STATUS_WORDS["caution"],
        labels.MARKS["sparse"]: labels.STATUS_WORDS["sparse"],
        labels.MARKS[labels.TOO_FEW]: labels.STATUS_WORDS[labels.TOO_FEW],
        labels.FEW: f"fewer than {study.fewest_cases} cases in all or {study.fewest_df} design degrees of freedom",
        labels.NONE: "not estimable",
        "open": "the interval has no limit on that side",
        labels.SHARED: f"a control outcome shows the association as well. {about().control_outcomes}"
        + f" {about().same_prescription}" * users,
    }
    yield from (f"{mark} {said.rstrip('.')}." for mark, said in marks.items() if mark in text)
    if any(cell == NOT_FITTED for row in rows for cell in row.cells):
        yield f"{NOT_FITTED} not fitted: not in the plan, or not part of this run."
    fitted, groups = set(quoted["exposure"]), set(quoted["group"])
    lacking = "; ".join(
        labels.name(e.id)
        for e in study.exposures.values()
        if e.role in roles and e.id not in fitted and registry()[e.id].group in groups
    )
    if lacking and rows:
        yield (
            "Not asked in those years, part of what defines the outcome, or not part of this run, of the same groups: "
            f"{lacking}."
        )
    yield about().association
