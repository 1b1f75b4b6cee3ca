"""The findings as a Markdown table, for the README: one row for each primary exposure, one column for each outcome."""

from typing import Any

from rlsanalysis.present import labels, printing, units
from rlsanalysis.present.findings import by_group
from rlsanalysis.present.phrases import cases, outcome_name, restricted, subject
from rlsanalysis.present.verdict import verdict
from rlsanalysis.site.markdown import markdown
from rlsanalysis.study.records import Study
from rlsanalysis.study.results import Results


def findings_table(results: Results) -> str:
    """Write the findings of a run as a table in the order of their groups; empty without findings."""
    study = results.study
    found = by_group(results)
    if not found:
        return ""
    outcomes = [outcome.id for outcome in results.primary]
    heads = [f"{units.first_upper(outcome_name(study, id_))}: OR (95% CI)" for id_ in outcomes]
    lines = [["Primary exposure", *heads], ["---"] * (1 + len(outcomes))]
    for finding in found:
        cells = [
            _cell(study, finding.rows[id_]) if id_ in finding.rows else printing.NONE for id_ in outcomes
        ]
        lines.append([f"**{markdown(units.first_upper(subject(finding)))}**", *cells])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(study: Study, row: Any) -> str:
    """Give the estimate with its unit, the cases, and the verdict with its q value."""
    shown, found = printing.line(row), verdict(study, row)
    unit = f" {labels.contrast(study, row)}" if shown.interval and not row.reference else ""
    sparse = "sparse data" * (row.status == "sparse")
    counts = "; ".join(filter(None, (cases(study, row, first=True), sparse, restricted(study, row))))
    lines = [markdown(f"{printing.estimate_text(row)}{unit}"), markdown(counts)]
    if shown.interval:
        lines.append(
            f"*{found}{f', {labels.q_text(study, row)}' if found == 'associated' and shown.q else ''}*"
        )
    return "<br>".join(lines)
