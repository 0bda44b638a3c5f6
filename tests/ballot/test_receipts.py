"""Receipts: what a person writes down leads back to the serial, and slips of the pen lead nowhere."""

import re
from collections.abc import Callable
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.ballot.receipts import ALPHABET, BadReceipt, receipt, serial_of

SERIALS = st.binary(min_size=20, max_size=20)


def typed(text: str) -> str:
    return text.replace("-", "")


def is_refused(text: str) -> bool:
    try:
        serial_of(text)
    except BadReceipt:
        return True
    return False


@given(serial=SERIALS)
def test_a_receipt_leads_back_to_its_serial(serial: bytes) -> None:
    assert serial_of(receipt(serial)) == serial


def test_it_is_written_in_groups_of_four() -> None:
    text = receipt(bytes(range(20)))
    assert re.fullmatch(rf"([{ALPHABET}]{{4}}-){{7}}[{ALPHABET}]{{5}}", text)


def test_letters_that_are_misread_are_not_written() -> None:
    assert set("ILOU").isdisjoint(ALPHABET)


@pytest.mark.parametrize(
    "as_typed",
    [
        str.lower,
        typed,
        lambda text: f"  {text.replace('-', ' ')}\n",
        lambda text: text.replace("-", " \u2013 "),
        lambda text: text.replace("-", "\u2011"),
        lambda text: text.replace("0", "O").replace("1", "I"),
        lambda text: text.replace("0", "o").replace("1", "l"),
    ],
)
def test_it_is_read_as_people_type(as_typed: Callable[[str], str]) -> None:
    serial = bytes.fromhex("00000" + 7 * "08421")
    assert {"0", "1"} <= set(receipt(serial))
    assert serial_of(as_typed(receipt(serial))) == serial


@given(serial=SERIALS)
def test_every_wrong_character_is_found(serial: bytes) -> None:
    text = typed(receipt(serial))
    for place, right in enumerate(text):
        for wrong in ALPHABET.replace(right, "") + "U*é":
            assert is_refused(text[:place] + wrong + text[place + 1 :])


@given(serial=SERIALS)
def test_every_exchange_of_neighbours_is_found(serial: bytes) -> None:
    text = typed(receipt(serial))
    for place in range(len(text) - 1):
        one, other = text[place], text[place + 1]
        exchanged = text[:place] + other + one + text[place + 2 :]
        assert one == other or is_refused(exchanged)


def test_every_pair_of_neighbours_is_told_from_its_exchange_at_every_place() -> None:
    # The check is linear, so a pair among zeros stands for that pair among any other characters.
    for place in range(31):
        for one, other in permutations(range(32), 2):
            number = one << 5 * (31 - place) | other << 5 * (30 - place)
            text = typed(receipt(number.to_bytes(20, "big")))
            exchanged = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
            assert is_refused(exchanged)


@pytest.mark.parametrize("text", ["", "-", "0" * 32, "0" * 34, "0" * 32 + "1", "U" * 33, "é" * 33, "０" * 33])
def test_what_is_no_receipt_is_refused(text: str) -> None:
    assert is_refused(text)


def test_only_a_serial_has_a_receipt() -> None:
    with pytest.raises(ValueError, match="20 bytes"):
        receipt(bytes(19))
