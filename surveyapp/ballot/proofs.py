"""The ballot of an invitation: a serial and a signature that its signer has never seen; and the key."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from surveyapp.ballot.blind import EXPONENT, PREFIX_BYTES, verify
from surveyapp.ballot.serials import SERIAL_BYTES, BadBallot

__all__ = [
    "MODULUS_BITS",
    "fingerprint",
    "from_text",
    "grouped",
    "public_key",
    "read_proof",
    "to_text",
    "write_proof",
]

MODULUS_BITS = 3072
KEYS_KEPT = 64
GROUP = 4


def write_proof(prepared: bytes, signature: bytes) -> str:
    """A ballot as its form carries it: the prepared serial (32 random bytes, then it) and the signature."""
    return f"{to_text(prepared)}.{to_text(signature)}"


def read_proof(text: str, key: bytes) -> bytes:
    """The serial of a ballot that the key (DER) has signed. Raises BadBallot."""
    try:
        prepared, signature = (from_text(part) for part in text.split("."))
    except ValueError:
        raise BadBallot from None
    # Of this length alone, so that one signature is good for one serial.
    if len(prepared) != PREFIX_BYTES + SERIAL_BYTES or not verify(public_key(key), prepared, signature):
        raise BadBallot
    return prepared[PREFIX_BYTES:]


@lru_cache(maxsize=KEYS_KEPT)
def public_key(der: bytes) -> RSAPublicKey:
    """The public key that signs ballots, from its SubjectPublicKeyInfo. Raises ValueError for any other."""
    key = load_der_public_key(der)
    if not isinstance(key, RSAPublicKey) or key.key_size != MODULUS_BITS:
        raise ValueError(f"this is no RSA key of {MODULUS_BITS} bits")
    if key.public_numbers().e != EXPONENT:
        raise ValueError(f"the key's exponent is not {EXPONENT}")
    return key


def fingerprint(der: bytes) -> bytes:
    """The SHA-256 of a public key's SubjectPublicKeyInfo: 32 bytes by which people tell keys apart."""
    return hashlib.sha256(der).digest()


def grouped(digest: bytes) -> str:
    """A fingerprint for reading aloud: `3F9A 01C2 …`."""
    text = digest.hex().upper()
    return " ".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def to_text(data: bytes) -> str:
    """Bytes as URL-safe base64 without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """The bytes behind `to_text`. Raises ValueError for any other spelling."""
    data = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    if to_text(data) != text:
        raise ValueError("this is not how the bytes are spelt")
    return data
