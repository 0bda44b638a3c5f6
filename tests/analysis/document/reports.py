"""A small report with one of everything, and with text that means to break out."""

from __future__ import annotations

from functools import cache

from surveyapp.analysis.document.report import (
    Cell,
    Column,
    Facts,
    Figure,
    Footnote,
    Paragraph,
    Report,
    Row,
    Section,
    Table,
)
from surveyapp.analysis.figures import likert, paired
from tests.analysis.figures import drawn

HOSTILE = "</style><script>alert(1)</script>\"'&\x0b{{ 7 * 7 }}"


def grouped() -> Table:
    """A table with columns in groups, parts, levels, marks and notes."""
    columns = Column("All"), Column("Adult", "Area"), Column("Pediatric", "Area"), Column("P", align="start")
    rows = (
        Row(Cell("Years in practice"), (Cell(), Cell(), Cell(), Cell(".062", "a")), heading=True),
        Row(
            Cell("0 to 4 years"),
            (Cell("14/66 (21%)"), Cell("7/46 (15%)"), Cell("7/20 (35%)"), Cell()),
            level=1,
        ),
        Row(Cell("Quality review"), heading=True),
        Row(Cell("Stress", "b"), (Cell("35 or more of 39", "b"), Cell("–"), Cell("–"), Cell()), level=2),
    )
    notes = Footnote("n/N: of those asked."), Footnote("Exact test.", "a"), Footnote("Held back.", "b")
    return Table("practice", "Table 1", "Practice, by area", "Question", columns, rows, notes)


def plain() -> Table:
    """A table without groups, whose cells a spreadsheet would like to run."""
    rows = (Row(Cell("=1+1"), (Cell("-2.5"),)), Row(Cell(HOSTILE), (Cell("@SUM(A1)"),)))
    return Table("plain", "Table 2", f"Plain {HOSTILE}", "Statement", (Column("n"),), rows)


@cache
def report() -> Report:
    """All of it, drawn once."""
    blocks = (
        Paragraph(f"Running text {HOSTILE}"),
        Paragraph("People may remember otherwise.", aside=True),
        grouped(),
        Figure("figure_1", "Figure 1", "Stress", likert.draw(drawn.likert())),
        Figure("figure_2", "Figure 2", "Before and after", paired.draw(drawn.paired())),
        plain(),
    )
    sections = (
        Section("Response", (Facts((("Invited", "100"), ("Answered", "66"))),)),
        Section("Results", blocks),
    )
    provenance = (("Instrument", "needs_assessment"), ("Release", "3f" * 32))
    return Report("Needs assessment", "July 2022", provenance, sections, notice="Synthetic data")
