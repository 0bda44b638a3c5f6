"""Answering with the keyboard alone, and where the focus goes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Meet
from tests.browser.person import Person
from tests.browser.site import Campaign, Site

pytestmark = pytest.mark.browser

with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
FOCUSED = "[document.activeElement.id, document.activeElement.tagName]"
RING = "getComputedStyle(document.activeElement).outlineStyle"
MOST_TABS = 60


@pytest.fixture
def campaign(site: Site) -> Campaign:
    return site.campaign("one_question")


def focused(page: Page) -> str:
    """The id of what has the focus."""
    name: str = page.evaluate(FOCUSED)[0]
    return name


def tab_to(page: Page, name: str) -> None:
    """Press Tab until an element has the focus, which must then be seen to have it."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if focused(page) == name:
            assert page.evaluate(RING) == "solid"
            return
    raise AssertionError(f"Tab does not lead to {name}")


@with_and_without_scripts
def test_everything_can_be_done_with_the_keyboard(campaign: Campaign, meet: Meet, scripts: bool) -> None:
    page = meet(campaign, scripts=scripts).page
    if scripts:
        tab_to(page, "continue-the-introduction")
        page.keyboard.press("Enter")
        assert focused(page) == "heading-only"
    tab_to(page, "well-yes")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, "badge")
    page.keyboard.type("ABC")
    tab_to(page, "says")
    page.keyboard.type("One line\nand another")
    if scripts:
        tab_to(page, "continue-only")
        page.keyboard.press("Space")
        assert focused(page) == "heading-the-sending"
    tab_to(page, "the-send")
    page.keyboard.press("Enter")
    page.wait_for_url("**/done")
    assert campaign.stored == [{"well": "no", "badge": "ABC"}]
    assert campaign.comments == {"says": "One line\nand another"}


def test_the_focus_goes_to_the_heading_of_the_next_section_and_of_the_one_before(
    site: Site, meet: Meet
) -> None:
    person = meet(site.campaign("needs_assessment"))
    person.start()
    assert focused(person.page) == "heading-practice"
    person.go_on()
    assert focused(person.page) == "heading-review"
    person.press(person.button("Previous"))
    expect(person.page.locator("#heading-practice")).to_be_focused()


def test_the_focus_goes_to_the_summary_and_from_there_to_the_field(site: Site, meet: Meet) -> None:
    person = meet(site.campaign("every_kind"))
    person.start()
    person.answer("place", "ward")
    person.answer("shifts", 99)
    person.go_on()
    page = person.page
    expect(page.locator("#the-summary")).to_be_focused()
    expect(page).to_have_title("Error: Every kind of question")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focused(page) == "shifts"
    described = page.locator("#shifts").get_attribute("aria-describedby") or ""
    assert "error-shifts" in described.split()
    assert page.locator("#shifts").get_attribute("aria-invalid") == "true"
    page.locator("#shifts").fill("3")
    person.go_on()
    expect(page).to_have_title("Every kind of question")


def test_an_answer_can_be_cleared_with_the_keyboard(campaign: Campaign, meet: Meet) -> None:
    person = meet(campaign)
    person.start()
    person.answer("well", "yes")
    tab_to(person.page, "clear-well")
    person.page.keyboard.press("Enter")
    assert person.held == []
    assert focused(person.page) == "well-yes"


def test_the_cover_keeps_the_focus(campaign: Campaign, meet: Meet) -> None:
    person = meet(campaign)
    person.page.clock.install()
    person.page.reload()
    person.page.clock.run_for(601_000)
    expect(person.page.get_by_role("dialog")).to_be_visible()
    seen = set()
    for _ in range(6):
        seen.add(focused(person.page))
        person.page.keyboard.press("Tab")
    assert {"the-uncover", "the-uncover-leave"} <= seen <= {"the-uncover", "the-uncover-leave", ""}


def test_a_screen_reader_hears_each_question(campaign: Campaign, meet: Meet) -> None:
    """Names come from legends and labels, so the role and the words of the question lead to its fields."""
    person = Person(meet(campaign).page, campaign.instrument)
    person.start()
    page = person.page
    group = page.get_by_role("group", name="Are you well?")
    expect(group.get_by_role("radio", name="Yes")).to_be_visible()
    expect(page.get_by_role("textbox", name="Which letters stand on your badge?")).to_be_visible()
    expect(page.get_by_role("region", name="The question")).to_be_visible()
