"""Tables of a Word file as journals print them: three rules, headings that repeat, rows that stay whole.

They are written as WordprocessingML (ECMA-376-1, 17.4): built from the library's objects they took six times
as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from surveyapp.analysis.document.report import Align, Cell, Table
from surveyapp.analysis.figures.shares import printable

SIZE, INDENT = 9, 4
"""Points of the type, and millimetres that a level is set in."""
THIN, THICK = 4, 8
"""Rules, in eighths of a point."""
WIDTH, LEAST_LABELS, LETTER, PADDING = 170, 40, 1.75, 5.5
"""Millimetres: a table, the labels' column at least, and what a letter and the room around a text take."""
SHORT = 12
"""Rows up to which a table stays on one page."""
ALIGNED = {"start": "left", "center": "center", "end": "right"}
BREAKS = {"\t": "<w:tab/>", "\n": "<w:br/>", "\r": "<w:br/>"}


def add(document: Document, table: Table) -> None:
    """Adds a table with its caption above it and its notes below it."""
    caption = document.add_paragraph(style="Caption")
    caption.add_run(f"{printable(table.number)}. ").bold = True
    caption.add_run(printable(table.caption))
    body = document.element.body
    written = f"<w:body {nsdecls('w')}>{_table(table)}{''.join(_notes(table))}</w:body>"
    for element in list(parse_xml(written)):
        body.insert(len(body) - 1, element)  # what stands last says how large a page is
    document.add_paragraph().paragraph_format.space_after = Pt(6)


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell as it is written: what it says, and how; nothing where a ``tall`` cell above goes on.

    ``span`` is over how many columns it goes, ``ruled`` whether it has a rule of its own. Only labels say how
    far they are set in (``level``) and whether they ``keep`` with the next row.
    """

    said: Cell | None
    align: Align = "start"
    bold: bool = False
    span: int = 1
    level: int | None = None
    keep: bool | None = None
    ruled: bool = False
    tall: bool = False


def _table(table: Table) -> str:
    widths = [Mm(width).twips for width in _widths(table)]
    rows = "".join(_Line.of(table, at).row(row, widths) for at, row in enumerate(_rows(table)))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    name = escape(printable(f"{table.number}. {table.caption}"))
    return (
        '<w:tbl><w:tblPr><w:tblW w:type="auto" w:w="0"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:firstColumn="1" w:firstRow="1" w:lastColumn="0" w:lastRow="0" w:noHBand="0" '
        f'w:noVBand="1" w:val="04A0"/><w:tblCaption w:val="{name}"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


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


def _rows(table: Table) -> Iterator[list[_Place]]:
    """The headings, those of groups above the others, and the rows."""
    labels = _Place(Cell(table.labels), bold=True, tall=bool(table.groups))
    columns = [_Place(Cell(column.heading), column.align, bold=True) for column in table.columns]
    groups = [
        _Place(Cell(name), "center", bold=True, span=width, ruled=bool(name)) for name, width in table.groups
    ]
    if groups:
        yield [labels, *groups]
    yield [_Place(None) if groups else labels, *columns]
    for row in table.rows:
        span = 1 if row.cells else 1 + len(columns)
        label = _Place(row.label, bold=row.heading, span=span, level=row.level, keep=row.heading)
        cells = zip(row.cells, table.columns, strict=bool(row.cells))
        yield [label, *(_Place(cell, column.align) for cell, column in cells)]


@dataclass(frozen=True, slots=True)
class _Line:
    """Where a row stands: whether it is of the headings and kept with the next, and the rules around it."""

    heading: bool
    kept: bool
    top: int
    bottom: int

    @classmethod
    def of(cls, table: Table, at: int) -> _Line:
        """The row of a number, headings counted."""
        heads = 2 if table.groups else 1
        last = at == heads + len(table.rows) - 1
        together = last or len(table.rows) <= SHORT
        rule = THICK if last else THIN if at == heads - 1 else 0
        return cls(at < heads, together and (not last or bool(table.footnotes)), 0 if at else THICK, rule)

    def row(self, places: Sequence[_Place], widths: Sequence[int]) -> str:
        """The row, written."""
        at, cells = 0, []
        for place in places:
            cells.append(self._cell(place, sum(widths[at : at + place.span])))
            at += place.span
        heading = "<w:tblHeader/>" if self.heading else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{heading}</w:trPr>{''.join(cells)}</w:tr>"

    def _cell(self, place: _Place, width: int) -> str:
        span = f'<w:gridSpan w:val="{place.span}"/>' if place.span > 1 else ""
        merged = "<w:vMerge/>" if place.said is None else '<w:vMerge w:val="restart"/>' if place.tall else ""
        stands = '<w:vAlign w:val="bottom"/>' if self.heading else ""
        bottom = self.bottom or (THIN if place.ruled else 0)
        rules = "".join(
            f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="1D2529"/>'
            for edge, size in (("top", self.top), ("bottom", bottom))
            if size
        )
        borders = f"<w:tcBorders>{rules}</w:tcBorders>" if rules else ""
        properties = f'<w:tcW w:type="dxa" w:w="{width}"/>{span}{merged}{borders}{stands}'
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{self._text(place)}</w:tc>"

    def _text(self, place: _Place) -> str:
        keep = True if self.kept else place.keep
        if place.said is None:
            return f"<w:p><w:pPr>{_kept(keep)}</w:pPr></w:p>" if keep else "<w:p/>"
        return _paragraph(keep, place.align, _runs(place.said, bold=place.bold), level=place.level)


def _notes(table: Table) -> Iterator[str]:
    """The notes; each has its mark in front."""
    for note in table.footnotes:
        runs = _runs(Cell(f" {note.text}" if note.mark else note.text, note.mark))
        yield _paragraph(note is not table.footnotes[-1], "start", runs[::-1])


def _paragraph(keep: bool | None, align: Align, runs: Sequence[str], level: int | None = None) -> str:
    set_in = "" if level is None else f'<w:ind w:left="{Mm(INDENT * level).twips}"/>'
    return (
        f'<w:p><w:pPr>{_kept(keep)}<w:spacing w:after="20" w:before="20"/>{set_in}'
        f'<w:jc w:val="{ALIGNED[align]}"/></w:pPr>{"".join(runs)}</w:p>'
    )


def _kept(keep: bool | None) -> str:
    """Whether a paragraph stays with the next one; None says nothing of it."""
    return "" if keep is None else "<w:keepNext/>" if keep else '<w:keepNext w:val="0"/>'


def _runs(cell: Cell, *, bold: bool = False) -> list[str]:
    """A cell's text and its marks, which are raised; nothing for what is empty."""
    weight = "<w:b/>" if bold else '<w:b w:val="0"/>'
    size = f'<w:sz w:val="{2 * SIZE}"/>'
    raised = f'<w:b w:val="0"/>{size}<w:vertAlign w:val="superscript"/>'
    texts = (printable(cell.text), f"{weight}{size}"), (printable(cell.marks), raised)
    return [f"<w:r><w:rPr>{face}</w:rPr>{_letters(text)}</w:r>" for text, face in texts if text]


def _letters(text: str) -> str:
    parts = re.split("([\t\n\r])", text)
    return "".join(BREAKS.get(part) or _plain(part) for part in parts if part)


def _plain(text: str) -> str:
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<w:t{space}>{escape(text, quote=False)}</w:t>"
