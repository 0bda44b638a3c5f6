"""A campaign's private key as it is stored: encrypted under the application's secret, for it alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from surveyapp.ballot.codes import derived_key

__all__ = ["Unopened", "lock", "unlock"]

PURPOSE = b"surveyapp ballot key at rest"
NONCE_BYTES = 12


class Unopened(Exception):
    """No secret opens what is stored: the one that locked it is no longer kept, or the bytes were changed."""


def lock(plain: bytes, campaign: str, secret: str, random_bytes: Callable[[int], bytes]) -> bytes:
    """The bytes encrypted with AES-256-GCM: a nonce of 12 bytes, then what only `unlock` can read."""
    nonce = random_bytes(NONCE_BYTES)
    return nonce + AESGCM(derived_key(secret, PURPOSE)).encrypt(nonce, plain, campaign.encode())


def unlock(locked: bytes, campaign: str, secrets: Sequence[str]) -> bytes:
    """What was locked for the campaign under any of the secrets. Raises Unopened."""
    nonce, rest = locked[:NONCE_BYTES], locked[NONCE_BYTES:]
    for secret in reversed(secrets):
        try:
            return AESGCM(derived_key(secret, PURPOSE)).decrypt(nonce, rest, campaign.encode())
        except (InvalidTag, ValueError):
            continue
    raise Unopened
