"""A report as a Word file: headings, real tables, figures with their text; the same bytes each time."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from surveyapp.analysis.document.report import Block, Facts, Figure, Paragraph, Report, Section, Table
from surveyapp.analysis.figures.shares import printable

if TYPE_CHECKING:
    from docx.document import Document

MARGIN, WIDTH = 20, 170
"""Millimetres of A4: around the text, and the text's width."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time that each part of the file gets: the first one that a ZIP archive can hold."""
FACE, PLAIN, CAPTION, TITLE, HEADING = "Calibri", 10.5, 9.5, 20, 14
INK = "1D2529"


def written(report: Report) -> bytes:
    """The report as a Word file. Raises ImportError where python-docx is missing."""
    document = _document(report.title)
    document.add_paragraph(printable(report.title), style="Title")
    if report.subtitle:
        document.add_paragraph(printable(report.subtitle), style="Subtitle")
    if report.notice:
        document.add_paragraph(style="Normal").add_run(printable(report.notice)).bold = True
    provenance = (Section("Provenance", (Facts(report.provenance),)),) if report.provenance else ()
    for section in (*report.sections, *provenance):
        document.add_heading(printable(section.heading), level=1)
        for block in section.blocks:
            _block(document, block)
    saved = BytesIO()
    document.save(saved)
    return _settled(saved.getvalue())


def _document(title: str) -> Document:
    """An empty document of A4 in our type, which says nothing about who wrote it or when."""
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.shared import Mm

    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(MARGIN)
    _style(document)
    package = document.part.package
    core = package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES).element
    for entry in list(core):
        core.remove(entry)
    document.core_properties.title = printable(title)[:255]
    for name, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[name]
    return document


def _style(document: Document) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    sizes = {
        "Normal": PLAIN,
        "Caption": CAPTION,
        "Title": TITLE,
        "Subtitle": 12,
        "Heading 1": HEADING,
        "Quote": PLAIN,
    }
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.size, style.font.name, style.font.color.rgb = Pt(size), FACE, RGBColor.from_string(INK)
        fonts = style.element.rPr.rFonts
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        style.font.italic = False
    document.styles["Caption"].font.bold = False
    document.styles["Quote"].paragraph_format.left_indent = Mm(8)
    document.styles["Quote"].paragraph_format.space_before = Pt(6)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    document.styles["Normal"].paragraph_format.space_after = Pt(6)


def _block(document: Document, block: Block) -> None:
    match block:
        case Paragraph():
            document.add_paragraph(printable(block.text), style="Quote" if block.aside else "Normal")
        case Facts():
            for term, said in block.entries:
                paragraph = document.add_paragraph()
                paragraph.add_run(f"{printable(term)}: ").bold = True
                paragraph.add_run(printable(said))
        case Table():
            from surveyapp.analysis.document import docx_tables

            docx_tables.add(document, block)
        case Figure():
            _figure(document, block)


def _figure(document: Document, figure: Figure) -> None:
    """The picture with its text, which holds every number, and the caption below it."""
    from docx.shared import Mm

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(BytesIO(figure.drawing.png), width=Mm(WIDTH))
    told = " ".join((figure.drawing.alt, *figure.drawing.sentences))
    named = shape._inline.docPr  # noqa: SLF001 (python-docx has no other way to say what a picture shows)
    named.set("descr", printable(told))
    named.set("title", printable(figure.number))
    caption = document.add_paragraph(style="Caption")
    caption.paragraph_format.keep_with_next = False
    caption.add_run(f"{printable(figure.number)}. ").bold = True
    caption.add_run(printable(figure.caption))


def _settled(archive: bytes) -> bytes:
    """The same parts in one order, with one time."""
    settled = BytesIO()
    with ZipFile(BytesIO(archive)) as made, ZipFile(settled, "w") as again:
        for name in sorted(made.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            part = ZipInfo(name, EARLIEST)
            part.external_attr, part.create_system = 0o600 << 16, 3
            again.writestr(part, made.read(name), compress_type=ZIP_DEFLATED)
    return settled.getvalue()
