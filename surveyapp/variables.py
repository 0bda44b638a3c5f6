"""Environment variables: how the text of one becomes a value, and what is said when it cannot.

Each reader takes text and gives a value, or raises `SettingsError` with the rest of a sentence that begins
with the variable's name ("is 'x': give a whole number from 1 to 64").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

SHORTEST_SECRET = 32
FEWEST_CHARACTERS = 10


class SettingsError(ValueError):
    """A setting that cannot be used; the message names the variable and says what to do."""


def text(given: str) -> str:
    """Any text, without the spaces around it."""
    return given.strip()


def exactly(given: str) -> str:
    """Any text as it stands, for passwords."""
    return given


def path(given: str) -> Path:
    """An absolute path; `~` stands for the user's folder."""
    return Path(given.strip()).expanduser().resolve()


def number(lowest: int, highest: int) -> Callable[[str], int]:
    """A reader of whole numbers from `lowest` to `highest`."""

    def read(given: str) -> int:
        if re.fullmatch(r"\s*\d{1,12}\s*", given) and lowest <= int(given) <= highest:
            return int(given)
        raise SettingsError(f"is {given!r}: give a whole number from {lowest} to {highest}")

    return read


def word(*words: str) -> Callable[[str], str]:
    """A reader of one of some words."""

    def read(given: str) -> str:
        if given.strip().lower() in words:
            return given.strip().lower()
        raise SettingsError(f"is {given!r}: give one of {', '.join(words)}")

    return read


def secrets(given: str) -> tuple[str, ...]:
    """Secrets separated by commas or line ends; a weak one is refused."""
    found = tuple(part.strip() for part in re.split(r"[,\n]", given) if part.strip())
    for place, secret in enumerate(found, start=1):
        if len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_CHARACTERS:
            raise SettingsError(
                f"holds a weak secret (number {place}): each needs at least {SHORTEST_SECRET} characters, "
                f"{FEWEST_CHARACTERS} of them different; "
                "python3 -c 'import secrets; print(secrets.token_urlsafe(32))' makes a good one"
            )
    return found


def database(given: str) -> str:
    """A database's address as SQLAlchemy wants it: a SQLite file by its absolute path, or PostgreSQL."""
    url = re.sub(r"^postgres(ql)?(\+psycopg)?://", "postgresql+psycopg://", given.strip())
    if url.startswith("postgresql+psycopg://"):
        return _with_a_port(url, "postgresql://USER:PASSWORD@HOST:PORT/NAME")
    file = url.removeprefix("sqlite:///")
    if file == url or file in {"", ":memory:"} or file.startswith("file:"):
        raise SettingsError("is no database we keep: give sqlite:///FILE or postgresql://USER@HOST/NAME")
    return f"sqlite:///{path(file).as_posix()}"


def jobs(given: str) -> str:
    """Where the queue of jobs is: a SQLite file by its absolute path, or a Redis."""
    url = given.strip()
    if re.match(r"rediss?://[^/\s]", url):
        return _with_a_port(url, "redis://USER:PASSWORD@HOST:PORT/0")
    file = url.removeprefix("sqlite:///")
    if file == url or file in {"", ":memory:"} or file.startswith("file:"):
        raise SettingsError("is no queue we use: give sqlite:///FILE or redis://HOST:PORT/0")
    return f"sqlite:///{path(file).as_posix()}"


def _with_a_port(url: str, shape: str) -> str:
    """The address itself, where its port is a number or left out; `shape` says how one is written."""
    try:
        urlsplit(url).port  # noqa: B018  it is read to be checked
    except ValueError:
        raise SettingsError(
            f"has a port that is no number: give {shape}, with / in a password as %2F and @ as %40"
        ) from None
    return url


def web_address(given: str) -> str:
    """An absolute http or https address, without a slash at its end."""
    url = given.strip().rstrip("/")
    parts = urlsplit(url)
    plain = parts.username is None and not re.search(r"[?#\s]", url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not plain:
        raise SettingsError(
            f"is {given!r}: give the address that people open, such as https://survey.example.org, "
            "without a user, a query or a fragment"
        )
    return url


def timezone(given: str) -> str:
    """The name of a time zone that this machine or the tzdata package knows."""
    try:
        return ZoneInfo(given.strip()).key
    except (KeyError, ValueError, OSError):
        raise SettingsError(f"is {given!r}: give a time zone's name, such as America/New_York") from None


def public_key(given: str) -> str:
    """The 43 characters of a public key, or nothing."""
    if given.strip() and not re.fullmatch(r"[A-Za-z0-9_-]{43}", given.strip()):
        raise SettingsError("is no public key: give what `surveyapp backup-key` printed")
    return given.strip()


def listener(given: str) -> str:
    """Where a server listens: HOST:PORT, an IPv6 address in brackets."""
    host, _, port = given.strip().rpartition(":")
    if not re.fullmatch(r"[\w.-]+|\[[0-9a-fA-F:.]+\]", host):
        raise SettingsError(f"is {given!r}: give HOST:PORT, such as 127.0.0.1:8000")
    return f"{host}:{number(0, 65535)(port)}"
