"""Absolute size of the headline associations of an outcome, and what bias would explain each."""

from rlsanalysis.present import labels, size, units
from rlsanalysis.present.phrases import compared_among, restricted_populations
from rlsanalysis.present.roles import roles_shown
from rlsanalysis.present.tables.table import Column, Row, Table, make
from rlsanalysis.study.absolute import PER
from rlsanalysis.study.records import Outcome
from rlsanalysis.study.results import Results, records

ADJUSTED = f"Adjusted prevalence per {PER:,}"
COLUMNS = (
    Column("Without", ADJUSTED), Column("With", ADJUSTED), Column("Difference (95% CI)", ADJUSTED),
    Column("Detection ratio (limit)"), Column("E-value (limit)"),
)  # fmt: skip


def sizes(results: Results, outcome: Outcome) -> Table:
    """Tabulate the absolute size of the primary estimates of an outcome, and what bias would explain them."""
    study = results.study
    rows = results.primary_estimates(outcome, *roles_shown(results))
    return make(
        study,
        f"size_{outcome.id}",
        f"{labels.name(study, outcome.id)}: absolute size of the associations and the bias that would explain them, "
        f"{units.data(study)} {study.cohorts[outcome.cohort].years}",
        "Exposure",
        COLUMNS,
        [
            Row(
                labels.group(study, row.group),
                labels.comparison(study, row),
                tuple(
                    cell or size.NOT_SHOWN
                    for cell in (
                        *size.prevalences(row),
                        size.difference(row),
                        size.detection(row),
                        size.e_value(row),
                    )
                ),
            )
            for row in records(rows)
        ],
        [
            *size.NOTES,
            f"{size.NOT_SHOWN} Not shown: too few cases, or the CI includes 1.",
            compared_among(study, zip(rows["outcome"], rows["sample"], strict=True)),
            restricted_populations(study, rows),
            study.words.association,
        ],
        empty="No such estimate of this outcome is part of this run.",
    )
