"""Lay out everything about one exposure for the terminal: definition, participant flow, values and estimates."""

from collections.abc import Iterator

import pandas as pd
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from rlsanalysis.present import labels, printing, size, units
from rlsanalysis.present.controls import shared_with
from rlsanalysis.present.definitions import define
from rlsanalysis.present.reliability import reliability
from rlsanalysis.present.terminal.columns import estimate_table, number_columns, numbers
from rlsanalysis.present.verdict import in_words
from rlsanalysis.study.estimate import NOT_ESTIMABLE
from rlsanalysis.study.names import enumeration
from rlsanalysis.study.plan import exposures_of
from rlsanalysis.study.primary import primary_model
from rlsanalysis.study.records import Outcome, Study
from rlsanalysis.study.results import Results, records

PEOPLE_WORDS = {"cases": "cases", "others": "non-cases", "all": "all"}
NOTE = "Bold: the primary estimate. Counts are unweighted."


def definition_table(study: Study, exposure: str) -> Table:
    """Return the definition of an exposure: contrast, population, source columns by release, hazards."""
    d = define(study, study.variables[exposure])
    planned = study.exposures[exposure]
    table = Table(title=f"{labels.typeset(d.label)} ({d.id})", title_justify="left", show_header=False)
    table.add_column(style="bold")
    table.add_column()
    entries = {
        "role": d.role,
        "expected in the analysis plan": units.direction(study, planned.hypothesis)
        + (" (primary exposure)" if planned.primary else ""),
        "contrast": d.contrast, "levels, reference first": d.levels, "population": d.population,
        "survey component": d.component, "hazards": d.hazards, "citation": d.citation, "note": d.note,
    }  # fmt: skip
    for term, text in entries.items():
        if text:
            table.add_row(term, Text(text))
    for source in d.sources:
        table.add_row("source", Text(f"{source.compact}\n{source.label} (asked of: {source.asked})"))
    return table


def exposure_story(
    results: Results, exposure: str, outcome: str | None = None, *, wide: bool
) -> Iterator[RenderableType]:
    """Yield the participant flow, the values among cases and non-cases, and every estimate of an exposure.

    For control outcomes, only the estimates of the primary adjustment set are included.

    Parameters
    ----------
    results : Results
    exposure : id of an exposure of the plan.
    outcome : id of the only outcome; all outcomes if None.
    wide : whether the tables of estimates have n, p and q.
    """
    study = results.study
    mine = results.estimates[results.estimates["exposure"] == exposure]
    if outcome is not None:
        mine = mine[mine["outcome"] == outcome]
    if mine.empty:
        yield Text(_absence(results, exposure, outcome))
        return
    for fitted in results.outcomes:
        estimates = mine[mine["outcome"] == fitted.id]
        if fitted.role == "control":
            _, _, set_, *_ = primary_model(study, fitted, study.exposures[exposure])
            estimates = estimates[estimates["set"] == set_]
        elif len(estimates):
            yield from _flow(study, results.flow, fitted, exposure)
            yield from _values(study, results.descriptives, fitted, exposure)
        if len(estimates):
            yield from _estimates(results, fitted, estimates, wide=wide)
    yield Text(NOTE)


def _absence(results: Results, exposure: str, outcome: str | None) -> str:
    """Say that results lack an exposure (for an outcome), what they contain, and how to estimate it."""
    study, fitted = results.study, results.estimates
    sentences = [
        f"These results contain no estimates of {exposure}{f' for {outcome}' if outcome else ''}.",
        f"The exposures that they contain: {enumeration(list(fitted['exposure'].unique()))}.",
    ]
    if outcome:
        sentences.append(f"The outcomes that they contain: {enumeration(list(fitted['outcome'].unique()))}.")
    if outcome and exposure not in {e.id for e in exposures_of(study, study.outcomes[outcome])}:
        return " ".join([*sentences, "The analysis plan has no model for this combination."])
    part = f"--exposure {exposure}{f' --outcome {outcome}' if outcome else ''}"
    run = f"Run the study with {part}, then show it with --results and the folder that the run names."
    return " ".join([*sentences, run])


def _titled(title: str, *first: str) -> Table:
    table = Table(title=title, title_justify="left")
    for name in first:
        table.add_column(name)
    return table


def _flow(study: Study, flow: pd.DataFrame, outcome: Outcome, exposure: str) -> Iterator[Table]:
    rows = flow[(flow["outcome"] == outcome.id) & (flow["exposure"] == exposure)]
    for sample, steps in rows.groupby("sample", sort=False):
        table = _titled(
            f"{labels.name(study, outcome.id)}: {study.unit.one} flow ({sample})",
            f"remaining {study.unit.many}",
        )
        number_columns(table, ("n", "cases", "excluded"))
        excluded = (-steps["n"].diff()).tolist()
        for row, fewer in zip(records(steps), excluded, strict=True):
            cells = (printing.count(row.n), printing.count(row.cases), printing.count(fewer))
            table.add_row(Text(labels.typeset(str(row.left))), *cells)
        yield table


def _values(study: Study, descriptives: pd.DataFrame, outcome: Outcome, exposure: str) -> Iterator[Table]:
    rows = descriptives[(descriptives["outcome"] == outcome.id) & (descriptives["variable"] == exposure)]
    pooled = rows[rows["releases"].str.contains(" ", regex=False)]
    if pooled.empty:
        return
    table = _titled(
        f"{labels.name(study, outcome.id)}: {labels.name(study, exposure)}, weighted", "sample", "level"
    )
    number_columns(table, ("n", "estimate", "std. error"))
    for row in records(pooled):
        unit = "%" if row.statistic == "percent" else ""
        level = labels.level(study, exposure, row.level) if row.level else row.statistic
        table.add_row(
            PEOPLE_WORDS[row.people], Text(level), printing.count(row.n), printing.percent(row.value) + unit,
            printing.percent(row.std_error),
        )  # fmt: skip
    yield table


def _estimates(
    results: Results, outcome: Outcome, estimates: pd.DataFrame, *, wide: bool
) -> Iterator[RenderableType]:
    """Yield for each level its contrast, its table, why estimates are missing, and the primary estimate in words."""
    primary = results.primary_estimates(outcome, *results.study.words.roles)
    shared = shared_with(results, outcome)
    control = " (control outcome)" if outcome.role == "control" else ""
    for level, rows in estimates.groupby("level", sort=False):
        contrast = labels.contrast(results.study, next(records(rows)))
        yield Text(f"{labels.name(results.study, outcome.id)}{control}: {contrast}", style="bold")
        table = estimate_table("set", "method", "sample", wide=wide)
        for row in records(rows):
            style = "bold" if row.headline else ""
            rated = Text(reliability(results.study, row).label)
            table.add_row(row.set, row.method, row.sample, *numbers(row, wide=wide), rated, style=style)
        yield table
        for reason, missing in rows[rows["status"] == NOT_ESTIMABLE].groupby("reason", sort=False):
            models = "; ".join(f"{r.set} {r.method} {r.sample}" for r in records(missing))
            yield Text(f"Not estimable ({models}): {reason}")
        of_level = primary[(primary["exposure"] == rows["exposure"].iloc[0]) & (primary["level"] == level)]
        for row in records(of_level):
            said = in_words(results.study, row, shared.get((row.exposure, row.level), ()))
            sized = size.in_words(results.study, row)
            yield Text(f"In words: {said}{'. ' if sized else ''}{sized}\n")
