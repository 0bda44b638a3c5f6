"""How each kind of question stands on the page, before any style or script."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from surveyapp.instrument.kinds import KINDS
from surveyapp.settings import Settings
from surveyapp.web.drawing import ENVIRONMENT
from surveyapp.web.resources import Resource
from surveyapp.web.respond.pages import Pages
from tests.web.desk import HEAD, instrument, survey
from tests.web.html import Element, Page

EVERY_KIND = """
{name: hello, type: note, ask: Hello}
{name: sued, type: yes_no, ask: Sued?}
{name: area, type: choice, ask: Area?, options: {a: Adult, o: {label: Another, other: true}}}
{name: fruit, type: choices, ask: Fruit?, at_most: 2, options: {a: Apple, n: {label: None, exclusive: true}}}
{name: agree, type: scale, ask: Agree?, scale: agreement}
{name: rate, type: rating, ask: Rate?, low: Bad, high: Good}
{name: rows, type: grid, ask: Rows?, scale: agreement, statements: {x: Row x, y: Row y}}
{name: pair, type: before_after, ask: Pair?, scale: agreement,
 periods: {before: Then, after: Now}, statements: {p: Pair p, q: Pair q}}
{name: hours, type: integer, ask: Hours?, min: 0, max: 80, unit: hours}
{name: far, type: number, ask: Far?}
{name: since, type: date, ask: Since?}
{name: day, type: date, ask: Day?, precision: day}
{name: code, type: text, ask: Code?, pattern: digits, max_length: 6}
{name: says, type: comment, ask: Says?}
"""

Draw = Callable[..., Page]


@pytest.fixture
def drawn(settings: Settings) -> Draw:
    """Draws the page of an instrument."""
    pages = Pages(settings, (Resource(name="Somebody"),))

    def draw(*given: str) -> Page:
        drawn = pages.survey("token", survey(instrument(*given)))
        return Page(drawn.response("the-ballot", "THE-RECEIPT").get_data(as_text=True))

    return draw


def picked(page: Page) -> list[Element]:
    return [field for field in page.fields if "checked" in field.attributes]


def test_every_kind_has_a_template() -> None:
    files = {name for name in ENVIRONMENT.list_templates() if name.startswith("respond/kinds/")}
    assert files == {f"respond/kinds/{kind}.html" for kind in KINDS}


def test_every_control_stands_on_the_page_once(drawn: Draw) -> None:
    page, asked = drawn(EVERY_KIND), instrument(EVERY_KIND)
    names = [field.attributes["name"] for field in page.fields if field.attributes.get("type") != "hidden"]
    assert list(dict.fromkeys(names)) == [
        name for control in asked.controls.values() for name in [control.name]
    ]
    for control in asked.controls.values():
        ids = [f"{control.name}-{code}" for code in control.options] or [control.name]
        assert [page.by_id(each).attributes["name"] for each in ids] == [control.name] * len(ids)
        for code in control.options:
            assert page.by_id(f"option-{control.name}-{code}").words == control.options[code].label


def test_items_sections_and_the_form_have_their_ids(drawn: Draw) -> None:
    page = drawn(EVERY_KIND)
    for name in ("survey", "section-only", *(f"item-{name}" for name in instrument(EVERY_KIND).items)):
        page.by_id(name)


def test_attributes_are_kept_apart(settings: Settings) -> None:
    pages = Pages(settings, (Resource(name="Somebody"),))
    drawn = pages.survey("token", survey(instrument(EVERY_KIND)))
    text = drawn.response("the-ballot", "THE-RECEIPT").get_data(as_text=True)
    assert re.findall(r'<[a-z][^>]*="[^">]*"[^\s>/][^>]*>', text) == []


def test_a_whole_number_that_is_not_negative_asks_for_digits(drawn: Draw) -> None:
    page = drawn(
        "{name: a, type: integer, ask: A, min: 0, max: 2000000}\n"
        "{name: b, type: integer, ask: B}\n{name: c, type: number, ask: C, min: 0}"
    )
    assert [page.by_id(name).attributes["inputmode"] for name in "abc"] == ["numeric", "text", "text"]
    assert page.by_id("a").attributes["data-max"] == "2000000"


def test_no_id_stands_twice(drawn: Draw) -> None:
    ids = [each.attributes["id"] for each in drawn(EVERY_KIND).elements if "id" in each.attributes]
    assert len(ids) == len(set(ids))


def test_every_label_and_description_leads_to_something(drawn: Draw) -> None:
    page = drawn(EVERY_KIND)
    for each in page.elements:
        named = [each.attributes.get(name, "") for name in ("for", "aria-describedby", "aria-labelledby")]
        for name in " ".join(named).split():
            page.by_id(name)


def test_every_field_has_a_label_and_keeps_nothing(drawn: Draw) -> None:
    page = drawn(EVERY_KIND)
    assert page.by_id("survey").attributes["autocomplete"] == "off"
    for field in page.fields:
        assert field.attributes["autocomplete"] == "off"
        assert field.attributes.get("type") == "hidden" or field.attributes["id"] in page.labelled


def test_nothing_is_picked_or_required(drawn: Draw) -> None:
    page = drawn("{name: sued, type: yes_no, ask: Sued?, required: true}")
    assert picked(page) == []
    assert not [each for each in page.elements if "required" in each.attributes]
    assert "You may still leave it out" in page.by_id("item-sued").words


def test_the_question_is_the_legend_with_its_number(drawn: Draw) -> None:
    page = drawn("{name: a, type: yes_no, ask: First?}\n{name: b, type: yes_no, ask: Second?}")
    assert [legend.words for legend in page.all("legend")] == ["1. First?", "2. Second?"]


def test_the_later_period_of_a_pair_comes_first_as_a_whole(drawn: Draw) -> None:
    page = drawn(EVERY_KIND)
    order = [
        field.attributes["name"] for field in page.fields if field.attributes["name"][:2] in ("p_", "q_")
    ]
    assert list(dict.fromkeys(order)) == ["p_after", "q_after", "p_before", "q_before"]
    words = page.by_id("item-pair").words
    assert words.index("Now") < words.index("Then")


def test_every_point_of_every_statement_is_labelled(drawn: Draw) -> None:
    assert drawn(EVERY_KIND).by_id("item-rows").words.count("Disagree") == 2


def test_a_quantity_says_what_may_be_typed(drawn: Draw) -> None:
    page = drawn(EVERY_KIND)
    hours = page.by_id("hours").attributes
    assert page.by_id("hint-hours").words == "A whole number from 0 to 80 hours."
    assert hours["aria-describedby"] == "hint-hours"
    assert {name: hours[f"data-{name}"] for name in ("number", "min", "max")} == {
        "number": "whole",
        "min": "0",
        "max": "80",
    }
    assert page.by_id("hint-code").words == "Digits only."
    assert page.by_id("since").attributes["data-date"] == "year"
    assert page.by_id("hint-day").words == "A date, such as 2021-05-31."


def test_a_lone_option_is_marked_for_the_script(drawn: Draw) -> None:
    page = drawn(EVERY_KIND)
    assert [field.attributes["id"] for field in page.fields if "data-alone" in field.attributes] == [
        "fruit-n"
    ]
    assert page.by_id("item-fruit").attributes["data-at-most"] == "2"


def test_enter_in_a_field_does_not_send(drawn: Draw) -> None:
    first = drawn(EVERY_KIND).all("button")[0].attributes
    assert (first["type"], first["disabled"], first["hidden"]) == ("submit", "", "")


@pytest.mark.parametrize("place", ["title", "ask", "help", "label", "statement", "unit", "contact"])
def test_authors_text_is_never_markup(drawn: Draw, place: str) -> None:
    hostile = "\"'<script>alert(1)</script>&lt;"
    text = dict.fromkeys(("title", "ask", "help", "label", "statement", "unit", "contact"), "plain")
    text[place] = hostile
    quoted = {name: "'" + words.replace("'", "''") + "'" for name, words in text.items()}
    items = (
        f"{{name: a, type: yes_no, ask: {quoted['ask']}, help: {quoted['help']}}}\n"
        f"{{name: b, type: choice, ask: B, options: {{x: {quoted['label']}}}}}\n"
        f"{{name: c, type: grid, ask: C, scale: agreement, statements: {{r: {quoted['statement']}}}}}\n"
        f"{{name: d, type: integer, ask: D, unit: {quoted['unit']}}}"
    )
    head = HEAD.replace("A tiny survey", quoted["title"]) + f"contact: {quoted['contact']}\n"
    page = drawn(items, head)
    assert [script.attributes.get("id") for script in page.all("script")] == ["the-rules", None]
    assert "alert(1)" in page.one("main").words
    assert hostile in "".join(page.one("main").text)


def test_an_introduction_is_a_subset_of_markdown(drawn: Draw) -> None:
    introduction = (
        "Some *words*, **strong**, [a page](https://example.org/?a=1&b), [mail](mailto:a@example.org).\n\n"
        "  - one\n  - two\n\n"
        "  [no](javascript:alert(1)) [no](http://example.org) [no](//example.org) ![no](https://example.org/x.png)\n\n"
        "  <b onclick=alert(1)>bold</b> <script>alert(1)</script>\n\n  # No heading\n"
    )
    page = drawn("{name: a, type: yes_no, ask: A?}", f"{HEAD}introduction: |\n  {introduction}")
    written = next(each for each in page.all("div", **{"class": "lead"}))
    links = [link.attributes for link in page.all("a") if not link.attributes["href"].startswith("/s/")]
    assert [(link["href"], link["rel"]) for link in links] == [
        ("https://example.org/?a=1&b", "noreferrer"),
        ("mailto:a@example.org", "noreferrer"),
        ("https://example.org/x.png", "noreferrer"),
    ]
    assert (page.one("em").words, page.all("strong")[0].words) == ("words", "strong")
    assert not page.all("b") + page.all("img")
    assert "# No heading" in written.words


def test_the_page_tells_what_people_ask_first(drawn: Draw) -> None:
    words = (
        drawn(EVERY_KIND, f"{HEAD}contact: The committee\nethics: Exempt by the IRB\n")
        .by_id("the-introduction")
        .words
    )
    for told in (
        "until the end of 31 March 2026",
        "The committee",
        "Exempt by the IRB",
        "at least 10 people have answered",
        "at least 5 people look alike",
        "numbers below 5 are hidden",
        "15 questions at most, about 2 minutes",
        "nothing about patients",
        "your own phone",
    ):
        assert told in words


def test_one_question_is_called_one(drawn: Draw) -> None:
    words = drawn("{name: a, type: yes_no, ask: A?}").by_id("the-introduction").words
    assert "One question. You may leave it out." in words


def test_where_numbers_may_be_missing_it_is_said_why(drawn: Draw) -> None:
    said = "Where a number is missing, that question follows only certain answers."
    sued = "{name: sued, type: yes_no, ask: Sued?}"
    assert said not in drawn(sued).by_id("the-introduction").words
    more = "\n{name: suits, type: yes_no, ask: Twice?, when: {sued: yes}}"
    assert said in drawn(sued + more).by_id("the-introduction").words


def test_links_inside_the_form_leave_it_as_it_is(drawn: Draw) -> None:
    for link in drawn(EVERY_KIND).all("a"):
        leaves = link.attributes["href"] == "/s/token/left"
        assert leaves or link.attributes.get("target") == "_blank"
