"""What stands on the outside of a backup: which campaigns in it are not sealed, told to our secrets alone.

The audit reads it without the key that opens the backup. By the times of files it could not tell: a copy has
the time at which it was copied.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from surveyapp.ballot.codes import derived_key
from surveyapp.store import office

SEALED = ("sealed", "released")
PURPOSE = b"surveyapp label of a backup"
REFERENCE_BYTES = 16


@dataclass(frozen=True, slots=True)
class Told:
    """What a label tells: the campaigns that were sealed since, and whether it has one that nobody knows.

    That one was deleted or has another name now, or the secret that the label was made with is gone.
    """

    sealed: tuple[str, ...]
    strange: bool


def label(secrets: Sequence[str]) -> bytes:
    """A reference to each of the current app’s campaigns that is not sealed; the last secret makes them."""
    names = [each.name for each in office.campaigns() if each.state not in SEALED]
    return b"".join(sorted(_references(secrets[-1], names)))


def told(found: bytes, secrets: Sequence[str]) -> Told:
    """What a label tells, now that the current app's campaigns are what they are."""
    on_it = {found[at : at + REFERENCE_BYTES] for at in range(0, len(found), REFERENCE_BYTES)}
    states = {each.name: each.state for each in office.campaigns()}
    references = zip(states, *(_references(secret, list(states)) for secret in secrets), strict=True)
    known = {name: on_it.intersection(those) for name, *those in references}
    sealed = tuple(name for name, those in known.items() if those and states[name] in SEALED)
    return Told(sealed, strange=bool(on_it.difference(*known.values())))


def _references(secret: str, names: Sequence[str]) -> list[bytes]:
    """What only whoever has the secret can tell from chance: HMAC-SHA-256 (RFC 2104), cut to 128 bits."""
    key = derived_key(secret, PURPOSE)
    return [hmac.digest(key, name.encode(), "sha256")[:REFERENCE_BYTES] for name in names]
