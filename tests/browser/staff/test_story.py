"""One survey from nothing to data: the committee words and runs it, people answer, an analyst downloads."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from surveyapp.instrument.model import Instrument
from surveyapp.instrument.rules import Value
from surveyapp.services import library, versions
from surveyapp.settings import Settings
from tests.browser.conftest import OpenPage
from tests.browser.person import Person
from tests.browser.staff.conftest import Workspace, serving
from tests.browser.staff.editing import Editor, words_of
from tests.browser.staff.seeing import nothing_to_see
from tests.conftest import MakeApp
from tests.mail.mailbox import Mailbox, mail_through
from tests.respondent import Respondent
from tests.staff.newcomers import PASSWORD

pytestmark = pytest.mark.browser

TITLE = "Needs of our group"
NAME = "needs_group"
LIST = "faculty@example.org"
SECRET = "Synthetic: my neighbor in the next street"
LAST = "20 years or more"
NAMED = {"campaigns": "spring", "data": "spring", "instruments": NAME}
LINK = re.compile(r"http://127\S+/s/\S+")


@pytest.fixture
def workspace(
    settings: Settings, make_app: MakeApp, open_page: OpenPage, tmp_path: Path, mailbox: Mailbox
) -> Iterator[Workspace]:
    """A workspace with a worker and a mail server."""
    with (
        mail_through(settings, mailbox) as mailing,
        serving(mailing, make_app, tmp_path, with_worker=True, second_factor="nobody") as app,
    ):
        yield Workspace(app, open_page)


def heading(page: Page, words: str) -> None:
    """The page with that heading is the one that is shown."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def done(page: Page, words: str) -> None:
    """The page says that it was done."""
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def follow(page: Page, link: str) -> None:
    page.get_by_role("link", name=link, exact=True).click()


