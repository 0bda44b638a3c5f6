"""What an analyst does with a sealed campaign: downloads, the report, and the review of comments."""

from __future__ import annotations

import zipfile

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import WIDER, looks
from tests.browser.staff.conftest import Workspace
from tests.browser.staff.test_campaigns import NARROW, fine, reach
from tests.staff.data.conftest import sealed
from tests.staff.data.worded import answered

pytestmark = pytest.mark.browser
PATIENCE = 60_000


def card(page: Page, words: str) -> Locator:
    """The card of the comment with these words."""
    return page.get_by_role("article").filter(has_text=words)


def review(page: Page) -> None:
    """Approve one comment, withhold one, and redact the one that names somebody."""
    page.get_by_role("link", name="Read the comments").click()
    fine(page, "Comments of spring")
    card(page, "More time").get_by_role("button", name="Approve").click()
    expect(page.get_by_role("link", name="Approved (1)")).to_be_visible()
    card(page, "our new PA").get_by_role("button", name="Withhold").click()
    card(page, "Alvarez").get_by_role("link", name="Redact…").click()
    fine(page, "Redact a comment")
    box = page.get_by_label("Change it")
    expect(box).to_have_value("I spoke with [removed] on [removed].\nIt <b>helped</b>.")
    box.fill("I was glad to speak with [removed].")
    page.get_by_role("button", name="Keep it like this").click()
    expect(page.get_by_role("alert")).to_contain_text("this is not what was written")
    fine(page, "Redact a comment")
    box.fill("I spoke with [a colleague] on [removed].\nIt <b>helped</b>.")
    page.get_by_role("button", name="Keep it like this").click()
    expect(card(page, "[a colleague]")).to_contain_text("Leaves as")
    fine(page, "Comments of spring")
    with page.expect_download() as started:
        page.get_by_role("button", name="Download the reviewed comments").click()
    text = started.value.path().read_text(encoding="utf-8-sig")
    assert "[a colleague]" in text
    assert not any(words in text for words in ("Alvarez", "our new PA"))


@looks
def test_from_a_sealed_campaign_to_data_report_and_comments(
    workspace: Workspace, device: str, colours: str
) -> None:
    sealed(workspace.app)
    page = workspace.signed_in("analyst", device=device, color_scheme=colours)
    page.get_by_role("link", name="Data", exact=True).click()
    fine(page, "Data")
    page.get_by_role("link", name="spring").click()
    fine(page, "spring")
    page.get_by_label("Excel").check()
    page.get_by_role("button", name="Make the data package").click(timeout=PATIENCE)
    fine(page, "Data package of spring")
    with page.expect_download() as started:
        page.get_by_role("link", name="Download everything").click()
    with zipfile.ZipFile(started.value.path()) as archive:
        assert {"spring/data.csv", "spring/data.xlsx"} <= set(archive.namelist())
    page.get_by_role("link", name="spring").click()
    page.get_by_role("button", name="Make the report").click(timeout=PATIENCE)
    expect(page.get_by_role("status")).to_contain_text("The report is ready")
    fine(page, "spring")
    page.get_by_role("link", name="Read the report").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Satisfaction with a peer support program")
    page.get_by_role("link", name="Provenance").click()
    expect(page.get_by_role("heading", name="Provenance")).to_be_in_viewport()
    page.go_back()
    page.go_back()
    review(page)
    page.set_viewport_size(NARROW)
    for path in ("", "spring", "spring/package/data-xlsx", "spring/comments?show=all", "spring/report"):
        workspace.go(page, f"data/{path}")
        assert page.evaluate(WIDER) == 0, path


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_the_report_of_a_survey_that_was_worded_here(workspace: Workspace, device: str) -> None:
    answered(workspace.app, "tables")
    page = workspace.signed_in("analyst", device=device)
    workspace.go(page, "data/spring")
    expect(page.get_by_text("Nobody wrote a plan of analysis")).to_be_visible()
    fine(page, "spring")
    page.get_by_role("button", name="Make the report").click(timeout=PATIENCE)
    expect(page.get_by_role("status")).to_contain_text("The report is ready")
    page.get_by_role("link", name="Read the report").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Night work")
    expect(page.get_by_role("row", name="Did you sleep? Yes")).to_contain_text("15/20 (75%)")
    expect(page.get_by_text("Answers from “Strongly agree” to “Strongly disagree”").first).to_be_visible()
    page.set_viewport_size(NARROW)
    assert page.evaluate(WIDER) == 0


def test_a_comment_is_reviewed_with_the_keyboard_alone_and_without_scripts(workspace: Workspace) -> None:
    sealed(workspace.app, texts=("I spoke with Dr. Alvarez.",))
    page = workspace.signed_in("analyst", scripts=False)
    workspace.go(page, "data/spring/comments")
    reach(page, page.get_by_role("link", name="Redact…"))
    page.keyboard.press("Enter")
    reach(page, page.get_by_role("button", name="Keep it like this"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Leaves as")).to_be_visible()
    reach(page, page.get_by_role("button", name="Undo"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Awaiting a reader (1)")).to_be_visible()
