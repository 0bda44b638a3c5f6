"""Mail, through a real SMTP server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import SMTP, Envelope, Session

from surveyapp.mail.send import MailUnavailable, message, send
from surveyapp.settings import Settings
from tests.serving import free_port


class Mailbox(Message):
    """Keeps what arrives, and refuses addresses that begin with 'nobody'."""

    def __init__(self) -> None:
        super().__init__(EmailMessage)
        self.messages: list[EmailMessage] = []

    async def handle_RCPT(  # noqa: N802  the server's name for it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("nobody"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def handle_message(self, message: EmailMessage) -> None:  # type: ignore[override]  # its class is ours to choose
        self.messages.append(message)


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def mail_settings(settings: Settings, mailbox: Mailbox) -> Iterator[Settings]:
    port = free_port()
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield replace(settings, mail_host="127.0.0.1", mail_port=port, mail_from="committee@example.org")
    finally:
        server.stop()


def test_every_address_gets_a_message_of_its_own(mail_settings: Settings, mailbox: Mailbox) -> None:
    assert send(mail_settings, "Subject", "Text\n", ["one@example.org", "two@example.org"]) == []
    assert [each["To"] for each in mailbox.messages] == ["one@example.org", "two@example.org"]
    assert {each["Subject"] for each in mailbox.messages} == {"Subject"}
    assert {each["From"] for each in mailbox.messages} == {"committee@example.org"}


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
    failures = send(mail_settings, "Subject", "Text\n", given)
    assert [failure.address for failure in failures] == given[1:4]
    assert "550 no such person" in failures[0].reason
    assert [each["To"] for each in mailbox.messages] == ["one@example.org", "last@example.org"]


def test_a_server_that_is_not_there_is_a_failure_of_each_address(settings: Settings) -> None:
    nowhere = replace(settings, mail_host="127.0.0.1", mail_port=9, mail_from="committee@example.org")
    assert [failure.address for failure in send(nowhere, "Subject", "Text", ["a@example.org"])] == [
        "a@example.org"
    ]


def test_without_a_mail_server_it_says_what_to_set(settings: Settings) -> None:
    with pytest.raises(MailUnavailable, match="SURVEYAPP_MAIL_HOST"):
        send(settings, "Subject", "Text", ["a@example.org"])


def test_a_subject_cannot_bring_headers_along() -> None:
    with pytest.raises(ValueError, match=r"newline|linefeed"):
        message("committee@example.org", "a@example.org", "Subject\nBcc: all@example.org", "Text")
