"""What letters say: the same words as text and as HTML, and nothing that is fetched or followed."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from surveyapp.mail.letters import Link, letter
from surveyapp.mail.staff import AS, sign_in_link
from surveyapp.mail.texts import Invitation, invitation, reminder
from surveyapp.services.staff import ROLES

ABOUT = Invitation(
    title='Stress <script>alert("1")</script> & "support"',
    purpose="We ask about\n  stress.",
    link="https://survey.example.org/s/needs.token",
    closes=date(2027, 1, 31),
    contact="The <b>committee</b>",
)


def words(html: str) -> list[str]:
    """What somebody reads of a page."""
    body = html.partition("<body")[2].partition(">")[2]
    return unescape(re.sub(r"<[^>]*>", " ", body)).split()


@pytest.mark.parametrize("write", [invitation, reminder])
def test_text_and_html_say_the_same(write: type) -> None:
    written = write(ABOUT)
    assert words(written.html) == written.text.split()


def test_what_authors_wrote_is_escaped() -> None:
    html = invitation(ABOUT).html
    assert "<script" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;" in html


def test_nothing_is_fetched_and_nothing_counts_readers() -> None:
    html = invitation(ABOUT).html
    assert re.findall(r"https?://[^\"<]+", html) == [ABOUT.link] * 2, "the link and its words"
    assert re.findall(r"<(img|link|script|iframe|object|video|form)|url\(|@import|src=", html) == []


def test_a_link_keeps_its_line_and_its_letters() -> None:
    link = "https://survey.example.org/s/" + "a" * 200 + "?a=1&b=2"
    written = letter("S", ["Before", Link(link), "after"])
    assert f"\n\n{link}\n\n" in written.text
    assert f'<a href="{link.replace("&", "&amp;")}"' in written.html


def test_the_reminder_says_that_nobody_knows_who_answered() -> None:
    text = " ".join(reminder(ABOUT).text.split())
    assert "If you have answered already, thank you: please ignore this e-mail" in text
    assert "nobody can tell who has answered" in text
    assert reminder(ABOUT).subject.startswith("Reminder")


def test_every_role_is_said_to_who_is_let_in() -> None:
    assert tuple(AS) == ROLES
    for role in ROLES:
        text = sign_in_link("https://survey.example.org/x", 72, "ada@example.org", [role]).text
        assert f"surveys are prepared, as {AS[role]}." in " ".join(text.split())


def test_a_title_of_several_lines_becomes_one_subject() -> None:
    assert letter("One\r\nBcc: all@example.org", []).subject == "One Bcc: all@example.org"
