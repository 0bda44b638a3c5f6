"""The library, the difference, trying out and the paper version: by keyboard, with axe, on small screens."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from surveyapp.services import versions
from tests.browser.looking import WIDER, looks, violations
from tests.browser.staff.conftest import Workspace

pytestmark = pytest.mark.browser

FILE = Path(__file__).parents[3] / "instruments" / "needs_assessment.yaml"
NAME = "instruments/published/needs_assessment"
PAGES = ("instruments", NAME, f"{NAME}/1/map", f"{NAME}/1/paper", f"{NAME}/1/try?to=sued")
DIFFERENCE = f"{NAME}/difference?old=1&new=2"


@pytest.fixture
def library(workspace: Workspace) -> Workspace:
    """A workspace with two versions of the needs assessment; in the second other people are asked."""
    other = FILE.read_text(encoding="utf-8").replace("{practice_affected: yes}", "{practice_affected: no}")
    with workspace.app.app_context():
        versions.load_files(workspace.app.settings)
        assert versions.publish(workspace.app.settings, other).number == 2
    return workspace


def look(page: Page, at: str) -> None:
    """Nothing for axe to find, and nothing wider than the screen."""
    assert violations(page) == "", at
    assert page.evaluate(WIDER) <= 0, at


@looks
def test_nothing_stands_in_anybodys_way(library: Workspace, device: str, colours: str) -> None:
    page = library.signed_in("committee", device=device, color_scheme=colours)
    for at in (*PAGES, DIFFERENCE):
        library.go(page, at)
        look(page, at)
    page.set_viewport_size({"width": 320, "height": 640})
    for at in (*PAGES, DIFFERENCE):
        library.go(page, at)
        assert page.evaluate(WIDER) <= 0, at


def test_a_jump_by_keyboard_opens_the_question(library: Workspace) -> None:
    page = library.signed_in("committee")
    library.go(page, f"{NAME}/1/try")
    page.get_by_label("Jump to a question").focus()
    page.keyboard.type("27")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(
        "You are at question 27. What leads there is answered for you."
    )
    frame = page.frame_locator("iframe")
    expect(frame.locator("#item-practice_effects")).to_be_in_viewport()
    expect(frame.locator("#sued-yes")).to_be_checked()


def test_a_version_is_retired_without_a_script(library: Workspace) -> None:
    page = library.signed_in("committee", scripts=False)
    library.go(page, NAME)
    page.get_by_role("button", name="Retire: version 2").click()
    expect(page.get_by_role("status")).to_have_text("Version 2 is retired. Campaigns that ask it go on.")
    expect(page.get_by_role("button", name="Bring back: version 2")).to_be_visible()


def test_a_rehearsal_is_sent_and_nothing_is_stored(library: Workspace) -> None:
    page = library.signed_in("analyst")
    library.go(page, f"{NAME}/1/page")
    page.get_by_role("button", name="Start").click()
    for _ in range(4):
        page.locator(".part:not(.elsewhere)").get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send (rehearsal)").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The rehearsal is over")
