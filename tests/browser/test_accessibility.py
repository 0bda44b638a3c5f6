"""Every page for everybody: axe, the keyboard alone, small screens, large fingers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from surveyapp.instrument.rules import Value
from surveyapp.web.drawing import draw
from surveyapp.web.errors import PAGES
from tests.browser.conftest import Meet, OpenPage
from tests.browser.looking import WIDER, faults, looks
from tests.browser.person import SENDING, Person
from tests.browser.site import Campaign, Site

pytestmark = pytest.mark.browser

ANSWERS: dict[str, Value] = {"place": "elsewhere", "shifts": 12, "energy": 3, "helpers": ["family", "other"]}


@pytest.fixture(scope="module")
def campaign(site: Site) -> Campaign:
    return site.campaign("every_kind")


def without_scripts(route: Route) -> None:
    """The page as a browser without scripts has it, in one that axe can still run in."""
    answer = route.fetch(max_redirects=0)
    route.fulfill(response=answer, body=re.sub(r"<script>.*?</script>", "", answer.text(), flags=re.DOTALL))


def home(page: Page, campaign: Campaign) -> None:
    page.goto(campaign.link.partition("/s/")[0])


def broken_link(page: Page, campaign: Campaign) -> None:
    page.goto(f"{campaign.link}x")


def refused(page: Page, campaign: Campaign) -> None:
    """The server's own refusal, as a browser without scripts gets it."""
    page.route("**/s/*", without_scripts)
    person = Person(page, campaign.instrument, scripts=False)
    person.open(campaign.link)
    person.answer("place", "elsewhere")
    for name, words in {"shifts": "-1", "hours": "some", "since": "lately"}.items():
        person.answer(name, words)
    person.answer("helpers", ["colleague", "nobody"])
    page.locator("#the-send").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")


def under(name: str) -> Callable[[Page, Campaign], None]:
    def go(page: Page, campaign: Campaign) -> None:
        page.goto(f"{campaign.link}/{name}")

    go.__name__ = name
    return go


def wrong_receipt(page: Page, campaign: Campaign) -> None:
    page.goto(f"{campaign.link}/withdraw")
    page.get_by_label("Your receipt").fill("none")
    page.get_by_role("button", name="Delete my answers").click()
    expect(page.get_by_role("alert")).to_be_visible()


PLACES = [
    home,
    broken_link,
    refused,
    wrong_receipt,
    *map(under, ["done", "left", "privacy", "withdraw", "withdrawn"]),
]


@looks
@pytest.mark.parametrize("go", PLACES, ids=lambda go: go.__name__)
def test_nothing_stands_in_the_way(
    open_page: OpenPage, campaign: Campaign, go: Callable[[Page, Campaign], None], device: str, colours: str
) -> None:
    page = open_page(device, color_scheme=colours)
    go(page, campaign)
    assert faults(page) == ""


@looks
def test_nothing_stands_in_the_way_of_answering(
    meet: Meet, campaign: Campaign, device: str, colours: str
) -> None:
    person = meet(campaign, device, color_scheme=colours)
    assert faults(person.page) == ""
    person.start()
    while person.part != SENDING:
        for control, value in ANSWERS.items():
            if control in person.items:
                person.answer(control, value)
        assert faults(person.page) == "", person.part
        person.go_on()
    assert faults(person.page) == ""


@looks
def test_nothing_stands_in_the_way_of_who_is_reminded_and_corrected(
    meet: Meet, campaign: Campaign, device: str, colours: str
) -> None:
    person = meet(campaign, device, color_scheme=colours)
    person.start()
    person.go_on()
    expect(person.page.get_by_role("alert")).to_contain_text("You left this open")
    assert faults(person.page) == ""
    person.answer("shifts", 99)
    person.go_on()
    expect(person.page.get_by_role("alert")).to_contain_text("There is a problem")
    assert faults(person.page) == ""


@looks
@pytest.mark.parametrize("name", ["needs_assessment", "peer_support_satisfaction", "mini_z"])
def test_nothing_stands_in_the_way_without_scripts(
    open_page: OpenPage, site: Site, name: str, device: str, colours: str
) -> None:
    page = open_page(device, color_scheme=colours)
    page.route("**/s/*", without_scripts)
    page.goto(site.campaign(name, opened=False).link)
    expect(page.get_by_text("Rehearsal.")).to_be_visible()
    assert faults(page) == ""


@looks
def test_nothing_stands_in_the_way_when_it_is_over(
    open_page: OpenPage, site: Site, device: str, colours: str
) -> None:
    campaign = site.campaign("one_question")
    page = open_page(device, color_scheme=colours)
    late = Person(page, campaign.instrument, touch=device == "phone")
    late.open(campaign.link)
    late.answer_all({})
    campaign.close()
    page.wait_for_timeout(1_100)  # for a second the server remembers that it was open; the box does not
    page.locator("#the-send").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("closed before you sent")
    assert faults(page) == ""
    for address in (campaign.link, f"{campaign.link}/withdraw", f"{campaign.link}/privacy"):
        page.goto(address)
        expect(page.locator("h1")).to_be_visible()
        assert faults(page) == ""


@looks
@pytest.mark.parametrize("key", PAGES)
def test_nothing_stands_in_the_way_when_something_is_wrong(
    open_page: OpenPage, campaign: Campaign, key: str, device: str, colours: str
) -> None:
    """Every plain page, drawn as the server draws it and served in the place of another."""
    wrong = PAGES[key]
    page = open_page(device, color_scheme=colours)
    body = draw("error.html", title=wrong.title, words=wrong.words)
    page.route(
        campaign.link,
        lambda route: route.fulfill(status=wrong.status, body=body, content_type="text/html; charset=utf-8"),
    )
    page.goto(campaign.link)
    expect(page).to_have_title(f"Error: {wrong.title}")
    assert faults(page) == ""


def test_the_look_itself_finds_faults(open_page: OpenPage) -> None:
    page = open_page()
    page.set_content("<html><body style='width: 1500px'><img src='data:,'><button>x</button></body></html>")
    found = faults(page)
    assert "image-alt" in found
    assert "<button>x" in found
    assert "too wide" in found


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("name", ["every_kind", "needs_assessment", "peer_support_satisfaction"])
def test_a_narrow_screen_scrolls_one_way_only(meet: Meet, site: Site, name: str, scripts: bool) -> None:
    narrow: dict[str, Any] = {"viewport": {"width": 320, "height": 640}}
    person = meet(site.campaign(name), scripts=scripts, **narrow)
    assert person.page.evaluate(WIDER) <= 0
    if scripts:
        person.start()
        while person.part != SENDING:
            assert person.page.evaluate(WIDER) <= 0, person.part
            person.go_on()  # what is asked for once more stays, and is let go at the second time
        assert person.page.evaluate(WIDER) <= 0
