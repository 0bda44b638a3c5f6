"""The box, one behaviour a test, on both kinds of database."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from surveyapp.extensions import db
from surveyapp.store import box
from surveyapp.store.box import BoxUnavailable, Comment, Inserted

ONE, TWO = b"1" * 32, b"2" * 32
SAID = [Comment(b"c" * 32, "lessons", "Write it down."), Comment(b"d" * 32, "coping", "Sleep.")]


@pytest.fixture(autouse=True)
def _open(any_store: Flask) -> None:
    box.set_accepting("needs", True)


def test_an_answer_is_stored_with_its_comments() -> None:
    assert box.insert("needs", ONE, '{"sued":"yes"}', SAID) is Inserted.STORED
    assert list(box.rows("needs")) == ['{"sued":"yes"}']
    assert list(box.comments("needs")) == [("coping", "Sleep."), ("lessons", "Write it down.")]


def test_a_known_id_stores_nothing_a_second_time() -> None:
    box.insert("needs", ONE, "{}", [])
    assert box.insert("needs", ONE, '{"sued":"yes"}', SAID) is Inserted.REPEATED
    assert list(box.rows("needs")) == ["{}"]
    assert list(box.comments("needs")) == []


def test_a_campaign_that_was_never_opened_takes_nothing() -> None:
    assert box.insert("unheard-of", ONE, "{}", SAID) is Inserted.SHUT
    assert box.count("unheard-of") == 0


def test_a_shut_campaign_takes_nothing_but_recognises_what_it_has() -> None:
    box.insert("needs", ONE, "{}", [])
    box.set_accepting("needs", False)
    assert box.insert("needs", ONE, "{}", []) is Inserted.REPEATED
    assert box.insert("needs", TWO, "{}", SAID) is Inserted.SHUT
    assert box.count("needs") == 1
    assert list(box.comments("needs")) == []


def test_a_campaign_is_opened_again() -> None:
    box.set_accepting("needs", False)
    box.set_accepting("needs", True)
    assert box.insert("needs", ONE, "{}", []) is Inserted.STORED


def test_campaigns_are_kept_apart() -> None:
    box.set_accepting("other", True)
    box.insert("needs", ONE, '{"a":"1"}', SAID[:1])
    box.insert("other", ONE, '{"a":"2"}', SAID[1:])
    box.set_accepting("other", False)
    assert list(box.rows("needs")) == ['{"a":"1"}']
    assert list(box.comments("other")) == [("coping", "Sleep.")]
    assert box.insert("needs", TWO, "{}", []) is Inserted.STORED


def test_rows_come_in_the_order_of_their_bytes() -> None:
    # Where letters were sorted as in a dictionary, B would follow a, and e with an accent would precede f.
    texts = ['{"a":"B"}', '{"a":"a"}', '{"a":"f"}', '{"a":"é"}', '{"a":"😀"}']
    for number, text in enumerate(reversed(texts)):
        box.insert("needs", bytes([number]) * 32, text, [])
    assert list(box.rows("needs")) == texts


def test_a_withdrawn_answer_is_gone_with_its_comments() -> None:
    box.insert("needs", ONE, "{}", SAID)
    box.insert("needs", TWO, '{"a":"1"}', [])
    assert box.withdraw("needs", ONE, [comment.id for comment in SAID])
    assert list(box.rows("needs")) == ['{"a":"1"}']
    assert list(box.comments("needs")) == []
    assert box.count("needs") == 1


def test_withdrawing_leaves_the_comments_of_others() -> None:
    box.insert("needs", ONE, "{}", SAID[:1])
    box.insert("needs", TWO, "{}", SAID[1:])
    box.withdraw("needs", ONE, [SAID[0].id])
    assert list(box.comments("needs")) == [("coping", "Sleep.")]


def test_a_page_sent_again_does_not_bring_a_withdrawn_answer_back() -> None:
    box.insert("needs", ONE, "{}", SAID)
    box.withdraw("needs", ONE, [comment.id for comment in SAID])
    assert box.insert("needs", ONE, "{}", SAID) is Inserted.REPEATED
    assert box.count("needs") == 0
    assert list(box.comments("needs")) == []


def test_withdrawing_twice_says_again_that_it_is_gone() -> None:
    box.insert("needs", ONE, "{}", [])
    assert box.withdraw("needs", ONE, [])
    assert box.withdraw("needs", ONE, [])


def test_nothing_is_withdrawn_that_is_not_there() -> None:
    box.insert("needs", ONE, "{}", SAID)
    assert not box.withdraw("needs", TWO, [SAID[0].id])
    assert not box.withdraw("other", ONE, [])
    assert len(list(box.comments("needs"))) == 2


def test_nothing_is_withdrawn_once_intake_is_shut() -> None:
    box.insert("needs", ONE, "{}", SAID)
    box.set_accepting("needs", False)
    assert not box.withdraw("needs", ONE, [SAID[0].id])
    assert box.count("needs") == 1
    assert len(list(box.comments("needs"))) == 2


def test_an_id_has_the_length_of_a_hash_or_of_a_rank() -> None:
    with pytest.raises(BoxUnavailable) as caught:
        box.insert("needs", b"short", "canary", [])
    assert caught.value.code in {"SQLITE_CONSTRAINT_CHECK", "23514"}
    assert box.count("needs") == 0


def test_a_comment_can_not_be_joined_to_its_answers() -> None:
    """What two rows of one person have in common is the campaign, which all have in common."""
    box.insert("needs", ONE, '{"sued":"yes"}', SAID[:1])
    box.insert("needs", TWO, '{"sued":"no"}', SAID[1:])
    pairs = select(box.response.c.answers, box.comment.c.text).join_from(
        box.response, box.comment, box.response.c.campaign == box.comment.c.campaign
    )
    with db.engines["box"].connect() as connection:
        assert len(connection.execute(pairs).all()) == 4
    assert box.response.c.keys() == ["campaign", "id", "answers"]
    assert box.comment.c.keys() == ["campaign", "id", "item", "text"]


def test_a_comment_does_not_show_its_words() -> None:
    assert "Sleep" not in repr(SAID)
