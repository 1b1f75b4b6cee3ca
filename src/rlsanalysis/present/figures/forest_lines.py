"""The lines of the forest plot, before anything is drawn: what is compared, and its estimate for each outcome."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rlsanalysis.present import labels
from rlsanalysis.present.figures.selection import Selection
from rlsanalysis.present.figures.variants import add_row, differing, model_words
from rlsanalysis.present.models import shared_sample
from rlsanalysis.study.results import records

HEADINGS = {
    "comparator": "Active comparators: thought not to worsen {condition}",
    "positive_control": "Positive controls: associations with {condition} are established",
    "negative_control": "Negative controls: no association is expected",
}


@dataclass(frozen=True)
class ForestLine:
    """One comparison with its row of `estimates` by outcome, or the heading of a block.

    `group` is the group of variables: a rule is drawn where it changes. `variant` names the model where tidy
    rows of an outcome have several.
    """

    label: str
    group: str = ""
    variant: str = ""
    rows: dict[str, Any] = field(default_factory=dict)
    heading: bool = False


def forest_lines(selection: Selection, *, complete: bool = False) -> list[ForestLine]:
    """Return the lines from top to bottom; controls come last, in blocks with headings, if the order is the plan's.

    `complete` asks for complete labels instead of short ones.

    Raises
    ------
    AnalysisError
        Two rows of an outcome are of the same comparison and model, so that one of them would hide the other.
    """
    columns, shared = differing(selection), shared_sample(selection.study, selection.rows)
    found: dict[tuple[Any, ...], ForestLine] = {}
    for row in records(selection.rows):
        variant = model_words(selection.study, row, columns, shared)
        declared = selection.study.variables.get(row.exposure)
        line = found.setdefault(
            (row.exposure, row.level, getattr(row, "reference", ""), variant),
            ForestLine(
                labels.comparison(selection.study, row, complete=complete),
                declared.group if declared else "",
                variant,
            ),
        )
        add_row(line.rows, row.outcome, row)
    return list(_with_headings(list(found.values()), selection.study.words.condition))


def _with_headings(lines: list[ForestLine], condition: str) -> Iterator[ForestLine]:
    roles = [next(iter(line.rows.values())).role for line in lines]
    order = [*HEADINGS]
    blocks = roles == sorted(roles, key=lambda role: order.index(role) + 1 if role in HEADINGS else 0)
    role = ""
    for line, own in zip(lines, roles, strict=True):
        if blocks and own != role and own in HEADINGS:
            yield ForestLine(HEADINGS[own].format(condition=condition), heading=True)
        role = own
        yield line
