"""The codebook as a table and as a page."""

from __future__ import annotations

import re
from pathlib import Path

from surveyapp.release.terms import Terms
from tests.release.test_package import ITEMS, LADDER, ROWS
from tests.release.tiny import bundled, bundled_profile, cells, export, instrument, profile
from tests.web.html import Page


def test_it_says_what_every_column_means_and_what_was_done(tmp_path: Path) -> None:
    of = instrument(
        ITEMS + "    - {name: said, type: comment, ask: Say?}", "derive: {rich: {item: pay, at_least: 5}}"
    )
    export(of, profile(of, f"{LADDER}\nwithhold: [well]"), ROWS, tmp_path / "out")
    written = (tmp_path / "out" / "codebook.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbfvariable,number,wording,kind,")
    years, pay, rich, well, said = cells(tmp_path / "out" / "codebook.csv")
    assert (years["number"], years["codes"]) == ("1", "few = Under 5 or 5 to 9; many = 10 or more")
    assert years["numbers"] == "1 = few; 2 = many"
    assert (years["released"], years["privacy"], years["n"]) == ("in groups", "quasi_identifier", "4")
    assert (pay["codes"], pay["n"], pay["released"]) == ("from -9 units", "3", "as collected")
    assert pay["missing"] == "not_answered = asked and left out (1)"
    assert (rich["kind"], rich["number"], rich["codes"], rich["numbers"]) == (
        "score",
        "",
        "1 = Yes; 0 = No",
        "",
    )
    assert (well["variable"], well["released"], well["n"]) == ("well", "withheld", "")
    assert (said["variable"], said["kind"], said["n"]) == ("said", "comment", "")
    assert "kept apart" in said["released"]


def test_it_counts_nothing_that_the_data_does_not_show_but_tells_the_codes(tmp_path: Path) -> None:
    of = instrument(
        """
        - {name: sued, type: yes_no, ask: Sued?, privacy: quasi_identifier}
        - name: cost
          type: choice
          ask: Cost?
          options: {low: Low, high: High}
          when: {sued: yes}
          privacy: ordinary
        """
    )
    rows = [{"sued": "yes", "cost": "low"}, {"sued": "no"}]
    export(of, profile(of, "quasi_identifiers: {sued: []}"), rows, tmp_path / "out")
    sued, cost = cells(tmp_path / "out" / "codebook.csv")
    assert (sued["n"], sued["codes"], sued["released"]) == ("0", "1 = Yes; 0 = No", "hidden")
    assert (cost["n"], cost["codes"]) == ("0", "low = Low; high = High")
    assert cost["released"].startswith("suppressed where")
    shown = Page((tmp_path / "out" / "codebook.html").read_text(encoding="utf-8"))
    counted = [each.words for each in shown.elements if each.attributes.get("class") == "count"]
    assert [words for words in counted if words != "Count"] == ["0", "0", "2", "0", "0", "2"]


def test_a_text_beside_an_option_has_another_name_than_the_options_column(tmp_path: Path) -> None:
    of = instrument(
        "- {name: why, type: choices, ask: Why?, options: {time: Time, other: {label: Other, other: true}}}"
    )
    export(of, profile(of), [{"why": ["other"]}] * 2, tmp_path / "out")
    rows = {row["variable"]: row for row in cells(tmp_path / "out" / "codebook.csv")}
    assert list(rows) == ["why_time", "why_other", "why_other (text)"]
    assert (rows["why_other"]["kind"], rows["why_other"]["n"]) == ("choices", "2")
    assert (rows["why_other (text)"]["kind"], rows["why_other (text)"]["n"]) == ("comment", "")


def test_the_page_is_one_file_without_script_and_shows_what_authors_wrote_as_text(tmp_path: Path) -> None:
    of = instrument('- {name: a, type: choice, ask: "<script>x</script>", options: {x: "<b>", y: "&amp;"}}')
    export(of, profile(of), [{"a": "x"}, {"a": "y"}], tmp_path / "out")
    text = (tmp_path / "out" / "codebook.html").read_text(encoding="utf-8")
    page = Page(text)
    assert not {"script", "link", "img", "iframe", "b"} & {each.tag for each in page.elements}
    assert "&lt;script&gt;x&lt;/script&gt;" in text
    assert "&amp;amp;" in text
    assert not re.search(r"url\(|@import|https?:", text)
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


def test_every_variable_of_the_bundled_instrument_is_on_the_page_with_its_number(tmp_path: Path) -> None:
    of = bundled("needs_assessment")
    answers = [{"area": "adult", "years": "0_to_4"}] * 5
    export(of, bundled_profile("needs_assessment"), answers, tmp_path / "out", terms=Terms("rows", 5, 5, 5))
    page = Page((tmp_path / "out" / "codebook.html").read_text(encoding="utf-8"))
    there = {each.attributes.get("id") for each in page.elements if each.tag == "article"}
    assert there == {variable.name for variable in of.variables} | {
        f"{control.name}-text" for control in of.controls.values() if control.apart
    }
    linked = {each.attributes["href"][1:] for each in page.elements if each.tag == "a"}
    assert linked == there
