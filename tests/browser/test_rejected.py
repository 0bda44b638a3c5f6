"""What cannot be taken: it comes back as typed, or a plain page says what to do."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from surveyapp.instrument.rules import Value
from tests.browser.conftest import Meet
from tests.browser.person import Person
from tests.browser.site import Campaign, Site

pytestmark = pytest.mark.browser

TYPED: dict[str, Value] = {
    "place": "elsewhere",
    "place_other": "on a boat",
    "shifts": "forty",
    "energy": "7",
    "team_listens": "2",
    "helpers": ["colleague", "other"],
    "helpers_other": "a <b>neighbour</b>",
    "since": "2019-05",
    "hours": "8.5",
    "says": "two lines,\n  “quoted”",
}


@pytest.fixture
def campaign(site: Site) -> Campaign:
    return site.campaign("every_kind")


def send(person: Person) -> None:
    person.page.locator("#the-send").click()


@pytest.fixture
def refused(meet: Meet, campaign: Campaign) -> Person:
    """Somebody without scripts who has sent a number that is none, among much else."""
    person = meet(campaign, scripts=False)
    person.answer_all(TYPED)
    send(person)
    expect(person.page).to_have_title("Error: Every kind of question")
    return person


def test_everything_that_was_typed_comes_back(refused: Person, campaign: Campaign) -> None:
    for name, value in TYPED.items():
        if refused.instrument.controls[name].options:
            for code in value if isinstance(value, list) else [value]:
                expect(refused.page.locator(f"#{name}-{code}")).to_be_checked()
        else:
            expect(refused.field(name)).to_have_value(str(value))
    picked = [f"{name}-{code}" for name in ("place", "team_listens") for code in [TYPED[name]]]
    typed = [name for name in TYPED if not refused.instrument.controls[name].options]
    assert set(refused.held) == {*picked, *typed, "helpers-colleague", "helpers-other"}
    assert campaign.count == 0


def test_what_is_wrong_is_said_above_and_at_the_field(refused: Person) -> None:
    summary = refused.page.get_by_role("alert")
    expect(summary.get_by_role("listitem")).to_have_count(1)
    link = summary.get_by_role("link", name="Question 2: Write a whole number, in digits.")
    expect(refused.page.locator("#error-shifts")).to_contain_text("Write a whole number, in digits.")
    link.click()
    expect(refused.field("shifts")).to_be_focused()
    refused.page.keyboard.press("ControlOrMeta+a")
    refused.page.keyboard.type("4")
    send(refused)
    refused.page.wait_for_url("**/done")


def test_it_is_sent_again_with_the_same_receipt_and_counts_once(refused: Person, campaign: Campaign) -> None:
    receipt = refused.page.locator("#the-receipt").inner_text()
    refused.field("shifts").fill("4")
    send(refused)
    refused.page.wait_for_url("**/done")
    (stored,) = campaign.stored
    assert stored["shifts"] == 4
    assert stored["helpers"] == ["colleague", "other"]
    assert campaign.comments["helpers_other"] == "a <b>neighbour</b>"
    refused.page.goto(f"{campaign.link}/withdraw")
    refused.page.get_by_label("Your receipt").fill(receipt.lower())
    refused.page.get_by_role("button", name="Delete my answers").click()
    refused.page.wait_for_url("**/withdrawn")
    assert campaign.count == 0


def test_each_line_of_the_summary_leads_to_its_field(meet: Meet, campaign: Campaign) -> None:
    person = meet(campaign, scripts=False)
    person.answer_all({"shifts": "-1", "helpers": ["colleague", "nobody"], "since": "once", "hours": "99"})
    send(person)
    links = person.page.get_by_role("alert").get_by_role("link")
    goals = ["shifts", "helpers-colleague", "since", "hours"]
    expect(links).to_have_count(len(goals))
    for number, goal in enumerate(goals):
        links.nth(number).click()
        expect(person.page.locator(f"#{goal}")).to_be_focused()


def test_with_scripts_a_refusal_of_the_server_opens_the_section(meet: Meet, campaign: Campaign) -> None:
    """The script checks first; the server refuses the little that it lets pass, such as the year 0."""
    person = meet(campaign)
    person.answer_all({"place": "ward", "since": "0000-05", "says": "kept"})
    send(person)
    summary = person.page.get_by_role("alert")
    expect(summary).to_contain_text("Write a month, such as 2021-05.")
    expect(summary).to_be_focused()
    expect(person.page).to_have_title("Error: Every kind of question")
    assert person.part == "section-time"
    summary.get_by_role("link").click()
    expect(person.field("since")).to_be_focused()
    person.field("since").fill("2000-05")
    person.go_on()
    person.send()
    assert campaign.stored == [{"place": "ward", "since": "2000-05"}]
    assert campaign.comments == {"says": "kept"}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_changed_ballot_leads_to_a_plain_page(meet: Meet, campaign: Campaign, scripts: bool) -> None:
    person = meet(campaign, scripts=scripts)
    person.answer_all({"place": "ward"})
    person.page.evaluate("document.querySelector('[name=_ballot]').value += 'x'")
    send(person)
    expect(person.page.locator("h1")).to_have_text("This form can no longer be sent")
    expect(person.page.locator("main")).to_contain_text("open the link in the e-mail again")
    assert campaign.count == 0


def test_a_rehearsal_says_so_and_stores_nothing(site: Site, meet: Meet) -> None:
    campaign = site.campaign("one_question", opened=False)
    person = meet(campaign)
    banner = person.page.get_by_role("banner")
    expect(banner).to_contain_text("nothing that you answer is stored")
    person.answer_all({"well": "yes", "says": "for practice"})
    expect(person.page.locator("#the-send")).to_have_text("Send (rehearsal)")
    person.send()
    expect(person.page.locator("h1")).to_have_text("The rehearsal is over")
    expect(banner).to_be_visible()
    assert campaign.count == 0
    assert campaign.comments == {}


def test_a_rehearsal_sent_after_opening_is_not_counted(site: Site, meet: Meet) -> None:
    campaign = site.campaign("one_question", opened=False)
    person = meet(campaign)
    person.answer_all({"well": "yes"})
    campaign.open()
    person.page.wait_for_timeout(1_100)
    send(person)
    expect(person.page.locator("h1")).to_have_text("The survey has changed since you opened it")
    assert campaign.count == 0


def test_a_closed_survey_takes_nothing_and_says_so(site: Site, meet: Meet) -> None:
    campaign = site.campaign("one_question")
    person = meet(campaign)
    person.answer_all({"well": "yes"})
    campaign.close()
    send(person)
    expect(person.page.locator("h1")).to_have_text("The survey closed before you sent your answers")
    person.page.wait_for_timeout(1_100)
    person.open(campaign.link)
    expect(person.page.locator("h1")).to_have_text("This survey is closed")
    assert campaign.count == 0
