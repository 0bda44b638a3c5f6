"""A campaign's life as a committee member and a respondent meet it, on a phone and with the keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from surveyapp.services import campaigns
from surveyapp.services.campaigns import Plan
from tests.browser.conftest import OpenPage
from tests.browser.looking import WIDER, faults, looks
from tests.browser.staff.conftest import Workspace

pytestmark = pytest.mark.browser

NARROW: ViewportSize = {"width": 320, "height": 640}
COUNTED = {"Adult emergency medicine": "17", "Pediatric emergency medicine": "3"}


def fine(page: Page, heading: str) -> None:
    """The page with that heading is the one that is shown, and stands in nobody's way."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    assert faults(page) == "", heading


def create(page: Page) -> None:
    """A draft for twenty people."""
    page.get_by_role("link", name="Campaigns", exact=True).click()
    page.get_by_role("link", name="New campaign").click()
    fine(page, "New campaign")
    page.get_by_label("What is asked").select_option("needs_assessment")
    page.get_by_label("A personal invitation").check()
    expect(page.get_by_label("Let people without script")).to_be_visible()
    page.get_by_label("One link for everybody").check()
    expect(page.get_by_label("Let people without script")).to_be_hidden()
    page.get_by_label("Short name").fill("spring")
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a number")
    page.get_by_label("How many people are invited").fill("25")
    page.get_by_role("button", name="Make the draft").click()
    fine(page, "spring")
    page.get_by_role("link", name="Change", exact=True).click()
    fine(page, "Change spring")
    page.get_by_label("How many people are invited").fill("20")
    page.get_by_role("button", name="Change the draft").click()
    expect(page.get_by_text("20 people")).to_be_visible()


def look_ahead(page: Page) -> None:
    """The forecast of that draft."""
    page.get_by_role("link", name="The forecast", exact=True).click()
    fine(page, "Who would stand out?")
    area = page.get_by_role("group", name="What is your area of practice?")
    for label, people in COUNTED.items():
        area.get_by_label(label).fill(people)
    page.get_by_role("button", name="Show the forecast").click()
    expect(page.get_by_text("3 of your colleagues are “Pediatric emergency medicine”")).to_be_visible()
    fine(page, "Who would stand out?")


def launch(page: Page) -> str:
    """Launches the draft; gives the link for everybody."""
    page.get_by_role("link", name="spring").click()
    page.get_by_role("link", name="Read what respondents will read").click()
    reading = page.frame_locator("iframe[title='The page that respondents will read']")
    expect(reading.get_by_role("heading", name="Peer support needs assessment")).to_be_visible()
    expect(page.get_by_text("Think of this first")).to_be_visible()
    fine(page, "Launch spring")
    page.get_by_role("button", name="Open the campaign").click()
    expect(page.get_by_role("alert")).to_contain_text("then tick this")
    page.get_by_label("I have read what respondents will read").check()
    page.get_by_role("button", name="Open the campaign").click()
    expect(page.get_by_role("status")).to_contain_text("The campaign is open")
    fine(page, "spring")
    return page.locator(".secret").inner_text()


def respond(open_page: OpenPage, link: str, times: int) -> None:
    """So many answers, from browsers without scripts, where everything is on one page."""
    page = open_page("phone", scripts=False)
    for _ in range(times):
        page.goto(link)
        page.get_by_label("Adult emergency medicine").check()
        page.get_by_role("button", name="Send").click()
        expect(page).to_have_url(re.compile("/done$"))


@looks
def test_from_a_draft_to_a_sealed_campaign(
    workspace: Workspace, open_page: OpenPage, device: str, colours: str
) -> None:
    page = workspace.signed_in("committee", device=device, color_scheme=colours)
    create(page)
    look_ahead(page)
    link = launch(page)
    expect(page.get_by_text("fewer than 5 of 20")).to_be_visible()
    respond(open_page, link, 7)
    page.reload()
    expect(page.get_by_text("at least 5 of 20")).to_be_visible()
    page.get_by_role("button", name="Close the campaign").click()
    expect(page.get_by_role("status")).to_contain_text("The campaign is closed")
    expect(page.get_by_text("at least 5 of 20")).to_be_visible()
    fine(page, "spring")
    page.get_by_role("link", name="Seal…").click()
    fine(page, "Seal spring")
    page.get_by_label("Type the campaign’s name").fill("spring")
    page.get_by_role("button", name="Seal for good").click()
    expect(page.get_by_role("status")).to_contain_text("sealed")
    expect(page.get_by_text("7 of 20")).to_be_visible()
    fine(page, "spring")
    page.set_viewport_size(NARROW)
    for path in ("", "/new", "/spring", "/spring/forecast?rate=60"):
        workspace.go(page, f"campaigns{path}")
        assert page.evaluate(WIDER) == 0, path
    workspace.go(page, "campaigns")
    assert not page.get_by_role("region", name="Campaigns").evaluate(
        "each => each.scrollWidth > each.clientWidth"
    )
    expect(page.get_by_role("row")).to_have_count(2)
    fine(page, "Campaigns")


def test_personal_e_mails_are_planned_before_the_launch(workspace: Workspace) -> None:
    app = workspace.app
    with app.app_context():
        campaigns.create(
            app.settings, Plan(name="spring", instrument="needs_assessment", invited=20, by="invitation")
        )
    page = workspace.signed_in("committee")
    workspace.go(page, "campaigns/spring")
    page.get_by_role("link", name="the roster").click()
    page.get_by_label("Addresses").fill("ann@example.org")
    page.get_by_role("button", name="Put them on the roster").click()
    expect(page.get_by_text("1 of 20 people are on the roster")).to_be_visible()
    page.get_by_text("What the invitation says").click()
    fine(page, "Personal invitations")
    workspace.go(page, "campaigns/spring/schedule")
    words = "Remind everybody whose invitation is unused"
    page.get_by_label("What", exact=True).select_option(words)
    page.get_by_label("Day").fill("2099-01-11")
    page.get_by_label("Time").fill("08:00")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_role("heading", name=words)).to_contain_text("will happen")
    expect(page.get_by_text("Who these are, and how many, is shown to nobody.")).to_be_visible()
    fine(page, "Schedule")
    page.set_viewport_size(NARROW)
    for path in ("invitations", "schedule"):
        workspace.go(page, f"campaigns/spring/{path}")
        assert page.evaluate(WIDER) == 0, path


def reach(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"Tab does not reach {target}")


def test_a_draft_is_launched_with_the_keyboard_alone_and_without_scripts(workspace: Workspace) -> None:
    page = workspace.signed_in("committee", scripts=False)
    workspace.go(page, "campaigns/new")
    reach(page, page.get_by_label("What is asked"))
    page.keyboard.type("Peer support needs")
    reach(page, page.get_by_label("How many people are invited"))
    page.keyboard.type("60")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The campaign is made")
    reach(page, page.get_by_role("link", name="Read what respondents will read"))
    page.keyboard.press("Enter")
    reach(page, page.get_by_label("I have read what respondents will read"))
    page.keyboard.press("Space")
    reach(page, page.get_by_role("button", name="Open the campaign"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The campaign is open")
