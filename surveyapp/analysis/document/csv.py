"""A table as CSV, for people who open it in a spreadsheet: as it is printed, cell for cell."""

from __future__ import annotations

from surveyapp.analysis.document.report import Cell, Table
from surveyapp.release.cells import line


def text(table: Table) -> str:
    """The table with its caption above and its notes below; all lines have as many cells, and none runs.

    Marks of footnotes stand in brackets. Spreadsheets want it written as UTF-8 with a byte order mark.
    """
    groups = [[table.labels, *(column.group for column in table.columns)]] if table.groups else []
    lines = [
        [f"{table.number}. {table.caption}"],
        *groups,
        ["" if groups else table.labels, *(column.heading for column in table.columns)],
        *([_marked(cell) for cell in (row.label, *row.cells)] for row in table.rows),
        *([_marked(Cell(note.text, note.mark), first=True)] for note in table.footnotes),
    ]
    across = len(table.columns) + 1
    return "".join(line([*cells, *[""] * (across - len(cells))]) for cells in lines)


def _marked(cell: Cell, *, first: bool = False) -> str:
    if not cell.marks:
        return cell.text
    return f"[{cell.marks}] {cell.text}" if first else f"{cell.text} [{cell.marks}]".lstrip()
