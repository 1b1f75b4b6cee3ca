"""Summarize the results of a run as text and as HTML: source, cohorts, outcomes with their cases, and the folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from rlsanalysis.study.records import Outcome, Study

SYNTHETIC = "SYNTHETIC: the {many} are simulated, and no number here describes real {people}."
NUMBERS = ("n", "cases")
LARGEST = "Counts of an outcome without prevalence: those of its largest analytic sample"


@dataclass(frozen=True)
class Summarized:
    """What a summary of results tells: their folder and study, the fitted outcomes, and two tables."""

    folder: Path
    study: Study
    outcomes: Sequence[Outcome]
    estimates: pd.DataFrame
    prevalence: pd.DataFrame


def as_text(results: Summarized) -> str:
    """Return a summary in plain text."""
    return "\n".join([*_lines(results), "", _counts(results).to_string(index=False)])


def as_html(results: Summarized) -> str:
    """Return a summary in HTML."""
    lines = "<br>".join(map(escape, _lines(results)))
    counts = _counts(results)
    columns = [str(name) for name in counts]
    head = "".join(_cell("th", name, name) for name in columns)
    body = "".join(
        f"<tr>{''.join(_cell('td', name, row[name]) for name in columns)}</tr>"
        for row in counts.to_dict("records")
    )
    return f"<p>{lines}</p><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(tag: str, column: str, text: str) -> str:
    return f'<{tag} style="text-align: {"right" if column in NUMBERS else "left"}">{escape(text)}</{tag}>'


def _lines(results: Summarized) -> list[str]:
    estimates = results.estimates
    cohorts = dict.fromkeys(o.cohort for o in results.outcomes)
    unit = results.study.unit
    source = f"SYNTHETIC {unit.people}" if results.study.synthetic else results.study.words.survey
    described = {*results.prevalence.loc[results.prevalence["by"] == "all", "outcome"]}
    lines = [
        f"Results from {source}: {' and '.join(f'the {c} cohort' for c in cohorts)}",
        (
            f"Estimates: {len(estimates):,} (outcomes: {len(results.outcomes)}; exposures: "
            f"{estimates['exposure'].nunique()})"
        ),
        f"Folder: {results.folder}",
        *([] if {*estimates["outcome"]} <= described else [LARGEST]),
    ]
    notice = SYNTHETIC.format(many=unit.many, people=unit.people)
    return [notice, *lines] if results.study.synthetic else lines


def _counts(results: Summarized) -> pd.DataFrame:
    """Return one row per outcome as text, with the number of participants whose outcome is known, and of cases.

    Without prevalence, these are the counts of the largest analytic sample.
    """
    overall = results.prevalence[results.prevalence["by"] == "all"].set_index("outcome")
    rows = []
    for outcome in results.outcomes:
        declared = results.study.variables[outcome.id]
        own = results.estimates[results.estimates["outcome"] == outcome.id]
        counted = overall.loc[outcome.id] if outcome.id in overall.index else largest_sample(own)
        rows.append(
            {
                "outcome": outcome.id, "label": declared.short or declared.label, "role": outcome.role,
                "cohort": outcome.cohort, "n": f"{counted['n']:,}", "cases": f"{counted['cases']:,}",
            }
        )  # fmt: skip
    return pd.DataFrame(rows, columns=["outcome", "label", "role", "cohort", *NUMBERS])


def largest_sample(rows: pd.DataFrame) -> "pd.Series[Any]":
    """Return the row of `estimates` with the largest analytic sample, with counts of 0 if none of them has any."""
    counted = rows.fillna({"n": 0, "cases": 0})
    return counted.iloc[int(counted["n"].to_numpy(dtype=float).argmax())]
