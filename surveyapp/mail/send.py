"""Sending through SMTP: one message for each address, and no address lost to another's failure."""

from __future__ import annotations

import smtplib
import ssl
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid
from typing import TYPE_CHECKING

from surveyapp.mail.addresses import is_address
from surveyapp.mail.letters import Letter
from surveyapp.settings import Settings

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

SECONDS = 30
LONGEST_REASON = 200
# Joiners that some scripts cannot be written without; every other invisible letter is a trick.
JOINERS = "\u200c\u200d"


class MailUnavailable(Exception):
    """There is no mail server to hand messages to; the text says what to set."""


class BadHeader(ValueError):
    """A subject or an address that could bring headers along, or show as what it is not."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An address that did not get its message, and why, in words.

    `doubtful` where the server had the message and did not say what it did with it.
    """

    address: str
    reason: str
    doubtful: bool = False


def send(settings: Settings, letter: Letter, addresses: Iterable[str]) -> list[Failure]:
    """Sends the letter to every address, and reports those that failed.

    Raises MailUnavailable where no mail server is set, and BadHeader where the subject cannot be one.
    """
    results = (send_one(settings, letter, address) for address in addresses)
    return [failure for failure in results if failure]


def send_one(settings: Settings, letter: Letter, address: str) -> Failure | None:
    """Sends the letter to one address; gives why it failed, None where it did not. Raises as `send` does."""
    check_available(settings)
    if not is_address(address):
        return Failure(address, "this is not an e-mail address")
    made = message(settings.mail_from, address, letter)
    server: Handing | None = None
    try:
        with _connection(settings) as server:
            server.send_message(made)
            server.taken = True
    except (smtplib.SMTPException, OSError) as error:
        if server is not None and server.taken:
            return None  # only the goodbye failed
        doubtful = server is not None and server.handed and not isinstance(error, smtplib.SMTPDataError)
        return Failure(address, _reason(settings, error, doubtful), doubtful)
    return None


def check_available(settings: Settings) -> None:
    """Raises MailUnavailable where no mail server is set."""
    if not settings.mail_host:
        raise MailUnavailable("no mail server is set: set SURVEYAPP_MAIL_HOST and SURVEYAPP_MAIL_FROM")


def _reason(settings: Settings, error: Exception, doubtful: bool) -> str:
    where = f"the mail server {settings.mail_host}:{settings.mail_port}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
        return f"the mail server refused it: {code} {_printable(answer)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"the mail server refused it: {error.smtp_code} {_printable(error.smtp_error)}"
    if doubtful:
        return f"{where} had the e-mail and broke off before it said whether it will deliver it"
    return f"{where} failed: {_printable(str(error))}"


def _printable(answer: bytes | str) -> str:
    """A server's answer on one line, without what could not be printed."""
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return "".join(each for each in " ".join(text.split()) if each.isprintable())[:LONGEST_REASON]


def message(sender: str, address: str, letter: Letter) -> EmailMessage:
    """The message as it is sent. Raises BadHeader where the address or the subject cannot be one."""
    if not is_address(address):
        raise BadHeader("this is not an e-mail address")
    made = _written(letter)
    made["From"], made["To"] = sender, Address(addr_spec=address)
    # A message id names the machine that made it: the sender's domain is known anyway.
    made["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip("> "))
    made["Auto-Submitted"] = "auto-generated"
    made["Date"] = datetime.now(UTC)
    return made


def draft(letter: Letter) -> bytes:
    """The letter as an .eml file, which mail programs open as a draft that its reader addresses and sends.

    Raises BadHeader where the subject cannot be one.
    """
    made = _written(letter)
    made["X-Unsent"] = "1"
    return made.as_bytes(policy=policy.SMTP)


def _written(letter: Letter) -> EmailMessage:
    check_subject(letter.subject)
    made = EmailMessage()
    made["Subject"] = letter.subject
    made.set_content(letter.text)
    made.add_alternative(letter.html, subtype="html")
    return made


def check_subject(subject: str) -> None:
    """Raises BadHeader where a subject cannot be one."""
    if hidden := sorted({f"U+{ord(each):04X}" for each in subject if _is_trick(each)}):
        raise BadHeader(f"the subject holds characters that nobody sees ({', '.join(hidden)})")
    # The beginning of an encoded word (RFC 2047), which the library would decode: line breaks and all.
    if "=?" in subject:
        raise BadHeader("the subject holds “=?”, which mail programs would read as something else")


def _is_trick(character: str) -> bool:
    """Whether it breaks lines, turns the direction of writing, or is not seen."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and character not in JOINERS


class Handing(smtplib.SMTP):
    """A connection that remembers how far it came with its one message."""

    handed = taken = False

    def data(self, msg: Buffer | str) -> tuple[int, bytes]:
        """Hand the message over. From here on a broken connection leaves its fate unknown."""
        self.handed = True
        return super().data(msg)


class HandingTls(Handing, smtplib.SMTP_SSL):
    """The same, encrypted from its first byte."""


@contextmanager
def _connection(settings: Settings) -> Iterator[Handing]:
    """A connection of its own for each message, so that one that breaks takes no other address with it."""
    context = ssl.create_default_context()
    where = (settings.mail_host, settings.mail_port)
    if settings.mail_security == "tls":
        server: Handing = HandingTls(*where, timeout=SECONDS, context=context)
    else:
        server = Handing(*where, timeout=SECONDS)
    with server:
        if settings.mail_security == "starttls":
            server.starttls(context=context)
        if settings.mail_username:
            server.login(settings.mail_username, settings.mail_password)
        yield server
