"""The report as one HTML file: whole, escaped, readable by machines that read to people."""

from __future__ import annotations

import re
from base64 import b64decode
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from surveyapp.analysis.document import html
from tests.analysis.document.reports import report
from tests.browser.looking import faults_of_file

EMPTY = {"meta", "img", "br", "link", "hr", "input"}


class Read(HTMLParser):
    """Every element of a page with its attributes; what is opened must be closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag == name]


@pytest.fixture(scope="module")
def page() -> str:
    return html.text(report())


def test_a_page_is_well_formed_and_its_references_hold(page: str) -> None:
    read = Read(page)
    assert read.open == []
    ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    labels = {
        attributes["aria-labelledby"] for _, attributes in read.elements if "aria-labelledby" in attributes
    }
    links = {(attributes["href"] or "").removeprefix("#") for attributes in read.all("a")}
    assert labels | links <= set(ids)
    assert len(links) == 3  # two sections and the provenance


def test_a_page_needs_nothing_else(page: str) -> None:
    read = Read(page)
    assert read.all("script") == read.all("link") == []
    assert re.findall(r"(?:https?:)?//\w|@import|url\(", re.sub(r"base64,[\w+/=]+", "", page)) == []
    assert all((image["src"] or "").startswith("data:image/svg+xml;base64,") for image in read.all("img"))


def test_every_value_is_escaped(page: str) -> None:
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 3
    assert "<script" not in page
    assert "{{ 7 * 7 }}" in page


def test_headers_say_what_they_head(page: str) -> None:
    scopes = [header["scope"] for header in Read(page).all("th")]
    assert scopes[:6] == ["col", "colgroup", "col", "col", "col", "col"]
    assert scopes[6:10] == ["rowgroup", "row", "rowgroup", "row"]
    assert len(Read(page).all("caption")) == 2


def test_a_figure_has_a_text_and_all_its_numbers(page: str) -> None:
    first, second = report().figures
    for figure, image in zip((first, second), Read(page).all("img"), strict=True):
        assert image["alt"] == figure.drawing.alt
        assert b64decode((image["src"] or "").partition(",")[2]) == figure.drawing.svg
        assert all(f"<li>{sentence}</li>" in page for sentence in figure.drawing.sentences)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "colours"), [(360, "light"), (1100, "dark")])
def test_everybody_can_read_the_page(
    browser: Browser, page: str, tmp_path: Path, width: int, colours: str
) -> None:
    file = tmp_path / "report.html"
    file.write_text(page, encoding="utf-8")
    assert faults_of_file(browser, file, width, colours) == ""
