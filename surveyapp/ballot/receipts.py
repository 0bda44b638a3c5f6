"""Receipts: a serial as a person can write it down and type it again.

Crockford's base32 (0-9 and A-Z without I, L, O and U), most significant bits first: 32 characters for the
serial and a check character, in groups of four of which the last has five.

The check character is the sum of the characters, as elements of the field of 32 elements, weighted with
falling powers of that field's generator: weights are never zero and those of neighbours differ, so that one
wrong character and two neighbours exchanged are always found (Berlekamp, Algebraic Coding Theory, 1968, on
codes over GF(q)).
"""

from base64 import b32encode
from collections.abc import Iterable

from surveyapp.ballot.serials import SERIAL_BYTES

__all__ = ["BadReceipt", "receipt", "serial_of"]

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TO_CROCKFORD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET)
VALUES = {character: value for value, character in enumerate(ALPHABET)}
SERIAL_CHARACTERS = SERIAL_BYTES * 8 // 5
# What people take for something else, and what they set between groups: dashes of all lengths.
READ_AS = str.maketrans(
    {"O": "0", "I": "1", "L": "1"} | dict.fromkeys("-_.\u2010\u2011\u2012\u2013\u2014\u2212")
)
REDUCING_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1, primitive over GF(2)


class BadReceipt(Exception):
    """The text is no receipt: characters are missing, wrong or exchanged."""


def receipt(serial: bytes) -> str:
    """The serial in eight groups for writing down, such as `40G3-…-7Z2KQ`."""
    if len(serial) != SERIAL_BYTES:
        raise ValueError(f"a serial has {SERIAL_BYTES} bytes")
    text = b32encode(serial).decode().translate(TO_CROCKFORD)
    text += ALPHABET[_check(VALUES[character] for character in text)]
    last = SERIAL_CHARACTERS - 4
    return "-".join([text[start : start + 4] for start in range(0, last, 4)] + [text[last:]])


def serial_of(receipt_text: str) -> bytes:
    """The serial behind a receipt as a person typed it.

    Lower case, spaces and dashes anywhere, and O for 0, I or L for 1 are taken as meant. Raises `BadReceipt`.
    """
    text = "".join(receipt_text.upper().split()).translate(READ_AS)
    if len(text) != SERIAL_CHARACTERS + 1 or any(character not in VALUES for character in text):
        raise BadReceipt
    *values, check = (VALUES[character] for character in text)
    if _check(values) != check:
        raise BadReceipt
    number = 0
    for value in values:
        number = number << 5 | value
    return number.to_bytes(SERIAL_BYTES, "big")


def _check(values: Iterable[int]) -> int:
    """The sum over GF(32) of each value times a power of the generator: for the last one its first power."""
    total = 0
    for value in values:
        total = (total ^ value) << 1
        if total > 31:
            total ^= REDUCING_POLYNOMIAL
    return total
