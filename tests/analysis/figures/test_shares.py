"""Counts in words: rounding that hides nothing, ranges that promise no more than is known."""

from __future__ import annotations

import pytest

from surveyapp.analysis.figures.shares import Range, percent, printable


@pytest.mark.parametrize(
    ("count", "n", "words"),
    [
        (0, 9, "0%"),
        (9, 9, "100%"),
        (1, 8, "13%"),  # 12.5: half up, where Python's round gives 12
        (31, 36, "86%"),
        (1, 1000, "<1%"),
        (999, 1000, ">99%"),
        (0, 0, "–"),
    ],
)
def test_a_share_as_a_percentage(count: int, n: int, words: str) -> None:
    assert percent(count, n) == words


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (Range(32, 32), "32/39 (82%)"),
        (Range(35, 39), "35 or more of 39"),
        (Range(0, 4), "at most 4 of 39"),
        (Range(3, 5), "3 to 5 of 39"),
    ],
)
def test_a_count_in_words(known: Range, words: str) -> None:
    assert known.of(39) == words


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert printable("a\x00b\x0bc\ud800d\ufffe\te") == "abcd\te"
