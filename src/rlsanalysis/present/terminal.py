"""What the command line prints: the short table that ends a run, and one exposure's whole story."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from rlsanalysis.present import labels, words
from rlsanalysis.present.controls import shared_with
from rlsanalysis.present.definitions import define
from rlsanalysis.study.plan import Outcome, load_plan
from rlsanalysis.study.results import Results, read_results, records
from rlsanalysis.variables import registry
from rlsanalysis.variables.names import known_name


def print_summary(folder: Path, console: Console | None = None) -> None:
    """Print the headline tables of a results folder, and where the rest lies."""
    console = console or Console()
    results = read_results(folder)
    for text in _synthetic(results):
        console.print(text)
    for outcome in results.outcomes:
        if outcome.role == "primary":
            console.print(headline_table(results, outcome))
    console.print(Text(f"{words.SHARED_PATH} {words.ASSOCIATION}"))
    for notice in results.provenance["notices"]:
        console.print(Text(f"Revised by CDC, and used: {notice}"))
    console.print(Text(f"{len(results.estimates):,} estimates, figures and report.html are in {folder}"))


def headline_table(results: Results, outcome: Outcome) -> Table:
    """Headline rows of an outcome whose point estimate may be read; the caption counts the others."""
    found = words.few_cases(results, outcome)
    others = ", ".join(
        f"{n} {status.replace('_', ' ')}"
        for status, n in found.statuses.items()
        if n and status not in labels.POINT
    )
    title = f"{found.label}, {outcome.cohort}: {found.cases} cases of {found.people}; {outcome.headline_set} adjustment"
    marks = f"{labels.SHARED} a control outcome shows it too. {words.LEVELS_Q}"
    caption = f"Not shown: {others or 'none'}. {marks} {words.detectable(found)}"
    table = Table(title=title, caption=caption, title_justify="left", caption_justify="left")
    _columns(table, "Factor", n=True)
    rows, shared = results.quoted(outcome, "headline"), shared_with(results, outcome)
    for row in records(rows[rows["status"].isin(labels.POINT)]):
        shown = labels.line(row)
        name = labels.name(str(row.exposure))
        level = f": {labels.contrast(row)}" if registry()[str(row.exposure)].kind == "categorical" else ""
        table.add_row(
            Text(name + level),
            labels.count(row.n),
            labels.exposed_cases(row),
            labels.estimate_text(row, shared=bool(shared.get((row.exposure, row.level)))),
            shown.p,
            shown.q,
        )
    return table


def print_exposure(exposure: str, folder: Path, console: Console | None = None) -> None:
    """Print an exposure's story: its declaration, and what the results of a folder say of it, if there are any.

    Raises
    ------
    AnalysisError
        The plan has no exposure of that name; suggests the nearest.
    """
    known_name("exposure", exposure, load_plan().exposures)
    console = console or Console()
    console.print(definition_table(exposure))
    if not (folder / "provenance.json").exists():
        console.print(Text(f"No results in {folder} yet. Write them with: rlsanalysis run"))
        return
    console.print(exposure_story(read_results(folder), exposure))


def definition_table(exposure: str) -> Table:
    """Definition of an exposure: contrast, population, source columns by release, hazards."""
    d = define(registry()[exposure])
    planned = load_plan().exposures[exposure]
    table = Table(title=f"{d.label} ({d.id})", title_justify="left", show_header=False)
    table.add_column(style="bold")
    table.add_column()
    said = {
        "role": d.role, "stated beforehand": planned.hypothesis + (", primary" if planned.primary else ""),
        "contrast": d.contrast, "levels, reference first": d.levels, "population": d.population,
        "component, hence weight": d.component, "hazards": d.hazards, "citation": d.citation, "note": d.note,
    }  # fmt: skip
    for term, text in said.items():
        if text:
            table.add_row(term, Text(text))
    for source in d.sources:
        table.add_row("source", Text(f"{source.compact}\n{source.label}; of {source.asked}"))
    return table


def exposure_story(results: Results, exposure: str) -> Group:
    """What results say of one exposure: people left at each step, values among cases and others, every estimate."""
    parts: list[RenderableType] = list(_synthetic(results))
    for outcome in results.outcomes:
        estimates = results.estimates[
            (results.estimates["outcome"] == outcome.id) & (results.estimates["exposure"] == exposure)
        ]
        if estimates.empty:
            continue
        parts += _flow(results.flow, outcome, exposure)
        parts += _values(results.descriptives, outcome, exposure)
        parts.append(_estimates(estimates, outcome))
        quoted, shared = results.quoted(outcome, *labels.ROLE_WORDS), shared_with(results, outcome)
        parts += [
            Text(f"{labels.contrast(r)}: {words.reading(r, shared.get((r.exposure, r.level), ()))}")
            for r in records(quoted[quoted["exposure"] == exposure])
        ]
    if len(parts) == int(results.synthetic):
        parts.append(Text("These results hold no estimate of it."))
    return Group(*parts, Text(f"{words.SHARED_PATH} {words.ASSOCIATION}"))


def _synthetic(results: Results) -> Iterator[Text]:
    if results.synthetic:
        yield Text(labels.SYNTHETIC_WORDS, style="bold white on red")


def _columns(table: Table, *first: str, n: bool) -> None:
    for name in first:
        table.add_column(name)
    for name in (*(("n",) if n else ()), "cases (exposed)", "odds ratio (95 %)", "p", "q"):
        table.add_column(name, justify="right")


def _flow(flow: pd.DataFrame, outcome: Outcome, exposure: str) -> Iterator[Table]:
    rows = flow[(flow["outcome"] == outcome.id) & (flow["exposure"] == exposure)]
    for sample, steps in rows.groupby("sample", sort=False):
        table = Table(title=f"{labels.name(outcome.id)}: who is left ({sample})", title_justify="left")
        table.add_column("left")
        table.add_column("people", justify="right")
        table.add_column("cases", justify="right")
        for row in records(steps):
            table.add_row(Text(str(row.left)), labels.count(row.n), labels.count(row.cases))
        yield table


def _values(descriptives: pd.DataFrame, outcome: Outcome, exposure: str) -> Iterator[Table]:
    rows = descriptives[(descriptives["outcome"] == outcome.id) & (descriptives["variable"] == exposure)]
    pooled = rows[rows["releases"].str.contains(" ", regex=False)]
    if pooled.empty:
        return
    table = Table(title=f"{labels.name(outcome.id)}: {labels.name(exposure)}, weighted", title_justify="left")
    for name in ("people", "level", "n", "weighted", "std. error"):
        table.add_column(name, justify="left" if name in ("people", "level") else "right")
    for row in records(pooled):
        unit = " %" if row.statistic == "percent" else ""
        table.add_row(
            row.people, Text(row.level or row.statistic), labels.count(row.n), labels.percent(row.value) + unit,
            labels.percent(row.std_error),
        )  # fmt: skip
    yield table


def _estimates(estimates: pd.DataFrame, outcome: Outcome) -> Table:
    table = Table(
        title=f"{labels.name(outcome.id)}: estimates", title_justify="left",
        caption="† caution, ‡ sparse: interval only, # too few: counts only, — not estimable, § few cases in all",
        caption_justify="left",
    )  # fmt: skip
    _columns(table, "compared", "set", "method", "sample", n=True)
    for row in records(estimates):
        shown = labels.line(row)
        table.add_row(
            Text(labels.contrast(row)), row.set, row.method, row.sample, labels.count(row.n), labels.exposed_cases(row),
            labels.estimate_text(row), shown.p, shown.q, style="bold" if row.headline else "",
        )  # fmt: skip
    return table
