"""Mail, through a real SMTP server on this machine."""

from __future__ import annotations

import email
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.message import EmailMessage

import pytest

from surveyapp.mail.letters import Letter, Link, letter
from surveyapp.mail.send import BadHeader, MailUnavailable, draft, message, send
from surveyapp.settings import Settings
from tests.mail.mailbox import Mailbox, mail_through

LETTER = letter("Subject", ["Dear <all> & everybody,", Link("https://x.org/s/a.b?c=1&d=2")])
# What breaks lines, is not seen, turns the direction of writing, or is decoded into any of these.
TRICKS = [
    *("\r\nBcc: all@example.org", "\n", "\r", "\0", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"),
    *("\u202e", "\u2066", "\u200b", "\ufeff", "\u00ad", "\U000e0041", "\ud800"),
    *("=?utf-8?q?=0ABcc:_x=40x.org?=", "=?utf-8?b?CkJjYzogeEB4Lm9yZw==?="),
]
BAD_ADDRESSES = [
    *("a@example.org\u2028", "a\u202e@example.org", "\u0430@example.org", "a\uff20example.org", "a@b@x.org"),
    *("a@x.org,b@x.org", "<a@x.org>", '"a\nb"@x.org', "@x.org", "a@", " a@x.org", "=?utf-8?q?a=0A?=@x.org"),
]


@pytest.fixture
def mail_settings(settings: Settings, mailbox: Mailbox) -> Iterator[Settings]:
    with mail_through(settings, mailbox) as given:
        yield given


def body(made: EmailMessage, kind: str) -> str:
    part = made.get_body((kind,))
    assert isinstance(part, EmailMessage)
    return str(part.get_content())


def test_every_address_gets_a_message_of_its_own(mail_settings: Settings, mailbox: Mailbox) -> None:
    assert send(mail_settings, LETTER, ["one@example.org", "two@example.org"]) == []
    assert mailbox.addressees == ["one@example.org", "two@example.org"]
    assert {each["Subject"] for each in mailbox.messages} == {"Subject"}
    assert {each["From"] for each in mailbox.messages} == {"committee@example.org"}


def test_it_comes_as_text_and_as_html(mail_settings: Settings, mailbox: Mailbox) -> None:
    send(mail_settings, LETTER, ["one@example.org"])
    arrived = email.message_from_bytes(mailbox.messages[0].as_bytes(), policy=policy.default)
    assert isinstance(arrived, EmailMessage)
    assert arrived.get_content_type() == "multipart/alternative"
    assert body(arrived, "plain") == LETTER.text
    assert body(arrived, "html") == LETTER.html


def test_a_failing_address_is_reported_and_the_others_still_get_theirs(
    mail_settings: Settings, mailbox: Mailbox
) -> None:
    given = [
        "one@example.org",
        "nobody@example.org",
        "no address",
        "two@example.org\nBcc: all@example.org",
        "last@example.org",
    ]
    failures = send(mail_settings, LETTER, given)
    assert [failure.address for failure in failures] == given[1:4]
    assert "550 no such person" in failures[0].reason
    assert mailbox.addressees == ["one@example.org", "last@example.org"]
    assert [failure.doubtful for failure in failures] == [False] * 3


def test_a_server_that_breaks_off_with_the_message_in_hand_leaves_a_doubt(
    mail_settings: Settings, mailbox: Mailbox
) -> None:
    (failure,) = send(mail_settings, LETTER, ["vanish@example.org"])
    assert failure.doubtful
    assert "broke off" in failure.reason
    assert mailbox.addressees == ["vanish@example.org"]


def test_a_server_that_is_not_there_is_a_failure_of_each_address(settings: Settings) -> None:
    nowhere = replace(settings, mail_host="127.0.0.1", mail_port=9, mail_from="committee@example.org")
    (failure,) = send(nowhere, LETTER, ["a@example.org"])
    assert (failure.address, failure.doubtful) == ("a@example.org", False)


def test_without_a_mail_server_it_says_what_to_set(settings: Settings) -> None:
    with pytest.raises(MailUnavailable, match="SURVEYAPP_MAIL_HOST"):
        send(settings, LETTER, ["a@example.org"])


@pytest.mark.parametrize("trick", TRICKS)
def test_a_subject_cannot_bring_headers_along_or_hide_letters(trick: str) -> None:
    tricky = Letter(f"Subject{trick}x", "Text", "<p>Text</p>")
    with pytest.raises(BadHeader):
        message("committee@example.org", "a@example.org", tricky)
    with pytest.raises(BadHeader):
        draft(tricky)


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_an_address_that_could_be_another_is_refused(address: str) -> None:
    with pytest.raises(BadHeader):
        message("committee@example.org", address, LETTER)


def test_a_long_subject_of_any_script_arrives_as_it_was(mail_settings: Settings, mailbox: Mailbox) -> None:
    subject = "Anonymous survey: Übermüdung und Würde, 疲労と尊厳, " * 4
    send(mail_settings, letter(subject, ["Text"]), ["one@example.org"])
    arrived = email.message_from_bytes(mailbox.messages[0].as_bytes(), policy=policy.default)
    assert arrived["Subject"] == subject.strip()


def test_the_draft_opens_as_one_that_was_not_sent() -> None:
    made = email.message_from_bytes(draft(LETTER), policy=policy.default)
    assert isinstance(made, EmailMessage)
    assert made["X-Unsent"] == "1"
    assert made["Subject"] == "Subject"
    assert [made[name] for name in ("From", "To", "Date", "Message-ID")] == [None] * 4
    assert body(made, "plain").splitlines() == LETTER.text.splitlines()
    assert b"\n" not in draft(LETTER).replace(b"\r\n", b"")
