"""A table as CSV: the cells as text under flat headings, then title and notes as lines of their own."""

import pandas as pd

from rlsanalysis.present.tables.table import Table

TITLE, NOTE = "Title", "Note"


def as_csv(table: Table) -> str:
    """Lines of cells: heading of the group, what the row is part of, its label, the cells, whose people they are.

    Title and notes come last; their first column says so.
    """
    head = ["Group", "Part of", table.stub, *(c.flat for c in table.columns), "Source"]
    lines = [[row.group, row.under, row.label, *row.cells, table.source] for row in table.rows]
    blank = [""] * len(table.columns)
    lines += [[TITLE, "", table.title, *blank, table.source]]
    lines += [[NOTE, "", note, *blank, table.source] for note in table.notes]
    return pd.DataFrame(lines, columns=head).to_csv(index=False, lineterminator="\n")
