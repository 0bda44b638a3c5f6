"""A file that only the holder of a private key can read, and that tells when a byte of it changed or is lost.

A fresh key for each file is wrapped for the holder's public key by HPKE (RFC 9180: X25519, HKDF-SHA256,
ChaCha20-Poly1305). The content follows in chunks under that key, each with its number and whether it is the
last in its nonce: the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015,
doi:10.1007/978-3-662-47989-6_24), so that none can be changed, dropped, repeated or put elsewhere. A label
stands before it, for everybody to read; where that was changed, the file does not open.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from surveyapp.ballot.proofs import from_text, to_text

MAGIC = b"surveyapp backup 2\n"
UNLABELLED = b"surveyapp backup 1\n"
"""How the files of earlier programs begin, which have no label."""
LENGTH_BYTES = 4
LONGEST_LABEL = 2**20
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
WRAPPED_BYTES = 32 + 32 + 16
"""An ephemeral public key, and the file's key with its tag."""
CHUNK_BYTES = 64 * 1024
TAG_BYTES = 16


class Unreadable(Exception):
    """The file is not a backup, was damaged or cut short, or is for another key; the text says which."""


def public_text(key: X25519PublicKey) -> str:
    """A public key as 43 characters, as the setting has it."""
    return to_text(key.public_bytes(Encoding.Raw, PublicFormat.Raw))


def public_key(text: str) -> X25519PublicKey:
    """The public key that those characters mean. Raises ValueError where they mean none."""
    return X25519PublicKey.from_public_bytes(from_text(text))


class Sealer:
    """Writes what it is given into a file, sealed for a public key; `finish` makes it whole.

    ``label`` stands on it for everybody to read: at most a megabyte.
    """

    def __init__(self, file: BinaryIO, holder: X25519PublicKey, label: bytes = b"") -> None:
        self.key = ChaCha20Poly1305.generate_key()
        self._file, self._chunks, self._held = file, _Chunks(self.key), bytearray()
        outside = MAGIC + len(label).to_bytes(LENGTH_BYTES) + label
        file.write(outside + SUITE.encrypt(self.key, holder, outside))

    def write(self, content: bytes) -> None:
        """Take more content; whole chunks go out, the rest waits."""
        self._held += content
        while len(self._held) > CHUNK_BYTES:
            self._file.write(self._chunks.sealed(bytes(self._held[:CHUNK_BYTES]), last=False))
            del self._held[:CHUNK_BYTES]

    def finish(self) -> None:
        """Write the last chunk."""
        self._file.write(self._chunks.sealed(bytes(self._held), last=True))


def key_of(file: BinaryIO, holder: X25519PrivateKey) -> bytes:
    """The key of a sealed file, at whose start the file stands. Raises Unreadable."""
    outside = _outside(file)
    try:
        return SUITE.decrypt(file.read(WRAPPED_BYTES), holder, outside)
    except (InvalidTag, ValueError):
        raise Unreadable("This backup was made for another key, or was changed.") from None


def label_of(file: BinaryIO) -> bytes | None:
    """The label of a sealed file, at whose start the file stands; None where it has none. Raises Unreadable.

    Only whoever has the key knows that nobody changed it.
    """
    outside = _outside(file)
    return None if outside == UNLABELLED else outside[len(MAGIC) + LENGTH_BYTES :]


def _outside(file: BinaryIO) -> bytes:
    """What stands before everything that is sealed."""
    first = file.read(len(MAGIC))
    if first == UNLABELLED:
        return first
    length = file.read(LENGTH_BYTES)
    size = int.from_bytes(length)
    if first != MAGIC or size > LONGEST_LABEL:
        raise Unreadable("This is not a backup of this program.")
    return first + length + file.read(size)


def content(file: BinaryIO, key: bytes) -> Iterator[bytes]:
    """What was sealed under the file's key, chunk by chunk. Raises Unreadable at the first that is not right.

    Nothing before such a chunk counts either: do not use any of it before the end has come.
    """
    chunks = _Chunks(key)
    file.seek(0)
    file.seek(len(_outside(file)) + WRAPPED_BYTES)
    here = file.read(CHUNK_BYTES + TAG_BYTES)
    while True:
        following = file.read(CHUNK_BYTES + TAG_BYTES)
        yield chunks.opened(here, last=not following)
        if not following:
            return
        here = following


class _Chunks:
    """The chunks of one file, one after the other."""

    def __init__(self, key: bytes) -> None:
        self._cipher, self._number = ChaCha20Poly1305(key), 0

    def _nonce(self, last: bool) -> bytes:
        self._number += 1
        return self._number.to_bytes(11) + bytes([last])

    def sealed(self, chunk: bytes, last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(last), chunk, None)

    def opened(self, chunk: bytes, last: bool) -> bytes:
        try:
            return self._cipher.decrypt(self._nonce(last), chunk, None)
        except InvalidTag:
            raise Unreadable("This backup is damaged or cut short.") from None
