"""References: what a comment is called while it is reviewed, without saying anything about it."""

from __future__ import annotations

import hashlib
import json
from base64 import b32encode
from collections.abc import Sequence

from itsdangerous import Signer
from itsdangerous.signer import HMACAlgorithm

SALT = b"surveyapp comment review"
BYTES = 10


class References:
    """Names comments by a keyed digest of their campaign, item and text.

    Whoever has the office alone cannot try out what a withheld comment may have said: that takes the
    application's secrets, which are in neither database. The same comment has the same reference on every
    server. 80 bits of HMAC-SHA-256 (RFC 2104, section 5): among a million comments two meet with a
    probability of 4e-13.
    """

    def __init__(self, secrets: Sequence[str], campaign: str) -> None:
        """``secrets`` oldest first: the last one names, each of them is recognised."""
        if not secrets:
            raise ValueError("no secret to name comments with")
        self._campaign = campaign
        self._algorithm = HMACAlgorithm(hashlib.sha256)
        self._keys = [
            Signer(secret, SALT, key_derivation="hmac", digest_method=hashlib.sha256).derive_key()
            for secret in reversed(secrets)
        ]

    def of(self, item: str, text: str) -> list[str]:
        """A comment's references, such as ``k3fa-2mxq-7abq-zzzz``: one a secret, the current one first."""
        value = json.dumps([self._campaign, item, text]).encode()
        return [_spelled(self._algorithm.get_signature(key, value)) for key in self._keys]


def _spelled(digest: bytes) -> str:
    letters = b32encode(digest[:BYTES]).decode().lower()
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))
