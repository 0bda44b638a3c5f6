"""The report as a Word file: tables whose headings repeat, figures with their text, nothing of the run."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from surveyapp.analysis.document.docx import written
from surveyapp.analysis.document.report import Cell, Column, Report, Row, Section, Table
from tests.analysis.document.reports import grouped, plain, report


@pytest.fixture(scope="module")
def made() -> bytes:
    return written(report())


@pytest.fixture(scope="module")
def document(made: bytes) -> Document:
    return docx.Document(BytesIO(made))


def test_headings_captions_and_notes_come_in_order(document: Document) -> None:
    said = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert said[:4] == ["Needs assessment", "July 2022", "Synthetic data", "Response"]
    assert [each.text for each in document.paragraphs if each.style.name == "Heading 1"] == [
        "Response",
        "Results",
        "Provenance",
    ]
    captions = [each.text for each in document.paragraphs if each.style.name == "Caption"]
    assert captions[:3] == ["Table 1. Practice, by area", "Figure 1. Stress", "Figure 2. Before and after"]
    assert "b Held back." in said


def test_a_table_holds_every_cell(document: Document) -> None:
    first, second = document.tables
    table = grouped()
    found = [[cell.text for cell in row.cells] for row in first.rows]
    assert found[:2] == [["Question", "", "Area", "Area", ""], ["Question", "All", "Adult", "Pediatric", "P"]]
    expected = [
        [f"{cell.text}{cell.marks}" for cell in (row.label, *row.cells)] for row in table.rows if row.cells
    ]
    assert [found[2], found[3], found[5]] == expected
    assert found[4] == ["Quality review"] * 5
    assert len(second.rows) == 3


def test_headings_repeat_and_rows_stay_whole(document: Document) -> None:
    rows = [row._tr.trPr for row in document.tables[0].rows]
    assert [row.find(qn("w:tblHeader")) is not None for row in rows] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]
    assert all(row.find(qn("w:cantSplit")) is not None for row in rows)


def test_rules_stand_in_the_order_of_the_format(document: Document) -> None:
    found = [
        [edge.tag.rpartition("}")[2] for edge in borders]
        for table in document.tables
        for borders in table._tbl.iter(qn("w:tcBorders"))
    ]
    assert found
    assert all(edges in (["top"], ["bottom"], ["top", "bottom"]) for edges in found)


def test_cells_say_what_they_are_in_the_order_of_the_format(document: Document) -> None:
    order = [qn(f"w:{name}") for name in ("tcW", "gridSpan", "vMerge", "tcBorders", "vAlign")]
    found = [
        [order.index(each.tag) for each in properties]
        for table in document.tables
        for properties in table._tbl.iter(qn("w:tcPr"))
    ]
    assert {len(each) for each in found} >= {1, 3, 4}
    assert all(each == sorted(each) for each in found)


def test_breaks_and_spaces_of_a_cell_stay() -> None:
    said = " two\tlines\nof <text> & "
    table = Table("one", "Table 1", "One", "Label", (Column("n"),), (Row(Cell(said), (Cell("1"),)),))
    made = docx.Document(BytesIO(written(Report("One", "", (), (Section("Results", (table,)),)))))
    assert made.tables[0].rows[1].cells[0].text == said


def test_pictures_say_every_number(document: Document) -> None:
    told = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    drawings = [figure.drawing for figure in report().figures]
    assert told == [" ".join((drawing.alt, *drawing.sentences)) for drawing in drawings]
    assert [
        document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].blob
        for shape in document.inline_shapes
    ] == [drawing.png for drawing in drawings]


def test_nothing_tells_who_or_when(made: bytes, document: Document) -> None:
    with ZipFile(BytesIO(made)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert "docProps/thumbnail.jpeg" not in archive.namelist()
        core = archive.read("docProps/core.xml")
    assert document.core_properties.title == "Needs assessment"
    assert document.core_properties.author == ""
    assert b"dcterms:created" not in core
    assert b"python-docx" not in core


def test_columns_are_as_wide_as_what_they_hold_and_fit_the_page(document: Document) -> None:
    for table, of in zip(document.tables, (grouped(), plain()), strict=True):
        widths = [column.width.mm for column in table.columns]
        assert sum(widths) == pytest.approx(170, abs=0.5)
        assert table.rows[-1].cells[-1].width.mm == pytest.approx(widths[-1], abs=0.1)
        longest = [
            max(len(row.cells[at].text) for row in of.rows if row.cells) for at in range(len(of.columns))
        ]
        assert sorted(widths[1:]) == [width for _, width in sorted(zip(longest, widths[1:], strict=True))]


def test_notes_stay_with_their_table(document: Document) -> None:
    notes = [each for each in document.paragraphs if each.text in ("n/N: of those asked.", "a Exact test.")]
    assert [each.paragraph_format.keep_with_next for each in notes] == [True, True]
    last = document.tables[0].rows[-1].cells[0].paragraphs[0]
    assert last.paragraph_format.keep_with_next
