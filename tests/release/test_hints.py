"""Hints: a small comment for each kind of thing that may point to somebody, and how much is found."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from surveyapp.release.comments.hints import KINDS, Hint, hints
from surveyapp.release.comments.patterns import PATTERNS
from tests.release.hints_measured import comments, measured, table

PAGE = Path(__file__).parents[2] / "docs" / "comments.md"

POINTING = [
    ("name", "Thank you, Dr. Alvarez!", "Dr. Alvarez"),
    ("name", "thank you dr alvarez", "dr alvarez"),
    ("name", "I only told Xenia about it.", "Xenia"),
    ("name", "maria was kind", "maria"),
    ("name", "Tom Weatherby left after that.", "Tom Weatherby"),
    ("name", "Weatherby's mail hurt.", "Weatherby's"),
    ("name", "Ask J.K. about it.", "J.K."),
    ("name", "I told J. Weatherby.", "J. Weatherby"),
    ("name", "Ask MK about it.", "MK"),
    ("name", "THE WORST THING WAS WHAT PATRICIA SAID", "PATRICIA"),
    ("role", "There was the only fellow on nights.", "the only fellow on nights"),
    ("role", "It was our chair.", "our chair"),
    ("role", "I told the new PA.", "the new PA"),
    ("role", "I am the oldest here.", "I am the oldest here"),
    ("role", "As a Black woman I was watched.", "As a Black woman"),
    ("role", "I was on maternity leave.", "maternity leave"),
    ("role", "my wife, who is a surgeon here, knew", "my wife, who is a surgeon here"),
    ("place", "It was in room 12b.", "room 12b"),
    ("place", "It was in the NICU.", "the NICU"),
    ("place", "It works at Mount Carmel Hospital.", "Mount Carmel Hospital"),
    ("place", "I trained in chicago.", "chicago"),
    ("place", "We met on the 4th floor.", "4th floor"),
    ("date", "It was on 3/14/21.", "3/14/21"),
    ("date", "It was the 3rd of October.", "the 3rd of October"),
    ("date", "It was in may.", "in may"),
    ("date", "It was in 2019.", "2019"),
    ("date", "It was last Tuesday night.", "last Tuesday night"),
    ("date", "At 3 am nobody is there.", "3 am"),
    ("date", "It was two weeks ago.", "two weeks ago"),
    ("date", "On Christmas Eve we were two.", "On Christmas Eve"),
    ("age", "The 34-year-old died.", "34-year-old"),
    ("age", "an 84 yo patient", "84 yo"),
    ("duration", "I worked here for 22 years.", "for 22 years"),
    ("number", "see MRN 7719023", "MRN 7719023"),
    ("number", "it is docket 19-cv-04417", "docket 19-cv-04417"),
    ("number", "the one with 4471823", "4471823"),
    ("contact", "write to someone@example.org", "someone@example.org"),
    ("contact", "call 212-555-0147", "212-555-0147"),
    ("contact", "call +1 555 0100", "+1 555 0100"),
    ("contact", "call +44 20 7946 0958, please", "+44 20 7946 0958"),
    ("contact", "or +44 (0)20 7946 0958.", "+44 (0)20 7946 0958"),
    ("contact", "or 0049 30 901820", "0049 30 901820"),
    ("contact", "it is +49-30-901820-10", "+49-30-901820-10"),
    ("contact", "my cell is +15550100", "+15550100"),
    ("contact", "my office: 020 7946 0958", "020 7946 0958"),
    ("contact", "(020) 7946 0958 is mine", "(020) 7946 0958"),
    ("contact", "01 23 45 67 89 is mine", "01 23 45 67 89"),
    ("contact", "my pager is x4471", "x4471"),
    ("contact", "it is at https://example.org/a", "https://example.org/a"),
    ("amount", "They paid $1.2 million.", "$1.2 million"),
    ("amount", "I had three lawsuits.", "three lawsuits"),
]
HARMLESS = [
    "Please keep the program. It made a difference, and I'd do it again.",
    "May I suggest that supporters get feedback?",
    "In the ED we have no time; in the ICU they debrief.",
    "24/7 support would be a 10/10.",
    "MORE TIME, LESS E-MAIL, AND PROTECTED BREAKS",
    "The only thing that helped was sleep.",
    "MDs and RNs should train together.",
    "About 30 000 patients, or 1 200 000 in all.",
    "From 0.05 to 0.10 - 120 of 200 said so; 20-30 of us, +3 -2.",
    "Shifts of 12 - 14 hours, 10 000 - 20 000 steps.",
    "Nothing.",
]


@pytest.mark.parametrize(("kind", "text", "words"), POINTING, ids=[words for _, _, words in POINTING])
def test_what_may_point_to_somebody_is_marked(kind: str, text: str, words: str) -> None:
    assert [(hint.kind, text[hint.start : hint.end]) for hint in hints(text)] == [(kind, words)]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_points_to_nobody_is_left_alone(text: str) -> None:
    assert hints(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "It was so in 2019-2021.",
        "since 2019 - 2021 2022 2023",
        "on 2019-03-14 and 2020-03-14",
        "on 05-10-2019 14:30",
        "on 05 10 2019 14 30",
        "on 01.02.2019 - 05.02.2019",
        "nights are 1900-0700, days 0700-1900",
    ],
)
def test_days_and_years_are_no_telephone_numbers(text: str) -> None:
    assert {hint.kind for hint in hints(text)} <= {"date"}


def test_hints_stand_in_order_and_apart() -> None:
    text = "Dr. Alvarez of Lakeview Hospital, our new chief, told maria on 3/14 in room 4."
    found = hints(text)
    assert [hint.kind for hint in found] == ["name", "place", "role", "name", "date", "place"]
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_hints_that_overlap_become_one() -> None:
    """A place that is also a name by its capital: one stretch, called what stands first in the list."""
    text = "I trained in Riverside Medical Center."
    assert hints(text) == (Hint(13, 37, "place"),)


def test_every_kind_has_words_and_a_case() -> None:
    assert {kind for kind, _, _ in POINTING} == KINDS.keys() == {"name", *PATTERNS}
    assert Hint(0, 1, "role").meaning == "a role or a trait that may fit one person only"


@pytest.mark.parametrize(
    "text",
    [
        "A" * 10_000,
        "A " * 5_000,
        "the " * 2_500,
        "1-" * 5_000,
        "+1 " * 3_300,
        ("+" + "1" * 30) * 320,
        "01 23 " * 1_600,
        "a.b@" * 2_500,
        "Dr. Ab-" * 1_400,
        "x" * 9_999 + "@",
    ],
    ids=[
        "capitals",
        "words",
        "articles",
        "digits",
        "abroad",
        "long",
        "at home",
        "addresses",
        "titles",
        "no address",
    ],
)
def test_a_hostile_comment_of_full_length_is_read(text: str) -> None:
    assert all(hint.end <= len(text) for hint in hints(text))


def test_the_page_says_how_much_is_found() -> None:
    assert table() in PAGE.read_text(encoding="utf-8")


def test_the_held_out_comments_are_others() -> None:
    held_out = measured("held_out.txt")
    assert {each.text for each in comments("tuned.txt")} & {
        each.text for each in comments("held_out.txt")
    } == set()
    assert {span.kind for each in comments("held_out.txt") for span in each.spans} == KINDS.keys()
    assert held_out.missed, "they are harder than the patterns: figures of 100 % would say nothing"
