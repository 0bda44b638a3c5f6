"""Tables of a Word file as journals print them: three rules, headings that repeat, rows that stay whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph

from surveyapp.analysis.document.report import Align, Cell, Row, Table
from surveyapp.analysis.figures.shares import printable

SIZE, INDENT = 9, 4
"""Points of the type, and millimetres that a level is set in."""
THIN, THICK = 4, 8
"""Rules, in eighths of a point."""
WIDTH, LEAST_LABELS, LETTER, PADDING = 170, 40, 1.75, 5.5
"""Millimetres: a table, the labels' column at least, and what a letter and the room around a text take."""
SHORT = 12
"""Rows up to which a table stays on one page."""
ALIGNED = {
    "start": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "end": WD_ALIGN_PARAGRAPH.RIGHT,
}


def add(document: Document, table: Table) -> None:
    """Adds a table with its caption above it and its notes below it."""
    caption = document.add_paragraph(style="Caption")
    caption.add_run(f"{printable(table.number)}. ").bold = True
    caption.add_run(printable(table.caption))
    heads = 2 if table.groups else 1
    made = document.add_table(heads + len(table.rows), len(table.columns) + 1)
    grid = [list(row.cells) for row in made.rows]
    _shape(made, table, grid)
    _headings(grid[:heads], table)
    for cells, row in zip(grid[heads:], table.rows, strict=True):
        _row(cells, row, table)
    together = grid if len(table.rows) <= SHORT else grid[-1:]
    for cell in (cell for cells in (together if table.footnotes else together[:-1]) for cell in cells):
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    for number, word_row in enumerate(made.rows):
        properties = word_row._tr.get_or_add_trPr()  # noqa: SLF001 (python-docx names no property of a row)
        properties.append(OxmlElement("w:cantSplit"))
        if number < heads:
            properties.append(OxmlElement("w:tblHeader"))
    _rule(grid[0], "top", THICK)
    _rule(grid[heads - 1], "bottom", THIN)
    _rule(grid[-1], "bottom", THICK)
    for note in table.footnotes:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = note is not table.footnotes[-1]
        _words(paragraph, Cell(f" {note.text}" if note.mark else note.text, note.mark), mark_first=True)
    document.add_paragraph().paragraph_format.space_after = Pt(6)


def _shape(made: WordTable, table: Table, grid: Sequence[Sequence[WordCell]]) -> None:
    """Widths, and what the table is called for who hears it read."""
    made.autofit = False
    for number, width in enumerate(_widths(table)):
        made.columns[number].width = Mm(width)
        for cells in grid:
            cells[number].width = Mm(width)
    description = OxmlElement("w:tblCaption")
    description.set(qn("w:val"), printable(f"{table.number}. {table.caption}"))
    made._tblPr.append(description)  # noqa: SLF001 (python-docx names no caption of a table)


def _widths(table: Table) -> list[float]:
    """Millimetres of each column: as wide as its longest text, and the labels what is left."""
    wanted = []
    for at, column in enumerate(table.columns):
        texts = [f"{row.cells[at].text}{row.cells[at].marks}" for row in table.rows if row.cells]
        words = [f"{word}." for word in column.heading.split()]  # in bold, which takes more
        wanted.append(PADDING + LETTER * max(map(len, (*texts, *words))))
    narrower = min(1.0, (WIDTH - LEAST_LABELS) / sum(wanted)) if wanted else 1.0
    columns = [narrower * width for width in wanted]
    return [WIDTH - sum(columns), *columns]


def _headings(grid: Sequence[Sequence[WordCell]], table: Table) -> None:
    for cell in (cell for cells in grid for cell in cells):
        cell.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
    at = 1
    for name, width in table.groups:
        group = grid[0][at].merge(grid[0][at + width - 1])
        _words(group.paragraphs[0], Cell(name), "center", bold=True)
        if name:
            _rule([group], "bottom", THIN)
        at += width
    labels = grid[0][0].merge(grid[-1][0])
    _words(labels.paragraphs[0], Cell(table.labels), bold=True)
    for cell, column in zip(grid[-1][1:], table.columns, strict=True):
        _words(cell.paragraphs[0], Cell(column.heading), column.align, bold=True)


def _row(cells: Sequence[WordCell], row: Row, table: Table) -> None:
    label = cells[0] if row.cells else cells[0].merge(cells[-1])
    paragraph = label.paragraphs[0]
    paragraph.paragraph_format.left_indent = Mm(INDENT * row.level)
    paragraph.paragraph_format.keep_with_next = row.heading
    _words(paragraph, row.label, bold=row.heading)
    if row.cells:
        for word_cell, cell, column in zip(cells[1:], row.cells, table.columns, strict=True):
            _words(word_cell.paragraphs[0], cell, column.align)


def _words(
    paragraph: Paragraph, cell: Cell, align: Align = "start", *, bold: bool = False, mark_first: bool = False
) -> None:
    """Writes a cell's text and marks, or a note, which has its mark in front."""
    paragraph.alignment = ALIGNED[align]
    paragraph.paragraph_format.space_after = Pt(1)
    paragraph.paragraph_format.space_before = Pt(1)
    texts = [(printable(cell.text), False), (printable(cell.marks), True)]
    for text, raised in reversed(texts) if mark_first else texts:
        if text:
            run = paragraph.add_run(text)
            run.font.size, run.font.superscript = Pt(SIZE), raised
            run.font.bold = bold and not raised


def _rule(cells: Sequence[WordCell], edge: Literal["top", "bottom"], width: int) -> None:
    """Draws a rule over or under cells, in the order of the format: the upper one first."""
    for cell in cells:
        properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 (python-docx names no border of a cell)
        borders = properties.find(qn("w:tcBorders"))
        if borders is None:
            borders = OxmlElement("w:tcBorders")
            properties.append(borders)
        rule = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", str(width)), ("space", "0"), ("color", "1D2529")):
            rule.set(qn(f"w:{name}"), value)
        for previous in borders.findall(rule.tag):
            borders.remove(previous)
        borders.insert(0 if edge == "top" else len(borders), rule)
