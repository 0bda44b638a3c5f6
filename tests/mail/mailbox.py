"""A real SMTP server on this machine that keeps what arrives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import SMTP, Envelope, Session

from surveyapp.settings import Settings
from tests.serving import free_port


class Mailbox(Message):
    """Keeps what arrives, refuses addresses that begin with 'nobody', and drops the line after 'vanish'."""

    def __init__(self) -> None:
        super().__init__(EmailMessage)
        self.messages: list[EmailMessage] = []

    async def handle_RCPT(  # noqa: N802  the server's name for it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("nobody"):
            return f"550 no such person: {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        said = await super().handle_DATA(server, session, envelope)
        if envelope.rcpt_tos[0].startswith("vanish"):
            server.transport.abort()
        return str(said)

    def handle_message(self, message: EmailMessage) -> None:  # type: ignore[override]  # its class is ours to choose
        self.messages.append(message)

    @property
    def addressees(self) -> list[str]:
        """Whom the messages that arrived are for, in their order."""
        return [str(each["To"]) for each in self.messages]


@contextmanager
def mail_through(settings: Settings, mailbox: Mailbox) -> Iterator[Settings]:
    """The settings with a mail server that hands everything to the mailbox, until the context ends."""
    port = free_port()
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield replace(settings, mail_host="127.0.0.1", mail_port=port, mail_from="committee@example.org")
    finally:
        server.stop()
