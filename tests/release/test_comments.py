"""What comments go through on their way out: reading, references, redaction, headings and the file."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.instrument.model import Instrument
from surveyapp.release.comments.file import written
from surveyapp.release.comments.headings import Heading, conditions, headings, questions
from surveyapp.release.comments.reading import readable
from surveyapp.release.comments.redaction import fault, occurrences, without
from surveyapp.release.comments.references import References
from surveyapp.release.terms import Refusal
from tests.instrument.authoring import instrument_of

SECRETS = ("a" * 40, "b" * 40)


@pytest.mark.parametrize(
    ("written_down", "read"),
    [
        ("  two   words \t here ", "two words here"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("\x1b[31mred\x07", "[31mred"),
        ("in\u200bvis\u202eible\U000e0041", "invisible"),
        ("thumbs\ufe0f\U000e0101", "thumbs"),
        ("e\u0301", "\u00e9"),
        ("x" + "\u0323" * 40, "x" + "\u0323" * 8),
        ("\u200b \n", ""),
    ],
)
def test_what_no_reader_sees_is_gone(written_down: str, read: str) -> None:
    assert readable(written_down) == read


@given(st.text(max_size=60))
def test_what_is_read_stays_as_it_is(text: str) -> None:
    assert readable(readable(text)) == readable(text)


def test_a_reference_is_the_same_each_time_and_another_for_another_comment() -> None:
    (ref,) = References(SECRETS[:1], "round-1").of("words", "Yes.")
    others = [
        References(SECRETS[1:], "round-1").of("words", "Yes."),
        References(SECRETS[:1], "round-2").of("words", "Yes."),
        References(SECRETS[:1], "round-1").of("thoughts", "Yes."),
        References(SECRETS[:1], "round-1").of("words", "Yes!"),
    ]
    assert References(SECRETS[:1], "round-1").of("words", "Yes.") == [ref]
    assert [ref] not in others
    assert len(ref) == 19
    assert set(ref) <= set("abcdefghijklmnopqrstuvwxyz234567-")


def test_references_under_older_secrets_are_known() -> None:
    refs = References(SECRETS, "round-1").of("words", "Yes.")
    single = [References([secret], "round-1").of("words", "Yes.")[0] for secret in SECRETS]
    assert refs == single[::-1]
    with pytest.raises(ValueError, match="no secret"):
        References([], "round-1")


def test_words_are_taken_out() -> None:
    text = "Dr. A, Ms. B and I met."
    assert without(text, occurrences(text, "Dr. A")) == "[removed], Ms. B and I met."
    assert without(text, [(7, 12), (0, 5)]) == "[removed] and I met."
    assert without(text, []) == text
    assert occurrences("an an", "an") == [(0, 2), (3, 5)]
    assert occurrences("an", "") == []


@pytest.mark.parametrize(
    ("redacted", "words"),
    [
        ("[removed] told me to\ngo.", None),
        ("[a colleague] told me to [removed].", None),
        ("Dr. [removed]lvarez told me to go.", None),
        ("[removed] told me to stay.", "adds none"),
        ("[removed] go. [removed] told me to", "adds none"),
        ("Dr. Alvarez [removed]told me to go.", "adds none"),
        ("Dr. Alvarez told me to go.[removed]", "adds none"),
        ("Dr. Alvarez told me to go.", "square brackets"),
        ("[removed].", "Withhold"),
        ("[" + "long " * 9 + "] told me to go.", "square brackets"),
    ],
)
def test_a_redaction_takes_away_and_adds_nothing(redacted: str, words: str | None) -> None:
    found = fault("Dr. Alvarez told me to go.", redacted)
    assert found is None if words is None else words in str(found)


@given(st.text("abc .", min_size=3, max_size=30), st.data())
def test_what_was_taken_out_is_a_redaction(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    text = f"before{text}after"
    assert fault(text, without(text, [(start + 6, end + 6)])) is None or not text[start + 6 : end + 6].strip()


AREAS = "{adult: Adult, else: {label: Elsewhere, other: true}}"


def asking(*more: str) -> Instrument:
    """A tiny instrument with questions in free text."""
    lines = [
        "- {name: area, type: choice, ask: Where?, options: " + AREAS + "}",
        "- {name: sued, type: yes_no, ask: Sued?}",
        *more,
    ]
    return instrument_of("\n".join(lines))


EFFECT = "- {name: effect, type: comment, ask: What did it do?, when: {sued: yes}}"
AWAY = "- {name: away, type: comment, ask: What was it like elsewhere?, when: {area: else}}"
WORDS = "- {name: words, type: comment, ask: Anything else?}"
EVERYBODY = [{"area": "adult", "sued": "yes" if number < 4 else "no"} for number in range(20)]


def given_headings(instrument: Instrument, minimum: int, answers: list[dict[str, str]]) -> dict[str, str]:
    rows = [json.dumps(each) for each in answers]
    return {name: heading.number for name, heading in headings(instrument, rows, minimum).items()}


def test_a_question_is_named_with_its_number_and_words() -> None:
    found = questions(asking(WORDS))
    assert found["area_other"] == Heading("area_other", "1", "Where? Elsewhere")
    assert found["words"] == Heading("words", "3", "Anything else?")
    assert found["words"].shown


def test_who_was_asked_is_said() -> None:
    assert conditions(asking(EFFECT, WORDS)) == {"effect": "you answered “Yes” to question 2"}


def test_a_question_that_enough_were_asked_is_named() -> None:
    found = given_headings(asking(EFFECT, WORDS), 4, EVERYBODY)
    assert found == {"area_other": "1", "effect": "3", "words": "4"}


def test_questions_that_few_were_asked_are_joined() -> None:
    answers = [*EVERYBODY, *({"area": "else", "sued": "no"} for _ in range(3))]
    found = given_headings(asking(EFFECT, AWAY, WORDS), 7, answers)
    assert found == {"area_other": "1", "effect": "3, 4", "away": "3, 4", "words": "5"}


def test_all_are_joined_where_even_those_were_asked_of_few() -> None:
    assert set(given_headings(asking(EFFECT, WORDS), 5, EVERYBODY).values()) == {"1, 3, 4"}


def test_nothing_leaves_where_all_questions_were_asked_of_few() -> None:
    instrument = instrument_of(
        "- {name: sued, type: yes_no, ask: Sued?}\n- {name: why, type: comment, ask: Why?, when: {sued: yes}}"
    )
    with pytest.raises(Refusal) as refusal:
        given_headings(instrument, 5, [{"sued": "yes"}] * 4 + [{"sued": "no"}] * 20)
    assert refusal.value.code == "below-minimum"


def test_a_text_beside_what_colleagues_know_counts_those_who_picked_it() -> None:
    instrument = instrument_of(
        f"- {{name: area, type: choice, ask: Where?, privacy: quasi_identifier, options: {AREAS}}}\n{WORDS}"
    )
    answers = [{"area": "adult"}] * 20 + [{"area": "else"}] * 4
    assert given_headings(instrument, 4, answers) == {"area_other": "1", "words": "2"}
    assert given_headings(instrument, 5, answers) == {"area_other": "1, 2", "words": "1, 2"}


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_file_says_question_and_text() -> None:
    tenth, second = Heading("b", "10", "Why?"), Heading("a", "2", "What, then?")
    texts = [(tenth, "so"), (second, 'two\nlines, "quoted"'), (second, "=1+1"), (second, "=1+1")]
    content = written(texts, synthetic=False)
    assert content == written(texts[::-1], synthetic=False)
    assert content.startswith(b"\xef\xbb\xbfitem,number,question,text\n")
    assert b"\r" not in content
    assert [(row["number"], row["text"]) for row in rows(content)] == [
        ("2", "'=1+1"),
        ("2", 'two\nlines, "quoted"'),
        ("10", "so"),
    ]


def test_joined_questions_are_mixed() -> None:
    joined = Heading("*", "2, 10", "One of several questions")
    assert [row["text"] for row in rows(written([(joined, "b"), (joined, "a")], synthetic=False))] == [
        "a",
        "b",
    ]


def test_made_up_comments_are_marked() -> None:
    assert rows(written([(Heading("a", "2", "What?"), "so")], synthetic=True))[0]["synthetic"] == "1"
