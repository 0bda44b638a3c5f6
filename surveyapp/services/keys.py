"""The key that signs a campaign's ballots: made on opening, locked under the application's secret."""

from __future__ import annotations

import secrets
from typing import cast
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPrivateNumbers,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from surveyapp.ballot.blind import EXPONENT
from surveyapp.ballot.locked import Unopened, lock, unlock
from surveyapp.ballot.proofs import MODULUS_BITS, fingerprint, grouped
from surveyapp.services import Refused
from surveyapp.settings import Settings
from surveyapp.store import invitations


def check_address(settings: Settings) -> None:
    """Raises Refused where browsers could not blind: they do so for HTTPS and for their own machine alone."""
    parts = urlsplit(settings.url)
    host = parts.hostname or ""
    if parts.scheme != "https" and host not in ("localhost", "::1") and not host.startswith("127."):
        raise Refused(
            f"Invitations need HTTPS, and links lead to {settings.url}: browsers would refuse to make "
            "ballots. Ask your administrator to put a proxy with HTTPS in front, and to set SURVEYAPP_URL to "
            "its address."
        )


def make(settings: Settings, campaign: str) -> None:
    """Keep a new key for a campaign; one that is there stays. Only while the office is changing."""
    if invitations.key(campaign) is not None:
        return
    key = generate_private_key(EXPONENT, MODULUS_BITS)
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    locked = lock(plain, campaign, settings.secrets[-1], secrets.token_bytes)
    invitations.add_key(campaign, public, locked)


class NoKey(Refused):
    """The campaign has no key that could sign, or not any more."""


def private_numbers(settings: Settings, campaign: str) -> RSAPrivateNumbers:
    """What signing a campaign's ballots takes.

    Raises NoKey where there is none, and Refused where no secret opens it.
    """
    kept = invitations.key(campaign)
    if kept is None or not kept.private:
        raise NoKey(f"'{campaign}' has no key to sign ballots with.")
    try:
        plain = unlock(kept.private, campaign, settings.secrets)
    except Unopened:
        raise Refused(
            f"No secret opens the key of '{campaign}'. Put the secret that was used when it was opened back "
            "into SURVEYAPP_SECRETS, before the newest one."
        ) from None
    # What AES-GCM has let through is as it was made; to prove its primes again would take most of the time.
    key = cast("RSAPrivateKey", load_der_private_key(plain, None, unsafe_skip_rsa_key_validation=True))
    return key.private_numbers()


def is_restored(campaign: str) -> bool:
    """Whether a campaign's key came back from a backup: it tells whose ballots count, and signs no more."""
    kept = invitations.key(campaign)
    return kept is not None and not kept.private


def shown_fingerprint(campaign: str) -> str:
    """The fingerprint of a campaign's key for people to compare; "" where there is no key."""
    kept = invitations.key(campaign)
    return "" if kept is None else grouped(fingerprint(kept.public))
