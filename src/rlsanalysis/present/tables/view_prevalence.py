"""Prevalence of every outcome, overall and by group."""

from collections.abc import Iterator

from rlsanalysis.present import labels, printing, units
from rlsanalysis.present.rows import prevalence_rows
from rlsanalysis.present.tables.table import Column, Row, Table, make
from rlsanalysis.study.records import Outcome
from rlsanalysis.study.results import Results

COLUMNS = (
    Column("n"),
    Column("Cases"),
    Column("Percent"),
    Column("SE"),
    Column("95% CI"),
    Column("NCHS standard", align="left"),
)
NOTES = (
    "n and cases: unweighted. Percent: weighted, with weights rescaled over the pooled {releases}.",
    "SE: standard error by Taylor linearization over strata and PSUs. 95% CI: Korn and Graubard.",
    "NCHS standard: data presentation standards for proportions, 2017; empty where a percent may be presented.",
    f"{printing.NONE} Suppressed, or no one in the group.",
)


def prevalence(results: Results) -> Table:
    """Tabulate the prevalence of every outcome of a run, from `prevalence`."""
    study = results.study
    lacking = [o for o in results.outcomes if results.prevalence[results.prevalence["outcome"] == o.id].empty]
    absent = "; ".join(labels.name(study, o.id) for o in lacking)
    return make(
        study,
        "prevalence",
        f"Prevalence among {units.whole(study, results.outcomes[0].cohort)}, overall and by group, "
        f"{units.data(study)}",
        "Group",
        COLUMNS,
        [row for outcome in results.outcomes for row in rows(results, outcome)],
        [
            *(n.format(releases=study.unit.releases) for n in NOTES),
            f"Prevalence is not part of this run for: {absent}." if lacking else "",
        ],
        empty="Prevalence is not part of this run.",
    )


def rows(results: Results, outcome: Outcome) -> Iterator[Row]:
    """Return the rows of one outcome: everyone, then each kind of group with its groups below it."""
    study = results.study
    role = " (control outcome)" if outcome.role == "control" else ""
    heading = f"{labels.name(study, outcome.id)}, {study.cohorts[outcome.cohort].years}{role}"
    before = ""
    for row in prevalence_rows(results, outcome):
        under = units.group_heading(study, row.by)
        if under and row.by != before:
            yield Row(heading, under, ("",) * len(COLUMNS))
        before = row.by
        shown = (row.n, row.cases, row.percent, row.std_error, row.interval, row.flag)
        yield Row(heading, labels.typeset(row.level) if under else units.people(study, "all"), shown, under)
