"""Keys for the staff's side, derived from the server's secrets."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence


def derived(secrets: Sequence[str], purpose: str) -> list[str]:
    """A key from each secret, in their order, for one purpose: 256 bits in hexadecimal.

    Neither the secret nor a key for another purpose can be computed from it (HMAC-SHA-256, RFC 2104).
    """
    message = f"surveyapp staff {purpose}".encode()
    return [hmac.digest(secret.encode(), message, hashlib.sha256).hex() for secret in secrets]
