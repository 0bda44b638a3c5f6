"""Making a backup, and reading one."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from surveyapp import store
from surveyapp.services import Refused
from surveyapp.services.backups import envelope, lines
from surveyapp.services.backups.envelope import Unreadable
from surveyapp.services.backups.label import label
from surveyapp.settings import Settings
from surveyapp.store import copying, office

NEW_KEY = "surveyapp backup-key --out FILE"
"""The command that makes one."""


@dataclass(frozen=True)
class Made:
    """A backup that was written and read back: its size in bytes, and its rows by table."""

    file: Path
    size: int
    rows: dict[str, int]


def new_key(file: Path) -> str:
    """Writes a new private key that nobody else on this machine can read, and gives its public part.

    Raises Refused where the file is there: the key in it may be the only one to earlier backups.
    """
    key = X25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        with private_file(file) as out:
            out.write(pem)
    except FileExistsError:
        raise Refused(f"{file} is there already, perhaps with the key to earlier backups.") from None
    return envelope.public_text(key.public_key())


def private_file(file: Path) -> BinaryIO:
    """A new file, open to its owner alone. Raises FileExistsError."""
    return os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "r+b")


def private_key(file: Path) -> X25519PrivateKey:
    """The private key in a file. Raises Refused where there is none."""
    try:
        found = load_pem_private_key(file.read_bytes(), None)
    except (ValueError, TypeError):
        found = None
    if not isinstance(found, X25519PrivateKey):
        raise Refused(f"{file} holds no key to backups. Make one.", NEW_KEY)
    return found


def make(settings: Settings, file: Path) -> Made:
    """Writes a backup of the current app's databases, which go on serving meanwhile, and reads it back.

    The file appears when it is whole. Raises Refused where no key is set, the file is there already, or what
    is read back is not what was written.
    """
    holder = _holder(settings)
    if file.exists():
        raise Refused(f"{file} is there already. Give each backup a name of its own.")
    head = lines.Head(program=version("surveyapp"), layout=store.newest(), secrets=settings.secrets)
    with _appearing(file) as out:
        sealer = envelope.Sealer(out, holder, label(settings.secrets))
        office.let_go()
        with closing(copying.copied()) as tables:
            digest = _seal(lines.written(head, tables), sealer)
        out.flush()
        try:
            rows = _read_back(out, sealer.key, digest)
        except Unreadable:
            raise Refused("The backup is not what was written. Look at the disk, then again.") from None
    return Made(file, file.stat().st_size, rows)


def _holder(settings: Settings) -> X25519PublicKey:
    if not settings.backup_key:
        raise Refused(
            "There is nobody to make a backup for. Make a key, take its file elsewhere, and set "
            "SURVEYAPP_BACKUP_KEY to what is printed.",
            NEW_KEY,
        )
    return envelope.public_key(settings.backup_key)


@contextmanager
def _appearing(file: Path) -> Iterator[BinaryIO]:
    """A new file that has its name only once all is in it, on disk."""
    growing = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with private_file(growing) as out:
            yield out
            os.fsync(out.fileno())
        growing.rename(file)
    finally:
        growing.unlink(missing_ok=True)


def _seal(content: Iterable[bytes], sealer: envelope.Sealer) -> bytes:
    """The digest of what was sealed."""
    digest, packer = hashlib.sha256(), zlib.compressobj()
    for line in content:
        digest.update(line)
        sealer.write(packer.compress(line))
    sealer.write(packer.flush())
    sealer.finish()
    return digest.digest()


def _read_back(out: BinaryIO, key: bytes, digest: bytes) -> dict[str, int]:
    seen = hashlib.sha256()

    def heard() -> Iterator[bytes]:
        for line in lines.unpacked(out, key):
            seen.update(line)
            yield line

    found = heard()
    next(found)
    rows = lines.counted(found)
    if seen.digest() != digest:
        raise Unreadable
    return rows
