"""A personal invitation in a browser: from the e-mail to the receipt, and whatever happens on the way."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, Route, expect

from surveyapp.instrument.rules import Value
from tests.browser.conftest import Meet
from tests.browser.invited import Personal, personal_campaign
from tests.browser.looking import faults
from tests.browser.person import Person
from tests.browser.site import Site

pytestmark = pytest.mark.browser

ANSWERS: dict[str, Value] = {"well": "yes", "says": "once and no more"}
STORED = [{"well": "yes"}]


@pytest.fixture
def campaign(site: Site) -> Personal:
    return personal_campaign(site)


def ready(meet: Meet, campaign: Personal, **more: Any) -> Person:
    """Ann, who has answered and stands before the button."""
    person = meet(campaign, **more)
    person.answer_all(ANSWERS)
    return person


def requests(page: Page) -> list[Request]:
    """Grows with every request of the page from now on."""
    made: list[Request] = []

    def note(request: Request) -> None:
        made.append(request)

    page.on("request", note)
    return made


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_from_the_e_mail_to_taking_the_answers_back(site: Site, meet: Meet, device: str) -> None:
    campaign = personal_campaign(site)
    mail = campaign.mail()
    campaign.link = next(line for line in mail.splitlines() if "/i/" in line)
    person = ready(meet, campaign, device=device)
    pinned = person.page.locator("code").first.text_content()
    assert pinned
    assert pinned in " ".join(mail.split())
    receipt = person.page.locator("#the-receipt").inner_text()
    person.send()
    expect(person.page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert campaign.stored == STORED
    assert campaign.used == 1
    person.page.get_by_role("link", name="take your answers back").click()
    person.page.get_by_label("Your receipt").fill(receipt)
    person.page.get_by_role("button", name="Delete my answers").click()
    expect(person.page.get_by_text("Your invitation stays used")).to_be_visible()
    assert campaign.stored == []


def test_the_code_leaves_the_page_in_one_body_alone(campaign: Personal, meet: Meet) -> None:
    person = meet(campaign)
    made = requests(person.page)
    person.page.goto("about:blank")
    person.open(campaign.link)
    person.answer_all(ANSWERS)
    person.send()
    code = urlsplit(campaign.link).fragment.partition(".")[0]
    assert code not in person.page.url
    assert not [each.url for each in made if code in each.url.partition("#")[0]]
    assert not [each for each in made if code in " ".join(each.all_headers().values())]
    bodies = [each for each in made if code in (each.post_data or "")]
    assert [urlsplit(each.url).path.rpartition("/")[2] for each in bodies] == ["ballot"]
    assert "well=" not in (bodies[0].post_data or "")
    answers = next(each for each in made if "well=yes" in (each.post_data or ""))
    assert "code" not in (answers.post_data or "")


def test_a_scanner_that_fetches_the_link_spends_nothing(campaign: Personal, meet: Meet) -> None:
    for link in (campaign.link, campaign.link.partition("#")[0]):
        for method in ("GET", "HEAD"):
            with urllib.request.urlopen(urllib.request.Request(link, method=method)) as reply:  # noqa: S310  our own
                assert reply.status == 200
    assert campaign.used == 0
    person = meet(campaign)
    assert campaign.used == 0
    person.answer_all(ANSWERS)
    assert campaign.used == 0
    person.send()
    assert campaign.used == 1


def lose(page: Page, address: re.Pattern[str], way: Callable[[Route], None]) -> None:
    """The server gets the next post there, and the page hears something else."""
    lost: list[Route] = []

    def handle(route: Route) -> None:
        if route.request.method != "POST" or lost:
            return route.fallback()
        lost.append(route)
        route.fetch(max_redirects=0)
        return way(route)

    page.route(address, handle)


BALLOT, ANSWER = re.compile(r"/i/[^/]*/ballot$"), re.compile(r"/i/[^/]*$")


@pytest.mark.parametrize("address", [BALLOT, ANSWER], ids=["ballot", "answers"])
@pytest.mark.parametrize(
    "way",
    [
        lambda route: route.abort("connectionreset"),
        lambda route: route.fulfill(status=502, body="bad"),
    ],
    ids=["cut off", "a proxy's words"],
)
def test_a_lost_reply_is_made_up_for_by_sending_again(
    campaign: Personal, meet: Meet, address: re.Pattern[str], way: Callable[[Route], None]
) -> None:
    person = meet(campaign)
    person.page.clock.install()
    person.page.goto("about:blank")
    person.open(campaign.link)
    person.answer_all(ANSWERS)
    lose(person.page, address, way)
    send = person.page.locator("#the-send")
    send.click()
    expect(person.page.get_by_role("alert")).to_contain_text("send again")
    person.page.clock.run_for(11_000)
    person.send()
    assert campaign.stored == STORED
    assert campaign.used == 1


def test_a_lost_reply_to_both_is_made_up_for(campaign: Personal, meet: Meet) -> None:
    person = meet(campaign)
    person.page.clock.install()
    person.page.goto("about:blank")
    person.open(campaign.link)
    person.answer_all(ANSWERS)
    for address in (BALLOT, ANSWER):
        lose(person.page, address, lambda route: route.abort("connectionreset"))
    for _ in range(2):
        person.page.locator("#the-send").click()
        expect(person.page.get_by_role("alert")).to_contain_text("send again")
        person.page.clock.run_for(11_000)
    person.send()
    assert campaign.stored == STORED


def test_an_invitation_that_was_used_says_so_and_keeps_the_answers(campaign: Personal, meet: Meet) -> None:
    ready(meet, campaign).send()
    second = ready(meet, campaign)
    second.page.locator("#the-send").click()
    expect(second.page.get_by_role("alert")).to_contain_text("This invitation was used before")
    assert second.held == ["well-yes", "says"]
    assert campaign.count == 1


def test_a_key_that_is_not_in_the_e_mail_is_found_before_anything_is_answered(
    campaign: Personal, meet: Meet, site: Site
) -> None:
    other = personal_campaign(site)
    campaign.link = f"{campaign.link.rpartition('.')[0]}.{other.link.rpartition('.')[2]}"
    person = meet(campaign)
    expect(person.page.get_by_role("alert")).to_contain_text("The key of this survey is not the one")
    made = requests(person.page)
    person.answer_all(ANSWERS)
    person.page.locator("#the-send").click()
    expect(person.page.locator("#the-trouble")).to_contain_text("not the one in your e-mail")
    assert [each for each in made if each.method == "POST"] == []
    assert campaign.used == 0


def test_a_signature_that_is_none_stops_the_answers(campaign: Personal, meet: Meet) -> None:
    person = ready(meet, campaign)
    person.page.route(
        BALLOT, lambda route: route.fulfill(status=200, content_type="text/plain", body="A" * 512)
    )
    made = requests(person.page)
    person.page.locator("#the-send").click()
    expect(person.page.get_by_role("alert")).to_contain_text("your answers were not sent")
    assert not [each for each in made if ANSWER.search(urlsplit(each.url).path)]
    assert campaign.count == 0


def test_who_comes_without_a_code_can_paste_the_link(campaign: Personal, meet: Meet) -> None:
    whole = campaign.link
    campaign.link = whole.partition("#")[0]
    person = ready(meet, campaign)
    person.page.locator("#the-send").click()
    expect(person.page.get_by_role("alert")).to_contain_text("Your personal code is missing")
    assert campaign.count == 0
    second = meet(campaign)
    second.page.get_by_label("Your personal link").fill(f" {whole}\n")
    second.answer_all(ANSWERS)
    second.send()
    assert campaign.stored == STORED


def test_answers_that_are_refused_come_back_with_their_ballot(campaign: Personal, meet: Meet) -> None:
    person = ready(meet, campaign)
    person.page.evaluate("document.querySelector('#says').value = 'x'.repeat(400)")
    person.page.evaluate("document.querySelector('#says').removeAttribute('data-longest')")
    receipt = person.page.locator("#the-receipt").inner_text()
    person.page.locator("#the-send").click()
    expect(person.page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert person.page.locator("#the-receipt").text_content() == receipt
    person.page.locator("#says").fill("shorter")
    person.go_on()
    person.send()
    assert campaign.stored == STORED
    assert campaign.comments == {"says": "shorter"}


def test_without_script_the_form_cannot_be_sent_and_says_why(campaign: Personal, meet: Meet) -> None:
    person = meet(campaign, scripts=False)
    expect(person.page.get_by_text("Please switch scripts on")).to_be_visible()
    expect(person.page.locator("#the-send")).to_be_disabled()


def test_without_script_a_code_is_typed_where_the_campaign_allows_it(site: Site, meet: Meet) -> None:
    campaign = personal_campaign(site, code_without_script=True)
    person = meet(campaign, scripts=False)
    person.answer_all(ANSWERS)
    receipt = person.page.locator("#the-receipt").inner_text()
    person.page.locator("#the-send").click()
    expect(person.page.get_by_role("alert")).to_contain_text("not a whole personal link")
    assert person.held == ["well-yes", "says"]
    person.page.get_by_label("Your personal link").fill(campaign.link)
    assert person.page.locator("#the-receipt").inner_text() == receipt
    person.send()
    assert campaign.stored == STORED
    assert campaign.used == 1


def test_where_codes_may_be_typed_scripts_still_blind(site: Site, meet: Meet) -> None:
    campaign = personal_campaign(site, code_without_script=True)
    person = ready(meet, campaign)
    made = requests(person.page)
    person.send()
    answers = next(each for each in made if "well=yes" in (each.post_data or ""))
    assert "_code" not in (answers.post_data or "")
    assert campaign.stored == STORED


def test_a_personal_survey_has_no_group_link(campaign: Personal, meet: Meet) -> None:
    person = meet(campaign)
    person.page.goto(campaign.link.partition("#")[0].replace("/i/", "/s/"))
    expect(person.page.get_by_role("heading", name="This survey has personal links")).to_be_visible()


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_everybody_can_use_it(site: Site, meet: Meet, device: str) -> None:
    campaign = personal_campaign(site)
    campaign.link = campaign.link.partition("#")[0]
    person = meet(campaign, device=device)
    assert faults(person.page) == ""
    person.answer_all(ANSWERS)
    person.press(person.page.locator("#the-send"))
    expect(person.page.get_by_role("alert")).to_be_visible()
    assert faults(person.page) == ""


def test_what_is_too_long_stays_on_the_page_to_be_shortened(campaign: Personal, meet: Meet) -> None:
    person = ready(meet, campaign)
    person.page.route(ANSWER, lambda route: route.fulfill(status=413, body="too long"))
    person.page.locator("#the-send").click()
    expect(person.page.get_by_role("alert")).to_contain_text("Please shorten what you wrote")
    assert person.held == ["well-yes", "says"]
