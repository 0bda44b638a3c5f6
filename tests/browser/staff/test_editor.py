"""Wording a survey: with script and without, by keyboard, two at once, on small screens, with axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from surveyapp.services import drafts
from tests.browser.looking import WIDER, faults, looks
from tests.browser.staff.conftest import Workspace

pytestmark = pytest.mark.browser

NARROW: ViewportSize = {"width": 320, "height": 640}
SKIP = "Asked if you answered “Yes” to question 1."


def begin(workspace: Workspace, page: Page, title: str = "Night work") -> None:
    workspace.go(page, "instruments/drafts")
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def add(page: Page, words: str, kind: str) -> None:
    page.get_by_label("A new question").fill(words)
    page.get_by_label("Answered with").select_option(label=kind)
    page.get_by_role("button", name="Add the question").click()
    expect(page.get_by_role("heading", name=words)).to_be_visible()


def text_of(workspace: Workspace, name: str = "night_work") -> str:
    with workspace.app.app_context():
        return drafts.read(name).text


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no-script"])
def test_a_member_words_items_with_a_skip_rule_from_nothing(workspace: Workspace, scripts: bool) -> None:
    page = workspace.signed_in("committee", scripts=scripts)
    begin(workspace, page)
    add(page, "Do you work nights?", "Yes or no")
    add(page, "Who helps you to recover?", "Several answers from a list")
    add(page, "What else should we know?", "A comment in their own words")
    page.get_by_role("link", name="Edit Who helps you to recover?").click()
    page.get_by_label("Answer 1", exact=True).fill("A colleague")
    page.get_by_label("Answer 2", exact=True).fill("My family")
    page.get_by_label("Another answer").fill("Nobody")
    page.get_by_role("button", name="Keep this and add another").click()
    page.get_by_label("Stands alone").nth(2).check()
    page.get_by_role("button", name="Save and go back").click()
    page.get_by_role("link", name="Who is asked Who helps you to recover?").click()
    page.get_by_label("Question").select_option(label="1. Do you work nights?")
    if not scripts:
        page.get_by_role("button", name="Choose question of condition 1").click()
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Save the rule").click()
    expect(page.get_by_text(SKIP)).to_be_visible()
    page.get_by_role("button", name="Up What else should we know?").click()
    expect(page.get_by_role("status").filter(has_text="You can undo it")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Nothing to mend")).to_be_visible()
    text = text_of(workspace)
    assert "nobody: {label: Nobody, exclusive: true}" in text
    assert "when: {work_nights: yes}" in text
    assert text.index("helps_recover") < text.index("else_should_know")


def test_what_is_typed_is_saved_checked_and_shown_by_itself(workspace: Workspace) -> None:
    page = workspace.signed_in("committee")
    begin(workspace, page)
    add(page, "When did you join?", "A date")
    page.get_by_role("link", name="Edit When did you join?").click()
    seen = page.frame_locator("iframe")
    expect(seen.get_by_text("When did you join?")).to_be_visible()
    page.get_by_label("What is asked").fill("When were you born?")
    expect(page.locator("#saving")).to_have_text("Saved.")
    expect(page.locator("#problems")).to_contain_text("A date of birth tells who answers")
    expect(seen.get_by_text("When were you born?")).to_be_visible()
    assert "When were you born?" in text_of(workspace)
    page.get_by_label("What is asked").fill("When did you begin?")
    expect(page.locator("#problems")).to_be_hidden()
    page.get_by_role("button", name="Desktop").click()
    expect(page.get_by_role("button", name="Desktop")).to_have_attribute("aria-pressed", "true")
    assert page.frame_locator("iframe").locator("html").evaluate("document => document.clientWidth") == 1200


def test_the_keyboard_alone_words_an_item(workspace: Workspace) -> None:
    page = workspace.signed_in("committee")
    workspace.go(page, "instruments/drafts")
    page.get_by_label("Title").focus()
    page.keyboard.type("Night work")
    page.keyboard.press("Enter")
    page.get_by_label("A new question").focus()
    page.keyboard.type("Do you work nights?")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Edit Do you work nights?").focus()
    page.keyboard.press("Enter")
    page.get_by_label("What is asked").focus()
    page.keyboard.press("End")
    page.keyboard.type(" Honestly?")
    page.keyboard.press("Tab")
    page.keyboard.type("One answer")
    expect(page.get_by_label("Answer 1", exact=True)).to_be_visible()
    page.get_by_label("Another answer").focus()
    page.keyboard.type("Sometimes")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Answer 3", exact=True)).to_have_value("Sometimes")
    assert "ask: Do you work nights? Honestly?" in text_of(workspace)


def test_the_second_of_two_is_told_while_writing_and_sees_the_difference(workspace: Workspace) -> None:
    page = workspace.signed_in("committee")
    begin(workspace, page)
    add(page, "Do you rest?", "Yes or no")
    page.get_by_role("link", name="Edit Do you rest?").click()
    other = workspace.signed_in("committee", "analyst")
    workspace.go(other, "instruments/drafts/night_work/items/rest")
    other.get_by_label("Hint under the question").fill("Think of last week.")
    other.get_by_role("button", name="Save and go back").click()
    expect(other.get_by_role("heading", name="Do you rest?")).to_be_visible()
    page.get_by_label("What is asked").fill("Do you ever rest?")
    expect(page.locator("#saving")).to_contain_text("committee.analyst@example.org changed this draft")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Think of last week.")).to_be_visible()
    expect(page.get_by_role("insertion").filter(has_text="Do you ever rest?")).to_be_visible()
    assert faults(page) == ""
    page.get_by_role("button", name="Make my change on top of theirs").click()
    expect(page.get_by_label("What is asked")).to_have_value("Do you ever rest?")
    assert "Do you ever rest?" in text_of(workspace)


@looks
def test_nothing_stands_in_the_way_of_anybody(workspace: Workspace, device: str, colours: str) -> None:
    page = workspace.signed_in("committee", device=device, color_scheme=colours)
    with workspace.app.app_context():
        drafts.copy_filed(workspace.app.settings, "needs_assessment", "committee@example.org")
    base = "instruments/drafts/needs_assessment"
    paths = ["items/review_support", "items/mini_z", "rules/item/suits", "rules/section/lawsuit", "scales"]
    paths += ["scales/agreement", "scores?form=count", "yaml", "about", "sections/review"]
    for address in ("instruments/drafts", base, *(f"{base}/{path}" for path in paths)):
        workspace.go(page, address)
        assert faults(page) == "", address
        page.set_viewport_size(NARROW)
        assert page.evaluate(WIDER) == 0, address
        page.set_viewport_size({"width": 1280, "height": 800})
