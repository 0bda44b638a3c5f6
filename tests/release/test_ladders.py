"""Climbing a ladder."""

from __future__ import annotations

import pytest

from surveyapp.release.ladders import Ladder

YEARS = Ladder(
    "years",
    ({"few": ("under_5", "5_to_9"), "many": ("10_up",)}, {"any": ("few", "many")}),
    {"many": "Ten or more"},
)
AGE = Ladder(
    "age",
    ({"young": None, "middle": 40, "old": 60.5}, {"grown": ("middle", "old"), "young": ("young",)}),
)
START = Ladder("start", ({"before": None, "since": "2021-05"},))
CODES = {"under_5": "Under 5", "5_to_9": "5 to 9", "10_up": "10 or more"}


@pytest.mark.parametrize(("level", "label"), [(0, "5_to_9"), (1, "few"), (2, "any"), (3, "*")])
def test_each_level_groups_the_one_before_and_the_last_hides(level: int, label: str) -> None:
    assert YEARS.at("5_to_9", level) == label


@pytest.mark.parametrize("word", ["not_asked", "not_answered", ""])
def test_missing_words_are_values_of_their_own_until_everything_is_hidden(word: str) -> None:
    assert [YEARS.at(word, level) for level in range(4)] == [word] * 3 + ["*"]


@pytest.mark.parametrize(
    ("age", "label"), [("-3", "young"), ("39", "young"), ("40", "middle"), ("60", "middle"), ("60.5", "old")]
)
def test_a_band_starts_at_its_number_and_ends_where_the_next_begins(age: str, label: str) -> None:
    assert AGE.at(age, 1) == label


def test_bands_are_grouped_like_labels() -> None:
    assert [AGE.at(age, 2) for age in ("20", "50", "80")] == ["young", "grown", "grown"]


@pytest.mark.parametrize(
    ("day", "label"), [("2021-04", "before"), ("2021-05", "since"), ("2022-01", "since")]
)
def test_dates_are_cut_like_numbers(day: str, label: str) -> None:
    assert START.at(day, 1) == label


@pytest.mark.parametrize(("year", "day"), [(2020, "2021-05-03"), ("2021-05", "2021-05-03"), (2021, "2021")])
def test_a_band_of_dates_may_begin_with_a_year_or_a_month(year: int | str, day: str) -> None:
    ladder = Ladder("leave", ({"before": None, "since": year},))
    assert ladder.at(day, 1) == "since"
    assert ladder.at("2019-12-31", 1) == "before"


def test_only_the_first_level_shows_what_was_collected() -> None:
    assert [AGE.as_collected(level) for level in range(4)] == [True, False, False, False]
    assert [AGE.at("44", level) for level in range(4)] == ["44", "middle", "grown", "*"]


def test_groups_are_called_by_their_label_or_by_what_they_hold() -> None:
    assert YEARS.shown(CODES, 0) == CODES
    assert YEARS.shown(CODES, 1) == {"few": "Under 5 or 5 to 9", "many": "Ten or more"}
    assert YEARS.shown(CODES, 3) == {}
    assert AGE.shown({}, 0) == {}
    assert AGE.shown({}, 2) == {"young": "young", "grown": "middle or old"}
