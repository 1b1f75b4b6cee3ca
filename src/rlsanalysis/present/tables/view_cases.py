"""How few cases each outcome has, and what its comparisons can show."""

from rlsanalysis.present import printing, units, vocabulary
from rlsanalysis.present.few_cases import FewCases, few_cases, weaker_associations
from rlsanalysis.present.rows import SUPPRESS
from rlsanalysis.present.tables.table import Column, Row, Table, make
from rlsanalysis.present.words import RELIABILITY
from rlsanalysis.study.records import Study
from rlsanalysis.study.results import Results


def cases(results: Results) -> Table:
    """Tabulate cases, reliability and detectable odds ratios of every primary outcome of a run."""
    study = results.study
    counted = [few_cases(results, outcome) for outcome in results.primary]
    kind = next((f"{few.kind}s" for few in counted), "comparisons")
    return make(
        study,
        "cases",
        f"Cases of each primary outcome, and what its {kind} can detect",
        "Outcome",
        _columns(study, kind),
        [_row(study, few) for few in counted],
        [
            "Counts are unweighted.",
            *(
                f"{few.label}: {study.unit.people} and cases are those{few.where}."
                for few in counted
                if few.where
            ),
            _detectable(study),
            RELIABILITY,
        ],
        empty="No primary outcome is part of this run.",
    )


def _columns(study: Study, kind: str) -> tuple[Column, ...]:
    return (
        Column("Years", align="left"),
        Column(units.first_upper(study.unit.people)),
        Column("Cases"),
        Column("Weighted %"),
        *(
            Column(name, f"{units.first_upper(kind)} by reliability")
            for name in vocabulary.STATUS_NAMES.values()
        ),
        *(Column(name, "Minimum detectable odds ratio") for name in ("Lowest", "Median", "Highest")),
    )


def _detectable(study: Study) -> str:
    return (
        f"Minimum detectable odds ratio: at {study.power:.0%} power and a two-sided level of {study.level:g}, among "
        "comparisons of people with and without a factor that have an interpretable point estimate. "
        f"{weaker_associations(study)}"
    )


def _row(study: Study, few: FewCases) -> Row:
    percent = printing.NONE if few.flag == SUPPRESS or not few.percent else few.percent
    counts = (str(few.statuses[status]) for status in vocabulary.STATUS_NAMES)
    cells = (
        study.cohorts[few.outcome.cohort].years,
        few.people,
        few.cases,
        percent,
        *counts,
        *few.detectable,
    )
    return Row("", few.label, cells)
