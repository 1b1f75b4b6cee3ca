"""A table as HTML, through great_tables: for a notebook, and as a page that needs nothing but itself."""

import html
from dataclasses import replace
from typing import Any

import pandas as pd
from great_tables import GT, loc, style

from rlsanalysis.present.tables.table import Table

STYLE = (
    ":root { color-scheme: light dark; } "
    "body { margin: 1rem; color: light-dark(#222, #e6e6e6); background: light-dark(#fff, #14181c); "
    "font-family: system-ui, sans-serif; } "
    "main { overflow-x: auto; } "
    "main:focus-visible { outline: 2px solid #0072B2; } "
    "caption { text-align: left; font-size: 15px; font-weight: bold; padding: 4px; } "
    "caption span, .gt_sourcenote span { display: block; position: sticky; left: 0; max-width: calc(100vw - 3rem); } "
)
CELLS = (
    ".gt_table, .gt_table :is(.gt_row, .gt_stub, .gt_title, .gt_heading, .gt_col_heading, .gt_column_spanner_outer, "
    ".gt_group_heading, .gt_sourcenote, .gt_sourcenotes) "
    "{ color: inherit !important; background-color: transparent !important; } "
    ".gt_table, .gt_table * { border-color: color-mix(in srgb, currentColor 30%, transparent) !important; } "
    ".gt_table .gt_group_heading { background-color: color-mix(in srgb, currentColor 10%, transparent) !important; } "
    ".gt_table .gt_row { vertical-align: top !important; } "
    ".gt_table td.gt_row { white-space: nowrap; } "
    ".gt_table th.gt_stub { min-width: 9rem; max-width: 22rem; font-weight: normal !important; }"
)
"""Colors are those of the page around the table, so that it reads well on a dark page too."""


def frame(table: Table) -> pd.DataFrame:
    """Cells of a table with a column of headings and one of labels; other columns are named by their position."""
    cells = {str(i): [row.cells[i] for row in table.rows] for i in range(len(table.columns))}
    names = {"group": [row.group for row in table.rows], "label": [row.label for row in table.rows]}
    return pd.DataFrame(names | cells)


def as_gt(table: Table, **options: str) -> GT:
    """Make a great_tables table for a page; `options` are those of `GT.tab_options`."""
    made = unstyled(table).opt_css(CELLS).tab_options(**(LOOK | options))
    wrapped = [str(i) for i, c in enumerate(table.columns) if c.wrap]
    wraps = style.css("white-space: normal; min-width: 11rem;")
    return made.tab_style(wraps, loc.body(columns=wrapped)) if wrapped else made


def unstyled(table: Table) -> GT:
    """Make a great_tables table without styles, which LaTeX does not know; the same each time."""
    grouped = any(row.group for row in table.rows)
    cells = frame(table) if grouped else frame(table).drop(columns="group")
    made = GT(cells, rowname_col="label", groupname_col="group" if grouped else None, id=table.name)
    if table.title:
        made = made.tab_header(table.title)
    made = made.tab_stubhead(table.stub)
    made = made.cols_label({str(i): c.heading for i, c in enumerate(table.columns)})
    for align in ("left", "right", "center"):
        if columns := [str(i) for i, c in enumerate(table.columns) if c.align == align]:
            made = made.cols_align(align, columns)
    for spanner in dict.fromkeys(c.spanner for c in table.columns if c.spanner):
        made = made.tab_spanner(
            spanner, [str(i) for i, c in enumerate(table.columns) if c.spanner == spanner]
        )
    if parts := [i for i, row in enumerate(table.rows) if row.under]:
        made = made.tab_stub_indent(parts, 2)
    for note in table.notes:
        made = made.tab_source_note(note)
    return made


LOOK: dict[str, Any] = {
    "table_font_size": "13px", "heading_align": "left", "heading_title_font_size": "15px",
    "row_group_font_weight": "bold",
    "column_labels_font_weight": "bold", "data_row_padding": "3px", "row_group_padding": "4px",
    "source_notes_font_size": "12px", "stub_indent_length": "8px", "stub_border_style": "none",
}  # fmt: skip


def as_html(table: Table) -> str:
    """A whole page with the table: no request to anywhere, no date.

    Title and notes stay in sight on a narrow screen while the table scrolls below them: the title is a caption here.
    """
    title = html.escape(table.title)
    made = as_gt(replace(table, title=""), container_overflow_x="visible").as_raw_html()
    made = made.replace("<thead>", f"<caption><span>{title}</span></caption>\n<thead>", 1)
    return (
        f'<!DOCTYPE html>\n<html lang="en-US">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'</head>\n<body>\n<main tabindex="0" aria-label="{title}">\n{made}\n</main>\n'
        f"<style>{STYLE}</style>\n</body>\n</html>\n"
    )
