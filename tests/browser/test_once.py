"""However often it is sent, by whatever accident: one response."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, Route, expect

from surveyapp.instrument.rules import Value
from tests.browser.conftest import Meet
from tests.browser.person import Person
from tests.browser.site import Campaign, Site

pytestmark = pytest.mark.browser

THE_BROWSERS_OWN = re.compile("^chrome-error:")
with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
ANSWERS: dict[str, Value] = {"well": "yes", "says": "once and no more"}
HELD_BACK = 10_000


@pytest.fixture
def campaign(site: Site) -> Campaign:
    return site.campaign("one_question")


def ready(meet: Meet, campaign: Campaign, scripts: bool = True) -> Person:
    """Somebody who has answered and stands before the button."""
    person = meet(campaign, scripts=scripts)
    person.answer_all(ANSWERS)
    return person


def posts(page: Page) -> list[str]:
    """Grows with every post that leaves the page from now on."""
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            sent.append(request.post_data or "")

    page.on("request", note)
    return sent


def stored_once(campaign: Campaign) -> bool:
    return campaign.stored == [{"well": "yes"}] and campaign.comments == {"says": "once and no more"}


@with_and_without_scripts
def test_a_double_click(campaign: Campaign, meet: Meet, scripts: bool) -> None:
    person = ready(meet, campaign, scripts)
    sent = posts(person.page)
    person.page.locator("#the-send").dblclick()
    person.page.wait_for_url("**/done")
    assert len(sent) == 1
    assert stored_once(campaign)


@with_and_without_scripts
def test_a_second_click_as_nothing_seems_to_happen(campaign: Campaign, meet: Meet, scripts: bool) -> None:
    person = ready(meet, campaign, scripts)
    lose_first_reply(person.page, stay_on_the_page)
    sent = posts(person.page)
    send = person.page.locator("#the-send")
    send.click()
    send.click(force=True)
    if scripts:
        expect(send).to_be_disabled()
    else:
        person.page.wait_for_url("**/done")
    assert len(sent) == (1 if scripts else 2)
    assert stored_once(campaign)


@with_and_without_scripts
def test_enter_held_down_in_a_field_sends_nothing(campaign: Campaign, meet: Meet, scripts: bool) -> None:
    person = meet(campaign, scripts=scripts)
    sent = posts(person.page)
    person.start()
    person.field("badge").fill("ABC")
    hold_enter(person.page)
    expect(person.field("badge")).to_be_visible()
    assert sent == []
    assert campaign.count == 0


@with_and_without_scripts
def test_enter_held_down_on_the_button(campaign: Campaign, meet: Meet, scripts: bool) -> None:
    person = ready(meet, campaign, scripts)
    person.page.locator("#the-send").focus()
    hold_enter(person.page)
    person.page.wait_for_url("**/done")
    assert stored_once(campaign)


def hold_enter(page: Page) -> None:
    for _ in range(20):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")


@with_and_without_scripts
def test_reloading_the_closing_page(campaign: Campaign, meet: Meet, scripts: bool) -> None:
    person = ready(meet, campaign, scripts)
    person.send()
    sent = posts(person.page)
    person.page.reload()
    expect(person.page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert sent == []
    assert stored_once(campaign)


def test_sending_into_a_second_tab_and_from_the_first(campaign: Campaign, meet: Meet) -> None:
    person = ready(meet, campaign, scripts=False)
    with person.page.context.expect_page() as opened:
        person.page.locator("#the-send").click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_url("**/done")
    person.send()
    assert stored_once(campaign)


def test_a_page_left_open_in_a_second_tab_adds_nothing(campaign: Campaign, meet: Meet) -> None:
    """Each tab that opens the link has a ballot of its own: only somebody who sends both counts twice."""
    person = ready(meet, campaign)
    second = Person(person.page.context.new_page(), campaign.instrument)
    second.open(campaign.link)
    person.send()
    assert stored_once(campaign)
    second.answer_all({"well": "no"})
    second.send()
    assert campaign.count == 2


def lose_first_reply(page: Page, lose: Callable[[Route], None]) -> None:
    """The server gets the next post, and the browser never hears of it."""
    lost: list[Route] = []

    def handle(route: Route) -> None:
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route)
        route.fetch(max_redirects=0)
        lose(route)

    page.route("**/s/*", handle)


def stay_on_the_page(route: Route) -> None:
    """What a browser shows while no reply comes: the page, as if nothing had been sent."""
    route.fulfill(status=204)


@with_and_without_scripts
def test_the_connection_breaks_and_the_error_page_is_reloaded(
    campaign: Campaign, meet: Meet, scripts: bool
) -> None:
    person = ready(meet, campaign, scripts)
    lose_first_reply(person.page, lambda route: route.abort("connectionreset"))
    sent = posts(person.page)
    person.page.locator("#the-send").click()
    expect(person.page).to_have_url(THE_BROWSERS_OWN)
    assert campaign.count == 1
    person.page.reload()
    person.page.wait_for_url("**/done")
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert stored_once(campaign)


def test_no_reply_comes_and_the_button_comes_alive_again(campaign: Campaign, meet: Meet) -> None:
    person = meet(campaign)
    person.page.clock.install()
    person.page.reload()
    person.answer_all(ANSWERS)
    lose_first_reply(person.page, stay_on_the_page)
    send = person.page.locator("#the-send")
    send.click()
    person.page.clock.run_for(HELD_BACK - 500)
    expect(send).to_be_disabled()
    person.page.clock.run_for(1_000)
    expect(send).to_be_enabled()
    person.send()
    assert stored_once(campaign)


def test_without_a_connection_nothing_is_lost(campaign: Campaign, meet: Meet) -> None:
    person = ready(meet, campaign)
    person.page.context.set_offline(True)
    person.page.locator("#the-send").click()
    expect(person.page.get_by_role("alert")).to_contain_text("You are not connected")
    person.page.context.set_offline(False)
    person.send()
    assert stored_once(campaign)


def test_an_answer_taken_back_does_not_come_back_with_a_page_sent_again(
    campaign: Campaign, meet: Meet
) -> None:
    person = ready(meet, campaign, scripts=False)
    receipt = person.page.locator("#the-receipt").inner_text()
    with person.page.context.expect_page() as opened:
        person.page.locator("#the-send").click(modifiers=["ControlOrMeta"])
    closing = opened.value
    closing.get_by_role("link", name="take your answers back").click()
    closing.get_by_label("Your receipt").fill(receipt)
    closing.get_by_role("button", name="Delete my answers").click()
    closing.wait_for_url("**/withdrawn")
    person.send()
    assert campaign.count == 0
    assert campaign.comments == {}
