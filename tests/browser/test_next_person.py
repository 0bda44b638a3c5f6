"""What the next person at the same computer can find out: nothing, in the browser or in its files."""

from __future__ import annotations

import gzip
import re
import secrets
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from surveyapp.instrument.rules import Value
from tests.browser.person import Person
from tests.browser.shared_computer import SharedComputer, files_with, holds, look, look_everywhere, move
from tests.browser.site import Site
from tests.browsers import ProfileBrowser

pytestmark = pytest.mark.browser

THE_BROWSERS_OWN = re.compile("^chrome-error:")
with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
Computer = Callable[[bool], SharedComputer]


@pytest.fixture
def computer(profile_browser: ProfileBrowser, tmp_path: Path) -> Computer:
    """A computer that nobody has used yet."""
    return lambda scripts: SharedComputer(profile_browser, tmp_path / "profile", scripts)


@pytest.fixture
def canaries() -> list[str]:
    """Words that stand nowhere else."""
    return [f"canary{secrets.token_hex(8)}" for _ in range(3)]


def answers_with(canaries: list[str]) -> dict[str, Value]:
    place, helper, says = canaries
    return {
        "place": "elsewhere",
        "place_other": place,
        "shifts": 7,
        "energy": 4,
        "helpers": ["other"],
        "helpers_other": helper,
        "hours": 11.5,
        "says": says,
    }


def answered(computer: SharedComputer, site: Site, canaries: list[str]) -> Person:
    """Somebody who has answered and has not sent yet."""
    campaign = site.campaign("every_kind")
    person = Person(computer.sit_down(), campaign.instrument, computer.scripts)
    person.open(campaign.link)
    person.answer_all(answers_with(canaries))
    assert all(word in look(person.page) for word in canaries)
    return person


def send(person: Person) -> None:
    person.send()


def leave(person: Person) -> None:
    person.page.locator("#the-leave").click()
    person.page.wait_for_url("**/left")


def shows_nothing(seen: str, canaries: list[str]) -> bool:
    return "holds " not in seen and not any(word in seen for word in canaries)


def nothing_shows(shared: SharedComputer, person: Person, canaries: list[str]) -> None:
    """The next person looks everywhere, then starts the browser again and looks once more."""
    for page in (lambda: person.page, shared.reopen):
        for seen in look_everywhere(page()):
            assert shows_nothing(seen, canaries)
    shared.close()


@with_and_without_scripts
@pytest.mark.parametrize("ending", [send, leave])
def test_nothing_is_left(
    site: Site, computer: Computer, canaries: list[str], ending: Callable[[Person], None], scripts: bool
) -> None:
    shared = computer(scripts)
    person = answered(shared, site, canaries)
    ending(person)
    nothing_shows(shared, person, canaries)
    assert files_with(shared.profile, canaries) == []


@pytest.mark.parametrize("ending", [send, leave])
def test_the_script_alone_leaves_nothing_on_the_screen(
    site: Site, computer: Computer, canaries: list[str], ending: Callable[[Person], None]
) -> None:
    """Where the picture that makes the browser forget does not work: over plain HTTP, or blocked."""
    shared = computer(True)
    person = answered(shared, site, canaries)
    person.page.route("**/clear.gif", lambda route: route.abort())
    ending(person)
    for seen in look_everywhere(person.page):
        assert shows_nothing(seen, canaries)


@with_and_without_scripts
def test_a_browser_that_is_just_closed_keeps_nothing(
    site: Site, computer: Computer, canaries: list[str], scripts: bool
) -> None:
    shared = computer(scripts)
    answered(shared, site, canaries)
    for seen in look_everywhere(shared.reopen()):
        assert shows_nothing(seen, canaries)
    shared.close()
    assert files_with(shared.profile, canaries) == []


def refused(shared: SharedComputer, site: Site, canaries: list[str]) -> Person:
    """Somebody without scripts whose form came back, and who has mended it."""
    person = answered(shared, site, canaries)
    person.field("shifts").fill("many")
    person.page.locator("#the-send").click()
    person.page.get_by_role("heading", name="There is a problem").wait_for()
    person.field("shifts").fill("7")
    return person


@pytest.mark.parametrize("ending", [send, leave])
def test_after_a_refused_form_its_post_stays_in_the_files(
    site: Site, computer: Computer, canaries: list[str], ending: Callable[[Person], None]
) -> None:
    """The one page that carries answers back, and the one limit: without scripts, a post that was refused.

    Whoever comes back to it meets the browser's question whether to send the form again, not the answers.
    For that the browser keeps the post in its session files until the tab's history is cleared; where the
    form was left and not sent, saying yes to the question brings the answers back.
    """
    shared = computer(False)
    person = refused(shared, site, canaries)
    ending(person)
    nothing_shows(shared, person, canaries)
    assert {str(Path(file).parent) for file in files_with(shared.profile, canaries)} == {"Default/Sessions"}


def test_sending_a_refused_form_again_after_it_was_taken_shows_nothing(
    site: Site, computer: Computer, canaries: list[str]
) -> None:
    shared = computer(False)
    person = refused(shared, site, canaries)
    person.send()
    move(person.page, -1)
    expect(person.page).to_have_url(THE_BROWSERS_OWN)
    person.page.reload()
    person.page.wait_for_url("**/done")
    assert shows_nothing(look(person.page), canaries)


PLAIN = """<!doctype html><title>Plain</title><form method="post" action="/">
<input name="says" id="says"><textarea name="more" id="more"></textarea>
<label><input type="radio" name="well" id="well" value="yes">Yes</label><button>Send</button></form>"""


class PlainPages(BaseHTTPRequestHandler):
    """A form as anybody would write it, and a page that thanks."""

    def do_GET(self) -> None:
        self._answer(PLAIN)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer("<!doctype html><title>Thanks</title><h1>Thanks</h1>")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name that the base class gives
        """Say nothing."""

    def _answer(self, page: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page.encode())


@contextmanager
def plain_pages() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), PlainPages) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def fill_in_plainly(page: Page, address: str, canaries: list[str]) -> None:
    page.goto(address)
    page.fill("#says", canaries[0])
    page.fill("#more", canaries[1])
    page.check("#well")
    page.click("button")
    page.get_by_role("heading", name="Thanks").wait_for()


@with_and_without_scripts
def test_the_same_looks_find_what_an_ordinary_form_leaves(
    computer: Computer, canaries: list[str], scripts: bool
) -> None:
    shared = computer(scripts)
    with plain_pages() as address:
        page = shared.sit_down()
        fill_in_plainly(page, address, canaries)
        move(page, -1)
        seen = look(page)
        assert all(word in seen for word in canaries[:2])
        assert "holds well" in seen
        move(page, 1)
        restored = shared.reopen()
        move(restored, -1)
        restored.wait_for_timeout(500)
        assert canaries[0] in look(restored)
        shared.close()
    assert files_with(shared.profile, canaries[:1]) != []


def test_the_look_into_files_sees_through_their_formats() -> None:
    word = "canary0123456789"
    padded = f"{'x' * 50}{word}{'y' * 50}"
    for content in (
        padded.encode(),
        padded.encode("utf-16-le"),
        b"head" + gzip.compress(padded.encode()) + b"tail",
        b"head" + zlib.compress(padded.encode()) + b"tail",
    ):
        assert holds(content, [word])
        assert not holds(content, ["canary9876543210"])
