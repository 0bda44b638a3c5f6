"""Excel (.xlsx): a sheet of labels and a sheet with the codebook, written row by row.

Texts are cells of text, which never run as formulas; numbers are numbers. A sheet ends at 1,048,576 rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from surveyapp.release.formats.stored import Rows, Stored
from surveyapp.release.terms import Refusal
from surveyapp.release.words import MISSING
from surveyapp.release.write import Tell

if TYPE_CHECKING:
    from xlsxwriter import Workbook

MOST_ROWS = 1_048_575
CHUNK = 5_000
CREATED = datetime(1980, 1, 1)  # noqa: DTZ001  the file format has no time zones
NARROWEST, WIDEST = 8, 60
Cell = str | float


def write_xlsx(path: Path, rows: Rows, codebook: Sequence[tuple[str, ...]], tell: Tell) -> None:
    """Write the rows in labels, and the codebook, whose first row is its header.

    Raises Refusal where there are more rows than a sheet holds.
    """
    import xlsxwriter

    if len(rows.order) > MOST_ROWS:
        raise Refusal(
            "too-many-rows",
            f"An Excel sheet ends after {MOST_ROWS:,} rows, fewer than there are. Take another format.",
        )
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        book.set_properties({"title": rows.title, "author": "surveyapp", "created": CREATED})
        names = [stored.name for stored in rows.stored]
        _sheet(book, "data", names, _cells(rows, tell))
        _sheet(book, "codebook", codebook[0], codebook[1:])


def _sheet(book: Workbook, name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    bold = book.add_format({"bold": True})
    for column, text in enumerate(header):
        sheet.set_column(column, column, min(max(len(text) + 2, NARROWEST), WIDEST))
        sheet.write_string(0, column, text, bold)
    for at, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(at, column, cell)
            else:
                sheet.write_number(at, column, cell)


def _cells(rows: Rows, tell: Tell) -> Iterator[tuple[Cell, ...]]:
    """The cells row by row, some thousand rows at a time."""
    spelled = [[_cell(stored, word) for word in stored.column.words] for stored in rows.stored]
    for start in range(0, len(rows.order), CHUNK):
        chunk = rows.order[start : start + CHUNK]
        parts = [
            map(words.__getitem__, stored.column.codes[chunk].tolist())
            for words, stored in zip(spelled, rows.stored, strict=True)
        ]
        yield from zip(*parts, strict=True)
        tell("Writing a sheet", start + len(chunk), len(rows.order))


def _cell(stored: Stored, word: str) -> Cell:
    """A number where the word is one, else the text for it."""
    if word in MISSING:
        return word
    if stored.form in ("whole", "number"):
        return float(word)
    return stored.entry.labels.get(word, word)
