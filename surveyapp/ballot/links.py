"""The group link: a campaign's name, signed, the same for everyone who is asked."""

import hashlib
from collections.abc import Sequence

from itsdangerous import BadSignature, Signer
from itsdangerous.signer import HMACAlgorithm

__all__ = ["BadLink", "Links"]

SALT = b"surveyapp group link"
SIGNATURE_BYTES = 16


class BadLink(Exception):
    """The token is none of ours, or was signed with a secret that is no longer kept."""


class ShortHMAC(HMACAlgorithm):
    """HMAC-SHA-256 cut to its first 128 bits (RFC 2104, section 5): a link that people can also type."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        return super().get_signature(key, value)[:SIGNATURE_BYTES]


class Links:
    """Writes and reads the tokens of `/s/<token>`.

    `secrets` are oldest first: the last one signs, each of them is believed.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        if not secrets:
            raise ValueError("no secret to sign links with")
        self._signer = Signer(
            list(secrets),
            salt=SALT,
            key_derivation="hmac",
            digest_method=hashlib.sha256,
            algorithm=ShortHMAC(hashlib.sha256),
        )

    def token(self, campaign: str) -> str:
        """The campaign's name, a dot and 22 characters of signature: as it is fit for a URL."""
        return self._signer.sign(campaign).decode()

    def campaign(self, token: str) -> str:
        """The campaign that a token names. Raises `BadLink`."""
        try:
            return self._signer.unsign(token).decode()
        except (BadSignature, UnicodeError):
            raise BadLink from None
