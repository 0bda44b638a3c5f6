"""Serials: signed into one campaign's form, and hashed apart for everything that the box keeps."""

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.ballot.serials import BadBallot, Ballots, comment_id, new_serial, response_id

SECRET = "a secret of some length, for tests"
HERE = ("needs", "version-1", False)


def test_a_serial_is_20_bytes_from_the_source_of_randomness() -> None:
    assert new_serial(lambda size: bytes(range(size))) == bytes(range(20))


@given(serial=st.binary(min_size=20, max_size=20))
def test_a_ballot_gives_its_serial_back(serial: bytes) -> None:
    text = Ballots([SECRET]).sign(serial, *HERE)
    assert re.fullmatch(r"[A-Za-z0-9._-]+", text)
    assert Ballots([SECRET]).read(text, *HERE) == serial


@pytest.mark.parametrize(
    "elsewhere", [("needs2", "version-1", False), ("needs", "version-2", False), ("needs", "version-1", True)]
)
def test_a_ballot_is_good_for_one_campaign_version_and_round(elsewhere: tuple[str, str, bool]) -> None:
    text = Ballots([SECRET]).sign(bytes(20), *HERE)
    with pytest.raises(BadBallot):
        Ballots([SECRET]).read(text, *elsewhere)


def test_names_that_join_to_the_same_text_are_kept_apart() -> None:
    text = Ballots([SECRET]).sign(bytes(20), "ab", "c", rehearsal=False)
    with pytest.raises(BadBallot):
        Ballots([SECRET]).read(text, "a", "bc", rehearsal=False)


def test_secrets_are_exchanged_without_losing_ballots() -> None:
    text = Ballots(["older " * 6]).sign(bytes(20), *HERE)
    assert Ballots(["older " * 6, SECRET]).read(text, *HERE) == bytes(20)
    newer = Ballots(["older " * 6, SECRET]).sign(bytes(20), *HERE)
    assert Ballots([SECRET]).read(newer, *HERE) == bytes(20)


def test_every_changed_character_spoils_a_ballot() -> None:
    text = Ballots([SECRET]).sign(bytes(range(20)), *HERE)
    # The last character of a base64 text may have bits that mean nothing.
    for place in range(len(text) - 1):
        changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        with pytest.raises(BadBallot):
            Ballots([SECRET]).read(changed, *HERE)


@pytest.mark.parametrize("text", ["", ".", "é.é", "\udcff", "AAAA.AAAA"])
def test_rubbish_is_no_ballot(text: str) -> None:
    with pytest.raises(BadBallot):
        Ballots([SECRET]).read(text, *HERE)


def test_everything_derived_from_a_serial_differs_and_hides_it() -> None:
    serial = bytes(range(20))
    derived = [
        response_id("needs", serial),
        response_id("needs2", serial),
        response_id("needs", bytes(20)),
        comment_id("needs", "lessons", serial),
        comment_id("needs", "coping", serial),
        comment_id("needsl", "essons", serial),
        comment_id("needs", "lessons", bytes(20)),
    ]
    assert all(len(key) == 32 and serial not in key for key in derived)
    assert all(one != other for one, other in combinations(derived, 2))


def test_ids_stay_the_same_from_release_to_release() -> None:
    assert response_id("needs", bytes(20)).hex() == RESPONSE_ID
    assert comment_id("needs", "lessons", bytes(20)).hex() == COMMENT_ID


# Stored keys: were they derived differently one day, receipts in people's drawers would match nothing.
RESPONSE_ID = "3b64e57c4e2c7f23c39e8e014c697c8eb5dde05ff2361ea0f9e2712446267fa0"
COMMENT_ID = "0e7ef7524d5adb5a65919e2df1a754b42c0640a75a7908fe18df618539bee607"
