"""What stands on each line of the forest plot: a view of the quoted rows, before anything is drawn."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from rlsanalysis.present import labels
from rlsanalysis.study.plan import Outcome, load_plan
from rlsanalysis.study.results import Results, records
from rlsanalysis.variables import registry

CAUSES = ("headline",)
CONTROLS = {
    "positive_control": "Positive controls: known to go with RLS, not suspected causes",
    "negative_control": "Negative controls: no known link with RLS",
}


@dataclass(frozen=True)
class ForestLine:
    """One line: a heading (`heading` 1 block, 2 group, 3 categorical exposure), or one comparison.

    `estimates` holds its row of `estimates` by outcome; an outcome without it did not have the exposure.
    """

    label: str
    heading: int = 0
    indent: int = 0
    estimates: dict[str, Any] = field(default_factory=dict)


def forest_lines(results: Results) -> list[ForestLine]:
    """All lines, from top to bottom: the headline exposures by group, then controls in a block of their own."""
    outcomes = results.primary
    lines = list(_exposures(results, outcomes, CAUSES))
    for role, title in CONTROLS.items():
        found = list(_exposures(results, outcomes, (role,), grouped=False))
        if found:
            lines += [ForestLine(title, 1), *found]
    return lines


def _exposures(
    results: Results, outcomes: list[Outcome], roles: tuple[str, ...], *, grouped: bool = True
) -> Iterator[ForestLine]:
    rows = (
        pd.concat([results.primary_estimates(o, *roles) for o in outcomes])
        if outcomes
        else results.estimates[:0]
    )
    group = ""
    for exposure in (e.id for e in load_plan().exposures.values() if e.role in roles):
        mine = rows[rows["exposure"] == exposure]
        if mine.empty:
            continue
        declared = registry()[exposure]
        if grouped and declared.group != group:
            group = declared.group
            yield ForestLine(labels.group(group), 2)
        indent = int(grouped)
        if declared.kind == "categorical":
            yield ForestLine(f"{declared.label} (vs {declared.levels[0]})", 3, indent)
        for level, together in mine.groupby("level", sort=False):
            label = str(level) if declared.kind == "categorical" else declared.label
            yield ForestLine(
                label,
                0,
                indent + (declared.kind == "categorical"),
                {r.outcome: r for r in records(together)},
            )
