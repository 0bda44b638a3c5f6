"""The page of all tables: what it says on top, whom its columns count, and that everybody can read it."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser

from surveyapp.release.terms import Terms
from tests.browser.looking import faults_of_file
from tests.release.tables.cases import by, random_people, tables

TERMS = Terms("tables", 3, 6, 3)


@pytest.fixture(scope="module")
def page() -> str:
    people = random_people(Random(8), 300)
    return tables(people, by("area", "sued"), TERMS).files["tables.html"].decode()


def test_it_says_which_small_counts_are_shown(page: str) -> None:
    assert "A count of 1 or more below 3 is held back, with what would give it away." in page
    assert "who left a question out, and of ratings of the program by everybody, are no secret" in page


def test_columns_stand_under_what_was_asked(page: str) -> None:
    harm = page.partition('<section id="harm">')[2].partition("</section>")[0]
    assert '<th scope="colgroup" colspan="4">Area?</th>' in harm
    headings = [each.partition("<")[0] for each in harm.split('<th scope="col">')[1:6]]
    assert headings == ["Everybody", "A", "B", "C", "Not answered"]


@pytest.mark.browser
@pytest.mark.parametrize(("width", "colours"), [(360, "light"), (1100, "dark")])
def test_everybody_can_read_the_page(
    browser: Browser, page: str, tmp_path: Path, width: int, colours: str
) -> None:
    file = tmp_path / "tables.html"
    file.write_text(page, encoding="utf-8")
    assert faults_of_file(browser, file, width, colours) == ""