def sign_in(workspace: Workspace) -> Page:
    """A new member of the committee, who chooses a password by a one-time link and signs in with it."""
    page = workspace.open_page()
    page.goto(workspace.link("committee", choose=True))
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    press(page, "Save and sign in")
    press(page, "Sign out")
    page.get_by_label("Work address").fill("committee@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    heading(page, "What would you like to do?")
    return page


def word(page: Page, model: Instrument) -> None:
    """The first twelve items of the needs assessment, worded from nothing."""
    editor = Editor(page)
    editor.begin(TITLE)
    editor.about(model.document.introduction, model.document.contact)
    editor.scale("agreement", model.document.scales["agreement"])
    first, second = model.sections[:2]
    editor.section(first, was="Questions")
    editor.section(second)
    for section in (first, second):
        for item in section.flat():
            editor.item(section, item)
    for item in second.flat():
        if item.when:
            editor.rule(model, item)
    expect(page.get_by_text("Nothing to mend")).to_be_visible()


def framed(page: Page) -> None:
    """What respondents see is shown beside what is worded."""
    expect(page.frame_locator("iframe").get_by_role("heading", name=TITLE)).to_be_visible()


def publish(page: Page) -> None:
    """Try the draft out, and make it a version."""
    follow(page, "Try it")
    framed(page)
    page.go_back()
    framed(page)
    follow(page, "Publish…")
    expect(page.get_by_text("Nobody can ever change it again.")).to_be_visible()
    press(page, "Publish as version 1")
    done(page, "is published as version 1")


def prepare(page: Page) -> None:
    """A campaign's draft, and the forecast of who would stand out."""
    follow(page, "Make a campaign with this")
    expect(page.get_by_label("What is asked").locator("option:checked")).to_have_text(f"{TITLE} (version 1)")
    page.get_by_label("How many people are invited").fill("60")
    page.get_by_label("Short name").fill("spring")
    press(page, "Make the draft")
    follow(page, "The forecast")
    area = page.get_by_role("group", name="What is your area of practice?")
    for label, people in {"Adult emergency medicine": "57", "Pediatric emergency medicine": "3"}.items():
        area.get_by_label(label).fill(people)
    press(page, "Show the forecast")
    expect(page.get_by_text("3 of your colleagues are “Pediatric emergency medicine”")).to_be_visible()
    follow(page, "spring")


def rehearse(phone: Page, page: Page, asked: Instrument) -> None:
    """A colleague tries the draft's link on a phone."""
    link = page.get_by_role("link", name="the rehearsal link").get_attribute("href")
    answer(phone, str(link), asked)
    press(phone, "Send (rehearsal)")
    heading(phone, "The rehearsal is over")


def launch(page: Page) -> None:
    """Read what respondents will read, and open the campaign."""
    follow(page, "Read what respondents will read")
    reading = page.frame_locator("iframe[title='The page that respondents will read']")
    expect(reading.get_by_role("heading", name=TITLE)).to_be_visible()
    page.get_by_label("I have read what respondents will read").check()
    press(page, "Open the campaign")
    done(page, "The campaign is open")
    expect(page.get_by_text("fewer than 5 of 60")).to_be_visible()


def invite(page: Page, mailbox: Mailbox) -> str:
    """Send the e-mail to the group's list; gives the link in what arrives."""
    follow(page, "E-mail and QR code")
    page.get_by_label("Addresses").fill(LIST)
    press(page, "Send the invitation")
    done(page, "It goes out now")
    for _ in range(100):
        if page.get_by_text("1 sent").count():
            break
        page.wait_for_timeout(100)
        page.reload()
    (letter,) = mailbox.messages
    assert letter["To"] == LIST
    (link,) = LINK.findall(letter.get_payload(0).get_payload(decode=True).decode())  # type: ignore[union-attr]  # it has parts
    return str(link)


def answer(page: Page, link: str, asked: Instrument) -> None:
    """Answer every question, the way on which everything is asked, in the sections shown one at a time."""
    person = Person(page, asked, touch=True)
    person.open(link)
    given: dict[str, Value] = {}
    for control in asked.controls.values():
        codes = list(control.options) or [SECRET]
        given[control.name] = codes[-1:] if control.item.type == "choices" and control.options else codes[0]
    assert len(person.answer_all(given)) == 2


def break_it(page: Page) -> None:
    """Publish a second version in which an answer is gone."""
    follow(page, "Instruments")
    follow(page, TITLE)
    press(page, "Copy into a new draft: version 1")
    follow(page, "Edit How many years have you been in practice?")
    press(page, f"Remove {LAST}")
    follow(page, "← All questions")
    follow(page, "What it changes")
    expect(page.get_by_role("heading", name="Breaking changes (1)")).to_be_visible()
    page.go_back()
    framed(page)
    follow(page, "Publish…")
    expect(page.get_by_text("Nobody can ever change it again.")).to_be_visible()
    press(page, "Publish as version 2")
    done(page, "is published as version 2")


def questions(page: Page, link: str) -> str:
    """What the campaign's page asks, without this visit's own receipt."""
    page.goto(link)
    return page.locator("#section-questions").inner_html()


def others_answer(link: str, times: int) -> None:
    """So many more people, whose browsers have no scripts."""
    for number in range(times):
        assert Respondent(random.Random(number)).answer(link).recorded


def end(page: Page) -> None:
    """Close and seal."""
    press(page, "Close the campaign")
    expect(page.get_by_text("at least 35 of 60")).to_be_visible()
    follow(page, "Seal…")
    page.get_by_label("Type the campaign’s name").fill("spring")
    press(page, "Seal for good")
    done(page, "The campaign is sealed")
    expect(page.get_by_text("37 of 60")).to_be_visible()


def download(page: Page) -> dict[str, str]:
    """What an analyst gets: the files of the zip, by name."""
    follow(page, "Data")
    follow(page, "spring")
    press(page, "Make the data package")
    with page.expect_download() as started:
        follow(page, "Download everything (zip)")
    with zipfile.ZipFile(started.value.path()) as archive:
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def test_a_survey_from_nothing_to_data(workspace: Workspace, open_page: OpenPage, mailbox: Mailbox) -> None:
    app = workspace.app
    model = library.in_file(app.settings, "needs_assessment")
    page = sign_in(workspace)
    word(page, model)
    publish(page)
    with app.app_context():
        asked = versions.instrument(versions.numbered(NAME, 1).hash)
    assert max(asked.numbers.values()) == 12
    assert words_of(asked) == words_of(model)[: len(words_of(asked))]
    prepare(page)
    rehearse(open_page("phone"), page, asked)
    launch(page)
    link = invite(page, mailbox)
    phone = open_page("phone")
    answer(phone, link, asked)
    press(phone, "Send")
    heading(phone, "Thank you")
    before = questions(open_page("phone", scripts=False), link)
    break_it(page)
    assert questions(open_page("phone", scripts=False), link) == before
    others_answer(link, 36)
    workspace.go(page, "campaigns/spring")
    expect(page.get_by_text("at least 35 of 60")).to_be_visible()
    nothing_to_see(app, page, NAMED, SECRET)
    end(page)
    nothing_to_see(app, page, NAMED, SECRET)
    analyst = workspace.signed_in("analyst")
    files = download(analyst)
    assert SECRET not in "".join(files.values())
    assert LAST in files["spring/codebook.csv"]
    workspace.go(analyst, "data/spring/comments")
    expect(analyst.get_by_text(SECRET)).to_be_visible()
