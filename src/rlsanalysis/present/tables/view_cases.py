"""How few cases each outcome has, and what its headline comparisons can show."""

from rlsanalysis.present import labels, vocabulary
from rlsanalysis.present.about import about
from rlsanalysis.present.rows import SUPPRESS
from rlsanalysis.present.tables.table import Column, Row, Table, make
from rlsanalysis.present.words import RELIABILITY, FewCases, few_cases, weaker_associations
from rlsanalysis.study.plan import Study, load_plan
from rlsanalysis.study.results import Results

COLUMNS = (
    Column("Years", align="left"),
    Column("Adults"),
    Column("Cases"),
    Column("Weighted %"),
    *(Column(name, "Headline comparisons by reliability") for name in vocabulary.STATUS_NAMES.values()),
    *(Column(name, "Minimum detectable odds ratio") for name in ("Lowest", "Median", "Highest")),
)


def cases(results: Results) -> Table:
    """Tabulate cases, reliability and detectable odds ratios of every primary outcome of a run."""
    return make(
        "cases",
        "Cases of each primary outcome, and what its headline comparisons can detect",
        "Outcome",
        COLUMNS,
        [_row(few_cases(results, outcome)) for outcome in results.primary],
        [
            "Counts are unweighted.",
            _detectable(load_plan()),
            RELIABILITY,
        ],
        synthetic=results.synthetic,
        empty="No primary outcome is part of this run.",
    )


def _detectable(study: Study) -> str:
    return (
        f"Minimum detectable odds ratio: at {study.power:.0%} power and a two-sided level of {study.level:g}, among "
        "comparisons of people with and without a factor that have an interpretable point estimate. "
        f"{weaker_associations()}"
    )


def _row(few: FewCases) -> Row:
    percent = labels.NONE if few.flag == SUPPRESS or not few.percent else few.percent
    counts = (str(few.statuses[status]) for status in vocabulary.STATUS_NAMES)
    cells = (about().years[few.outcome.cohort], few.people, few.cases, percent, *counts, *few.detectable)
    return Row("", few.label, cells)
