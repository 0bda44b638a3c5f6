"""What the script adds: one section at a time, and help with each kind of question."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Meet
from tests.browser.person import SENDING, Person
from tests.browser.shared_computer import look, move
from tests.browser.site import Campaign, Site

pytestmark = pytest.mark.browser


@pytest.fixture
def campaign(site: Site) -> Campaign:
    return site.campaign("every_kind")


@pytest.fixture
def person(meet: Meet, campaign: Campaign) -> Person:
    """Somebody who has read the introduction and is at the first section."""
    arrived = meet(campaign)
    arrived.start()
    return arrived


def go_to(person: Person, section: str) -> None:
    person.answer("place", "ward")
    while person.part != f"section-{section}":
        person.go_on()


def alert(person: Person) -> Locator:
    return person.page.get_by_role("alert")


def progress(person: Person) -> str:
    return person.page.locator(".progress:visible").inner_text().strip()


def error(person: Person, control: str) -> Locator:
    return person.page.locator(f"#error-{control}")


def test_one_section_is_shown_at_a_time(person: Person) -> None:
    assert person.page.locator(".part:visible").count() == 1
    assert person.items == ["place", "shifts"]
    expect(person.page.locator("#the-send")).to_be_hidden()


def test_progress_counts_the_sections_that_will_be_asked(person: Person) -> None:
    assert progress(person) == "Part 1 of 4"
    person.answer("place", "clinic")
    assert progress(person) == "Part 1 of 5"
    person.go_on()
    assert progress(person) == "Part 2 of 5"


def test_a_section_off_the_path_is_skipped(person: Person) -> None:
    person.answer("place", "ward")
    person.go_on()
    assert person.part == "section-support"
    person.press(person.button("Previous"))
    person.page.wait_for_function("document.querySelector('#section-work').getClientRects().length")
    person.answer("place", "clinic")
    person.go_on()
    assert person.part == "section-clinic"


def test_back_goes_to_the_section_before_at_the_same_address(person: Person, campaign: Campaign) -> None:
    person.answer("place", "elsewhere")
    person.answer("place_other", "on a boat")
    person.go_on()
    assert person.part == "section-support"
    assert person.page.url == campaign.link
    move(person.page, -1)
    expect(person.page.locator("#section-work")).to_be_visible()
    expect(person.field("place_other")).to_have_value("on a boat")
    assert person.page.url == campaign.link
    move(person.page, 1)
    expect(person.page.locator("#section-support")).to_be_visible()
    move(person.page, -1)
    move(person.page, -1)
    expect(person.page.locator("#the-introduction")).to_be_visible()


def test_previous_and_back_are_the_same_step(person: Person) -> None:
    go_to(person, "time")
    person.press(person.button("Previous"))
    expect(person.page.locator("#section-support")).to_be_visible()
    move(person.page, -1)
    expect(person.page.locator("#section-work")).to_be_visible()


def test_the_history_holds_no_answer(person: Person) -> None:
    person.answer("place", "elsewhere")
    person.answer("place_other", "on a boat")
    person.go_on()
    state = json.dumps(person.page.evaluate("history.state"))
    assert json.loads(state).keys() == {"part", "depth"}
    assert "boat" not in state
    assert "elsewhere" not in state


def test_a_required_question_is_asked_for_once_and_then_let_go(person: Person) -> None:
    person.go_on()
    expect(alert(person)).to_contain_text("You left this open")
    assert person.part == "section-work"
    person.go_on()
    assert person.part == "section-support"
    expect(alert(person)).to_have_count(0)


def test_a_number_is_checked_as_it_is_typed(person: Person) -> None:
    field = person.field("shifts")
    field.press_sequentially("4")
    expect(error(person, "shifts")).to_have_count(0)
    field.press_sequentially("0")
    expect(error(person, "shifts")).to_contain_text("from 0 to 31")
    field.press("Backspace")
    expect(error(person, "shifts")).to_have_count(0)


@pytest.mark.parametrize("words", ["four", "-1", "2.5"])
def test_a_number_that_cannot_be_right_keeps_the_section(person: Person, words: str) -> None:
    person.answer("place", "ward")
    person.field("shifts").fill(words)
    person.go_on()
    expect(alert(person)).to_contain_text("There is a problem")
    assert person.part == "section-work"


def test_a_number_decides_what_is_asked_next(person: Person) -> None:
    person.answer("shifts", 9)
    assert person.items == ["place", "shifts"]
    person.answer("shifts", 10)
    assert person.items == ["place", "shifts", "nights"]
    person.answer("shifts", "ten")
    assert person.items == ["place", "shifts"]


def test_an_answer_that_stands_alone_unticks_the_others(person: Person) -> None:
    go_to(person, "support")
    person.answer("helpers", ["colleague", "family"])
    person.answer("helpers", ["nobody"])
    assert person.held == ["place-ward", "helpers-nobody"]
    person.answer("helpers", ["leader"])
    assert person.held == ["place-ward", "helpers-leader"]


def test_too_many_ticks_are_said_before_sending(person: Person) -> None:
    go_to(person, "support")
    person.answer("helpers", ["colleague", "family", "leader"])
    person.go_on()
    expect(alert(person)).to_contain_text("There is a problem")
    expect(error(person, "helpers")).to_contain_text("no more than 2")
    person.press(person.option("helpers", "leader"))
    expect(error(person, "helpers")).to_have_count(0)
    person.go_on()
    assert person.part == "section-time"


def test_a_text_of_its_own_comes_with_its_option(person: Person) -> None:
    expect(person.field("place_other")).to_be_hidden()
    person.answer("place", "elsewhere")
    expect(person.field("place_other")).to_be_visible()
    person.answer("place", "ward")
    expect(person.field("place_other")).to_be_hidden()


def test_an_answer_can_be_cleared(person: Person) -> None:
    person.answer("place", "ward")
    person.press(person.page.get_by_role("button", name="Clear answer: 1. Where do you work most?"))
    assert person.held == []
    expect(person.page.get_by_role("button", name="Clear answer")).to_have_count(0)


def test_a_rating_is_no_answer_until_it_is_touched(person: Person) -> None:
    go_to(person, "support")
    slider = person.page.get_by_role("slider", name="Slider: 5. How much energy do you have?")
    assert slider.get_attribute("aria-valuetext") == "not answered"
    expect(person.field("energy")).to_have_value("")
    slider.focus()
    slider.press("ArrowRight")
    expect(person.field("energy")).to_have_value("6")
    assert slider.get_attribute("aria-valuetext") == "6"
    person.field("energy").fill("2")
    expect(slider).to_have_value("2")
    person.field("energy").fill("")
    assert slider.get_attribute("aria-valuetext") == "not answered"


def test_a_rating_in_the_middle_takes_one_click(person: Person) -> None:
    go_to(person, "support")
    person.page.get_by_role("slider").click()
    expect(person.field("energy")).to_have_value("5")


def test_what_is_now_is_asked_before_what_was(person: Person) -> None:
    go_to(person, "support")
    shown = person.page.locator("#item-stress fieldset.statement input").evaluate_all(
        "inputs => [...new Set(inputs.map(input => input.name))]"
    )
    assert shown == ["ashamed_after", "alone_after", "ashamed_before", "alone_before"]
    legends = person.page.locator("#item-stress .period > legend").all_inner_texts()
    assert legends == ["After peer support", "Before peer support"]


def test_characters_left_are_counted(person: Person) -> None:
    go_to(person, "time")
    count = person.page.locator("#count-says")
    expect(count).to_have_text("200 characters left")
    person.field("says").fill("x" * 199)
    expect(count).to_have_text("1 character left")
    person.field("says").fill("x" * 203)
    expect(count).to_have_text("3 characters too many")


def test_before_sending_it_is_said_how_much_was_answered(person: Person) -> None:
    go_to(person, "time")
    person.go_on()
    assert person.part == SENDING
    expect(person.page.locator("#the-count")).to_contain_text("You have answered 1 of ")


def test_a_fault_in_a_section_that_was_left_is_shown_when_sending(person: Person) -> None:
    go_to(person, "time")
    person.field("hours").fill("some")
    move(person.page, -1)
    expect(person.page.locator("#section-support")).to_be_visible()
    move(person.page, 1)
    person.field("hours").fill("")
    person.go_on()
    person.page.evaluate("document.getElementById('hours').value = 'some'")
    person.press(person.page.locator("#the-send"))
    expect(alert(person)).to_contain_text("There is a problem")
    assert person.part == "section-time"


def test_after_ten_idle_minutes_the_form_is_covered_until_somebody_touches_it(
    meet: Meet, campaign: Campaign
) -> None:
    person = meet(campaign)
    page = person.page
    page.clock.install()
    page.reload()
    person.start()
    person.answer("place", "ward")
    page.clock.run_for(595_000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Shift")
    page.clock.run_for(595_000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.clock.run_for(10_000)
    expect(page.get_by_role("dialog", name="Are you still there?")).to_be_visible()
    backdrop = page.evaluate(
        "getComputedStyle(document.querySelector('dialog'), '::backdrop').backgroundColor"
    )
    assert backdrop == page.evaluate("getComputedStyle(document.body).backgroundColor")
    person.press(person.button("Go on answering"))
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert person.held == ["place-ward"]


def test_clear_and_leave_empties_the_form_and_replaces_the_page(meet: Meet, campaign: Campaign) -> None:
    person = meet(campaign)
    person.start()
    person.answer("place", "elsewhere")
    person.answer("place_other", "on a boat")
    entries = person.page.evaluate("history.length")
    person.page.get_by_text("Clear and leave", exact=True).first.click()
    person.page.wait_for_url("**/left")
    assert person.page.evaluate("history.length") == entries
    move(person.page, -1)
    person.page.wait_for_load_state()
    assert "boat" not in look(person.page)
    assert person.held == []
    assert campaign.count == 0


def test_the_cover_lets_the_next_person_clear_the_form(meet: Meet, campaign: Campaign) -> None:
    person = meet(campaign)
    person.page.clock.install()
    person.page.reload()
    person.start()
    person.answer("place", "ward")
    person.page.clock.run_for(601_000)
    person.press(person.page.get_by_role("dialog").get_by_role("button", name="Clear and leave"))
    person.page.wait_for_url("**/left")
