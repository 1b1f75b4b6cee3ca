"""A table as a Word document: a real table with a caption above and notes below, to be pasted into a manuscript."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby, zip_longest
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from rlsanalysis.present.tables.table import Table

FONT = "Times New Roman"
SIZE, SMALL = 9, 8
LETTER = 1.52  # mm, the mean width of a character of 9 points
BOLD = 1.2  # how much wider bold is
PADDING = 4.6  # mm, of a cell
UNBROKEN = LETTER * 7 + PADDING  # mm, the width of a column of P values
MARGIN, SHORT, LONG = 18, 210, 297  # mm, A4
NARROWEST_LABEL, WIDEST_LABEL, WIDEST_CELL = 28, 48, 26  # characters before a text breaks
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
}
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def as_word(table: Table) -> bytes:
    """A .docx file; the same table gives the same bytes.

    A4, lying where the table is wide; the head is repeated on each page, no row breaks across pages.
    """
    document = Document()
    widths = _widths(table)
    widths = _fit(widths, _page(document, sum(widths)))
    _font(document)
    caption = document.add_paragraph(style="Caption")
    caption.add_run(table.title)
    caption.paragraph_format.keep_with_next = True
    _fill(document, table, widths)
    for note in table.notes:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.add_run(note).font.size = Pt(SMALL)
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = (
        table.title,
        "rlsanalysis",
        "rlsanalysis",
    )
    properties.created = properties.modified = EPOCH
    properties.comments, properties.language = "", "en-US"
    return _stable(document)


def _widths(table: Table) -> list[float]:
    """Width of each column in mm: its longest text, up to a limit, or its heading in one line."""
    longest = min(WIDEST_LABEL, max(len(row.label) for row in table.rows))
    columns: list[float] = [longest]
    for i, column in enumerate(table.columns):
        texts = [row.cells[i] for row in table.rows]
        columns.append(max(len(column.heading) * BOLD, min(WIDEST_CELL, max(map(len, texts)))))
    return [LETTER * n + PADDING for n in columns]


def _fit(widths: list[float], room: float) -> list[float]:
    """Widths that fit the page: labels break first, then wide columns give way; a column of numbers never breaks."""
    label = max(LETTER * NARROWEST_LABEL, min(widths[0], room - sum(widths[1:])))
    wanted = [label, *widths[1:]]
    kept = sum(width for width in wanted if width <= UNBROKEN)
    share = min(1, (room - kept) / (sum(wanted) - kept))
    return [width if width <= UNBROKEN else width * share for width in wanted]


def _page(document: Any, wanted: float) -> float:
    """Set page size and margins; the width there is for the table, in mm."""
    section = document.sections[0]
    wide = wanted > SHORT - 2 * MARGIN
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    width, height = (LONG, SHORT) if wide else (SHORT, LONG)
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
    return width - 2 * MARGIN


def _font(document: Any) -> None:
    """One font for all text, black."""
    for name in ("Normal", "Caption"):
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(SIZE if name == "Normal" else SIZE + 1)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:eastAsia", "w:cs", "w:hAnsi", "w:ascii"):
            fonts.set(qn(attribute), FONT)
        style.paragraph_format.space_after = Pt(0 if name == "Normal" else 4)
        style.paragraph_format.line_spacing = 1.0
    colour = document.styles["Caption"].element.rPr.find(qn("w:color"))
    if colour is not None:
        document.styles["Caption"].element.rPr.remove(colour)


def _fill(document: Any, table: Table, widths: Sequence[float]) -> None:
    """Head, headings of groups and rows, with rules above and below the head and at the end."""
    spanned = any(c.spanner for c in table.columns)
    lines = [(heading, list(rows)) for heading, rows in groupby(table.rows, key=lambda row: row.group)]
    count = (2 if spanned else 1) + sum(len(rows) + bool(heading) for heading, rows in lines)
    made = document.add_table(rows=count, cols=len(table.columns) + 1)
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    grid = [list(row.cells) for row in made.rows]
    for cells in grid:
        for cell, width in zip(cells, widths, strict=True):
            cell.width = Mm(width)
    for row in made.rows:
        _flag(row, "w:cantSplit")
    _describe(made, table)
    _head(made, grid, table, spanned=spanned)
    position = 2 if spanned else 1
    for heading, rows in lines:
        if heading:
            whole = grid[position][0].merge(grid[position][-1])
            _put(whole, heading, "left", bold=True, keep=True)
            _shade(whole)
            position += 1
        for row, after in zip_longest(rows, rows[1:]):
            keep = after is not None and bool(after.under)
            _put(grid[position][0], row.label, "left", indent=bool(row.under), keep=keep)
            for cell, text, column in zip(grid[position][1:], row.cells, table.columns, strict=True):
                _put(cell, text, column.align, keep=keep)
            position += 1
    _rule(grid[-1], "bottom")


def _head(made: Any, grid: list[list[Any]], table: Table, *, spanned: bool) -> None:
    last = 1 if spanned else 0
    for row in made.rows[: last + 1]:
        _flag(row, "w:tblHeader")
    _rule(grid[0], "top")
    _rule(grid[last], "bottom")
    if spanned:
        position = 1
        for spanner, columns in groupby(table.columns, key=lambda c: c.spanner):
            size = len(list(columns))
            if spanner:
                whole = grid[0][position].merge(grid[0][position + size - 1])
                _put(whole, spanner, "center", bold=True, keep=True)
                _rule([whole], "bottom", weight=4)
            position += size
    _put(grid[last][0], table.stub, "left", bold=True, keep=True)
    for cell, column in zip(grid[last][1:], table.columns, strict=True):
        _put(cell, column.heading, column.align, bold=True, keep=True)


def _put(
    cell: Any, text: str, align: str, *, bold: bool = False, indent: bool = False, keep: bool = False
) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = ALIGN[align]
    paragraph.paragraph_format.keep_with_next = keep or None
    if indent:
        paragraph.paragraph_format.left_indent = Mm(3)
    if text:
        paragraph.add_run(text).bold = bold or None


def _flag(row: Any, tag: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(tag))  # noqa: SLF001


def _rule(cells: Iterable[Any], edge: str, weight: int = 8) -> None:
    """Draw an edge of some cells; `weight` in eighths of a point."""
    for cell in cells:
        properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001
        borders = properties.find(qn("w:tcBorders"))
        if borders is None:
            borders = OxmlElement("w:tcBorders")
            properties.append(borders)
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", str(weight)), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)


def _shade(cell: Any) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "E3E9EE")):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)  # noqa: SLF001


def _describe(made: Any, table: Table) -> None:
    """Title of the table for those who hear it."""
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), table.title)
    made._tbl.tblPr.append(caption)  # noqa: SLF001


def _stable(document: Any) -> bytes:
    """The document's bytes with every part in order and no clock."""
    saved, stable = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(stable, "w", zipfile.ZIP_DEFLATED) as out:
        for name in parts.namelist():
            out.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), parts.read(name), zipfile.ZIP_DEFLATED)
    return stable.getvalue()
