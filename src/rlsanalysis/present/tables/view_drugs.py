"""Drugs that define the cases of treated outcomes, such as the drugs prescribed for RLS."""

from collections.abc import Iterator

from rlsanalysis.present import labels, units
from rlsanalysis.present.rows import drugs_of
from rlsanalysis.present.tables.table import Column, Row, Table, make
from rlsanalysis.study.records import Outcome, Study
from rlsanalysis.study.results import Results

COLUMNS = (Column("Cases"), Column("Weighted %"))
COUNTED = (
    (
        "A case is counted once for each drug that is prescribed for the condition. A case may take several, so that "
        "the percentages may add up to more than 100."
    ),
    "Cases with the drug are shown with all cases, unweighted. Percentages are weighted by the {weight}.",
)


def on_drugs(study: Study, outcome: Outcome) -> Iterator[str]:
    """Say what the drugs that define an outcome are not: recommendations, or the exposures of the study."""
    yield study.words.observed_drugs
    if outcome.role == "primary":
        yield study.words.treatment_guideline
        yield study.words.indication_or_exposure


def drugs(results: Results, outcome: Outcome) -> Table:
    """Tabulate the drugs of an outcome that a prescription defines, from `indications`."""
    study = results.study
    label = labels.in_sentence(labels.short(study, outcome.id))
    return make(
        study,
        f"drugs_{outcome.id}",
        f"Drugs that define {label}, {study.cohorts[outcome.cohort].years}",
        "Drug",
        COLUMNS,
        [Row("", row.drug, (row.cases, row.percent)) for row in drugs_of(results, outcome)],
        [*(n.format(weight=units.weight_of(study, outcome)) for n in COUNTED), *on_drugs(study, outcome)],
        empty="No drugs define this outcome, or it is not part of this run.",
    )
