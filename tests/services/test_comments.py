"""Reviewing comments, on both databases."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from surveyapp.services import Refused, campaigns, comments
from surveyapp.services.comments import Comment, Decision
from surveyapp.store import engines, office
from tests.services.conftest import Desk

TEXTS = [
    "I spoke with Dr. Alvarez.",
    "Nothing to add.",
    "Nothing  to add.",
    "our new PA helped",
    "More time.",
]


def collect(desk: Desk, texts: list[str], **terms: object) -> None:
    """A sealed campaign of ten people, of whom the first wrote these texts."""
    desk.open(**terms)
    survey = desk.survey()
    for number in range(10):
        words = {"words": texts[number]} if number < len(texts) else {}
        desk.respond.submit(survey, desk.respond.ballot(survey)[0], {"area": "adult", **words})
    campaigns.close("round-1")
    campaigns.seal(desk.today, "round-1")


def by_text(desk: Desk) -> dict[str, Comment]:
    return {comment.text: comment for comment in comments.of(desk.settings, "round-1").comments}


def let_through(
    desk: Desk, text: str, decision: Decision = "approved", redacted: str | None = None
) -> Comment:
    (decided,) = comments.decide("round-1", [by_text(desk)[text]], decision, redacted)
    return decided


def test_what_awaits_a_reader_is_told_with_its_question_and_hints(desk: Desk) -> None:
    collect(desk, TEXTS)
    reviewed = comments.of(desk.settings, "round-1")
    assert len(reviewed.awaiting) == len(reviewed.comments) == 4, "the same words are read once"
    told = by_text(desk)["I spoke with Dr. Alvarez."].plain()
    assert told.pop("hints") == [{"start": 13, "end": 24, "kind": "name", "words": "Dr. Alvarez"}]
    assert len(told.pop("ref")) == 19
    assert told == {
        "item": "words",
        "number": "4",
        "question": "Anything else?",
        "asked_if": "",
        "question_leaves": True,
        "text": "I spoke with Dr. Alvarez.",
        "decision": None,
        "leaves": None,
        "released": False,
    }
    assert "Alvarez" not in repr(reviewed)


@pytest.mark.parametrize("seed", range(3))
def test_their_order_does_not_depend_on_the_order_in_which_they_came(desk: Desk, seed: int) -> None:
    """Nor is it that of the alphabet."""
    texts = [f"{letter}, I think." for letter in "abcdefghij"]
    random.Random(seed).shuffle(texts)
    collect(desk, texts)
    refs = [comment.ref for comment in comments.of(desk.settings, "round-1").comments]
    assert refs == sorted(refs)
    assert list(by_text(desk)) != sorted(texts)


@pytest.mark.parametrize(
    ("state", "words"), [("draft", "draft"), ("open", "not sealed"), ("closed", "not sealed")]
)
def test_nothing_is_read_before_sealing(desk: Desk, state: str, words: str) -> None:
    desk.unsealed(state)
    with pytest.raises(Refused, match=words):
        comments.of(desk.settings, "round-1")


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"minimum": 11}, "Fewer people answered"),
        ({"invited": 9, "minimum": 9}, "more responses than people"),
    ],
)
def test_nothing_is_read_that_the_gate_holds_back(desk: Desk, terms: dict[str, object], words: str) -> None:
    collect(desk, TEXTS, **terms)
    with pytest.raises(Refused, match=words):
        comments.of(desk.settings, "round-1")


def test_only_what_was_let_through_is_in_the_file(desk: Desk, tmp_path: Path) -> None:
    collect(desk, TEXTS)
    let_through(desk, "Nothing to add.")
    let_through(desk, "I spoke with Dr. Alvarez.", "redacted", "I spoke with [a colleague].")
    let_through(desk, "our new PA helped", "withheld")
    made = comments.export(desk.settings, "round-1", tmp_path / "out" / "comments.csv")
    assert (made.texts, made.awaiting) == (2, 1)
    assert (tmp_path / "out" / "comments.csv").read_text(encoding="utf-8-sig") == (
        "item,number,question,text\n"
        "words,4,Anything else?,I spoke with [a colleague].\n"
        "words,4,Anything else?,Nothing to add.\n"
    )
    assert {text: each.released for text, each in by_text(desk).items()} == {
        "Nothing to add.": True,
        "I spoke with Dr. Alvarez.": True,
        "our new PA helped": False,
        "More time.": False,
    }
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["comments.csv"]


def test_the_same_decisions_give_the_same_bytes(desk: Desk, tmp_path: Path) -> None:
    collect(desk, TEXTS)
    let_through(desk, "More time.")
    let_through(desk, "Nothing to add.")
    made = [
        comments.export(desk.settings, "round-1", tmp_path / name) for name in ("a.csv", "b.csv", "a.csv")
    ]
    assert len({each.digest for each in made}) == 1
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_what_stands_in_the_files_place_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    collect(desk, TEXTS)
    let_through(desk, "More time.")
    (tmp_path / "mine.csv").write_text("mine")
    for place in (tmp_path / "mine.csv", tmp_path):
        with pytest.raises(Refused, match="name a new file"):
            comments.export(desk.settings, "round-1", place)
    assert (tmp_path / "mine.csv").read_text() == "mine"
    assert not by_text(desk)["More time."].released


def test_nothing_let_through_gives_no_file(desk: Desk, tmp_path: Path) -> None:
    collect(desk, TEXTS)
    let_through(desk, "More time.", "withheld")
    with pytest.raises(Refused, match="No comment has been let through yet"):
        comments.export(desk.settings, "round-1", tmp_path / "comments.csv")
    assert not (tmp_path / "comments.csv").exists()


def test_a_campaign_of_tables_keeps_its_comments(desk: Desk, tmp_path: Path) -> None:
    collect(desk, TEXTS, publish="tables")
    let_through(desk, "More time.")
    with pytest.raises(Refused, match="only tables"):
        comments.export(desk.settings, "round-1", tmp_path / "comments.csv")
    assert not (tmp_path / "comments.csv").exists()


def test_a_decision_takes_the_place_of_the_one_before(desk: Desk, tmp_path: Path) -> None:
    collect(desk, TEXTS)
    let_through(desk, "More time.")
    comments.export(desk.settings, "round-1", tmp_path / "comments.csv")
    let_through(desk, "Nothing to add.")
    withheld = let_through(desk, "More time.", "withheld")
    assert (withheld.leaving, withheld.released) == (None, True)
    comments.export(desk.settings, "round-1", tmp_path / "later.csv")
    assert "More time." not in (tmp_path / "later.csv").read_text(encoding="utf-8-sig")


def test_words_that_were_not_written_are_refused(desk: Desk) -> None:
    collect(desk, TEXTS)
    with pytest.raises(Refused, match="adds none"):
        let_through(desk, "More time.", "redacted", "Less [removed].")
    assert by_text(desk)["More time."].decision is None


def test_an_unknown_reference_decides_nothing(desk: Desk) -> None:
    collect(desk, TEXTS)
    reviewed = comments.of(desk.settings, "round-1")
    known = reviewed.comments[0].ref
    assert reviewed.named([known, known]) == [reviewed.comments[0]]
    with pytest.raises(Refused, match="no comment aaaa"):
        reviewed.named([known, "aaaa"])


def test_decisions_outlive_a_new_secret_and_are_missed_with_the_old_one(desk: Desk) -> None:
    collect(desk, TEXTS)
    let_through(desk, "More time.")
    both = replace(desk.settings, secrets=(*desk.settings.secrets, "n" * 40))
    reviewed = comments.of(both, "round-1")
    assert (len(reviewed.awaiting), reviewed.forgotten) == (3, 0)
    comments.decide("round-1", reviewed.comments, "withheld")
    assert comments.of(both, "round-1").awaiting == ()
    only = comments.of(replace(desk.settings, secrets=("n" * 40,)), "round-1")
    assert (len(only.awaiting), only.forgotten) == (1, 1)


def test_nobody_waits_to_write_while_a_reader_thinks(desk: Desk) -> None:
    collect(desk, TEXTS)
    comments.of(desk.settings, "round-1")
    with engines.writing(None) as connection:
        connection.execute(text("UPDATE campaign SET closes = NULL"))


def test_a_file_that_cannot_be_written_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    collect(desk, TEXTS)
    let_through(desk, "More time.")
    (tmp_path / "a file").write_text("")
    with pytest.raises(OSError, match="a file"):
        comments.export(desk.settings, "round-1", tmp_path / "a file" / "comments.csv")
    assert office.comment_reviews("round-1")


def test_a_campaign_without_comments_has_nothing_to_read(desk: Desk) -> None:
    collect(desk, [])
    assert comments.of(desk.settings, "round-1").comments == ()
