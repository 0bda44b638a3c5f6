"""A report as data: every word and number in it is ready to be printed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from surveyapp.analysis.figures.sheet import Drawing

Align = Literal["start", "center", "end"]


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell, with the marks of its footnotes, such as "a, b"."""

    text: str = ""
    marks: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, and the heading over it that it shares with its neighbours, if any."""

    heading: str
    group: str = ""
    align: Align = "end"


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its label, and a cell for each column.

    A `heading` stands over the rows that follow, and may lack cells; `level` says how far a row is set in.
    """

    label: Cell
    cells: tuple[Cell, ...] = ()
    heading: bool = False
    level: int = 0


@dataclass(frozen=True, slots=True)
class Footnote:
    """What a mark in a table means; a note without a mark is about the whole table."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the name of its file, "Table 1", a caption, the labels' heading, columns, rows and notes.

    Raises ValueError where a row has not one cell for each column.
    """

    name: str
    number: str
    caption: str
    labels: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    footnotes: tuple[Footnote, ...] = ()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns) and (row.cells or not row.heading):
                raise ValueError(f"{self.name}: {len(row.cells)} cells in {len(self.columns)} columns")

    @property
    def groups(self) -> tuple[tuple[str, int], ...]:
        """The headings over several columns, each with how many; empty where there is none."""
        runs = groupby(column.group for column in self.columns)
        found = tuple((name, len(list(run))) for name, run in runs)
        return found if any(name for name, _ in found) else ()

    @property
    def parts(self) -> tuple[tuple[Row, ...], ...]:
        """The rows, cut before each heading."""
        parts: list[list[Row]] = [[]]
        for row in self.rows:
            if row.heading and parts[-1]:
                parts.append([])
            parts[-1].append(row)
        return tuple(map(tuple, parts)) if self.rows else ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: the name of its files, "Figure 1", a caption and what is drawn."""

    name: str
    number: str
    caption: str
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; an `aside` is a caveat that stands out."""

    text: str
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Terms, each with what is said of it."""

    entries: tuple[tuple[str, str], ...]


Block = Paragraph | Facts | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and what stands under it."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A report: title, subtitle, its sections, and a notice on top (such as that the data are made up).

    `provenance` says what it was made of: the instrument's version, the profile's hash, the release.
    """

    title: str
    subtitle: str
    provenance: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    notice: str = ""

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self._blocks if isinstance(block, Table))

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(block for block in self._blocks if isinstance(block, Figure))

    @property
    def _blocks(self) -> tuple[Block, ...]:
        return tuple(block for section in self.sections for block in section.blocks)
