"""Print what the commands show: the summary that ends a run, and all estimates of one exposure."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rlsanalysis.present import labels, printing, summary, vocabulary, words
from rlsanalysis.present.controls import shared_with
from rlsanalysis.present.few_cases import detectable, few_cases
from rlsanalysis.present.findings import findings
from rlsanalysis.present.reliability import ADEQUATE, reliability
from rlsanalysis.present.remarks import on_controls, remarks
from rlsanalysis.present.roles import roles_shown
from rlsanalysis.present.terminal import story
from rlsanalysis.present.terminal.columns import WIDE, estimate_table, numbers, wide_enough
from rlsanalysis.study.names import known_name
from rlsanalysis.study.records import Outcome, Study
from rlsanalysis.study.results import Results, read_results, records
from rlsanalysis.study.tables import RUN

ALSO_CONTROL = "also seen with a control outcome"


def print_summary(folder: Path, console: Console | None = None) -> None:
    """Print the findings of a results folder, its headline estimates, their limitations, and where the files are."""
    console = wide_enough(console or Console())
    results = read_results(folder)
    for text in _synthetic(results):
        console.print(text)
    if findings(results):
        console.print(Text(f"{summary.lead(results)}\n"))
    for outcome in results.primary or results.outcomes:
        _print_outcome(results, outcome, console)
    for sentences in (f"{on_controls(results)} {results.study.words.association}", *remarks(results)):
        console.print(Text(sentences))
    console.print(Text(f"Results ({len(results.estimates):,} estimates) and report.html: {folder}"))


def summary_rows(results: Results, outcome: Outcome) -> pd.DataFrame:
    """Return the primary estimates of the headline exposures; of all exposures if the run has no headline one."""
    return results.primary_estimates(outcome, *roles_shown(results))


def summary_table(results: Results, outcome: Outcome, *, wide: bool = True) -> Table:
    """Return the estimates of an outcome whose odds ratio is interpreted; `wide` adds n, p and q."""
    table = estimate_table("exposure", wide=wide)
    rows, shared = summary_rows(results, outcome), shared_with(results, outcome)
    for row in records(rows[rows["status"].isin(printing.POINT)]):
        caveats = [label] if (label := reliability(results.study, row).label) != ADEQUATE else []
        caveats += [ALSO_CONTROL] if shared.get((row.exposure, row.level)) else []
        table.add_row(
            Text(labels.comparison(results.study, row)),
            *numbers(row, wide=wide),
            Text("; ".join(caveats) or ADEQUATE),
        )
    return table


def print_exposure(
    results: Results, exposure: str, console: Console | None = None, *, outcome: str | None = None
) -> None:
    """Print the definition of an exposure and its estimates.

    Parameters
    ----------
    results : results whose study defines the exposure.
    exposure : id of an exposure of the plan.
    console : where to print; standard output if None.
    outcome : id of the only outcome to show; all outcomes if None.

    Raises
    ------
    AnalysisError
        The plan has no exposure or no outcome of that name.
    """
    study = results.study
    if outcome is not None:
        known_name("outcome", outcome, study.outcomes)
    console = wide_enough(console or Console())
    _print_definition(study, exposure, console)
    for text in _synthetic(results):
        console.print(text)
    for part in story.exposure_story(results, exposure, outcome, wide=console.width >= WIDE):
        console.print(part)
    console.print(Text(f"{on_controls(results)} {study.words.association}"))


def print_unfitted(study: Study, exposure: str, folder: Path, console: Console | None = None) -> None:
    """Print the definition of an exposure, and that a folder has no results yet.

    Parameters
    ----------
    study : study that defines the exposure.
    exposure : id of an exposure of the plan.
    folder : the folder without results.
    console : where to print; standard output if None.

    Raises
    ------
    AnalysisError
        The plan has no exposure of that name.
    """
    console = wide_enough(console or Console())
    _print_definition(study, exposure, console)
    console.print(Text(f"There are no results in {folder} yet. Write them with: {RUN}."))


def _print_definition(study: Study, exposure: str, console: Console) -> None:
    known_name("exposure", exposure, study.exposures, study)
    console.print(story.definition_table(study, exposure))


def _print_outcome(results: Results, outcome: Outcome, console: Console) -> None:
    study = results.study
    counted, rows = few_cases(results, outcome), summary_rows(results, outcome)
    years = study.cohorts[outcome.cohort].years
    known = counted.where or " with this outcome known"
    cases = f"{counted.cases} cases among {counted.people} {study.unit.people}{known}"
    head = f"{counted.label}, {years}: {cases}; {outcome.headline_set} adjustment"
    console.print(Text(head, style="bold"))
    table = summary_table(results, outcome, wide=console.width >= WIDE)
    if table.row_count:
        console.print(table)
    statuses = rows["status"].value_counts()
    others = ", ".join(
        f"{statuses[status]} {name}"
        for status, name in vocabulary.STATUS_NAMES.items()
        if status in statuses and status not in printing.POINT
    )
    first = "Other estimates" if table.row_count else "No odds ratio is interpreted"
    lacking = f"{first}: {others} (see report.html)." if others else ""
    sentences = [lacking, words.on_not_reported(rows), words.q_words(rows)]
    console.print(Text(" ".join(s for s in (*sentences, detectable(study, counted)) if s) + "\n"))


def _synthetic(results: Results) -> Iterator[Text]:
    if results.synthetic:
        yield Text(results.study.words.synthetic, style="bold white on red")
