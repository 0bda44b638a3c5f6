"""Sending through SMTP: one message for each address, and no address lost to another's failure."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid

from surveyapp.settings import Settings

SECONDS = 30


class MailUnavailable(Exception):
    """There is no mail server to hand messages to; the text says what to set."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An address that did not get its message, and why, in words."""

    address: str
    reason: str


def send(settings: Settings, subject: str, text: str, addresses: Iterable[str]) -> list[Failure]:
    """Sends the text to every address, and reports those that failed.

    Raises MailUnavailable where no mail server is set.
    """
    if not settings.mail_host:
        raise MailUnavailable("no mail server is set: set SURVEYAPP_MAIL_HOST and SURVEYAPP_MAIL_FROM")
    reasons = ((address, _send_one(settings, subject, text, address)) for address in addresses)
    return [Failure(address, reason) for address, reason in reasons if reason]


def _send_one(settings: Settings, subject: str, text: str, address: str) -> str | None:
    """Why the address did not get its message; None where it did."""
    try:
        made = message(settings.mail_from, address, subject, text)
    except (ValueError, HeaderParseError):
        return "this is not an e-mail address"
    try:
        with _connection(settings) as server:
            server.send_message(made)
    except smtplib.SMTPRecipientsRefused as refused:
        code, answer = next(iter(refused.recipients.values()))
        return f"the mail server refused it: {code} {answer.decode(errors='replace')}"
    except (smtplib.SMTPException, OSError) as error:
        return f"the mail server {settings.mail_host}:{settings.mail_port} failed: {error}"
    return None


def message(sender: str, address: str, subject: str, text: str) -> EmailMessage:
    """The message as it is sent. Raises ValueError where the address is none, line breaks included."""
    if "@" not in address:
        raise ValueError(address)
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, Address(addr_spec=address), subject
    # A message id names the machine that made it: the sender's domain is known anyway.
    made["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip("> "))
    made["Auto-Submitted"] = "auto-generated"
    made["Date"] = datetime.now(UTC)
    made.set_content(text)
    return made


@contextmanager
def _connection(settings: Settings) -> Iterator[smtplib.SMTP]:
    """A connection of its own for each message, so that one that breaks takes no other address with it."""
    context = ssl.create_default_context()
    where = (settings.mail_host, settings.mail_port)
    if settings.mail_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(*where, timeout=SECONDS)
    with server:
        if settings.mail_security == "starttls":
            server.starttls(context=context)
        if settings.mail_username:
            server.login(settings.mail_username, settings.mail_password)
        yield server
