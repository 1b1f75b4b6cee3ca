"""One exposure's whole story, as the terminal prints it: declaration, people, values, every estimate, in words."""

from collections.abc import Iterator

import pandas as pd
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from rlsanalysis.present import labels
from rlsanalysis.present.controls import shared_with
from rlsanalysis.present.definitions import define
from rlsanalysis.present.terminal.columns import estimate_table, number_columns, numbers
from rlsanalysis.present.verdict import in_words
from rlsanalysis.study.estimate import NOT_ESTIMABLE
from rlsanalysis.study.plan import Outcome, load_plan
from rlsanalysis.study.results import Results, primary_model, records
from rlsanalysis.variables import registry

MARKS = (
    "† caution, ‡ sparse: interval only, # too few: counts only, — not estimable, § few cases in all or few degrees of "
    "freedom. Bold: the headline estimate."
)


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


def exposure_story(results: Results, exposure: str, *, wide: bool) -> Iterator[RenderableType]:
    """What results say of one exposure: people left at each step, values among cases and others, every estimate.

    Of the control outcomes only the estimates of the headline set. `wide` has the people of each model too.
    """
    mine = results.estimates[results.estimates["exposure"] == exposure]
    if mine.empty:
        yield Text("These results hold no estimate of it.")
        return
    for outcome in results.outcomes:
        estimates = mine[mine["outcome"] == outcome.id]
        if outcome.role == "control":
            _, _, set_, *_ = primary_model(load_plan(), outcome, load_plan().exposures[exposure])
            estimates = estimates[estimates["set"] == set_]
        elif len(estimates):
            yield from _flow(results.flow, outcome, exposure)
            yield from _values(results.descriptives, outcome, exposure)
        if len(estimates):
            yield from _estimates(results, outcome, estimates, wide=wide)
    yield Text(MARKS)


def _titled(title: str, *first: str) -> Table:
    table = Table(title=title, title_justify="left")
    for name in first:
        table.add_column(name)
    return table


def _flow(flow: pd.DataFrame, outcome: Outcome, exposure: str) -> Iterator[Table]:
    rows = flow[(flow["outcome"] == outcome.id) & (flow["exposure"] == exposure)]
    for sample, steps in rows.groupby("sample", sort=False):
        table = _titled(f"{labels.name(outcome.id)}: who is left ({sample})", "left")
        number_columns(table, ("people", "cases"))
        for row in records(steps):
            table.add_row(Text(str(row.left)), labels.count(row.n), labels.count(row.cases))
        yield table


def _values(descriptives: pd.DataFrame, outcome: Outcome, exposure: str) -> Iterator[Table]:
    rows = descriptives[(descriptives["outcome"] == outcome.id) & (descriptives["variable"] == exposure)]
    pooled = rows[rows["releases"].str.contains(" ", regex=False)]
    if pooled.empty:
        return
    table = _titled(f"{labels.name(outcome.id)}: {labels.name(exposure)}, weighted", "people", "level")
    number_columns(table, ("n", "weighted", "std. error"))
    for row in records(pooled):
        unit = " %" if row.statistic == "percent" else ""
        table.add_row(
            row.people, Text(row.level or row.statistic), labels.count(row.n), labels.percent(row.value) + unit,
            labels.percent(row.std_error),
        )  # fmt: skip
    yield table


def _estimates(
    results: Results, outcome: Outcome, estimates: pd.DataFrame, *, wide: bool
) -> Iterator[RenderableType]:
    """For each level a line with what it compares, a table, why rows have no estimate, and the quoted row in words."""
    quoted, shared = results.primary_estimates(outcome, *labels.ROLE_WORDS), shared_with(results, outcome)
    control = " (control outcome, headline set)" if outcome.role == "control" else ""
    for level, rows in estimates.groupby("level", sort=False):
        contrast = labels.contrast(next(records(rows)))
        yield Text(f"{labels.name(outcome.id)}{control}: {contrast}", style="bold")
        table = estimate_table("set", "method", "sample", wide=wide)
        for row in records(rows):
            table.add_row(
                row.set,
                row.method,
                row.sample,
                *numbers(row, wide=wide),
                style="bold" if row.headline else "",
            )
        yield table
        for reason, why in rows[rows["status"] == NOT_ESTIMABLE].groupby("reason", sort=False):
            models = "; ".join(f"{r.set} {r.method} {r.sample}" for r in records(why))
            yield Text(f"{labels.NONE} not estimable ({models}): {reason}")
        found = quoted[(quoted["exposure"] == rows["exposure"].iloc[0]) & (quoted["level"] == level)]
        for row in records(found):
            yield Text(f"In words: {in_words(row, shared.get((row.exposure, row.level), ()))}\n")
