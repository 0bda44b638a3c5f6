"""Restoring a backup into a fresh home: what it takes, and what stays closed afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from surveyapp import store
from surveyapp.services import Refused
from surveyapp.services.backups import envelope, lines
from surveyapp.services.backups.envelope import Unreadable
from surveyapp.services.backups.make import private_file, private_key
from surveyapp.settings import SECRETS_FILE, Settings
from surveyapp.store import copying

HELD = "This comes from a backup. See first whether it happened since that was made."
"""What is said of all that was planned."""


@dataclass(frozen=True)
class Backup:
    """A backup that was read to its end: the key of that file, its head, and its rows by table."""

    file: Path
    key: bytes
    head: lines.Head
    rows: dict[str, int]


def read(file: Path, key: Path) -> Backup:
    """Reads a whole backup with a private key. Raises Refused where any of it is not right."""
    try:
        with file.open("rb") as backup:
            file_key = envelope.key_of(backup, private_key(key))
            content = lines.unpacked(backup, file_key)
            head = lines.Head.of(next(content, b""))
            rows = lines.counted(content)
    except Unreadable as unreadable:
        raise Refused(f"{file}: {unreadable}") from None
    return Backup(file, file_key, head, rows)


def restore(settings: Settings, backup: Backup) -> tuple[str, ...]:
    """Puts a backup into the current app's empty databases, and gives the campaigns that it closed.

    A campaign that was open is closed: answers and invitations used since the backup are not in it. What was
    planned waits for a person: it may have happened since. Raises Refused where the databases hold anything,
    or where a newer program made the backup.
    """
    if not copying.is_empty():
        raise Refused(
            "These databases are not empty. Restore into a new home, SURVEYAPP_HOME=NEW, or name empty "
            "databases with DATABASE_URL and BOX_DATABASE_URL."
        )
    if not store.knows(backup.head.layout):
        raise Refused(f"A newer program made this backup: install surveyapp {backup.head.program}.")
    _keep_secrets(settings, backup.head.secrets)
    store.upgrade(backup.head.layout)
    with backup.file.open("rb") as file:
        content = lines.unpacked(file, backup.key)
        next(content)
        closed = copying.put_back(lines.tables(content), HELD)
    store.upgrade()
    return closed


def _keep_secrets(settings: Settings, secrets: tuple[str, ...]) -> None:
    file = settings.home / SECRETS_FILE
    if not file.exists():
        with private_file(file) as out:
            out.writelines(f"{secret}\n".encode() for secret in secrets)
