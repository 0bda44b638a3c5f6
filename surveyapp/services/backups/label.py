"""What stands on the outside of a backup: which campaigns in it are not sealed, told to our secrets alone.

The audit reads it without the key that opens the backup. By the times of files it could not tell: a copy has
the time at which it was copied.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from surveyapp.ballot.codes import derived_key
from surveyapp.store import office

SEALED = ("sealed", "released")
PURPOSE = b"surveyapp label of a backup"
REFERENCE_BYTES = 16


def label(secrets: Sequence[str]) -> bytes:
    """A reference to each of the current app’s campaigns that is not sealed; the last secret makes them."""
    names = [each.name for each in office.campaigns() if each.state not in SEALED]
    return b"".join(sorted(_references(secrets[-1], names)))


def sealed_since(found: bytes, secrets: Sequence[str]) -> list[str]:
    """The names of the campaigns that a label has as not sealed, and that the current app has sealed."""
    on_it = {found[at : at + REFERENCE_BYTES] for at in range(0, len(found), REFERENCE_BYTES)}
    names = [each.name for each in office.campaigns() if each.state in SEALED]
    told = [_references(secret, names) for secret in secrets]
    return [name for name, *references in zip(names, *told, strict=True) if on_it.intersection(references)]


def _references(secret: str, names: Sequence[str]) -> list[bytes]:
    """What only whoever has the secret can tell from chance: HMAC-SHA-256 (RFC 2104), cut to 128 bits."""
    key = derived_key(secret, PURPOSE)
    return [hmac.digest(key, name.encode(), "sha256")[:REFERENCE_BYTES] for name in names]
