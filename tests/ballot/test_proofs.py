"""The ballot of an invitation as text, its key, the codes of invitations, and a key at rest."""

from __future__ import annotations

import secrets
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.ballot.blind import blind, blind_sign, finalize, prepare
from surveyapp.ballot.codes import BadCode, Codes, blinded_digest, code_digest, derived_key, read_code
from surveyapp.ballot.locked import Unopened, lock, unlock
from surveyapp.ballot.proofs import (
    fingerprint,
    from_text,
    grouped,
    public_key,
    read_proof,
    to_text,
    write_proof,
)
from surveyapp.ballot.serials import BadBallot, new_serial

OLD, NEW = "an old secret of the application", "a new secret of the application"


@cache
def key(number: int = 1) -> RSAPrivateKey:
    return generate_private_key(65537, 3072)


def der(made: RSAPrivateKey) -> bytes:
    return made.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def ballot(serial: bytes, signer: RSAPrivateKey) -> str:
    numbers = signer.private_numbers()
    prepared = prepare(serial, secrets.token_bytes)
    made = blind(numbers.public_numbers, prepared, secrets.token_bytes)
    signed = blind_sign(numbers, made.message, secrets.token_bytes)
    return write_proof(prepared, finalize(signer.public_key(), prepared, signed, made.inverse))


def test_a_ballot_gives_its_serial_under_its_own_key_alone() -> None:
    serial = new_serial(secrets.token_bytes)
    text = ballot(serial, key())
    assert read_proof(text, der(key())) == serial
    with pytest.raises(BadBallot):
        read_proof(text, der(key(2)))


def test_a_changed_ballot_is_none() -> None:
    text = ballot(new_serial(secrets.token_bytes), key())
    prepared, signature = text.split(".")
    changed = [
        *("", ".", "..", "x", f"{text}.", f"{text}=", f" {text}", f"{prepared}.{prepared}", f".{signature}"),
        *(f"{prepared[:-1]}{'AB'[prepared[-1] == 'A']}.{signature}", f"{prepared}.{signature[:-4]}", "é.é"),
        *(text.replace(".", "\n."), f"{prepared}AAAA.{signature}", f"{'A' * 70}.{signature}"),
    ]
    for each in changed:
        with pytest.raises(BadBallot):
            read_proof(each, der(key()))


@pytest.mark.parametrize("length", [19, 21])
def test_a_signature_is_good_for_a_serial_of_its_length_alone(length: int) -> None:
    text = ballot(secrets.token_bytes(length), key())
    with pytest.raises(BadBallot):
        read_proof(text, der(key()))


@pytest.mark.parametrize(("exponent", "bits"), [(3, 3072), (65537, 2048)])
def test_no_other_kind_of_key_signs_ballots(exponent: int, bits: int) -> None:
    with pytest.raises(ValueError, match="key"):
        public_key(der(generate_private_key(exponent, bits)))


@given(st.binary())
def test_text_has_one_spelling(data: bytes) -> None:
    text = to_text(data)
    assert from_text(text) == data
    for other in (f"{text}=", f"{text} ", f"{text}!"):
        with pytest.raises(ValueError, match=r"."):
            from_text(other)


def test_a_fingerprint_is_read_in_groups() -> None:
    assert grouped(bytes(range(32))).startswith("0001 0203 0405")
    assert len(grouped(fingerprint(der(key()))).split()) == 16


def test_a_code_belongs_to_one_person_in_one_campaign_and_one_secret() -> None:
    found = {
        next(Codes([secret]).of(campaign, address))
        for secret in (OLD, NEW)
        for campaign in ("a", "b")
        for address in ("x@example.org", "y@example.org")
    }
    assert len(found) == 8
    assert {len(code) for code in found} == {32}


def test_after_a_rotation_new_codes_come_first_and_old_ones_are_known() -> None:
    both = list(Codes([OLD, NEW]).of("a", "x@example.org"))
    assert both == [next(Codes([secret]).of("a", "x@example.org")) for secret in (NEW, OLD)]
    with pytest.raises(ValueError, match="no secret"):
        Codes([])


def test_a_code_is_read_as_it_stands_in_a_link() -> None:
    code = secrets.token_bytes(32)
    assert read_code(f" {to_text(code)}\n") == code
    for bad in ("", to_text(code)[:-1], to_text(code) + "A", to_text(bytes(31)), "é"):
        with pytest.raises(BadCode):
            read_code(bad)


def test_digests_of_different_things_differ() -> None:
    one = bytes(32)
    found = [digest(name, one) for digest in (code_digest, blinded_digest) for name in ("a", "b")]
    assert len(set(found)) == 4
    assert derived_key(OLD, b"one") != derived_key(OLD, b"another")


def test_a_key_at_rest_opens_for_its_campaign_under_any_kept_secret() -> None:
    locked = lock(b"the key", "a", OLD, secrets.token_bytes)
    assert b"the key" not in locked
    assert unlock(locked, "a", [OLD]) == unlock(locked, "a", [OLD, NEW]) == b"the key"
    changed = locked[:-1] + bytes([locked[-1] ^ 1])
    for stored, campaign, kept in (
        (locked, "b", OLD),
        (locked, "a", NEW),
        (changed, "a", OLD),
        (b"", "a", OLD),
    ):
        with pytest.raises(Unopened):
            unlock(stored, campaign, [kept])
