"""Signing in and letting colleagues in: by keyboard, on a small screen, for a screen reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from surveyapp.settings import Settings
from tests.browser.conftest import OpenPage
from tests.browser.looking import WIDER, faults, looks
from tests.browser.staff.conftest import Workspace, serving
from tests.conftest import MakeApp
from tests.staff.newcomers import PASSWORD, Phone

pytestmark = pytest.mark.browser

LONG = "grace.hopper-with-a-long-name@department.hospital.example.org"
NARROW: ViewportSize = {"width": 320, "height": 640}


def shown(page: Page, words: str) -> None:
    """Nothing stands in the way of anybody on the page with this heading."""
    heading(page, words)
    assert faults(page) == "", words


@looks
def test_nothing_stands_in_the_way_of_managing_people(
    workspace: Workspace, device: str, colours: str
) -> None:
    page = workspace.signed_in("admin", device=device, color_scheme=colours)
    shown(page, "What would you like to do?")
    page.get_by_role("link", name="People", exact=True).click()
    page.get_by_label("Work address").fill(LONG)
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose at least one role")
    shown(page, "People")
    page.get_by_label("Analyst:").check()
    page.get_by_role("button", name="Invite").click()
    shown(page, f"Give this link to {LONG}")
    page.get_by_role("link", name="Back to people").click()
    shown(page, "People")
    page.get_by_role("link", name=LONG).click()
    page.get_by_role("button", name="Lock out").click()
    expect(page.get_by_role("status")).to_contain_text("Saved")
    shown(page, LONG)
    page.get_by_role("link", name="Audit trail").click()
    expect(page.get_by_role("cell", name="locked out")).to_be_visible()
    shown(page, "Audit trail")
    page.set_viewport_size(NARROW)
    for path in ("", "people", "people/2", "audit", "account/"):
        workspace.go(page, path)
        assert page.evaluate(WIDER) == 0, path


@looks
def test_nothing_stands_in_the_way_of_an_account(workspace: Workspace, device: str, colours: str) -> None:
    page = workspace.signed_in("analyst", device=device, color_scheme=colours)
    headings = {
        "account/": "Your account",
        "account/password": "Your password",
        "account/second-factor": "Set up a second factor",
        "people": "This page is not yours to open",
        "nothing": "There is no such page",
    }
    for path, words in headings.items():
        workspace.go(page, path)
        shown(page, words)
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("signed out")
    shown(page, "Sign in")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter your password")
    shown(page, "Sign in")
    page.goto(workspace.link("committee", choose=True))
    shown(page, "Welcome")
    page.set_viewport_size(NARROW)
    assert page.evaluate(WIDER) == 0


@pytest.fixture
def careful(
    settings: Settings, make_app: MakeApp, open_page: OpenPage, tmp_path: Path
) -> Iterator[Workspace]:
    """A workspace in which everybody needs a second factor."""
    with serving(settings, make_app, tmp_path, second_factor="everybody") as app:
        yield Workspace(app, open_page)


@pytest.mark.parametrize("scripts", [True, False])
def test_an_account_by_keyboard_alone(careful: Workspace, tmp_path: Path, scripts: bool) -> None:
    page = careful.open_page(scripts=scripts)
    page.goto(careful.link("committee", choose=True))
    fill(page, "Welcome", {"New password": PASSWORD, "The same again": PASSWORD})
    heading(page, "Set up a second factor")
    phone = Phone(page.content())
    fill(page, "Set up a second factor", {"Your password now": PASSWORD, "Code": phone.code()})
    heading(page, "Keep these recovery codes")
    if scripts:
        shown(page, "Keep these recovery codes")
    tab_to(page, page.get_by_role("button", name="Sign out"))
    page.keyboard.press("Enter")
    fill(page, "Sign in", {"Work address": "committee@example.org", "Password": PASSWORD})
    fill(page, "Code from your phone", {"Code": phone.code(later=1)})
    heading(page, "What would you like to do?")
    assert "sign-in" not in (tmp_path / "server.log").read_text(encoding="utf-8")


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def fill(page: Page, words: str, fields: dict[str, str]) -> None:
    """Fill in the form under a heading, whose first stop skips the navigation, and send it."""
    heading(page, words)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    for label, text in fields.items():
        tab_to(page, page.get_by_label(label, exact=True))
        page.keyboard.type(text)
    page.keyboard.press("Enter")


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it has the focus."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if wanted.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(f"no way to {wanted}")
