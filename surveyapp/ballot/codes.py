"""Invitation codes: what one e-mail carries, and what the office keeps of it.

A code is computed from the address and the application's secret, so that a reminder carries the same one and
the office needs no column that relates a person to an invitation: without the secret, no used invitation
leads to anybody. Reminders do tell whoever holds the database who had not used theirs: those whom a round has
still to reach, or could not; and on PostgreSQL, by the transactions of rows, also those whom it reached.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Sequence

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from surveyapp.ballot.proofs import from_text
from surveyapp.ballot.serials import framed

__all__ = ["CODE_BYTES", "BadCode", "Codes", "blinded_digest", "code_digest", "derived_key", "read_code"]

CODE_BYTES = 32


class BadCode(Exception):
    """The text is no code: something is missing or was added."""


class Codes:
    """The codes of a campaign's people. `secrets` are oldest first: new codes come from the last one."""

    def __init__(self, secrets: Sequence[str]) -> None:
        if not secrets:
            raise ValueError("no secret to make codes from")
        self._keys = [derived_key(secret, b"surveyapp invitation codes") for secret in reversed(secrets)]

    def of(self, campaign: str, address: str) -> Iterator[bytes]:
        """The codes that a person may have been sent, of 32 bytes: by each secret, the newest first."""
        for key in self._keys:
            yield hmac.digest(key, framed(campaign.encode(), address.encode()), "sha256")


def derived_key(secret: str, purpose: bytes) -> bytes:
    """A key of 32 bytes for one purpose alone, from a secret of the application (RFC 5869)."""
    return HKDF(SHA256(), 32, salt=None, info=purpose).derive(secret.encode())


def read_code(text: str) -> bytes:
    """The code as it stands in a link, or as somebody typed it. Raises BadCode."""
    try:
        code = from_text("".join(text.split()))
    except ValueError:
        raise BadCode from None
    if len(code) != CODE_BYTES:
        raise BadCode
    return code


def code_digest(campaign: str, code: bytes) -> bytes:
    """The 32 bytes under which the office keeps the invitation with that code."""
    return hashlib.sha256(framed(b"surveyapp invitation", campaign.encode(), code)).digest()


def blinded_digest(campaign: str, blinded: bytes) -> bytes:
    """The 32 bytes by which the office knows a blinded message again."""
    return hashlib.sha256(framed(b"surveyapp blinded", campaign.encode(), blinded)).digest()
