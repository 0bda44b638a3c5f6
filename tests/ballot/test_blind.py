"""Blind signatures against the vectors of RFC 9474 and an RSA-PSS that is not ours."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateNumbers,
    RSAPublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA384
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.ballot.blind import (
    NoSignature,
    SigningFault,
    blind,
    blind_sign,
    finalize,
    is_blinded,
    prepare,
    verify,
)
from tests.ballot.vectors import KEY, LENGTH, SALTED, VECTORS, Vector, chance

each_vector = pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
each_salted = pytest.mark.parametrize("vector", SALTED, ids=lambda vector: vector.name)


@cache
def small_key() -> RSAPrivateNumbers:
    """A key that is quick to make and to sign with."""
    return generate_private_key(65537, 2048).private_numbers()


def public(key: RSAPrivateNumbers) -> RSAPublicKey:
    return key.public_numbers.public_key()


def test_there_are_four_vectors() -> None:
    assert len(VECTORS) == 4
    assert len(SALTED) == 2


@each_vector
def test_a_message_is_blinded_as_in_the_rfc(vector: Vector) -> None:
    made = blind(KEY.public_numbers, vector.prepared, chance(vector))
    assert made.message == vector.blinded
    assert made.inverse == vector.inverse


@each_vector
def test_it_is_signed_as_in_the_rfc(vector: Vector) -> None:
    assert blind_sign(KEY, vector.blinded, secrets.token_bytes) == vector.blind_signature


@each_salted
def test_the_signature_is_unblinded_as_in_the_rfc(vector: Vector) -> None:
    made = finalize(public(KEY), vector.prepared, vector.blind_signature, vector.inverse)
    assert made == vector.signature


@pytest.mark.parametrize("vector", [each for each in VECTORS if not each.salt])
def test_a_signature_of_a_scheme_without_salt_is_not_taken(vector: Vector) -> None:
    with pytest.raises(NoSignature):
        finalize(public(KEY), vector.prepared, vector.blind_signature, vector.inverse)


@each_vector
def test_every_vector_is_an_ordinary_rsa_pss_signature(vector: Vector) -> None:
    number = int.from_bytes(vector.blind_signature) * vector.inverse % KEY.public_numbers.n
    assert number.to_bytes(LENGTH) == vector.signature
    padding = PSS(MGF1(SHA384()), len(vector.salt))
    public(KEY).verify(vector.signature, vector.prepared, padding, SHA384())
    assert verify(public(KEY), vector.prepared, vector.signature) is bool(vector.salt)


@given(st.binary(max_size=200))
def test_any_message_comes_back_signed(message: bytes) -> None:
    key = small_key()
    prepared = prepare(message, secrets.token_bytes)
    made = blind(key.public_numbers, prepared, secrets.token_bytes)
    assert is_blinded(key.public_numbers, made.message)
    signature = finalize(
        public(key), prepared, blind_sign(key, made.message, secrets.token_bytes), made.inverse
    )
    public(key).verify(signature, prepared, PSS(MGF1(SHA384()), 48), SHA384())
    assert not verify(public(key), prepared + b"x", signature)


def test_the_same_blinded_message_has_one_signature() -> None:
    made = blind(small_key().public_numbers, b"message", secrets.token_bytes)
    assert len({blind_sign(small_key(), made.message, secrets.token_bytes) for _ in range(5)}) == 1


def test_what_is_signed_looks_different_each_time() -> None:
    n = small_key().public_numbers
    assert len({blind(n, b"message", secrets.token_bytes).message for _ in range(5)}) == 5
    assert prepare(b"message", secrets.token_bytes) != prepare(b"message", secrets.token_bytes)


@dataclass(frozen=True)
class Faulty:
    """A key in which one number flipped a bit, as a fault in memory would."""

    key: RSAPrivateNumbers
    name: str

    def numbers(self) -> RSAPrivateNumbers:
        k = self.key
        given = {name: getattr(k, name) for name in ("p", "q", "d", "dmp1", "dmq1", "iqmp")}
        given[self.name] ^= 4
        return RSAPrivateNumbers(**given, public_numbers=k.public_numbers)


@pytest.mark.parametrize("name", ["dmp1", "dmq1", "iqmp"])
def test_a_fault_never_leaves(name: str) -> None:
    made = blind(small_key().public_numbers, b"message", secrets.token_bytes)
    with pytest.raises(SigningFault):
        blind_sign(Faulty(small_key(), name).numbers(), made.message, secrets.token_bytes)


@pytest.mark.parametrize("change", [0, 1, -1])
def test_only_a_number_below_the_modulus_is_signed(change: int) -> None:
    n = small_key().public_numbers.n
    bad = {0: n.to_bytes(256), 1: (5).to_bytes(257), -1: bytes(256)}[change]
    assert not is_blinded(small_key().public_numbers, bad)
    with pytest.raises(ValueError, match="no blinded message"):
        blind_sign(small_key(), bad, secrets.token_bytes)


def test_what_is_no_signature_is_not_taken() -> None:
    key = small_key()
    prepared = prepare(b"message", secrets.token_bytes)
    made = blind(key.public_numbers, prepared, secrets.token_bytes)
    signed = blind_sign(key, made.message, secrets.token_bytes)
    other = generate_private_key(65537, 2048).private_numbers()
    wrong = [
        (blind_sign(other, bytes(255) + b"\2", secrets.token_bytes), made.inverse),
        (signed, made.inverse + 1),
        (signed[:-1], made.inverse),
        (bytes(256), made.inverse),
    ]
    for answer, inverse in wrong:
        with pytest.raises(NoSignature):
            finalize(public(key), prepared, answer, inverse)
