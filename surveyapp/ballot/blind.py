"""Blind signatures: whoever signs a message neither sees it nor knows its signature when it comes back.

RSABSSA-SHA384-PSS-Randomized of RFC 9474. The person prepares and blinds a message, the signer signs what it
is given, the person makes of that a signature of the message: an ordinary RSA-PSS signature (RFC 8017,
section 8.1), which any library verifies. Keys have the public exponent 65537 and a modulus of whole bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from math import gcd
from typing import NamedTuple

import gmpy2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateNumbers, RSAPublicKey, RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA384

__all__ = [
    "EXPONENT",
    "PREFIX_BYTES",
    "Blinded",
    "NoSignature",
    "SigningFault",
    "blind",
    "blind_sign",
    "finalize",
    "is_blinded",
    "prepare",
    "verify",
]

EXPONENT = 65537
PREFIX_BYTES = 32
SALT_BYTES = 48
HASH_BYTES = 48
PADDING = PSS(MGF1(SHA384()), SALT_BYTES)

RandomBytes = Callable[[int], bytes]


class NoSignature(Exception):
    """What the signer gave back is no signature of the message: whoever got it must not go on."""


class SigningFault(Exception):
    """The signer's arithmetic went wrong. What came out would betray the key, so it is kept back."""


class Blinded(NamedTuple):
    """A blinded message, to be signed, and what only its maker knows: the inverse of the blinding factor."""

    message: bytes
    inverse: int


def prepare(message: bytes, random_bytes: RandomBytes) -> bytes:
    """The message behind 32 random bytes: RFC 9474, section 4.1, PrepareRandomize."""
    return random_bytes(PREFIX_BYTES) + message


def blind(public: RSAPublicNumbers, prepared: bytes, random_bytes: RandomBytes) -> Blinded:
    """The prepared message as the signer may see it: RFC 9474, section 4.2."""
    n = public.n
    encoded = int.from_bytes(_encode(prepared, n.bit_length() - 1, random_bytes(SALT_BYTES)))
    if gcd(encoded, n) != 1:
        raise ValueError("the message has a factor in common with the modulus")
    factor = _below(n, random_bytes)
    blinded = encoded * pow(factor, public.e, n) % n
    return Blinded(blinded.to_bytes(_length(n)), pow(factor, -1, n))


def is_blinded(public: RSAPublicNumbers, blinded: bytes) -> bool:
    """Whether the bytes could be a blinded message for that key: a number below the modulus, in full."""
    return len(blinded) == _length(public.n) and 0 < int.from_bytes(blinded) < public.n


def blind_sign(private: RSAPrivateNumbers, blinded: bytes, random_bytes: RandomBytes) -> bytes:
    """The signature of a blinded message, the same one each time: RFC 9474, section 4.3.

    Computed modulo each prime (RFC 8017, section 5.1.2) in a time that does not depend on the key, of a
    message that is blinded once more, so that a sender learns nothing from how long it takes. Raises
    ValueError for what is no blinded message, and SigningFault.
    """
    if not is_blinded(private.public_numbers, blinded):
        raise ValueError("this is no blinded message")
    n, e = private.public_numbers.n, private.public_numbers.e
    message = int.from_bytes(blinded)
    factor = _below(n, random_bytes)
    masked = message * pow(factor, e, n) % n
    signed = _power(private, masked) * pow(factor, -1, n) % n
    # One wrong half of the power gives away a prime (Boneh, DeMillo, Lipton, doi:10.1007/s001450010016).
    if pow(signed, e, n) != message:
        raise SigningFault
    return signed.to_bytes(_length(n))


def finalize(public: RSAPublicKey, prepared: bytes, blind_signature: bytes, inverse: int) -> bytes:
    """The signature of the prepared message: RFC 9474, section 4.4. Raises NoSignature."""
    n = public.public_numbers().n
    if len(blind_signature) != _length(n):
        raise NoSignature
    signature = (int.from_bytes(blind_signature) * inverse % n).to_bytes(_length(n))
    if not verify(public, prepared, signature):
        raise NoSignature
    return signature


def verify(public: RSAPublicKey, prepared: bytes, signature: bytes) -> bool:
    """Whether the signature is one of the prepared message."""
    try:
        public.verify(signature, prepared, PADDING, SHA384())
    except InvalidSignature:
        return False
    return True


def _power(private: RSAPrivateNumbers, message: int) -> int:
    """The message to the power of the private exponent, put together from both primes."""
    p, q = private.p, private.q
    by_p = int(gmpy2.powmod_sec(message % p, private.dmp1, p))
    by_q = int(gmpy2.powmod_sec(message % q, private.dmq1, q))
    return by_q + q * (private.iqmp * (by_p - by_q) % p)


def _below(n: int, random_bytes: RandomBytes) -> int:
    """A number from 1 to n - 1 that has no factor in common with n, each as likely as the others."""
    while True:
        number = int.from_bytes(random_bytes(_length(n)))
        if 0 < number < n and gcd(number, n) == 1:
            return number


def _encode(message: bytes, bits: int, salt: bytes) -> bytes:
    """EMSA-PSS-ENCODE with SHA-384: RFC 8017, section 9.1.1."""
    length = (bits + 7) // 8
    digest = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = b"\x01" + salt
    block = block.rjust(length - HASH_BYTES - 1, b"\0")
    masked = int.from_bytes(block) ^ int.from_bytes(_mask(digest, len(block)))
    masked &= (1 << bits - 8 * (HASH_BYTES + 1)) - 1
    return masked.to_bytes(len(block)) + digest + b"\xbc"


def _mask(seed: bytes, length: int) -> bytes:
    """MGF1 with SHA-384: RFC 8017, appendix B.2.1."""
    blocks = (hashlib.sha384(seed + count.to_bytes(4)).digest() for count in range(-(-length // HASH_BYTES)))
    return b"".join(blocks)[:length]


def _length(n: int) -> int:
    """How many bytes a number below n takes."""
    return (n.bit_length() + 7) // 8
