"""Serials: the random number that is a ballot, what proves it, and everything that is derived from it.

A serial is 20 random bytes. The box keeps hashes of it only, so that neither a copy of the box nor its keeper
can make out the receipt, and an answer can't be joined to the comments of the same person.
"""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from functools import lru_cache

from itsdangerous import BadSignature, Signer

__all__ = ["SERIAL_BYTES", "BadBallot", "Ballots", "comment_id", "framed", "new_serial", "response_id"]

SERIAL_BYTES = 20
SIGNERS_KEPT = 64
PADDING = "=" * (-SERIAL_BYTES % 3)


class BadBallot(Exception):
    """The ballot was not given out for this campaign, this version and this kind of round, or was changed."""


def new_serial(random_bytes: Callable[[int], bytes]) -> bytes:
    """A fresh serial of 160 bits from a source of randomness such as `secrets.token_bytes`."""
    return random_bytes(SERIAL_BYTES)


def response_id(campaign: str, serial: bytes) -> bytes:
    """The 32-byte key under which the box keeps the answers that came with a serial."""
    return hashlib.sha256(framed(b"surveyapp response", campaign.encode(), serial)).digest()


def comment_id(campaign: str, item: str, serial: bytes) -> bytes:
    """The 32-byte key of one comment; only the serial relates it to the response's or another's."""
    return hashlib.sha256(framed(b"surveyapp comment", campaign.encode(), item.encode(), serial)).digest()


class Ballots:
    """Signs serials into a form and reads them back from the post; a ballot has no expiry.

    `secrets` are oldest first: the last one signs, each of them is believed. A signature holds for one
    campaign, one version (its content hash) and either for rehearsing or for the real round.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        if not secrets:
            raise ValueError("no secret to sign ballots with")
        self._secrets = list(secrets)
        self._signer = lru_cache(maxsize=SIGNERS_KEPT)(self._make_signer)

    def sign(self, serial: bytes, campaign: str, version: str, rehearsal: bool) -> str:
        """The serial and its proof as one URL-safe text."""
        serial_text = urlsafe_b64encode(serial).rstrip(b"=")
        return self._signer(campaign, version, rehearsal).sign(serial_text).decode()

    def read(self, text: str, campaign: str, version: str, rehearsal: bool) -> bytes:
        """The serial of a ballot. Raises `BadBallot`."""
        try:
            serial_text = self._signer(campaign, version, rehearsal).unsign(text).decode()
            return urlsafe_b64decode(serial_text + PADDING)
        except (BadSignature, ValueError):
            raise BadBallot from None

    def _make_signer(self, campaign: str, version: str, rehearsal: bool) -> Signer:
        """A signer whose keys are derived once, not at each signature."""
        kind = b"rehearsal" if rehearsal else b"live"
        salt = framed(b"surveyapp ballot", campaign.encode(), version.encode(), kind)
        deriving = Signer(self._secrets, salt=salt, key_derivation="hmac", digest_method=hashlib.sha256)
        keys = [deriving.derive_key(secret) for secret in deriving.secret_keys]
        return Signer(keys, key_derivation="none", digest_method=hashlib.sha256)


def framed(*parts: bytes) -> bytes:
    """The parts joined so that no other list of parts gives the same bytes: each after its length."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)
