"""Nothing is kept in the browser, and nothing is asked of anybody else."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect

from surveyapp.instrument.rules import Value
from tests.browser.conftest import Meet, OpenPage
from tests.browser.person import Person
from tests.browser.site import Campaign, Site

pytestmark = pytest.mark.browser

with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
ANSWERS: dict[str, Value] = {"well": "yes", "badge": "QQXXZZ", "says": "a word that stands nowhere else"}
KEPT = """async () => JSON.stringify({
  local: {...localStorage}, session: {...sessionStorage}, name: window.name,
  databases: (await indexedDB.databases()).map(each => each.name), caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length})"""
EMPTY = '{"local":{},"session":{},"name":"","databases":[],"caches":[],"workers":0}'


@pytest.fixture
def campaign(site: Site) -> Campaign:
    return site.campaign("one_question")


def requests_of(context: BrowserContext) -> list[Request]:
    """Grows with every request from now on."""
    made: list[Request] = []

    def note(request: Request) -> None:
        made.append(request)

    context.on("request", note)
    return made


def whole_journey(page: Page, campaign: Campaign, scripts: bool) -> None:
    """Open, read about privacy, answer, send, read the end, take it back, leave."""
    person = Person(page, campaign.instrument, scripts)
    page.goto(f"{campaign.link}/privacy")
    person.open(campaign.link)
    person.answer_all(ANSWERS)
    receipt = page.locator("#the-receipt").inner_text()
    person.send()
    page.get_by_role("link", name="take your answers back").click()
    page.get_by_label("Your receipt").fill(receipt)
    page.get_by_role("button", name="Delete my answers").click()
    page.wait_for_url("**/withdrawn")
    page.goto(campaign.link)
    page.get_by_text("Clear and leave", exact=True).first.click()
    page.wait_for_url("**/left")
    page.wait_for_load_state("networkidle")


@with_and_without_scripts
def test_nobody_else_is_asked_and_nothing_is_sent_but_the_form(
    campaign: Campaign, open_page: OpenPage, scripts: bool
) -> None:
    page = open_page(scripts=scripts)
    made = requests_of(page.context)
    whole_journey(page, campaign, scripts)
    ours = urlsplit(campaign.link).netloc
    assert {urlsplit(each.url).netloc for each in made if not each.url.startswith("data:")} == {ours}
    posts = [urlsplit(each.url).path.rpartition("/")[2] for each in made if each.method == "POST"]
    assert posts == [urlsplit(campaign.link).path.rpartition("/")[2], "withdraw"]
    assert {each.method for each in made} == {"GET", "POST"}
    assert all(word not in each.url for each in made for word in ("QQXXZZ", "nowhere"))
    assert not [
        each.url for each in made if each.all_headers().get("referer") or each.all_headers().get("cookie")
    ]
    assert campaign.count == 0


@with_and_without_scripts
def test_no_cookie(campaign: Campaign, open_page: OpenPage, scripts: bool) -> None:
    page = open_page(scripts=scripts)
    whole_journey(page, campaign, scripts)
    assert page.context.cookies() == []
    assert page.context.storage_state() == {"cookies": [], "origins": []}


def test_nothing_is_stored_in_the_browser(campaign: Campaign, meet: Meet) -> None:
    person = meet(campaign)
    assert person.page.evaluate(KEPT) == EMPTY
    person.answer_all(ANSWERS)
    assert person.page.evaluate(KEPT) == EMPTY
    person.send()
    assert person.page.evaluate(KEPT) == EMPTY


def test_the_look_into_the_browser_sees_what_is_stored(campaign: Campaign, meet: Meet) -> None:
    page = meet(campaign).page
    page.evaluate("localStorage.setItem('a', 'b')")
    assert page.evaluate(KEPT) != EMPTY
    assert page.context.storage_state()["origins"] != []


@pytest.mark.parametrize("name", ["needs_assessment", "every_kind"])
def test_the_survey_takes_three_requests_at_most(site: Site, open_page: OpenPage, name: str) -> None:
    page = open_page()
    made = requests_of(page.context)
    page.goto(site.campaign(name).link)
    page.wait_for_load_state("networkidle")
    assert len([each for each in made if not each.url.startswith("data:")]) <= 3


@with_and_without_scripts
def test_an_answer_is_taken_back_with_the_receipt_and_only_once(
    campaign: Campaign, meet: Meet, scripts: bool
) -> None:
    person = meet(campaign, scripts=scripts)
    person.answer_all(ANSWERS)
    page = person.page
    receipt = page.locator("#the-receipt").inner_text()
    person.send()
    assert receipt not in page.content()
    assert campaign.count == 1
    page.goto(f"{campaign.link}/withdraw")
    page.get_by_label("Your receipt").fill(receipt[:-1])
    page.get_by_role("button", name="Delete my answers").click()
    expect(page.get_by_role("alert")).to_contain_text("not a whole receipt")
    expect(page).to_have_title("Error: Take your answers back – One question")
    expect(page.get_by_label("Your receipt")).to_have_value(receipt[:-1])
    page.get_by_label("Your receipt").fill(receipt)
    page.get_by_role("button", name="Delete my answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers were taken back")
    assert campaign.count == 0
    assert campaign.comments == {}
