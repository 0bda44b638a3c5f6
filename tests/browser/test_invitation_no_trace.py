"""A personal invitation on a computer that somebody else uses next."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from surveyapp.instrument.rules import Value
from tests.browser.invited import Personal, personal_campaign
from tests.browser.person import Person
from tests.browser.shared_computer import SharedComputer, files_with, look_everywhere
from tests.browser.site import Site
from tests.browsers import ProfileBrowser

pytestmark = pytest.mark.browser

ANSWERS: dict[str, Value] = {"well": "yes", "badge": "QQXXZZ", "says": "a word that stands nowhere else"}
SAID = ["QQXXZZ", "stands nowhere else"]


@pytest.fixture
def campaign(site: Site) -> Personal:
    return personal_campaign(site)


@pytest.fixture
def computer(profile_browser: ProfileBrowser, tmp_path: Path) -> SharedComputer:
    return SharedComputer(profile_browser, tmp_path / "profile")


def answered(page: Page, campaign: Personal) -> tuple[Person, list[str]]:
    """Ann before the button, and the words that nobody must find: what she said, and her receipt."""
    person = Person(page, campaign.instrument)
    person.open(campaign.link)
    person.answer_all(ANSWERS)
    return person, [*SAID, page.locator("#the-receipt").inner_text()]


def note(request: Request, sent: list[str]) -> None:
    sent.append(request.post_data or "")


def code_of(campaign: Personal) -> str:
    return urlsplit(campaign.link).fragment.partition(".")[0]


def test_the_next_person_finds_neither_answers_nor_receipt_nor_code(
    campaign: Personal, computer: SharedComputer
) -> None:
    page = computer.sit_down()
    sent: list[str] = []
    page.on("request", lambda request: note(request, sent))
    person, secret = answered(page, campaign)
    person.send()
    ballot = next(body for body in sent if "_ballot" in body).partition("_ballot=")[2].partition("&")[0]
    assert campaign.count == 1
    secret += [code_of(campaign), ballot]
    for seen in look_everywhere(page):
        assert [word for word in secret if word in seen] == []
    for seen in look_everywhere(computer.reopen()):
        assert [word for word in secret if word in seen] == []
    computer.close()
    assert files_with(computer.profile, [*secret[:-2], ballot, ballot.partition(".")[0]]) == []


def test_the_link_that_a_history_keeps_is_spent(campaign: Personal, computer: SharedComputer) -> None:
    page = computer.sit_down()
    person, _secret = answered(page, campaign)
    person.send()
    computer.close()
    assert "Default/History" in files_with(computer.profile, [code_of(campaign)])
    later, _secret = answered(computer.sit_down(), campaign)
    later.page.locator("#the-send").click()
    expect(later.page.get_by_role("alert")).to_contain_text("This invitation was used before")
    assert campaign.count == 1


def test_who_leaves_without_sending_leaves_nothing(campaign: Personal, computer: SharedComputer) -> None:
    page = computer.sit_down()
    person, secret = answered(page, campaign)
    person.page.get_by_text("Clear and leave", exact=True).first.click()
    page.wait_for_url("**/left")
    expect(page.get_by_text("open the link in your e-mail again")).to_be_visible()
    expect(page.get_by_text("may still stand in this browser’s history")).to_be_visible()
    for seen in look_everywhere(page):
        assert [word for word in [*secret, code_of(campaign)] if word in seen] == []
    computer.close()
    assert files_with(computer.profile, secret) == []
    assert (campaign.used, campaign.count) == (0, 0)
