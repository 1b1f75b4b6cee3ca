"""What the command line prints: the short tables that end a run, and one exposure's whole story."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rlsanalysis.present import labels, words
from rlsanalysis.present.about import about
from rlsanalysis.present.controls import any_controls
from rlsanalysis.present.remarks import on_controls, remarks
from rlsanalysis.present.terminal import story
from rlsanalysis.present.terminal.columns import WIDE, estimate_table, numbers, wide_enough
from rlsanalysis.study.plan import Outcome, load_plan
from rlsanalysis.study.results import Results, read_results, records
from rlsanalysis.variables import registry
from rlsanalysis.variables.names import known_name


def print_summary(folder: Path, console: Console | None = None) -> None:
    """Print the headline tables of a results folder, what to know before believing them, and where the rest lies."""
    console = wide_enough(console or Console())
    results = read_results(folder)
    for text in _synthetic(results):
        console.print(text)
    for outcome in results.primary or results.outcomes:
        _print_outcome(results, outcome, console)
    for said in (marks(results), f"{on_controls(results)} {about().association}", *remarks(results)):
        console.print(Text(said))
    console.print(Text(f"{len(results.estimates):,} estimates, figures and report.html are in {folder}"))


def marks(results: Results) -> str:
    """What the marks beside an estimate mean."""
    study = load_plan()
    shared = f"; {labels.SHARED} a control outcome shows it too" if any_controls(results) else ""
    return (
        f"{labels.MARKS['caution']} {labels.STATUS_WORDS['caution']}; {labels.FEW} fewer than {study.fewest_cases} "
        f"cases in all or {study.fewest_df} degrees of freedom{shared}."
    )


def summary_rows(results: Results, outcome: Outcome) -> pd.DataFrame:
    """Quoted rows of the headline exposures; of the others where the run has no headline exposure."""
    headline = results.primary_estimates(outcome, "headline")
    return results.primary_estimates(outcome, *labels.ROLE_WORDS) if headline.empty else headline


def summary_table(results: Results, outcome: Outcome, *, wide: bool = True) -> Table:
    """Rows of an outcome whose point estimate may be read; `wide` has the people of each model too."""
    table = estimate_table("Factor", wide=wide)
    rows = summary_rows(results, outcome)
    for row in records(rows[rows["status"].isin(labels.POINT)]):
        name = labels.name(str(row.exposure))
        level = f": {labels.contrast(row)}" if registry()[str(row.exposure)].kind == "categorical" else ""
        table.add_row(Text(name + level), *numbers(row, wide=wide))
    return table


def print_exposure(exposure: str, folder: Path, console: Console | None = None) -> None:
    """Print an exposure's story: its declaration, and what the results of a folder say of it, if there are any.

    Raises
    ------
    AnalysisError
        The plan has no exposure of that name; suggests the nearest.
    """
    known_name("exposure", exposure, load_plan().exposures)
    console = wide_enough(console or Console())
    console.print(story.definition_table(exposure))
    if not (folder / "provenance.json").exists():
        console.print(Text(f"No results in {folder} yet. Write them with: rlsanalysis run"))
        return
    results = read_results(folder)
    for text in _synthetic(results):
        console.print(text)
    for part in story.exposure_story(results, exposure, wide=console.width >= WIDE):
        console.print(part)
    console.print(Text(f"{on_controls(results)} {about().association}"))


def _print_outcome(results: Results, outcome: Outcome, console: Console) -> None:
    found, rows = words.few_cases(results, outcome), summary_rows(results, outcome)
    title = f"{found.label}, {outcome.cohort}: {found.cases} cases of {found.people}; {outcome.headline_set} adjustment"
    console.print(Text(title, style="bold"))
    table = summary_table(results, outcome, wide=console.width >= WIDE)
    if table.row_count:
        console.print(table)
    counted = rows["status"].value_counts()
    others = ", ".join(
        f"{counted[status]} {status.replace('_', ' ')}{' (interval only)' if status == 'sparse' else ''}"
        for status in labels.MARKS
        if status in counted and status not in labels.POINT
    )
    lead = "Not shown" if table.row_count else "No point estimate may be shown"
    said = [
        f"{lead}: {others}; see report.html." if others else "",
        words.q_words(rows),
        words.detectable(found),
    ]
    console.print(Text(" ".join(s for s in said if s) + "\n"))


def _synthetic(results: Results) -> Iterator[Text]:
    if results.synthetic:
        yield Text(labels.SYNTHETIC_WORDS, style="bold white on red")
