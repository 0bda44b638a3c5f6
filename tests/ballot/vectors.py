"""The test vectors of RFC 9474, appendix A, as this project's modules take them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateNumbers,
    RSAPublicNumbers,
    rsa_crt_dmp1,
    rsa_crt_dmq1,
    rsa_crt_iqmp,
)

READ = json.loads(Path(__file__).with_name("rfc9474.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Vector:
    """One vector: what goes in, what is random in it, and what comes out."""

    name: str
    prepared: bytes
    salt: bytes
    inverse: int
    blinded: bytes
    blind_signature: bytes
    signature: bytes


def _key() -> RSAPrivateNumbers:
    p, q, n, e, d = (int(READ["key"][name], 16) for name in "pqned")
    public = RSAPublicNumbers(e, n)
    return RSAPrivateNumbers(p, q, d, rsa_crt_dmp1(d, p), rsa_crt_dmq1(d, q), rsa_crt_iqmp(p, q), public)


KEY = _key()
LENGTH = 512
VECTORS = [
    Vector(
        name=each["name"],
        prepared=bytes.fromhex(each["input_msg"]),
        salt=bytes.fromhex(each["salt"]),
        inverse=int(each["inv"], 16),
        blinded=bytes.fromhex(each["blinded_msg"]),
        blind_signature=bytes.fromhex(each["blind_sig"]),
        signature=bytes.fromhex(each["sig"]),
    )
    for each in READ["vectors"]
]
SALTED = [each for each in VECTORS if each.salt]
"""Those of schemes with a salt, as ours is."""


def factor(vector: Vector) -> bytes:
    """The blinding factor, of which the RFC prints the inverse."""
    return pow(vector.inverse, -1, KEY.public_numbers.n).to_bytes(LENGTH)


def chance(vector: Vector) -> Callable[[int], bytes]:
    """A source of randomness that gives what was random in the vector, in the order in which it is asked."""
    parts = iter([vector.salt, factor(vector)])

    return lambda _length: next(parts)
