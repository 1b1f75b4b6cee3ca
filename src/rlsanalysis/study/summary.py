"""Summarize the results of a run as text and as HTML: source, cohorts, outcomes with their cases, and the folder."""

from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from rlsanalysis.variables import registry

if TYPE_CHECKING:
    from rlsanalysis.study.results import Results

SYNTHETIC = "SYNTHETIC: the participants are simulated, and no number here describes real people."
NUMBERS = ("n", "cases")


def as_text(results: "Results") -> str:
    """Return a summary in plain text."""
    return "\n".join([*_lines(results), "", _counts(results).to_string(index=False)])


def as_html(results: "Results") -> str:
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


def _lines(results: "Results") -> list[str]:
    estimates = results.estimates
    cohorts = dict.fromkeys(o.cohort for o in results.outcomes)
    source = "the demonstration" if results.synthetic else "NHANES"
    lines = [
        f"Results from {source}: {' and '.join(f'the {c} cohort' for c in cohorts)}",
        (
            f"Estimates: {len(estimates):,} (outcomes: {len(results.outcomes)}; exposures: "
            f"{estimates['exposure'].nunique()})"
        ),
        f"Folder: {results.folder}",
    ]
    return [SYNTHETIC, *lines] if results.synthetic else lines


def _counts(results: "Results") -> pd.DataFrame:
    """Return one row per outcome as text, with the number of participants whose outcome is known, and of cases."""
    overall = results.prevalence[results.prevalence["by"] == "all"].set_index("outcome")
    largest = results.estimates.sort_values("n").drop_duplicates("outcome", keep="last").set_index("outcome")
    rows = []
    for outcome in results.outcomes:
        declared = registry()[outcome.id]
        counted = (overall if outcome.id in overall.index else largest).loc[outcome.id]
        rows.append(
            {
                "outcome": outcome.id, "label": declared.short or declared.label, "role": outcome.role,
                "cohort": outcome.cohort, "n": f"{counted['n']:,}", "cases": f"{counted['cases']:,}",
            }
        )  # fmt: skip
    return pd.DataFrame(rows, columns=["outcome", "label", "role", "cohort", *NUMBERS])
